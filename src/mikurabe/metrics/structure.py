"""Structural similarity: SSIM and its recipes.

One name, many numbers: on one pair "SSIM" runs from 0.68 to 0.82 by the defaults of the program that is asked.
So each set of defaults is a recipe with a name, and the recipe stands in the column's key.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mikurabe.errors import UndefinedScore
from mikurabe.kernels import WindowStats, blur_float32, ssim_mean, window_stats
from mikurabe.metrics.definition import metric
from mikurabe.picture import Picture
from mikurabe.records import Array, Param


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How one well-known program computes SSIM: its window, and what it does before."""

    taps: tuple[float, ...]
    sample_covariance: bool = False
    downsample: bool = False


def gaussian_taps(size: int, sigma: float) -> tuple[float, ...]:
    """Return ``size`` Gaussian weights of deviation ``sigma`` px, summing to 1 (MATLAB's fspecial, one axis)."""
    offsets = np.arange(size) - (size - 1) / 2
    weights = np.exp(-(offsets**2) / (2 * sigma**2))
    return tuple(float(weight) for weight in weights / weights.sum())


_GAUSS_11 = gaussian_taps(11, 1.5)

RECIPES = {
    "wang2004": Recipe(taps=_GAUSS_11),
    "downsampled": Recipe(taps=_GAUSS_11, downsample=True),
    "opencv": Recipe(taps=_GAUSS_11),
    "skimage": Recipe(taps=(1 / 7,) * 7, sample_covariance=True),
}

_RECIPE = Param(
    name="recipe",
    default="wang2004",
    choices=tuple(RECIPES),
    help="wang2004: ssim_index.m (Gaussian 11 px, sigma 1.5, windows wholly inside); downsampled: ssim.m, which first "
    "averages down to about 256 px; opencv: cv2.quality (mirrored borders count); skimage: scikit-image's defaults "
    "(uniform 7 px, sample covariance)",
)
_K1 = Param(name="k1", default=0.01, low=0, high=1, help="C1 = (k1 white)², steadies the comparison of brightness")
_K2 = Param(name="k2", default=0.03, low=0, high=1, help="C2 = (k2 white)², steadies the comparison of structure")


@metric(
    title="Structural similarity (SSIM)",
    better="higher",
    low=-1,
    high=1,
    identical=1,
    resolution=1e-4,
    reads="luma",
    needs=("white",),
    params=(_RECIPE, _K1, _K2),
    source="Wang, Bovik, Sheikh & Simoncelli 2004, IEEE TIP 13(4), eq. 13; ssim_index.m. On luma: programs that "
    "average the channels of a colour picture give another number",
)
def ssim(
    reference: Picture, candidate: Picture, *, recipe: str = "wang2004", k1: float = 0.01, k2: float = 0.03
) -> float:
    """Return the mean structural similarity of the two lumas.

    1 for identical pictures, around 0 where the structure has nothing in common, negative where it is inverted.
    Undefined for a picture smaller than the recipe's window (11 px; 7 px for skimage), except ``opencv``,
    which mirrors the borders. ``recipe`` names whose definition is meant, ``k1`` and ``k2`` the constants.
    """
    c1, c2 = (k1 * reference.white) ** 2, (k2 * reference.white) ** 2
    if recipe == "opencv":
        return _ssim_as_opencv(reference, candidate, c1, c2)
    how = RECIPES[recipe]
    plane_a, plane_b = _plane(reference, how), _plane(candidate, how)
    size = len(how.taps)
    if min(plane_a.shape) < size:
        height, width = plane_a.shape
        raise UndefinedScore(
            f"{width} × {height} px is smaller than the {size} × {size} px window; "
            "ssim[recipe=opencv] mirrors the borders"
        )
    taps = np.array(how.taps)
    stats: WindowStats = reference.derive(("window stats", recipe), lambda: window_stats(plane_a, taps, "valid"))
    windows = size * size
    scale = windows / (windows - 1) if how.sample_covariance else 1.0
    return ssim_mean(plane_a, plane_b, stats, taps, "valid", c1, c2, scale)


def _ssim_as_opencv(reference: Picture, candidate: Picture, c1: float, c2: float) -> float:
    """Return SSIM as cv2.quality computes it: in float32, variances as E[x²] - E[x]², mirrored borders counted.

    Bright flat pictures lose digits that way; the value is that of OpenCV, not a better one.
    """

    def mean_and_variance(luma: Array) -> tuple[Array, Array]:
        single = luma.astype(np.float32)
        mean = blur_float32(single, _GAUSS_11)
        return mean, blur_float32(single * single, _GAUSS_11) - mean * mean

    first, second = reference.luma.astype(np.float32), candidate.luma.astype(np.float32)
    mean_a, variance_a = reference.derive("float32 window stats", lambda: mean_and_variance(first))
    mean_b, variance_b = mean_and_variance(second)
    covariance = blur_float32(first * second, _GAUSS_11) - mean_a * mean_b
    low, high = np.float32(c1), np.float32(c2)
    above = (2 * mean_a * mean_b + low) * (2 * covariance + high)
    below = (mean_a * mean_a + mean_b * mean_b + low) * (variance_a + variance_b + high)
    # Single precision may step past the ends of the range by its last digits.
    return max(-1.0, min(1.0, float(np.mean(above / below, dtype=np.float64))))


def _plane(picture: Picture, recipe: Recipe) -> Array:
    if not recipe.downsample:
        return picture.luma
    return picture.derive("luma downsampled as ssim.m", lambda: downsampled(picture.luma))


def downsampled(luma: Array) -> Array:
    """Return the plane as ssim.m takes it: averaged over F x F and every F-th pixel kept, F = round(min side / 256).

    float64; the plane itself where F is 1. MATLAB's imfilter places the window of an even F one pixel
    to the right and below the middle, and mirrors the border with the edge pixel repeated.
    """
    factor = max(1, int(min(luma.shape) / 256 + 0.5))
    if factor == 1:
        return luma
    before, after = (factor - 1) // 2, factor // 2
    padded = np.pad(luma.astype(np.float64), (before, after), mode="symmetric")
    height, width = luma.shape
    total = np.zeros((-(-height // factor), -(-width // factor)))
    for down in range(factor):
        for right in range(factor):
            total += padded[down : down + height : factor, right : right + width : factor]
    return total / factor**2
