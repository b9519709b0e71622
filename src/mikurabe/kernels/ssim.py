"""Windowed mean, variance and structural similarity of two planes.

This is the NumPy twin: the specification of the native kernel, its oracle in the tests, and what runs where
no compiler was found.

Symbols, for one window position, with the window's weights w that sum to 1 and d = a - b:

    mu_x = sum(w * x)                   window mean
    s_x  = sum(w * (x - mu_x)**2)       population variance under the window
    map  = (1 - mu_d**2 / (mu_a**2 + mu_b**2 + C1)) * (1 - k * s_d / (k * (s_a + s_b) + C2))

This is Wang, Bovik, Sheikh, Simoncelli 2004, equation 13, written with the difference d: since
s_d = s_a + s_b - 2 cov(a, b) and mu_d**2 = mu_a**2 + mu_b**2 - 2 mu_a mu_b, it is the same number. It loses
no digits to cancellation on flat bright planes, and is exactly 1 where the planes are equal. k, the
``covariance_scale``, is 1 for population statistics and N / (N - 1) for sample statistics.

Accuracy. All sums are float64. s_x is computed as sum(w * y**2) - sum(w * y)**2 with y = x - x[0, 0], so its
error is at most about 4 * len(taps) * 2**-53 * max(y)**2: it shrinks with the spread of the plane and does
not grow with its brightness. A plane of one value has variance exactly 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mikurabe.kernels.moments import DTYPES

Array: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float64]
Border: TypeAlias = Literal["valid", "reflect"]

# Rows that are worked on at a time: memory stays bounded and the work stays in a core's cache.
_BAND = 32


@dataclass(frozen=True, slots=True, eq=False)
class WindowStats:
    """The mean and the population variance (never below 0) under the window, at every window position.

    Both are float64 of one shape: (H - n + 1, W - n + 1) for n taps and border ``valid``, (H, W) for ``reflect``.
    """

    mean: Floats
    variance: Floats


def window_stats(plane: Array, taps: ArrayLike, border: Border) -> WindowStats:
    """Return mean and population variance of a plane under the separable window ``outer(taps, taps)``.

    Args:
        plane: (H, W), any strides; uint8, uint16, float32 or float64.
        taps: 1-D weights that sum to 1. The window's own pixel is ``taps[len(taps) // 2]``, as in OpenCV.
        border: ``valid`` takes only windows wholly inside the plane. ``reflect`` mirrors the plane at its
            edges without repeating the edge pixel (dcb|abcd|cba), as often as the window needs it; a side of
            one pixel is repeated.

    Raises:
        TypeError: the dtype is none of the four.
        ValueError: the plane is not 2-D or is empty, the taps are not weights that sum to 1, or the border is
            ``valid`` and the plane is smaller than the window.
    """
    weights = require_taps(taps)
    rows, columns = stats_shape(plane, weights, border)
    mean, variance = np.empty((rows, columns)), np.empty((rows, columns))
    shift = float(plane[0, 0])
    # An infinity or a NaN in the plane ends up in the statistics: the caller sees it there, not as a warning.
    with np.errstate(invalid="ignore", over="ignore"):
        for band, (part,) in _bands((plane,), weights, border, rows):
            centred, variance[band] = _mean_and_variance(part - shift, weights)
            mean[band] = centred + shift
    return WindowStats(mean, variance)


def ssim_map(
    a: Array,
    b: Array,
    stats_a: WindowStats,
    taps: ArrayLike,
    border: Border,
    c1: float,
    c2: float,
    covariance_scale: float = 1.0,
) -> Floats:
    """Return the structural similarity at every window position, float64 from -1 to 1; 1 where a equals b.

    Args:
        a: (H, W), any strides; uint8, uint16, float32 or float64.
        b: as ``a``, of the same shape and dtype.
        stats_a: ``window_stats(a, taps, border)``, so that a reference's are computed once.
        taps: as for :func:`window_stats`.
        border: as for :func:`window_stats`.
        c1: the constant of the luminance term, above 0: (0.01 * white)**2 in the paper.
        c2: the constant of the contrast and structure term, above 0: (0.03 * white)**2 in the paper.
        covariance_scale: what variances are multiplied with: 1 for population statistics, N / (N - 1), with N
            the number of pixels in the window, for sample statistics.

    Raises:
        TypeError: a dtype is none of the four, or the two differ.
        ValueError: as for :func:`window_stats`, or the shapes differ, or ``stats_a`` has another shape than these
            planes, taps and border give, or a constant is not a finite number above 0.
    """
    weights = require_taps(taps)
    shape = require_planes(a, b, stats_a, weights, border, (c1, c2, covariance_scale))
    result = np.empty(shape)
    shift_b, shift_d = float(b[0, 0]), float(a[0, 0]) - float(b[0, 0])
    with np.errstate(invalid="ignore", over="ignore"):
        for band, (part_a, part_b) in _bands((a, b), weights, border, shape[0]):
            mean_b, variance_b = _mean_and_variance(part_b - shift_b, weights)
            mean_d, variance_d = _mean_and_variance((part_a - part_b) - shift_d, weights)
            mean_b, mean_d = mean_b + shift_b, mean_d + shift_d
            mean_a, variance_a = stats_a.mean[band], stats_a.variance[band]
            luminance = 1.0 - mean_d * mean_d / (mean_a * mean_a + mean_b * mean_b + c1)
            both = covariance_scale * (variance_a + variance_b)
            result[band] = luminance * (1.0 - covariance_scale * variance_d / (both + c2))
    return result


def ssim_mean(
    a: Array,
    b: Array,
    stats_a: WindowStats,
    taps: ArrayLike,
    border: Border,
    c1: float,
    c2: float,
    covariance_scale: float = 1.0,
) -> float:
    """Return the mean of :func:`ssim_map`, from -1 to 1; exactly 1 for identical planes. Arguments as there."""
    result = ssim_map(a, b, stats_a, taps, border, c1, c2, covariance_scale)
    # Down the columns first: short sums, in an order that no number of threads or lanes changes.
    return float(result.sum(axis=0).sum()) / result.size


def require_taps(taps: ArrayLike) -> Floats:
    """Return the taps as a contiguous float64 array, or raise ValueError if they are no weights that sum to 1."""
    weights = np.ascontiguousarray(taps, dtype=np.float64)
    if weights.ndim != 1 or weights.size == 0:
        raise ValueError(f"the taps must be a 1-D array of weights, not one of shape {weights.shape}")
    total = math.fsum(weights)
    if not abs(total - 1.0) <= 1e-12:
        raise ValueError(f"the taps must sum to 1 (within 1e-12), not to {total!r}: divide them by their sum")
    return weights


def stats_shape(plane: Array, weights: Floats, border: Border) -> tuple[int, int]:
    """Return the shape of the statistics of a plane; raise TypeError or ValueError where there are none."""
    if plane.dtype not in DTYPES:
        raise TypeError(f"a plane must be uint8, uint16, float32 or float64, not {plane.dtype}: convert with astype")
    if plane.ndim != 2 or plane.size == 0:
        raise ValueError(f"a plane must have 2 axes and at least one pixel, not shape {plane.shape}")
    height, width = plane.shape
    if border == "reflect":
        return height, width
    if border != "valid":
        raise ValueError(f"there is no border {border!r}: use 'valid' or 'reflect'")
    n = weights.size
    if height < n or width < n:
        raise ValueError(
            f"a plane of {width} x {height} pixels has no room for a window of {n} x {n}: "
            "use border 'reflect' or fewer taps"
        )
    return height - n + 1, width - n + 1


def require_planes(
    a: Array, b: Array, stats_a: WindowStats, weights: Floats, border: Border, constants: tuple[float, float, float]
) -> tuple[int, int]:
    """Return the shape of the map of two planes; raise TypeError or ValueError where there is none."""
    if a.dtype != b.dtype:
        raise TypeError(f"the two planes must have one dtype, not {a.dtype} and {b.dtype}: convert one of them")
    if a.shape != b.shape:
        raise ValueError(f"the two planes must have one shape, not {a.shape} and {b.shape}")
    shape = stats_shape(a, weights, border)
    for part in (stats_a.mean, stats_a.variance):
        if part.shape != shape:
            raise ValueError(
                f"stats_a has shape {part.shape}, but these planes, taps and border give {shape}: "
                "make it with the same ones"
            )
    for name, value in zip(("c1", "c2", "covariance_scale"), constants, strict=True):
        if not (value > 0 and math.isfinite(value)):
            raise ValueError(f"{name} must be a finite number above 0, not {value!r}")
    return shape


def _bands(
    planes: tuple[Array, ...], weights: Floats, border: Border, rows: int
) -> Iterator[tuple[slice, list[Floats]]]:
    """Yield slices of the result's rows, each with the part of every plane that its windows cover, as float64."""
    height, width = planes[0].shape
    n = weights.size
    if border == "reflect":
        row_of = _reflected(height, n)
        column_of = _reflected(width, n)
    else:
        row_of, column_of = np.arange(height), np.arange(width)
    for start in range(0, rows, _BAND):
        stop = min(start + _BAND, rows)
        covered = row_of[start : stop + n - 1]
        yield slice(start, stop), [plane[covered][:, column_of].astype(np.float64) for plane in planes]


