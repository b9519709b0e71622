"""Limits: what N scores of normals allow to promise, against exact values and against chance itself."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from mikurabe.judge.calibrate import (
    conformal_limit,
    conformal_p,
    extreme_limit,
    fewest_distribution_free,
    prediction_limits,
    promise_of,
    tail_scale,
)
from mikurabe.metrics import parse


def test_the_promise_grows_with_the_number_of_normals() -> None:
    assert [promise_of(number, 0.01) for number in (1, 2, 4, 5, 19, 20, 98, 99)] == [
        "values", "ranking", "ranking", "provisional", "provisional", "limit", "limit", "distribution_free",
    ]  # fmt: skip


def test_two_scores_that_share_the_false_alarms_need_twice_the_normals() -> None:
    assert (fewest_distribution_free(0.01), fewest_distribution_free(0.005)) == (99, 199)


@pytest.mark.parametrize(("number", "k"), [(5, 7.25), (10, 4.29), (20, 3.53), (100, 3.09)])
def test_the_prediction_limit_is_the_published_factor_away_from_the_mean(number: int, k: float) -> None:
    # k = t(0.99865, N - 1) sqrt(1 + 1/N), two-sided 0.27 %: 7.25, 4.29, 3.53, 3.09 (computed with R's qt).
    values = np.random.default_rng(number).normal(30, 2, number)
    limits = prediction_limits(values.tolist(), parse("psnr").column(), 0.0027)
    assert limits is not None
    assert (limits[1] - values.mean()) / values.std(ddof=1) == pytest.approx(k, abs=0.005)
    assert limits[0] + limits[1] == pytest.approx(2 * values.mean())


def test_the_limits_of_an_index_that_ends_at_1_do_not_pass_it() -> None:
    low, high = prediction_limits([0.99, 0.97, 0.995, 0.98, 0.99], parse("ssim").column(), 0.01) or (0, 0)
    assert low < 0.97 < 0.995 < high <= 1


def test_values_that_do_not_vary_or_are_infinite_have_no_limits() -> None:
    assert prediction_limits([0.5] * 9, parse("ssim").column(), 0.01) is None
    assert prediction_limits([30.0, math.inf, 31.0], parse("psnr").column(), 0.01) is None


@pytest.mark.parametrize("number", [5, 20, 60])
def test_an_extreme_value_passes_its_limit_as_often_as_promised(number: int) -> None:
    # Gumbel's distribution at a place that the limit is not told; the average over many baselines.
    rng = np.random.default_rng(3)
    trials = 20_000
    scores = rng.gumbel(1.1, tail_scale(number), (trials, number + 1))
    passed = sum(own[-1] > extreme_limit(own[:-1], 0.01) for own in scores)
    # Standard error 0.0007.
    assert passed / trials == pytest.approx(0.01, abs=0.0021)


def test_fewer_normals_have_a_wider_limit() -> None:
    limits = [extreme_limit(np.full(number, 1.1), 0.01) for number in (5, 20, 98)]
    assert limits == sorted(limits, reverse=True)
    # By hand for very many: -b log(-log(0.99)) above 1.1, where the mean of exp(-D/b) is exp(-1.1/b).
    assert limits[-1] == pytest.approx(1.1 + tail_scale(98) * -math.log(-math.log(0.99)), abs=0.01)


def test_the_distribution_free_limit_is_the_largest_of_99() -> None:
    scores = np.arange(99.0)
    assert conformal_limit(scores, 0.01) == 98
    assert conformal_limit(np.arange(199.0), 0.01) == 197
    with pytest.raises(ValueError, match="98 scores"):
        conformal_limit(scores[:98], 0.01)


def test_the_conformal_p_counts_the_picture_itself() -> None:
    scores = np.array([1.0, 2.0, 3.0, 4.0])
    assert conformal_p(scores, 5.0) == pytest.approx(1 / 5)
    assert conformal_p(scores, 3.0) == pytest.approx(3 / 5)


def test_limits_on_the_values_stand_where_stress_has_them_on_its_scale() -> None:
    column = parse("ssim").column()
    values = [0.80, 0.78, 0.83, 0.79, 0.81, 0.77]
    low, high = prediction_limits(values, column, 0.01) or (0, 0)
    # Cube roots of 1 - value: mean 0.587404, SD 0.0211413 (NumPy); t(0.995, 5) = 4.0321, sqrt(1 + 1/6) = 1.0801.
    assert (1 - low) ** (1 / 3) == pytest.approx(0.587404 + 4.0321 * 1.0801 * 0.0211413, abs=2e-5)
    assert (1 - high) ** (1 / 3) == pytest.approx(0.587404 - 4.0321 * 1.0801 * 0.0211413, abs=2e-5)


def test_values_on_both_sides_of_identical_pictures_are_reckoned_as_they_are() -> None:
    # An index of one's own, 1 for identical pictures: t(0.995, 3) = 5.8409, SD 0.0129099, sqrt(1 + 1/4) = 1.118034.
    column = replace(parse("ssim").column(), high=2.0)
    low, high = prediction_limits([0.99, 1.01, 1.0, 0.98], column, 0.01) or (0, 0)
    half = 5.8409 * 0.0129099 * 1.118034
    assert (low, high) == (pytest.approx(0.995 - half, abs=1e-5), pytest.approx(0.995 + half, abs=1e-5))
