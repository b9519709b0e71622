// The table: only the rows in view exist. It starts the page, so it is the last part of the script.

// ---- rows -------------------------------------------------------------------------------------------------------
function picture(row) {
  const inside = row.thumbnail ? shrunk(row.thumbnail) : "—";
  if (row === reference) return element("span", { class: "open" }, inside);
  const title = filled(words.open_viewer, { name: row.name });
  return element("button", { type: "button", class: "open", tabindex: "-1", title, "aria-label": title }, inside);
}

function shrunk([src, width, height]) {
  const height_px = ROW_PX[state.rows] - 10;
  // Enlarged pixels stay square; a picture that is made smaller is smoothed as usual.
  return element("img", { src, alt: "", class: Math.max(width, height) <= height_px ? "pixels" : "" });
}

function mapsOf(row) {
  return maps.map(({ key }, at) => {
    const cell = element("td", { class: "map" });
    const found = row.maps && row.maps[at];
    if (!found) return cell;
    const title = filled(words.map_label, { key, name: row.name });
    cell.append(element("button", { type: "button", class: "open", tabindex: "-1", "data-show": `map:${key}`, title, "aria-label": title }, shrunk(found)));
    return cell;
  });
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
  const line = element("tr", { tabindex: "-1" }, head(row), ...mapsOf(row), element("td", { class: "size" }, row.size));
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
  line.append(...mapsOf(reference), element("td", { class: "size" }, reference.size), ...numbersOf);
  if (withNotes) line.append(element("td", { class: "notes" }, element("div", { class: "words" }, (reference.notes || []).join("; "))));
  return line;
}

// ---- the window on the rows: only those in view exist ----------------------------------------------------------------
const above = element("tr", { class: "gap", "aria-hidden": "true" }, element("td", { colspan: columns.length + maps.length + 3 }));
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
    if (!mark) continue; // a map has no order
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

const withParams = [...columns, ...maps].some(({ key }) => key.includes("["));

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
    ...maps.map(({ key }) => Math.max((ROW_PX[state.rows] - 8) * 1.25 + 22, heading({ key }), 108)),
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
  const door = event.target.closest(".open");
  if (line && door) viewer.open(Number(line.dataset.place), door.dataset.show);
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

// ---- start ------------------------------------------------------------------------------------------------------
if (!withNotes) {
  table.querySelector("colgroup").lastElementChild.remove();
  table.tHead.rows[0].lastElementChild.remove();
}
body.append(above, below);
document.body.classList.add("live");
table.hidden = false;
id("bar").hidden = false;
readAddress();
