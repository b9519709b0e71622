"""The cosine of |FFT|: closed forms."""

from __future__ import annotations

import numpy as np
import pytest

import mikurabe as mk
from mikurabe.errors import UndefinedScore
from mikurabe.images import from_array
from mikurabe.metrics import METRICS, choose
from mikurabe.picture import Picture
from pictures import noise, picture


@pytest.mark.parametrize("shape", [(32, 32), (31, 32), (32, 31), (7, 1)], ids=str)
def test_it_is_the_cosine_over_the_whole_plane(shape: tuple[int, int]) -> None:
    first, second = noise(shape, seed=1).astype(np.float64), noise(shape, seed=2).astype(np.float64)
    a, b = (np.abs(np.fft.fft2(pixels - pixels.mean())).ravel() for pixels in (first, second))
    expected = float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))
    assert mk.fft_magnitude(first, second) == pytest.approx(expected, abs=1e-12)


def test_moving_in_a_circle_turning_by_180_and_a_negative_change_nothing() -> None:
    pixels = noise((40, 33))
    for other in (np.roll(pixels, (7, -5), (0, 1)), pixels[::-1, ::-1].copy(), 255 - pixels, pixels // 2 * 2):
        tolerance = 1e-12 if not np.array_equal(other, pixels // 2 * 2) else 1e-3
        assert mk.fft_magnitude(pixels, other) == pytest.approx(1, abs=tolerance)


def test_two_waves_of_different_length_have_nothing_in_common() -> None:
    x = np.arange(64)
    first, second = (np.tile(100 + 50 * np.sin(2 * np.pi * x * waves / 64), (64, 1)) for waves in (3, 7))
    assert mk.fft_magnitude(first, second) == pytest.approx(0, abs=1e-12)


def test_a_flat_picture_has_no_frequencies() -> None:
    with pytest.raises(UndefinedScore, match="the reference is one flat level"):
        mk.fft_magnitude(np.full((9, 9), 3, np.uint8), noise((9, 9)))


def test_masks() -> None:
    first, second = noise((30, 30), seed=1), noise((30, 30), seed=1)
    mask = np.zeros((30, 30), np.bool_)
    mask[5:20, 5:20] = True
    second[~mask] = 255
    index = choose(METRICS["fft_magnitude"], {})
    assert index.value(*(Picture(from_array(each, name="masked"), mask) for each in (first, second))) == 1
    everywhere = np.ones((30, 30), np.bool_)
    masked = index.value(*(Picture(from_array(each, name="masked"), everywhere) for each in (first, second)))
    assert masked == pytest.approx(index.value(picture(first), picture(second)), abs=1e-12)
