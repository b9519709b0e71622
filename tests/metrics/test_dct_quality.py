"""PSNR-HVS and PSNR-HVS-M against hand-made values and an independent program."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe as mk
from mikurabe.errors import UndefinedScore
from mikurabe.images import from_array
from mikurabe.metrics.dct_quality import hvs_map
from mikurabe.metrics.definition import parse
from mikurabe.picture import Picture
from peers import camera_and_noise
from pictures import gray_file, noise, picture

RAMP = np.tile(np.arange(64, dtype=np.uint8) * 3, (48, 1))

# Expected values: psnr-hvsm 0.3.0, psnr_hvsm.psnr_hvs_hvsm(reference / 255, candidate / 255), sizes of whole blocks.
# It takes the weights of the papers' table, which has six decimals; here they are computed: up to 2e-6 dB apart.
CLOSE = 3e-6


@pytest.mark.parametrize(
    ("pair", "plain", "masked"),
    [
        ((noise((40, 56), seed=1), noise((40, 56), seed=2)), 7.541460132689651, 9.12352966798937),
        ((RAMP, (RAMP + noise((48, 64)) // 8).astype(np.uint8)), 19.74443837005871, 20.010763557268845),
    ],
    ids=["noise", "noise on a ramp"],
)
def test_generated_pictures_have_the_values_of_psnr_hvsm(
    pair: tuple[NDArray[np.uint8], NDArray[np.uint8]], plain: float, masked: float
) -> None:
    assert mk.psnr_hvs(*pair) == pytest.approx(plain, abs=CLOSE)
    assert mk.psnr_hvs_m(*pair) == pytest.approx(masked, abs=CLOSE)


def test_the_camera_man_with_noise_has_the_values_of_psnr_hvsm() -> None:
    pair = camera_and_noise()
    assert mk.psnr_hvs(*pair) == pytest.approx(22.372354571932263, abs=CLOSE)
    assert mk.psnr_hvs_m(*pair) == pytest.approx(24.816726108891626, abs=CLOSE)


def test_goldhill_has_the_values_of_psnr_hvsm(shared_data: Path) -> None:
    pair = [gray_file(shared_data / "pairs" / name) for name in ("goldhill.gif", "goldhill_jpeg.gif")]
    assert mk.psnr_hvs(*pair) == pytest.approx(23.543128216821643, abs=CLOSE)
    assert mk.psnr_hvs_m(*pair) == pytest.approx(25.0795860923887, abs=CLOSE)


@pytest.mark.parametrize("step", [1, 10])
def test_a_raised_picture_has_only_errors_of_the_mean_and_those_are_not_masked(step: int) -> None:
    # The mean's coefficient is 8 d and its weight 1.608443 (2006, table 1): 64 d² 1.608443² / 64 per pixel.
    pixels = noise((24, 32)) // 2
    expected = 10 * math.log10(255**2 / (step * 1.608443) ** 2)
    assert mk.psnr_hvs(pixels, pixels + np.uint8(step)) == pytest.approx(expected, abs=1e-5)
    assert mk.psnr_hvs_m(pixels, pixels + np.uint8(step)) == pytest.approx(expected, abs=1e-5)


def test_texture_hides_what_a_flat_picture_shows() -> None:
    texture = noise((64, 64)) // 2 + 64
    checks = (np.indices((64, 64)).sum(axis=0) % 2).astype(np.uint8)
    flat = np.full((64, 64), 128, np.uint8)
    assert mk.psnr_hvs(texture, texture + checks) == pytest.approx(mk.psnr_hvs(flat, flat + checks), abs=1e-9)
    assert mk.psnr_hvs_m(texture, texture + checks) > mk.psnr_hvs_m(flat, flat + checks)


def test_a_block_that_the_border_cuts_counts_with_its_edge_repeated() -> None:
    first, second = noise((20, 27), seed=1), noise((20, 27), seed=2)
    whole = [np.pad(each, ((0, 4), (0, 5)), mode="edge") for each in (first, second)]
    for name in ("psnr_hvs", "psnr_hvs_m"):
        assert getattr(mk, name)(first, second) == getattr(mk, name)(*whole)
    assert hvs_map(picture(first), picture(second)).shape == (3, 4)


def test_below_one_block_it_is_undefined() -> None:
    with pytest.raises(UndefinedScore, match="30 × 7 px is smaller than the 8 × 8 px block"):
        mk.psnr_hvs(noise((7, 30), seed=1), noise((7, 30), seed=2))


def test_sixteen_bits_of_the_same_picture_give_the_same_value() -> None:
    first, second = noise((40, 40), seed=1), noise((40, 40), seed=2)
    deep = [each.astype(np.uint16) * 257 for each in (first, second)]
    for name in ("psnr_hvs", "psnr_hvs_m"):
        assert getattr(mk, name)(*deep) == pytest.approx(getattr(mk, name)(first, second), abs=1e-10)


@pytest.mark.parametrize("name", ["psnr_hvs", "psnr_hvs_m"])
def test_only_what_the_mask_lets_through_counts(name: str) -> None:
    first, second = noise((32, 40), seed=1), noise((32, 40), seed=2)
    everywhere, left = np.ones((32, 40), np.bool_), np.zeros((32, 40), np.bool_)
    left[:, :16] = True

    def value(candidate: NDArray[np.generic], mask: NDArray[np.bool_]) -> float:
        pair = (Picture(from_array(pixels, name="masked"), mask) for pixels in (first, candidate))
        return parse(name).value(*pair)

    assert value(second, everywhere) == getattr(mk, name)(first, second)
    # The mask ends between two blocks, so it is as if the picture did.
    assert value(second, left) == pytest.approx(getattr(mk, name)(first[:, :16], second[:, :16]), abs=1e-12)
    assert value(np.where(left, second, 255 - second), left) == value(second, left)
