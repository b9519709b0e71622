// The table, and the window on its rows: only those in view exist. It starts the page, so it is the last part of the script.

// ---- rows -------------------------------------------------------------------------------------------------------
function picture(row) {
  const inside = row.thumbnail ? shrunk(row.thumbnail) : "—";
  if (row === reference) return element("span.open", {}, inside);
  const title = filled(words.open_viewer, { name: row.name });
  return door(title, inside);
}

const door = (title, inside, shows) => element("button.open", { type: "button", tabindex: "-1", "data-show": shows, title, "aria-label": title }, inside);

function shrunk([src, width, height]) {
  const height_px = asCards() ? CARD_PICTURE_PX[state.rows] : ROW_PX[state.rows] - 10;
  // Enlarged pixels stay square; a picture that is made smaller is smoothed as usual.
  return element("img", { src, alt: "", class: Math.max(width, height) <= height_px ? "pixels" : "" });
}

function mapsOf(row) {
  return shownMaps.map((each) => {
    const { key } = each;
    const cell = element("td.map");
    const found = row.maps && row.maps[maps.indexOf(each)];
    if (!found) return cell;
    const title = filled(words.map_label, { key, name: row.name });
    cell.append(door(title, shrunk(found), mapKey(each)));
    return cell;
  });
}

// In the list the arrow keys walk the rows, so its many links are no stops of the Tab key; the viewer's are.
function nameOf(row, tabindex) {
  const text = element("bdi", {}, row.name);
  return row.href ? element("a", { href: row.href, target: "_blank", rel: "noopener", tabindex }, text) : text;
}

function badge(reason) {
  return element("span.badge", { title: reason }, words.no_value);
}

function verdictOf(at) {
  const verdict = limits.verdictOf(at);
  if (!verdict) return [];
  const broken = limits.judge(at).filter((each) => each.verdict !== "ok").map(({ said }) => said);
  const why = present([words[`judged_${verdict}_why`], ...broken]).join("; ");
  return [element("span", { class: `verdict ${verdict}`, title: why, "aria-label": `${words[`judged_${verdict}`]}: ${why}`, role: "img" }, words[`judged_${verdict}`])];
}

function flagBadges(row, at) {
  return Object.entries(flagsOf(row, at)).map(([flag, said]) => element("span", { class: flag === "problem" ? "flag bad" : "flag", title: said }, words[`flag_${flag}`]));
}

// The cells between name and indices.
function factsOf(row, at) {
  const cells = mapsOf(row);
  if (visible("_verdict")) cells.unshift(element("td.judged", {}, ...(at === undefined ? [] : verdictOf(at))));
  if (visible("_size")) cells.push(element("td.size", {}, row.size));
  if (has("_flags") && visible("_flags")) cells.push(element("td.flags", {}, element("div.marks", {}, ...flagBadges(row, at))));
  return cells;
}

function track(closeness) {
  const fill = element("i");
  setStyle(fill, "--q", closeness);
  return element("span.track", { "aria-hidden": "true" }, fill);
}

// In which way a value is beyond a limit, "" where it is not.
function failure(column, at) {
  if (limits.verdictOf(at) !== "ng") return "";
  return limits.judge(at).filter((each) => columns[each.column] === column && each.verdict === "ng").map(({ said }) => said).join("; ");
}

function number(column, at) {
  const reason = column.problems[at];
  if (reason !== undefined) return element("td.number", {}, badge(reason));
  const rank = column.ranks[at];
  const fails = failure(column, at);
  const title = `${column.key} ${column.texts[at]} — ${words.rank} ${rank}${fails && `\n${fails}`}`;
  const cell = element("td", { class: fails ? "number fails" : "number", title }, column.texts[at]);
  if (column.closeness[at] !== null) cell.append(track(column.closeness[at]));
  return cell;
}

function head(row, label) {
  const name = element("span.name", { title: row.path || row.name }, nameOf(row, "-1"));
  if (label) name.prepend(element("span.tag", {}, label), " ");
  return element("th", { scope: "row" }, element("div.who", {}, picture(row), name));
}

function notesOf(row, at) {
  const strong = lacks(at).map((text) => element("strong", {}, text));
  const parts = [...strong, ...(row.notes || [])].flatMap((part, place) => (place ? ["; ", part] : [part]));
  const inner = element("div.words", { title: remarks(row, at).join("; ") }, ...parts);
  return element("td.notes", {}, inner);
}

function makeRow(at) {
  const row = rows[at];
  const line = element("tr", {}, head(row), ...factsOf(row, at));
  if (row.problem) {
    // The picture has no score at all: the reason takes the place of all of them.
    const reason = element("span.words", { title: row.problem }, element("strong", {}, row.problem));
    const mark = element("span.badge", {}, words.problem);
    const width = shownColumns.length + notesShown();
    if (width) line.append(element("td", { colspan: width, class: "problem" }, element("div.trouble", {}, mark, reason)));
  } else {
    line.append(...shownColumns.map((column) => number(column, at)));
    if (notesShown()) line.append(notesOf(row, at));
  }
  return line;
}

