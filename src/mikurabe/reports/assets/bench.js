// The index bench: which index can judge, and where its limit is. Nothing is worked out before it is looked at.
const benchPanel = id("bench");
const tabs = [...id("bench-tabs").children];
const TABS = { limits: gauges.draw, ranking: standing.draw, scatter: scatter.draw, correlation: drawCorrelation, disagreement: drawDisagreement };
let tab = "limits";

// ---- all indices ------------------------------------------------------------------------------------------------
// +1 where two indices run the same way: correlations are of similarity, not of numbers.
function sameWay(a, b) {
  return columns[a].up === columns[b].up ? 1 : -1;
}

const correlations = columns.map(() => []); // those that were worked out

function drawCorrelation(sheet) {
  if (columns.length < 2) return sheet.append(line(words.bench_one));
  const lines = columns.map(({ key }, a) => {
    const cells = columns.map((other, b) => {
      if (a === b) return cell("1");
      const { rho, n } = (correlations[Math.min(a, b)][Math.max(a, b)] ??= spearman(axisOf(a), axisOf(b)));
      const same = rho * sameWay(a, b);
      const made = element("td", { "data-pair": `${b} ${a}`, title: `${key} × ${other.key}, n = ${n}` }, rho === null ? "—" : same.toFixed(2).replace("-", "−"));
      setStyle(made, "--r", Math.abs(same));
      made.className = same < 0 ? "against" : "with";
      return made;
    });
    return element("tr", {}, element("th", { scope: "row" }, key), ...cells);
  });
  const made = plain(["", ...columns.map(({ key }) => key)], lines, "matrix");
  on(made, "click", ({ target: { dataset } }) => {
    if (!dataset.pair) return;
    scatter.become(dataset.pair.split(" ").map(Number));
    turnTo("scatter");
  });
  sheet.append(line(words.bench_correlation_how), element("div.scroll", {}, made));
}

// The pictures of which the place among all pictures differs most from index to index.
function drawDisagreement(sheet) {
  const SHOWN = 30;
  // An index that is the same for all says nothing about any.
  const speaking = columns.map((_, column) => column).filter((column) => axisOf(column).sorted[0] < axisOf(column).sorted.at(-1));
  if (speaking.length < 2) return sheet.append(line(words.bench_one));
  const shares = speaking.map((column) => {
    const { ranks, places } = axisOf(column);
    const { up } = columns[column];
    return ranks.map((rank) => (!up ? rank - 0.5 : places.length - rank + 0.5) / places.length);
  });
  const spread = rows.map((_, at) => {
    let [low, high] = [0, 0];
    shares.forEach((share, place) => {
      if (missing(share[at])) return;
      if (!(share[at] >= shares[low][at])) low = place;
      if (!(share[at] <= shares[high][at])) high = place;
    });
    return { at, ends: [low, high], by: shares[high][at] - shares[low][at] };
  });
  const most = spread.filter(({ by }) => by > 0).sort((a, b) => b.by - a.by || a.at - b.at).slice(0, SHOWN);
  const lines = most.map(({ at, ends, by }) => {
    const places = ends.map((end) => {
      const { key, ranks } = columns[speaking[end]];
      return cell(filled(words.bench_place, { key, rank: many(ranks[at]), n: many(axisOf(speaking[end]).sorted.length) }));
    });
    const open = button("", () => openPicture(at), { class: "who" });
    open.append(rows[at].thumbnail ? element("img", { src: rows[at].thumbnail[0], alt: "" }) : "", element("bdi", {}, rows[at].name));
    return element("tr", {}, cell(open), cell(`${Math.round(100 * by)}\u00a0%`), ...places);
  });
  sheet.append(line(filled(words.bench_disagreement_how, { n: most.length })), plain([words.name, words.bench_spread, words.bench_most, words.bench_least], lines));
}

function openPicture(at) {
  const place = order.indexOf(at);
  showText("label-said", place < 0 ? filled(words.bench_filtered, { name: rows[at].name }) : "");
  if (place >= 0) viewer.open(place);
}

// ---- the panel --------------------------------------------------------------------------------------------------
function drawBench() {
  if (benchPanel.hidden) return;
  const sheet = id("bench-sheet");
  const top = benchPanel.scrollTop;
  for (const one of tabs) {
    attribute(one, "aria-selected", one.dataset.tab === tab);
    one.tabIndex = one.dataset.tab === tab ? 0 : -1;
  }
  attribute(sheet, "aria-labelledby", `tab-${tab}`);
  sheet.replaceChildren();
  TABS[tab](sheet);
  benchPanel.scrollTop = top;
}

function turnTo(next) {
  tab = next;
  drawBench();
  writeAddress();
}

function openBench(wanted) {
  benchPanel.hidden = !wanted;
  document.body.classList.toggle("benched", wanted);
  attribute(id("bench-open"), "aria-expanded", wanted);
  drawBench();
}

function toggleBench() {
  openBench(benchPanel.hidden);
  redraw();
  writeAddress();
  id(benchPanel.hidden ? "bench-open" : "bench-title").focus({ preventScroll: true });
}

on(id("bench-open"), "click", toggleBench);
on(id("bench-close"), "click", toggleBench);
on(id("bench-tabs"), "click", ({ target }) => {
  const button = target.closest("[data-tab]");
  if (button) turnTo(button.dataset.tab);
});
on(id("bench-tabs"), "keydown", (event) => {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step) return;
  const next = tabs.at((tabs.findIndex((one) => one.dataset.tab === tab) + step) % tabs.length);
  turnTo(next.dataset.tab);
  next.focus();
  takeOver(event);
});
on(benchPanel, "keydown", (event) => {
  if (event.key === "Escape") toggleBench();
});
on(document, "keydown", (event) => {
  if (event.key !== "b" || chord(event)) return;
  if (event.target.matches("input, select, textarea") || pick("dialog[open]")) return;
  toggleBench();
  takeOver(event);
});
let redrawing = 0;
on(document, "labels", () => {
  cancelAnimationFrame(redrawing);
  if (tab !== "correlation" && tab !== "disagreement") redrawing = requestAnimationFrame(drawBench);
});
new MutationObserver(() => {
  labels.tell();
  drawBench();
}).observe(root, { attributeFilter: ["lang"] }); // the page may change its language
choices.push({
  write(out) {
    limits.write(out);
    if (benchPanel.hidden) return;
    out.set("bench", tab);
    if (tab === "scatter") scatter.write(out);
  },
  read(given) {
    limits.read(given);
    scatter.read(given.getAll("pair"));
    const wanted = Object.hasOwn(TABS, given.get("bench"));
    if (wanted) tab = given.get("bench");
    openBench(wanted);
  },
});
labels.start();
