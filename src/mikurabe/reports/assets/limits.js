// Limits on values: those that the table was judged by, until a person moves them here. Verdicts follow at once.
const limits = (() => {
  const COMPARE = { "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b, ">=": (a, b) => a >= b };
  const places = new Map(columns.map(({ key }, at) => [key, at]));
  const number = (value) => ({ inf: Infinity, "-inf": -Infinity })[value] ?? Number(value);
  const spelled = (value) => (Number.isFinite(value) ? String(value) : value > 0 ? "inf" : "-inf");
  const text = ({ column, sign, limit }) => `${columns[column].key}${sign}${spelled(limit)}`;
  const given = (data.criteria || []).map(({ key, sign, limit }) => ({ column: places.get(key), sign, limit: number(limit) }));
  let all = given;
  let waiting = false;

  // Less similar is this side, whatever else a criterion may say.
  const failing = (column) => (columns[column].better === "higher" ? "<" : ">");
  const movable = (column) => (each) => each.column === column && each.sign.startsWith(failing(column));

  function changed() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      follow();
      document.dispatchEvent(new Event("verdicts"));
    });
  }

  // The list shows verdicts where the table came with limits: then it shows those of the limits as they stand.
  const judged = rows.some(({ verdict }) => verdict);
  function follow() {
    if (!judged || rows.every(({ verdict }, at) => verdict === verdictOf(at))) return;
    rows.forEach((row, at) => {
      row.verdict = verdictOf(at);
      delete row.reasons; // they speak of other limits
    });
    keys.delete("_verdict"); // the order by verdict
    refresh();
  }

  function become(next) {
    all = next;
    changed();
  }

  // The verdict on a row by the limits as they stand: "ok", "ng", "unknown" where a value is missing, null where nobody
  // has set a limit. The event "verdicts" on the document says that it may be another now.
  function verdictOf(at) {
    let verdict = all.length ? "ok" : null;
    for (const each of all) {
      const value = numbers(columns[each.column].key)[at];
      if (Number.isNaN(value)) verdict = "unknown";
      else if (COMPARE[each.sign](value, each.limit)) return "ng";
    }
    return verdict;
  }

  return {
    verdictOf,
    failing,
    failsAt: ({ sign, limit }, value) => COMPARE[sign](value, limit),
    get all() {
      return all;
    },
    // The strictest limit of an index, or undefined.
    of(column) {
      const side = columns[column].better === "higher" ? -1 : 1;
      return all.filter(movable(column)).sort((a, b) => side * (a.limit - b.limit) || b.sign.length - a.sign.length)[0];
    },
    set(column, limit) {
      const rest = all.filter((each) => !movable(column)(each));
      become(limit === null ? rest : [...rest, { column, sign: failing(column), limit }]);
    },
    clear: () => become([]),
    reset: () => become(given),
    given,
    // Double quotes, because cmd and PowerShell know no others, and < is an arrow to all shells.
    command: () => all.map((each) => `--fail-on "${text(each)}"`).join(" "),
    write(out) {
      const texts = all.map(text);
      if (texts.join("\n") === given.map(text).join("\n")) return;
      for (const one of texts.length ? texts : [""]) out.append("limit", one);
    },
    read(address) {
      if (!address.has("limit")) return become(given);
      const found = address.getAll("limit").map((one) => /^(.+?)(<=|>=|<|>)([^<>=]+)$/.exec(one));
      const known = found.filter((one) => one && places.has(one[1]) && !Number.isNaN(number(one[3])));
      return become(known.map(([, key, sign, limit]) => ({ column: places.get(key), sign, limit: number(limit) })));
    },
  };
})();
