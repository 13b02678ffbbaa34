// Forms: letters counted, long choices searched, usual words tapped, a second way to send, the way to what is wrong.
// A form put into the page later is begun by the event "form:shown".

const count = (counter) => {
  const field = document.getElementById(counter.dataset.count);
  const show = () => {
    const length = [...field.value].length;
    // What is pasted beyond the limit, the browser drops without a word.
    counter.textContent = `${length} / ${field.maxLength}${length >= field.maxLength ? "，写满了，多出的没有填入" : ""}`;
  };
  field.addEventListener("input", show);
  show();
};

const search = (select) => {
  const url = select.dataset.remote;
  select.setAttribute("aria-label", select.labels[0]?.textContent.trim() ?? "");
  const box = new window.TomSelect(select, {
    // Of several each chosen one is a chip that can be taken away.
    plugins: select.multiple ? { remove_button: { title: "去掉" } } : {},
    onItemAdd: () => select.multiple && box.setTextboxValue(""),
    preload: "focus",
    valueField: "value",
    labelField: "text",
    searchField: [],
    maxOptions: 20,
    load: async (query, done) => {
      const answer = await fetch(`${url}?q=${encodeURIComponent(query)}`, { headers: { Accept: "application/json" } });
      // What was found for other words must not stand among what is found for these.
      box.clearOptions();
      done(answer.ok ? await answer.json() : []);
    },
    render: {
      option: (row, escape) => `<div class="option">${escape(row.text)} <span class="xs mute">${escape(row.code ?? "")}</span></div>`,
      no_results: () => '<div class="option mute">没有找到，换一个字再试</div>',
      loading: () => '<div class="option mute">正在查找</div>',
    },
  });
};

// What is told instead of asked: after another choice it tells that one.
const tell = (words) => {
  const select = document.getElementById(words.dataset.told);
  select.addEventListener("change", () => {
    words.textContent = select.selectedOptions[0].textContent;
  });
};

// A second key opens the part it needs and gives the main key another name; pressed again it takes both back.
const second = (key) => {
  const part = document.getElementById(key.dataset.second);
  const tick = part.querySelector("input[type=checkbox]");
  const main = key.form.querySelector(".main span");
  const plain = main.textContent;
  const show = () => {
    part.hidden = !tick.checked && !part.querySelector(".bad");
    part.open = !part.hidden;
    key.setAttribute("aria-pressed", tick.checked);
    main.textContent = tick.checked ? key.dataset.main : plain;
  };
  tick.closest(".fw").hidden = true;
  part.classList.add("keyed");
  key.hidden = false;
  key.addEventListener("click", () => {
    tick.checked = !tick.checked;
    tick.dispatchEvent(new Event("change", { bubbles: true }));
    if (!tick.checked) return;
    part.scrollIntoView({ block: "center" });
    part.querySelector("textarea").focus();
  });
  tick.addEventListener("change", show);
  show();
};

// The summary of what is wrong takes the focus and its links go to the field.
const lead = (summary) => {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!field) return;
    event.preventDefault();
    const control = field.matches("fieldset") ? field.querySelector("input") : field;
    (control.tomselect ?? control).focus();
    field.scrollIntoView({ block: "center" });
  });
};

const begin = (root) => {
  root.querySelectorAll("[data-count]").forEach(count);
  if (window.TomSelect) root.querySelectorAll("select[data-remote]").forEach(search);
  root.querySelectorAll("[data-told]").forEach((words) => {
    if (document.getElementById(words.dataset.told)?.matches("select")) tell(words);
  });
  root.querySelectorAll("[data-second]").forEach(second);
  // A folded part that holds something wrong opens by itself.
  for (const wrong of root.querySelectorAll("details .bad")) wrong.closest("details").open = true;
  root.querySelectorAll("#errors").forEach(lead);
};

document.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-fill]");
  if (!chip) return;
  const field = document.getElementById(chip.closest("[data-fills]").dataset.fills);
  field.value = chip.textContent;
  field.dispatchEvent(new Event("input", { bubbles: true }));
});
begin(document);
document.addEventListener("form:shown", (event) => begin(event.target));
