"""Areas under the ROC curve, against scikit-learn, by hand, and against the definition written out pair by pair."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mikurabe.judge.auroc import area_under, best_cut, between, d_prime, interval, midranks, p_of_difference


def classes(seed: int, normals: int, abnormals: int, decimals: int) -> tuple[np.ndarray, np.ndarray]:
    """Return values of two overlapping classes, rounded so that there are ties within and across them."""
    random = np.random.default_rng(seed)
    normal = np.round(random.normal(0, 1, normals), decimals)
    return normal, np.round(random.normal(0.9, 1.3, abnormals), decimals)


def test_ranks_that_are_equal_share_their_mean_and_infinity_is_a_value() -> None:
    values = np.array([3.0, 1.0, math.inf, 3.0, math.inf, -math.inf])
    assert midranks(values).tolist() == [3.5, 2, 5.5, 3.5, 5.5, 1]


def test_the_area_and_its_variance_by_hand() -> None:
    # Normal 1 2 3, abnormal 2 4: of six pairs 2>1, 2=2, 2<3 and 4 above all three: (1 + 1/2 + 0 + 3) / 6.
    # Parts of the abnormal: 1/2 and 1, variance 1/8; of the normal: 1, 3/4, 1/2, variance 1/16. DeLong: 1/8/2 + 1/16/3.
    area = area_under(np.array([1.0, 2, 3]), np.array([2.0, 4]))
    assert area.auc == pytest.approx(0.75)
    assert area.variance == pytest.approx(1 / 16 + 1 / 48)
    assert best_cut(np.array([1.0, 2, 3]), np.array([2.0, 4])).__repr__() == (
        "Cut(fails=4.0, passes=3.0, alarms=0, misses=1)"
    )


# The same values as in tests/browser/test_statistics_in_chromium.py, by scikit-learn 1.9.1: roc_auc_score, and the
# variance from psi = (a[:, None] > n) + (a[:, None] == n) / 2; the cut from roc_curve(drop_intermediate=False). So the
# command and the HTML report's bench say the same numbers.
SKLEARN = [
    ((1, 7, 5, 0), 0.9142857142857143, 0.004285714285714288, (1.0, 2, 0)),
    ((2, 40, 30, 1), 0.7170833333333333, 0.004436665254445428, (1.0, 5, 14)),
    ((3, 200, 60, 2), 0.6885000000000001, 0.0016909033680644274, (0.65, 57, 21)),
]


@pytest.mark.parametrize(("case", "auc", "variance", "cut"), SKLEARN)
def test_area_variance_and_cut_are_those_of_scikit_learn(
    case: tuple[int, int, int, int], auc: float, variance: float, cut: tuple[float, int, int]
) -> None:
    area, found = area_under(*classes(*case)), best_cut(*classes(*case))
    assert area.auc == pytest.approx(auc, rel=1e-12)
    assert area.variance == pytest.approx(variance, rel=1e-9)
    assert found is not None
    assert (found.fails, found.alarms, found.misses) == cut
    logit, half = math.log(auc / (1 - auc)), 1.959963984540054 * math.sqrt(variance) / (auc * (1 - auc))
    assert interval(area) == pytest.approx([1 / (1 + math.exp(half - logit)), 1 / (1 + math.exp(-half - logit))])


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
    normal: range, abnormal: range, low: float, high: float
) -> None:
    area = area_under(np.array(normal, dtype=float), np.array(abnormal, dtype=float))
    assert interval(area) == pytest.approx((low, high), abs=1e-9)


def test_two_areas_over_the_same_pictures_differ_with_delongs_p_written_out_pair_by_pair() -> None:
    rng = np.random.default_rng(5)
    shared = rng.normal(0, 1, 45)
    is_abnormal = np.arange(45) >= 30
    first = np.round(shared + 1.6 * is_abnormal + rng.normal(0, 0.6, 45), 1)
    second = np.round(shared + 0.7 * is_abnormal + rng.normal(0, 0.6, 45), 1)
    areas = [area_under(each[~is_abnormal], each[is_abnormal]) for each in (first, second)]
    # DeLong 1988, equations 4 to 7: the kernel of each pair, its means by row and by column, and their covariances.
    kernels = [
        (each[is_abnormal][:, None] > each[~is_abnormal]) + 0.5 * (each[is_abnormal][:, None] == each[~is_abnormal])
        for each in (first, second)
    ]
    s10 = np.cov([kernel.mean(axis=1) for kernel in kernels])
    s01 = np.cov([kernel.mean(axis=0) for kernel in kernels])
    covariance = s10 / 15 + s01 / 30
    variance = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
    z = (kernels[0].mean() - kernels[1].mean()) / math.sqrt(variance)
    p = p_of_difference(*areas)
    assert p == pytest.approx(math.erfc(abs(z) / math.sqrt(2)), rel=1e-9)
    assert p is not None
    assert 0.0001 < p < 0.2, "the example should say something"


def test_no_difference_is_claimed_of_two_perfect_indices() -> None:
    area = area_under(np.arange(5.0), np.arange(5.0, 9.0))
    assert p_of_difference(area, area) is None


def test_an_index_that_says_nothing_or_the_opposite_has_no_cut() -> None:
    assert best_cut(np.array([7.0, 7, 7]), np.array([7.0, 7, 7])) is None
    assert best_cut(np.array([4.0, 5, 6]), np.array([1.0, 2, 3])) is None


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
def test_a_limit_between_two_values_has_the_fewest_digits(low: float, high: float, limit: float | None) -> None:
    assert between(low, high) == limit


def test_d_prime_by_hand_and_none_where_it_has_no_value() -> None:
    # Means 2 and 5, squares 2 and 8, pooled variance 10 / 4.
    assert d_prime(np.array([1.0, 2, 3]), np.array([3.0, 5, 7])) == pytest.approx(3 / math.sqrt(10 / 4))
    assert d_prime(np.array([1.0, math.inf]), np.array([3.0, 5])) is None
    assert d_prime(np.array([1.0, 1]), np.array([1.0, 1])) is None
    assert d_prime(np.array([1.0, 2]), np.array([3.0])) is None
