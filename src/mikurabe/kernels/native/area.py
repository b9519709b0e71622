"""The native area averaging; the specification is the NumPy twin, ``kernels/area.py``."""

from __future__ import annotations

import numpy as np

from mikurabe.kernels import _native
from mikurabe.kernels.area import Array, require_larger
from mikurabe.kernels.room import room


def shrunk(pixels: Array, height: int, width: int) -> Array:
    """Return the pixels averaged by area; the specification is the NumPy twin."""
    require_larger(pixels, height, width)
    result = room((height, width, *pixels.shape[2:]), pixels.dtype)
    channels = 1 if pixels.ndim == 2 else 3
    flat = np.ascontiguousarray(pixels).reshape(len(pixels), -1)
    _native.shrunk(flat, channels, result.reshape(height, -1))
    return result
