"""The native halves; the specification is the NumPy twin, ``kernels/halves.py``."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mikurabe.kernels import _native
from mikurabe.kernels.halves import Array, Floats, halved_shape
from mikurabe.kernels.native.reach import reachable
from mikurabe.kernels.room import room
from mikurabe.kernels.ssim import require_taps, stats_shape


def halved(plane: Array, *, single: bool = False) -> Array:
    """Return the mean of each 2 x 2 pixels; the specification is the NumPy twin."""
    result = room(halved_shape(plane, single=single), np.float32 if single else np.float64)
    _native.halved(reachable(plane), result)
    return result


def half_blurred(plane: Array, scale: float, taps: ArrayLike) -> Floats:
    """Return every second place of a blurred plane; the specification is the NumPy twin."""
    weights = require_taps(taps)
    rows, columns = stats_shape(plane, weights, "valid")
    result = room((-(-rows // 2), -(-columns // 2)))
    _native.half_blurred(reachable(plane), scale, weights, result)
    return result
