// What every page does: a form is sent once, lists are walked by keyboard, menus close, passwords can be looked at.

const typing = (node) => node.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");

// A button that has been pressed says so and cannot be pressed again; coming back by the back key frees it.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.busy || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  const key = event.submitter ?? form.querySelector("button:not([type=button])");
  if (!key) return;
  key.dataset.label = key.innerHTML;
  key.textContent = form.dataset.busy;
  key.classList.add("busy");
  key.setAttribute("aria-disabled", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const key of document.querySelectorAll(".btn.busy[data-label]")) {
    key.innerHTML = key.dataset.label;
    key.classList.remove("busy");
    key.removeAttribute("aria-disabled");
  }
});

// J and K walk the rows of a register, Enter opens as any link does, / goes to the search box.
const walk = (step) => {
  const rows = [...document.querySelectorAll("[data-rows] tbody tr")];
  if (!rows.length) return;
  const at = rows.findIndex((row) => row.classList.contains("at"));
  const next = rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
  for (const row of rows) row.classList.toggle("at", row === next);
  next.querySelector("a.t")?.focus();
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") {
    for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
  }
  if (typing(event.target)) return;
  if (event.key === "/") {
    const box = [...document.querySelectorAll("#q, .top input[type=search]")].find((node) => node.offsetParent);
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  } else if (event.key === "j" || event.key === "k") {
    walk(event.key === "j" ? 1 : -1);
  }
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
  const key = event.target.closest("[data-open], [data-reveal], [data-print]");
  if (!key) return;
  if (key.dataset.open) {
    const open = document.getElementById(key.dataset.open).classList.toggle("open");
    key.setAttribute("aria-expanded", open);
  } else if (key.dataset.reveal) {
    const field = document.getElementById(key.dataset.reveal);
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    key.setAttribute("aria-pressed", shown);
    key.firstElementChild.className = shown ? "bi bi-eye-slash" : "bi bi-eye";
  } else {
    event.preventDefault();
    window.print();
  }
});
for (const key of document.querySelectorAll("[data-reveal]")) key.hidden = false;

if (document.querySelector("[data-print-now]")) window.addEventListener("load", () => window.print());
