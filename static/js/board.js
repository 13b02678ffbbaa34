// The board by hand: arrow keys walk over the cards, and a card dragged to a column opens the move that leads there.

const board = document.querySelector("[data-board]");
const columns = [...board.querySelectorAll(".bk-col")];
const cardsOf = (column) => [...column.querySelectorAll(".bk-a")];

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

// The card next to the one that has the focus; empty columns are stepped over.
const next = (card, [across, down]) => {
  const at = columns.indexOf(card.closest(".bk-col"));
  const row = cardsOf(columns[at]).indexOf(card);
  if (down) return cardsOf(columns[at])[row + down];
  for (let n = at + across; n >= 0 && n < columns.length; n += across) {
    const cards = cardsOf(columns[n]);
    if (cards.length) return cards[Math.min(row, cards.length - 1)];
  }
  return undefined;
};

const goTo = (node) => {
  node?.focus({ preventScroll: true });
  node?.scrollIntoView({ block: "nearest", inline: "nearest" });
};

board.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  const menu = event.target.closest(".bk-menu");
  if (event.key === "Escape" && menu?.open) {
    menu.open = false;
    menu.querySelector("summary").focus();
    event.stopPropagation();
    return;
  }
  const step = STEPS[event.key];
  if (!step) return;
  event.preventDefault();
  if (menu?.open && step[1]) {
    const stops = [menu.querySelector("summary"), ...menu.querySelectorAll("a")];
    goTo(stops[stops.indexOf(event.target) + step[1]]);
    return;
  }
  const card = event.target.closest(".bk-card")?.querySelector(".bk-a");
  goTo(card ? next(card, step) : board.querySelector(".bk-a"));
});

// With a mouse only: a finger swipes the columns and uses the menus.
const way = (card, column) => card.querySelector(`a[data-target="${CSS.escape(column.dataset.state)}"]`);
let held = null;

const letGo = () => {
  held?.classList.remove("held");
  held = null;
  for (const column of columns) column.classList.remove("off", "take", "over");
};

if (window.matchMedia("(hover: hover) and (pointer: fine)").matches) {
  for (const card of board.querySelectorAll(".bk-card")) {
    if (!columns.some((column) => way(card, column))) continue;
    card.draggable = true;
    for (const link of card.querySelectorAll("a")) link.draggable = false;
    card.addEventListener("dragstart", (event) => {
      held = card;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.querySelector(".t").textContent);
      card.classList.add("held");
      for (const column of columns) {
        const takes = Boolean(way(card, column));
        column.classList.toggle("take", takes);
        column.classList.toggle("off", !takes && !column.contains(card));
      }
    });
    card.addEventListener("dragend", letGo);
  }
  for (const column of columns) {
    column.addEventListener("dragover", (event) => {
      if (!held || !way(held, column)) return;
      event.preventDefault();
      column.classList.add("over");
    });
    column.addEventListener("dragleave", (event) => {
      if (!column.contains(event.relatedTarget)) column.classList.remove("over");
    });
    column.addEventListener("drop", (event) => {
      const link = held && way(held, column);
      if (!link) return;
      event.preventDefault();
      letGo();
      window.location.assign(link.href);
    });
  }
}
