// The report's data, the order of its rows, and the address that keeps it. The parts of the script stand in one function.
// No library, no network; text reaches the page through textContent only.
const data = JSON.parse(document.getElementById("data").textContent);
const { columns, rows, reference, words } = data;
const maps = data.maps || []; // the indices of which rows have maps; a row's own maps are in the same order
const id = (name) => document.getElementById(name);
const table = id("list");
const body = table.tBodies[0];
const root = document.documentElement;
const PRINTED_ROWS = 500;
const SPARE_ROWS = 6; // rows made above and below those in view
const ROW_PX = { s: 36, m: 76, l: 144 }; // as in the style sheet

const state = { sort: [], search: "", rows: "m", view: "", mode: "side_by_side" }; // all that the address keeps
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
  if (state.view) {
    out.set("view", state.view);
    out.set("mode", state.mode);
  }
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
  viewer.follow(given.get("view"), given.get("mode"));
}