def _reflected(length: int, n: int) -> NDArray[np.intp]:
    """Return which pixel of a side stands at each place of that side, extended for windows of ``n`` taps.

    The places run from ``-(n // 2)``; mirroring without repeating the edge has the period 2 * (length - 1).
    """
    places = np.arange(length + n - 1) - n // 2
    if length == 1:
        return np.zeros_like(places)
    period = 2 * (length - 1)
    folded = places % period
    return np.minimum(folded, period - folded)


def _mean_and_variance(x: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return the window mean and the population variance of ``x``, whose values should lie around 0."""
    mean = _windowed(x, weights)
    variance = _windowed(x * x, weights) - mean * mean
    return mean, np.maximum(variance, 0.0, out=variance)  # rounding may take a variance of 0 just below it


def _windowed(x: Floats, weights: Floats) -> Floats:
    """Return the weighted sum under every window wholly inside ``x``: down the columns, then along the rows."""
    rows = x.shape[0] - weights.size + 1
    columns = x.shape[1] - weights.size + 1
    down: Floats = weights[0] * x[:rows]
    for i in range(1, weights.size):
        down += weights[i] * x[i : i + rows]
    along: Floats = weights[0] * down[:, :columns]
    for i in range(1, weights.size):
        along += weights[i] * down[:, i : i + columns]
    return along
