"""FLIP against its authors' program."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe as mk
from mikurabe.images import from_array
from mikurabe.metrics.definition import parse
from mikurabe.metrics.flip import flip_map
from mikurabe.picture import Picture
from peers import camera_and_noise
from pictures import noise, picture

# Expected values: flip-evaluator 1.7, on float32 RGB in 0..1 (a gray picture repeated three times):
# flip_evaluator.evaluate(reference, candidate, "LDR", applyMagma=False, parameters={"ppd": ppd}): map and mean.


def test_noise_has_the_authors_values() -> None:
    pair = noise((64, 80, 3), seed=1), noise((64, 80, 3), seed=2)
    assert mk.flip(*pair) == pytest.approx(0.4444238543510437, abs=2e-6)
    assert mk.flip(*pair, ppd=30) == pytest.approx(0.7458680868148804, abs=2e-6)
    found = flip_map(picture(pair[0]), picture(pair[1]))
    assert found[10, 20] == pytest.approx(0.76518565, abs=1e-5)
    assert found[0, 0] == pytest.approx(0.96427, abs=1e-5)


def test_a_picture_smaller_than_the_filters_has_the_authors_value() -> None:
    assert mk.flip(noise((3, 5, 3), seed=1), noise((3, 5, 3), seed=2)) == pytest.approx(0.793826699256897, abs=2e-6)


def test_the_camera_man_with_noise_has_the_authors_value() -> None:
    camera, noisy = camera_and_noise()
    assert mk.flip(camera, noisy) == pytest.approx(0.11034417152404785, abs=2e-6)


@pytest.mark.parametrize(
    ("name", "expected", "coarse"),
    [
        ("ncc", 0.018787899985909462, 0.026113174855709076),
        ("psnr", 0.019182102754712105, 0.030513186007738113),
        ("ssim", 0.018840612843632698, 0.027901068329811096),
    ],
)
def test_pairs_of_photographs_have_the_authors_values(
    shared_data: Path, name: str, expected: float, coarse: float
) -> None:
    pair = [shared_data / "pairs" / f"butteraugli_vs_{name}_{side}.png" for side in ("left", "right")]
    assert mk.flip(*pair) == pytest.approx(expected, abs=5e-6)
    assert mk.flip(*pair, ppd=30) == pytest.approx(coarse, abs=5e-6)


def test_white_for_black_and_green_for_blue() -> None:
    black = np.zeros((16, 16, 3), np.uint8)
    green, blue = black.copy(), black.copy()
    green[..., 1] = blue[..., 2] = 255
    # A flat picture has no features; in single precision it has some of 1e-7, whose square root shows.
    assert mk.flip(black, black + np.uint8(255)) == pytest.approx(0.9673919081687927, abs=2e-5)
    # The distance of green from blue is the one that the scale ends at.
    assert mk.flip(green, blue) == pytest.approx(1.0, abs=1e-6)


def test_a_gray_picture_is_the_same_in_three_channels() -> None:
    first, second = noise((30, 40), seed=1), noise((30, 40), seed=2)
    in_colour = [np.repeat(each[..., np.newaxis], 3, axis=2) for each in (first, second)]
    assert mk.flip(first, second) == pytest.approx(mk.flip(*in_colour), abs=1e-9)


def masked(pixels: NDArray[np.generic], mask: NDArray[np.bool_]) -> Picture:
    return Picture(from_array(pixels, name="masked"), mask)


def test_only_what_the_mask_lets_through_counts() -> None:
    first, second = noise((30, 40, 3), seed=1), noise((30, 40, 3), seed=2)
    everywhere, left = np.ones((30, 40), np.bool_), np.zeros((30, 40), np.bool_)
    left[:, :15] = True
    index = parse("flip")
    assert index.value(masked(first, everywhere), masked(second, everywhere)) == mk.flip(first, second)
    inside = index.value(masked(first, left), masked(second, left))
    outside = second.copy()
    outside[:, 15:] = 255 - outside[:, 15:]
    assert index.value(masked(first, left), masked(outside, left)) == inside
    assert 0 < inside < 1
