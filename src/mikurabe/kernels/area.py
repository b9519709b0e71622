"""Pictures shrunk by area averaging, exactly: the NumPy twin.

An output pixel is the mean of the picture over its own rectangle, which seldom ends where a pixel does. Measured in
pixels divided by the number of output pixels, all lengths are whole numbers, and so the mean is a whole number over
H * W, rounded once, halves up. Nothing depends on the machine.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]

# Sums are at most 65535 * H * W.
MOST_PIXELS = 2**47


def shrunk(pixels: Array, height: int, width: int) -> Array:
    """Return the pixels averaged by area down to ``height`` x ``width``, in their dtype.

    Args:
        pixels: (H, W), or (H, W, 3); uint8 or uint16.
        height: rows of the result, from 1 to H.
        width: columns of the result, from 1 to W.

    Raises:
        TypeError: the dtype is neither.
        ValueError: the shape is none of the two, or the result would be larger or empty.
    """
    tall, wide = require_larger(pixels, height, width)
    volume = pixels.reshape(tall, wide, -1).astype(np.uint64)
    down, along = _shares(tall, height), _shares(wide, width)
    sums = np.zeros((height, wide, volume.shape[2]), np.uint64)
    for to, start, shares in down:
        sums[to] = (volume[start : start + len(shares)] * shares[:, np.newaxis, np.newaxis]).sum(axis=0)
    result = np.empty((height, width, volume.shape[2]), np.uint64)
    for to, start, shares in along:
        result[:, to] = (sums[:, start : start + len(shares)] * shares[:, np.newaxis]).sum(axis=1)
    area = np.uint64(tall * wide)
    rounded = (result + area // np.uint64(2)) // area if area % np.uint64(2) == 0 else (2 * result + area) // (2 * area)
    return rounded.astype(pixels.dtype).reshape(height, width, *pixels.shape[2:])


def _shares(length: int, count: int) -> list[tuple[int, int, Array]]:
    """Return for each of ``count`` parts of a side: its number, its first pixel, and how much of each pixel it covers.

    A pixel is ``count`` long and a part ``length``: both whole.
    """
    parts = []
    for part in range(count):
        low, high = part * length, (part + 1) * length
        first, last = low // count, (high - 1) // count
        edges = np.arange(first, last + 2) * count
        shares = np.minimum(edges[1:], high) - np.maximum(edges[:-1], low)
        parts.append((part, first, shares.astype(np.uint64)))
    return parts


def require_larger(pixels: Array, height: int, width: int) -> tuple[int, int]:
    """Return height and width of the pixels; raise TypeError or ValueError where they cannot be shrunk to that."""
    if pixels.dtype not in (np.uint8, np.uint16):
        raise TypeError(f"pixels must be uint8 or uint16 to be averaged exactly, not {pixels.dtype}")
    if pixels.ndim not in (2, 3) or (pixels.ndim == 3 and pixels.shape[2] != 3) or pixels.size > MOST_PIXELS:
        raise ValueError(f"pixels have the shape (H, W) or (H, W, 3), not {pixels.shape}")
    tall, wide = pixels.shape[:2]
    if not (1 <= height <= tall and 1 <= width <= wide):
        raise ValueError(f"{tall} x {wide} pixels cannot be shrunk to {height} x {width}")
    return tall, wide
