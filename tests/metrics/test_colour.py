"""Colour differences against the published test colours of CIEDE2000, scikit-image and colours worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import mikurabe as mk
from mikurabe.images import from_array
from mikurabe.metrics.colour import ciede2000_map, colour_counts, colour_difference, hsv, lab
from mikurabe.metrics.definition import parse
from mikurabe.picture import Picture
from peers import camera_and_noise
from pictures import noise, picture

# Sharma, Wu & Dalal 2005, table 1: L a b, L a b, CIEDE2000 to four decimals.
SHARMA = """
50 2.6772 -79.7751 50 0 -82.7485 2.0425
50 3.1571 -77.2803 50 0 -82.7485 2.8615
50 2.8361 -74.0200 50 0 -82.7485 3.4412
50 -1.3802 -84.2814 50 0 -82.7485 1.0000
50 -1.1848 -84.8006 50 0 -82.7485 1.0000
50 -0.9009 -85.5211 50 0 -82.7485 1.0000
50 0 0 50 -1 2 2.3669
50 -1 2 50 0 0 2.3669
50 2.4900 -0.0010 50 -2.4900 0.0009 7.1792
50 2.4900 -0.0010 50 -2.4900 0.0010 7.1792
50 2.4900 -0.0010 50 -2.4900 0.0011 7.2195
50 2.4900 -0.0010 50 -2.4900 0.0012 7.2195
50 -0.0010 2.4900 50 0.0009 -2.4900 4.8045
50 -0.0010 2.4900 50 0.0010 -2.4900 4.8045
50 -0.0010 2.4900 50 0.0011 -2.4900 4.7461
50 2.5 0 50 0 -2.5 4.3065
50 2.5 0 73 25 -18 27.1492
50 2.5 0 61 -5 29 22.8977
50 2.5 0 56 -27 -3 31.9030
50 2.5 0 58 24 15 19.4535
50 2.5 0 50 3.1736 0.5854 1.0000
50 2.5 0 50 3.2972 0 1.0000
50 2.5 0 50 1.8634 0.5757 1.0000
50 2.5 0 50 3.2592 0.3350 1.0000
60.2574 -34.0099 36.2677 60.4626 -34.1751 39.4387 1.2644
63.0109 -31.0961 -5.8663 62.8187 -29.7946 -4.0864 1.2630
61.2901 3.7196 -5.3901 61.4292 2.2480 -4.9620 1.8731
35.0831 -44.1164 3.7933 35.0232 -40.0716 1.5901 1.8645
22.7233 20.0904 -46.6940 23.0331 14.9730 -42.5619 2.0373
36.4612 47.8580 18.3852 36.2715 50.5065 21.2231 1.4146
90.8027 -2.0831 1.4410 91.1528 -1.6435 0.0447 1.4441
90.9257 -0.5406 -0.9208 88.6381 -0.8985 -0.7239 1.5381
6.7747 -0.2908 -2.4247 5.8714 -0.0985 -2.2286 0.6377
2.0776 0.0795 -1.1350 0.9033 -0.0636 -0.5514 0.9082
"""
TABLE = np.array([[float(number) for number in line.split()] for line in SHARMA.strip().splitlines()])


def test_the_34_published_pairs_of_colours() -> None:
    assert len(TABLE) == 34
    first, second, expected = TABLE[:, :3], TABLE[:, 3:6], TABLE[:, 6]
    assert np.abs(colour_difference(first, second) - expected).max() <= 0.00005 + 1e-9
    assert np.abs(colour_difference(second, first) - expected).max() <= 0.00005 + 1e-9


def test_the_formula_is_that_of_the_installed_scikit_image() -> None:
    color = pytest.importorskip("skimage.color", reason="scikit-image (extra: peers) is not installed")
    assert np.abs(color.deltaE_ciede2000(TABLE[:, :3], TABLE[:, 3:6]) - TABLE[:, 6]).max() <= 0.00005 + 1e-9
    first, second = (noise((50, 40, 3), "float64", seed) * (100, 200, 200) - (0, 100, 100) for seed in (1, 2))
    assert np.allclose(colour_difference(first, second), color.deltaE_ciede2000(first, second), rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    ("colour", "expected"),
    # scikit-image 0.26.0: skimage.color.rgb2lab, four decimals; its matrix has more digits, its white point fewer
    [
        ((255, 0, 0), (53.2406, 80.0923, 67.2028)),
        ((0, 255, 0), (87.7351, -86.183, 83.1797)),
        ((0, 0, 255), (32.2957, 79.1856, -107.8573)),
        ((128, 128, 128), (53.585, -0.0015, 0.0028)),
        ((1, 2, 3), (0.5098, -0.1225, -0.4705)),
        ((200, 100, 50), (53.6295, 36.3052, 45.3805)),
    ],
)
def test_lab_of_srgb_is_scikit_images(colour: tuple[int, ...], expected: tuple[float, ...]) -> None:
    assert lab(picture(np.array([[colour]], np.uint8)))[0, 0].tolist() == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize(
    ("name", "mean", "percentile"),
    # scikit-image 0.26.0: d = deltaE_ciede2000(rgb2lab(left), rgb2lab(right)); d.mean(), numpy.percentile(d, 95)
    [
        ("ncc", 0.5450890907306306, 2.36703474942424),
        ("psnr", 0.970838803662533, 4.628310088799858),
        ("ssim", 0.6948434108909789, 3.1255257606923403),
    ],
)
def test_pairs_of_photographs_have_scikit_images_values(
    shared_data: Path, name: str, mean: float, percentile: float
) -> None:
    pair = [shared_data / "pairs" / f"butteraugli_vs_{name}_{side}.png" for side in ("left", "right")]
    assert mk.ciede2000(*pair) == pytest.approx(mean, abs=2e-4)
    assert mk.ciede2000_p95(*pair) == pytest.approx(percentile, abs=2e-3)


def test_noise_has_scikit_images_value() -> None:
    # the same call on two pictures of noise: 44.400610119277545 and 83.04554900440952
    pair = noise((40, 30, 3), seed=1), noise((40, 30, 3), seed=2)
    assert mk.ciede2000(*pair) == pytest.approx(44.400610119277545, abs=5e-3)
    assert mk.ciede2000_p95(*pair) == pytest.approx(83.04554900440952, abs=5e-3)


def test_white_in_place_of_black_is_100() -> None:
    black, white = np.zeros((4, 4), np.uint8), np.full((4, 4), 255, np.uint8)
    assert mk.ciede2000(black, white) == pytest.approx(100, abs=1e-12)


def test_a_gray_picture_is_the_same_in_three_channels() -> None:
    first, second = camera_and_noise()
    first, second = first[:64, :64], second[:64, :64]
    in_colour = [np.repeat(each[..., np.newaxis], 3, axis=2) for each in (first, second)]
    assert mk.ciede2000(first, second) == pytest.approx(mk.ciede2000(*in_colour), abs=1e-9)
    assert mk.colour_hist(first, second) == mk.colour_hist(*in_colour)


def test_the_depth_does_not_matter() -> None:
    first, second = noise((20, 20, 3), seed=1), noise((20, 20, 3), seed=2)
    expected = mk.ciede2000(first, second)
    assert mk.ciede2000(first.astype(np.uint16) * 257, second.astype(np.uint16) * 257) == pytest.approx(expected)
    assert mk.ciede2000(first / 255, second / 255, white=1.0) == pytest.approx(expected)


def test_only_what_the_mask_lets_through_counts() -> None:
    first, second = noise((30, 40, 3), seed=1), noise((30, 40, 3), seed=2)
    everywhere, left = np.ones((30, 40), np.bool_), np.zeros((30, 40), np.bool_)
    left[:, :10] = True
    for key in ("ciede2000", "ciede2000_p95", "colour_hist", "colour_hist[space=lab]"):
        for mask, width in ((everywhere, 40), (left, 10)):
            pair = [Picture(from_array(pixels, name="masked"), mask) for pixels in (first, second)]
            whole = parse(key).value(picture(first[:, :width]), picture(second[:, :width]))
            assert parse(key).value(*pair) == pytest.approx(whole, rel=1e-12)


def test_the_map_is_0_only_where_the_pixels_are_the_same() -> None:
    first = noise((8, 8, 3), seed=1)
    second = first.copy()
    second[3, 4] = 255 - second[3, 4]
    assert np.argwhere(ciede2000_map(picture(first), picture(second))).tolist() == [[3, 4]]


def test_hue_saturation_and_value_are_those_of_the_standard_library() -> None:
    from colorsys import rgb_to_hsv

    levels = np.vstack([noise((200, 3), "float64"), np.eye(3), 1 - np.eye(3), [[0, 0, 0], [1, 1, 1], [0.5, 0.5, 0.5]]])
    assert np.allclose(hsv(levels), [rgb_to_hsv(*colour) for colour in levels], rtol=0, atol=1e-12)


def test_colour_bins_worked_out_by_hand() -> None:
    # Red (hue 0, full): bin (0, 3, 3); green (hue 1/3): (5, 3, 3); black: (0, 0, 0)
    colours = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 0], [0, 0, 0]]], np.uint8)
    counts = colour_counts(picture(colours), "hsv")
    assert {int(place): int(counts[place]) for place in np.flatnonzero(counts)} == {15: 1, 5 * 16 + 15: 1, 0: 2}
    assert mk.colour_hist(colours, np.zeros_like(colours)) == 0.5
    # L a b of red is 53.2, 80.1, 67.2: bin 4 of 8 (12.5 wide), 13 and 12 of 16 (16 wide)
    counts = colour_counts(picture(colours[:, :1]), "lab")
    assert np.flatnonzero(counts).tolist() == [(4 * 16 + 13) * 16 + 12]


def test_a_moved_picture_has_the_same_colours() -> None:
    pixels = noise((16, 20, 3))
    assert mk.colour_hist(pixels, np.roll(pixels, 5, axis=0)) == 1
    assert mk.colour_hist(pixels, np.roll(pixels, 5, axis=0), space="lab") == 1
