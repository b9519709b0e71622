// The report's data, the order of its rows, and the address that keeps it. The parts of the script stand in one function.
// No library, no network; text reaches the page through textContent only.
const data = JSON.parse(document.getElementById("data").textContent);
const { columns, rows, reference } = data;
let words = data.words[data.lang];
const maps = data.maps || []; // the indices of which rows have maps; a row's own maps are in the same order
const id = (name) => document.getElementById(name);
const table = id("list");
const body = table.tBodies[0];
const root = document.documentElement;
const PRINTED_ROWS = 200;
const SPARE_ROWS = 6; // rows made above and below those in view
const ROW_PX = { s: 36, m: 76, l: 144 }; // as in the style sheet

// All that can be chosen; the address keeps it. `ranges` has what was typed: [from, to] by column.
const state = {
  sort: [], search: "", ranges: new Map(), verdicts: new Set(), problems: false,
  hidden: new Set(), rows: "m", gallery: false, shows: "", lang: data.lang, view: "", mode: "side_by_side",
};
let order = []; // indices of the rows that are shown, in the order in which they are shown
let active = 0; // place in `order` that the keyboard is on
let made = new Map(); // row index -> its <tr> or card, for the rows that exist now
let printing = false;

// A new element, "td.number" with its classes; what is null or undefined is no attribute.
function element(kind, attributes = {}, ...children) {
  const [tag, ...classes] = kind.split(".");
  const node = document.createElement(tag);
  node.classList.add(...present(classes));
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) attribute(node, name, value);
  node.append(...children);
  return node;
}
// Which of the buttons for a choice is the chosen one, or are: those with data-<name> of which the value passes.
function press(name, chosen) {
  for (const button of every(`button[data-${name}]`)) attribute(button, "aria-pressed", chosen(button.getAttribute(`data-${name}`)));
}
// The data came without what follows from them.
const missing = Number.isNaN;
const asNumber = (value) => (value === null ? NaN : ({ inf: Infinity, "-inf": -Infinity })[value] ?? value);
function spelled(value, decimals) {
  if (missing(value)) return "—";
  const text = Number.isFinite(value) ? value.toFixed(decimals) : value > 0 ? "∞" : "-∞";
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
}
for (const column of columns) {
  column.up = column.better === "higher"; // which way is more similar
  const values = column.values.map(asNumber);
  const there = values.filter((value) => !missing(value)).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  if (column.up) there.reverse(); // the most similar first
  const finite = there.filter(Number.isFinite);
  const [best, worst] = [finite[0], finite.at(-1)];
  const places = new Map();
  there.forEach((value, at) => places.has(value) || places.set(value, at + 1));
  column.texts = values.map((value, at) => column.texts[at] ?? spelled(value, column.decimals));
  column.ranks = values.map((value) => places.get(value) ?? null); // equal values share a rank
  // From 0, the least similar, to 1; null where there is nothing to compare with.
  column.closeness = values.map((value) => {
    if (missing(value)) return null;
    if (!Number.isFinite(value)) return Number(value > 0 === (column.up));
    return best === worst ? null : (value - worst) / (best - worst);
  });
  column.values = values;
  column.ends = column.up ? [worst, best] : [best, worst]; // the lowest and the highest
}
for (const row of [reference, ...rows]) {
  row.size ??= data.size;
  if (!row.thumbnail) continue;
  const [src, width, height] = data.heads[row.thumbnail[0]];
  row.thumbnail = [src + row.thumbnail[1], width, height];
}
// What a column is, in the page's language.
const titleOf = ({ title, unit }) => title[state.lang] + (unit[state.lang] && ` (${unit[state.lang]})`);
const hintOf = ({ better, same }) => filled(words[`${better}_hint`], { identical: same });
const placeOf = (key) => columns.findIndex((column) => column.key === key);
const attribute = (node, name, value) => node.setAttribute(name, value);
const setStyle = (node, name, value) => node.style.setProperty(name, value);
const boxOf = (node) => node.getBoundingClientRect();
const pick = (selector, within = document) => within.querySelector(selector);
const every = (selector, within = document) => [...within.querySelectorAll(selector)];
const many = (number) => number.toLocaleString(state.lang);
const chord = (event) => event.altKey || event.ctrlKey || event.metaKey; // a key that is somebody else's
const showText = (name, text) => (id(name).textContent = text);
const around = ({ target }, selector) => target.closest(selector);
const on = (node, kind, act, options) => node.addEventListener(kind, act, options);
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

