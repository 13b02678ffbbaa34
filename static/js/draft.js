// A form whose words and pictures stay on the device until they are sent (data-draft). Every change is kept; the draft comes
// back to the same person; sending asks for a fresh form first, so that an old token or another person's session sends nothing.

const APART = new Set(["csrfmiddlewaretoken", "once", "version", "base", "sure"]);
const PATIENCE = 20000;
const SLOWEST = 50; // bytes a millisecond a weak line still carries
const notes = document.getElementById("draft-notes");
const { drafts } = window;

let form;
let blank = ""; // the words of the untouched form
let draft = null;
let keeps = true; // whether this browser keeps anything
let sending = false;
let waiting = false; // for the network
let timer = 0;
let sent = false;

const files = () => [...form.querySelectorAll("input[type=file][name]")].map((input) => [input.name, [...input.files]]);
const words = () => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !APART.has(name));
const title = () => {
  const said = [...form.querySelectorAll("textarea, input[type=text]")].map((field) => field.value.trim()).find(Boolean);
  return (said ?? "还没写文字").split(/[。！？!?；;\n]/)[0].slice(0, 30);
};

const note = (icon, strong, text, ...keys) => {
  const box = document.createElement("div");
  box.className = "note amber";
  box.innerHTML = `<i class="bi bi-${icon}" aria-hidden="true"></i><div><b></b><span></span></div>`;
  box.querySelector("b").textContent = strong;
  box.querySelector("span").textContent = text;
  box.lastChild.append(...keys.flatMap((key) => [" ", key]));
  notes.replaceChildren(box);
};
const link = (label, href) => Object.assign(document.createElement("a"), { textContent: label, href });
const said = () => {
  for (const tag of document.querySelectorAll("[data-draft-said]")) {
    tag.innerHTML = '<i class="bi bi-cloud-slash" aria-hidden="true"></i> ';
    tag.append(draft ? `草稿已存 ${drafts.clock(draft.at)}` : "");
    tag.hidden = !draft;
  }
};

const keep = async () => {
  clearTimeout(timer);
  timer = 0;
  if (sent) return;
  const written = words();
  const chosen = files();
  const empty = JSON.stringify(written) === blank && chosen.every(([, some]) => !some.length);
  const { draft: register, user, add: url } = form.dataset;
  const next = { user, register, url, title: title(), words: written, files: chosen, once: form.elements.once.value, at: Date.now() };
  try {
    if (empty) await drafts.drop(user, register);
    else await drafts.put(next);
    draft = empty ? null : next;
    keeps = true;
  } catch {
    draft = null;
    keeps = false;
  }
  said();
};
const soon = () => {
  clearTimeout(timer);
  timer = setTimeout(keep, 400);
};

// Chosen rows are kept by their keys alone; their names are asked anew, so that a draft shows nothing out of reach.
const choose = async (field, keys) => {
  const box = field.tomselect;
  const unknown = keys.filter((key) => key && !box.options[key]);
  for (const key of unknown) box.addOption({ value: key, text: "正在查找" });
  box.setValue(field.multiple ? keys : (keys[0] ?? ""), true);
  if (!unknown.length) return;
  const asked = new URLSearchParams(unknown.map((key) => ["pk", key]));
  const answer = await fetch(`${field.dataset.remote}?${asked}`, { headers: { Accept: "application/json" } }).catch(() => null);
  const rows = answer?.ok ? await answer.json().catch(() => []) : [];
  for (const row of rows) box.updateOption(String(row.value), { ...row, value: String(row.value) });
  // Who is out of reach by now could not be sent either.
  const shown = new Set(rows.map((row) => String(row.value)));
  if (answer?.ok) for (const key of unknown) if (!shown.has(key)) box.removeOption(key, true);
};