function makeReference() {
  const numbersOf = shownColumns.map((column) => element("td.number", { title: hintOf(column) }, column.reference));
  const line = element("tr.reference", { "aria-rowindex": "2" }, head(reference, words.reference));
  line.append(...factsOf(reference), ...numbersOf);
  if (notesShown()) line.append(element("td.notes", {}, element("div.words", {}, (reference.notes || []).join("; "))));
  return line;
}

// ---- the window on the rows: only those in view exist ----------------------------------------------------------------
const above = element("tr.gap", { "aria-hidden": "true" }, element("td", { colspan: headings.length }));
const below = above.cloneNode(true);
const cardsAbove = element("div.gap", { "aria-hidden": "true" }, element("div"));
const cardsBelow = cardsAbove.cloneNode(true);

const lineHeight = () => (asCards() ? CARD_PX[state.rows][1] : ROW_PX[state.rows]);
const firstTop = () => (asCards() ? boxOf(gallery).top + gallery.firstElementChild.offsetHeight : boxOf(body).top);

function draw() {
  const [height, top, many] = [lineHeight(), firstTop(), across()];
  const lines = Math.ceil(order.length / many);
  let first = Math.max(0, Math.floor(-top / height) - SPARE_ROWS);
  let end = Math.min(lines, Math.ceil((innerHeight - top) / height) + SPARE_ROWS);
  first = Math.min(first, Math.max(0, end - 1));
  const [from, to] = printing ? [0, PRINTED_ROWS] : [first * many, end * many];
  const wanted = new Map();
  for (let place = from; place < Math.min(to, order.length); place += 1) {
    const at = order[place];
    const line = made.get(at) || (asCards() ? makeCard(at) : makeRow(at));
    if (asCards()) attribute(line, "aria-posinset", place + 1);
    else attribute(line, "aria-rowindex", place + 3);
    line.dataset.place = place;
    line.tabIndex = place === active ? 0 : -1;
    wanted.set(at, line);
  }
  for (const [at, line] of made) if (!wanted.has(at)) line.remove();
  made = wanted;
  const [box, before, after] = asCards() ? [gallery, cardsAbove, cardsBelow] : [body, above, below];
  // Rows that stay where they are are not touched: they keep the focus and do not flicker.
  let next = before.nextSibling;
  for (const line of wanted.values()) {
    if (line === next) next = next.nextSibling;
    else box.insertBefore(line, next);
  }
  gap(before, printing ? 0 : first * height);
  gap(after, printing ? 0 : (lines - end) * height);
}

