"""How much of the information in one plane arrives in another, through Gaussian windows: the NumPy twin.

This is the specification of the native kernel, its oracle in the tests, and what runs where no compiler was found.

Symbols, for one window position, with the window's weights w that sum to 1 (Sheikh & Bovik 2006, section III; the
guards are those of vifp_mscale.m):

    s_a, s_b, c   population variances and covariance of a and b under the window
    g = c / (s_a + flat)                 how much of a's contrast b shows
    v = max(s_b - g c, flat)             what b shows besides
    arrived = log2(1 + g**2 s_a / (v + noise))

It is 0 where s_a or s_b is below ``flat``, or where c is negative. All sums are float64 over levels counted from each
plane's first one.
"""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mikurabe.kernels.ssim import WindowStats, require_taps, stats_shape

Array: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float64]

MOST_TAPS = 17

# Rows that are worked on at a time: memory stays bounded.
_BAND = 32


def information_arrived(
    a: Array, b: Array, scale: float, stats_a: WindowStats, taps: ArrayLike, noise: float, flat: float
) -> float:
    """Return the bits of information of ``a`` that arrive in ``b``, summed over all window positions, at least 0.

    Args:
        a: (H, W), any strides; uint8, uint16, float32 or float64.
        b: as ``a``, of the same shape and dtype.
        scale: what levels are multiplied with, finite and above 0.
        stats_a: ``window_stats(a * scale, taps, "valid")``, so that a reference's are computed once.
        taps: an odd number of 1-D weights, 17 at most, that sum to 1 and are the same forwards and backwards.
        noise: the variance of the noise that an eye adds, above 0, in the squared units of ``a * scale``.
        flat: the variance below which a window counts as flat, above 0, in the same units.

    Raises:
        TypeError: a dtype is none of the four, or the two differ.
        ValueError: as for :func:`mikurabe.kernels.window_stats`, or the shapes differ or are not that of ``stats_a``,
            the taps are too many or not symmetric, or a number is not finite and above 0.
    """
    weights = require_arrival(a, b, stats_a, taps, (scale, noise, flat))
    shift_a, shift_b = float(a[0, 0]) * scale, float(b[0, 0]) * scale
    size = weights.size
    rows = stats_a.mean.shape[0]
    bits = []
    # An infinity or a NaN in a plane ends up in the sum: the caller sees it there, not as a warning.
    with np.errstate(invalid="ignore", over="ignore"):
        for start in range(0, rows, _BAND):
            band = slice(start, min(start + _BAND, rows))
            covered = slice(start, band.stop + size - 1)
            first = a[covered].astype(np.float64) * scale - shift_a
            second = b[covered].astype(np.float64) * scale - shift_b
            mean_b = _windowed(second, weights)
            variance_b = np.maximum(_windowed(second * second, weights) - mean_b * mean_b, 0.0)
            covariance = _windowed(first * second, weights) - (stats_a.mean[band] - shift_a) * mean_b
            variance_a = stats_a.variance[band]
            gain = np.maximum(covariance / (variance_a + flat), 0.0)
            gain[(variance_a < flat) | (variance_b < flat)] = 0.0
            other = np.maximum(variance_b - gain * covariance, flat)
            bits.append(float(np.log2(1.0 + gain * gain * variance_a / (other + noise)).sum()))
    total = sum(bits)
    return math.fsum(bits) if math.isfinite(total) else total


def require_arrival(
    a: Array, b: Array, stats_a: WindowStats, taps: ArrayLike, numbers: tuple[float, float, float]
) -> Floats:
    """Return the taps as contiguous float64; raise TypeError or ValueError as :func:`information_arrived` does."""
    weights = require_taps(taps)
    if weights.size % 2 == 0 or weights.size > MOST_TAPS or not np.array_equal(weights, weights[::-1]):
        raise ValueError(
            f"an odd number of taps up to {MOST_TAPS}, the same forwards and backwards, is needed, not "
            f"{weights.tolist()}"
        )
    if a.dtype != b.dtype:
        raise TypeError(f"the two planes must have one dtype, not {a.dtype} and {b.dtype}: convert one of them")
    if a.shape != b.shape:
        raise ValueError(f"the two planes must have one shape, not {a.shape} and {b.shape}")
    shape = stats_shape(a, weights, "valid")
    for part in (stats_a.mean, stats_a.variance):
        if part.shape != shape:
            raise ValueError(f"stats_a has shape {part.shape}, but these planes and taps give {shape}")
    for name, value in zip(("scale", "noise", "flat"), numbers, strict=True):
        if not (value > 0 and math.isfinite(value)):
            raise ValueError(f"{name} must be a finite number above 0, not {value!r}")
    return weights


def _windowed(x: Floats, weights: Floats) -> Floats:
    """Return the weighted sum under every window wholly inside ``x``; symmetric taps meet pairs of pixels."""
    return _down(_down(x, weights).T, weights).T


def _down(x: Floats, weights: Floats) -> Floats:
    radius = weights.size // 2
    rows = x.shape[0] - 2 * radius
    total: Floats = weights[radius] * x[radius : radius + rows]
    for away in range(1, radius + 1):
        total += weights[radius + away] * (x[radius - away : radius - away + rows] + x[radius + away :][:rows])
    return total
