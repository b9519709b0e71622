"""The native blur; the specification is the NumPy twin, ``kernels/blur.py``."""

from __future__ import annotations

from numpy.typing import ArrayLike

from mikurabe.kernels import _native
from mikurabe.kernels.blur import Array, Singles, require_singles
from mikurabe.kernels.room import room


def blur_float32(plane: Array, taps: ArrayLike) -> Singles:
    """Return the plane blurred in float32 as OpenCV does; the specification is the NumPy twin."""
    single, weights = require_singles(plane, taps)
    result = room(single.shape, single.dtype)
    _native.blur_float32(single, weights, result)
    return result
