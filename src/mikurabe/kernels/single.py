"""Structural similarity in single precision, for planes of 8 bits and of float32.

This is the NumPy twin: the specification of the native kernel, its oracle in the tests, and what runs where
no compiler was found. Both do the same float32 operations in the same order and agree in every bit of the map.

Symbols, for one window position, with the window's weights w that sum to 1:

    y_a = a - a[0, 0],  y_b = b - b[0, 0],  z = y_a - y_b      exact for 8 bits
    m_x = sum(w * x)                                           window mean
    s_b = sum(w * y_b**2) - m_b**2,  s_d = sum(w * z**2) - (m_a - m_b)**2
    P   = mu_a**2 + mu_b**2 + C1,    Q   = s_a + s_b + C2
    map = (2 mu_a mu_b + C1) * (Q - s_d) / (P * Q)

with mu the means on the planes' own levels. This is Wang, Bovik, Sheikh, Simoncelli 2004, equation 13, its structure
written with the difference, as in ``ssim.py``; three windowed sums per pair are enough, since the mean of the
difference is the difference of the means. It is exactly 1 where the planes are equal under the window (and begin with
the same level), and variances are exactly 0 on planes of one value.

Accuracy. On 8-bit planes, with the constants of the paper, the mean lies within 1e-7 of ``ssim.py``'s on photographs,
dot plots and flat planes, and within 2e-5 in the worst that was found: nearly flat planes that lie hundreds of levels
apart in one half and meet in the other, where the variance's last digits drown (2e-4 in the worst place of the map).
The resolution of SSIM is 1e-4.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]
Singles: TypeAlias = NDArray[np.float32]
Doubles: TypeAlias = NDArray[np.float64]

DTYPES = (np.dtype(np.uint8), np.dtype(np.float32))

# Rows that are worked on at a time: memory stays bounded and the work stays in a core's cache.
_BAND = 32

# Constants are taken in float32, in which less is 0 and more infinite.
_LEAST, _MOST = 2.0**-149, float(np.finfo(np.float32).max)


@dataclass(frozen=True, slots=True, eq=False)
class SingleStats:
    """The mean and the population variance (never below 0) under the window, at every window position.

    Both are float32 of shape (H - n + 1, W - n + 1); ``mean`` is that of the plane minus ``shift``.
    """

    shift: float
    mean: Singles
    variance: Singles


def single_stats(plane: Array, taps: ArrayLike, shift: float | None = None) -> SingleStats:
    """Return mean and population variance of a plane under the window ``outer(taps, taps)``, wholly inside the plane.

    Args:
        plane: (H, W), any strides; uint8 or float32.
        taps: 1-D weights that sum to 1, an odd number of them, the same from both ends.
        shift: the level that is taken off first, by default the plane's first pixel; of a band of a plane, the first
            pixel of the whole.

    Raises:
        TypeError: the dtype is neither.
        ValueError: the plane is not 2-D or smaller than the window, or the taps are no such weights.
    """
    weights = require_symmetric(taps)
    rows, columns = map_shape(plane, weights)
    mean, variance = np.empty((rows, columns), np.float32), np.empty((rows, columns), np.float32)
    level = np.float32(plane[0, 0] if shift is None else shift)
    with np.errstate(invalid="ignore", over="ignore"):
        for band, (part,) in _bands((plane,), weights, rows):
            centred = part - level
            mean[band] = _windowed(centred, weights)
            variance[band] = _variance(_windowed(centred * centred, weights), mean[band])
    return SingleStats(float(level), mean, variance)


def single_ssim_map(
    a: Array,
    b: Array,
    stats_a: SingleStats,
    taps: ArrayLike,
    c1: float,
    c2: float,
    shift_b: float | None = None,
) -> Singles:
    """Return the structural similarity at every window position, float32, at most 1; 1 where a equals b.

    Args:
        a: (H, W), any strides; uint8 or float32.
        b: as ``a``, of the same shape and dtype.
        stats_a: ``single_stats(a, taps)``, so that a reference's are computed once.
        taps: as for :func:`single_stats`.
        c1: the constant of the luminance term, above 0: (0.01 * white)**2 in the paper.
        c2: the constant of the contrast and structure term, above 0: (0.03 * white)**2 in the paper.
        shift_b: the level that is taken off ``b`` first, by default its first pixel.

    Raises:
        TypeError: a dtype is neither of the two, or they differ.
        ValueError: as for :func:`single_stats`, or the shapes differ, ``stats_a`` has another shape than these planes
            and taps give, or a constant is not above 0 in float32.
    """
    result: Singles = np.concatenate([similarity for similarity, _ in _maps(a, b, stats_a, taps, (c1, c2), shift_b)])
    return result


def single_ssim_mean(
    a: Array,
    b: Array,
    stats_a: SingleStats,
    taps: ArrayLike,
    c1: float,
    c2: float,
    shift_b: float | None = None,
) -> float:
    """Return the mean of :func:`single_ssim_map`, summed in float64; exactly 1 for identical planes.

    Arguments as there. Columns are summed from top to bottom, then the columns' sums from left to right.
    """
    return single_ssim_means(a, b, stats_a, taps, c1, c2, shift_b)[0]


def single_ssim_means(
    a: Array,
    b: Array,
    stats_a: SingleStats,
    taps: ArrayLike,
    c1: float,
    c2: float,
    shift_b: float | None = None,
) -> tuple[float, float]:
    """Return :func:`single_ssim_mean`, and the mean of the contrast-structure terms (Q - s_d) / Q alone.

    Arguments as there; both are exactly 1 for identical planes.
    """
    similarities, structures = columns = np.zeros((2, stats_a.mean.shape[1]))
    for maps in _maps(a, b, stats_a, taps, (c1, c2), shift_b):
        for sums, part in zip(columns, maps, strict=True):
            for row in part:
                sums += row
    places = stats_a.mean.size
    return float(np.cumsum(similarities)[-1]) / places, float(np.cumsum(structures)[-1]) / places


def single_ssim_of_stack(
    a: Array, stack: Array, stats_a: SingleStats, taps: ArrayLike, c1: float, c2: float
) -> Doubles:
    """Return :func:`single_ssim_mean` of one 8-bit plane with each plane of a stack, float64 (N,), all in one go.

    ``stack`` is (N, H, W), uint8, for planes ``a`` of (H, W). Other arguments and errors as there.
    """
    weights = require_symmetric(taps)
    require_planes(a, stack, stats_a, weights, (c1, c2))
    return np.array([single_ssim_mean(a, each, stats_a, taps, c1, c2) for each in stack], np.float64)


def require_planes(
    a: Array, stack: Array, stats_a: SingleStats, weights: Singles, constants: tuple[float, float]
) -> None:
    """Raise TypeError or ValueError unless ``stack`` is one of planes like ``a``, and all else fits."""
    if a.dtype != np.uint8 or stack.dtype != np.uint8:
        raise TypeError(f"a stack and the plane it is compared with are uint8, not {stack.dtype} and {a.dtype}")
    if stack.shape[1:] != a.shape:
        raise ValueError(f"a stack of planes like one of shape {a.shape} is needed, not one of shape {stack.shape}")
    require_pair(a, a, stats_a, weights, constants)


def require_symmetric(taps: ArrayLike) -> Singles:
    """Return the taps as contiguous float32, or raise ValueError if they are no odd, symmetric weights of sum 1."""
    weights = np.asarray(taps, dtype=np.float64)
    if weights.ndim != 1 or weights.size % 2 == 0:
        raise ValueError(
            f"the taps must be an odd number of weights on one axis, not an array of shape {weights.shape}"
        )
    if not abs(float(weights.sum()) - 1.0) <= 1e-6:
        raise ValueError(f"the taps must sum to 1, not to {float(weights.sum())!r}: divide them by their sum")
    single = np.ascontiguousarray(weights, dtype=np.float32)
    if not np.array_equal(single, single[::-1]):
        raise ValueError("the taps must be the same from both ends")
    return single


def map_shape(plane: Array, weights: Singles) -> tuple[int, int]:
    """Return how many window positions a plane has; raise TypeError or ValueError where it is no plane or has none."""
    if plane.dtype not in DTYPES:
        raise TypeError(f"a plane must be uint8 or float32 here, not {plane.dtype}: ssim.py takes the others")
    n = weights.size
    if plane.ndim != 2 or min(plane.shape) < n:
        raise ValueError(f"a plane of shape {plane.shape} has no room for a window of {n} x {n} pixels")
    return plane.shape[0] - n + 1, plane.shape[1] - n + 1


def require_pair(
    a: Array, b: Array, stats_a: SingleStats, weights: Singles, constants: tuple[float, float]
) -> tuple[int, int]:
    """Return the shape of the map of two planes; raise TypeError or ValueError where there is none."""
    if a.dtype != b.dtype:
        raise TypeError(f"the two planes must have one dtype, not {a.dtype} and {b.dtype}: convert one of them")
    if a.shape != b.shape:
        raise ValueError(f"the two planes must have one shape, not {a.shape} and {b.shape}")
    shape = map_shape(a, weights)
    for part in (stats_a.mean, stats_a.variance):
        if part.shape != shape:
            raise ValueError(f"stats_a has shape {part.shape}, but these planes and taps give {shape}")
    for name, value in zip(("c1", "c2"), constants, strict=True):
        if not _LEAST <= value <= _MOST:
            raise ValueError(f"{name} must be above 0 and finite in float32, not {value!r}")
    return shape


def _maps(
    a: Array,
    b: Array,
    stats_a: SingleStats,
    taps: ArrayLike,
    constants: tuple[float, float],
    shift_b: float | None,
) -> Iterator[tuple[Singles, Singles]]:
    """Yield bands of rows of the similarity and of its contrast-structure terms, from top to bottom."""
    weights = require_symmetric(taps)
    rows, _ = require_pair(a, b, stats_a, weights, constants)
    shift_a = np.float32(stats_a.shift)
    level_b = np.float32(b[0, 0] if shift_b is None else shift_b)
    low, high = (np.float32(constant) for constant in constants)
    with np.errstate(invalid="ignore", over="ignore"):
        for band, (part_a, part_b) in _bands((a, b), weights, rows):
            centred = part_b - level_b
            apart = (part_a - shift_a) - centred
            mean_a, mean_b = stats_a.mean[band], _windowed(centred, weights)
            variance_b = _variance(_windowed(centred * centred, weights), mean_b)
            variance_d = _variance(_windowed(apart * apart, weights), mean_a - mean_b)
            mean_a, mean_b = mean_a + shift_a, mean_b + level_b
            brightness = mean_a * mean_a + mean_b * mean_b + low
            contrast = stats_a.variance[band] + variance_b + high
            alike = np.float32(2) * (mean_a * mean_b) + low
            shared = contrast - variance_d
            yield np.divide(alike * shared, brightness * contrast), np.divide(shared, contrast)


def _bands(planes: tuple[Array, ...], weights: Singles, rows: int) -> Iterator[tuple[slice, list[Singles]]]:
    """Yield slices of the result's rows, each with the part of every plane that its windows cover, as float32."""
    for start in range(0, rows, _BAND):
        stop = min(start + _BAND, rows)
        yield slice(start, stop), [plane[start : stop + weights.size - 1].astype(np.float32) for plane in planes]


def _variance(squares: Singles, mean: Singles) -> Singles:
    # Rounding may take a variance of 0 just below it; a NaN stays one.
    variance: Singles = np.maximum(squares - mean * mean, np.float32(0))
    return variance


def _windowed(x: Singles, weights: Singles) -> Singles:
    """Return the weighted sum under every window wholly inside ``x``: down the columns, then along the rows.

    From the middle outwards, both pixels of a pair added before they are weighted.
    """
    middle = weights.size // 2
    rows, columns = x.shape[0] - 2 * middle, x.shape[1] - 2 * middle
    down: Singles = weights[middle] * x[middle : middle + rows]
    for away in range(1, middle + 1):
        down += weights[middle + away] * (x[middle - away :][:rows] + x[middle + away :][:rows])
    along: Singles = weights[middle] * down[:, middle : middle + columns]
    for away in range(1, middle + 1):
        along += weights[middle + away] * (
            down[:, middle - away :][:, :columns] + down[:, middle + away :][:, :columns]
        )
    return along
