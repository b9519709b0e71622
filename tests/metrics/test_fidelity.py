"""The universal quality index and VIF-p against published values, other programs, and blocks worked by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from mikurabe.errors import UndefinedScore
from mikurabe.images import from_array
from mikurabe.metrics import METRICS, parse
from mikurabe.metrics.fidelity import local_uqi
from mikurabe.picture import Picture
from peers import camera_and_noise
from pictures import gray_file, noise

BOTH = pytest.mark.parametrize("name", ["uqi", "vif_p"])


def pair(first: object, second: object, mask: NDArray[np.bool_] | None = None) -> tuple[Picture, Picture]:
    one, other = (Picture(from_array(np.asarray(pixels), name="picture"), mask) for pixels in (first, second))
    return one, other


def value(name: str, first: object, second: object, mask: NDArray[np.bool_] | None = None) -> float:
    return parse(name).value(*pair(first, second, mask))


@pytest.mark.parametrize(
    ("name", "expected", "tolerance"),
    [
        # img_qi.m's formula over numpy.lib.stride_tricks.sliding_window_view(picture, (8, 8)), statistics over N - 1
        ("uqi", 0.4962637465615701, 1e-12),
        # LIVE's vifp_mscale.m in MATLAB, as kept in piq's tests (4 decimals)
        ("vif_p", 0.2665, 5e-5),
        # sewar 0.4.10: vifp(goldhill, goldhill_jpeg)
        ("vif_p", 0.26646828456875116, 1e-10),
    ],
)
def test_goldhill_has_the_published_values(shared_data: Path, name: str, expected: float, tolerance: float) -> None:
    folder = shared_data / "pairs"
    first, second = gray_file(folder / "goldhill.gif"), gray_file(folder / "goldhill_jpeg.gif")
    assert value(name, first, second) == pytest.approx(expected, abs=tolerance)


@pytest.mark.parametrize(
    ("name", "expected", "tolerance"),
    [
        ("uqi", 0.29068667318613955, 1e-12),  # as above
        ("vif_p", 0.2438345854959308, 1e-10),  # sewar 0.4.10: vifp(camera, noisy)
        ("vif_p", 0.24383458517822773, 1e-8),  # piq 0.8.0: vif_p(noisy, camera, data_range=255), with a guard of 1e-8
    ],
)
def test_the_camera_man_with_noise_has_the_same_values_elsewhere(name: str, expected: float, tolerance: float) -> None:
    assert value(name, *camera_and_noise()) == pytest.approx(expected, abs=tolerance)


def test_uqi_is_not_what_sewar_makes_of_it() -> None:
    # sewar 0.4.10 says 0.9241145739233113: it multiplies means by N as if they were sums.
    assert value("uqi", *camera_and_noise()) < 0.3


def test_vif_p_on_odd_sizes_equals_piq() -> None:
    first, second = (pixels[:243, :331] for pixels in camera_and_noise())
    # piq 0.8.0: vif_p(noisy, camera, data_range=255) and the other way round
    assert value("vif_p", first, second) == pytest.approx(0.3010088373609182, abs=1e-8)
    assert value("vif_p", second, first) == pytest.approx(0.15595425415835315, abs=1e-8)


@pytest.mark.parametrize(("a", "b"), [(0, 255), (100, 50), (200, 200), (0, 0)])
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32", "float64"])
def test_flat_blocks_compare_their_brightness_alone(a: int, b: int, dtype: str) -> None:
    scale = 0.1 if dtype.startswith("float") else 1
    first, second = np.full((20, 19), a * scale, dtype), np.full((20, 19), b * scale, dtype)
    expected = 1 if a == b else 2 * a * b / (a * a + b * b)
    assert value("uqi", first, second) == pytest.approx(expected, abs=1e-6 if dtype == "float32" else 1e-12)
    mask = np.ones((20, 19), bool)
    mask[3:9, 4:8] = False
    assert value("uqi", first, second, mask) == pytest.approx(expected, abs=1e-6)


def test_one_block_by_hand() -> None:
    # Half black, half white against its negative: equal means and variances, correlation -1.
    half = np.zeros((8, 8), np.uint8)
    half[:4] = 255
    assert value("uqi", half, 255 - half) == -1
    # Against half 0, half 51: correlation 1, means 127.5 and 25.5 (and deviations likewise): (2 * 5 / 26)²
    assert value("uqi", half, half // 5) == pytest.approx((10 / 26) ** 2, abs=1e-12)


def test_a_masked_block_sees_the_unmasked_pixels_only() -> None:
    first, second = noise((20, 22), seed=1), noise((20, 22), seed=2)
    mask = np.random.default_rng(3).random((20, 22)) > 0.5
    expected = []
    for y in range(13):
        for x in range(15):
            if not mask[y + 4, x + 4]:
                continue
            inside = mask[y : y + 8, x : x + 8]
            a, b = first[y : y + 8, x : x + 8][inside] * 1.0, second[y : y + 8, x : x + 8][inside] * 1.0
            covariance = float(np.cov(a, b, ddof=0)[0, 1])
            expected.append(
                4 * covariance * a.mean() * b.mean() / ((a.var() + b.var()) * (a.mean() ** 2 + b.mean() ** 2))
            )
    assert value("uqi", first, second, mask) == pytest.approx(np.mean(expected), abs=1e-12)


@BOTH
def test_a_mask_that_leaves_nothing_out_changes_nothing(name: str) -> None:
    first, second = noise((60, 64), seed=1), noise((60, 64), seed=2)
    assert value(name, first, second, np.ones((60, 64), bool)) == value(name, first, second)


@BOTH
def test_what_is_masked_out_does_not_leak_in(name: str) -> None:
    first, second = noise((160, 150), seed=1), noise((160, 150), seed=2) // 2 + noise((160, 150), seed=1) // 2
    mask = np.zeros((160, 150), bool)
    mask[30:140, 10:130] = True
    found = value(name, first, second, mask)
    assert 0 < found < 1
    assert value(name, first, np.where(mask, second, 255 - second), mask) == pytest.approx(found, abs=1e-12)
    assert value(name, np.where(mask, first, 0).astype(np.uint8), second, mask) == pytest.approx(found, abs=1e-12)
    assert value(name, first, np.where(mask, first, second), mask) == 1


def test_the_mean_of_the_map_is_the_value() -> None:
    first, second = pair(noise((30, 26), seed=1), noise((30, 26), seed=2))
    values = local_uqi(first, second)
    assert (values.shape, values.dtype) == ((23, 19), np.float64)
    assert values.mean() == pytest.approx(parse("uqi").value(first, second), abs=1e-12)
    assert METRICS["uqi"].local is local_uqi


def test_too_small_pictures_say_so() -> None:
    with pytest.raises(UndefinedScore, match="30 × 7 px is smaller than the 8 × 8 px block"):
        value("uqi", noise((7, 30), seed=1), noise((7, 30), seed=2))
    with pytest.raises(UndefinedScore, match="90 × 40 px is smaller than the 41 px a side that 4 scales need"):
        value("vif_p", noise((40, 90), seed=1), noise((40, 90), seed=2))
    assert 0 < value("vif_p", noise((41, 41), seed=1), noise((41, 41), seed=1) // 2) < 1


def test_a_flat_reference_sends_nothing_and_a_flat_candidate_lets_nothing_arrive() -> None:
    flat, textured = np.full((60, 60), 77, np.uint8), noise((60, 60))
    with pytest.raises(UndefinedScore, match="the reference is one flat level"):
        value("vif_p", flat, textured)
    assert value("vif_p", textured, flat) == 0
    assert value("vif_p", flat, flat) == 1


def test_more_contrast_is_more_than_one_and_less_contrast_less() -> None:
    soft = (100 + noise((64, 64)) // 8).astype(np.uint8)
    assert value("vif_p", soft, ((soft - 100.0) * 2 + 50).astype(np.uint8)) > 1
    assert value("vif_p", soft, ((soft - 100.0) / 2 + 100).astype(np.uint8)) < 1


def test_vif_p_is_not_symmetric_and_uqi_is() -> None:
    first, second = camera_and_noise()
    assert value("vif_p", second, first) == pytest.approx(0.14429499803381868, abs=1e-8)
    assert value("uqi", second, first) == value("uqi", first, second)


@BOTH
def test_sixteen_bits_of_the_same_picture_give_the_same_value(name: str) -> None:
    first, second = noise((64, 60), seed=1), noise((64, 60), seed=1) // 2 + noise((64, 60), seed=2) // 2
    deep = value(name, first.astype(np.uint16) * 257, second.astype(np.uint16) * 257)
    assert deep == pytest.approx(value(name, first, second), abs=1e-9)
