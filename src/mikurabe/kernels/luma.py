"""Luma: the weighted sum of red, green and blue, in the picture's own depth.

This is the NumPy twin: the specification of the native kernel, its oracle in the tests, and what runs where
no compiler was found. The two agree in every bit.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.kernels.moments import DTYPES

Array: TypeAlias = NDArray[Any]

# ITU-R BT.601-7, section 2.5.1, in thousandths, so that integer pictures round exactly on every machine.
RED, GREEN, BLUE = 299, 587, 114

# Pixels that are weighted at a time.
_BLOCK = 2**18


def luma(pixels: Array) -> Array:
    """Return the (H, W) BT.601 luma of (H, W, 3) pixels, in their dtype.

    Whole numbers: floor((299 R + 587 G + 114 B + 500) / 1000), the exact rounding of 0.299 R + 0.587 G + 0.114 B,
    halves up; fixed-point implementations (OpenCV, Pillow) may differ by one level. Floats are weighted in float64,
    from red to blue, and keep their dtype.

    Raises:
        TypeError: the dtype is none of uint8, uint16, float32, float64.
        ValueError: the shape is not (H, W, 3).
    """
    require_colour(pixels)
    result: Array = np.empty(pixels.shape[:2], pixels.dtype)
    wide = np.uint32 if pixels.dtype.kind == "u" else np.float64
    # Block by block, so that the wide numbers stay few and in a core's cache.
    step = max(1, _BLOCK // max(1, pixels.shape[1]))
    with np.errstate(invalid="ignore", over="ignore"):
        for start in range(0, pixels.shape[0], step):
            rows = slice(start, start + step)
            levels: Array = pixels[rows].astype(wide)
            # Not a matrix product: its order of sums, and so the last bit, belongs to the machine.
            weighted: Array = RED * levels[..., 0] + GREEN * levels[..., 1] + BLUE * levels[..., 2]
            result[rows] = (weighted + 500) // 1000 if wide is np.uint32 else weighted / 1000
    return result


def require_colour(pixels: Array) -> None:
    """Raise TypeError or ValueError unless these are pixels of three channels."""
    if pixels.dtype not in DTYPES:
        raise TypeError(f"luma needs uint8, uint16, float32 or float64, not {pixels.dtype}: convert with astype")
    if pixels.ndim != 3 or pixels.shape[2] != 3:
        raise ValueError(f"luma needs pixels of shape (H, W, 3), not {pixels.shape}")
