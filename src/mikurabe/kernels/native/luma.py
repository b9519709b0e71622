"""The native luma; the specification is the NumPy twin, ``kernels/luma.py``."""

from __future__ import annotations

import numpy as np

from mikurabe.kernels import _native
from mikurabe.kernels.luma import Array, require_colour
from mikurabe.kernels.room import room


def luma(pixels: Array) -> Array:
    """Return the BT.601 luma of pixels; the specification is the NumPy twin."""
    require_colour(pixels)
    result = room(pixels.shape[:2], pixels.dtype)
    _native.luma(np.ascontiguousarray(pixels), result)
    return result
