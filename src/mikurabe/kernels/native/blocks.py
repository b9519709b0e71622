"""The native blocks; the specification is the NumPy twin, ``kernels/blocks.py``."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from mikurabe.kernels import _native
from mikurabe.kernels.blocks import DCT, Array, Floats, blocks_shape, require_pair, require_weights
from mikurabe.kernels.native.reach import reachable
from mikurabe.kernels.room import room

_TRANSPOSED = np.ascontiguousarray(DCT.T)


def block_errors(
    a: Array,
    b: Array,
    scale: float,
    weights: ArrayLike,
    hidden: ArrayLike | None = None,
    shares: ArrayLike | None = None,
) -> Floats:
    """Return the mean square of each block's weighted error; the specification is the NumPy twin."""
    matrix, floors = require_pair(a, b, weights, hidden, shares)
    result = room(blocks_shape(a))
    # Nothing is read of what is not hidden.
    floor, share = (result, matrix) if floors is None else floors
    _native.block_errors(
        reachable(a), reachable(b), scale, _TRANSPOSED, matrix, floors is not None, floor, share, result
    )
    return result


def block_texture(plane: Array, scale: float, weights: ArrayLike) -> Floats:
    """Return how much texture each block holds; the specification is the NumPy twin."""
    matrix = require_weights(weights)
    result = room(blocks_shape(plane))
    _native.block_texture(reachable(plane), scale, _TRANSPOSED, matrix, result)
    return result
