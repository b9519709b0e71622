// The bench's charts: where a value stands on an index's axis, and the paths that draw it.
const SVG = id("bench-shape").namespaceURI; // spelled by the page's own markup: nothing here looks like an address

function shape(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) attribute(node, name, value);
  node.append(...children);
  return node;
}

// A value as an axis shows it.
const brief = (value) => (Number.isFinite(value) ? String(Number(value.toPrecision(4))) : value > 0 ? "∞" : "-∞").replace("-", "−");

// What the bench is made of, over and over.
const line = (text, kind = "tip") => element("p", { class: kind }, text);
const cell = (...children) => element("td", {}, ...children);
const arrow = (column) => `${columns[column].key} ${columns[column].up ? "↑" : "↓"}`;

function button(text, action, attributes) {
  const made = element("button", { type: "button", ...attributes }, text);
  on(made, "click", action);
  return made;
}

function plain(headings, lines, kind = "plain") {
  const first = element("tr", {}, ...headings.map((text) => element("th", { scope: "col" }, text)));
  return element("table", { class: kind }, element("thead", {}, first), element("tbody", {}, ...lines));
}

// An index's axis from 0 to 1. Where positive values run over more than three decades it is logarithmic. What such a
// scale has no place for (∞, −∞, and 0 on a logarithmic one) gets a slot of its own at its end.
const SLOT = 0.06;
const axes = new Map();

function axisOf(column) {
  if (!axes.has(column)) axes.set(column, makeAxis(column));
  return axes.get(column);
}

function makeAxis(column) {
  const order = ranked(numbers(columns[column].key));
  const { values, places } = order;
  const sorted = places.map((at) => values[at]);
  const finite = sorted.filter(Number.isFinite);
  const positive = finite.filter((value) => value > 0);
  const [low0, high] = [finite[0] ?? 0, finite[finite.length - 1] ?? 0];
  const log = low0 >= 0 && high > 1000 * positive[0];
  const low = log ? positive[0] : low0;
  const bent = log ? Math.log : (value) => value;
  const left = sorted[0] < low ? SLOT : 0;
  const right = sorted[sorted.length - 1] > high ? SLOT : 0;
  const [start, width] = [bent(low), bent(high) - bent(low)];
  const room = 1 - left - right;
  const at = (value) => {
    if (value < low) return left / 2;
    if (value > high) return 1 - right / 2;
    return left + room * (width ? (bent(value) - start) / width : 0.5);
  };
  // The value at a place of the axis, of no more digits than a pointer can mean.
  const value = (place) => {
    if (place > 1 - right / 2) return Infinity;
    if (place < left / 2) return log ? 0 : low;
    const exact = start + (Math.min(1, Math.max(0, (place - left) / room)) * width || 0);
    if (log) return Number(Math.exp(exact).toPrecision(3));
    const digits = width ? Math.ceil(-Math.log10(width / 300)) : 6;
    return digits < 0 ? Math.round(exact) : Number(exact.toFixed(Math.min(digits, 15)));
  };
  return { ...order, sorted, low, high, log, left, right, at, value, missing: rows.length - places.length };
}

// The bars of a histogram in a box of 1000 × 100; the smallest bar can still be seen.
function bars({ sorted, at, left, right }) {
  const BINS = 60;
  const many = new Map();
  for (const value of sorted) {
    const place = at(value);
    const bin = place < left ? -1 : place > 1 - right ? BINS : Math.min(BINS - 1, Math.floor(((place - left) / (1 - left - right)) * BINS));
    many.set(bin, (many.get(bin) || 0) + 1);
  }
  const most = Math.max(...many.values());
  const step = (1000 * (1 - left - right)) / BINS;
  return [...many].map(([bin, count]) => {
    const x = bin < 0 ? 0 : bin === BINS ? 1000 * (1 - right) + 4 : 1000 * left + bin * step;
    const width = bin < 0 || bin === BINS ? 1000 * SLOT - 4 : step - 1;
    const height = Math.max(3, (96 * count) / most);
    return `M${x} 100v${-height}h${width}v${height}z`;
  }).join("");
}

// Marks that differ by form as well as colour: nothing said a dot, normal a ring, abnormal a cross.
const MARKS = [
  (x, y) => `M${x - 1.5} ${y}h3`,
  (x, y) => `M${x - 4} ${y}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0`,
  (x, y) => `M${x - 4} ${y - 4}l8 8m0 -8l-8 8`,
];
const CLASSES = ["none", "normal", "abnormal"];

function cloud(points) {
  const paths = ["", "", ""];
  for (const { at, x, y } of points) paths[labels.of[at]] += MARKS[labels.of[at]](Math.round(x), Math.round(y));
  return paths.map((d, kind) => shape("path", { d, class: CLASSES[kind] }));
}

// A receiver operating curve in a box of 100 × 100, with the place where the limit stands.
function rocChart({ points }, here, label) {
  const path = points.map(([x, y], at) => `${at ? "L" : "M"}${(100 * x).toFixed(1)} ${(100 - 100 * y).toFixed(1)}`).join("");
  const parts = [shape("path", { d: "M0 0v100h100", class: "frame" }), shape("path", { d: "M0 100L100 0", class: "chance" }), shape("path", { d: path, class: "roc" })];
  if (here) parts.push(shape("circle", { cx: 100 * here[0], cy: 100 - 100 * here[1], r: 4, class: "here" }));
  return shape("svg", { viewBox: "-5 -5 110 110", role: "img", "aria-label": label, class: "curve" }, ...parts);
}
