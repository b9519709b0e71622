"""SSIM and its recipes against hand-made values, published ones, and the programs they are named after."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe as mk
from mikurabe.errors import UndefinedScore
from mikurabe.metrics.structure import downsampled
from peers import camera_and_noise, cv2_quality
from pictures import gray_file, noise

PAIRS = {
    "noise": (noise((40, 56), seed=1), noise((40, 56), seed=2)),
    "noise on a ramp": (
        np.tile(np.arange(64, dtype=np.uint8) * 3, (48, 1)),
        (np.tile(np.arange(64, dtype=np.uint8) * 3, (48, 1)) + noise((48, 64)) // 8).astype(np.uint8),
    ),
    "sparse dots": (
        np.where(noise((64, 64), seed=3) > 250, 255, 0).astype(np.uint8),
        np.where(noise((64, 64), seed=4) > 250, 255, 0).astype(np.uint8),
    ),
    "dots on white": (
        np.where(noise((64, 64), seed=3) > 250, 0, 255).astype(np.uint8),
        np.where(noise((64, 64), seed=4) > 250, 0, 255).astype(np.uint8),
    ),
    "faint noise on bright": (
        (250 + noise((90, 70)) % 3).astype(np.uint8),
        (250 + noise((90, 70), seed=6) % 3).astype(np.uint8),
    ),
    "flat and bright": (np.full((32, 32), 250, np.uint8), np.full((32, 32), 251, np.uint8)),
}
pairs = pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS.keys())


def goldhill(shared_data: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    folder = shared_data / "pairs"
    return gray_file(folder / "goldhill.gif"), gray_file(folder / "goldhill_jpeg.gif")


def test_black_against_white_is_the_constant_c1_over_white_squared_plus_c1() -> None:
    # One window, no variance: (2*0*255 + C1) / (0 + 255^2 + C1) * (C2 / C2), C1 = 2.55^2
    black, white = np.zeros((32, 32), np.uint8), np.full((32, 32), 255, np.uint8)
    for recipe in ("wang2004", "skimage"):
        assert mk.ssim(black, white, recipe=recipe) == pytest.approx(9.999000099990003e-05, rel=1e-9)
    # OpenCV's single precision sees a little variance in flat white.
    assert mk.ssim(black, white, recipe="opencv") == pytest.approx(9.999e-05, abs=1e-8)


@pytest.mark.parametrize(
    ("recipe", "expected"),
    [
        # Wang's ssim_index.m, also pytorch-msssim 1.0.0, piqa 1.3.2 and scikit-image 0.26.0 with gaussian_weights=True,
        # sigma=1.5, use_sample_covariance=False
        ("wang2004", 0.68237),
        # scikit-image 0.26.0 structural_similarity(goldhill, goldhill_jpeg)
        ("skimage", 0.69259),
        # cv2.quality.QualitySSIM_compute of opencv-contrib-python-headless 5.0.0.93
        ("opencv", 0.68481),
        # MATLAB's ssim.m as kept in piq's tests: 0.8202 (4 decimals); piq 0.8.0: 0.820204
        ("downsampled", 0.820204),
    ],
)
def test_goldhill_has_the_published_values(shared_data: Path, recipe: str, expected: float) -> None:
    first, second = goldhill(shared_data)
    assert mk.ssim(first, second, recipe=recipe) == pytest.approx(expected, abs=6e-6)


def test_goldhill_files_give_what_their_pixels_give(shared_data: Path) -> None:
    folder = shared_data / "pairs"
    from_files = mk.ssim(folder / "goldhill.gif", folder / "goldhill_jpeg.gif")
    assert from_files == mk.ssim(*goldhill(shared_data))
    # piq 0.8.0 says 27.431364: it adds 1e-8 to the MSE (of levels over 255), and so does this line.
    error = mk.mse(folder / "goldhill.gif", folder / "goldhill_jpeg.gif") / 255**2
    assert 10 * np.log10(1 / (error + 1e-8)) == pytest.approx(27.431364, abs=1e-6)
    assert mk.psnr(folder / "goldhill.gif", folder / "goldhill_jpeg.gif") == pytest.approx(
        10 * np.log10(1 / error), abs=1e-9
    )


@pytest.mark.parametrize(
    ("recipe", "expected"),
    [
        ("wang2004", 0.35796424),  # IPOL imdiff: 0.357959091663361 (3 decimals)
        ("skimage", 0.36745183),  # scikit-image's own test: 0.3674518327910367
        ("opencv", 0.35611611),
        ("downsampled", 0.62446395),
    ],
)
def test_the_camera_man_with_noise_has_the_published_values(recipe: str, expected: float) -> None:
    camera, noisy = camera_and_noise()
    assert mk.ssim(camera, noisy, recipe=recipe) == pytest.approx(expected, abs=1e-6)


@pairs
def test_the_skimage_recipe_equals_scikit_image(pair: tuple[NDArray[np.uint8], NDArray[np.uint8]]) -> None:
    metrics = pytest.importorskip("skimage.metrics", reason="scikit-image (extra: peers) is not installed")
    expected = metrics.structural_similarity(*pair, data_range=255)
    assert mk.ssim(*pair, recipe="skimage") == pytest.approx(expected, abs=1e-9)


@pairs
def test_wang2004_equals_scikit_image_set_up_as_the_paper(pair: tuple[NDArray[np.uint8], NDArray[np.uint8]]) -> None:
    metrics = pytest.importorskip("skimage.metrics", reason="scikit-image (extra: peers) is not installed")
    expected = metrics.structural_similarity(
        *pair, data_range=255, gaussian_weights=True, sigma=1.5, use_sample_covariance=False
    )
    assert mk.ssim(*pair) == pytest.approx(expected, abs=1e-9)


@pairs
def test_psnr_mse_and_the_opencv_recipe_equal_cv2_quality(pair: tuple[NDArray[np.uint8], NDArray[np.uint8]]) -> None:
    quality = cv2_quality()
    assert mk.ssim(*pair, recipe="opencv") == pytest.approx(quality.QualitySSIM_compute(*pair)[0][0], abs=1e-9)
    assert mk.mse(*pair) == pytest.approx(quality.QualityMSE_compute(*pair)[0][0], rel=1e-6)
    assert mk.psnr(*pair) == pytest.approx(quality.QualityPSNR_compute(*pair)[0][0], abs=1e-6)


def test_a_negative_is_less_similar_than_nothing_in_common() -> None:
    pixels = noise((64, 64))
    assert mk.ssim(pixels, 255 - pixels) < -0.5


def test_a_picture_smaller_than_the_window_is_undefined_and_says_what_to_type() -> None:
    first, second = noise((10, 40), seed=1), noise((10, 40), seed=2)
    with pytest.raises(
        UndefinedScore, match=r"40 × 10 px is smaller than the 11 × 11 px window; ssim\[recipe=opencv\]"
    ):
        mk.ssim(first, second)
    assert -1 <= mk.ssim(first, second, recipe="opencv") <= 1


def test_sixteen_bits_of_the_same_picture_give_the_same_value() -> None:
    first, second = noise((40, 40), seed=1), noise((40, 40), seed=2)
    deep = mk.ssim(first.astype(np.uint16) * 257, second.astype(np.uint16) * 257)
    assert deep == pytest.approx(mk.ssim(first, second), abs=1e-12)


def test_k1_and_k2_change_the_value() -> None:
    first, second = noise((40, 40), seed=1), noise((40, 40), seed=2)
    assert mk.ssim(first, second, k2=0.3) > mk.ssim(first, second)


def test_downsampling_by_3_takes_matlabs_windows() -> None:
    # round(700 / 256) = 3; MATLAB's 3-wide window is centred, the first one mirrors the border: (x0 + x0 + x1) / 3
    ramp = np.tile(np.arange(700, dtype=np.uint16), (700, 1))
    small = downsampled(ramp)
    assert small.shape == (234, 234)
    assert small[5, :3].tolist() == pytest.approx([1 / 3, 3.0, 6.0])


def test_downsampling_by_2_averages_blocks_of_2() -> None:
    pixels = noise((512, 512)).astype(np.float64)
    expected = pixels.reshape(256, 2, 256, 2).mean(axis=(1, 3))
    assert np.allclose(downsampled(pixels), expected, rtol=0, atol=1e-10)


def test_an_unknown_recipe_names_the_nearest() -> None:
    with pytest.raises(mk.UnknownName, match="Did you mean 'skimage'"):
        mk.ssim(noise((20, 20)), noise((20, 20)), recipe="skimge")
