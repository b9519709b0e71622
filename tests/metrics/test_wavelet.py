"""CW-SSIM and its steerable pyramid: against another program's pyramid, by hand, and on digits that move."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mikurabe.errors import UndefinedScore
from mikurabe.images import from_array
from mikurabe.metrics import METRICS, parse
from mikurabe.metrics.steerable import level_shape, oriented_bands
from mikurabe.metrics.wavelet import local_cw_ssim
from mikurabe.picture import Picture
from pictures import noise


def pair(first: object, second: object, mask: NDArray[np.bool_] | None = None) -> tuple[Picture, Picture]:
    one, other = (Picture(from_array(np.asarray(pixels), name="picture"), mask) for pixels in (first, second))
    return one, other


def value(first: object, second: object, mask: NDArray[np.bool_] | None = None, key: str = "cw_ssim") -> float:
    return parse(key).value(*pair(first, second, mask))


def blobs(seed: int, side: int = 96) -> NDArray[np.uint8]:
    """Return a picture of soft spots."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:side, :side]
    total = np.zeros((side, side))
    for centre_y, centre_x, size in zip(*rng.uniform(0.2, 0.8, (2, 12)) * side, rng.uniform(3, 9, 12), strict=True):
        total += np.exp(-((y - centre_y) ** 2 + (x - centre_x) ** 2) / (2 * size**2))
    return np.clip(total * 140, 0, 255).astype(np.uint8)


def test_the_pyramid_is_that_of_pyrtools() -> None:
    # pyrtools 1.1.1: SteerablePyramidFreq(x, height=3, order=7, is_complex=True).pyr_coeffs[(2, k)], sums of |c|. It
    # looks its filters up in a table of 256 steps, hence 1e-5. On odd sizes its frequencies are half a step off, which
    # matlabPyrTools' are not.
    x = np.random.default_rng(1).random((48, 80))
    bands = oriented_bands(x, 3, 8)
    assert bands.shape == (8, 12, 20)
    expected = [
        72.76766681395382,
        65.14056799451382,
        74.09118514275062,
        71.47446357174734,
        76.20353873530868,
        75.68020240178134,
        73.12283937001958,
        79.80265459637064,
    ]
    assert [float(abs(band).sum()) for band in bands] == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("shape", [(64, 64), (61, 45), (28, 31)])
def test_bands_and_what_is_beside_them_keep_all_the_energy(shape: tuple[int, int]) -> None:
    # The squares of all filters sum to 1: a plane that holds one octave only comes back whole from two levels.
    height, width = shape
    y, x = np.meshgrid(np.fft.fftfreq(height) * 2, np.fft.fftfreq(width) * 2, indexing="ij")
    radius = np.hypot(y, x)
    ring = (radius > 0.25) & (radius < 0.5)
    spectrum = np.fft.fft2(np.random.default_rng(2).random(shape)) * ring
    plane = np.fft.ifft2(spectrum).real
    fine = float((abs(oriented_bands(plane, 1, 4)) ** 2).sum())
    coarse_shape = level_shape(shape, 2)
    coarse = float((abs(oriented_bands(plane, 2, 4)) ** 2).sum())
    # A band on fewer pixels holds the same spectrum: its energy counts by the ratio of the numbers of pixels.
    coarse *= coarse_shape[0] * coarse_shape[1] / (height * width)
    # The complex bands hold one half of the spectrum twice as strong: twice the energy.
    assert (fine + coarse) / 2 == pytest.approx(float((plane**2).sum()), rel=1e-9)


def test_a_wave_lands_in_its_own_direction_and_nowhere_at_right_angles_to_it() -> None:
    along = np.tile(np.cos(2 * np.pi * np.arange(64) / 16), (64, 1))
    strengths = abs(oriented_bands(along, 3, 8)).sum(axis=(1, 2))
    assert strengths.argmax() == 0
    assert strengths[4] < 1e-9 * strengths[0]


def test_two_phases_of_one_wave_are_the_same_to_it() -> None:
    # A movement turns every coefficient of one wave by the same angle, and that is all that it does.
    x = np.arange(128)
    first, second = (128 + 100 * np.cos(2 * np.pi * (x - shift) / 32) * np.ones((128, 1)) for shift in (0, 5))
    for levels in (3, 4):
        assert value(first, second, key=f"cw_ssim[levels={levels}]") == pytest.approx(1, abs=1e-9)


def test_half_the_contrast_by_hand() -> None:
    # Every coefficient is half as large: 2 * 1 * 0.5 / (1 + 0.25)
    pixels = blobs(1).astype(np.float32)
    assert value(pixels, pixels / 2 + 40) == pytest.approx(0.8, abs=1e-6)


