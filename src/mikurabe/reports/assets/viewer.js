// The viewer: reference and picture, large, in several ways; and the picture's maps where there are any.
const viewer = (() => {
  const dialog = id("viewer");
  const stage = id("stage");
  const frames = id("frames");
  const [first, second, third] = frames.querySelectorAll("img"); // the third only where there are maps
  const captions = stage.querySelectorAll(".caption");
  const dial = id("dial");
  const slider = dial.querySelector("input");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const dials = { swipe: 50, onion: 50, difference: 40 }; // each mode keeps its own place of the slider
  let mode = "side_by_side";
  let place = 0;
  let blinking = 0;

  // The original where the browser can show it, else the thumbnail, and then it says so.
  function show(image, caption, row) {
    const [, name, remark] = caption.children; // tag, name, remark
    name.replaceChildren(nameOf(row));
    caption.title = row.path || row.name;
    remark.textContent = "";
    image.alt = row.name;
    image.onload = () => squarePixels(image);
    image.onerror = () => fallBack(image, remark, row);
    image.draggable = false;
    image.removeAttribute("src");
    if (row.href) image.src = row.href;
    else fallBack(image, remark, row);
  }

  function squarePixels(image) {
    image.classList.toggle("pixels", image.naturalWidth * 2 < image.clientWidth && image.naturalHeight * 2 < image.clientHeight);
  }

  function fallBack(image, remark, row) {
    image.onerror = null;
    image.removeAttribute("src");
    if (row.thumbnail) image.src = row.thumbnail[0];
    remark.textContent = row.thumbnail ? words.only_thumbnail : row.problem || "";
  }

  function card(at) {
    const lines = columns.map((column) => {
      const reason = column.problems[at];
      const value = element("td", {}, reason === undefined ? column.texts[at] : badge(reason));
      if (column.closeness[at] !== null) value.append(track(column.closeness[at]));
      return element("tr", {}, element("th", { scope: "row", title: column.hint }, column.key), value, element("td", {}, column.ranks[at] ?? ""));
    });
    id("card").querySelector("tbody").replaceChildren(...lines);
    const row = rows[at];
    const said = [row.problem, ...lacks(at), ...(row.notes || [])].filter(Boolean);
    id("card").querySelector("ul").replaceChildren(...said.map((text) => element("li", {}, text)));
  }

  function turnTo(next) {
    place = Math.max(0, Math.min(order.length - 1, next));
    if (stage.dataset.mode === "map") stage.classList.remove("first"); // a picture is not left behind its reference
    const at = order[place];
    id("viewer-name").textContent = rows[at].name;
    id("viewer-position").textContent = filled(words.position, { at: place + 1, total: order.length });
    id("previous").setAttribute("aria-disabled", place === 0);
    id("next").setAttribute("aria-disabled", place === order.length - 1);
    show(first, captions[0], reference);
    show(second, captions[1], rows[at]);
    showMap();
    card(at);
  }

  // In the mode of a map: that map of the picture and what its colours mean, or why there is none.
  function showMap() {
    const which = maps.findIndex(({ key }) => mode === `map:${key}`);
    const scale = id("scale");
    if (!scale) return; // no picture has a map
    scale.hidden = true;
    id("flip").hidden = which < 0;
    if (which < 0) return;
    const at = order[place];
    const { key, identical } = maps[which];
    const found = rows[at].maps && rows[at].maps[which];
    const [tag, , remark] = captions[2].children;
    tag.textContent = filled(words.map_of, { key });
    third.alt = filled(words.map_label, { key, name: rows[at].name });
    third.onload = () => squarePixels(third);
    third.draggable = false;
    if (!found) {
      third.removeAttribute("src");
      const column = columns.find((one) => one.key === key);
      remark.textContent = [words.map_missing, rows[at].problem || (column && column.problems[at])].filter(Boolean).join(": ");
      return;
    }
    const top = found[3];
    third.src = found[0];
    remark.textContent = "";
    scale.hidden = false;
    const [dark, ramp, bright] = scale.children;
    dark.textContent = top === "0" ? words.map_same : filled(words.map_dark, { identical });
    ramp.hidden = bright.hidden = top === "0";
    bright.textContent = filled(words.map_bright, { top });
  }

  function setMode(next) {
    mode = next;
    stage.dataset.mode = mode.startsWith("map:") ? "map" : mode;
    stage.classList.remove("first");
    for (const button of dialog.querySelectorAll("[data-mode]")) if (button !== stage) button.setAttribute("aria-pressed", button.dataset.mode === mode);
    dial.hidden = !(mode in dials);
    if (mode in dials) slider.value = dials[mode];
    dial.querySelector("span").textContent = mode === "difference" ? words.gain : "";
    slider.setAttribute("aria-label", mode === "difference" ? words.gain : words[mode] || "");
    turnDial();
    showMap();
    clearInterval(blinking);
    if (mode === "blink" && !still.matches) blinking = setInterval(flip, 700);
  }

  function flip() {
    stage.classList.toggle("first");
  }

  function turnDial() {
    if (!(mode in dials)) return;
    dials[mode] = Number(slider.value);
    stage.style.setProperty("--at", `${slider.value}%`);
    const gain = 2 ** (slider.value / 20); // 1 to 32 times
    stage.style.setProperty("--gain", gain);
    if (mode === "difference") dial.querySelector("span").textContent = `${words.gain} × ${gain.toFixed(1)}`;
  }

  dialog.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const flips = { blink: "#frames", map: ".frame:not(.map)" }[stage.dataset.mode];
    if (event.target === dialog) dialog.close();
    else if (flips && event.target.closest(flips)) flip();
    else if (!button) return;
    else if (button.dataset.mode) setMode(button.dataset.mode);
    else if (button.id === "previous") turnTo(place - 1);
    else if (button.id === "next") turnTo(place + 1);
    else if (button.id === "close") dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined || event.target === slider) return;
    turnTo(place + step);
    event.preventDefault();
  });
  dialog.addEventListener("close", () => {
    clearInterval(blinking);
    goTo(place);
  });
  slider.addEventListener("input", turnDial);
  // In swipe mode the border follows the pointer.
  for (const kind of ["pointerdown", "pointermove"]) {
    frames.addEventListener(kind, (event) => {
      if (mode !== "swipe" || (event.buttons & 1) === 0) return;
      const box = frames.getBoundingClientRect();
      slider.value = (100 * (event.clientX - box.left)) / box.width;
      turnDial();
      event.preventDefault();
    });
  }

  return {
    open(at, show = mode) {
      if (order.length === 0) return;
      dialog.showModal();
      turnTo(at);
      setMode(show);
      dialog.focus();
    },
  };
})();
