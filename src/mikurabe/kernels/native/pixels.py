"""The native ways from samples to pixels; the specification is the NumPy twin, ``kernels/pixels.py``."""

from __future__ import annotations

import numpy as np

from mikurabe.kernels import _native
from mikurabe.kernels import pixels as twin
from mikurabe.kernels.native.reach import reachable
from mikurabe.kernels.pixels import Array, Bytes, require_alpha, require_palette, require_picture
from mikurabe.kernels.room import room

_TILED = (np.uint8, np.uint16, np.float32)


def over_white(pixels: Array) -> tuple[Array, bool]:
    """Return the pixels as they show on white, and whether any was not opaque; the specification is the NumPy twin."""
    require_alpha(pixels)
    height, width, channels = pixels.shape
    shown = room((height, width) if channels == 2 else (height, width, 3), pixels.dtype)
    opaque = _native.over_white(np.ascontiguousarray(pixels), shown.reshape(height, width, channels - 1))
    return shown, not opaque


def coloured(indices: Bytes, palette: Bytes) -> Bytes:
    """Return the palette's colour of every index, (H, W, 3); the specification is the NumPy twin."""
    require_palette(indices, palette)
    result = room((*indices.shape, 3), np.uint8)
    _native.coloured(indices, palette, result)
    return result


def contiguous(pixels: Array) -> Array:
    """Return the pixels C-contiguous, copied only if they are not; the specification is the NumPy twin."""
    require_picture(pixels)
    # Rows that lie along the memory, if only the other way round, are read well enough.
    if pixels.dtype not in _TILED or abs(pixels.strides[0]) >= abs(pixels.strides[1]):
        return twin.contiguous(pixels)
    planes = reachable(pixels if pixels.ndim == 3 else pixels[..., np.newaxis])
    result = room(pixels.shape, pixels.dtype)
    _native.copy_tiled(planes, result.reshape(planes.shape))
    return result
