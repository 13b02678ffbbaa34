// One key settles one pledge: 1, 2, 3 press the button that bears it, J leaves it for later.

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const key = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  // A second press before the next one is there would settle what nobody has read.
  if (!key || document.body.dataset.settled) return;
  event.preventDefault();
  // Giving back needs words; where the check had none to offer they are asked for first.
  const note = document.querySelector("#id_note");
  if (key.value === "send_back" && note && !note.value.trim()) {
    note.focus();
    return;
  }
  document.body.dataset.settled = "1";
  key.click();
});
window.addEventListener("pageshow", () => delete document.body.dataset.settled);
