"""The native box means; the specification is the NumPy twin, ``kernels/boxes.py``."""

from __future__ import annotations

import numpy as np

from mikurabe.kernels import _native
from mikurabe.kernels.boxes import Array, Floats, require_pixels
from mikurabe.kernels.native.reach import reachable

# Sums of so many 8-bit rows fit 16 bits, which the kernel adds them up in.
_MOST_ROWS = 257


def box_means(pixels: Array, factor: int, times: float = 1.0) -> Floats:
    """Return the means over boxes of pixels; the specification is the NumPy twin."""
    volume = require_pixels(pixels, factor)
    height, width, channels = volume.shape
    if volume.dtype == np.uint8 and factor > _MOST_ROWS:
        volume = volume.astype(np.uint16)
    means = np.empty((channels, -(-height // factor), -(-width // factor)))
    _native.box_means(reachable(volume), factor, times, means)
    return means
