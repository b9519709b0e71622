// The index bench: which index can judge, and where its limit is. Nothing is worked out before it is looked at.
{
  const LEAST = 3; // pictures of each class, below which nothing is said about an index
  const panel = id("bench");
  const sheet = id("bench-sheet");
  const tabs = [...id("bench-tabs").children];
  const TABS = { limits: drawLimits, ranking: drawRanking, scatter: drawScatter, correlation: drawCorrelation, disagreement: drawDisagreement };
  let tab = "limits";
  let pair = [0, Math.min(1, columns.length - 1)];
  let ranked = null; // the indices by how well they tell the labels apart; null after a change of labels
  let cards = [];
  let watch = null;

  const many = (number) => number.toLocaleString(data.lang);
  const line = (text, kind = "tip") => element("p", { class: kind }, text);
  const button = (text, action, attributes = {}) => {
    const made = element("button", { type: "button", ...attributes }, text);
    made.addEventListener("click", action);
    return made;
  };
  const headings = (...texts) => element("thead", {}, element("tr", {}, ...texts.map((text) => element("th", { scope: "col" }, text))));
  const arrow = (column) => `${columns[column].key} ${columns[column].better === "higher" ? "↑" : "↓"}`;

  function openPicture(at) {
    const place = order.indexOf(at);
    id("label-said").textContent = place < 0 ? filled(words.bench_filtered, { name: rows[at].name }) : "";
    if (place >= 0) viewer.open(place);
  }

  // ---- limits: a card per index ----
  function drawLimits() {
    const total = element("output", { class: "total" });
    const command = element("input", { readonly: "", "aria-label": words.bench_command, class: "command" });
    const copied = button(words.bench_copy, () => {
      command.select();
      // Where the clipboard is closed to a page, the text is at least selected.
      navigator.clipboard?.writeText(command.value).then(() => (copied.textContent = words.bench_copied), () => {});
    });
    const all = (action) => () => {
      action();
      limitMoved();
    };
    const foot = element("div", { class: "keys" }, command, copied, button(words.bench_no_limits, all(limits.clear)));
    if (limits.given.length) foot.append(button(words.bench_own_limits, all(limits.reset)));
    const listed = (ranking() || columns.map((_, column) => ({ column }))).map(({ column }) => column);
    cards = [{ update: sum }, ...listed.map((column) => ({ column, node: element("article", { class: "gauge" }) }))];
    function sum() {
      const verdicts = { ok: 0, ng: 0, unknown: 0 };
      if (limits.all.length) for (let at = 0; at < rows.length; at += 1) verdicts[limits.verdictOf(at)] += 1;
      total.textContent = limits.all.length ? filled(words.bench_total, verdicts) : words.bench_unset;
      command.value = limits.command();
      foot.hidden = !limits.all.length && !limits.given.length;
      copied.textContent = words.bench_copy;
    }
    sheet.append(element("div", { class: "sum" }, total, foot, ranking() ? line(words.bench_marks) : ""), ...cards.slice(1).map(({ node }) => node));
    watch = new IntersectionObserver((seen) => {
      for (const { isIntersecting, target } of seen) if (isIntersecting) build(cards.find(({ node }) => node === target));
    }, { root: panel, rootMargin: "300px" });
    for (const { node } of cards.slice(1)) watch.observe(node);
    sum();
  }

  function build(card) {
    if (card.update) return;
    const { column, node } = card;
    const { key, title, hint, better } = columns[column];
    const axis = axisOf(column);
    const head = element("h3", { title: hint }, arrow(column), " ", element("small", {}, title));
    node.append(head);
    card.update = () => {};
    if (!axis.sorted.length) return node.append(line(words.bench_nothing));
    const side = limits.failing(column);
    const handle = element("div", { class: "handle", role: "slider", tabindex: "0", "aria-label": filled(words.bench_limit_of, { key }), "aria-valuemin": axis.low, "aria-valuemax": axis.high });
    const zone = element("div", { class: `zone ${better}` }, "NG");
    const drawing = shape("svg", { viewBox: "0 0 1000 128", preserveAspectRatio: "none", "aria-hidden": "true" }, shape("path", { d: bars(axis), class: "bars" }));
    for (const kind of [1, 2]) drawing.append(shape("path", { d: ticks(axis, kind), class: CLASSES[kind] }));
    const scale = element("div", { class: "scale" }, ...marksOf(axis));
    const plot = element("div", { class: "plot" }, drawing, zone, handle, scale);
    const counted = element("output");
    const typed = element("input", { inputmode: "decimal", size: "8", autocomplete: "off" });
    const remove = button("×", () => move(null), { title: words.bench_remove, "aria-label": words.bench_remove });
    const typing = element("label", {}, `NG: ${key} ${side} `, typed);
    const notes = [axis.log && words.bench_log, gapHint(axis, better)].filter(Boolean);
    const sides = element("div", { class: "sides" }, element("div", {}, plot, element("p", { class: "count" }, typing, " ", remove, " ", counted), ...notes.map((text) => line(text))));
    node.append(sides);
    const found = (ranking() || []).find((one) => one.column === column && one.auc >= 0); // both kinds have a value
    const rocSide = found ? sides.appendChild(element("div", { class: "side" })) : null;

    function move(value) {
      const identical = numbersOf(columns[column].identical);
      // No limit that identical pictures would fail: the command would refuse it.
      limits.set(column, value === null || identical === null ? value : better === "higher" ? Math.min(value, identical) : Math.max(value, identical));
      limitMoved();
    }
    card.update = () => {
      const limit = limits.of(column);
      const place = limit ? axis.at(limit.limit) : better === "higher" ? 0 : 1;
      const failed = [0, 0, 0];
      if (limit) axis.values.forEach((value, at) => (failed[labels.of[at]] += limits.failsAt(limit, value)));
      const ng = failed[0] + failed[1] + failed[2];
      plot.style.setProperty("--u", place);
      plot.classList.toggle("unset", !limit);
      zone.hidden = !limit;
      remove.disabled = !limit;
      if (document.activeElement !== typed) typed.value = limit ? String(limit.limit).replace("Infinity", "∞") : "";
      const parts = [limit ? filled(words.bench_counts, { ok: many(axis.sorted.length - ng), ng: many(ng) }) : words.bench_drag];
      if (axis.missing) parts.push(filled(words.bench_missing, { n: many(axis.missing) }));
      if (limit && found) parts.push(mistakes(found, failed[1], found.abnormals - failed[2]));
      counted.textContent = parts.join(" · ");
      handle.setAttribute("aria-valuenow", limit && Number.isFinite(limit.limit) ? limit.limit : better === "higher" ? axis.low : axis.high);
      handle.setAttribute("aria-valuetext", `${limit ? `${key} ${limit.sign} ${brief(limit.limit)}: ` : ""}${parts.join(", ")}`);
      if (rocSide) rocSide.replaceChildren(rocChart(found, limit && [failed[1] / found.normals, failed[2] / found.abnormals], filled(words.bench_curve_of, { key })), line(`${found.enough ? "AUC " : ""}${areaText(found)}`));
    };

    const placeOf = ({ clientX }) => {
      const box = plot.getBoundingClientRect();
      return Math.min(1, Math.max(0, (clientX - box.left) / box.width));
    };
    const slide = (place) => move(axis.value(Math.min(1, Math.max(0, place))));
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      handle.focus();
      event.preventDefault();
    });
    handle.addEventListener("pointermove", (event) => handle.hasPointerCapture(event.pointerId) && slide(placeOf(event)));
    // A finger that scrolls is no click; one that means the plot is.
    plot.addEventListener("click", (event) => event.target !== handle && slide(placeOf(event)));
    handle.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const limit = limits.of(column);
      const here = limit ? axis.at(limit.limit) : better === "higher" ? 0 : 1;
      const steps = { ArrowLeft: -0.005, ArrowDown: -0.005, ArrowRight: 0.005, ArrowUp: 0.005, PageDown: -0.05, PageUp: 0.05, Home: -2, End: 2 };
      if (event.key === "Delete" || event.key === "Backspace") move(null);
      else if (event.key in steps) slide(here + steps[event.key]);
      else return;
      event.preventDefault();
    });
    typed.addEventListener("input", () => {
      const text = typed.value.normalize("NFKC").trim().replace("−", "-").replace(/^(∞|inf)$/, "Infinity");
      const wrong = Number.isNaN(Number(text));
      typed.setAttribute("aria-invalid", wrong);
      if (!wrong) move(text === "" ? null : Number(text));
    });
    typed.addEventListener("blur", () => card.update());
    card.update();
  }

  const numbersOf = (value) => (value === "inf" ? Infinity : value === "-inf" ? -Infinity : value);

  // Where labelled pictures stand, under the bars: rings of normal ones over bars of abnormal ones, one per place.
  function ticks({ values, places, at }, kind) {
    const spots = new Set();
    for (const row of places) if (labels.of[row] === kind) spots.add(Math.round(1000 * at(values[row])));
    return [...spots].map((x) => (kind === 1 ? `M${x} 109h.01` : `M${x} 116v11`)).join("");
  }

  function marksOf({ low, high, left, right, log, value }) {
    const marks = [[left, brief(low)], [1 - right, brief(high)]];
    if (high > low) marks.push([(left + 1 - right) / 2, brief(value((left + 1 - right) / 2))]);
    if (left) marks.push([0, log ? "0" : "−∞"]);
    if (right) marks.push([1, "∞"]);
    return marks.map(([place, text]) => {
      const mark = element("span", {}, text);
      mark.style.setProperty("--u", place);
      return mark;
    });
  }

  // Without labels a gap is all there is to see, and it is no judgement.
  function gapHint({ sorted, at, left, right }, better) {
    if (ranking()) return "";
    let [widest, after] = [0.15 * (1 - left - right), 0];
    for (let place = 1; place < sorted.length; place += 1) {
      const gap = at(sorted[place]) - at(sorted[place - 1]);
      if (gap > widest) [widest, after] = [gap, place];
    }
    if (!after) return "";
    const beyond = better === "higher" ? after : sorted.length - after;
    return filled(words.bench_gap, { low: brief(sorted[after - 1]), high: brief(sorted[after]), n: many(beyond) });
  }

  let writing = 0;
  function limitMoved() {
    for (const card of cards) if (card.update) card.update();
    clearTimeout(writing);
    writing = setTimeout(writeAddress, 200, true); // browsers refuse an address that changes with every move
  }

  // ---- labels of both kinds: which index tells them apart ----
  function ranking() {
    const [, normal, abnormal] = labels.counts();
    if (!normal || !abnormal) return null;
    if (ranked) return ranked;
    ranked = columns.map(({ better }, column) => {
      const { values, places } = axisOf(column);
      const groups = byValue(values, places, labels.of, better);
      const area = areaUnder(groups);
      const enough = Math.min(area.normals, area.abnormals) >= LEAST;
      const [low, high] = enough ? interval(area) : [NaN, NaN];
      return { column, enough, low, high, ...area, ...curve(groups) };
    });
    // What has too few values comes last, however well these few do.
    return ranked.sort((a, b) => b.enough - a.enough || (b.auc || 0) - (a.auc || 0) || a.column - b.column);
  }

  const areaText = ({ auc, low, high, enough, normals, abnormals }) =>
    enough ? `${auc.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})` : filled(words.bench_few, { normals, abnormals, least: LEAST });
  const mistakes = ({ normals, abnormals }, alarms, misses) => filled(words.bench_mistakes, { alarms, misses, normals, abnormals });

  function verdictOnIndices(all) {
    const able = all.filter(({ enough }) => enough);
    if (!able.length) return filled(words.bench_label_more, { least: LEAST });
    const [first, ...rest] = able;
    const key = columns[first.column].key;
    if (first.low <= 0.5) return filled(words.bench_chance, { key });
    const rivals = rest.filter(({ high }) => high >= first.low);
    if (rivals.length) return filled(words.bench_rivals, { key, n: rivals.length, others: rivals.slice(0, 6).map(({ column }) => columns[column].key).join(", ") + (rivals.length > 6 ? " …" : "") });
    return filled(rest.length ? words.bench_ahead : words.bench_alone, { key });
  }

  function drawRanking() {
    const all = ranking();
    if (!all) return sheet.append(line(filled(words.bench_label_first, { least: LEAST })));
    const lines = all.map((one, place) => {
      const { column, enough, cut, auc, low, high, normals, abnormals } = one;
      const { better, key } = columns[column];
      const name = element("th", { scope: "row" }, `${enough ? `${place + 1}. ` : ""}${arrow(column)}`);
      if (high < 0.5) name.append(line(words.bench_turned, "warn"));
      const area = element("td", {}, areaText(one));
      if (enough) {
        const range = element("div", { class: "range", "aria-hidden": "true" }, element("i"), element("b"));
        for (const [property, value] of [["--low", low], ["--high", high], ["--auc", auc]]) range.style.setProperty(property, value);
        area.append(range);
      }
      const made = [name, area];
      if (enough && cut) {
        const [below, above] = better === "higher" ? [cut.fails, cut.passes] : [cut.passes, cut.fails];
        const limit = between(below, above) ?? cut.passes; // the passing value itself does not fail
        const text = `${key} ${limits.failing(column)} ${brief(limit) === "∞" ? "∞" : limit}`;
        const use = button(text, () => {
          limits.set(column, limit);
          limitMoved();
          turnTo("limits");
          cards.find((card) => card.column === column).node.scrollIntoView({ block: "center" });
        }, { title: words.bench_use });
        made.push(element("td", {}, use), element("td", {}, `${cut.alarms} / ${normals}`), element("td", {}, `${cut.misses} / ${abnormals}`));
      } else made.push(element("td", { colspan: "3" }, enough ? words.bench_no_cut : "—"));
      return element("tr", {}, ...made);
    });
    const table = element("table", { class: "plain" }, headings(words.index, words.bench_area, words.bench_cut, words.bench_alarms, words.bench_misses), element("tbody", {}, ...lines));
    sheet.append(line(verdictOnIndices(all), "finding"), line(words.bench_caution), table);
  }

  // ---- two indices ----
  function drawScatter() {
    const choices = pair.map((chosen, which) => {
      const select = element("select", { "aria-label": which ? words.bench_up : words.bench_across }, ...columns.map(({ key }, at) => element("option", { value: at }, key)));
      select.value = chosen;
      select.addEventListener("change", () => {
        pair[which] = Number(select.value);
        turnTo("scatter");
        sheet.querySelectorAll("select")[which].focus();
      });
      return select;
    });
    const [across, up] = pair.map(axisOf);
    const points = across.places.filter((at) => !Number.isNaN(up.values[at])).map((at) => ({ at, x: 400 * across.at(across.values[at]), y: 400 - 400 * up.at(up.values[at]) }));
    const said = element("output", { class: "tip" }, words.bench_click);
    const ring = shape("circle", { r: 9, class: "here", visibility: "hidden" });
    const frame = shape("path", { d: "M-8 -8v416h416", class: "frame" });
    const lines = pair.map((column, which) => {
      const limit = limits.of(column);
      const place = limit && 400 * axisOf(column).at(limit.limit);
      return shape("path", { class: "chance", d: !limit ? "" : which ? `M-8 ${400 - place}h416` : `M${place} -8v416` });
    });
    const chart = shape("svg", { viewBox: "-12 -12 424 424", tabindex: "0", role: "application", "aria-label": filled(words.bench_scatter_of, { x: columns[pair[0]].key, y: columns[pair[1]].key }), class: "scatter" }, frame, ...lines, ...cloud(points), ring);
    let chosen = -1;
    const choose = (next) => {
      if (!points[next]) return;
      chosen = next;
      const { at, x, y } = points[chosen];
      ring.setAttribute("cx", x);
      ring.setAttribute("cy", y);
      ring.setAttribute("visibility", "visible");
      said.textContent = `${rows[at].name}: ${pair.map((column) => `${columns[column].key} ${columns[column].texts[at]}`).join(", ")}`;
    };
    const nearest = (event) => {
      const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(chart.getScreenCTM().inverse());
      let [best, least] = [-1, 400];
      points.forEach((point, place) => {
        const distance = (point.x - x) ** 2 + (point.y - y) ** 2;
        if (distance < least) [best, least] = [place, distance];
      });
      return best;
    };
    chart.addEventListener("pointermove", (event) => choose(nearest(event)));
    chart.addEventListener("click", (event) => {
      const found = nearest(event);
      choose(found);
      if (found >= 0) openPicture(points[found].at);
    });
    chart.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step) choose(Math.min(points.length - 1, Math.max(0, chosen + step)));
      else if (event.key === "Enter" && chosen >= 0) openPicture(points[chosen].at);
      else return;
      event.preventDefault();
    });
    const { rho, n } = spearman(across.values, up.values, across.places, up.places);
    const facts = filled(words.bench_pairs, { n: many(n), missing: many(rows.length - n), rho: rho === null ? "—" : (rho * turned(pair[0], pair[1])).toFixed(2) });
    sheet.append(element("div", { class: "keys" }, "↑", choices[1], ends(up), " → ", choices[0], ends(across)), said, chart, line(facts), line(words.bench_forms));
  }

  const ends = ({ sorted }) => (sorted.length ? `${brief(sorted[0])} … ${brief(sorted.at(-1))}` : "—");

  // +1 where two indices run the same way: correlations are of similarity, not of numbers.
  const turned = (a, b) => (columns[a].better === columns[b].better ? 1 : -1);

  // ---- all indices ----
  function drawCorrelation() {
    if (columns.length < 2) return sheet.append(line(words.bench_one));
    const all = columns.map((_, column) => axisOf(column));
    const found = all.map(() => []);
    const lines = all.map((one, a) => {
      const cells = all.map((other, b) => {
        if (b > a) found[a][b] = found[b][a] = spearman(one.values, other.values, one.places, other.places);
        if (a === b) return element("td", {}, "1");
        const { rho, n } = found[a][b];
        const same = rho === null ? null : rho * turned(a, b);
        const cell = element("td", { "data-pair": `${b} ${a}`, title: `${columns[a].key} × ${columns[b].key}, n = ${n}` }, same === null ? "—" : same.toFixed(2).replace("-", "−"));
        if (same !== null) {
          cell.style.setProperty("--r", Math.abs(same));
          cell.className = same < 0 ? "against" : "with";
        }
        return cell;
      });
      return element("tr", {}, element("th", { scope: "row" }, columns[a].key), ...cells);
    });
    const table = element("table", { class: "matrix" }, headings("", ...columns.map(({ key }) => key)), element("tbody", {}, ...lines));
    table.addEventListener("click", ({ target }) => {
      if (!target.dataset.pair) return;
      pair = target.dataset.pair.split(" ").map(Number);
      turnTo("scatter");
    });
    sheet.append(line(words.bench_correlation_how), element("div", { class: "scroll" }, table));
  }

  // ---- pictures on which indices disagree ----
  function drawDisagreement() {
    const SHOWN = 30;
    // An index that is the same for all says nothing about any.
    const speaking = columns.map((_, column) => column).filter((column) => axisOf(column).sorted[0] < axisOf(column).sorted.at(-1));
    if (speaking.length < 2) return sheet.append(line(words.bench_one));
    const shares = speaking.map((column) => {
      const { values, places } = axisOf(column);
      const up = columns[column].better === "lower";
      return midranks(values, places).map((rank) => (up ? rank - 0.5 : places.length - rank + 0.5) / places.length);
    });
    const spread = rows.map((_, at) => {
      let [low, high] = [0, 0]; // places among those that speak
      shares.forEach((share, place) => {
        if (Number.isNaN(share[at])) return;
        if (!(share[at] >= shares[low][at])) low = place;
        if (!(share[at] <= shares[high][at])) high = place;
      });
      return { at, low, high, by: shares[high][at] - shares[low][at] };
    });
    const most = spread.filter(({ by }) => by > 0).sort((a, b) => b.by - a.by || a.at - b.at).slice(0, SHOWN);
    const lines = most.map(({ at, low, high, by }) => {
      const [near, far] = [low, high].map((place) => {
        const column = speaking[place];
        return filled(words.bench_place, { key: columns[column].key, rank: many(columns[column].ranks[at]), n: many(axisOf(column).sorted.length) });
      });
      const image = rows[at].thumbnail ? element("img", { src: rows[at].thumbnail[0], alt: "" }) : "";
      const open = button("", () => openPicture(at), { class: "who" });
      open.append(image, element("bdi", {}, rows[at].name));
      return element("tr", {}, element("td", {}, open), element("td", {}, `${Math.round(100 * by)} %`), element("td", {}, near), element("td", {}, far));
    });
    sheet.append(line(filled(words.bench_disagreement_how, { n: most.length })), element("table", { class: "plain" }, headings(words.name, words.bench_spread, words.bench_most, words.bench_least), element("tbody", {}, ...lines)));
  }

  // ---- the panel ----
  function draw() {
    if (panel.hidden) return;
    if (watch) watch.disconnect();
    cards = [];
    const top = panel.scrollTop;
    sheet.replaceChildren();
    for (const one of tabs) {
      one.setAttribute("aria-selected", one.dataset.tab === tab);
      one.tabIndex = one.dataset.tab === tab ? 0 : -1;
    }
    sheet.setAttribute("aria-labelledby", `tab-${tab}`);
    TABS[tab]();
    panel.scrollTop = top;
  }

  function turnTo(next) {
    tab = next;
    draw();
    writeAddress();
  }

  function open(wanted) {
    panel.hidden = !wanted;
    document.body.classList.toggle("benched", wanted);
    id("bench-open").setAttribute("aria-expanded", wanted);
    draw();
  }

  function toggle() {
    open(panel.hidden);
    writeAddress();
    (panel.hidden ? id("bench-open") : id("bench-title")).focus({ preventScroll: true });
  }

  id("bench-open").addEventListener("click", toggle);
  id("bench-close").addEventListener("click", toggle);
  id("bench-tabs").addEventListener("click", ({ target }) => target.dataset.tab && turnTo(target.dataset.tab));
  id("bench-tabs").addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    const next = tabs[(tabs.findIndex((one) => one.dataset.tab === tab) + step + tabs.length) % tabs.length];
    turnTo(next.dataset.tab);
    next.focus();
    event.preventDefault();
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) toggle();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "b" || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.matches("input, select, textarea") || id("viewer").open) return;
    toggle();
    event.preventDefault();
  });
  let redrawing = 0;
  document.addEventListener("labels", () => {
    ranked = null;
    cancelAnimationFrame(redrawing);
    if (tab !== "correlation" && tab !== "disagreement") redrawing = requestAnimationFrame(draw);
  });

  choices.push({
    write(out) {
      limits.write(out);
      if (panel.hidden) return;
      out.set("bench", tab);
      if (tab === "scatter") for (const column of pair) out.append("pair", columns[column].key);
    },
    read(given) {
      limits.read(given);
      const found = given.getAll("pair").map((key) => columns.findIndex((column) => column.key === key));
      if (found.length === 2 && !found.includes(-1)) pair = found;
      if (Object.hasOwn(TABS, given.get("bench"))) tab = given.get("bench");
      open(Object.hasOwn(TABS, given.get("bench")));
    },
  });
  labels.start();
}
