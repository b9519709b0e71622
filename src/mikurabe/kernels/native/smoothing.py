"""The native smoothing; the specification is the NumPy twin, ``kernels/smoothing.py``."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mikurabe.kernels import _native
from mikurabe.kernels.native.reach import reachable
from mikurabe.kernels.room import room
from mikurabe.kernels.single import require_symmetric
from mikurabe.kernels.smoothing import Array, Singles, require_plane


def smoothed(plane: Array, scale: float, taps: ArrayLike) -> Singles:
    """Return the plane smoothed by a symmetric window; the specification is the NumPy twin."""
    weights = require_symmetric(taps)
    require_plane(plane)
    result = room(plane.shape, np.float32)
    _native.smoothed(reachable(plane), scale, weights, result)
    return result
