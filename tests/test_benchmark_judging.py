"""The judging benchmark's measures, against values by hand and published ones."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

from abnormality.measures import auroc, clopper_pearson, least_found, power_at


def test_the_area_counts_pairs_and_ties_half() -> None:
    fresh = np.array([1.0, 2.0, 3.0, 4.0])
    # Of 4 x 2 pairs: 5 above all (4), 2 above one and level with one (1.5).
    assert auroc(fresh, np.array([[5.0, 2.0]])) == pytest.approx([5.5 / 8])


def test_power_is_what_lies_beyond_the_fresh_normals_quantile() -> None:
    assert power_at(np.arange(101.0), np.array([[98.0, 99.5, 120.0, 150.0]]), 0.01) == pytest.approx([0.75])


def test_the_interval_is_clopper_and_pearsons() -> None:
    # By its definition: each end has a tail of 2.5 %, and the tails come from another function.
    low, high = clopper_pearson(10, 1000)
    assert binom.sf(9, 1000, low) == pytest.approx(0.025)
    assert binom.cdf(10, 1000, high) == pytest.approx(0.025)
    # With no hit in n trials the upper end is 1 - 0.025^(1/n).
    assert clopper_pearson(0, 100) == pytest.approx((0.0, 1 - 0.025**0.01))


def test_the_least_fault_is_interpolated_and_may_be_beyond_the_grid() -> None:
    assert least_found((1, 10), np.array([0.8, 1.0])) == pytest.approx(10**0.5)
    assert least_found((1, 10), np.array([0.95, 1.0])) == 1
    assert least_found((1, 10), np.array([0.1, 0.5])) is None