function count(shown = order.length) {
  const cut = shown < order.length;
  const places = { shown: many(shown), total: many((cut ? order : rows).length) };
  showText("count", filled(cut ? words.printed_first : words.shown, places));
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

// Everything again: after a change of whatever can be chosen.
function refresh() {
  table.className = `list rows-${state.rows}${withParams ? " with-params" : ""}`;
  arrange();
  chooseColumns();
  showFilters();
  redraw();
}

function redraw() {
  for (const line of made.values()) line.remove();
  made = new Map();
  showGallery();
  const old = table.tHead.rows[1];
  if (old) old.remove();
  table.tHead.append(makeReference());
  attribute(table, "aria-rowcount", order.length + 2);
  count(printing ? Math.min(order.length, PRINTED_ROWS) : undefined);
  id("empty").hidden = order.length > 0;
  for (const heading of headings) {
    const column = columns[placeOf(heading.dataset.sort)];
    if (column) heading.firstElementChild.title = `${titleOf(column)}\n${hintOf(column)}\n${words.range}: ${column.range}`;
    const place = state.sort.findIndex((one) => one.key === heading.dataset.sort);
    const mark = pick(".mark", heading);
    if (!mark) continue; // a map has no order
    if (place < 0) heading.removeAttribute("aria-sort");
    else attribute(heading, "aria-sort", state.sort[place].down ? "descending" : "ascending");
    mark.textContent = place < 0 ? "" : (state.sort[place].down ? "▼" : "▲") + (state.sort.length > 1 ? place + 1 : "");
  }
  press("rows", (rows) => rows === state.rows);
  layOut();
  draw();
}

// Widths are set once from the longest text, because a window on the rows cannot measure those it does not show.
const longest = (texts) => texts.reduce((most, text) => Math.max(most, text.length), 0);
const longestName = longest(rows.map((row) => row.name));
const longestTexts = columns.map((column) => longest(column.texts));
const withNotes = rows.some((row, at) => row.notes || row.problem || columns.some((column) => column.problems[at] !== undefined)) || Boolean(reference.notes);
const notesShown = () => withNotes && visible("_notes");
const withParams = [...columns, ...maps].some(({ key }) => key.includes("["));

// The width that the list has: beside the bench what that leaves.
function room() {
  const beside = !benchPanel.hidden && benchPanel.offsetTop === 0 && !printing;
  return root.clientWidth - (beside ? benchPanel.offsetWidth : 0);
}

function layOut() {
  const width = room();
  const narrow = width < 800;
  const heading = (column) => {
    const [name, params = ""] = column.key.split("[");
    return Math.min(Math.max(name.length * 8.5 + 56, params.length * 7 + 30), 200);
  };
  const name = Math.min(longestName, 30) * 7.5 + (ROW_PX[state.rows] - 8) * 1.25 + 40;
  const px = new Map([
    ["_name", Math.round(narrow ? Math.min(name, Math.max(190, width * 0.42)) : Math.max(name, 220))],
    ["_verdict", 108],
    ["_size", 124],
    ["_flags", 150],
    ["_notes", 280],
    ...maps.map((each) => [mapKey(each), Math.max((ROW_PX[state.rows] - 8) * 1.25 + 22, heading(each), 130)]),
    ...columns.map((column, at) => [column.key, Math.max(116, heading(column), longestTexts[at] * 9 + 24)]),
  ]);
  const shown = headings.map((heading) => heading.dataset.column).filter(visible);
  let total = shown.reduce((sum, key) => sum + px.get(key), 0);
  // What the window has to spare goes to the notes, where there are words to read.
  if (notesShown() && total < width) {
    px.set("_notes", px.get("_notes") + Math.min(width - total, 420));
    total = shown.reduce((sum, key) => sum + px.get(key), 0);
  }
  headings.forEach((heading, at) => {
    cols[at].style.width = `${px.get(heading.dataset.column)}px`;
  });
  table.style.width = `${total}px`;
  setStyle(root, "--first", `${px.get("_name")}px`);
  setStyle(root, "--view", `${width}px`);
  setStyle(root, "--bar", `${getComputedStyle(id("bar")).top === "auto" ? 0 : id("bar").offsetHeight}px`);
}

// Below what stays above the rows.
const ceilingNow = () => boxOf(asCards() ? gallery.firstElementChild : table.tHead).bottom;

// ---- keyboard and pointer ---------------------------------------------------------------------------------------
function goTo(place) {
  active = Math.max(0, Math.min(order.length - 1, place));
  const height = lineHeight();
  const top = firstTop() + Math.floor(active / across()) * height;
  const ceiling = ceilingNow();
  if (top < ceiling) scrollBy(0, top - ceiling);
  else if (top + height > innerHeight) scrollBy(0, top + height - innerHeight);
  draw();
  const line = made.get(order[active]);
  if (line) line.focus({ preventScroll: true });
}

on(table.tHead, "click", (event) => {
  const heading = around(event, "th[data-sort]");
  if (heading && around(event, "button")) clickHeading(heading.dataset.sort, event.shiftKey);
});
for (const box of [body, gallery]) {
  on(box, "click", (event) => {
    const line = around(event, "[data-place]");
    const door = around(event, ".open");
    if (line && door) viewer.open(Number(line.dataset.place), door.dataset.show);
  });
  on(box, "focusin", (event) => {
    const line = around(event, "[data-place]");
    if (line) active = Number(line.dataset.place);
  });
  on(box, "keydown", (event) => {
    if (chord(event)) return;
    const many = across();
    const page = many * Math.max(1, Math.floor((innerHeight - ceilingNow()) / lineHeight()) - !asCards());
    const moves = { ArrowDown: active + many, ArrowUp: active - many, PageDown: active + page, PageUp: active - page, Home: 0, End: order.length - 1 };
    if (asCards()) Object.assign(moves, { ArrowRight: active + 1, ArrowLeft: active - 1 });
    if (event.key in moves) goTo(moves[event.key]);
    else if (event.key === "Enter" && event.target.matches("[data-place]")) viewer.open(active);
    else return;
    takeOver(event);
  });
}
on(id("unsort"), "click", () => {
  state.sort = [];
  changed();
});
on(pick(".sizes"), "click", (event) => {
  const button = around(event, "[data-rows]");
  if (!button) return;
  state.rows = button.dataset.rows;
  changed();
});
on(window, "scroll", drawSoon, { passive: true });
on(window, "hashchange", readAddress);
function setPrinting(now) {
  printing = now;
  redraw();
}
on(window, "beforeprint", () => setPrinting(true));
on(window, "afterprint", () => setPrinting(false));
new ResizeObserver(() => {
  if (printing) return;
  layOut();
  setStyle(gallery, "--across", across());
  drawSoon();
}).observe(root);

// ---- start ------------------------------------------------------------------------------------------------------
if (!withNotes) for (const last of [cols.pop(), headings.pop()]) last.remove();
body.append(above, below);
gallery.append(cardsAbove, cardsBelow);
pick("tbody", panel).append(...headings.slice(1).map(lineOf));
document.body.classList.add("live");
id("bar").hidden = false;
readAddress();
