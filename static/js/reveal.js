// Masked values: a chip posts the reason and the value takes the mask's place; a call goes on to the dialler by itself, and after
// its minutes the value is masked again on the page that was left open.

const LONGEST = 2 ** 31 - 1;
const WRONG = "没有看到，请检查网络后再点一次。";

// The value in a list whose reason is being asked for.
let asked = null;

const mask = (box) => {
  const masked = document.createElement("span");
  masked.className = "msk";
  masked.textContent = box.dataset.masked;
  box.replaceWith(masked);
};

const watch = (root) => {
  for (const box of root.querySelectorAll("[data-left]")) {
    setTimeout(() => mask(box), Math.min(box.dataset.left * 1000, LONGEST));
  }
};
watch(document);

// A page brought back by the back key is older than its minutes may be.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const box of document.querySelectorAll("[data-left]")) mask(box);
});

const put = (place, html, dial) => {
  const holder = document.createElement("template");
  holder.innerHTML = html.trim();
  const shown = holder.content.firstElementChild;
  place.replaceWith(shown);
  watch(shown);
  const value = shown.querySelector("[data-fresh]");
  value?.focus();
  if (dial && value?.href) window.location.href = value.href;
};

document.addEventListener("submit", async (event) => {
  const form = event.target.closest?.(".look-f");
  if (!form) return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "1";
  const body = new FormData(form);
  if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
  const told = form.querySelector(".look-err");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
    const way = answer.headers.get("HX-Redirect");
    if (way) {
      window.location.href = way;
      return;
    }
    if (!answer.ok) throw new Error(answer.status);
    const place = form.closest(".look") ?? asked;
    const shown = await answer.text();
    form.closest("dialog")?.close();
    put(place, shown, "dial" in form.dataset);
  } catch {
    told.textContent = WRONG;
    told.hidden = false;
  } finally {
    delete form.dataset.sent;
  }
});

// In a list there is one form for all rows.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-look]");
  const ask = document.getElementById("look-ask");
  if (!link || !ask || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  asked = link.closest(".look");
  const form = ask.querySelector(".look-f");
  form.reset();
  form.querySelector(".look-err").hidden = true;
  form.action = link.dataset.look;
  form.elements.field.value = link.dataset.field;
  form.toggleAttribute("data-dial", window.matchMedia("(pointer: coarse)").matches);
  ask.showModal();
});
