"""SSIM and its recipes against hand-made values, published ones, and the programs they are named after."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe as mk
from mikurabe import kernels
from mikurabe.errors import UndefinedScore
from mikurabe.images import from_array
from mikurabe.metrics import METRICS, banded, parse
from mikurabe.metrics.structure import RECIPES, downsampled, local_ssim
from mikurabe.picture import Picture
from peers import camera_and_noise, cv2_quality
from pictures import gray_file, noise, picture

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
    "flat, one level apart": (np.full((480, 640), 200, np.uint8), np.full((480, 640), 201, np.uint8)),
    "flat, one window": (np.full((11, 11), 250, np.uint8), np.full((11, 11), 251, np.uint8)),
    "flat and bright": (np.full((32, 32), 250, np.uint8), np.full((32, 32), 251, np.uint8)),
}
# 8-bit planes are summed in single precision: a hundredth of SSIM's resolution.
SINGLE = 1e-6

pairs = pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS.keys())


def goldhill(shared_data: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    folder = shared_data / "pairs"
    return gray_file(folder / "goldhill.gif"), gray_file(folder / "goldhill_jpeg.gif")


def test_black_against_white_is_the_constant_c1_over_white_squared_plus_c1() -> None:
    # One window, no variance: (2*0*255 + C1) / (0 + 255^2 + C1) * (C2 / C2), C1 = 2.55^2
    black, white = np.zeros((32, 32), np.uint8), np.full((32, 32), 255, np.uint8)
    assert mk.ssim(black, white, recipe="skimage") == pytest.approx(9.999000099990003e-05, rel=1e-9)
    assert mk.ssim(black, white) == pytest.approx(9.999000099990003e-05, rel=SINGLE)
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
    assert mk.ssim(*pair) == pytest.approx(expected, abs=SINGLE)
    deep = [(plane.astype(np.uint16) * 257) for plane in pair]
    assert mk.ssim(*deep) == pytest.approx(expected, abs=1e-9)


@pairs
def test_psnr_mse_and_the_opencv_recipe_equal_cv2_quality(pair: tuple[NDArray[np.uint8], NDArray[np.uint8]]) -> None:
    quality = cv2_quality()
    assert mk.ssim(*pair, recipe="opencv") == pytest.approx(quality.QualitySSIM_compute(*pair)[0][0], abs=1e-9)
    assert mk.mse(*pair) == pytest.approx(quality.QualityMSE_compute(*pair)[0][0], rel=1e-6)
    assert mk.psnr(*pair) == pytest.approx(quality.QualityPSNR_compute(*pair)[0][0], abs=1e-6)


@pytest.mark.parametrize("shape", [(1, 1), (1, 5), (5, 1), (2, 2), (9, 2), (12, 30), (33, 257)], ids=str)
@pytest.mark.parametrize("levels", [(200, 201), (252, 254), (0, 255), (3, 3)], ids=str)
def test_the_opencv_recipe_equals_cv2_quality_on_small_and_flat_pictures(
    shape: tuple[int, int], levels: tuple[int, int]
) -> None:
    quality = cv2_quality()
    pair = [np.full(shape, level, np.uint8) for level in levels]
    assert mk.ssim(*pair, recipe="opencv") == pytest.approx(quality.QualitySSIM_compute(*pair)[0][0], abs=1e-6)
    speckled = [(noise(shape, seed=seed) % 4 + level // 2).astype(np.uint8) for seed, level in enumerate(levels)]
    expected = quality.QualitySSIM_compute(*speckled)[0][0]
    assert mk.ssim(*speckled, recipe="opencv") == pytest.approx(expected, abs=1e-6)


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
    assert deep == pytest.approx(mk.ssim(first, second), abs=SINGLE)


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


RECIPE_KEYS = [f"ssim[recipe={name}]" for name in RECIPES]


def masked(first: object, second: object, mask: NDArray[np.bool_]) -> tuple[Picture, Picture]:
    both = (Picture(from_array(np.asarray(pixels), name="picture"), mask) for pixels in (first, second))
    reference, candidate = both
    return reference, candidate


@pytest.mark.parametrize("key", RECIPE_KEYS)
def test_a_mask_that_leaves_nothing_out_changes_nothing(key: str) -> None:
    first, second = noise((600, 520), seed=1), noise((600, 520), seed=2)
    without = parse(key).value(picture(first), picture(second))
    assert parse(key).value(*masked(first, second, np.ones((600, 520), bool))) == without


@pytest.mark.parametrize("recipe", ["wang2004", "skimage"])
def test_a_masked_window_sees_the_unmasked_pixels_only(recipe: str) -> None:
    # By hand, window by window, from the definition: weights renormalised over the unmasked pixels.
    first, second = noise((24, 26), seed=1), noise((24, 26), seed=2)
    mask = np.random.default_rng(3).random((24, 26)) > 0.4
    taps = np.array(RECIPES[recipe].taps)
    size, half = len(taps), len(taps) // 2
    expected = []
    for y in range(half, 24 - half):
        for x in range(half, 26 - half):
            if not mask[y, x]:
                continue
            there = (slice(y - half, y + half + 1), slice(x - half, x + half + 1))
            inside = mask[there]
            weights = np.outer(taps, taps)[inside] / np.outer(taps, taps)[inside].sum()
            a, b = first[there][inside].astype(float), second[there][inside].astype(float)
            mean_a, mean_b = weights @ a, weights @ b
            scale = inside.sum() / (inside.sum() - 1) if recipe == "skimage" else 1
            var_a, var_b = scale * (weights @ (a - mean_a) ** 2), scale * (weights @ (b - mean_b) ** 2)
            together = scale * (weights @ ((a - mean_a) * (b - mean_b)))
            c1, c2 = 2.55**2, 7.65**2
            luminance = (2 * mean_a * mean_b + c1) / (mean_a**2 + mean_b**2 + c1)
            expected.append(luminance * (2 * together + c2) / (var_a + var_b + c2))
    assert size in (7, 11)
    value = parse(f"ssim[recipe={recipe}]").value(*masked(first, second, mask))
    assert value == pytest.approx(np.mean(expected), abs=1e-12)


@pytest.mark.parametrize("recipe", ["wang2004", "skimage", "downsampled"])
def test_what_is_masked_out_does_not_leak_in(recipe: str) -> None:
    first, second = noise((600, 560), seed=1), noise((600, 560), seed=2)
    mask = np.zeros((600, 560), bool)
    mask[100:400, 90:333] = True
    index = parse(f"ssim[recipe={recipe}]")
    value = index.value(*masked(first, second, mask))
    assert value < 0.9
    other = np.where(mask, second, 255 - second)
    assert index.value(*masked(first, other, mask)) == value
    assert index.value(*masked(first, np.where(mask, first, second), mask)) == 1
    away = np.where(mask, first, 0).astype(np.uint8)
    assert index.value(*masked(away, second, mask)) == value


def test_the_opencv_recipe_says_that_it_knows_no_masks() -> None:
    mask = np.ones((20, 20), bool)
    mask[3] = False
    with pytest.raises(UndefinedScore, match=r"ssim\[recipe=opencv\] knows no masks"):
        parse("ssim[recipe=opencv]").value(*masked(noise((20, 20), seed=1), noise((20, 20), seed=2), mask))


def test_a_mask_without_room_for_a_window_says_so() -> None:
    mask = np.zeros((40, 40), bool)
    mask[:4, :4] = True
    with pytest.raises(UndefinedScore, match="lies too near the picture's edge"):
        parse("ssim").value(*masked(noise((40, 40), seed=1), noise((40, 40), seed=2), mask))


@pytest.mark.parametrize("key", RECIPE_KEYS)
def test_the_mean_of_the_map_is_the_value(key: str) -> None:
    first, second = picture(noise((64, 48), seed=1)), picture(noise((64, 48), seed=2))
    index = parse(key)
    values = local_ssim(first, second, **dict(index.chosen))
    assert values.dtype == np.float64
    assert values.shape == {"opencv": (64, 48), "skimage": (58, 42)}.get(key[12:-1], (54, 38))
    assert values.mean() == pytest.approx(index.value(first, second), abs=1e-12)
    assert METRICS["ssim"].local is local_ssim


def test_a_masked_map_shows_nothing_where_nothing_counts() -> None:
    mask = np.zeros((40, 40), bool)
    mask[:, :20] = True
    first, second = masked(noise((40, 40), seed=1), noise((40, 40), seed=2), mask)
    values = local_ssim(first, second)
    assert (values[:, 15:] == 1).all()
    assert values[:, :15].mean() == pytest.approx(parse("ssim").value(first, second), abs=1e-12)


@pytest.mark.parametrize("key", RECIPE_KEYS)
@pytest.mark.parametrize("shape", [(120, 57), (57, 1120), (1100, 900)])
def test_a_large_plane_in_bands_has_the_value_and_the_map_of_the_whole(
    key: str, shape: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = noise(shape, seed=1), noise(shape, seed=2) // 3 + noise(shape, seed=1) // 2
    index = parse(key)
    whole = index.value(picture(first), picture(second))
    whole_map = index.local(picture(first), picture(second))
    monkeypatch.setattr(banded, "WHOLE_PIXELS", 1000)
    monkeypatch.setattr(banded, "BAND_PIXELS", 5 * shape[1])
    reference = picture(first)
    assert index.value(reference, picture(second)) == pytest.approx(whole, abs=1e-12)
    assert np.allclose(index.local(reference, picture(second)), whole_map, rtol=0, atol=1e-12)
    assert not [name for name in reference._derived if "window stats" in str(name)]
    if "opencv" not in key:
        assert index.value(reference, picture(first)) == 1


def test_what_ssim_holds_of_a_large_plane_is_a_fraction_of_its_float64() -> None:
    import tracemalloc

    # 17 million pixels; the statistics of one plane alone would be 272 MB.
    rng = np.random.default_rng(0)
    first, second = (picture(rng.integers(0, 256, (5000, 3400), dtype=np.uint8)) for _ in range(2))
    for key in ("ssim", "ssim[recipe=skimage]", "ssim[recipe=opencv]"):
        tracemalloc.start()
        parse(key).value(first, second)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        # The twin also holds the map of a band, of which the native kernel keeps the sums alone.
        assert peak < (150e6 if kernels.ACTIVE == "native" else 220e6), key
