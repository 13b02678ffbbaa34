// Pictures are picked and made smaller before they are sent. A box tells "photos:chosen"; "photos:put" puts files back into it.

const LIMIT = 9;
const MEGABYTES = 10;
const SIDE = 2560;

// Smaller before sending; what the browser cannot read (HEIC on most) goes as it is, the server reads it.
const smaller = async (file) => {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size < 1.5e6) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: blob.type }) : file;
  } catch {
    return file;
  }
};

const thumbnail = async (file, box) => {
  try {
    const picture = await createImageBitmap(file);
    const side = Math.min(picture.width, picture.height);
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 192;
    const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
    canvas.getContext("2d").drawImage(picture, left, top, side, side, 0, 0, 192, 192);
    box.prepend(canvas);
  } catch {
    const name = document.createElement("span");
    name.className = "name";
    name.textContent = file.name;
    box.prepend(name);
  }
};

const tile = (icon, words, input) => {
  const label = document.createElement("label");
  label.className = "addp";
  label.innerHTML = `<i class="bi bi-${icon}" aria-hidden="true"></i>${words}`;
  label.append(input);
  return label;
};

const picker = (box) => {
  const album = box.querySelector("input[type=file]");
  const camera = document.createElement("input");
  Object.assign(camera, { type: "file", accept: "image/*" });
  camera.setAttribute("capture", "environment");
  const shots = document.createElement("div");
  const said = document.createElement("div");
  const list = document.createElement("ul");
  shots.className = album.classList.contains("bad") ? "shots bad" : "shots";
  list.className = "err";
  said.setAttribute("role", "status");
  said.append(list);
  album.className = camera.className = "";
  const keys = [tile("camera", "拍照", camera), tile("image", "相册", album)];
  shots.append(...keys);
  box.append(shots, said);
  let files = [];

  const say = (sentences) => {
    list.replaceChildren(
      ...sentences.map((sentence) => {
        const line = document.createElement("li");
        line.innerHTML = '<i class="bi bi-exclamation-circle-fill" aria-hidden="true"></i>';
        line.append(sentence);
        return line;
      }),
    );
  };
  const show = () => {
    const carried = new DataTransfer();
    for (const file of files) carried.items.add(file);
    album.files = carried.files;
    for (const old of shots.querySelectorAll("span.shot")) old.remove();
    files.forEach((file, n) => {
      const shot = document.createElement("span");
      shot.className = "shot";
      const drop = document.createElement("button");
      Object.assign(drop, { type: "button", className: "x" });
      drop.setAttribute("aria-label", `去掉第 ${n + 1} 张`);
      drop.innerHTML = '<i class="bi bi-x" aria-hidden="true"></i>';
      drop.addEventListener("click", () => {
        files.splice(n, 1);
        say([]);
        show();
        tell();
      });
      shot.append(drop);
      keys[0].before(shot);
      thumbnail(file, shot);
    });
    for (const key of keys) key.hidden = files.length >= LIMIT;
  };
  const tell = () => box.dispatchEvent(new CustomEvent("photos:chosen", { bubbles: true }));
  const take = async (chosen) => {
    const sentences = [];
    const taken = [];
    for (const file of chosen) {
      if (files.length + taken.length >= LIMIT) {
        sentences.push(`最多 ${LIMIT} 张，多出的没有加入；可以先去掉一张再加。`);
        break;
      }
      const ready = await smaller(file);
      if (ready.size > MEGABYTES * 1024 * 1024) {
        sentences.push(`“${file.name}”超过 ${MEGABYTES} MB，没有加入；请换一张小一些的。`);
      } else {
        taken.push(ready);
      }
    }
    files = [...files, ...taken];
    say(sentences);
    show();
    tell();
  };
  album.addEventListener("change", () => take([...album.files]));
  camera.addEventListener("change", () => {
    take([...camera.files]);
    camera.value = "";
  });
  box.addEventListener("photos:put", (event) => {
    files = event.detail;
    show();
  });
};

const begin = (root) => {
  for (const box of root.querySelectorAll("[data-photos]")) picker(box);
};
begin(document);
document.addEventListener("form:shown", (event) => begin(event.target));
