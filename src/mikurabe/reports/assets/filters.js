// What is shown: the search, a range per index, the verdict, problems. Missing is no number: it lies in no range.
const folded = (text) => text.normalize("NFKC").toLowerCase();
const plainNames = rows.map((row) => row.name.normalize("NFKC"));
const searchable = plainNames.map((name) => name.toLowerCase());
const troubled = rows.map((row, at) => Boolean(row.problem) || columns.some((column) => column.problems[at] !== undefined));
const panel = id("panel");

// Several words, each of which must be in the name; between slashes a pattern.
function searched(text) {
  const inside = /^\/(.+)\/$/.exec(text.normalize("NFKC").trim());
  try {
    const pattern = inside && new RegExp(inside[1], "i");
    if (pattern) return { test: (at) => pattern.test(plainNames[at]) };
  } catch {
    return { bad: true, test: (at) => searchable[at].includes(folded(text.trim())) };
  }
  const parts = present(folded(text).split(/\s+/));
  return { test: parts.length ? (at) => parts.every((part) => searchable[at].includes(part)) : null };
}

// A number as people type it, full width and ∞ included: null where there is none, NaN where it is not one.
function limitOf(text) {
  const plain = folded(text).trim().replace(/[\u2212\u30fc]/g, "-").replace(/∞|\binf(inity)?$/, "Infinity");
  return plain === "" ? null : Number(plain);
}

// A picture is in the range if its value is, or the value as it is shown: who types what he sees must find it.
function inRange([key, ends]) {
  const [from, to] = ends.map(limitOf).map((limit) => (missing(limit) ? null : limit));
  if (from === null && to === null) return null;
  const exact = numbers(key);
  const { texts } = columns[placeOf(key)];
  const shown = (at) => limitOf(texts[at]);
  return (at) =>
    !missing(exact[at]) &&
    (from === null || exact[at] >= from || shown(at) >= from) &&
    (to === null || exact[at] <= to || shown(at) <= to);
}

choices.push(
  {
    write(out) { if (state.search) out.set("search", state.search); },
    read(given) { id("search").value = state.search = given.get("search") || ""; },
    test: () => searched(state.search).test,
  },
  {
    write(out) { for (const [key, ends] of state.ranges) out.append("range", [...ends, key].join("_")); },
    read(given) {
      state.ranges = new Map();
      for (const part of given.getAll("range")) {
        const [from, to = "", ...key] = part.split("_");
        setRange(key.join("_"), [from, to]);
      }
    },
    test() {
      const tests = present([...state.ranges].map(inRange));
      return tests.length ? (at) => tests.every((test) => test(at)) : null;
    },
  },
  {
    write(out) { for (const verdict of state.verdicts) out.append("verdict", verdict); },
    read(given) { state.verdicts = new Set(given.getAll("verdict").filter((verdict) => Object.hasOwn(URGENCY, verdict))); },
    test: () => (state.verdicts.size && limits.all.length ? (at) => state.verdicts.has(limits.verdictOf(at)) : null),
  },
  {
    write(out) { if (state.problems) out.set("problems", "1"); },
    read(given) { state.problems = given.has("problems"); },
    test: () => (state.problems ? (at) => troubled[at] : null),
  },
);

function setRange(key, ends) {
  if (placeOf(key) < 0) return;
  if (ends.some((end) => end.trim())) state.ranges.set(key, ends);
  else state.ranges.delete(key);
}

// What is filtered, where it can be seen and taken away while the panel is shut.
function showFilters() {
  const { bad } = searched(state.search);
  attribute(id("search"), "aria-invalid", Boolean(bad));
  id("search").title = bad ? words.search_bad : words.search_tip;
  for (const input of every("input[data-end]", panel)) {
    const ends = state.ranges.get(input.name);
    const text = ends ? ends[input.dataset.end] : "";
    if (input.value !== text) input.value = text;
    const bad = missing(limitOf(text));
    attribute(input, "aria-invalid", bad);
    input.title = bad ? words.not_a_number : "";
  }
  const chips = [...state.ranges].filter(inRange).map(([key, [from, to]]) => {
    const text = `${key} ${from.trim()} … ${to.trim()}`;
    const label = filled(words.remove_filter, { text });
    return element("button", { type: "button", class: "chip", "data-range": key, title: label, "aria-label": label }, `${text} ×`);
  });
  id("chips").replaceChildren(...chips);
  press("verdict", (verdict) => state.verdicts.has(verdict));
  showLimits();
  attribute(id("problems"), "aria-pressed", state.problems);
  id("clear").hidden = !choices.some((choice) => choice.test && choice.test());
}

// By which limits the verdicts are, and how many have each.
function showLimits() {
  const counts = limits.counts();
  for (const [verdict, count] of Object.entries(counts)) showText(`count-${verdict}`, many(count));
  const texts = limits.texts().flatMap((text, at) => [at ? ` ${words.limits_or} ` : "", element("b", {}, text)]);
  id("limits").replaceChildren(...texts);
  id("limits-own").hidden = !limits.moved();
  for (const part of every("#bar .judged")) part.hidden = !limits.all.length;
}

function openPanel(open) {
  panel.hidden = !open;
  attribute(id("panel-door"), "aria-expanded", open);
  if (open) pick("input", panel).focus();
  else if (panel.contains(document.activeElement)) id("panel-door").focus();
}

on(id("search"), "input", () => {
  state.search = id("search").value;
  changedByTyping();
});
on(panel, "input", ({ target: { name, dataset } }) => {
  if (!dataset.end) return;
  setRange(name, every("input[data-end]", panel).filter((input) => input.name === name).map((input) => input.value));
  changedByTyping();
});
on(id("bar"), "change", () => {
  typing = false;
});
on(id("bar"), "click", (event) => {
  const button = around(event, "button");
  if (!button) return;
  const { verdict, range } = button.dataset;
  if (verdict) state.verdicts.delete(verdict) || state.verdicts.add(verdict);
  else if (range) state.ranges.delete(range);
  else if (button.id === "limits-own") limits.reset();
  else if (button.id === "problems") state.problems = !state.problems;
  else if (button.id === "clear") for (const choice of choices) choice.test && choice.read(new URLSearchParams());
  else if (button.id === "panel-door") return openPanel(panel.hidden);
  else return;
  changed();
});
