// The one place where limits are applied: those that the table was judged by, until a person moves them. All that shows
// a verdict asks here, and hears of another one by the event "verdicts" on the document.
const limits = (() => {
  const COMPARE = { "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b };
  const typed = (value) => (Number.isFinite(value) ? String(value) : value > 0 ? "inf" : "-inf");
  const text = ({ column, sign, limit }) => `${columns[column].key}${sign}${typed(limit)}`;
  const texts = (some) => some.map(text).join("\n");
  const given = (data.criteria || []).map(({ key, sign, limit }) => ({ column: placeOf(key), sign, limit: Number(asNumber(limit)) }));
  let all = given;
  let verdicts = null; // per row, until the limits change
  let waiting = false;

  // Less similar is this side; with `more` it is the other: what is more similar than any normal picture.
  const failing = (column, more) => (columns[column].up === !more ? "<" : ">");
  const movable = (column, more) => (each) => each.column === column && each.sign.startsWith(failing(column, more));
  const failsAt = ({ sign, limit }, value) => COMPARE[sign](value, limit);

  // What each limit says of a row: "ng", "ok", or "unknown" where the value is missing; `said` is that in words.
  function judge(at) {
    return all.map((each) => {
      const { key, texts: shown } = columns[each.column];
      const value = numbers(key)[at];
      if (missing(value)) return { ...each, verdict: "unknown", said: `${key}: ${words.no_value} (${each.sign} ${typed(each.limit)})` };
      const fails = failsAt(each, value);
      // As it is shown, unless rounding would hide on which side of the limit it is.
      const exact = fails === failsAt(each, limitOf(shown[at])) ? shown[at] : String(Number(value.toPrecision(6)));
      return { ...each, verdict: fails ? "ng" : "ok", said: filled(fails ? words.beyond : words.kept, { key, value: exact, sign: each.sign, limit: typed(each.limit) }) };
    });
  }

  // "ng" where one limit is broken, else "unknown" where a value for one is missing, else "ok"; null without limits.
  function verdictOf(at) {
    verdicts ||= rows.map((_, row) => {
      const found = all.map((each) => [each, numbers(columns[each.column].key)[row]]);
      if (found.some(([each, value]) => failsAt(each, value))) return "ng"; // NaN fails nothing
      return found.some(([, value]) => missing(value)) ? "unknown" : all.length ? "ok" : null;
    });
    return verdicts[at];
  }

  function become(next) {
    if (texts(next) === texts(all)) return;
    all = next;
    verdicts = null;
    keys.delete("_verdict"); // the order by verdict
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      follow();
      document.dispatchEvent(new Event("verdicts"));
    });
  }

  // Which rows there are, and where, hangs on the verdict only where one sorts or filters by it.
  function follow() {
    if (state.verdicts.size || state.sort.some(({ key }) => key === "_verdict")) return refresh();
    chooseColumns();
    showFilters();
    redraw();
  }

  return {
    judge,
    verdictOf,
    failing,
    failsAt,
    // How many pictures have each verdict.
    counts() {
      const found = { ok: 0, ng: 0, unknown: 0 };
      if (all.length) rows.forEach((_, at) => (found[verdictOf(at)] += 1));
      return found;
    },
    texts: () => all.map(text),
    moved: () => texts(all) !== texts(given),
    get all() {
      return all;
    },
    // The strictest limit of an index on one side, or undefined.
    of(column, more) {
      const side = failing(column, more) === "<" ? -1 : 1;
      return all.filter(movable(column, more)).sort((a, b) => side * (a.limit - b.limit) || b.sign.length - a.sign.length)[0];
    },
    set(column, limit, more) {
      const rest = all.filter((each) => !movable(column, more)(each));
      become(limit === null ? rest : [...rest, { column, sign: failing(column, more), limit }]);
    },
    // Without the one on the less similar side the other is no limit that the command would take.
    remove: (column) => become(all.filter((each) => each.column !== column)),
    clear: () => become([]),
    reset: () => become(given),
    given,
    // Double quotes, because cmd and PowerShell know no others, and < is an arrow to all shells.
    command: () => all.map((each) => `--fail-on "${text(each)}"`).join(" "),
    write(out) {
      if (!limits.moved()) return;
      for (const one of all.length ? all.map(text) : [""]) out.append("limit", one);
    },
    read(address) {
      if (!address.has("limit")) return become(given);
      const found = address.getAll("limit").map((one) => /^(.+?)(<=|>=|<|>)([^<>=]+)$/.exec(one));
      const known = found.filter((one) => one && placeOf(one[1]) >= 0 && !missing(Number(asNumber(one[3]))));
      return become(known.map(([, key, sign, limit]) => ({ column: placeOf(key), sign, limit: Number(asNumber(limit)) })));
    },
  };
})();
