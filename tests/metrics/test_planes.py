"""The conventions that the gradient, wavelet, phase, saliency and DCT indices share, and how they honour a mask."""

from __future__ import annotations

import numpy as np
import pytest

from mikurabe.errors import UndefinedScore
from mikurabe.images import from_array
from mikurabe.kernels import likeness
from mikurabe.metrics import METRICS, choose
from mikurabe.metrics.planes import SCHARR, box_reduced, factor_of, gradient_magnitude, mask_of
from mikurabe.metrics.resizing import resized
from mikurabe.picture import Picture
from mikurabe.records import Bools
from pictures import noise, picture

NAMES = ["gmsd", "ms_gmsd", "mdsi", "haarpsi", "fsim", "fsim_c", "vsi", "sr_sim", "dss"]
names = pytest.mark.parametrize("name", NAMES)


def value(name: str, reference: Picture, candidate: Picture) -> float:
    return choose(METRICS[name], {}).value(reference, candidate)


def under(pixels: object, mask: Bools) -> Picture:
    return Picture(from_array(np.asarray(pixels), name="masked", white=255), mask)


def a_mask(shape: tuple[int, int]) -> Bools:
    mask = np.zeros(shape, bool)
    mask[shape[0] // 4 : -shape[0] // 4, shape[1] // 5 : -5] = True
    return mask


@names
@pytest.mark.parametrize("shape", [(64, 72), (65, 71, 3), (400, 390)], ids=str)
def test_a_mask_that_is_true_everywhere_changes_nothing(name: str, shape: tuple[int, ...]) -> None:
    first, second = noise(shape, seed=1), noise(shape, seed=2)
    everywhere = np.ones(shape[:2], bool)
    masked = value(name, under(first, everywhere), under(second, everywhere))
    assert masked == pytest.approx(value(name, picture(first), picture(second)), rel=1e-12)


@names
def test_what_the_mask_leaves_out_of_the_candidate_does_not_matter(name: str) -> None:
    first, second, other = noise((70, 66, 3), seed=1), noise((70, 66, 3), seed=2), noise((70, 66, 3), seed=3)
    mask = a_mask((70, 66))
    changed = np.where(mask[..., np.newaxis], second, other)
    expected = value(name, under(first, mask), under(second, mask))
    assert value(name, under(first, mask), under(changed, mask)) == expected
    assert expected != value(name, picture(first), picture(second))


@names
def test_pictures_that_are_alike_under_the_mask_are_identical(name: str) -> None:
    first, second = noise((70, 66), seed=1), noise((70, 66), seed=2)
    mask = a_mask((70, 66))
    assert value(name, under(first, mask), under(np.where(mask, first, second), mask)) == METRICS[name].identical


@names
def test_sixteen_bits_of_the_same_picture_give_the_same_value(name: str) -> None:
    first, second = noise((64, 48), seed=1), noise((64, 48), seed=2)
    deep = value(name, picture(first.astype(np.uint16) * 257), picture(second.astype(np.uint16) * 257))
    # Single precision in the slopes of GMSD: its last digits are not those of 8 bits.
    digits = 1e-7 if "gmsd" in name else 1e-9
    assert deep == pytest.approx(value(name, picture(first), picture(second)), abs=digits)


@names
def test_a_gray_picture_and_the_same_in_three_channels_agree(name: str) -> None:
    first, second = noise((64, 48), seed=1), noise((64, 48), seed=2)
    gray = value(name, picture(first), picture(second))
    tripled = value(name, picture(np.stack([first] * 3, axis=-1)), picture(np.stack([second] * 3, axis=-1)))
    # HaarPSI counts the (equal) colours as a third direction.
    assert tripled > gray if name == "haarpsi" else tripled == pytest.approx(gray, abs=1e-9)


@names
def test_digits_of_28_px_have_a_value(name: str) -> None:
    first, second = np.zeros((28, 28), np.uint8), np.zeros((28, 28), np.uint8)
    first[6:22, 12:16], second[6:10, 8:20] = 255, 255
    assert METRICS[name].low < value(name, picture(first), picture(second)) < METRICS[name].high


@names
def test_two_flat_pictures_have_a_value_or_a_reason(name: str) -> None:
    black, gray = picture(np.zeros((40, 40), np.uint8)), picture(np.full((40, 40), 100, np.uint8))
    if name in ("fsim", "fsim_c", "vsi", "sr_sim"):
        with pytest.raises(UndefinedScore, match=r"no.* weight|flat level"):
            value(name, black, gray)
    else:
        # Zeros beyond the border make an edge of it.
        assert METRICS[name].low <= value(name, black, gray) <= METRICS[name].high
    assert value(name, black, picture(black.pixels)) == METRICS[name].identical


@pytest.mark.parametrize("name", [name for name in NAMES if METRICS[name].local is not None])
def test_the_map_of_identical_pictures_is_perfect_everywhere(name: str) -> None:
    local = METRICS[name].local
    assert local is not None
    pixels = noise((60, 50, 3))
    perfect = 1 if METRICS[name].better == "higher" else 0
    values = local(picture(pixels), picture(pixels.copy()))
    assert values.dtype == np.float64
    assert np.all(values == perfect)


@pytest.mark.parametrize(("side", "factor"), [(28, 1), (383, 1), (384, 2), (639, 2), (640, 3), (1024, 4)])
def test_the_factor_is_matlabs_round_of_the_shorter_side_over_256(side: int, factor: int) -> None:
    assert factor_of(picture(np.zeros((side, 1100), np.uint8))) == factor


def test_reduction_takes_matlabs_windows_with_zeros_beyond_the_border() -> None:
    row = np.array([[1.0, 2, 3, 4, 5, 6, 7]])
    # conv2(row, ones(2) / 4, 'same')(1:2:end): the second row of each window is beyond the border.
    assert box_reduced(row, 2).tolist() == [[3 / 4, 7 / 4, 11 / 4, 7 / 4]]
    assert box_reduced(row, 3)[0].tolist() == pytest.approx([3 / 9, 12 / 9, 13 / 9])
    assert box_reduced(row, 4)[0].tolist() == pytest.approx([6 / 16, 22 / 16])


def test_the_gradient_is_that_of_the_kernel() -> None:
    ramp = np.tile(np.arange(6.0) * 3, (5, 1))
    # (3 + 10 + 3) / 16 × (6 - 0) to the right, and nothing downwards
    assert gradient_magnitude(ramp, SCHARR)[2, 1:5].tolist() == [6.0] * 4
    assert gradient_magnitude(np.ascontiguousarray(ramp.T), SCHARR)[1:5, 2].tolist() == [6.0] * 4


def test_likeness_is_1_where_alike_and_by_hand_elsewhere() -> None:
    assert likeness(np.array([3.0, 0]), np.array([3.0, 2]), 4.0).tolist() == [1.0, 0.5]


def test_a_mask_is_reduced_to_the_windows_that_it_touches() -> None:
    mask = np.zeros((6, 6), bool)
    mask[3, 5] = True
    small = mask_of(under(np.zeros((6, 6), np.uint8), mask), 2)
    assert small is not None
    assert np.argwhere(small).tolist() == [[1, 2]]


def test_resizing_gives_what_imresize_gives() -> None:
    # By hand. Halving widens the triangle to 4 pixels: weights 1 3 3 1 over 8, the first pixel mirrored.
    halved = resized(np.arange(1.0, 9)[np.newaxis], (1, 4), "bilinear")
    assert halved[0].tolist() == pytest.approx([13 / 8, 3.5, 5.5, 59 / 8])
    doubled = resized(np.array([[0.0, 1.0]]), (1, 4), "bilinear")
    assert doubled[0].tolist() == pytest.approx([0, 0.25, 0.75, 1])
    # Keys' cubic with a = -1/2 at the distances 1.25, 0.25, 0.75 and 1.75.
    cubic = resized(np.array([[0.0, 0, 1, 1, 1, 1]]), (1, 12), "bicubic")
    assert cubic[0, 4] == pytest.approx(0.8671875 - 0.0703125)


def test_a_flat_plane_stays_flat_at_any_size() -> None:
    assert np.all(resized(np.full((37, 21), 0.3), (256, 256), "bicubic") == 0.3)
