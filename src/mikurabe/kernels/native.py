"""The native kernels behind the same functions as their NumPy twins: checked by the twins' checks, computed in C++.

Importing this raises ImportError where the native module was not built.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mikurabe.kernels import _native
from mikurabe.kernels.blur import Singles, require_singles
from mikurabe.kernels.moments import Moments, require_pair
from mikurabe.kernels.ssim import Border, Floats, WindowStats, require_planes, require_taps, stats_shape

Array: TypeAlias = NDArray[Any]


def simd() -> str:
    """Return the name of the widest SIMD that the kernels use on this processor."""
    return _native.simd()


def blur_float32(plane: Array, taps: ArrayLike) -> Singles:
    """Return the plane blurred in float32 as OpenCV does; the specification is the NumPy twin."""
    single, weights = require_singles(plane, taps)
    result = np.empty_like(single)
    _native.blur_float32(single, weights, result)
    return result


def moments(a: Array, b: Array) -> Moments:
    """Return the sums over two arrays of one shape and one dtype; the specification is the NumPy twin."""
    require_pair(a, b)
    return Moments(a.size, *_native.moments(_reachable(a), _reachable(b)))


def window_stats(plane: Array, taps: ArrayLike, border: Border) -> WindowStats:
    """Return window mean and variance of a plane; the specification is the NumPy twin."""
    weights = require_taps(taps)
    shape = stats_shape(plane, weights, border)
    mean, variance = np.empty(shape), np.empty(shape)
    _native.window_stats(_reachable(plane), weights, border == "reflect", mean, variance)
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
    """Return the structural similarity at every window position; the specification is the NumPy twin."""
    weights = require_taps(taps)
    result = np.empty(require_planes(a, b, stats_a, weights, border, (c1, c2, covariance_scale)))
    mean, variance = _stats(stats_a)
    _native.ssim_map(
        _reachable(a), _reachable(b), mean, variance, weights, border == "reflect", c1, c2, covariance_scale, result
    )
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
    """Return the mean structural similarity, without ever holding the map; the specification is the NumPy twin."""
    weights = require_taps(taps)
    require_planes(a, b, stats_a, weights, border, (c1, c2, covariance_scale))
    mean, variance = _stats(stats_a)
    return _native.ssim_mean(
        _reachable(a), _reachable(b), mean, variance, weights, border == "reflect", c1, c2, covariance_scale
    )


def _reachable(array: Array) -> Array:
    """Return the array, or a copy where its elements are not aligned or not whole elements apart."""
    if array.flags.aligned and all(stride % array.itemsize == 0 for stride in array.strides):
        return array
    return np.array(array, order="C")


def _stats(stats: WindowStats) -> tuple[Floats, Floats]:
    return np.ascontiguousarray(stats.mean, np.float64), np.ascontiguousarray(stats.variance, np.float64)
