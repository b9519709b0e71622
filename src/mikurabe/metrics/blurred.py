"""Indices on blurred ink: a blur by a few pixels turns a dot plot into a density, and dots no longer have to meet."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe import kernels
from mikurabe.errors import UndefinedScore
from mikurabe.metrics.banded import Similarity
from mikurabe.metrics.definition import metric
from mikurabe.metrics.ink import cosine_from, ink_levels
from mikurabe.metrics.pooling import pooled_mean
from mikurabe.metrics.windows import (
    GAUSS_11,
    PairStats,
    cutting_mask,
    gaussian_taps,
    pair_stats,
    require_counted,
    size_of,
    stats_of,
    under_centres,
)
from mikurabe.picture import Picture
from mikurabe.records import Param

Floats: TypeAlias = NDArray[np.float64]
Singles: TypeAlias = NDArray[np.float32]

# Where the Gaussian ends, in units of sigma.
_CUT = 4

# The constants of SSIM for a full white of 1: ink is a part of it.
_C1, _C2 = 0.01**2, 0.03**2

_SIGMA = Param(
    name="sigma",
    default=3.0,
    low=0.1,
    high=1000,
    help="standard deviation of the Gaussian blur in px, cut off at 4 sigma",
)


def blurred_ink(picture: Picture, sigma: float) -> Singles:
    """Return the ink under a Gaussian of ``sigma`` px, float32 (H, W), 0 to 1; the border is mirrored, edge repeated.

    Every pixel lies within 3e-7 of its size from the blur in double precision; within 2e-6 where sigma is hundreds of
    pixels. With a mask it is a normalised convolution: the weighted mean of the unmasked pixels' ink, 0 outside the
    mask.
    """

    def compute() -> Singles:
        taps = gaussian_taps(2 * int(_CUT * sigma + 0.5) + 1, sigma)
        blurred: Singles = kernels.smoothed(ink_levels(picture), 1 / picture.white, taps)
        mask = cutting_mask(picture)
        if mask is not None:
            weight = kernels.smoothed(mask.view(np.uint8), 1.0, taps)
            blurred = np.divide(blurred, weight, out=np.zeros_like(blurred), where=mask)
        return blurred

    return picture.derive(("blurred ink", sigma), compute)


@metric(
    title="Cosine similarity of the blurred ink",
    better="higher",
    low=0,
    high=1,
    identical=1,
    resolution=1e-5,
    version=2,
    needs=("white",),
    params=(_SIGMA,),
    tolerates=("movement by less than sigma", "a common factor on all ink", "another background colour"),
    blind=("the number of dots, where all grow or shrink together", "single stray dots"),
    masked=True,
    source="Salton & McGill 1983, Introduction to Modern Information Retrieval, section 4.1; on the distance from the "
    "background, blurred by a Gaussian (as scipy.ndimage.gaussian_filter, mode reflect, cut off at 4 sigma, "
    "in single precision)",
)
def cosine_blur(reference: Picture, candidate: Picture, *, sigma: float = 3.0) -> float:
    """Return the cosine of the angle between the two pictures' blurred ink.

    1 where one is a multiple of the other, 0 where no ink lies within reach of the other picture's. It tells a
    cluster that moved or is missing, and hardly sees noise. A single dot that moved by d px leaves
    exp(-d² / (4 sigma²)). Undefined where one picture is nothing but background.
    """
    first, second = blurred_ink(reference, sigma), blurred_ink(candidate, sigma)
    squares = reference.derive(("blurred ink squared", sigma), lambda: kernels.products(first, first)[0])
    return cosine_from(squares, *kernels.products(first, second))


def local_ssim_blur(reference: Picture, candidate: Picture, *, sigma: float = 3.0) -> Floats:
    """Return SSIM of the blurred ink at every window position: float64, smaller than the picture by 10 px a side.

    Places that a mask leaves out are 1, as if nothing differed there; they do not count in the mean.
    """
    pair = _pair(reference, candidate, sigma)
    if isinstance(pair, Similarity):
        return pair.map()
    return np.where(np.asarray(pair.counts), _ssim_of(pair), 1.0)


@metric(
    title="Structural similarity of the blurred ink",
    better="higher",
    low=-1,
    high=1,
    identical=1,
    resolution=1e-4,
    version=2,
    needs=("white",),
    params=(_SIGMA,),
    tolerates=("movement by less than sigma", "another background colour"),
    masked=True,
    local=local_ssim_blur,
    source="Wang, Bovik, Sheikh & Simoncelli 2004, IEEE TIP 13(4), eq. 13 (Gaussian of 11 px, K1 0.01, K2 0.03), "
    "on the distance from the background as a part of full white, blurred by a Gaussian; others would blur luma",
)
def ssim_blur(reference: Picture, candidate: Picture, *, sigma: float = 3.0) -> float:
    """Return the mean structural similarity of the two pictures' blurred ink.

    1 for identical pictures, around 0 where the density has nothing in common. Sparse dots blur to little ink, and
    SSIM's constants then outweigh it: empty regions count as alike. Undefined below 11 x 11 px. Under a mask blur and
    window are renormalised over the unmasked pixels, and the mean is that of the windows with an unmasked centre.
    """
    pair = _pair(reference, candidate, sigma)
    if isinstance(pair, Similarity):
        return pair.mean()
    return max(-1.0, min(1.0, pooled_mean(_ssim_of(pair), pair.counts)))


def _pair(reference: Picture, candidate: Picture, sigma: float) -> Similarity | PairStats:
    """Return the two planes of blurred ink under SSIM's window; where a mask cuts, the statistics of the pair."""
    size = len(GAUSS_11)
    if min(reference.pixels.shape[:2]) < size:
        raise UndefinedScore(
            f"{size_of(reference)} is smaller than the {size} × {size} px window; cosine_blur takes any size"
        )
    mask = cutting_mask(reference)
    require_counted(under_centres(mask, size), size)
    key = ("blurred ink", sigma)
    first, second = blurred_ink(reference, sigma), blurred_ink(candidate, sigma)
    if mask is None:
        return Similarity(reference=reference, key=key, a=first, b=second, taps=GAUSS_11, c1=_C1, c2=_C2)
    stats = reference.derive(("masked window stats", key), lambda: stats_of(first, GAUSS_11, mask))
    return pair_stats(first, second, stats, GAUSS_11, mask)


def _ssim_of(pair: PairStats) -> Floats:
    """Return SSIM at every window position, by the formula of mikurabe.kernels.ssim."""
    a, b, difference = pair.a, pair.b, pair.difference
    luminance = 1.0 - difference.mean**2 / (a.mean**2 + b.mean**2 + _C1)
    structure = 1.0 - difference.variance / (a.variance + b.variance + _C2)
    values: Floats = luminance * structure
    return values
