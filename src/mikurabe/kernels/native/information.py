"""The native information; the specification is the NumPy twin, ``kernels/information.py``."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mikurabe.kernels import _native
from mikurabe.kernels.information import Array, require_arrival
from mikurabe.kernels.native.reach import reachable
from mikurabe.kernels.ssim import WindowStats


def information_arrived(
    a: Array, b: Array, scale: float, stats_a: WindowStats, taps: ArrayLike, noise: float, flat: float
) -> float:
    """Return the bits of information of ``a`` that arrive in ``b``; the specification is the NumPy twin."""
    weights = require_arrival(a, b, stats_a, taps, (scale, noise, flat))
    mean = np.ascontiguousarray(stats_a.mean, np.float64)
    variance = np.ascontiguousarray(stats_a.variance, np.float64)
    return _native.information_arrived(reachable(a), reachable(b), scale, mean, variance, weights, noise, flat)
