// Statistics of ranks: exact with ties, at home with ∞. A missing value is NaN and takes no part.

// The places of what is not missing, in rising order of value.
function rising(values) {
  const places = [];
  for (let at = 0; at < values.length; at += 1) if (!Number.isNaN(values[at])) places.push(at);
  // No difference, because ∞ − ∞ is none.
  return places.sort((a, b) => (values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : 0));
}

// The rank, from 1, of the value at each of these rising places; equal values share the mean of their ranks.
function midranks(values, places) {
  const ranks = new Float64Array(values.length).fill(NaN);
  for (let start = 0, end; start < places.length; start = end) {
    end = start + 1;
    while (end < places.length && values[places[end]] === values[places[start]]) end += 1;
    for (let at = start; at < end; at += 1) ranks[places[at]] = (start + 1 + end) / 2;
  }
  return ranks;
}

// Values with their order and ranks: an index is sorted once, all else follows from it.
function ranked(values) {
  const places = rising(values);
  return { values, places, ranks: midranks(values, places) };
}

// Spearman's rank correlation of the pairs of which both are there; null below 3 pairs, or where one side never varies.
function spearman(x, y) {
  let [both, ranksX, ranksY] = [x.places, x.ranks, y.ranks];
  const there = ({ values }) => (at) => !Number.isNaN(values[at]);
  // Mostly the same pictures have both values, and then the ranks of all are those of the pairs.
  if (x.places.length !== y.places.length || !both.every(there(y))) {
    both = both.filter(there(y));
    ranksX = midranks(x.values, both);
    ranksY = midranks(y.values, y.places.filter(there(x)));
  }
  const middle = (both.length + 1) / 2; // the mean of all ranks, shared or not
  let [xx, yy, xy] = [0, 0, 0];
  for (const at of both) {
    const dx = ranksX[at] - middle;
    const dy = ranksY[at] - middle;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return { n: both.length, rho: both.length < 3 || !xx || !yy ? null : xy / Math.sqrt(xx * yy) };
}

// The labelled pictures as [value, normal, abnormal] per different value, from the most similar to the least.
// `places` are those of rising(); a label is 1 for normal, 2 for abnormal.
function byValue(values, places, labels, better) {
  const groups = [];
  for (const at of places) {
    if (!labels[at]) continue;
    let last = groups[groups.length - 1];
    if (!last || last[0] !== values[at]) groups.push((last = [values[at], 0, 0]));
    last[labels[at]] += 1;
  }
  return better === "higher" ? groups.reverse() : groups;
}

const totals = (groups) => groups.reduce(([m, n], [, normal, abnormal]) => [m + normal, n + abnormal], [0, 0]);

// How often an abnormal picture is less similar than a normal one (a tie is half), with DeLong's variance
// (DeLong, DeLong & Clarke-Pearson 1988, Biometrics 44:837); NaN where a class has nobody, or one for the variance.
function areaUnder(groups) {
  const [normals, abnormals] = totals(groups);
  // Each picture's part: the share of the other class that it is on the right side of.
  let [passed, failed, sumN, squaresN, sumA, squaresA] = [0, 0, 0, 0, 0, 0];
  for (const [, normal, abnormal] of groups) {
    const ofAbnormal = (passed + normal / 2) / normals;
    const ofNormal = 1 - (failed + abnormal / 2) / abnormals;
    sumA += abnormal * ofAbnormal;
    squaresA += abnormal * ofAbnormal ** 2;
    sumN += normal * ofNormal;
    squaresN += normal * ofNormal ** 2;
    passed += normal;
    failed += abnormal;
  }
  const spread = (sum, squares, n) => Math.max(0, squares - sum ** 2 / n) / (n - 1) / n;
  return { auc: sumA / abnormals, variance: spread(sumN, squaresN, normals) + spread(sumA, squaresA, abnormals), normals, abnormals };
}

const Z = 1.959963984540054; // 95 %

// The 95 % interval of an area: DeLong's variance on the logit scale, which stays inside 0 … 1 and is wide for few
// pictures. Where the classes do not overlap that variance is 0, which says nothing: then by Newcombe's method 5
// (2006, Statistics in Medicine 25:559), which asks how large an area could still have given this one.
function interval({ auc, variance, normals, abnormals }) {
  if (variance > 1e-12) {
    const logit = Math.log(auc / (1 - auc));
    const half = (Z * Math.sqrt(variance)) / (auc * (1 - auc));
    return [logit - half, logit + half].map((end) => 1 / (1 + Math.exp(-end)));
  }
  const mean = (normals + abnormals) / 2 - 1;
  const error = (t) => Math.sqrt((t * (1 - t) * (1 + (mean * (1 - t)) / (2 - t) + (mean * t) / (1 + t))) / normals / abnormals);
  return [0, 1].map((end) => {
    let [near, far] = [auc, end];
    for (let step = 0; step < 50; step += 1) {
      const middle = (near + far) / 2;
      if (Math.abs(middle - auc) < Z * error(middle)) near = middle;
      else far = middle;
    }
    return near;
  });
}

// The curve as [false alarms, hits], shares from 0 to 1, and the cut of the largest difference of the two (Youden),
// of equal ones that with the fewest false alarms: `fails` is the most similar value on its failing side, `passes`
// the least similar one on the other. No cut where no such difference is above 0.
function curve(groups) {
  const [normals, abnormals] = totals(groups);
  const points = [[0, 0]];
  let [alarms, hits, most, cut] = [0, 0, 0, null];
  for (let at = groups.length - 1; at >= 0; at -= 1) {
    alarms += groups[at][1];
    hits += groups[at][2];
    points.push([alarms / normals, hits / abnormals]);
    const gain = hits * normals - alarms * abnormals; // the difference in whole numbers, so that equal ones are equal
    if (gain > most) [most, cut] = [gain, { fails: groups[at][0], passes: groups[at - 1][0], alarms, misses: abnormals - hits }];
  }
  return { points, cut };
}

// The number of the fewest digits between two, as near to their middle as those digits allow.
function between(low, high) {
  const reach = (end, other) => (Number.isFinite(end) ? end : Math.sign(end) * Math.max(1, Math.abs(other)) * 1.2 + other);
  const middle = low === -high ? 0 : (reach(low, high) + reach(high, low)) / 2;
  for (let digits = 1; digits <= 17; digits += 1) {
    const short = Number(middle.toPrecision(digits));
    if (low < short && short < high) return short;
  }
  return null; // neighbours: no number is between
}
