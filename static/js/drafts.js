// Drafts on this device, each under its writer: kept here for the forms (window.drafts), told on the home page, asked about
// at sign-out. Where the browser keeps nothing (a private window), every call fails and the pages do without.

const user = document.body.dataset.user ?? "";

const opened = () =>
  new Promise((done, fail) => {
    const asked = window.indexedDB.open("portal-drafts", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("drafts", { keyPath: "key" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = asked.onblocked = () => fail(asked.error);
  });

const ask = async (mode, act) => {
  const base = await opened();
  try {
    return await new Promise((done, fail) => {
      const work = base.transaction("drafts", mode);
      const asked = act(work.objectStore("drafts"));
      work.oncomplete = () => done(asked.result);
      work.onerror = work.onabort = () => fail(work.error);
    });
  } finally {
    base.close();
  }
};

const of = (whom, register) => `${whom}/${register}`;
window.drafts = {
  get: (whom, register) => ask("readonly", (store) => store.get(of(whom, register))),
  put: (draft) => ask("readwrite", (store) => store.put({ ...draft, key: of(draft.user, draft.register) })),
  drop: (whom, register) => ask("readwrite", (store) => store.delete(of(whom, register))),
  // "0" is the letter after "/": everything this person wrote, and nobody else.
  all: (whom) => ask("readonly", (store) => store.getAll(IDBKeyRange.bound(`${whom}/`, `${whom}0`, false, true))),
  clock: (at) => new Date(at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false }),
};

const found = async () => {
  try {
    return user ? await window.drafts.all(user) : [];
  } catch {
    return [];
  }
};

const told = document.getElementById("drafts-told");
if (told) {
  const mine = await found();
  if (mine.length) {
    const newest = mine.reduce((one, other) => (other.at > one.at ? other : one));
    told.querySelector("[data-number]").textContent = mine.length;
    told.querySelector("[data-words]").textContent = `${window.drafts.clock(newest.at)} 存在本机：${newest.title} `;
    told.querySelector("a").href = newest.url;
    told.hidden = false;
  }
}

// Whoever leaves decides what becomes of what they wrote; on a shared phone it may be the last chance.
const dialog = document.getElementById("drafts-ask");
let leaving = null;
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (!dialog || !form.matches("[data-sign-out]") || form.dataset.asked) return;
    event.preventDefault();
    event.stopPropagation();
    const leave = () => {
      form.dataset.asked = "1";
      form.requestSubmit();
    };
    found().then((mine) => {
      if (!mine.length) {
        leave();
        return;
      }
      leaving = { leave, mine };
      dialog.querySelector("[data-number]").textContent = mine.length;
      dialog.querySelector("[data-words]").textContent = mine.map((one) => one.title).join("；");
      dialog.querySelector("a").href = mine[0].url;
      dialog.showModal();
    });
  },
  true,
);
dialog?.addEventListener("click", async (event) => {
  const choice = event.target.closest("button")?.value;
  if (!choice) return;
  dialog.close();
  if (choice === "drop") await Promise.all(leaving.mine.map((one) => window.drafts.drop(one.user, one.register)));
  if (choice !== "stay") leaving.leave();
});