// ---- order ------------------------------------------------------------------------------------------------------
const collator = new Intl.Collator(data.lang, { numeric: true });
const TEXTS = new Map([["_name", (row) => row.name], ["_size", (row) => row.size], ["_notes", (row, at) => remarks(row, at).join("; ")], ["_flags", (row, at) => Object.keys(flagsOf(row, at)).join()]]);
const URGENCY = { ng: 0, unknown: 1, ok: 2 };
const keys = new Map(); // sort key -> a number per row, NaN where missing

function numbers(key) {
  if (!keys.has(key)) {
    const at = placeOf(key);
    const text = TEXTS.get(key);
    if (at >= 0) {
      keys.set(key, columns[at].values);
    } else if (key === "_verdict") {
      keys.set(key, rows.map((_, at) => URGENCY[limits.verdictOf(at)] ?? NaN));
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

// The page has done it: the browser shall not.
function takeOver(event) {
  event.preventDefault();
}

function present(list) {
  return list.filter(Boolean);
}

// All that is to be said of a picture in words.
function remarks(row, at) {
  return present([row.problem, ...lacks(at), ...(row.notes || [])]);
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

// What happened to the picture, as words for badges: flag -> the whole story.
function flagsOf(row, at) {
  const trouble = row !== reference && (row.problem || lacks(at).join("; "));
  return trouble ? { problem: trouble, ...row.flags } : row.flags || {};
}

function arrange() {
  const tests = present(choices.map((choice) => choice.test && choice.test()));
  order = [];
  for (let at = 0; at < rows.length; at += 1) if (tests.every((test) => test(at))) order.push(at);
  const by = state.sort.map(({ key, down }) => [numbers(key), down ? -1 : 1]);
  if (by.length) {
    order.sort((a, b) => {
      for (const [values, sign] of by) {
        const x = values[a];
        const y = values[b];
        if (x === y) continue;
        const noX = missing(x);
        const noY = missing(y);
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
  return columns[placeOf(key)]?.up;
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
// What can be chosen, a part of the script after the other: write(out) puts it into the address; read(given) takes it
// from there and falls back to the default. A filter has test() too: which rows pass it, null where it is off.
const choices = [
  {
    write(out) {
      for (const { key, down } of state.sort) out.append("sort", (down ? "-" : "") + key);
      if (state.rows !== "m") out.set("rows", state.rows);
      if (state.view) {
        out.set("view", state.view);
        out.set("mode", state.mode);
      }
    },
    read(given) {
      state.rows = Object.hasOwn(ROW_PX, given.get("rows")) ? given.get("rows") : "m";
      state.sort = [];
      for (const part of given.getAll("sort")) {
        const down = part.startsWith("-");
        const key = down ? part.slice(1) : part;
        const known = numbers(key) !== null && !state.sort.some((one) => one.key === key);
        if (known) state.sort.push({ key, down });
      }
    },
  },
];

// Each choice is one step for the browser's back and forward; what one hand does in one go is one step together.
let typing = "";
function writeAddress(by = "") {
  const out = new URLSearchParams();
  for (const choice of choices) choice.write(out);
  const hash = out.size ? `#${out}` : "#";
  if (hash === (location.hash || "#")) return;
  try {
    history[by && typing === by ? "replaceState" : "pushState"](null, "", hash);
    typing = by;
  } catch (error) {
    if (error.name !== "SecurityError") throw error; // inside a notebook's frame there is no address to write
  }
}

function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const choice of choices) choice.read(given);
  typing = "";
  refresh();
  viewer.follow(given.get("view"), given.get("mode"));
}

function changed() {
  refresh();
  writeAddress();
}

// A moment later: browsers refuse an address that changes with every key.
let writing = 0;
function writeSoon(by = "keys") {
  clearTimeout(writing);
  writing = setTimeout(writeAddress, 200, by);
}

function changedByTyping() {
  refresh();
  writeSoon();
}
