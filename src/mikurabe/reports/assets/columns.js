// Which columns are shown. The panel has a line for each: a tick, and for an index the two ends of its range.
const mapKey = ({ key }) => `map:${key}`;
let shownColumns = columns;
let shownMaps = maps;
const visible = (key) => !state.hidden.has(key) && (key !== "_verdict" || limits.all.length > 0);
const headings = [...table.tHead.rows[0].cells];
const cols = every("col", table);
const has = (key) => headings.some((heading) => heading.dataset.column === key);

choices.push({
  write(out) { for (const key of state.hidden) out.append("hide", key); },
  read(given) { state.hidden = new Set(given.getAll("hide").filter((key) => key !== "_name" && has(key))); },
});

function chooseColumns() {
  shownColumns = columns.filter(({ key }) => visible(key));
  shownMaps = maps.filter((each) => visible(mapKey(each)));
  headings.forEach((heading, at) => {
    cols[at].hidden = heading.hidden = !visible(heading.dataset.column);
  });
  for (const box of every("[type=checkbox]", panel)) box.checked = visible(box.name);
}

function lineOf(heading) {
  const key = heading.dataset.column;
  const column = columns[placeOf(key)];
  const box = element("input", { type: "checkbox", name: key });
  const word = pick("[data-word]", heading);
  const line = element("tr", {}, element("th", { scope: "row" }, element("label", {}, box, " ", column ? key : word.cloneNode(true))));
  if (!column) return line;
  for (const [at, word] of ["range_from", "range_to"].entries()) {
    const end = column.ends[at];
    const place = end === undefined ? "" : spelled(end, column.decimals);
    line.append(element("td", {}, element("input", { name: key, "data-end": at, inputmode: "text", size: 9, placeholder: place, autocomplete: "off", "data-label": word })));
  }
  return line;
}

function namePanel() {
  for (const input of every("[data-label]", panel)) attribute(input, "aria-label", `${input.name} ${words[input.dataset.label]}`);
}

on(panel, "change", ({ target }) => {
  if (target.type !== "checkbox") return;
  state.hidden.delete(target.name) || state.hidden.add(target.name);
  changed();
});
on(panel, "click", ({ target }) => {
  const button = target.closest("[data-columns]");
  if (!button) return;
  for (const { key } of columns) state.hidden[button.dataset.columns === "none" ? "add" : "delete"](key);
  changed();
});
