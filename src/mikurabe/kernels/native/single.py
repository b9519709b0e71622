"""The native SSIM in single precision; the specification is the NumPy twin, ``kernels/single.py``."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mikurabe.kernels import _native
from mikurabe.kernels.native.reach import reachable
from mikurabe.kernels.room import room
from mikurabe.kernels.single import (
    Array,
    Doubles,
    Singles,
    SingleStats,
    map_shape,
    require_pair,
    require_planes,
    require_symmetric,
)


def single_stats(plane: Array, taps: ArrayLike, shift: float | None = None) -> SingleStats:
    """Return window mean and variance of a plane; the specification is the NumPy twin."""
    weights = require_symmetric(taps)
    shape = map_shape(plane, weights)
    mean, variance = room(shape, np.float32), room(shape, np.float32)
    level = float(plane[0, 0] if shift is None else shift)
    _native.single_stats(reachable(plane), weights, level, mean, variance)
    return SingleStats(level, mean, variance)


def single_ssim_map(
    a: Array,
    b: Array,
    stats_a: SingleStats,
    taps: ArrayLike,
    c1: float,
    c2: float,
    shift_b: float | None = None,
) -> Singles:
    """Return the structural similarity at every window position; the specification is the NumPy twin."""
    weights = require_symmetric(taps)
    result = room(require_pair(a, b, stats_a, weights, (c1, c2)), np.float32)
    _native.single_ssim_map(*_arguments(a, b, stats_a, shift_b), weights, c1, c2, result)
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
    """Return the mean structural similarity, without ever holding the map; the specification is the NumPy twin."""
    weights = require_symmetric(taps)
    require_pair(a, b, stats_a, weights, (c1, c2))
    return _native.single_ssim_means(*_arguments(a, b, stats_a, shift_b), weights, c1, c2, False)[0]


def single_ssim_means(
    a: Array,
    b: Array,
    stats_a: SingleStats,
    taps: ArrayLike,
    c1: float,
    c2: float,
    shift_b: float | None = None,
) -> tuple[float, float]:
    """Return the mean similarity, and that of its contrast-structure terms; the specification is the NumPy twin."""
    weights = require_symmetric(taps)
    require_pair(a, b, stats_a, weights, (c1, c2))
    return _native.single_ssim_means(*_arguments(a, b, stats_a, shift_b), weights, c1, c2, True)


def single_ssim_of_stack(
    a: Array, stack: Array, stats_a: SingleStats, taps: ArrayLike, c1: float, c2: float
) -> Doubles:
    """Return the mean structural similarity with each plane of a stack; the specification is the NumPy twin."""
    weights = require_symmetric(taps)
    require_planes(a, stack, stats_a, weights, (c1, c2))
    means = np.empty(len(stack))
    mean, variance = np.ascontiguousarray(stats_a.mean), np.ascontiguousarray(stats_a.variance)
    _native.single_ssim_of_stack(
        np.ascontiguousarray(a), np.ascontiguousarray(stack), stats_a.shift, mean, variance, weights, c1, c2, means
    )
    return means


def _arguments(
    a: Array, b: Array, stats_a: SingleStats, shift_b: float | None
) -> tuple[Array, Array, float, float, Singles, Singles]:
    level_b = float(b[0, 0] if shift_b is None else shift_b)
    mean, variance = np.ascontiguousarray(stats_a.mean), np.ascontiguousarray(stats_a.variance)
    return reachable(a), reachable(b), stats_a.shift, level_b, mean, variance
