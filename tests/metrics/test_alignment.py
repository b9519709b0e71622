"""Movement and best cross-correlation: closed forms, sums done the long way, and scikit-image."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe as mk
from mikurabe.errors import UndefinedScore
from mikurabe.images import from_array
from mikurabe.metrics import METRICS, choose, parse
from mikurabe.metrics.correlation import ncc_surface, overlap
from mikurabe.metrics.movement import Shift, estimate_shift, phase_shift
from mikurabe.picture import Picture
from mikurabe.records import Bools
from mikurabe.sources.digits import draw_digit
from peers import camera_and_noise
from pictures import noise, picture

PLACES = [(0.3, -1.7), (2.45, 3.2), (-4.1, 0.55), (0.0, 5.0), (-3.0, -2.0)]


def shift_of(first: object, second: object, max_shift: int = 8) -> Shift:
    return estimate_shift(picture(first, white=255), picture(second, white=255), max_shift)


def fourier_moved(pixels: NDArray[np.generic], dy: float, dx: float) -> NDArray[np.float64]:
    """Return the picture moved by a fraction of a pixel: a linear phase on its spectrum."""
    turn = np.fft.fftfreq(pixels.shape[0])[:, np.newaxis] * dy + np.fft.fftfreq(pixels.shape[1]) * dx
    moved: NDArray[np.float64] = np.fft.ifft2(np.fft.fft2(pixels.astype(np.float64)) * np.exp(-2j * np.pi * turn)).real
    return moved


def as_bytes(pixels: NDArray[np.float64]) -> NDArray[np.uint8]:
    return np.clip(np.rint(pixels), 0, 255).astype(np.uint8)


def masked_picture(pixels: NDArray[np.generic], mask: Bools) -> Picture:
    return Picture(from_array(pixels, name="masked"), mask)


@pytest.mark.parametrize("place", PLACES, ids=str)
@pytest.mark.parametrize("side", [512, 256, 64, 28])
def test_a_known_movement_is_found_to_a_twentieth_of_a_pixel(place: tuple[float, float], side: int) -> None:
    camera, _ = camera_and_noise()
    window = np.s_[:, :] if side == 512 else np.s_[100 : 100 + side, 150 : 150 + side]
    # Cut out of a moved photograph: what enters at one edge did not leave at the other.
    found = shift_of(camera[window], as_bytes(fourier_moved(camera, *place))[window])
    assert found.y_px == pytest.approx(place[0], abs=0.05)
    assert found.x_px == pytest.approx(place[1], abs=0.05)
    assert found.response > 0.8


@pytest.mark.parametrize("place", PLACES, ids=str)
@pytest.mark.parametrize("estimator", [estimate_shift, phase_shift])
def test_scikit_image_finds_the_same_movement(
    place: tuple[float, float], estimator: Callable[[Picture, Picture, int], Shift]
) -> None:
    registration = pytest.importorskip("skimage.registration", reason="scikit-image (extra: peers) is not installed")
    camera, _ = camera_and_noise()
    moved = as_bytes(fourier_moved(camera, *place))
    # scikit-image 0.26.0: it returns how far the second must move to lie on the first, so the moved one goes first.
    expected = registration.phase_cross_correlation(moved, camera, upsample_factor=100)[0]
    found = estimator(picture(camera), picture(moved), 8)
    assert (found.y_px, found.x_px) == pytest.approx(tuple(expected), abs=0.02)


@pytest.mark.parametrize("place", PLACES[:3], ids=str)
@pytest.mark.parametrize("side", [256, 64, 28])
def test_phase_correlation_finds_a_movement_without_a_window(place: tuple[float, float], side: int) -> None:
    camera, _ = camera_and_noise()
    window = np.s_[100 : 100 + side, 150 : 150 + side]
    found = phase_shift(picture(camera[window]), picture(as_bytes(fourier_moved(camera, *place))[window]), 8)
    # scikit-image 0.26.0 is off by up to 0.11 px on the 28 px cuts, which it takes as periodic.
    assert (found.y_px, found.x_px) == pytest.approx(place, abs=0.05)
    assert found.response > 0.8


def test_a_smooth_picture_is_found_where_phases_say_little() -> None:
    y, x = np.mgrid[0:64, 0:80]

    def waves(dy: float, dx: float) -> NDArray[np.uint8]:
        return as_bytes(128 + 50 * np.sin((x - dx) / 2.9) + 40 * np.cos((y - dy) / 3.7 + (x - dx) / 9))

    for place in ((0.5, 0.0), (-1.3, 2.6), (0.25, -0.75)):
        found = shift_of(waves(0, 0), waves(*place))
        assert (found.y_px, found.x_px) == pytest.approx(place, abs=0.02)


def test_brightness_and_contrast_do_not_move_a_picture() -> None:
    camera, _ = camera_and_noise()
    first, second = camera[100:200, 100:200], as_bytes(fourier_moved(camera, 1.4, -0.6) * 0.6 + 40)[100:200, 100:200]
    found = shift_of(first, second)
    assert (found.y_px, found.x_px) == pytest.approx((1.4, -0.6), abs=0.03)


@pytest.mark.parametrize("way", [(2, 0), (0, -2), (-2, 2), (1, 1), (-3, -1)], ids=str)
@pytest.mark.parametrize("digit", [1, 4, 8])
def test_a_moved_digit_is_found_exactly(digit: int, way: tuple[int, int]) -> None:
    drawn = np.pad(draw_digit(digit), 4)
    found = shift_of(drawn, np.roll(drawn, way, (0, 1)))
    assert (found.y_px, found.x_px) == pytest.approx(way, abs=0.01)
    assert found.response == pytest.approx(1, abs=1e-9)


def test_the_columns_are_the_sizes_of_one_movement() -> None:
    first = noise((64, 64))
    second = np.roll(first, (-3, 4), (0, 1))
    assert mk.shift_x_px(first, second) == pytest.approx(4, abs=0.01)
    assert mk.shift_y_px(first, second) == pytest.approx(3, abs=0.01)
    assert mk.shift_px(first, second) == pytest.approx(5, abs=0.01)
    # The jumps at the frame are taken out of both, each at its own place: not quite a movement in a circle.
    assert mk.shift_px(first, second, method="phase") == pytest.approx(5, abs=0.02)
    assert mk.shift_response(first, second) > 0.95


def test_a_movement_beyond_the_bound_ends_at_it() -> None:
    camera, _ = camera_and_noise()
    found = shift_of(camera[100:200, 100:200], camera[80:180, 100:200], max_shift=8)
    assert found.length_px <= 8
    column = parse("shift_px[max_shift=3]").column()
    assert (column.cap, column.high) == (3, 3)
    assert (METRICS["shift_px"].cap, METRICS["shift_px"].high) == (8, 8)


def test_noise_that_has_nothing_in_common_has_no_response() -> None:
    assert mk.shift_response(noise((128, 128), seed=1), noise((128, 128), seed=2)) < 0.05


def test_a_pattern_that_repeats_takes_the_nearest_of_equal_movements() -> None:
    stripes = np.tile(np.where(np.arange(64) % 8 < 4, 200, 20).astype(np.uint8), (64, 1))
    found = shift_of(stripes, np.roll(stripes, 2, axis=1))
    assert (found.y_px, found.x_px) == pytest.approx((0, 2), abs=0.05)


def test_flat_and_tiny_pictures_say_why_nothing_was_found() -> None:
    flat = np.full((20, 20), 7, np.uint8)
    with pytest.raises(UndefinedScore, match="the candidate is one flat level"):
        mk.shift_px(noise((20, 20)), flat)
    with pytest.raises(UndefinedScore, match="3 × 3 px is too small"):
        mk.shift_px(noise((3, 3), seed=1), noise((3, 3), seed=2))


def test_under_a_mask_what_stands_still_does_not_count() -> None:
    rng = np.random.default_rng(4)
    scene = rng.integers(0, 200, (80, 80), dtype=np.uint8)
    first, second = scene[10:60, 10:60].copy(), scene[8:58, 13:63].copy()
    mask = np.zeros((50, 50), np.bool_)
    mask[8:42, 8:42] = True
    # A frame, as the axes of a plot: brighter than all else, and it does not move.
    for pixels in (first, second):
        pixels[~mask] = 255 * np.random.default_rng(5).integers(0, 2, (50, 50), dtype=np.uint8)[~mask]
    found = estimate_shift(masked_picture(first, mask), masked_picture(second, mask), 8)
    assert (found.y_px, found.x_px) == pytest.approx((2, -3), abs=0.02)
    assert estimate_shift(picture(first), picture(second), 8).length_px < 1


@pytest.mark.parametrize("name", ["max_ncc", "shift_px", "shift_x_px", "shift_y_px", "shift_response", "registered"])
def test_a_mask_that_is_true_everywhere_changes_nothing(name: str) -> None:
    first = noise((40, 40), seed=1)
    second = np.roll(first, (1, 2), (0, 1)) // 2 + noise((40, 40), seed=2) // 4
    index = choose(METRICS[name], {"metric": "pearson"} if name == "registered" else {})
    everywhere = np.ones((40, 40), np.bool_)
    masked = index.value(masked_picture(first, everywhere), masked_picture(second, everywhere))
    assert masked == index.value(picture(first), picture(second))


def ncc_the_long_way(first: NDArray[np.uint8], second: NDArray[np.uint8], mask: Bools, dy: int, dx: int) -> float:
    here, there = overlap(first.shape, dy, dx)
    counted = mask[here] & mask[there]
    return float(np.corrcoef(first[here][counted], second[there][counted])[0, 1])


@pytest.mark.parametrize("with_mask", [False, True])
def test_the_surface_is_pearsons_r_of_each_overlap(with_mask: bool) -> None:
    first, second = noise((24, 31), seed=1), noise((24, 31), seed=2)
    mask = noise((24, 31), seed=3) > 30 if with_mask else np.ones((24, 31), np.bool_)
    surface = ncc_surface(masked_picture(first, mask), masked_picture(second, mask), 3, 4).values
    assert surface.shape == (7, 9)
    for dy in range(-3, 4):
        for dx in range(-4, 5):
            expected = ncc_the_long_way(first, second, mask, dy, dx)
            assert surface[dy + 3, dx + 4] == pytest.approx(expected, abs=1e-10)


def test_max_ncc_of_a_moved_texture_is_exactly_1_and_without_movement_pearson() -> None:
    first = noise((40, 50))
    second = np.roll(first, (3, -2), (0, 1))
    assert mk.max_ncc(first, second) == 1
    assert mk.max_ncc(first, (255 - second) // 2) < 0.2
    assert mk.max_ncc(first, second, r=2) < 0.2
    assert mk.max_ncc(first, second, r=0) == pytest.approx(mk.pearson(first, second), abs=1e-12)
    assert mk.max_ncc(first.astype(np.uint16), second.astype(np.uint16) * 3 + 100) == pytest.approx(1, abs=1e-12)


def test_max_ncc_over_the_camera_man_moved_and_noisy() -> None:
    camera, noisy = camera_and_noise()
    first, second = camera[100:300, 100:300], noisy[97:297, 102:302]
    # The best of the 81 movements, each by numpy.corrcoef (numpy 2.4.6) of the overlap.
    every = np.ones((200, 200), np.bool_)
    expected = max(ncc_the_long_way(first, second, every, dy, dx) for dy in range(-4, 5) for dx in range(-4, 5))
    assert mk.max_ncc(first, second) == pytest.approx(expected, abs=1e-12)
    assert expected == pytest.approx(ncc_the_long_way(first, second, every, 3, -2), abs=0)


def test_max_ncc_of_a_flat_picture_says_why_there_is_none() -> None:
    with pytest.raises(UndefinedScore, match="one flat level wherever they overlap"):
        mk.max_ncc(noise((20, 20)), np.full((20, 20), 90, np.uint8))


def test_a_float_picture_whose_levels_differ_by_rounding_only_is_flat() -> None:
    flat = np.full((20, 20), 0.3)
    flat[3, 4] = math.nextafter(0.3, 1)
    with pytest.raises(UndefinedScore, match="flat"):
        mk.max_ncc(noise((20, 20), "float64"), flat)
