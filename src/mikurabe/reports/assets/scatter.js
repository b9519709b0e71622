// Two indices against each other: a point per picture.
const scatter = (() => {
  let pair = [0, Math.min(1, columns.length - 1)]; // across and upwards
  const ends = ({ sorted }) => (sorted.length ? `${brief(sorted[0])} … ${brief(sorted.at(-1))}` : "—");

  function draw(sheet) {
    const [across, up] = pair.map(axisOf);
    const points = across.places.filter((at) => !missing(up.values[at])).map((at) => ({ at, x: 400 * across.at(across.values[at]), y: 400 - 400 * up.at(up.values[at]) }));
    const said = element("output.tip", {}, words.bench_click);
    const ring = shape("circle", { r: 9, class: "here", visibility: "hidden" });
    const lines = pair.flatMap((column, which) =>
      [false, true].map((more) => {
        const limit = limits.of(column, more);
        const place = limit && 400 * axisOf(column).at(limit.limit);
        return shape("path", { class: "chance", d: !limit ? "" : which ? `M-8 ${400 - place}h416` : `M${place} -8v416` });
      }),
    );
    const label = filled(words.bench_scatter_of, { x: columns[pair[0]].key, y: columns[pair[1]].key });
    const frame = shape("path", { d: "M-8 -8v416h416", class: "frame" });
    const chart = shape("svg", { viewBox: "-12 -12 424 424", tabindex: "0", role: "application", "aria-label": label, class: "scatter" }, frame, ...lines, ...cloud(points), ring);
    let chosen = -1;
    const choose = (next) => {
      if (!points[next]) return;
      chosen = next;
      const { at, x, y } = points[chosen];
      for (const [name, value] of Object.entries({ cx: x, cy: y, visibility: "visible" })) attribute(ring, name, value);
      said.textContent = `${rows[at].name}: ${pair.map((column) => `${columns[column].key} ${columns[column].texts[at]}`).join(", ")}`;
    };
    const nearest = ({ clientX, clientY }) => {
      const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(chart.getScreenCTM().inverse());
      let [best, least] = [-1, 400]; // 20 pixels and no farther
      points.forEach((point, place) => {
        const distance = (point.x - x) ** 2 + (point.y - y) ** 2;
        if (distance < least) [best, least] = [place, distance];
      });
      return best;
    };
    on(chart, "pointermove", (event) => choose(nearest(event)));
    on(chart, "click", (event) => {
      const place = nearest(event);
      choose(place);
      if (place >= 0) openPicture(points[place].at);
    });
    on(chart, "keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step) choose(Math.min(points.length - 1, Math.max(0, chosen + step)));
      else if (event.key === "Enter" && chosen >= 0) openPicture(points[chosen].at);
      else return;
      takeOver(event);
    });
    const { rho, n } = spearman(across, up);
    const facts = filled(words.bench_pairs, { n: many(n), missing: many(rows.length - n), rho: rho === null ? "—" : brief(Number((rho * sameWay(...pair)).toFixed(2))) });
    sheet.append(element("div.keys", {}, "↑", choice(1), ends(up), " → ", choice(0), ends(across)), said, chart, line(facts), line(words.bench_forms));
  }

  function choice(which) {
    const select = element("select", { "aria-label": which ? words.bench_up : words.bench_across }, ...columns.map(({ key }, at) => element("option", { value: at }, key)));
    select.value = pair[which];
    on(select, "change", () => {
      pair[which] = Number(select.value);
      turnTo("scatter");
      every("select", id("bench-sheet"))[1 - which].focus();
    });
    return select;
  }

  return {
    draw,
    write(out) {
      for (const column of pair) out.append("pair", columns[column].key);
    },
    read: (keys) => become(keys.map(placeOf)),
    become,
  };

  function become(next) {
    if (next.length === 2 && !next.includes(-1)) pair = next;
  }
})();
