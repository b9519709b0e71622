"""The native transparency and palette; the specification is the NumPy twin, ``kernels/pixels.py``."""

from __future__ import annotations

import numpy as np

from mikurabe.kernels import _native
from mikurabe.kernels.pixels import Array, Bytes, require_alpha, require_palette


def over_white(pixels: Array) -> tuple[Array, bool]:
    """Return the pixels as they show on white, and whether any was not opaque; the specification is the NumPy twin."""
    require_alpha(pixels)
    height, width, channels = pixels.shape
    shown = np.empty((height, width) if channels == 2 else (height, width, 3), pixels.dtype)
    opaque = _native.over_white(np.ascontiguousarray(pixels), shown.reshape(height, width, channels - 1))
    return shown, not opaque


def coloured(indices: Bytes, palette: Bytes) -> Bytes:
    """Return the palette's colour of every index, (H, W, 3); the specification is the NumPy twin."""
    require_palette(indices, palette)
    result = np.empty((*indices.shape, 3), np.uint8)
    _native.coloured(indices, palette, result)
    return result
