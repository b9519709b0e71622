"""Structural similarity: SSIM and its recipes.

One name, many numbers: on one pair "SSIM" runs from 0.68 to 0.82 by the defaults of the program that is asked.
So each set of defaults is a recipe with a name, and the recipe stands in the column's key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from mikurabe.errors import UndefinedScore
from mikurabe.kernels import WindowStats, blur_float32
from mikurabe.metrics.banded import Similarity, joined, mean_of, rows_of_bands
from mikurabe.metrics.definition import metric
from mikurabe.metrics.pooling import pooled_mean, shrunk
from mikurabe.metrics.windows import (
    GAUSS_11,
    averaged,
    cover,
    cutting_mask,
    pair_stats,
    require_counted,
    size_of,
    stats_of,
    under_centres,
)
from mikurabe.picture import Picture, Stack
from mikurabe.records import Array, Bools, Param, ParamValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How one well-known program computes SSIM: its window, and what it does before."""

    taps: tuple[float, ...]
    sample_covariance: bool = False
    downsample: bool = False


def plane_key(how: Recipe) -> tuple[str, int]:
    """Return what names a recipe's plane and window: recipes that share both share the statistics."""
    return ("luma downsampled" if how.downsample else "luma", len(how.taps))


RECIPES = {
    "wang2004": Recipe(taps=GAUSS_11),
    "downsampled": Recipe(taps=GAUSS_11, downsample=True),
    "opencv": Recipe(taps=GAUSS_11),
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
_K1 = Param(name="k1", default=0.01, low=1e-6, high=1, help="C1 = (k1 white)², steadies the comparison of brightness")
_K2 = Param(name="k2", default=0.03, low=1e-6, high=1, help="C2 = (k2 white)², steadies the comparison of structure")


# In single precision, rounding can take flat bright pictures past 1 (200 against 201: 1.00005, as OpenCV says). This
# far at most, which very small constants k1 and k2 could exceed.
SINGLE_SLACK = 0.01


def _ends(params: Mapping[str, ParamValue]) -> Mapping[str, float]:
    """Return the range of the recipe that was chosen."""
    slack = SINGLE_SLACK if params["recipe"] == "opencv" else 0.0
    return {"low": -1 - slack, "high": 1 + slack}


def local_ssim(
    reference: Picture, candidate: Picture, *, recipe: str = "wang2004", k1: float = 0.01, k2: float = 0.03
) -> Array:
    """Return the structural similarity at every window position, float64, from -1 to 1; arguments as for :func:`ssim`.

    The map is smaller than the picture by the window's rim (and by the recipe's downsampling); ``opencv`` covers all of
    it. Places that a mask leaves out are 1, as if nothing differed there; they do not count in the mean.
    """
    if recipe == "opencv":
        return joined(_as_opencv(reference, candidate, k1, k2))
    pair = _laid_out(reference, candidate, recipe, k1, k2)
    if pair.mask is None:
        return pair.similarity.map()
    values, counts = _masked_map(pair, pair.mask)
    return np.where(counts, values, 1.0)


def ssim_of_stack(
    reference: Picture, stack: Stack, *, recipe: str = "wang2004", k1: float = 0.01, k2: float = 0.03
) -> list[float | Exception]:
    """Return what :func:`ssim` says of every picture of a stack."""
    how = RECIPES[recipe]
    height, width = reference.luma.shape
    fits = min(height, width) >= len(how.taps) and reference.mask is None
    if recipe == "opencv" or how.downsample or how.sample_covariance or not fits:
        return [_one_of(reference, pixels, recipe, k1, k2) for pixels in stack.pixels]
    c1, c2 = (k1 * reference.white) ** 2, (k2 * reference.white) ** 2
    key = plane_key(how)
    similarity = Similarity(
        reference=reference, key=key, a=reference.luma, b=reference.luma, taps=how.taps, c1=c1, c2=c2
    )
    return list(similarity.means(stack.luma))


def _one_of(reference: Picture, pixels: Array, recipe: str, k1: float, k2: float) -> float | Exception:
    try:
        return ssim(reference, Picture(replace(reference.image, pixels=pixels)), recipe=recipe, k1=k1, k2=k2)
    except UndefinedScore as undefined:
        return undefined


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
    version=2,
    masked=True,
    local=local_ssim,
    batch=ssim_of_stack,
    varies=_ends,
    source="Wang, Bovik, Sheikh & Simoncelli 2004, IEEE TIP 13(4), eq. 13; ssim_index.m. On luma: programs that "
    "average the channels of a colour picture give another number",
)
def ssim(
    reference: Picture, candidate: Picture, *, recipe: str = "wang2004", k1: float = 0.01, k2: float = 0.03
) -> float:
    """Return the mean structural similarity of the two lumas.

    1 for identical pictures, around 0 where the structure has nothing in common, negative where it is inverted.
    Undefined for a picture smaller than the recipe's window (11 px; 7 px for skimage), except ``opencv``,
    which mirrors the borders and, in single precision as the original, may step past 1 by a little. ``recipe`` names
    whose definition is meant, ``k1`` and ``k2`` the constants.
    Under a mask each window's weights are renormalised over the unmasked pixels, and the mean is that of the windows
    whose centre is unmasked; ``opencv`` has no such thing and says so.
    """
    if recipe == "opencv":
        means = [(pooled_mean(part), part.size) for part in _as_opencv(reference, candidate, k1, k2)]
        return max(-1.0 - SINGLE_SLACK, min(1.0 + SINGLE_SLACK, mean_of(means)))
    pair = _laid_out(reference, candidate, recipe, k1, k2)
    if pair.mask is None:
        return pair.similarity.mean()
    values, counts = _masked_map(pair, pair.mask)
    return pooled_mean(values, counts)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Pair:
    """Two planes as a recipe wants them, and all that its formula needs."""

    reference: Picture
    candidate: Picture
    a: Array
    b: Array
    mask: Bools | None
    how: Recipe
    c1: float
    c2: float

    @property
    def taps(self) -> tuple[float, ...]:
        return self.how.taps

    @property
    def scale(self) -> float:
        windows = len(self.taps) ** 2
        return windows / (windows - 1) if self.how.sample_covariance else 1.0

    @property
    def similarity(self) -> Similarity:
        """Return the comparison of the two whole planes, without a mask."""
        return Similarity(
            reference=self.reference,
            key=plane_key(self.how),
            a=self.a,
            b=self.b,
            taps=self.taps,
            c1=self.c1,
            c2=self.c2,
            covariance_scale=self.scale,
            candidate=self.candidate,
        )

    @property
    def stats_a(self) -> WindowStats:
        """Return the reference's window statistics under the mask, made once and kept for all candidates."""
        return self.reference.derive(
            ("masked window stats", plane_key(self.how)), lambda: stats_of(self.a, self.how.taps, self.mask)
        )


