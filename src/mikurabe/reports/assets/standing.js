// How well the indices tell the two labels apart: in their order, with what may be said of it.
const standing = (() => {
  const LEAST = 3; // pictures of each kind, below which nothing is said about an index
  let found = null; // until the labels change
  on(document, "labels", () => (found = null));

  function all() {
    const [, normal, abnormal] = labels.counts();
    if (!normal || !abnormal || found) return found;
    found = columns.map(({ better }, column) => {
      const { values, places } = axisOf(column);
      const groups = byValue(values, places, labels.of, better);
      const area = areaUnder(groups);
      const enough = Math.min(area.normals, area.abnormals) >= LEAST;
      const [low, high] = enough ? interval(area) : [];
      return { column, enough, low, high, ...area, ...curve(groups) };
    });
    // What has too few values comes last, however well these few do.
    return found.sort((a, b) => b.enough - a.enough || (b.auc || 0) - (a.auc || 0) || a.column - b.column);
  }

  const area = ({ auc, low, high, enough, normals, abnormals }) =>
    enough ? `${auc.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})` : filled(words.bench_few, { normals, abnormals, least: LEAST });

  function conclusion() {
    const [first, ...rest] = found.filter(({ enough }) => enough);
    if (!first) return filled(words.bench_label_more, { least: LEAST });
    const { key } = columns[first.column];
    if (first.low <= 0.5) return filled(words.bench_chance, { key });
    const rivals = rest.filter(({ high }) => high >= first.low).map(({ column }) => columns[column].key);
    if (!rivals.length) return filled(rest.length ? words.bench_ahead : words.bench_alone, { key });
    return filled(words.bench_rivals, { key, n: rivals.length, others: rivals.slice(0, 6).join(", ") + (rivals.length > 6 ? " …" : "") });
  }

  // The best cut as a limit to set, and its mistakes.
  function cutOf({ column, cut, normals, abnormals }) {
    const higher = columns[column].up;
    const limit = between(...(higher ? [cut.fails, cut.passes] : [cut.passes, cut.fails])) ?? cut.passes; // which does not fail itself
    const use = button(`${columns[column].key} ${limits.failing(column)} ${limit}`.replace("Infinity", "∞"), () => {
      turnTo("limits");
      gauges.set(column, limit);
      gauges.show(column);
    }, { title: words.bench_use });
    return [cell(use), cell(`${cut.alarms} / ${normals}`), cell(`${cut.misses} / ${abnormals}`)];
  }

  function draw(sheet) {
    if (!all()) return sheet.append(line(filled(words.bench_label_first, { least: LEAST })));
    const lines = found.map((one, place) => {
      const name = element("th", { scope: "row" }, `${one.enough ? `${place + 1}. ` : ""}${arrow(one.column)}`);
      if (one.high < 0.5) name.append(line(words.bench_turned, "warn"));
      const range = element("div.range", {}, element("i"), element("b"));
      range.hidden = !one.enough;
      for (const end of ["low", "high", "auc"]) setStyle(range, `--${end}`, one[end]);
      const rest = one.enough && one.cut ? cutOf(one) : [element("td", { colspan: "3" }, one.enough ? words.bench_no_cut : "—")];
      return element("tr", {}, name, cell(area(one), range), ...rest);
    });
    sheet.append(line(conclusion(), "finding"), line(words.bench_caution), plain([words.index, words.bench_area, words.bench_cut, words.bench_alarms, words.bench_misses], lines));
  }

  return { all, area, draw, of: (column) => (all() || []).find((one) => one.column === column && one.auc >= 0) };
})();
