// The bar above a register: it comes when something is ticked, says how many, and X ticks the row the J/K cursor is on.

const boxes = () => [...document.querySelectorAll("[data-rows] .ckc input[name=pk]")];

const show = () => {
  const bar = document.getElementById("bulk");
  if (!bar) return;
  const all = boxes();
  const ticked = all.filter((box) => box.checked).length;
  const count = bar.elements.all.checked ? Number(bar.dataset.total) : ticked;
  bar.classList.toggle("on", count > 0);
  bar.querySelector("[data-picked]").textContent = `已选 ${count} 条`;
  const word = bar.querySelector("[data-picked-export]");
  if (word) word.textContent = `导出所选 ${count} 条`;
  const head = document.querySelector("[data-tick-all]");
  head.checked = ticked > 0 && ticked === all.length;
  head.indeterminate = ticked > 0 && ticked < all.length;
  head.classList.toggle("mid", head.indeterminate);
};

const tick = (on) => {
  for (const box of boxes()) box.checked = on;
};

document.addEventListener("change", (event) => {
  const box = event.target;
  const bar = document.getElementById("bulk");
  if (!bar || !box.matches(".ck")) return;
  if (box.matches("[data-tick-all]")) tick(box.checked);
  else if (box === bar.elements.all) tick(box.checked);
  else if (box.name !== "pk") return;
  // What is seen to be left out must not be acted on.
  if (box !== bar.elements.all && boxes().some((one) => !one.checked)) bar.elements.all.checked = false;
  show();
});
document.addEventListener("reset", () => setTimeout(show));
document.addEventListener("keydown", (event) => {
  if (event.key !== "x" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  document.querySelector("[data-rows] tr.at .ckc input")?.click();
});
document.addEventListener("htmx:afterSettle", show);
window.addEventListener("pageshow", show);
show();
