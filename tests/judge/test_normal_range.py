"""Limits from normal scores: as wide as few of them demand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mikurabe.judge.normal_range import least_sd, prediction_range, to_scale
from reports.samples import COSINE, PSNR


# t(0.99865; N - 1) * sqrt(1 + 1/N) of a table of Student's t: the factors of a two-sided 0.27 % limit.
@pytest.mark.parametrize(("count", "factor"), [(5, 7.25), (10, 4.29), (20, 3.53), (100, 3.09)])
def test_the_factor_is_that_of_a_prediction_limit(count: int, factor: float) -> None:
    values = np.random.default_rng(1).normal(10, 2, count)
    low, high = prediction_range(values, 0.0027)
    assert (high - low) / 2 / values.std(ddof=1) == pytest.approx(factor, abs=0.02)
    assert (high + low) / 2 == pytest.approx(values.mean())


@pytest.mark.parametrize("count", [5, 20])
def test_fresh_normal_numbers_fall_outside_as_often_as_allowed(count: int) -> None:
    rng = np.random.default_rng(7)
    outside = 0
    for _ in range(4000):
        low, high = prediction_range(rng.normal(0, 1, count), 0.01)
        outside += not low <= rng.normal() <= high
    # 40 expected; a binomial number is beyond 21 … 60 once in a thousand.
    assert 21 <= outside <= 60


def test_the_scale_rises_as_similarity_falls_and_infinity_stays() -> None:
    assert to_scale(np.array([1.0, 0.992, 0.9]), COSINE) == pytest.approx([0, 0.2, 0.1 ** (1 / 3)])
    assert to_scale(np.array([30.0, math.inf]), PSNR).tolist() == [-30.0, -math.inf]


def test_scores_that_never_vary_leave_room_for_a_rounding() -> None:
    same = to_scale(np.full(8, 0.95), COSINE)
    low, high = prediction_range(same, 0.01, least_sd(same, COSINE))
    for value in (0.95, 0.95 + COSINE.resolution / 2, 0.95 - COSINE.resolution / 2):
        assert low <= to_scale(np.array([value]), COSINE)[0] <= high
    assert to_scale(np.array([0.94]), COSINE)[0] > high
    assert least_sd(to_scale(np.full(8, 1.0), COSINE), COSINE) > 0