// Put words and pictures back where they were.
const fill = (kept) => {
  const values = new Map();
  for (const [name, value] of kept.words) values.set(name, [...(values.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || APART.has(field.name) || field.type === "file" || field.type === "submit") continue;
    const given = values.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
    else if (field.tomselect) choose(field, given);
    else field.value = given[0] ?? "";
    // Heard by the field alone: putting back is no change.
    for (const change of ["input", "change"]) field.dispatchEvent(new Event(change));
  }
  give(kept.files);
  form.elements.once.value = kept.once;
};
const give = (chosen) => {
  for (const [name, some] of chosen) {
    const box = form.querySelector(`input[type=file][name="${name}"]`)?.closest("[data-photos]");
    box?.dispatchEvent(new CustomEvent("photos:put", { detail: some }));
  }
};

// The key says that it is at work; the answer is a function that frees it.
const busy = () => {
  const key = form.querySelector("button[type=submit]");
  const label = key.querySelector("span");
  const plain = label.textContent;
  sending = true;
  label.textContent = form.dataset.busy;
  key.classList.add("busy");
  key.setAttribute("aria-disabled", "true");
  return () => {
    sending = false;
    label.textContent = plain;
    key.classList.remove("busy");
    key.removeAttribute("aria-disabled");
  };
};

// The answer with its page; null when the line broke or nothing came in time.
const ask = async (url, options, patience) => {
  const stop = new AbortController();
  const bell = setTimeout(() => stop.abort(), patience);
  try {
    const answer = await fetch(url, { ...options, signal: stop.signal });
    return { answer, page: new DOMParser().parseFromString(await answer.text(), "text/html") };
  } catch {
    return null;
  } finally {
    clearTimeout(bell);
  }
};
const same = (page) => page.querySelector(`form[data-draft="${form.dataset.draft}"][data-user="${form.dataset.user}"]`);
const there = () => (keeps ? "，文字和照片都已存在本机。" : "，请不要关掉这一页。");

const offline = () => {
  waiting = true;
  note("wifi-off", "网络断开", `${there()}可以接着填，联网后会自动送出，也可以点“上报”，不会重复。`);
};
const expired = () => {
  const { login, add } = form.dataset;
  const way = link("去登录", `${login}?next=${encodeURIComponent(add)}`);
  note("person-lock", "登录已过期", `${there()}请用原来的账号登录，会回到这里接着送出。`, way);
};
const refused = ({ answer, page }) => {
  const { login, user } = form.dataset;
  const who = page.body.dataset.user;
  if (answer.headers.get("HX-Redirect") || new URL(answer.url).pathname === login) {
    expired();
  } else if (who && who !== user) {
    note("person-x", "现在登录的是另一个人", `${there()}请本人登录后再送出，别人看不到这份草稿。`);
  } else {
    const why = page.querySelector("main p:not(.code)")?.textContent.trim() || "请稍后再点一次。";
    note("exclamation-triangle", `没有送出（${answer.status}）`, `${there()}${why}`);
  }
};

// The answer's page takes the place of this one; the pictures, which no answer carries, are put back.
const show = (page) => {
  const chosen = files();
  const main = document.getElementById("main");
  const parts = [...page.getElementById("main").children].filter((part) => part.id !== "draft-notes");
  notes.replaceChildren();
  main.replaceChildren(notes, ...parts.map((part) => document.adoptNode(part)));
  begin();
  main.dispatchEvent(new CustomEvent("form:shown", { bubbles: true }));
  window.htmx?.process(main);
  give(chosen);
  keep();
  document.getElementById("errors")?.focus();
};

const send = async () => {
  if (sending) return;
  const free = busy();
  waiting = false;
  notes.replaceChildren();
  await keep();
  await pass();
  if (!sent) free();
};

const pass = async () => {
  const { add, user, draft: register } = form.dataset;
  const fresh = await ask(add, { headers: { Accept: "text/html" } }, PATIENCE);
  if (!fresh) return offline();
  const now = same(fresh.page);
  if (!now) return refused(fresh);
  form.elements.csrfmiddlewaretoken.value = now.elements.csrfmiddlewaretoken.value;
  const size = files().flatMap(([, some]) => some).reduce((sum, file) => sum + file.size, 0);
  const options = { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" } };
  const made = await ask(add, options, PATIENCE + size / SLOWEST);
  if (!made) return offline();
  if (made.answer.status !== 201) return same(made.page) ? show(made.page) : refused(made);
  sent = true;
  draft = null;
  await drafts.drop(user, register).catch(() => {});
  return window.location.assign(made.answer.headers.get("Location"));
};

const begin = () => {
  form = document.querySelector("form[data-draft]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  for (const change of ["input", "change"]) form.addEventListener(change, soon);
  form.addEventListener("photos:chosen", keep);
  // What is fetched while somebody writes, such as reports alike, leads nobody away from the writing.
  form.addEventListener("htmx:beforeOnLoad", async (event) => {
    if (!event.detail.xhr.getResponseHeader("HX-Redirect")) return;
    event.preventDefault();
    await keep();
    expired();
  });
};

begin();
blank = JSON.stringify(words());
window.addEventListener("online", () => {
  if (waiting) send();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && timer) keep();
});

if (!document.getElementById("errors")) {
  const kept = await drafts.get(form.dataset.user, form.dataset.draft).catch(() => null);
  if (kept) {
    fill(kept);
    draft = kept;
    said();
    const drop = Object.assign(document.createElement("button"), { type: "button", className: "btn s", textContent: "不要了" });
    drop.addEventListener("click", async () => {
      await drafts.drop(kept.user, kept.register);
      window.location.reload();
    });
    note("file-earmark-text", "这是没有送出的草稿", `，${drafts.clock(kept.at)} 存在本机。点“上报”送出，或者`, drop);
  }
}