def test_a_movement_costs_less_than_another_picture() -> None:
    reference = blobs(1)
    moved = [value(reference, np.roll(reference, shift, (0, 1))) for shift in (1, 2, 3)]
    assert moved == sorted(moved, reverse=True)
    assert moved[1] > 0.97
    assert max(value(reference, blobs(seed)) for seed in range(2, 8)) < 0.9


def digits(shared_data: Path, count: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    folder = shared_data / "mnist"
    with (
        gzip.open(folder / "t10k-images-idx3-ubyte.gz") as images,
        gzip.open(folder / "t10k-labels-idx1-ubyte.gz") as labels,
    ):
        pixels = np.frombuffer(images.read()[16:], np.uint8).reshape(-1, 28, 28)
        return pixels[:count], np.frombuffer(labels.read()[8:], np.uint8)[:count]


def test_a_digit_moved_by_2_px_is_more_similar_than_another_digit(shared_data: Path) -> None:
    pixels, labels = digits(shared_data, 100)
    won = fought = 0
    for at in range(0, 100, 3):
        moved = [np.roll(pixels[at], (y, x), (0, 1)) for y, x in ((2, 0), (0, -2), (-2, 2), (2, 2))]
        others = [pixels[np.flatnonzero(labels == digit)[at % 3]] for digit in range(10) if digit != labels[at]]
        same, different = ([value(pixels[at], other) for other in group] for group in (moved, others))
        won += sum(one > other for one in same for other in different)
        fought += len(same) * len(different)
    assert won / fought > 0.95


@pytest.mark.parametrize(("side", "level"), [(7, 1), (12, 1), (13, 2), (24, 2), (25, 3), (48, 3), (49, 4), (200, 4)])
def test_small_pictures_are_compared_at_a_finer_level(side: int, level: int) -> None:
    first, second = noise((side, side + 3), seed=1), noise((side, side + 3), seed=2)
    assert min(level_shape((side, side + 3), level)) >= 7
    assert value(first, second) == value(first, second, key=f"cw_ssim[levels={level}]")
    assert 0 <= value(first, second) < 1


def test_a_picture_smaller_than_the_window_says_so() -> None:
    with pytest.raises(UndefinedScore, match="30 × 6 px is smaller than the 7 × 7 px window"):
        value(noise((6, 30), seed=1), noise((6, 30), seed=2))


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32", "float64"])
def test_flat_pictures_are_alike_and_unlike_everything_else(dtype: str) -> None:
    flat, other = np.full((40, 30), 77.7).astype(dtype), np.full((40, 30), 200.3).astype(dtype)
    assert value(flat, flat) == 1
    assert value(flat, other) == 1  # it does not see brightness
    assert value(flat, noise((40, 30)).astype(dtype)) == 0


def test_stripes_do_not_compare_rounding_across_them() -> None:
    # Nothing runs along the stripes: that direction is nothing in both, not two kinds of rounding.
    stripes = np.tile((np.arange(64) % 32 * 8).astype(np.uint8), (64, 1))
    steep = np.tile((np.arange(64) % 32 * 7).astype(np.uint8), (64, 1))
    # The directions that see the stripes: 2 * 8 * 7 / (8² + 7²); the others are 1.
    assert 0.9911 < value(stripes, steep) <= 1


def test_the_map_is_pooled_into_the_value() -> None:
    first, second = pair(blobs(1), blobs(2))
    values = local_cw_ssim(first, second)
    assert (values.shape, values.dtype) == ((6, 6), np.float64)
    away = np.arange(6) - 2.5
    weights = np.exp(-(away[:, np.newaxis] ** 2 + away**2) / (2 * 3.0**2))  # a quarter of 12 places
    assert parse("cw_ssim").value(first, second) == pytest.approx(float((values * weights).sum() / weights.sum()))
    assert METRICS["cw_ssim"].local is local_cw_ssim


def test_a_mask_that_leaves_nothing_out_changes_nothing() -> None:
    assert value(blobs(1), blobs(2), np.ones((96, 96), bool)) == value(blobs(1), blobs(2))


def test_what_is_masked_out_of_the_candidate_does_not_leak_in() -> None:
    first, second = blobs(1), blobs(2)
    mask = np.zeros((96, 96), bool)
    mask[10:80, 20:96] = True
    found = value(first, second, mask)
    assert 0 < found < 1
    assert value(first, np.where(mask, second, 255 - second), mask) == found
    assert value(first, np.where(mask, first, second), mask) == 1


def test_a_mask_at_the_rim_leaves_no_window() -> None:
    mask = np.zeros((96, 96), bool)
    mask[:10, :10] = True
    with pytest.raises(UndefinedScore, match="lies too near the picture's edge"):
        value(blobs(1), blobs(2), mask)
