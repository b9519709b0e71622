// Which columns are shown. The panel has a line for each: a tick, and for an index the two ends of its range.
const mapKey = ({ key }) => `map:${key}`;
let shownColumns = columns;
let shownMaps = maps;
const visible = (key) => !state.hidden.has(key) && (key !== "_verdict" || limits.all.length > 0);
const headings = [...table.tHead.rows[0].cells];
const cols = [...table.querySelectorAll("col")];
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
  for (const box of panel.querySelectorAll("[type=checkbox]")) box.checked = visible(box.name);
}

function lineOf(heading) {
  const key = heading.dataset.column;
  const column = columns[placeOf(key)];
  const box = element("input", { type: "checkbox", name: key });
  const word = heading.querySelector("[data-word]");
  const line = element("tr", {}, element("th", { scope: "row" }, element("label", {}, box, " ", column ? key : word.cloneNode(true))));
  const finite = column ? numbers(key).filter(Number.isFinite) : [];
  if (!column) return line;
  const ends = finite.length ? [finite.reduce((a, b) => Math.min(a, b)), finite.reduce((a, b) => Math.max(a, b))] : ["", ""];
  for (const [at, word] of ["range_from", "range_to"].entries()) {
    const place = column.texts[numbers(key).indexOf(ends[at])] || "";
    line.append(element("td", {}, element("input", { name: key, "data-end": at, inputmode: "text", size: 9, placeholder: place, autocomplete: "off", "data-label": word })));
  }
  return line;
}

function namePanel() {
  for (const input of panel.querySelectorAll("[data-label]")) input.setAttribute("aria-label", `${input.name} ${words[input.dataset.label]}`);
}

panel.addEventListener("change", ({ target }) => {
  if (target.type !== "checkbox") return;
  state.hidden.delete(target.name) || state.hidden.add(target.name);
  changed();
});
panel.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-columns]");
  if (!button) return;
  for (const { key } of columns) state.hidden[button.dataset.columns === "none" ? "add" : "delete"](key);
  changed();
});
