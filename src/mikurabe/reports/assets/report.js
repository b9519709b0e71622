"use strict";
// The report's list and viewer. No library, no network; text reaches the page through textContent only.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { columns, rows, reference, words } = data;
  const id = (name) => document.getElementById(name);
  const table = id("list");
  const body = table.tBodies[0];
  const root = document.documentElement;
  const PRINTED_ROWS = 500;
  const SPARE_ROWS = 6; // rows made above and below those in view
  const ROW_PX = { s: 36, m: 76, l: 144 }; // as in the style sheet

  const state = { sort: [], search: "", rows: "m" }; // all that the address keeps
  let order = []; // indices of the rows that are shown, in the order in which they are shown
  let active = 0; // place in `order` that the keyboard is on
  let made = new Map(); // row index -> its <tr>, for the rows that exist now
  let printing = false;

  function element(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "class") node.className = value;
      else if (value !== null && value !== undefined) node.setAttribute(name, value);
    }
    node.append(...children);
    return node;
  }
  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  // ---- order ------------------------------------------------------------------------------------------------------
  const collator = new Intl.Collator(data.lang, { numeric: true });
  const TEXTS = new Map([["_name", (row) => row.name], ["_size", (row) => row.size], ["_notes", remarks]]);
  const keys = new Map(); // sort key -> a number per row, NaN where missing

  function numbers(key) {
    if (!keys.has(key)) {
      const at = columns.findIndex((column) => column.key === key);
      const text = TEXTS.get(key);
      if (at >= 0) {
        keys.set(key, columns[at].values.map((v) => (v === null ? NaN : v === "inf" ? Infinity : v === "-inf" ? -Infinity : v)));
      } else if (text) {
        keys.set(key, places(rows.map(text)));
      } else {
        return null;
      }
    }
    return keys.get(key);
  }

  // Texts as numbers in natural order: sorting then compares numbers only, however long the names are.
  function places(texts) {
    const sorted = [...new Set(texts)].sort((a, b) => collator.compare(a, b) || (a < b ? -1 : 1));
    const place = new Map(sorted.map((text, at) => [text, at]));
    return texts.map((text) => (text === "" ? NaN : place.get(text)));
  }

  function remarks(row, at) {
    return [row.problem, ...lacks(at), ...(row.notes || [])].filter(Boolean).join("; ");
  }

  // Why single scores of a row are missing, columns with the same reason together.
  function lacks(at) {
    if (rows[at].problem) return [];
    const keysByReason = new Map();
    for (const column of columns) {
      const reason = column.problems[at];
      if (reason !== undefined) keysByReason.set(reason, [...(keysByReason.get(reason) || []), column.key]);
    }
    return [...keysByReason].map(([reason, names]) => `${names.join(", ")}: ${reason}`);
  }

  const folded = (text) => text.normalize("NFKC").toLowerCase();
  const searchable = rows.map((row) => folded(row.name));

  function arrange() {
    const wanted = folded(state.search);
    order = [];
    for (let at = 0; at < rows.length; at += 1) if (searchable[at].includes(wanted)) order.push(at);
    const by = state.sort.map(({ key, down }) => [numbers(key), down ? -1 : 1]);
    if (by.length) {
      order.sort((a, b) => {
        for (const [values, sign] of by) {
          const x = values[a];
          const y = values[b];
          if (x === y) continue;
          const noX = Number.isNaN(x);
          const noY = Number.isNaN(y);
          if (noX && noY) continue;
          if (noX || noY) return noX ? 1 : -1; // missing is last, whichever way
          return x < y ? -sign : sign;
        }
        return a - b;
      });
    }
    active = 0;
  }

  // The first click shows the most similar first; names and sizes start at the smallest.
  function firstIsDown(key) {
    const column = columns.find((one) => one.key === key);
    return column !== undefined && column.better === "higher";
  }

  function clickHeading(key, further) {
    const at = state.sort.findIndex((one) => one.key === key);
    const first = firstIsDown(key);
    const now = at < 0 ? null : state.sort[at];
    const next = now === null ? { key, down: first } : now.down === first ? { key, down: !first } : null;
    if (!further) state.sort = next ? [next] : [];
    else if (now === null) state.sort.push(next);
    else if (next) state.sort[at] = next;
    else state.sort.splice(at, 1);
    changed();
  }

  // ---- address ----------------------------------------------------------------------------------------------------
  function writeAddress() {
    const out = new URLSearchParams();
    for (const { key, down } of state.sort) out.append("sort", (down ? "-" : "") + key);
    if (state.search) out.set("search", state.search);
    if (state.rows !== "m") out.set("rows", state.rows);
    const hash = out.toString();
    try {
      history.replaceState(null, "", hash ? `#${hash}` : "#");
    } catch (error) {
      if (error.name !== "SecurityError") throw error; // inside a notebook's frame there is no address to write
    }
  }

  function readAddress() {
    const given = new URLSearchParams(location.hash.slice(1));
    state.search = given.get("search") || "";
    state.rows = Object.hasOwn(ROW_PX, given.get("rows")) ? given.get("rows") : "m";
    state.sort = [];
    for (const part of given.getAll("sort")) {
      const down = part.startsWith("-");
      const key = down ? part.slice(1) : part;
      const known = numbers(key) !== null && !state.sort.some((one) => one.key === key);
      if (known) state.sort.push({ key, down });
    }
    id("search").value = state.search;
    refresh();
  }

  // ---- rows -------------------------------------------------------------------------------------------------------
  function picture(row) {
    const inside = row.thumbnail ? thumbnailOf(row) : "—";
    if (row === reference) return element("span", { class: "open" }, inside);
    const title = filled(words.open_viewer, { name: row.name });
    return element("button", { type: "button", class: "open", tabindex: "-1", title, "aria-label": title }, inside);
  }

  function thumbnailOf(row) {
    const [src, width, height] = row.thumbnail;
    const height_px = ROW_PX[state.rows] - 10;
    // Enlarged pixels stay square; a picture that is made smaller is smoothed as usual.
    return element("img", { src, alt: "", class: Math.max(width, height) <= height_px ? "pixels" : "" });
  }

  // In the list the arrow keys walk the rows, so its many links are no stops of the Tab key; the viewer's are.
  function nameOf(row, tabindex) {
    const text = element("bdi", {}, row.name);
    return row.href ? element("a", { href: row.href, target: "_blank", rel: "noopener", tabindex }, text) : text;
  }

  function badge(reason) {
    return element("span", { class: "badge", title: reason }, words.no_value);
  }

  function track(closeness) {
    const fill = element("i");
    fill.style.setProperty("--q", closeness);
    return element("span", { class: "track", "aria-hidden": "true" }, fill);
  }

  function number(column, at) {
    const reason = column.problems[at];
    if (reason !== undefined) return element("td", { class: "number" }, badge(reason));
    const rank = column.ranks[at];
    const cell = element("td", { class: "number", title: `${column.key} ${column.texts[at]} — ${words.rank} ${rank}` }, column.texts[at]);
    if (column.closeness[at] !== null) cell.append(track(column.closeness[at]));
    return cell;
  }

  function head(row, label) {
    const name = element("span", { class: "name", title: row.path || row.name }, nameOf(row, "-1"));
    if (label) name.prepend(element("span", { class: "tag" }, label), " ");
    return element("th", { scope: "row" }, element("div", { class: "who" }, picture(row), name));
  }

  function notesOf(row, at) {
    const strong = lacks(at).map((text) => element("strong", {}, text));
    const parts = [...strong, ...(row.notes || [])].flatMap((part, place) => (place ? ["; ", part] : [part]));
    const inner = element("div", { class: "words", title: remarks(row, at) }, ...parts);
    return element("td", { class: "notes" }, inner);
  }

  function makeRow(at) {
    const row = rows[at];
    const line = element("tr", { tabindex: "-1" }, head(row), element("td", { class: "size" }, row.size));
    if (row.problem) {
      // The picture has no score at all: the reason takes the place of all of them.
      const reason = element("span", { class: "words", title: row.problem }, element("strong", {}, row.problem));
      const mark = element("span", { class: "badge" }, words.problem);
      const width = columns.length + (withNotes ? 1 : 0);
      line.append(element("td", { colspan: width, class: "problem" }, element("div", { class: "trouble" }, mark, reason)));
    } else {
      line.append(...columns.map((column) => number(column, at)));
      if (withNotes) line.append(notesOf(row, at));
    }
    return line;
  }

  function makeReference() {
    const numbersOf = columns.map((column) => element("td", { class: "number", title: column.hint }, column.reference));
    const line = element("tr", { class: "reference", "aria-rowindex": "2" }, head(reference, words.reference));
    line.append(element("td", { class: "size" }, reference.size), ...numbersOf);
    if (withNotes) line.append(element("td", { class: "notes" }, element("div", { class: "words" }, (reference.notes || []).join("; "))));
    return line;
  }

  // ---- the window on the rows: only those in view exist ----------------------------------------------------------------
  const above = element("tr", { class: "gap", "aria-hidden": "true" }, element("td", { colspan: columns.length + 3 }));
  const below = above.cloneNode(true);

  function draw() {
    const height = ROW_PX[state.rows];
    const top = body.getBoundingClientRect().top;
    let first = Math.max(0, Math.floor(-top / height) - SPARE_ROWS);
    let end = Math.min(order.length, Math.ceil((innerHeight - top) / height) + SPARE_ROWS);
    if (printing) [first, end] = [0, Math.min(order.length, PRINTED_ROWS)];
    first = Math.min(first, Math.max(0, end - 1));
    const wanted = new Map();
    for (let place = first; place < end; place += 1) {
      const at = order[place];
      const line = made.get(at) || makeRow(at);
      line.setAttribute("aria-rowindex", place + 3);
      line.dataset.place = place;
      line.tabIndex = place === active ? 0 : -1;
      wanted.set(at, line);
    }
    for (const [at, line] of made) if (!wanted.has(at)) line.remove();
    made = wanted;
    // Rows that stay where they are are not touched: they keep the focus and do not flicker.
    let next = above.nextSibling;
    for (const line of wanted.values()) {
      if (line === next) next = next.nextSibling;
      else body.insertBefore(line, next);
    }
    gap(above, printing ? 0 : first * height);
    gap(below, printing ? 0 : (order.length - end) * height);
  }

  function count(shown) {
    const [some, all] = [shown, rows.length].map((number) => number.toLocaleString(data.lang));
    id("count").textContent = filled(words.shown, { shown: some, total: all });
  }

  function gap(line, height) {
    line.hidden = height <= 0;
    line.firstChild.style.height = `${height}px`;
  }

  let waiting = false;
  function drawSoon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
    });
  }

  // Everything again: after a change of order, search or row height.
  function refresh() {
    table.className = `list rows-${state.rows}${withParams ? " with-params" : ""}`;
    arrange();
    for (const line of made.values()) line.remove();
    made = new Map();
    const old = table.tHead.rows[1];
    if (old) old.remove();
    table.tHead.append(makeReference());
    table.setAttribute("aria-rowcount", order.length + 2);
    count(order.length);
    id("empty").hidden = order.length > 0;
    id("unsort").hidden = state.sort.length === 0;
    for (const heading of table.tHead.rows[0].cells) {
      const place = state.sort.findIndex((one) => one.key === heading.dataset.sort);
      const mark = heading.querySelector(".mark");
      if (place < 0) heading.removeAttribute("aria-sort");
      else heading.setAttribute("aria-sort", state.sort[place].down ? "descending" : "ascending");
      mark.textContent = place < 0 ? "" : (state.sort[place].down ? "▼" : "▲") + (state.sort.length > 1 ? place + 1 : "");
    }
    for (const button of document.querySelectorAll("[data-rows]")) button.setAttribute("aria-pressed", button.dataset.rows === state.rows);
    layOut();
    draw();
  }

  function changed() {
    refresh();
    writeAddress();
  }

  // Widths are set once from the longest text, because a window on the rows cannot measure those it does not show.
  const withNotes = rows.some((row, at) => row.notes || row.problem || columns.some((column) => column.problems[at] !== undefined)) || Boolean(reference.notes);

  const withParams = columns.some((column) => column.key.includes("["));

  function layOut() {
    const narrow = root.clientWidth < 800;
    const longest = (texts) => texts.reduce((most, text) => Math.max(most, text.length), 0);
    const heading = (column) => {
      const [name, params = ""] = column.key.split("[");
      return Math.min(Math.max(name.length * 8.5 + 56, params.length * 7 + 30), 200);
    };
    const name = Math.min(longest(rows.map((row) => row.name)), 30) * 7.5 + (ROW_PX[state.rows] - 8) * 1.25 + 40;
    const px = [
      Math.round(narrow ? Math.min(name, Math.max(190, root.clientWidth * 0.42)) : Math.max(name, 220)),
      104,
      ...columns.map((column) => Math.max(116, heading(column), longest(column.texts) * 9 + 24)),
    ];
    if (withNotes) px.push(280);
    let total = px.reduce((sum, one) => sum + one, 0);
    // What the window has to spare goes to the notes, where there are words to read.
    if (withNotes && total < root.clientWidth) {
      px[px.length - 1] += Math.min(root.clientWidth - total, 420);
      total = px.reduce((sum, one) => sum + one, 0);
    }
    [...table.querySelectorAll("col")].forEach((col, at) => {
      col.style.width = `${px[at]}px`;
    });
    table.style.width = `${total}px`;
    root.style.setProperty("--first", `${px[0]}px`);
    root.style.setProperty("--view", `${root.clientWidth}px`);
    root.style.setProperty("--bar", `${id("bar").offsetHeight}px`);
  }

  // ---- keyboard and pointer ---------------------------------------------------------------------------------------
  function goTo(place) {
    active = Math.max(0, Math.min(order.length - 1, place));
    const height = ROW_PX[state.rows];
    const top = body.getBoundingClientRect().top + active * height;
    const ceiling = table.tHead.getBoundingClientRect().bottom;
    if (top < ceiling) scrollBy(0, top - ceiling);
    else if (top + height > innerHeight) scrollBy(0, top + height - innerHeight);
    draw();
    const line = made.get(order[active]);
    if (line) line.focus({ preventScroll: true });
  }

  table.tHead.addEventListener("click", (event) => {
    const heading = event.target.closest("th[data-sort]");
    if (heading && event.target.closest("button")) clickHeading(heading.dataset.sort, event.shiftKey);
  });
  body.addEventListener("click", (event) => {
    const line = event.target.closest("tr[data-place]");
    if (line && event.target.closest(".open")) viewer.open(Number(line.dataset.place));
  });
  body.addEventListener("focusin", (event) => {
    const line = event.target.closest("tr[data-place]");
    if (line) active = Number(line.dataset.place);
  });
  body.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor((innerHeight - table.tHead.getBoundingClientRect().bottom) / ROW_PX[state.rows]) - 1);
    const moves = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page, Home: 0, End: order.length - 1 };
    if (event.key in moves) goTo(moves[event.key]);
    else if (event.key === "Enter" && event.target.matches("tr")) viewer.open(active);
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target.matches("input") || id("viewer").open) return;
    id("search").focus();
    event.preventDefault();
  });
  let writing = 0;
  id("search").addEventListener("input", () => {
    state.search = id("search").value;
    refresh();
    clearTimeout(writing);
    writing = setTimeout(writeAddress, 200); // browsers refuse an address that changes with every key
  });
  id("unsort").addEventListener("click", () => {
    state.sort = [];
    changed();
  });
  document.querySelector(".sizes").addEventListener("click", (event) => {
    const button = event.target.closest("[data-rows]");
    if (!button) return;
    state.rows = button.dataset.rows;
    changed();
  });
  addEventListener("scroll", drawSoon, { passive: true });
  addEventListener("hashchange", readAddress);
  addEventListener("beforeprint", () => {
    printing = true;
    count(Math.min(order.length, PRINTED_ROWS));
    draw();
  });
  addEventListener("afterprint", () => {
    printing = false;
    count(order.length);
    draw();
  });
  new ResizeObserver(() => {
    layOut();
    drawSoon();
  }).observe(root);

  // ---- the viewer: reference and picture, large -----------------------------------------------------------------------
  const viewer = (() => {
    const dialog = id("viewer");
    const stage = id("stage");
    const frames = id("frames");
    const [first, second] = frames.querySelectorAll("img");
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
      image.onload = () => image.classList.toggle("pixels", image.naturalWidth * 2 < image.clientWidth && image.naturalHeight * 2 < image.clientHeight);
      image.onerror = () => fallBack(image, remark, row);
      image.draggable = false;
      image.removeAttribute("src");
      if (row.href) image.src = row.href;
      else fallBack(image, remark, row);
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
      const at = order[place];
      id("viewer-name").textContent = rows[at].name;
      id("viewer-position").textContent = filled(words.position, { at: place + 1, total: order.length });
      id("previous").setAttribute("aria-disabled", place === 0);
      id("next").setAttribute("aria-disabled", place === order.length - 1);
      show(first, captions[0], reference);
      show(second, captions[1], rows[at]);
      card(at);
    }

    function setMode(next) {
      mode = next;
      stage.dataset.mode = mode;
      stage.classList.remove("first");
      for (const button of dialog.querySelectorAll("[data-mode]")) if (button !== stage) button.setAttribute("aria-pressed", button.dataset.mode === mode);
      dial.hidden = !(mode in dials);
      if (mode in dials) slider.value = dials[mode];
      dial.querySelector("span").textContent = mode === "difference" ? words.gain : "";
      slider.setAttribute("aria-label", mode === "difference" ? words.gain : words[mode] || "");
      turnDial();
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
      if (event.target === dialog) dialog.close();
      else if (mode === "blink" && event.target.closest("#frames")) flip();
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
      open(at) {
        if (order.length === 0) return;
        dialog.showModal();
        setMode(mode);
        turnTo(at);
        dialog.focus();
      },
    };
  })();

  if (!withNotes) {
    table.querySelector("colgroup").lastElementChild.remove();
    table.tHead.rows[0].lastElementChild.remove();
  }
  body.append(above, below);
  document.body.classList.add("live");
  table.hidden = false;
  id("bar").hidden = false;
  readAddress();
})();
