"""Pixel indices against values worked out by hand and by independent programs."""

from __future__ import annotations

import math

import numpy as np
import pytest

import mikurabe as mk
from mikurabe.errors import UndefinedScore
from pictures import noise, picture


def test_cosine_of_two_vectors_is_the_textbook_value() -> None:
    # (3*4 + 8*6) / (sqrt(9 + 64) * sqrt(16 + 36)) = 60 / sqrt(3796)
    assert mk.cosine([3, 8], [4, 6]) == 0.9738412097417933


def test_cosine_of_a_multiple_is_exactly_1() -> None:
    pixels = noise((20, 20), seed=3) // 3
    assert mk.cosine(pixels, pixels * 3) == 1.0


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([1e200, 1e200], [1e200, -1e200], 0.0),
        ([1e-160, 2e-160], [2e-160, 1e-160], 0.8),
        ([1e-200, 1e-200], [1e-200, 2e-200], 3 / math.sqrt(10)),
        ([3e300, 8e300], [4e-300, 6e-300], 0.9738412097417933),
    ],
)
def test_cosine_of_very_large_and_very_small_floats_is_right(
    first: list[float], second: list[float], expected: float
) -> None:
    assert mk.cosine(first, second) == pytest.approx(expected, abs=1e-15)


def test_pearson_of_very_small_floats_and_of_a_small_spread_on_a_high_level_is_right() -> None:
    assert mk.pearson([1e-160, 2e-160], [2e-160, 1e-160]) == pytest.approx(-1.0, abs=1e-15)
    wave = np.sin(np.arange(100.0))
    assert mk.pearson(1e9 + 1e-3 * wave, 1e9 - 1e-3 * wave) == pytest.approx(-1.0, abs=1e-6)


def test_differences_that_float64_cannot_hold_are_undefined() -> None:
    for index in (mk.mae, mk.mse, mk.rmse):
        with pytest.raises(UndefinedScore, match="too large"):
            index([1e308, -1e308], [-1e308, 1e308])


def test_cosine_of_pictures_that_share_no_lit_pixel_is_0() -> None:
    assert mk.cosine(np.array([[9, 0]], np.uint8), np.array([[0, 7]], np.uint8)) == 0.0


def test_cosine_against_black_is_undefined_and_says_which_is_black() -> None:
    black, lit = np.zeros((4, 4), np.uint8), np.ones((4, 4), np.uint8)
    with pytest.raises(UndefinedScore, match="candidate is all black"):
        mk.cosine(lit, black)
    with pytest.raises(UndefinedScore, match="reference is all black"):
        mk.cosine(black, lit)


def test_pearson_equals_numpys_corrcoef() -> None:
    first, second = noise((31, 17), seed=1), noise((31, 17), seed=2)
    expected = np.corrcoef(first.ravel().astype(float), second.ravel().astype(float))[0, 1]
    assert mk.pearson(first, second) == pytest.approx(expected, abs=1e-14)


def test_pearson_of_a_negative_is_minus_1() -> None:
    pixels = noise((16, 16))
    assert mk.pearson(pixels, 255 - pixels) == -1.0


def test_pearson_with_a_flat_picture_is_undefined() -> None:
    flat = np.full((8, 8), 7, np.uint8)
    with pytest.raises(UndefinedScore, match="candidate is one flat level"):
        mk.pearson(noise((8, 8)), flat)
    with pytest.raises(UndefinedScore, match="both pictures are one flat level"):
        mk.pearson(flat, flat + 1)


def test_a_flat_float_picture_is_seen_as_flat_in_spite_of_rounding() -> None:
    with pytest.raises(UndefinedScore, match="flat level"):
        mk.pearson(noise((50, 50), "float32"), np.full((50, 50), 0.1, np.float32))


