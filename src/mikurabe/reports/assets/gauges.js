// The gauges of the bench: an index's histogram, a handle for its limit, and what is counted on both sides of it.
const gauges = (() => {
  let cards = []; // { node, column, update }; update is there once the card was in view
  let watch = null;

  function draw(sheet) {
    const total = element("output.total");
    const command = element("input", { readonly: "", "aria-label": words.bench_command, class: "command" });
    const copy = button(words.bench_copy, () => {
      command.select();
      // Where the clipboard is closed to a page, the text is at least selected.
      navigator.clipboard?.writeText(command.value).then(() => (copy.textContent = words.bench_copied), () => {});
    });
    const all = element("div.keys", {}, command, copy, button(words.bench_no_limits, () => moved(limits.clear())));
    if (limits.given.length) all.append(button(words.bench_own_limits, () => moved(limits.reset())));
    const update = () => {
      total.textContent = limits.all.length ? filled(words.bench_total, limits.counts()) : words.bench_unset;
      command.value = limits.command();
      all.hidden = !limits.all.length && !limits.given.length;
      copy.textContent = words.bench_copy;
    };
    const found = standing.all();
    const made = (found || columns.map((_, column) => ({ column }))).map(({ column }) => ({ column, node: element("article.gauge") }));
    cards = [{ update }, ...made];
    sheet.append(element("div.sum", {}, total, all, found ? line(words.bench_marks) : ""), ...made.map(({ node }) => node));
    watch?.disconnect();
    watch = new IntersectionObserver((seen) => {
      for (const { isIntersecting, target } of seen) if (isIntersecting) build(made.find(({ node }) => node === target));
    }, { root: sheet.parentNode, rootMargin: "300px" });
    for (const { node } of made) watch.observe(node);
    update();
  }

  const update = () => cards.forEach((card) => card.update?.());
  on(document, "verdicts", update); // limits are put back elsewhere, too

  function moved() {
    update();
    writeSoon();
  }

  function set(column, value, more) {
    const { identical, up } = columns[column];
    const bound = up === !more ? Math.min : Math.max;
    // No limit that identical pictures would fail, and no range that nothing is in: the command would refuse both.
    const bounds = [limits.of(column, !more)?.limit, more || identical === null ? undefined : asNumber(identical)];
    limits.set(column, value === null ? null : bound(value, ...bounds.filter((one) => one !== undefined)), more);
    moved();
  }

  function remove(column) {
    limits.remove(column);
    moved();
  }

  function build(card) {
    if (card.update) return;
    const { column, node } = card;
    const { key, better, up } = columns[column];
    const axis = axisOf(column);
    card.update = () => {};
    node.append(element("h3", {}, arrow(column), " ", element("small", {}, `${titleOf(columns[column])}: ${hintOf(columns[column])}`)));
    if (!axis.sorted.length) return node.append(line(words.bench_nothing));
    const found = standing.of(column);
    const [from, to] = up ? [axis.low, axis.high] : [axis.high, axis.low];
    const handle = element("div.handle", { role: "slider", tabindex: "0", "aria-label": filled(words.bench_limit_of, { key }), "aria-valuemin": axis.low, "aria-valuemax": axis.high });
    const [zone, farZone] = [better, up ? "lower" : "higher"].map((side) => element("div", { class: `zone ${side}` }, "NG"));
    const drawn = [shape("path", { d: bars(axis), class: "bars" }), ...[1, 2].map((kind) => shape("path", { d: ticks(axis, kind), class: CLASSES[kind] }))];
    const plot = element("div.plot", {}, shape("svg", { viewBox: "0 0 1000 128", preserveAspectRatio: "none", "aria-hidden": "true" }, ...drawn), zone, farZone, handle, ...marksOf(axis));
    const field = (more) => {
      const made = element("input", { inputmode: "decimal", size: "8", autocomplete: "off" });
      on(made, "input", () => {
        const limit = limitOf(made.value);
        const wrong = missing(limit);
        attribute(made, "aria-invalid", wrong);
        if (!wrong) set(column, limit, more);
      });
      return made;
    };
    const [typed, typedMore] = [field(false), field(true)];
    const removal = button("×", () => remove(column), { title: words.bench_remove, "aria-label": words.bench_remove });
    const counted = element("output");
    const moreSide = element("label", { title: words.bench_more_hint }, ` ${words.bench_or} ${limits.failing(column, true)} `, typedMore);
    const under = element("p.count", {}, element("label", {}, `NG: ${key} ${limits.failing(column)} `, typed), moreSide, " ", removal, " ", counted);
    const notes = present([axis.log && words.bench_log, gapHint(axis, up)]).map((text) => line(text));
    const side = element("div.side");
    node.append(element("div.sides", {}, element("div", {}, plot, under, ...notes), found ? side : ""));

    const placeNow = () => (limits.of(column) ? axis.at(limits.of(column).limit) : up ? 0 : 1);
    card.update = () => {
      const limit = limits.of(column);
      const failed = [0, 0, 0]; // by label
      const more = limits.of(column, true);
      const both = present([limit, more]);
      axis.values.forEach((value, at) => (failed[labels.of[at]] += both.some((each) => limits.failsAt(each, value))));
      const ng = failed[0] + failed[1] + failed[2];
      const parts = [both.length ? filled(words.bench_counts, { ok: many(axis.sorted.length - ng), ng: many(ng) }) : words.bench_drag];
      if (axis.missing) parts.push(filled(words.bench_missing, { n: many(axis.missing) }));
      if (both.length && found) parts.push(filled(words.bench_mistakes, { ...found, alarms: failed[1], misses: found.abnormals - failed[2] }));
      setStyle(plot, "--u", placeNow());
      plot.classList.toggle("unset", !limit);
      zone.hidden = !limit;
      farZone.hidden = !more;
      if (more) setStyle(farZone, "--u", axis.at(more.limit));
      removal.disabled = !both.length;
      typedMore.disabled = !both.length; // alone it would fail identical pictures, too
      for (const [input, one] of [[typed, limit], [typedMore, more]]) if (document.activeElement !== input) input.value = one ? String(one.limit).replace("Infinity", "∞") : "";
      counted.textContent = parts.join(" · ");
      attribute(handle, "aria-valuenow", limit ? Math.min(axis.high, Math.max(axis.low, limit.limit)) : from);
      attribute(handle, "aria-valuetext", `${limit ? `${key} ${limit.sign} ${brief(limit.limit)}: ` : ""}${parts.join(", ")}`);
      if (!found) return;
      const here = both.length && [failed[1] / found.normals, failed[2] / found.abnormals];
      side.replaceChildren(rocChart(found, here, filled(words.bench_curve_of, { key })), line(`${found.enough ? "AUC " : ""}${standing.area(found)}`));
    };

    const slide = (place) => set(column, axis.value(Math.min(1, Math.max(0, place))));
    const follow = ({ clientX }) => {
      const box = boxOf(plot);
      slide((clientX - box.left) / box.width);
    };
    on(handle, "pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      handle.focus();
      takeOver(event);
    });
    on(handle, "pointermove", (event) => handle.hasPointerCapture(event.pointerId) && follow(event));
    // A finger that scrolls over the chart is no click, one that means the place is.
    on(plot, "click", (event) => event.target !== handle && follow(event));
    on(handle, "keydown", (event) => {
      const steps = { ArrowLeft: -0.005, ArrowDown: -0.005, ArrowRight: 0.005, ArrowUp: 0.005, PageDown: -0.05, PageUp: 0.05, Home: -2, End: 2 };
      if (chord(event)) return;
      if (event.key === "Delete" || event.key === "Backspace") remove(column);
      else if (event.key in steps) slide(placeNow() + steps[event.key]);
      else return;
      takeOver(event);
    });
    on(typed, "blur", () => (typed.value.trim() ? card.update() : remove(column)));
    on(typedMore, "blur", card.update);
    card.update();
  }

  // Where labelled pictures stand, under the bars: dots of normal ones over strokes of abnormal ones, one per place.
  function ticks({ values, places, at }, kind) {
    const spots = new Set();
    for (const row of places) if (labels.of[row] === kind) spots.add(Math.round(1000 * at(values[row])));
    return [...spots].map((x) => (kind === 1 ? `M${x} 109h.01` : `M${x} 116v11`)).join("");
  }

  function marksOf({ low, high, left, right, log, value }) {
    const middle = (left + 1 - right) / 2;
    const marks = [[left, brief(low)], [1 - right, brief(high)]];
    if (high > low) marks.push([middle, brief(value(middle))]);
    if (left) marks.push([0, log ? "0" : "−∞"]);
    if (right) marks.push([1, "∞"]);
    return marks.map(([place, text]) => {
      const mark = element("span", {}, text);
      setStyle(mark, "--u", place);
      return mark;
    });
  }

  // Without labels a gap is all there is to see, and it is no judgement.
  function gapHint({ sorted, at, left, right }, up) {
    if (standing.all()) return "";
    let [widest, after] = [0.15 * (1 - left - right), 0];
    for (let place = 1; place < sorted.length; place += 1) {
      const gap = at(sorted[place]) - at(sorted[place - 1]);
      if (gap > widest) [widest, after] = [gap, place];
    }
    const n = many(up ? after : sorted.length - after);
    return after ? filled(words.bench_gap, { low: brief(sorted[after - 1]), high: brief(sorted[after]), n }) : "";
  }

  on(window, "beforeprint", () => cards.forEach(build)); // paper shows what is not in view, too

  return {
    draw,
    set,
    show: (column) => cards.find((card) => card.column === column).node.scrollIntoView({ block: "center" }),
  };
})();
