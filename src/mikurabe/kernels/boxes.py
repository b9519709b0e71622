"""Pictures averaged over boxes of pixels: the NumPy twin."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.kernels.moments import DTYPES

Array: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float64]


def box_means(pixels: Array, factor: int, times: float = 1.0) -> Floats:
    """Return the means over factor x factor pixels, times a number: float64 (channels, ceil(H / F), ceil(W / F)).

    As MATLAB's ``conv2(plane, ones(F) / F^2, 'same')`` then ``(1:F:end, 1:F:end)``: the box of an even F lies one pixel
    further to the right and below, and beyond the border there are zeros. The sums of integers are exact; those of
    floats are float64, first down the columns, then along the rows.

    Args:
        pixels: (H, W), or (H, W, C) with 1 or 3 channels, any strides; uint8, uint16, float32 or float64.
        factor: F, from 1 on.
        times: what every mean is multiplied with.

    Raises:
        TypeError: the dtype is none of the four.
        ValueError: the shape is another, or the factor is below 1.
    """
    volume = require_pixels(pixels, factor)
    height, width = volume.shape[:2]
    before, after = (factor - 1) // 2, factor // 2
    wide = np.uint64 if volume.dtype.kind == "u" else np.float64
    padded = np.pad(np.moveaxis(volume, 2, 0), ((0, 0), (before, after), (before, after)))
    with np.errstate(invalid="ignore", over="ignore"):
        columns: Array = padded[:, 0:height:factor].astype(wide)
        for down in range(1, factor):
            columns += padded[:, down : down + height : factor]
        sums = columns[:, :, 0:width:factor].copy()
        for right in range(1, factor):
            sums += columns[:, :, right : right + width : factor]
        means: Floats = sums.astype(np.float64) / float(factor**2) * times
    return means


def require_pixels(pixels: Array, factor: int) -> Array:
    """Return the pixels with their axis of channels; raise TypeError or ValueError where they cannot be averaged."""
    if pixels.dtype not in DTYPES:
        raise TypeError(f"pixels must be uint8, uint16, float32 or float64, not {pixels.dtype}: convert with astype")
    volume = pixels[..., np.newaxis] if pixels.ndim == 2 else pixels
    if volume.ndim != 3 or volume.size == 0 or volume.shape[2] not in (1, 3):
        raise ValueError(f"pixels have the shape (H, W), (H, W, 1) or (H, W, 3) and none is empty, not {pixels.shape}")
    if factor < 1:
        raise ValueError(f"boxes are at least 1 pixel wide, not {factor}")
    return volume