@pytest.mark.parametrize("step", [1, 3, 10])
def test_a_picture_raised_by_k_levels_has_mse_k_squared(step: int) -> None:
    pixels = (noise((12, 12)) // 2).astype(np.uint8)
    raised = (pixels + step).astype(np.uint8)
    assert mk.mse(pixels, raised) == step**2
    assert mk.rmse(pixels, raised) == step
    assert mk.mae(pixels, raised) == step


def test_levels_do_not_wrap_around_when_they_are_subtracted() -> None:
    assert mk.mae(np.zeros((3, 3), np.uint8), np.full((3, 3), 255, np.uint8)) == 255
    assert mk.mse(np.full((3, 3), 65535, np.uint16), np.zeros((3, 3), np.uint16)) == 65535**2


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_psnr_of_black_against_white_is_0_db(dtype: str) -> None:
    white = np.full((5, 5), np.iinfo(dtype).max, dtype)
    assert mk.psnr(np.zeros_like(white), white) == 0.0


def test_psnr_of_identical_pictures_is_infinite() -> None:
    assert mk.psnr(noise((9, 9)), noise((9, 9))) == math.inf


def test_psnr_of_floats_asks_for_full_white_instead_of_guessing_it() -> None:
    first, second = noise((9, 9), "float64", 1), noise((9, 9), "float64", 2)
    with pytest.raises(UndefinedScore, match="white="):
        mk.psnr(first, second)
    expected = 10 * math.log10(1 / float(np.mean((first - second) ** 2)))
    assert mk.psnr(first, second, white=1.0) == pytest.approx(expected, abs=1e-12)


def test_colour_counts_all_channels_together() -> None:
    red, blue = np.zeros((2, 2, 3), np.uint8), np.zeros((2, 2, 3), np.uint8)
    red[..., 0] = 30
    blue[..., 2] = 30
    assert mk.mse(red, blue) == 2 * 30**2 / 3
    assert mk.cosine(red, blue) == 0.0


def test_luma_is_bt601_rounded_to_the_nearest_level() -> None:
    # 0.299*10 + 0.587*20 + 0.114*40 = 19.29 -> 19; 0.299*250 + 0.587*3 + 0.114*77 = 85.289 -> 85; halves go up
    pixels = np.array([[[10, 20, 40], [250, 3, 77], [0, 0, 250], [255, 255, 255]]], np.uint8)
    assert picture(pixels).luma.tolist() == [[19, 85, 29, 255]]
    assert picture(pixels.astype(np.uint16) * 257).luma.dtype == np.uint16


@pytest.mark.parametrize(("name", "expected"), [("psnr", 22.40935285), ("mse", 373.37486)], ids=["psnr", "mse"])
def test_the_camera_man_with_noise_has_the_published_values(name: str, expected: float) -> None:
    """scikit-image's own test pair; IPOL's imdiff says PSNR 22.409353363576034 for it (4 decimals)."""
    from peers import camera_and_noise

    camera, noisy = camera_and_noise()
    assert getattr(mk, name)(camera, noisy) == pytest.approx(expected, abs=5e-6)


@pytest.mark.parametrize(
    ("norm", "expected"),
    # reference 0 6 8: rmse of (1, 1, 1) is 1; sqrt(100 / 3), 8 - 0, 14 / 3
    [("euclidean", 1 / math.sqrt(100 / 3)), ("minmax", 1 / 8), ("mean", 3 / 14)],
)
def test_nrmse_divides_by_a_measure_of_the_reference(norm: str, expected: float) -> None:
    assert mk.nrmse([0, 6, 8], [1, 7, 7], norm=norm) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("norm", "expected"),
    # scikit-image 0.26.0: skimage.metrics.normalized_root_mse(camera, noisy, normalization=norm), "minmax" as "min-max"
    [("euclidean", 0.13003812462256242), ("minmax", 0.07577611884474292), ("mean", 0.14971952258032561)],
)
def test_nrmse_of_the_camera_man_is_that_of_scikit_image(norm: str, expected: float) -> None:
    from peers import camera_and_noise

    camera, noisy = camera_and_noise()
    assert mk.nrmse(camera, noisy, norm=norm) == pytest.approx(expected, rel=1e-12)


def test_nrmse_without_a_denominator_is_undefined_and_says_why() -> None:
    black, flat, lit = np.zeros((4, 4), np.uint8), np.full((4, 4), 9, np.uint8), noise((4, 4))
    with pytest.raises(UndefinedScore, match="reference is all black"):
        mk.nrmse(black, lit)
    with pytest.raises(UndefinedScore, match="one flat level"):
        mk.nrmse(flat, lit, norm="minmax")
    assert mk.nrmse(black, black) == 0
