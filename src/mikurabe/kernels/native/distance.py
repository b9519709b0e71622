"""The native distances and sums over cells; the specification is the NumPy twin, ``kernels/distance.py``."""

from __future__ import annotations

import math

import numpy as np

from mikurabe.kernels import _native
from mikurabe.kernels import distance as twin
from mikurabe.kernels.distance import Array, require_cells, require_pixels
from mikurabe.kernels.room import room


def distance_from(pixels: Array, colour: Array) -> Array:
    """Return the largest difference of a pixel's channels from a colour; the specification is the NumPy twin."""
    require_pixels(pixels, colour)
    result = room(pixels.shape[:2], pixels.dtype)
    _native.distance_from(
        np.ascontiguousarray(pixels).reshape(*pixels.shape[:2], -1), np.ascontiguousarray(colour).reshape(-1), result
    )
    return result


def cell_sums(plane: Array, side: int) -> Array:
    """Return the sum of a plane over each cell; the specification is the NumPy twin, which sums floats itself."""
    require_cells(plane, side)
    if plane.dtype.kind == "f":
        return twin.cell_sums(plane, side)
    height, width = plane.shape
    sums = np.zeros((math.ceil(height / side), math.ceil(width / side)), np.uint64)
    _native.cell_sums(np.ascontiguousarray(plane), side, sums)
    return sums
