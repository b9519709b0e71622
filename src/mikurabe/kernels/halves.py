"""Planes of half the size: averaged over 2 x 2, or blurred and every second pixel kept. The NumPy twin.

This is the specification of the native kernel, its oracle in the tests, and what runs where no compiler was found.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mikurabe.kernels.moments import DTYPES
from mikurabe.kernels.ssim import require_taps, stats_shape

Array: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float64]


def halved(plane: Array, *, single: bool = False) -> Array:
    """Return the mean of each 2 x 2 pixels, float64 (ceil(H / 2), ceil(W / 2)); an odd side's last pixel counts twice.

    In single precision nothing is lost of 8-bit planes, halved up to eight times over.

    Args:
        plane: (H, W), any strides; uint8, uint16, float32 or float64.
        single: whether to add up in float32 and return that; of uint8 and float32 planes only.

    Raises:
        TypeError: the dtype is none of the four, or none of the two.
        ValueError: the plane is not 2-D or is empty.
    """
    height, width = halved_shape(plane, single=single)
    padded = np.pad(plane, ((0, plane.shape[0] % 2), (0, plane.shape[1] % 2)), mode="edge")
    padded = padded.astype(np.float32 if single else np.float64)
    with np.errstate(invalid="ignore", over="ignore"):
        left, right = padded[:, ::2], padded[:, 1::2]
        total: Array = ((left[::2] + right[::2]) + left[1::2]) + right[1::2]
        total /= 4
    return total.reshape(height, width)


def half_blurred(plane: Array, scale: float, taps: ArrayLike) -> Floats:
    """Return ``plane * scale`` under the window ``outer(taps, taps)`` at every second place wholly inside, float64.

    The shape is (ceil((H - n + 1) / 2), ceil((W - n + 1) / 2)) for n taps.

    Args:
        plane: (H, W), any strides; uint8, uint16, float32 or float64.
        scale: what levels are multiplied with, finite.
        taps: 1-D weights that sum to 1.

    Raises:
        TypeError: the dtype is none of the four.
        ValueError: the plane is not 2-D or is smaller than the window, or the taps are no weights that sum to 1.
    """
    weights = require_taps(taps)
    rows, columns = stats_shape(plane, weights, "valid")
    with np.errstate(invalid="ignore", over="ignore"):
        levels = plane.astype(np.float64) * scale
        down = weights[0] * levels[0:rows:2]
        for i in range(1, weights.size):
            down += weights[i] * levels[i : i + rows : 2]
        along: Floats = weights[0] * down[:, 0:columns:2]
        for i in range(1, weights.size):
            along += weights[i] * down[:, i : i + columns : 2]
    return along


def halved_shape(plane: Array, *, single: bool = False) -> tuple[int, int]:
    """Return the shape of a halved plane; raise TypeError or ValueError if it is no plane."""
    if single and plane.dtype not in (np.uint8, np.float32):
        raise TypeError(f"a plane must be uint8 or float32 to be halved in single precision, not {plane.dtype}")
    if plane.dtype not in DTYPES:
        raise TypeError(f"a plane must be uint8, uint16, float32 or float64, not {plane.dtype}: convert with astype")
    if plane.ndim != 2 or plane.size == 0:
        raise ValueError(f"a plane must have 2 axes and at least one pixel, not shape {plane.shape}")
    return -(-plane.shape[0] // 2), -(-plane.shape[1] // 2)
