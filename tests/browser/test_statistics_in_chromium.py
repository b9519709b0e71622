"""The index bench's statistics, run in the browser that will run them, against values from other programs.

The numbers come from scikit-learn 1.9.1, SciPy 1.17.1 and NumPy, offline; each test says how.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from importlib.resources import files
from typing import Any

import numpy as np
import pytest

from browser.page import Driver

pytestmark = pytest.mark.slow

Run = Callable[..., Any]


@pytest.fixture
def run(driver: Driver) -> Run:
    """Return a way to run one line of script after statistics.js; numbers go in as JSON cannot, ∞ and NaN included."""
    text = (files("mikurabe.reports") / "assets" / "statistics.js").read_text(encoding="utf-8")
    driver.get("about:blank")

    def ran(line: str, *lists: Sequence[float]) -> Any:
        # Infinite numbers and NaN are spelled out on the way in.
        spelled = [[str(float(value)).replace("inf", "Infinity") for value in one] for one in lists]
        take = "const given = [...arguments].map((one) => one.map((text) => Number(text)));"
        return driver.execute_script(f"{text}\n{take}\n{line}", *spelled)

    return ran


# Values where larger is less similar (better: "lower"); the labels are made from the two lengths.
AREA = """const [normal, abnormal] = given; const values = [...normal, ...abnormal];
const labels = values.map((_, at) => (at < normal.length ? 1 : 2));
const groups = byValue(values, rising(values), labels, "lower"); const area = areaUnder(groups);
return { ...area, ends: interval(area), ...curve(groups) };"""


def classes(seed: int, normals: int, abnormals: int, decimals: int) -> tuple[list[float], list[float]]:
    """Return values of two overlapping classes, rounded so that there are ties within and across them."""
    random = np.random.default_rng(seed)
    normal = np.round(random.normal(0, 1, normals), decimals)
    return list(normal), list(np.round(random.normal(0.9, 1.3, abnormals), decimals))


def test_ranks_that_are_equal_share_their_mean_and_infinity_is_a_value(run: Run) -> None:
    values = [3.0, 1.0, math.inf, 3.0, math.nan, math.inf, -math.inf]
    assert run("return [...midranks(given[0], rising(given[0]))]", values) == [3.5, 2, 5.5, 3.5, None, 5.5, 1]


def test_the_area_and_its_variance_by_hand(run: Run) -> None:
    # Normal 1 2 3, abnormal 2 4: of six pairs 2>1, 2=2, 2<3 and 4 above all three: (1 + 1/2 + 0 + 3) / 6.
    # Parts of the abnormal: 1/2 and 1, variance 1/8; of the normal: 1, 3/4, 1/2, variance 1/16. DeLong: 1/8/2 + 1/16/3.
    found = run(AREA, [1, 2, 3], [2, 4])
    assert found["auc"] == pytest.approx(0.75)
    assert found["variance"] == pytest.approx(1 / 16 + 1 / 48)
    # Cuts from the top: 4 catches 1 of 2 and none of 3, the difference 1/2; 3 adds a false alarm; 2 has 1 - 2/3.
    assert found["cut"] == {"fails": 4, "passes": 3, "alarms": 0, "misses": 1}
    assert found["points"] == [[0, 0], [0, 0.5], [1 / 3, 0.5], [2 / 3, 1], [1, 1]]


# sklearn.metrics.roc_auc_score(y, s); variance from psi = (a[:, None] > n) + (a[:, None] == n) / 2 as
# psi.mean(1).var(ddof=1) / len(a) + psi.mean(0).var(ddof=1) / len(n); the cut is the argmax of
# round(tpr * len(a)) * len(n) - round(fpr * len(n)) * len(a) over sklearn's roc_curve(drop_intermediate=False).
SKLEARN = [
    ((1, 7, 5, 0), 0.9142857142857143, 0.004285714285714288, (1.0, 2, 0), 5),
    ((2, 40, 30, 1), 0.7170833333333333, 0.004436665254445428, (1.0, 5, 14), 38),
    ((3, 200, 60, 2), 0.6885000000000001, 0.0016909033680644274, (0.65, 57, 21), 184),
]


@pytest.mark.parametrize(("case", "auc", "variance", "cut", "points"), SKLEARN)
def test_area_variance_and_cut_are_those_of_scikit_learn(
    run: Run,
    case: tuple[int, int, int, int],
    auc: float,
    variance: float,
    cut: tuple[float, int, int],
    points: int,
) -> None:
    found = run(AREA, *classes(*case))
    assert found["auc"] == pytest.approx(auc, rel=1e-12)
    assert found["variance"] == pytest.approx(variance, rel=1e-9)
    assert (found["cut"]["fails"], found["cut"]["alarms"], found["cut"]["misses"]) == cut
    assert len(found["points"]) == points
    logit, half = math.log(auc / (1 - auc)), 1.959963984540054 * math.sqrt(variance) / (auc * (1 - auc))
    assert found["ends"] == pytest.approx([1 / (1 + math.exp(half - logit)), 1 / (1 + math.exp(-half - logit))])


def test_what_is_higher_for_the_similar_is_turned_and_gives_the_same_area(run: Run) -> None:
    normal, abnormal = classes(2, 40, 30, 1)
    turned = AREA.replace('"lower"', '"higher"')
    found = run(turned, [-value for value in normal], [-value for value in abnormal])
    assert found["auc"] == pytest.approx(0.7170833333333333, rel=1e-12)
    assert found["cut"] == {"fails": -1.0, "passes": -0.9, "alarms": 5, "misses": 14}


# scipy.optimize.brentq on |t - auc| = 1.96 * sqrt(V(t)), V by Newcombe (2006), method 5.
@pytest.mark.parametrize(
    ("normal", "abnormal", "low", "high"),
    [
        ([1, 2, 3], [4, 5, math.inf], 0.5010187607015301, 1),
        (range(20), range(20, 30), 0.8489213534740999, 1),
        ([7, 7, 7, 7, 7], [7, 7, 7, 7], 0.19361940989343232, 0.8063805901065677),
        (range(6, 12), range(6), 0, 0.3107694252695447),
    ],
)
def test_classes_that_do_not_overlap_have_an_interval_that_is_no_point(
    run: Run, normal: Sequence[float], abnormal: Sequence[float], low: float, high: float
) -> None:
    assert run(AREA, normal, abnormal)["ends"] == pytest.approx([low, high], abs=1e-9)


def test_an_index_that_says_nothing_or_the_opposite_has_no_cut(run: Run) -> None:
    assert run(AREA, [7, 7, 7], [7, 7, 7])["cut"] is None
    assert run(AREA, [4, 5, 6], [1, 2, 3])["cut"] is None


# scipy.stats.spearmanr(x, y) for x = round(normal, 1), y = round(x + normal, 1) of default_rng(9); with every 7th x and
# every 11th y left out, of the pairs that are complete.
@pytest.mark.parametrize(("left_out", "n", "rho"), [(False, 50, 0.7935660740680471), (True, 38, 0.8630407381796815)])
def test_spearmans_correlation_is_scipys_pairwise_complete(run: Run, left_out: bool, n: int, rho: float) -> None:
    random = np.random.default_rng(9)
    x = np.round(random.normal(0, 1, 50), 1)
    y = np.round(x + random.normal(0, 1, 50), 1)
    if left_out:
        x, y = x.copy(), y.copy()
        x[::7] = y[::11] = math.nan
    found = run("return spearman(...given.map(ranked))", list(x), list(y))
    assert found["n"] == n
    assert found["rho"] == pytest.approx(rho, rel=1e-12)


def test_no_correlation_is_claimed_of_two_pictures_or_of_an_index_that_never_varies(run: Run) -> None:
    assert run("return spearman(...given.map(ranked))", [1, 2], [1, 2]) == {"n": 2, "rho": None}
    assert run("return spearman(...given.map(ranked))", [1, 2, 3, 4], [5, 5, 5, 5]) == {"n": 4, "rho": None}


@pytest.mark.parametrize(
    ("low", "high", "limit"),
    [
        (0.9312, 0.9448, 0.94),
        (18.2, 31.0, 20),
        (-0.3, 0.3, 0),
        (99.99, 100.0, 99.995),
        (-math.inf, math.inf, 0),
        (1.0, 1.0000000000000002, None),
    ],
)
def test_a_limit_between_two_values_has_the_fewest_digits(
    run: Run, low: float, high: float, limit: float | None
) -> None:
    assert run("return between(given[0][0], given[0][1])", [low, high]) == limit


@pytest.mark.parametrize("low", [40.0, -3.5, 1e-9])
def test_a_limit_below_infinity_is_a_number(run: Run, low: float) -> None:
    found = run("return between(given[0][0], given[0][1])", [low, math.inf])
    assert low < found < math.inf
