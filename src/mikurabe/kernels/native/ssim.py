"""The native SSIM; the specification is the NumPy twin, ``kernels/ssim.py``."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mikurabe.kernels import _native
from mikurabe.kernels.native.reach import reachable
from mikurabe.kernels.room import room
from mikurabe.kernels.ssim import Array, Border, Floats, WindowStats, require_planes, require_taps, stats_shape


def window_stats(plane: Array, taps: ArrayLike, border: Border) -> WindowStats:
    """Return window mean and variance of a plane; the specification is the NumPy twin."""
    weights = require_taps(taps)
    shape = stats_shape(plane, weights, border)
    mean, variance = room(shape), room(shape)
    _native.window_stats(reachable(plane), weights, border == "reflect", mean, variance)
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
    result = room(require_planes(a, b, stats_a, weights, border, (c1, c2, covariance_scale)))
    mean, variance = _stats(stats_a)
    _native.ssim_map(
        reachable(a), reachable(b), mean, variance, weights, border == "reflect", c1, c2, covariance_scale, result
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
        reachable(a), reachable(b), mean, variance, weights, border == "reflect", c1, c2, covariance_scale
    )


def _stats(stats: WindowStats) -> tuple[Floats, Floats]:
    return np.ascontiguousarray(stats.mean, np.float64), np.ascontiguousarray(stats.variance, np.float64)
