"""Statistics under a sliding window, where a mask may leave pixels out.

A masked window is a normalised convolution (Knutsson & Westin 1993): its weights are renormalised over the pixels
that the mask leaves in, so nothing of the others leaks in. A window position counts where its centre is under the mask.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mikurabe.errors import UndefinedScore
from mikurabe.kernels import WindowStats, halved, window_stats
from mikurabe.picture import Picture
from mikurabe.records import Array, Bools

Floats: TypeAlias = NDArray[np.float64]


def gaussian_taps(size: int, sigma: float) -> tuple[float, ...]:
    """Return ``size`` Gaussian weights of deviation ``sigma`` px that sum to 1 (MATLAB's fspecial, one axis)."""
    offsets = np.arange(size) - (size - 1) / 2
    weights = np.exp(-(offsets**2) / (2 * sigma**2))
    return tuple(float(weight) for weight in weights / weights.sum())


# The window of SSIM and of all that grew out of it: 11 px, sigma 1.5 px.
GAUSS_11 = gaussian_taps(11, 1.5)


@dataclass(frozen=True, slots=True, eq=False)
class PairStats:
    """What one window sees of two planes, at every window position: means and population variances.

    ``difference`` is that of the plane a - b. ``counts`` says which positions count, None where all do.
    """

    a: WindowStats
    b: WindowStats
    difference: WindowStats
    counts: Bools | None

    @property
    def covariance(self) -> Floats:
        """Return the covariance of the two planes: var(a - b) = var(a) + var(b) - 2 cov(a, b)."""
        covariance: Floats = (self.a.variance + self.b.variance - self.difference.variance) / 2
        return covariance


def cutting_mask(picture: Picture) -> Bools | None:
    """Return the picture's mask, or None where it leaves nothing out."""
    mask = picture.mask
    return None if mask is None or picture.derive("mask leaves nothing out", mask.all) else mask


def size_of(picture: Picture) -> str:
    """Return a picture's size as messages say it: width × height px."""
    return f"{picture.image.width} × {picture.image.height} px"


def under_windows(plane: Array, taps: ArrayLike, step: int = 1) -> Floats:
    """Return the sum under the window ``outer(taps, taps)`` at every ``step``-th position wholly inside the plane.

    Where all taps are 1 and their number is a power of two, sums are doubled up: those of integers are exact below
    2**53, and those of equal floats are exact.
    """
    weights = np.asarray(taps, dtype=np.float64)
    plane = plane.astype(np.float64, copy=False)
    return _along_rows(_along_rows(plane, weights, step).T, weights, step).T


def _along_rows(plane: Array, weights: Floats, step: int) -> Floats:
    """Return the windowed sums down axis 0."""
    size = weights.size
    positions = plane.shape[0] - size + 1
    if step == 1 and size & (size - 1) == 0 and (weights == 1).all():
        total: Floats = plane
        reach = 1
        while reach < size:
            total = total[:-reach] + total[reach:]
            reach *= 2
        return total
    total = weights[0] * plane[0:positions:step]
    for i in range(1, size):
        total += weights[i] * plane[i : i + positions : step]
    return total


def under_centres(mask: Bools | None, size: int, step: int = 1) -> Bools | None:
    """Return the mask at the centres of the window positions that :func:`under_windows` gives; None stays None.

    The centre of a window of an even size is the pixel right of and below its middle.
    """
    if mask is None:
        return None
    before, after = size // 2, size - 1 - size // 2
    height, width = mask.shape
    return mask[before : height - after : step, before : width - after : step]


def require_counted(counts: Bools | None, size: int) -> None:
    """Raise UndefinedScore where no window position counts."""
    if counts is not None and not counts.any():
        raise UndefinedScore(
            f"the mask leaves no place where a window of {size} × {size} px fits: it lies too near the picture's edge"
        )


def stats_of(plane: Array, taps: tuple[float, ...], mask: Bools | None = None) -> WindowStats:
    """Return mean and population variance under the window; of the unmasked pixels where there is a mask."""
    if mask is None:
        return window_stats(plane, taps, "valid")
    weight = cover(mask, taps)
    shift = float(plane[mask][0])
    centred = np.where(mask, plane.astype(np.float64) - shift, 0.0)
    mean = under_windows(centred, taps) / weight
    variance = under_windows(centred * centred, taps) / weight - mean * mean
    return WindowStats(mean + shift, np.maximum(variance, 0.0))


def cover(mask: Bools, taps: tuple[float, ...]) -> Floats:
    """Return the weight of the unmasked pixels under each window; 1 where there are none: one may divide by it."""
    weight = under_windows(mask, taps)
    # A centre under the mask has weight: a window without any is never counted.
    return np.where(weight > 0, weight, 1.0)


def pair_stats(a: Array, b: Array, stats_a: WindowStats, taps: tuple[float, ...], mask: Bools | None) -> PairStats:
    """Return the statistics of two planes under one window; ``stats_a`` are those of ``a``, made with the same mask."""
    difference = np.subtract(a, b, dtype=np.float64)
    return PairStats(stats_a, stats_of(b, taps, mask), stats_of(difference, taps, mask), under_centres(mask, len(taps)))


def averaged(plane: Array, factor: int, mask: Bools | None = None) -> Array:
    """Return the plane averaged over F x F, every F-th pixel kept, float64; the plane itself where F is 1.

    MATLAB's imfilter places the window of an even F one pixel to the right of and below the middle, and mirrors the
    border with the edge pixel repeated. With a mask the average is that of the unmasked pixels, 0 where there are none.
    """
    if factor == 1:
        return plane
    if mask is not None:
        weight = averaged(mask.astype(np.float64), factor)
        total = averaged(np.where(mask, plane, 0.0), factor)
        return np.divide(total, weight, out=np.zeros_like(total), where=weight > 0)
    if factor == 2:
        return halved(plane)
    padded = np.pad(plane, ((factor - 1) // 2, factor // 2), mode="symmetric")
    height, width = plane.shape
    total = np.zeros((-(-height // factor), -(-width // factor)))
    for down in range(factor):
        for right in range(factor):
            total += padded[down : down + height : factor, right : right + width : factor]
    return total / factor**2
