"""Indices that compare how often each level occurs and nothing else: blind to where anything is.

A histogram has fixed bins over black to full white, never over the levels that happen to occur, and is taken as
shares of all pixels. With ``channels=rgb`` the value is the mean over the three channels.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from mikurabe import kernels
from mikurabe.errors import UndefinedScore
from mikurabe.metrics.definition import metric
from mikurabe.picture import Picture
from mikurabe.records import Array, Param

_CHANNELS = Param(
    name="channels",
    default="luma",
    choices=("luma", "rgb"),
    help="luma: one histogram of the luma; rgb: the mean of the values of the three channels",
)
_BINS = Param(
    name="bins",
    default=256,
    low=2,
    high=65536,
    help="how many equal bins lie between black and full white; 256 is one for each level of 8 bits",
)
_BLIND = ("where anything is", "shape", "any movement of the pixels")


def binned(levels: Array, white: float, bins: int) -> Array:
    """Return the bin of every level, integers from 0 to bins - 1.

    Whole levels 0 to white are divided evenly (8 bits: one level per bin of 256; 16 bits: the high byte); floats from
    0 to white, levels beyond them in the first and the last bin.
    """
    if np.issubdtype(levels.dtype, np.integer):
        return np.asarray(_bin_of(np.iinfo(levels.dtype).max + 1, white, bins)[levels])
    return np.clip(np.floor(levels.astype(np.float64) * (bins / white)), 0, bins - 1).astype(np.intp)


def _bin_of(levels: int, white: float, bins: int) -> Array:
    """Return the bin of each whole level from 0 on: int64 (levels,)."""
    return np.minimum(np.arange(levels) * bins // (int(white) + 1), bins - 1)


def planes_of(picture: Picture, channels: str) -> list[Array]:
    """Return the levels that count, one (N,) or (H, W) array for the luma or for each channel."""
    if channels == "luma" or picture.pixels.ndim == 2:
        mask = picture.mask
        return [picture.luma if mask is None else picture.derive("counted luma", lambda: picture.luma[mask])]
    return [picture.counted[..., channel] for channel in range(3)]


def histograms(picture: Picture, channels: str, bins: int) -> Array:
    """Return how many pixels fall into each bin: int64 (1, bins) for the luma, (3, bins) for the channels."""

    def count() -> Array:
        white = picture.white
        if picture.pixels.dtype.kind == "u":
            counts = level_counts(picture, channels)
            of_level = _bin_of(counts.shape[1], white, bins)
            # Counts are whole, and exact in float64.
            return np.stack([np.bincount(of_level, weights, bins).astype(np.int64) for weights in counts])
        return np.stack(
            [np.bincount(binned(plane, white, bins).ravel(), minlength=bins) for plane in planes_of(picture, channels)]
        )

    return picture.derive(("histograms", channels, bins), count)


def level_counts(picture: Picture, channels: str) -> Array:
    """Return how many pixels have each whole level, int64 (1, 256 or 65536) for the luma, (3, ...) for the channels."""
    return picture.derive(
        ("level counts", channels),
        lambda: np.stack([kernels.level_counts(plane) for plane in planes_of(picture, channels)]),
    )


def _mean_over_channels(
    value: Callable[[Array, Array], float], reference: Picture, candidate: Picture, channels: str, bins: int
) -> float:
    pairs = zip(histograms(reference, channels, bins), histograms(candidate, channels, bins), strict=True)
    values = [value(first, second) for first, second in pairs]
    return sum(values) / len(values)


@metric(
    title="Histogram correlation",
    better="higher",
    low=-1,
    high=1,
    identical=1,
    resolution=1e-4,
    reads="luma",
    needs=("white",),
    params=(_CHANNELS, _BINS),
    tolerates=("any movement of the pixels",),
    blind=_BLIND,
    masked=True,
    source="Pearson's r of the two histograms; OpenCV's HISTCMP_CORREL, which says 1 where a histogram is flat",
)
def hist_correlation(reference: Picture, candidate: Picture, *, channels: str = "luma", bins: int = 256) -> float:
    """Return the correlation of the two histograms over their bins.

    1 for like histograms, about 0 where the levels of one are rare in the other. Undefined where one histogram has
    equally many pixels in every bin and the other has not.
    """
    return _mean_over_channels(_correlation, reference, candidate, channels, bins)


def _correlation(first: Array, second: Array) -> float:
    if np.array_equal(first, second):
        return 1.0
    # Both histograms have the same sum, so both have the same mean.
    a, b = first - first.mean(), second - second.mean()
    spread_a, spread_b = float(a @ a), float(b @ b)
    if spread_a == 0 or spread_b == 0:
        which = "reference" if spread_a == 0 else "candidate"
        raise UndefinedScore(f"the histogram of the {which} is flat: there is no correlation with a constant")
    return max(-1.0, min(1.0, float(a @ b) / math.sqrt(spread_a) / math.sqrt(spread_b)))


@metric(
    title="Histogram chi-square",
    better="lower",
    low=0,
    high=2,
    identical=0,
    resolution=1e-4,
    reads="luma",
    needs=("white",),
    params=(_CHANNELS, _BINS),
    tolerates=("any movement of the pixels",),
    blind=_BLIND,
    masked=True,
    source="Puzicha, Hofmann & Buhmann 1997, CVPR; sum of (a - b)² / (a + b) over shares a, b: half of OpenCV's "
    "HISTCMP_CHISQR_ALT. Its HISTCMP_CHISQR divides by the reference's share alone and is another, asymmetric number",
)
def hist_chi2(reference: Picture, candidate: Picture, *, channels: str = "luma", bins: int = 256) -> float:
    """Return the symmetric chi-square of the two histograms: 0 for like ones, 2 where they share no bin."""
    return _mean_over_channels(_chi2, reference, candidate, channels, bins)


def _chi2(first: Array, second: Array) -> float:
    both = first + second
    there = both > 0
    apart = (first - second)[there].astype(np.float64)
    return min(2.0, float((apart * apart / both[there]).sum()) / int(first.sum()))


@metric(
    title="Histogram intersection",
    better="higher",
    low=0,
    high=1,
    identical=1,
    resolution=1e-4,
    reads="luma",
    needs=("white",),
    params=(_CHANNELS, _BINS),
    tolerates=("any movement of the pixels",),
    blind=_BLIND,
    masked=True,
    source="Swain & Ballard 1991, IJCV 7(1), of shares; OpenCV's HISTCMP_INTERSECT of histograms that sum to 1",
)
def hist_intersection(reference: Picture, candidate: Picture, *, channels: str = "luma", bins: int = 256) -> float:
    """Return the part of the pixels that two histograms have in common: 1 for like ones, 0 where they share no bin."""
    return _mean_over_channels(intersection, reference, candidate, channels, bins)


def intersection(first: Array, second: Array) -> float:
    """Return the sum of the smaller of two counts over all bins, as a part of all."""
    return int(np.minimum(first, second).sum()) / int(first.sum())


@metric(
    title="Histogram Bhattacharyya distance",
    better="lower",
    low=0,
    high=1,
    identical=0,
    resolution=1e-4,
    reads="luma",
    needs=("white",),
    params=(_CHANNELS, _BINS),
    tolerates=("any movement of the pixels",),
    blind=_BLIND,
    masked=True,
    source="Bhattacharyya 1943, as OpenCV's HISTCMP_BHATTACHARYYA: sqrt(1 - sum sqrt(a b)) of shares, also called "
    "the Hellinger distance; not -ln(sum sqrt(a b))",
)
def hist_bhattacharyya(reference: Picture, candidate: Picture, *, channels: str = "luma", bins: int = 256) -> float:
    """Return the Bhattacharyya (Hellinger) distance of two histograms: 0 for like ones, 1 where they share no bin."""
    return _mean_over_channels(_bhattacharyya, reference, candidate, channels, bins)


def _bhattacharyya(first: Array, second: Array) -> float:
    # 2 (1 - sum sqrt(a b)) = sum (sqrt a - sqrt b)²: no digits are lost where the two are nearly alike.
    apart = np.sqrt(first) - np.sqrt(second)
    return min(1.0, math.sqrt(float(apart @ apart) / (2 * float(first.sum()))))


@metric(
    title="Wasserstein distance of levels",
    better="lower",
    low=0,
    high=math.inf,
    identical=0,
    resolution=0.01,
    unit="levels",
    reads="luma",
    params=(_CHANNELS,),
    tolerates=("any movement of the pixels",),
    blind=_BLIND,
    masked=True,
    source="the first Wasserstein (earth mover's) distance of two distributions on a line, Vallender 1974; "
    "scipy.stats.wasserstein_distance of all levels. In the pictures' own levels, without bins",
)
def hist_wasserstein(reference: Picture, candidate: Picture, *, channels: str = "luma") -> float:
    """Return by how many levels the pixels of one picture must change on average to get the other's histogram.

    0 for like histograms, k where one is the other raised by k levels, full white for black against white.
    """
    if reference.pixels.dtype == candidate.pixels.dtype and reference.pixels.dtype.kind == "u":
        return _mean_of_passing(level_counts(reference, channels), level_counts(candidate, channels))
    pairs = zip(_in_order(reference, channels), _in_order(candidate, channels), strict=True)
    values = [float(np.abs(first - second).mean()) for first, second in pairs]
    return sum(values) / len(values)


def _mean_of_passing(first: Array, second: Array) -> float:
    """Return how many pixels pass from each level to the next one, summed over the levels, per pixel."""
    passing = np.abs((first - second).cumsum(axis=1)).sum(axis=1)
    values = [int(each) / int(pixels) for each, pixels in zip(passing, first.sum(axis=1), strict=True)]
    return sum(values) / len(values)


def _in_order(picture: Picture, channels: str) -> list[Array]:
    """Return the levels of each plane in order: equally many in both pictures, so the shortest way is rank to rank."""
    return picture.derive(
        ("levels in order", channels),
        lambda: [np.sort(plane, axis=None).astype(np.float64) for plane in planes_of(picture, channels)],
    )
