"""MS-SSIM and IW-SSIM against published values, other programs, and cases worked by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mikurabe.errors import UndefinedScore
from mikurabe.images import from_array
from mikurabe.kernels import halved, ssim_mean, window_stats
from mikurabe.metrics import parse
from mikurabe.metrics.laplacian import enlarged, laplacian_pyramid
from mikurabe.metrics.multiscale import WEIGHTS, weights_of
from mikurabe.metrics.windows import GAUSS_11
from mikurabe.picture import Picture
from peers import camera_and_noise
from pictures import gray_file, noise

# All scales of 8-bit pictures are summed in single precision by ms_ssim, in double by iw_ssim.
DIGITS = {"ms_ssim": 1e-6, "iw_ssim": 1e-11}
BOTH = pytest.mark.parametrize("name", ["ms_ssim", "iw_ssim"])


def value(key: str, first: object, second: object, mask: NDArray[np.bool_] | None = None) -> float:
    both = (Picture(from_array(np.asarray(pixels), name="picture"), mask) for pixels in (first, second))
    return parse(key).value(*both)


def soft(seed: int, shape: tuple[int, int] = (176, 192)) -> NDArray[np.uint8]:
    """Return noise at several scales, so that there is something to see at each."""
    rng = np.random.default_rng(seed)
    total = np.zeros(shape)
    for size in (1, 4, 16):
        coarse = rng.normal(0, 25, (shape[0] // size + 1, shape[1] // size + 1))
        total += np.kron(coarse, np.ones((size, size)))[: shape[0], : shape[1]]
    if seed == 2:  # has half in common with the first
        return (soft(1, shape) / 2 + np.clip(64 + total / 2, 0, 127)).astype(np.uint8)
    return np.clip(128 + total, 0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # piq 0.8.0: multi_scale_ssim(goldhill_jpeg, goldhill, data_range=255), float64
        ("ms_ssim", 0.9011625645370649),
        # Wang & Li's iwssim.m in MATLAB, as kept in piq's tests; piq 0.8.0 gives 0.8862972510928215
        ("iw_ssim", 0.886297251092821),
    ],
)
def test_goldhill_has_the_published_values(shared_data: Path, name: str, expected: float) -> None:
    folder = shared_data / "pairs"
    first, second = gray_file(folder / "goldhill.gif"), gray_file(folder / "goldhill_jpeg.gif")
    assert value(name, first, second) == pytest.approx(expected, abs=DIGITS[name])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ms_ssim", 0.7933915442547544),  # piq 0.8.0: multi_scale_ssim(noisy, camera, data_range=255), float64
        ("iw_ssim", 0.8201691178340637),  # piq 0.8.0: information_weighted_ssim(noisy, camera, data_range=255)
    ],
)
def test_the_camera_man_with_noise_has_piqs_values(name: str, expected: float) -> None:
    assert value(name, *camera_and_noise()) == pytest.approx(expected, abs=DIGITS[name])


@pytest.mark.parametrize(
    ("name", "ours", "piqs"),
    [
        # piq pads odd sizes above and to the left; msssim.m mirrors below and to the right.
        ("ms_ssim", 0.7792079845944546, 0.7837413472412529),
        # piq mirrors the levels themselves at the border; matlabPyrTools, and we, the spread ones.
        ("iw_ssim", 0.8164150817498347, 0.8164214265484392),
    ],
)
def test_on_odd_sizes_the_authors_borders_are_kept_and_not_piqs(name: str, ours: float, piqs: float) -> None:
    first, second = (pixels[:243, :331] for pixels in camera_and_noise())
    found = value(name, first, second)
    assert found == pytest.approx(ours, abs=DIGITS[name])
    assert found != pytest.approx(piqs, abs=1e-6)


def test_ms_ssim_equals_pytorch_msssim_on_sizes_that_halve_evenly() -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    peer = pytest.importorskip("pytorch_msssim", reason="pytorch-msssim is not installed")
    # pytorch-msssim 1.0.0 keeps its window in single precision.
    first, second = soft(1), soft(2)
    planes = (torch.tensor(pixels.astype(float))[None, None] for pixels in (first, second))
    assert value("ms_ssim", first, second) == pytest.approx(float(peer.ms_ssim(*planes)), abs=5e-6)


@BOTH
def test_one_scale_is_ssim_itself(name: str) -> None:
    first, second = soft(1), soft(2)
    assert value(f"{name}[scales=1]", first, second) == pytest.approx(value("ssim", first, second), abs=1e-6)
    # 16 bits are summed in double precision.
    first, second = (plane.astype(np.uint16) * 257 for plane in (first, second))
    assert value(f"{name}[scales=1]", first, second) == pytest.approx(value("ssim", first, second), abs=1e-12)


def test_fewer_scales_have_the_finest_weights_divided_by_their_sum() -> None:
    assert weights_of(5) == WEIGHTS
    assert sum(WEIGHTS) == pytest.approx(1.0001)
    assert weights_of(2) == pytest.approx((0.0448 / 0.3304, 0.2856 / 0.3304))


def test_two_scales_by_hand() -> None:
    # Flat pictures have no structure: what is left is the coarsest luminance term, to the power of its weight.
    first, second = np.full((32, 32), 100, np.uint8), np.full((32, 32), 50, np.uint8)
    for name, gain in (("ms_ssim", 1), ("iw_ssim", 2)):  # each level of the Laplacian pyramid is twice as strong
        luminance = (2 * 5000 * gain**2 + 2.55**2) / (12500 * gain**2 + 2.55**2)
        # MS-SSIM of 8 bits is worked out in single precision.
        digits = 1e-7 if name == "ms_ssim" else 1e-12
        assert value(f"{name}[scales=2]", first, second) == pytest.approx(luminance ** (0.2856 / 0.3304), abs=digits)


def ms_ssim_in_double_precision(first: NDArray[Any], second: NDArray[Any]) -> float:
    result, c1, c2 = 1.0, (0.01 * 255) ** 2, (0.03 * 255) ** 2
    for scale, weight in enumerate(WEIGHTS):
        stats = window_stats(first, GAUSS_11, "valid")
        c1_here = c1 if scale == 4 else 1e30
        result *= ssim_mean(first, second, stats, GAUSS_11, "valid", c1_here, c2) ** weight
        first, second = halved(first), halved(second)
    return result


@pytest.mark.parametrize("low", [0, 100, 200, 245])
@pytest.mark.parametrize("spread", [2, 10])
def test_single_precision_keeps_the_stated_bounds_on_flat_bright_pictures_too(low: int, spread: int) -> None:
    first, second = np.random.default_rng(low).integers(low, low + spread, (2, 170, 201)).astype(np.uint8)
    assert value("ms_ssim", first, second) == pytest.approx(ms_ssim_in_double_precision(first, second), abs=1e-8)
    # All is counted from the first pixel.
    first[0, 0] = second[0, 0] = 0
    assert value("ms_ssim", first, second) == pytest.approx(ms_ssim_in_double_precision(first, second), abs=2e-6)
    second[:, 100:] = 255 - second[:, 100:]
    assert value("ms_ssim", first, second) == pytest.approx(ms_ssim_in_double_precision(first, second), abs=1e-5)


def test_ssim_and_ms_ssim_are_the_same_alone_and_one_after_the_other() -> None:
    images = [from_array(noise((200, 180), seed=seed), name="x") for seed in (1, 2)]
    names = ("ssim", "ms_ssim", "ms_ssim[scales=1]")
    alone = [value(name, *(image.pixels for image in images)) for name in names]
    for order in (names, names[::-1]):
        reference, candidate = (Picture(image) for image in images)
        together = {name: parse(name).value(reference, candidate) for name in order}
        assert [together[name] for name in names] == alone


@BOTH
@pytest.mark.parametrize(
    ("side", "advice"),
    [
        (160, r"161 px a side that 5 scales need: use {name}\[scales=4\]"),
        (64, r"use {name}\[scales=3\]"),
        (28, r"use {name}\[scales=2\]"),
        (10, "nor is there room for one 11 × 11 px window"),
    ],
)
def test_a_picture_too_small_says_how_many_scales_fit(name: str, side: int, advice: str) -> None:
    first, second = noise((side, 300), seed=1), noise((side, 300), seed=2)
    with pytest.raises(UndefinedScore, match=advice.format(name=name)):
        value(name, first, second)


@BOTH
@pytest.mark.parametrize(("scales", "side"), [(5, 161), (4, 81), (3, 41), (2, 21), (1, 11)])
def test_the_smallest_side_that_is_promised_has_a_value(name: str, scales: int, side: int) -> None:
    first, second = soft(1, (side, side)), soft(2, (side, side))
    key = f"{name}[scales={scales}]"
    assert 0 <= value(key, first, second) < 1
    assert value(key, first, first) == 1


def test_a_negative_is_zero_and_not_a_complex_number() -> None:
    pixels = soft(1)
    assert value("ms_ssim", pixels, 255 - pixels) == 0
    assert value("iw_ssim", pixels, 255 - pixels) == 0


@BOTH
@pytest.mark.parametrize("level", [0, 255])
def test_flat_pictures_do_not_crash(name: str, level: int) -> None:
    flat, other, textured = np.full((180, 170), level, np.uint8), np.full((180, 170), 77, np.uint8), soft(1, (180, 170))
    assert value(name, flat, flat) == 1
    for pair in ((flat, other), (flat, textured), (textured, flat)):
        assert 0 <= value(name, *pair) < 1


def test_iw_ssim_is_not_symmetric_and_ms_ssim_is() -> None:
    first, second = soft(1), soft(2)
    assert value("ms_ssim", first, second) == value("ms_ssim", second, first)
    assert value("iw_ssim", first, second) != value("iw_ssim", second, first)


@BOTH
def test_sixteen_bits_of_the_same_picture_give_the_same_value(name: str) -> None:
    first, second = soft(1), soft(2)
    deep = value(name, first.astype(np.uint16) * 257, second.astype(np.uint16) * 257)
    assert deep == pytest.approx(value(name, first, second), abs=DIGITS[name])


@BOTH
def test_more_noise_is_less_similar(name: str) -> None:
    clean = soft(1)
    shake = np.random.default_rng(3).normal(size=clean.shape)
    values = [value(name, clean, np.clip(clean + sigma * shake, 0, 255).astype(np.uint8)) for sigma in (0, 4, 16, 48)]
    assert values == sorted(values, reverse=True)
    assert values[0] == 1


@BOTH
def test_a_mask_that_leaves_nothing_out_changes_nothing(name: str) -> None:
    first, second = soft(1), soft(2)
    assert value(name, first, second, np.ones(first.shape, bool)) == value(name, first, second)


@BOTH
def test_what_is_masked_out_does_not_leak_in(name: str) -> None:
    first, second = soft(1, (330, 340)), soft(2, (330, 340))
    mask = np.zeros(first.shape, bool)
    mask[100:300, 90:333] = True
    found = value(name, first, second, mask)
    assert 0 < found < 1
    assert value(name, first, np.where(mask, second, 255 - second), mask) == found
    assert value(name, first, np.where(mask, first, second), mask) == 1


def test_ms_ssim_under_a_mask_does_not_see_the_references_other_pixels_either() -> None:
    first, second = soft(1, (330, 340)), soft(2, (330, 340))
    mask = np.random.default_rng(4).random(first.shape) > 0.3
    found = value("ms_ssim", first, second, mask)
    assert value("ms_ssim", np.where(mask, first, 0).astype(np.uint8), second, mask) == pytest.approx(found, abs=1e-12)


@BOTH
def test_a_mask_that_no_coarse_window_lies_under_says_so(name: str) -> None:
    mask = np.zeros((176, 192), bool)
    mask[:60, :60] = True
    with pytest.raises(UndefinedScore, match="lies too near the picture's edge"):
        value(name, soft(1), soft(2), mask)


def test_the_laplacian_pyramid_is_that_of_pyrtools() -> None:
    # pyrtools 1.1.1: [abs(c).sum() for c in LaplacianPyramid(x, height=3).pyr_coeffs.values()]
    x = np.random.default_rng(0).random((37, 50))
    bands = laplacian_pyramid(x, 3)
    assert [band.shape for band in bands] == [(37, 50), (19, 25), (10, 13)]
    assert [float(abs(band).sum()) for band in bands] == pytest.approx(
        [440.3526021666164, 48.9044948497519, 261.7831827946393], rel=1e-12
    )


def test_a_flat_plane_is_all_in_the_remainder_twice_as_strong_per_level() -> None:
    bands = laplacian_pyramid(np.full((21, 30), 3.0), 3)
    assert abs(bands[0]).max() < 1e-12
    assert abs(bands[1]).max() < 1e-12
    assert bands[2] == pytest.approx(np.full((6, 8), 12.0))


def test_a_parent_level_is_looked_up_along_straight_lines() -> None:
    # A ramp of 4 rows: bilinear at half-pixel centres to 13 rows, clamped to 0..3 at the ends, then every other one.
    ramp = np.tile(np.arange(4.0)[:, np.newaxis], (1, 4))
    dense = np.clip((np.arange(13) + 0.5) * 4 / 13 - 0.5, 0, 3)
    expected = [2 * dense[0] - dense[1], *dense[1::2], 2 * dense[-1] - dense[-2]]
    found = enlarged(ramp, 8, 7)
    assert found.shape == (8, 7)
    assert found[:, 3] == pytest.approx(expected)
