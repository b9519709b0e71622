"""The blurred variants: closed forms, and SciPy's blur with scikit-image's SSIM."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe as mk
from mikurabe.errors import UndefinedScore
from mikurabe.images import from_array
from mikurabe.metrics import METRICS, parse
from mikurabe.metrics.blurred import blurred_ink, local_ssim_blur
from mikurabe.picture import Picture
from mikurabe.sources.simulate import control_days, faulty_days
from peers import camera_and_noise
from pictures import noise, picture

BOTH = pytest.mark.parametrize("key", ["cosine_blur", "ssim_blur", "cosine_blur[sigma=1.5]"])


def dot(y: int, x: int) -> NDArray[np.uint8]:
    pixels = np.full((96, 96), 255, np.uint8)
    pixels[y, x] = 0
    return pixels


def masked(mask: NDArray[np.bool_], *pixels: NDArray[np.uint8]) -> list[Picture]:
    return [Picture(from_array(each, name="picture"), mask) for each in pixels]


@pytest.mark.parametrize(("down", "right"), [(0, 1), (2, 0), (3, 4), (0, 9)])
@pytest.mark.parametrize("sigma", [2.0, 3.0, 5.0])
def test_a_dot_that_moved_by_d_leaves_a_gaussian_of_d(down: int, right: int, sigma: float) -> None:
    # Two Gaussians of one sigma at distance d: their inner product is exp(-d² / (4 sigma²)); they end at 4 sigma.
    expected = math.exp(-(down**2 + right**2) / (4 * sigma**2))
    assert mk.cosine_blur(dot(40, 44), dot(40 + down, 44 + right), sigma=sigma) == pytest.approx(expected, abs=1e-3)
    assert mk.cosine_ink(dot(40, 44), dot(40 + down, 44 + right)) == 0


def test_ink_out_of_reach_is_0() -> None:
    assert mk.cosine_blur(dot(10, 10), dot(80, 80)) == 0
    with pytest.raises(UndefinedScore, match="nothing but background"):
        mk.cosine_blur(dot(10, 10), np.zeros((96, 96), np.uint8))


def test_cosine_blur_is_the_cosine_of_scipys_blur_of_the_ink() -> None:
    from scipy.ndimage import gaussian_filter

    first, second = noise((50, 70), seed=1), noise((50, 70), seed=2)
    first[:30], second[20:] = 9, 9
    a, b = (gaussian_filter(np.abs(each.astype(float) - 9) / 255, 3) for each in (first, second))
    expected = (a * b).sum() / math.sqrt((a * a).sum() * (b * b).sum())
    # The blur is in single precision, where this was 2e-9 to 6e-9 off in the worst pictures tried.
    assert mk.cosine_blur(first, second) == pytest.approx(expected, abs=1e-8)


def test_ssim_blur_is_scikit_images_ssim_of_scipys_blur_of_the_ink() -> None:
    from scipy.ndimage import gaussian_filter

    skimage = pytest.importorskip("skimage.metrics", reason="scikit-image (extra: peers) is not installed")
    for sigma in (3.0, 1.5):
        for first, second in (
            camera_and_noise(),
            (dot(40, 40), dot(40, 44)),
            (noise((64, 48)), noise((64, 48), seed=2)),
        ):
            planes = []
            for each in (first, second):
                paper = float(np.bincount(each.ravel()).argmax())
                planes.append(gaussian_filter(np.abs(each - paper) / 255, sigma))
            # skimage.metrics.structural_similarity of 0.26.0, set up as Wang et al. 2004
            expected = skimage.structural_similarity(
                *planes, data_range=1, gaussian_weights=True, sigma=1.5, use_sample_covariance=False
            )
            # Blur and windows are in single precision, both.
            assert mk.ssim_blur(first, second, sigma=sigma) == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize("white", [255, 65535])
@pytest.mark.parametrize("sigma", [0.1, 0.5, 3.0, 20.0, 1000.0])
def test_single_precision_stays_far_below_the_resolution(sigma: float, white: int) -> None:
    from scipy.ndimage import gaussian_filter

    from mikurabe.kernels import moments, ssim_mean, window_stats
    from mikurabe.metrics.ink import cosine_of, ink
    from mikurabe.metrics.windows import GAUSS_11

    # Photo-like noise, sparse dots, and the case that costs single precision most: flat halves far apart.
    half = np.where(np.arange(80) < 40, 0, 250)
    sparse = [np.where(noise((60, 80), seed=seed) > 250, 0, 255) for seed in (3, 4)]
    for pair in ((noise((60, 80)), noise((60, 80), seed=2)), sparse, (half + noise((60, 80)) % 2, half + 1)):
        levels = [np.broadcast_to(each, (60, 80)).astype(np.uint16) * (white // 255) for each in pair]
        first, second = (picture(each.astype(np.uint8) if white == 255 else each) for each in levels)
        a, b = (gaussian_filter(ink(each), sigma, mode="reflect", truncate=4.0) for each in (first, second))
        cosine = cosine_of(moments(a, b))
        ssim = ssim_mean(a, b, window_stats(a, GAUSS_11, "valid"), GAUSS_11, "valid", 0.01**2, 0.03**2)
        for key, expected in (("cosine_blur", cosine), ("ssim_blur", ssim)):
            index = parse(f"{key}[sigma={sigma}]")
            assert index.value(first, second) == pytest.approx(expected, abs=index.metric.resolution / 50)


@BOTH
def test_dots_on_white_and_on_black_are_the_same(key: str) -> None:
    first, second = (np.where(noise((64, 64), seed=seed) > 250, 255, 0).astype(np.uint8) for seed in (3, 4))
    index = parse(key)
    value = index.value(picture(first), picture(second))
    assert index.value(picture(255 - first), picture(255 - second)) == value
    assert index.value(picture(first), picture(255 - first)) == 1


def test_sigma_stands_in_the_key() -> None:
    assert parse("ssim_blur[sigma=4]").key == "ssim_blur[sigma=4]"
    assert parse("ssim_blur[sigma=3]").key == "ssim_blur"
    first, second = noise((40, 40), seed=1), noise((40, 40), seed=2)
    assert mk.ssim_blur(first, second, sigma=6) > mk.ssim_blur(first, second)


def test_a_picture_smaller_than_the_window_is_undefined_and_says_what_to_take() -> None:
    first, second = noise((10, 40), seed=1), noise((10, 40), seed=2)
    with pytest.raises(UndefinedScore, match="40 × 10 px is smaller than the 11 × 11 px window; cosine_blur"):
        mk.ssim_blur(first, second)
    assert 0 <= mk.cosine_blur(first, second) <= 1


@BOTH
def test_masks_leave_nothing_leak_in(key: str) -> None:
    first, second = (np.where(noise((64, 64), seed=seed) > 220, 255, 0).astype(np.uint8) for seed in (3, 4))
    index = parse(key)
    mask = np.ones((64, 64), bool)
    assert index.value(*masked(mask, first, second)) == index.value(picture(first), picture(second))
    mask[:, 40:] = False
    value = index.value(*masked(mask, first, second))
    assert value < 0.98
    assert index.value(*masked(mask, first, np.where(mask, second, 77))) == value
    assert index.value(*masked(mask, first, np.where(mask, first, second))) == 1


def test_the_masked_blur_is_the_weighted_mean_of_what_is_unmasked() -> None:
    # Everything unmasked is full ink but for one background column: wherever the blur does not reach it, it is 1.
    pixels = np.full((60, 60), 255, np.uint8)
    pixels[:, 0] = 0
    pixels[:, 40:] = 0
    mask = np.zeros((60, 60), bool)
    mask[:, :40] = True
    (given,) = masked(mask, 255 - pixels)
    given.derive("background", lambda: np.uint8(255))
    blurred = blurred_ink(given, 2.0)
    assert np.allclose(blurred[:, 9:40], 1, rtol=0, atol=1e-12)
    assert (blurred[:, 40:] == 0).all()


def test_the_mean_of_the_map_is_the_value() -> None:
    first, second = picture(noise((64, 48), seed=1)), picture(noise((64, 48), seed=2))
    values = local_ssim_blur(first, second)
    assert values.shape == (54, 38)
    assert values.mean() == pytest.approx(parse("ssim_blur").value(first, second), abs=1e-12)
    assert METRICS["ssim_blur"].local is local_ssim_blur
    mask = np.zeros((40, 40), bool)
    mask[:, :20] = True
    pair = masked(mask, noise((40, 40), seed=1), noise((40, 40), seed=2))
    values = local_ssim_blur(pair[0], pair[1])
    assert (values[:, 15:] == 1).all()
    assert values[:, :15].mean() == pytest.approx(parse("ssim_blur").value(*pair), abs=1e-12)


@pytest.mark.parametrize("key", ["cosine_blur", "ssim_blur"])
def test_a_blur_tells_a_moved_cluster_where_the_bare_index_does_not(key: str) -> None:
    reference, *days = (picture(each.draw()) for each in control_days(6))
    fault = faulty_days({"cluster_shift_y": 8})[0].draw()
    index, bare = parse(key), parse({"cosine_blur": "cosine_ink", "ssim_blur": "ssim"}[key])

    def margin(which: object) -> float:
        normal = np.array([which.value(reference, day) for day in days])  # type: ignore[attr-defined]
        return float((normal.mean() - which.value(reference, picture(fault))) / normal.std())  # type: ignore[attr-defined]

    assert margin(index) > max(2, margin(bare))
