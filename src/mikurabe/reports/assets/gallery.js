// The gallery: the same pictures in the same order as cards, several in a line; and the contact sheet that is printed.
const gallery = id("gallery");
const CARD_PX = { s: [132, 150], m: [188, 210], l: [292, 316] }; // width and height
const CARD_PICTURE_PX = { s: 68, m: 116, l: 216 }; // as in the style sheet
const PRINTED_VALUES = 4;

choices.push({
  write(out) {
    if (state.gallery) out.set("layout", "gallery");
    if (state.shows) out.set("shows", state.shows);
  },
  read(given) {
    state.gallery = given.get("layout") === "gallery";
    state.shows = placeOf(given.get("shows")) < 0 ? "" : given.get("shows");
  },
});

const asCards = () => state.gallery || printing;
const across = () => (asCards() ? Math.max(1, Math.floor((room() - 24) / CARD_PX[state.rows][0])) : 1);

// The indices whose values a card has, those that decide first: on paper more than one, because nobody can ask it for another.
function cardColumns() {
  const wanted = [state.shows, ...state.sort.map(({ key }) => key), ...limits.all.map(({ column }) => columns[column].key), ...shownColumns.map(({ key }) => key), ...columns.map(({ key }) => key)];
  const found = present([...new Set(wanted)].map((key) => columns[placeOf(key)]));
  return found.slice(0, printing ? Math.min(PRINTED_VALUES, Math.max(1, shownColumns.length)) : 1);
}

function makeCard(at) {
  const row = rows[at];
  const name = element("span.name", { title: row.path || row.name }, nameOf(row, "-1"));
  const said = row.problem
    ? [element("span.value.words", { title: row.problem }, element("strong", {}, row.problem))]
    : cardColumns().map((column) => {
        const reason = column.problems[at];
        const value = element("span", { class: failure(column, at) ? "value fails" : "value", title: reason || `${column.key} — ${words.rank} ${column.ranks[at]}` }, element("span.key", {}, column.key), reason === undefined ? element("span", {}, column.texts[at]) : badge(reason));
        if (column.closeness[at] !== null) value.append(track(column.closeness[at]));
        return value;
      });
  const marks = element("span.marks", {}, ...verdictOf(at), ...flagBadges(row, at));
  return element("div.card", { role: "listitem", "aria-setsize": order.length }, picture(row), name, ...said, marks);
}

function showGallery() {
  const cards = asCards();
  table.hidden = cards;
  gallery.hidden = !cards;
  gallery.className = `gallery cards-${state.rows}`;
  setStyle(gallery, "--across", across());
  id("card-bar").hidden = !cards;
  id("sort-tip").hidden = cards;
  id("unsort").hidden = cards || state.sort.length === 0;
  const identical = cardColumns().map((column) => `${column.key} ${column.reference}`).join(", ");
  const said = element("span", {}, element("span.tag", {}, words.reference), " ", nameOf(reference), ` ${identical}`);
  gallery.firstElementChild.replaceChildren(picture(reference), said);
  press("view", (layout) => (layout === "gallery") === state.gallery);
  const indices = columns.map(({ key }) => [key, key]);
  const named = [["_name", words.name], ["_verdict", words.verdict], ["_size", words.size], ["_flags", words.flags], ["_notes", words.notes]].filter(([key]) => has(key) && (key !== "_verdict" || limits.all.length));
  const first = state.sort[0];
  fill(id("sort-by"), [["", words.list_order], ...named, ...indices], first ? first.key : "");
  fill(id("card-shows"), [["", words.card_sorted], ...indices], state.shows);
  showText("turn", first && first.down ? "▼" : "▲");
  id("turn").disabled = !first;
}

function fill(select, pairs, chosen) {
  select.replaceChildren(...pairs.map(([value, text]) => element("option", { value }, text)));
  select.value = chosen;
}

on(id("sort-by"), "change", ({ target: { value } }) => {
  state.sort = value ? [{ key: value, down: firstIsDown(value) }] : [];
  changed();
});
on(id("turn"), "click", () => {
  state.sort[0].down = !state.sort[0].down;
  changed();
});
on(id("card-shows"), "change", ({ target: { value } }) => {
  state.shows = value;
  changed();
});
on(id("views"), "click", ({ target }) => {
  const button = target.closest("[data-view]");
  if (button) setGallery(button.dataset.view === "gallery");
});

function setGallery(wanted) {
  const at = order[active];
  state.gallery = wanted;
  changed();
  if (at !== undefined) goTo(order.indexOf(at)); // the picture that the keyboard is on stays in view
}
