"""Pictures resampled by weights along each axis: the NumPy twin.

This is the specification of the native kernel, its oracle in the tests, and what runs where no compiler was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.kernels.boxes import require_pixels

Array: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Taps:
    """How each of n new places on an axis is made of k old ones: the sum of their values times their weights.

    ``places`` is (n, k), int64, and ``weights`` (n, k), float64; both in rows. A place may occur twice, and a weight
    may be 0.
    """

    places: NDArray[np.int64]
    weights: Floats


def resampled(pixels: Array, rows: Taps, columns: Taps, base: Floats) -> Floats:
    """Return every channel, less its base, resampled along both axes: float64 (channels, h, w).

    Rows are added up first, then columns, both from the first tap to the last. What is all base gives exactly 0.

    Args:
        pixels: (H, W), or (H, W, C) with 1 or 3 channels, any strides; uint8, uint16, float32 or float64.
        rows: how the h new rows are made of the H old ones.
        columns: how the w new columns are made of the W old ones.
        base: (C,), what is taken off each channel first.

    Raises:
        TypeError: a dtype is another.
        ValueError: the shapes do not fit, or a place is outside the picture.
    """
    volume = require_resampling(pixels, rows, columns, base)
    down = np.zeros((len(rows.places), *volume.shape[1:]))
    for place, weight in zip(rows.places.T, rows.weights.T, strict=True):
        down += weight[:, np.newaxis, np.newaxis] * (volume[place] - base)
    both = np.zeros((len(rows.places), len(columns.places), volume.shape[2]))
    for place, weight in zip(columns.places.T, columns.weights.T, strict=True):
        both += weight[:, np.newaxis] * down[:, place]
    return np.ascontiguousarray(np.moveaxis(both, 2, 0))


def require_resampling(pixels: Array, rows: Taps, columns: Taps, base: Array) -> Array:
    """Return the pixels with their axis of channels; raise TypeError or ValueError where they cannot be resampled."""
    volume = require_pixels(pixels, 1)
    for taps, length in ((rows, volume.shape[0]), (columns, volume.shape[1])):
        if taps.places.dtype != np.int64 or taps.weights.dtype != np.float64:
            raise TypeError(f"taps are int64 and float64, not {taps.places.dtype} and {taps.weights.dtype}")
        shape = taps.places.shape
        in_rows = taps.places.flags.c_contiguous and taps.weights.flags.c_contiguous
        if len(shape) != 2 or 0 in shape or taps.weights.shape != shape or not in_rows:
            raise ValueError(f"places and weights have one shape (n, k), in rows, not {shape}, {taps.weights.shape}")
        if taps.places.min() < 0 or taps.places.max() >= length:
            raise ValueError(f"taps reach from {taps.places.min()} to {taps.places.max()} on an axis of {length}")
    if base.dtype != np.float64 or base.shape != volume.shape[2:]:
        raise ValueError(f"{volume.shape[2]} channels need a float64 base each, not {base.dtype} {base.shape}")
    return volume
