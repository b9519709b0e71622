"""The native likeness of Haar coefficients; the specification is the NumPy twin, ``kernels/haar.py``."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mikurabe.kernels import _native
from mikurabe.kernels.haar import Array, require_pixels, require_sums
from mikurabe.kernels.native.reach import reachable
from mikurabe.kernels.room import room


def channel_sums(pixels: Array, *, halve: bool) -> Array:
    """Return each channel's sums over 2 x 2 pixels, or the channels; the specification is the NumPy twin."""
    result = room(*require_pixels(pixels, halve))
    _native.channel_sums(reachable(np.atleast_3d(pixels)), halve, result)
    return result


def haar_losses(sums_a: Array, sums_b: Array, mixing: ArrayLike, constant: float, slope: float) -> tuple[float, float]:
    """Return the sums of weight times loss and of the weights; the specification is the NumPy twin."""
    matrix = require_sums(sums_a, sums_b, mixing, constant, slope)
    return _native.haar_losses(np.ascontiguousarray(sums_a), np.ascontiguousarray(sums_b), matrix, constant, slope)
