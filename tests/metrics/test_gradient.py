"""GMSD, its multi-scale form and MDSI against the authors' values, piq's, and hand-made ones."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe as mk
from mikurabe.errors import UndefinedScore
from mikurabe.metrics import METRICS
from peers import as_tensor, camera_and_noise, camera_in_colour, cv2_quality, piq
from pictures import gray_file, noise, picture


def goldhill(shared_data: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    folder = shared_data / "pairs"
    return gray_file(folder / "goldhill.gif"), gray_file(folder / "goldhill_jpeg.gif")


def over_n(sample_deviation: float, places: int) -> float:
    """Return the deviation that divides by N where the other divides by N - 1."""
    return sample_deviation * math.sqrt((places - 1) / places)


@pytest.mark.parametrize(
    ("index", "expected", "digits"),
    [
        # GMSD.m in MATLAB, as kept in piq's tests; the slopes of 8-bit planes are compared in single precision
        ("gmsd", 0.138012587141798, 1e-7),
        # piq 0.8.0: multi_scale_gmsd(goldhill_jpeg, goldhill, data_range=255), float64
        ("ms_gmsd", 0.1317428030411777, 1e-7),
        # MDSI.m in MATLAB, as kept in piq's tests, where the distorted picture comes first
        ("mdsi", 0.395910876130775, 1e-14),
        ("mdsi[combination=mult]", 0.328692181289061, 1e-12),
    ],
)
def test_goldhill_has_the_published_values(shared_data: Path, index: str, expected: float, digits: float) -> None:
    first, second = goldhill(shared_data)
    name, _, chosen = index.partition("[combination=")
    params = {"combination": chosen.rstrip("]")} if chosen else {}
    assert getattr(mk, name)(first, second, **params) == pytest.approx(expected, abs=digits)


def test_the_camera_man_with_noise_has_piqs_values() -> None:
    camera, noisy = camera_and_noise()
    # GMSD.m divides by N - 1 (std2), piq and OpenCV by N: 1 part in 2 × 256² apart.
    # piq 0.8.0: gmsd(noisy, camera, data_range=255), float64; cv2.quality.QualityGMSD gives 0.18284244
    assert mk.gmsd(camera, noisy) == pytest.approx(0.18284384291196, abs=1e-7)
    assert over_n(mk.gmsd(camera, noisy), 256 * 256) == pytest.approx(0.1828424479188253, abs=1e-7)
    # piq 0.8.0: multi_scale_gmsd and mdsi(three channels alike), same arguments
    assert mk.ms_gmsd(camera, noisy) == pytest.approx(0.17322407645713478, abs=1e-7)
    assert mk.mdsi(camera, noisy) == pytest.approx(0.3676798399175983, abs=1e-12)
    # ... and piq's mult adds an epsilon before the roots: 0.2867914037679653
    assert mk.mdsi(camera, noisy, combination="mult") == pytest.approx(0.2867914008804349, abs=1e-12)


def test_colour_counts_in_mdsi() -> None:
    # piq 0.8.0: mdsi(candidate, reference, data_range=255), float64
    reference, candidate = camera_in_colour()
    assert mk.mdsi(reference, candidate) == pytest.approx(0.3802180139736401, abs=1e-12)


def test_mdsi_is_not_symmetric(shared_data: Path) -> None:
    # piq 0.8.0: mdsi(camera, noisy), the two swapped: 0.4553 instead of 0.3677
    camera, noisy = camera_and_noise()
    assert mk.mdsi(noisy, camera) == pytest.approx(0.45533212947158286, abs=1e-12)


@pytest.mark.parametrize("shape", [(64, 64), (96, 72), (400, 420)], ids=str)
def test_gray_pictures_score_as_piq_scores_them(shape: tuple[int, int]) -> None:
    peer = piq()
    first, second = noise(shape, seed=1), noise(shape, seed=2)
    a, b = as_tensor(second), as_tensor(first)
    places = shape[0] // 2 * (shape[1] // 2)
    assert over_n(mk.gmsd(first, second), places) == pytest.approx(peer.gmsd(a, b, data_range=255.0).item(), abs=1e-7)
    assert mk.ms_gmsd(first, second) == pytest.approx(peer.multi_scale_gmsd(a, b, data_range=255.0).item(), abs=1e-7)


def test_colour_pictures_score_as_piq_scores_them() -> None:
    peer = piq()
    first, second = noise((80, 96, 3), seed=1), noise((80, 96, 3), seed=2)
    expected = peer.mdsi(as_tensor(second), as_tensor(first), data_range=255.0).item()
    assert mk.mdsi(first, second) == pytest.approx(expected, abs=1e-9)


def test_gmsd_equals_opencvs_but_for_the_division() -> None:
    quality = cv2_quality()
    first, second = noise((64, 64), seed=1), noise((64, 64), seed=2)
    expected = quality.QualityGMSD_compute(first, second)[0][0]
    assert over_n(mk.gmsd(first, second), 32 * 32) == pytest.approx(expected, abs=1e-6)


def test_gmsd_of_one_step_by_hand() -> None:
    # Halved: 3 rows of (0, 30). Prewitt with zeros beyond the border gives, to the right and downwards, in tens:
    # (2, 1) (0, 1) in the rows above and below, (3, 0) (0, 0) in the middle.
    black, stepped = np.zeros((6, 4), np.uint8), np.zeros((6, 4), np.uint8)
    stepped[:, 2:] = 30
    slopes = [(20, 10), (0, 10), (30, 0), (0, 0), (20, 10), (0, 10)]
    expected = np.std([170 / (right**2 + down**2 + 170) for right, down in slopes], ddof=1)
    assert mk.gmsd(black, stepped) == pytest.approx(float(expected), abs=1e-7)


def test_gmsd_does_not_see_the_sign_of_an_edge() -> None:
    local = METRICS["gmsd"].local
    assert local is not None
    up = np.full((32, 32), 100, np.uint8)
    down = up.copy()
    up[8:24, 8:24], down[8:24, 8:24] = 140, 60
    assert np.allclose(local(picture(up), picture(down)), 0, atol=1e-12)


def test_too_small_a_picture_says_so() -> None:
    with pytest.raises(UndefinedScore, match="only one place"):
        mk.gmsd(np.array([[1, 2]], np.uint8), np.array([[2, 1]], np.uint8))
    with pytest.raises(UndefinedScore, match="20 × 15 px is smaller than 16 × 16"):
        mk.ms_gmsd(noise((15, 20), seed=1), noise((15, 20), seed=2))
