"""Errors and texture of a plane's 8 x 8 blocks in the frequencies of the discrete cosine transform: the NumPy twin.

This is the specification of the native kernel, its oracle in the tests, and what runs where no compiler was found.

Blocks do not overlap and start at the plane's first pixel; where the border cuts a block, the edge's pixels are
repeated to fill it. A block's frequencies are its orthonormal two-dimensional DCT-II: rows of the 8 x 8 arrays of
weights are the frequencies down the columns, columns those along the rows, and [0, 0] belongs to the block's mean.
All arithmetic is float64.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mikurabe.kernels.moments import DTYPES

Array: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float64]

SIDE = 8
_HALF = SIDE // 2

# Row k holds the k-th frequency of the orthonormal DCT-II.
DCT: Floats = np.sqrt(2 / SIDE) * np.cos(np.pi / SIDE * np.outer(np.arange(SIDE), np.arange(SIDE) + 0.5))
DCT[0] /= math.sqrt(2)

# Rows of blocks that are worked on at a time: the wide numbers stay few.
_BAND = 16


def block_errors(
    a: Array,
    b: Array,
    scale: float,
    weights: ArrayLike,
    hidden: ArrayLike | None = None,
    shares: ArrayLike | None = None,
) -> Floats:
    """Return the mean square of each block's weighted error, float64 (ceil(H / 8), ceil(W / 8)), never below 0.

    The error of one frequency is the size of that of ``a * scale - b * scale``; less what is hidden of it, which is
    the block's ``hidden`` times the frequency's ``shares``, but not below 0; times the frequency's ``weights``. It is
    exactly 0 where the blocks are equal.

    Args:
        a: (H, W), any strides; uint8, uint16, float32 or float64.
        b: as ``a``, of the same shape and dtype.
        scale: what levels are multiplied with, finite.
        weights: (8, 8).
        hidden: one number per block, in the result's shape; None where nothing is hidden.
        shares: (8, 8), given with ``hidden``.

    Raises:
        TypeError: a dtype is none of the four, or the two differ.
        ValueError: a shape is not as it should be, or only one of ``hidden`` and ``shares`` is given.
    """
    matrix, floors = require_pair(a, b, weights, hidden, shares)
    result = np.empty(blocks_shape(a))
    with np.errstate(invalid="ignore", over="ignore"):
        for band, (part_a, part_b) in _bands(a, b):
            errors = np.abs(_frequencies(_blocks(part_a * scale - part_b * scale)))
            if floors is not None:
                errors = np.maximum(errors - floors[0][band][..., np.newaxis, np.newaxis] * floors[1], 0.0)
            result[band] = np.square(errors * matrix).mean(axis=(2, 3))
    return result


def block_texture(plane: Array, scale: float, weights: ArrayLike) -> Floats:
    """Return how much texture each block of ``plane * scale`` holds, float64 (ceil(H / 8), ceil(W / 8)), 0 where flat.

    That is the sum over the frequencies, but for the mean, of ``weights`` times the coefficient's square, times the
    share of the block's spread that lies within its four quarters: 16 times the sum of the quarters' variances (over
    15) by 64 times the block's (over 63). Where an edge parts a block its spread lies between quarters: no texture.

    Args and errors: as for :func:`block_errors`.
    """
    matrix = require_weights(weights)
    result = np.empty(blocks_shape(plane))
    with np.errstate(invalid="ignore", over="ignore"):
        for band, (part,) in _bands(plane):
            blocks = _blocks(part * scale)
            rows, columns = blocks.shape[:2]
            weighted = np.square(_frequencies(blocks)) * matrix
            weighted[..., 0, 0] = 0
            halves = blocks.reshape(rows, columns, 2, _HALF, 2, _HALF)
            within = halves.var(axis=(3, 5), ddof=1).sum(axis=(2, 3))
            # Of equal numbers the variance is 0 up to the rounding of their mean: it is made so.
            flat = blocks.max(axis=(2, 3)) == blocks.min(axis=(2, 3))
            whole = np.where(flat, 0.0, blocks.var(axis=(2, 3), ddof=1))
            share = np.divide(within, 4 * whole, out=np.zeros_like(whole), where=whole != 0)
            result[band] = weighted.sum(axis=(2, 3)) * share
    return result


def blocks_shape(plane: Array) -> tuple[int, int]:
    """Return how many blocks a plane has down and across; raise TypeError or ValueError if it is no plane."""
    if plane.dtype not in DTYPES:
        raise TypeError(f"a plane must be uint8, uint16, float32 or float64, not {plane.dtype}: convert with astype")
    if plane.ndim != 2 or plane.size == 0:
        raise ValueError(f"a plane must have 2 axes and at least one pixel, not shape {plane.shape}")
    return -(-plane.shape[0] // SIDE), -(-plane.shape[1] // SIDE)


def require_weights(weights: ArrayLike) -> Floats:
    """Return the weights of the frequencies as contiguous float64; raise ValueError where they are not 8 x 8."""
    matrix = np.ascontiguousarray(weights, dtype=np.float64)
    if matrix.shape != (SIDE, SIDE):
        raise ValueError(f"a block has {SIDE} x {SIDE} frequencies, these weights have shape {matrix.shape}")
    return matrix


def require_pair(
    a: Array, b: Array, weights: ArrayLike, hidden: ArrayLike | None, shares: ArrayLike | None
) -> tuple[Floats, tuple[Floats, Floats] | None]:
    """Return the weights, and what is hidden with its shares, as contiguous float64; or raise as block_errors does."""
    if a.dtype != b.dtype:
        raise TypeError(f"the two planes must have one dtype, not {a.dtype} and {b.dtype}: convert one of them")
    if a.shape != b.shape:
        raise ValueError(f"the two planes must have one shape, not {a.shape} and {b.shape}")
    shape = blocks_shape(a)
    matrix = require_weights(weights)
    if hidden is None and shares is None:
        return matrix, None
    if hidden is None or shares is None:
        raise ValueError("what is hidden needs its shares, and the other way round: give both or neither")
    floor = np.ascontiguousarray(hidden, dtype=np.float64)
    if floor.shape != shape:
        raise ValueError(f"what is hidden has shape {floor.shape}, but these planes have {shape} blocks")
    return matrix, (floor, require_weights(shares))


def _bands(*planes: Array) -> Iterator[tuple[slice, list[Floats]]]:
    """Yield slices of the rows of blocks, each with the part of every plane that they cover, as float64."""
    for start in range(0, planes[0].shape[0], _BAND * SIDE):
        covered = slice(start, start + _BAND * SIDE)
        yield slice(start // SIDE, start // SIDE + _BAND), [plane[covered].astype(np.float64) for plane in planes]


def _blocks(plane: Floats) -> Floats:
    """Return the plane as blocks, (rows, columns, 8, 8); where the border cuts a block, its edge is repeated."""
    height, width = plane.shape
    if height % SIDE or width % SIDE:
        plane = np.pad(plane, ((0, -height % SIDE), (0, -width % SIDE)), mode="edge")
    rows, columns = plane.shape[0] // SIDE, plane.shape[1] // SIDE
    return plane.reshape(rows, SIDE, columns, SIDE).swapaxes(1, 2)


def _frequencies(blocks: Floats) -> Floats:
    return np.asarray(DCT @ blocks @ DCT.T)
