"""Shapes and peaks, on arrays alone."""

from __future__ import annotations

import numpy as np
import pytest

from mikurabe.populations.peaks import peaks_of
from mikurabe.populations.shapes import Gauss, forms_of, moments_of, shape_of, standardised

SHAPE = (Gauss(0.7, -0.5, 0.0, 0.5, 0.1, 0.8), Gauss(0.3, 1.0, 0.3, 1.2, -0.2, 1.0))


def grid(reach: float, steps: int) -> tuple[np.ndarray, np.ndarray, float]:
    across = np.linspace(-reach, reach, steps)
    u, v = np.meshgrid(across, across)
    return u.ravel(), v.ravel(), float((across[1] - across[0]) ** 2)


def test_a_standardised_shape_has_mean_0_and_covariance_1() -> None:
    mean, covariance = moments_of(standardised(SHAPE))
    assert mean.tolist() == pytest.approx([0, 0], abs=1e-12)
    assert covariance.tolist() == pytest.approx([1, 0, 1], abs=1e-12)


def test_a_density_integrates_to_1_and_has_the_moments_of_its_shape() -> None:
    u, v, cell = grid(8, 321)
    density = forms_of([SHAPE]).density(u[np.newaxis], v[np.newaxis])[0] * cell
    assert density.sum() == pytest.approx(1, abs=1e-6)
    # By hand: 0.7 * -0.5 + 0.3 * 1.0, and 0.7 (0.5 + 0.25) + 0.3 (1.2 + 1) - mean².
    mean, covariance = moments_of(SHAPE)
    assert (density @ u, mean[0]) == (pytest.approx(-0.05, abs=1e-6), pytest.approx(-0.05))
    assert covariance[0] == pytest.approx(1.185 - 0.0025)
    assert density @ (u - mean[0]) ** 2 == pytest.approx(covariance[0], abs=1e-5)


def test_a_round_cluster_is_one_gaussian_and_a_skewed_one_several() -> None:
    rng = np.random.default_rng(3)
    u, v = rng.standard_normal((2, 4000))
    assert len(shape_of(u, v, np.ones(4000), 4000)) == 1
    skewed = u * np.exp(0.3 * u)
    skewed = (skewed - skewed.mean()) / skewed.std()
    assert len(shape_of(skewed, v, np.ones(4000), 4000)) > 1


def height_of(*tops: tuple[float, float, float]) -> np.ndarray:
    y, x = np.mgrid[:40, :40]
    return sum(high * np.exp(-((x - at_x) ** 2 + (y - at_y) ** 2) / 18) for at_x, at_y, high in tops)


def test_two_peaks_are_two_and_a_shoulder_is_none() -> None:
    tops = [
        (peak.top % 40, peak.top // 40)
        for peak in peaks_of(height_of((10, 10, 5), (28, 30, 2)), height_of((0, 0, 0)), None, 0.01)
    ]
    assert tops == [(10, 10), (28, 30)]
    assert len(peaks_of(height_of((10, 10, 5), (14, 10, 3)), height_of((0, 0, 0)), None, 0.01)) == 1


def test_every_cell_of_a_basin_belongs_to_one_peak() -> None:
    height = height_of((10, 10, 5), (28, 30, 2))
    basins = [peak.basin for peak in peaks_of(height, height, None, 0.01)]
    together = np.concatenate(basins)
    assert len(np.unique(together)) == len(together) == np.count_nonzero(height > 0.01)


def test_a_bump_within_counting_noise_is_no_peak() -> None:
    flat = np.ones((40, 40))
    bumped = flat + height_of((10, 10, 1), (30, 30, 0.6))
    few, many = np.full((40, 40), 0.05), np.full((40, 40), 50.0)
    assert len(peaks_of(bumped, bumped, few, 0.0)) == 1
    assert len(peaks_of(bumped, bumped, many, 0.0)) == 2