def _laid_out(reference: Picture, candidate: Picture, recipe: str, k1: float, k2: float) -> _Pair:
    c1, c2 = (k1 * reference.white) ** 2, (k2 * reference.white) ** 2
    how = RECIPES[recipe]
    mask = cutting_mask(reference)
    factor = _factor(reference.luma) if how.downsample else 1
    plane_a, plane_b = _plane(reference, factor, mask), _plane(candidate, factor, mask)
    mask = shrunk(mask, factor)
    size = len(how.taps)
    if min(plane_a.shape) < size:
        raise UndefinedScore(
            f"{size_of(reference)} is smaller than the {size} × {size} px window; "
            "ssim[recipe=opencv] mirrors the borders"
        )
    require_counted(under_centres(mask, size), size)
    return _Pair(reference=reference, candidate=candidate, a=plane_a, b=plane_b, mask=mask, how=how, c1=c1, c2=c2)


def _masked_map(pair: _Pair, mask: Bools) -> tuple[Array, Array]:
    """Return SSIM at every window position, by the formula of mikurabe.kernels.ssim, and where it counts."""
    stats = pair_stats(pair.a, pair.b, pair.stats_a, pair.taps, mask)
    scale: float | Array = 1.0
    if pair.how.sample_covariance:
        # The uniform window's unmasked pixels; a window with one pixel has no variance, whatever it is scaled with.
        pixels = np.maximum(np.rint(cover(mask, pair.taps) * len(pair.taps) ** 2), 2.0)
        scale = pixels / (pixels - 1)
    a, b, difference = stats.a, stats.b, stats.difference
    luminance = 1.0 - difference.mean**2 / (a.mean**2 + b.mean**2 + pair.c1)
    structure = 1.0 - scale * difference.variance / (scale * (a.variance + b.variance) + pair.c2)
    return luminance * structure, np.asarray(stats.counts)


def _as_opencv(reference: Picture, candidate: Picture, k1: float, k2: float) -> Iterator[Array]:
    """Yield the map of SSIM as cv2.quality computes it, from top to bottom, in one band or many where it is large.

    In float32, variances as E[x²] - E[x]², mirrored borders counted. Bright flat pictures lose digits that way; the
    value is that of OpenCV, not a better one.
    """
    low, high = np.float32((k1 * reference.white) ** 2), np.float32((k2 * reference.white) ** 2)
    if cutting_mask(reference) is not None:
        raise UndefinedScore("ssim[recipe=opencv] knows no masks, as OpenCV does not: use ssim, or leave the mask out")
    height, width = reference.luma.shape
    bands = rows_of_bands(height, width)
    rim = len(GAUSS_11) // 2
    for start, stop in bands:
        # Beyond a band's own rows lie those that its windows see; at the plane's edges there are none to see.
        above = min(start, rim)
        seen, own = slice(start - above, stop + rim), slice(above, above + stop - start)
        first, second = (picture.luma[seen].astype(np.float32) for picture in (reference, candidate))
        if len(bands) == 1:
            mean_a, variance_a = reference.derive("float32 window stats", lambda: _single_stats(first))  # noqa: B023
        else:
            mean_a, variance_a = _single_stats(first)
        mean_b, variance_b = _single_stats(second)
        covariance = blur_float32(first * second, GAUSS_11) - mean_a * mean_b
        above_line = (2 * mean_a * mean_b + low) * (2 * covariance + high)
        below_line = (mean_a * mean_a + mean_b * mean_b + low) * (variance_a + variance_b + high)
        yield (above_line / below_line)[own].astype(np.float64)


def _single_stats(single: Array) -> tuple[Array, Array]:
    mean = blur_float32(single, GAUSS_11)
    return mean, blur_float32(single * single, GAUSS_11) - mean * mean


def _plane(picture: Picture, factor: int, mask: Bools | None) -> Array:
    if factor == 1:
        return picture.luma
    return picture.derive("luma downsampled as ssim.m", lambda: averaged(picture.luma, factor, mask))


def _factor(luma: Array) -> int:
    return max(1, int(min(luma.shape) / 256 + 0.5))


def downsampled(luma: Array) -> Array:
    """Return the plane as ssim.m takes it: averaged over F x F and every F-th pixel kept, F = round(min side / 256)."""
    return averaged(luma, _factor(luma))
