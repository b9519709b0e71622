"""Exact p: counted by trying all labels, and against SciPy."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy import stats

from mikurabe.judge.auroc import area_under
from mikurabe.judge.permutation import exact_p, p_of_best


def test_three_faults_among_twenty_normals_give_one_in_1771_at_best() -> None:
    normal, abnormal = np.arange(20.0), np.array([30.0, 31.0, 32.0])
    more, less = exact_p(normal, abnormal)
    assert more == pytest.approx(1 / math.comb(23, 3), rel=1e-12)
    assert less == 1.0


@pytest.mark.parametrize("seed", range(4))
def test_it_is_the_share_of_all_labellings_ties_included(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.integers(0, 6, 11).astype(float)
    chosen = 4 if seed % 2 else 7
    observed = area_under(values[chosen:], values[:chosen]).auc
    areas = []
    for picked in itertools.combinations(range(11), chosen):
        is_picked = np.isin(np.arange(11), picked)
        areas.append(area_under(values[~is_picked], values[is_picked]).auc)
    tried = np.array(areas)
    assert exact_p(values[chosen:], values[:chosen]) == pytest.approx(
        (np.mean(tried >= observed - 1e-12), np.mean(tried <= observed + 1e-12)), rel=1e-9
    )


def test_without_ties_it_is_scipys_exact_mann_whitney() -> None:
    rng = np.random.default_rng(3)
    normal, abnormal = rng.normal(0, 1, 60), rng.normal(0.4, 1, 45)
    more, less = exact_p(normal, abnormal)
    for alternative, p in (("greater", more), ("less", less)):
        assert p == pytest.approx(
            stats.mannwhitneyu(abnormal, normal, alternative=alternative, method="exact").pvalue, rel=1e-7
        )


def test_beyond_200_pictures_it_is_scipys_corrected_normal_approximation() -> None:
    rng = np.random.default_rng(3)
    normal, abnormal = np.round(rng.normal(0, 1, 180), 1), np.round(rng.normal(0.2, 1, 90), 1)
    more, less = exact_p(normal, abnormal)
    for alternative, p in (("greater", more), ("less", less)):
        expected = stats.mannwhitneyu(abnormal, normal, alternative=alternative, method="asymptotic").pvalue
        # SciPy's correction with ties is of half a rank, and so is ours.
        assert p == pytest.approx(expected, rel=1e-6)


def test_the_best_of_many_indices_is_judged_as_the_best_of_many() -> None:
    is_abnormal = np.arange(10) >= 7
    perfect = np.arange(10.0)
    # One index: 2 of 120 labellings (all three at the top, or all at the bottom) are as far from chance.
    assert p_of_best([perfect], is_abnormal) == pytest.approx(2 / 120)
    rng = np.random.default_rng(1)
    others = [rng.permutation(10).astype(float) for _ in range(20)]
    assert p_of_best([perfect, *others], is_abnormal) > 10 / 120


def test_a_missing_value_takes_no_part_in_it() -> None:
    is_abnormal = np.arange(8) >= 5
    values = np.arange(8.0)
    values[0] = np.nan
    # Of 56 labellings: the 3 are among 7 values, or one of them is the missing picture. As extreme is an area of 0 or
    # 1: 2 of the C(7, 3) = 35, and 2 of the C(7, 2) = 21.
    assert p_of_best([values], is_abnormal) == pytest.approx(4 / 56)


def test_with_too_many_ways_some_are_drawn_and_the_true_labels_are_among_them() -> None:
    is_abnormal = np.arange(60) >= 30
    assert p_of_best([np.arange(60.0)], is_abnormal) == 1 / 20_000
