// The viewer: reference and picture, large, in several ways; and the picture's maps where there are any.
const viewer = (() => {
  const dialog = id("viewer");
  const stage = id("stage");
  const frames = id("frames");
  const [first, second, third] = every("img", frames); // the third only where there are maps
  const captions = every(".caption", stage);
  const dial = id("dial");
  const slider = pick("input", dial);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  // Each mode keeps its own place of the slider.
  const dials = { swipe: 50, onion: 50, blink: still.matches ? 0 : 30, difference: 50 };
  const modes = every("button[data-mode]", dialog).map((button) => button.dataset.mode);
  let mode = "side_by_side";
  let place = 0;
  let blinking = 0;

  // The original where the browser can show it, else the thumbnail, and then it says so.
  function show(image, caption, row) {
    const [, name, remark] = caption.children; // tag, name, remark
    name.replaceChildren(nameOf(row));
    caption.title = row.path || row.name;
    remark.textContent = remark.title = row.problem || "";
    image.alt = row.name;
    image.onload = () => lens.set(image, [image.naturalWidth, image.naturalHeight], true);
    image.onerror = () => fallBack(image, remark, row);
    image.draggable = false;
    image.removeAttribute("src");
    lens.set(image, sizeOf(row));
    const src = inside(row) || row.href;
    if (src) image.src = src;
    else fallBack(image, remark, row);
  }

  const sizeOf = (row) => row.size.match(/\d+/g)?.map(Number) || row.thumbnail?.slice(1) || null;

  // A plot drawn from events has no other original than the picture in the page, without loss and in its own pixels.
  const whole = ({ thumbnail: [src, ...size], size: own }) => src.startsWith("data:image/png") && size.join(" × ") === own;

  // The thumbnail takes the original's place and size, so that zoom and place stay what they are.
  function fallBack(image, remark, row) {
    image.onerror = null;
    image.onload = lens.lay;
    image.removeAttribute("src");
    if (row.thumbnail) image.src = row.thumbnail[0];
    remark.textContent = row.thumbnail && !whole(row) ? words.only_thumbnail : row.problem || (row.thumbnail ? "" : words.no_picture);
    lens.set(image, row.thumbnail ? sizeOf(row) : null);
  }

  // An original that is inside the page, as an address; those of the pictures before are given back.
  const lent = new Map();
  function inside(row) {
    if (!row.original) return null;
    if (!lent.has(row)) {
      const [place, type] = row.original;
      const bytes = Uint8Array.from(atob(id(place).textContent), (sign) => sign.charCodeAt(0));
      lent.set(row, URL.createObjectURL(new Blob([bytes], { type })));
    }
    return lent.get(row);
  }
  function giveBack(...kept) {
    for (const [row, url] of lent) {
      if (kept.includes(row)) continue;
      URL.revokeObjectURL(url);
      lent.delete(row);
    }
  }

  function card(at) {
    const judged = limits.judge(at);
    const verdict = limits.verdictOf(at);
    const box = id("verdict");
    box.hidden = !verdict;
    box.dataset.verdict = verdict;
    if (verdict) box.replaceChildren(element("strong", {}, words[`verdict_${verdict}`]), element("ul", {}, ...judged.map((each) => element("li", { "data-verdict": each.verdict }, each.said))));
    const lines = columns.map((column, place) => {
      const reason = column.problems[at];
      const value = element("td", {}, reason === undefined ? column.texts[at] : badge(reason));
      if (column.closeness[at] !== null) value.append(track(column.closeness[at]));
      const failed = judged.some((each) => columns[each.column] === column && each.verdict === "ng");
      return element("tr", failed ? { class: "ng" } : {}, element("th", { scope: "row", title: hintOf(column) }, arrow(place), element("small", {}, titleOf(column))), value, element("td", {}, column.ranks[at] ?? ""));
    });
    pick("tbody", id("card")).replaceChildren(...lines);
    pick("table + ul", id("card")).replaceChildren(...remarks(rows[at], at).map((text) => element("li", {}, text)));
  }

  function turnTo(next) {
    place = Math.max(0, Math.min(order.length - 1, next));
    if (stage.dataset.mode === "map") stage.classList.remove("first"); // a picture is not left behind its reference
    const at = order[place];
    showText("viewer-name", rows[at].name);
    showText("viewer-position", filled(words.position, { at: place + 1, total: order.length }));
    attribute(id("previous"), "aria-disabled", place === 0);
    attribute(id("next"), "aria-disabled", place === order.length - 1);
    show(first, captions[0], reference);
    show(second, captions[1], rows[at]);
    stage.classList.toggle("unread", !rows[at].size); // what the browser makes of half a file has no difference
    giveBack(reference, rows[at]);
    showMap();
    card(at);
    showLabel();
    keep(rows[at].name);
  }

  const showLabel = () => press("label-kind", (kind) => Number(kind) === labels.of[order[place]]);

  function keep(name) {
    state.view = name;
    state.mode = mode;
    writeSoon("viewer");
  }

  // What the colours of a map or of the difference mean, or nothing.
  function scaleSays(dark, bright) {
    const [low, ramp, high] = id("scale").children;
    id("scale").hidden = dark === undefined;
    ramp.hidden = high.hidden = bright === undefined;
    low.textContent = dark || "";
    high.textContent = bright || "";
  }

  // In the mode of a map: that map of the picture, or why there is none.
  function showMap() {
    const which = maps.findIndex(({ key }) => mode === `map:${key}`);
    if (which < 0) return;
    scaleSays();
    const at = order[place];
    const { key, identical } = maps[which];
    const found = rows[at].maps && rows[at].maps[which];
    const [tag, , remark] = captions[2].children;
    tag.textContent = filled(words.map_of, { key });
    third.alt = filled(words.map_label, { key, name: rows[at].name });
    third.onload = lens.lay;
    third.draggable = false;
    if (!found) {
      third.removeAttribute("src");
      lens.set(third, null);
      const column = columns[placeOf(key)];
      remark.textContent = present([words.map_missing, rows[at].problem || (column && column.problems[at])]).join(": ");
      return;
    }
    const top = found[3];
    third.src = found[0];
    remark.textContent = "";
    lens.set(third, found.slice(1, 3));
    if (top === "0") scaleSays(words.map_same);
    else scaleSays(filled(words.map_dark, { identical }), filled(words.map_bright, { top }));
  }

  function setMode(next) {
    mode = next;
    stage.dataset.mode = mode.startsWith("map:") ? "map" : mode;
    stage.classList.remove("first");
    press("mode", (one) => one === mode);
    dial.hidden = !(mode in dials);
    if (mode in dials) slider.value = dials[mode];
    id("flip").hidden = !(stage.dataset.mode in FLIPS);
    showText("flip", words[`${stage.dataset.mode}_flip`] || "");
    scaleSays();
    turnDial();
    showMap();
    lens.lay();
    keep(state.view);
  }

  const FLIPS = { blink: "#frames", map: ".frame:not(.map)" };
  function flip() {
    stage.classList.toggle("first");
  }

  // By hand: the clock stops.
  function flipByHand() {
    if (mode === "blink") turnDial(0);
    flip();
  }

  function turnDial(next = Number(slider.value)) {
    clearInterval(blinking);
    if (!(mode in dials)) return;
    dials[mode] = Math.max(0, Math.min(100, next));
    slider.value = dials[mode];
    setStyle(stage, "--at", `${dials[mode]}%`);
    let said = `${Math.round(dials[mode])} %`;
    if (mode === "difference") {
      const gain = 2 ** (dials[mode] / (100 / 6)); // 1 to 64 times
      every("feColorMatrix", id("heat")).forEach((matrix, channel) => {
        const line = [0, 1, 2, 3, 4].map((at) => (at === channel ? gain : 0)).join(" ");
        attribute(matrix, "values", `${line} ${line} ${line} 0 0 0 1 0`);
      });
      said = `× ${gain.toFixed(1)}`;
      scaleSays(words.heat_dark, filled(words.heat_bright, { top: (255 / gain).toFixed(gain > 10 ? 1 : 0) }));
    } else if (mode === "blink") {
      const rate = dials[mode] / 20; // up to 5 changes a second, which is less than what may trigger seizures
      said = rate ? filled(words.rate, { rate: rate.toFixed(1) }) : words.by_hand;
      if (rate) blinking = setInterval(flip, 1000 / rate);
    }
    const label = mode === "difference" ? words.gain : mode === "blink" ? "" : words[`${mode}_dial`];
    pick("span", dial).textContent = `${label} ${said}`.trim();
    attribute(slider, "aria-label", label || words.blink);
    attribute(slider, "aria-valuetext", said);
  }

  const BUTTONS = {
    previous: () => turnTo(place - 1),
    next: () => turnTo(place + 1),
    close: () => dialog.close(),
    "zoom-in": lens.in,
    "zoom-out": lens.out,
    fit: lens.fit,
    one: lens.one,
    exact: lens.link,
  };
  const KEYS = {
    ArrowLeft: BUTTONS.previous,
    ArrowRight: BUTTONS.next,
    PageUp: BUTTONS.previous,
    PageDown: BUTTONS.next,
    "+": lens.in,
    ";": lens.in, // the same key without Shift, on a Japanese keyboard
    "=": lens.in, // and on an American one
    "-": lens.out,
    f: lens.fit,
    z: lens.one,
    m: () => setMode(modes[(modes.indexOf(mode) + 1) % modes.length]),
  };
  const PANS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  on(dialog, "click", (event) => {
    const button = around(event, "button");
    const flips = FLIPS[stage.dataset.mode];
    if (event.target === dialog) dialog.close();
    else if (flips && around(event, flips)) lens.dragged || flipByHand();
    else if (!button) return;
    else if (button.dataset.labelKind) labels.put(Number(button.dataset.labelKind), [order[place]]);
    else if (button.dataset.mode === mode) flips && flipByHand(); // the space key, on the button just pressed
    else if (button.dataset.mode) setMode(button.dataset.mode);
    else BUTTONS[button.id]?.();
  });
  on(dialog, "keydown", (event) => {
    const { key, target } = event;
    if (event.altKey || event.metaKey) return;
    if (event.ctrlKey) {
      if (!(key in PANS)) return; // the browser's own zoom
      lens.pan(...PANS[key]);
    } else if (event.shiftKey && key in PANS && mode in dials) turnDial(dials[mode] + 2 * (PANS[key][0] - PANS[key][1]));
    else if (target === slider && (key in PANS || key.startsWith("Page"))) return;
    else if (key === " " && target === dialog && stage.dataset.mode in FLIPS) flipByHand();
    else if (Object.hasOwn(KEYS, key)) KEYS[key]();
    else return;
    takeOver(event);
  });
  on(dialog, "close", () => {
    clearInterval(blinking);
    keep("");
    giveBack();
    goTo(place);
  });
  on(slider, "input", () => turnDial());
  on(document, "labels", () => dialog.open && showLabel());
  on(document, "verdicts", () => dialog.open && card(order[place]));

  function open(at, show = mode) {
    if (order.length === 0) return;
    if (!dialog.open) dialog.showModal();
    turnTo(at);
    setMode(show);
    dialog.focus();
  }

  return {
    open,
    // The row of the picture that is looked at, none while the viewer is shut.
    get row() {
      return dialog.open ? order[place] : undefined;
    },
    // As the address says.
    follow(name, asked) {
      const at = order.findIndex((row) => rows[row].name === name);
      if (at >= 0) open(at, modes.includes(asked) ? asked : "side_by_side");
      else if (dialog.open) dialog.close();
    },
    // In swipe mode the border follows the pointer.
    swipeTo(x) {
      const box = boxOf(frames);
      turnDial((100 * (x - box.left)) / box.width);
    },
  };
})();
