// Light, dark or as the system has it; runs before the first paint, so the page never flashes in the wrong one.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const themes = {
    auto: { icon: "bi-circle-half", says: "跟随系统", next: "light" },
    light: { icon: "bi-sun", says: "浅色", next: "dark" },
    dark: { icon: "bi-moon-stars", says: "深色", next: "auto" },
  };
  let chosen = "auto";
  try {
    chosen = localStorage.getItem("theme") || "auto";
  } catch {
    chosen = "auto"; // storage switched off: follow the system
  }
  if (!themes[chosen]) chosen = "auto";

  const show = () => {
    const dark = chosen === "dark" || (chosen === "auto" && system.matches);
    root.dataset.bsTheme = dark ? "dark" : "light";
    for (const key of document.querySelectorAll("[data-theme-key]")) {
      key.hidden = false;
      key.setAttribute("aria-label", `深浅色：${themes[chosen].says}，点击换成${themes[themes[chosen].next].says}`);
      key.firstElementChild.className = `bi ${themes[chosen].icon}`;
    }
  };

  root.classList.add("js");
  show();
  system.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-key]")) return;
    chosen = themes[chosen].next;
    try {
      localStorage.setItem("theme", chosen);
    } catch {
      // storage switched off: the choice lasts as long as the page
    }
    show();
  });
})();
