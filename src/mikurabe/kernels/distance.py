"""How far each pixel's levels are from one colour, and the sums of such a plane over square cells: the NumPy twin."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.kernels.moments import DTYPES

Array: TypeAlias = NDArray[Any]


def distance_from(pixels: Array, colour: Array) -> Array:
    """Return the largest absolute difference of a pixel's channels from those of a colour: (H, W), in their dtype.

    Args:
        pixels: (H, W) or (H, W, 3), any strides; uint8, uint16, float32 or float64.
        colour: () or (3,), one level for each channel, of the same dtype.

    Raises:
        TypeError: the dtypes differ or are none of the four.
        ValueError: the shapes are others.
    """
    require_pixels(pixels, colour)
    apart: Array = np.maximum(pixels, colour) - np.minimum(pixels, colour)
    if apart.ndim == 2:
        return apart
    return np.maximum(np.maximum(apart[..., 0], apart[..., 1]), apart[..., 2])


def cell_sums(plane: Array, side: int) -> Array:
    """Return the sum of a plane over each cell of ``side`` x ``side``: (ceil(H / side), ceil(W / side)).

    uint64 and exact for uint8 and uint16, else float64, along rows first. The grid starts at the top left; the last
    row and column of cells are smaller where the side does not divide the plane's.

    Args:
        plane: (H, W), any strides; uint8, uint16, float32 or float64; not empty.
        side: in pixels, at least 1.

    Raises:
        TypeError: the dtype is none of the four.
        ValueError: the plane or the side is no such thing.
    """
    require_cells(plane, side)
    wide = np.uint64 if plane.dtype.kind == "u" else np.float64
    across = np.add.reduceat(plane, np.arange(0, plane.shape[1], side), axis=1, dtype=wide)
    sums: Array = np.add.reduceat(across, np.arange(0, plane.shape[0], side), axis=0)
    return sums


def require_pixels(pixels: Array, colour: Array) -> None:
    """Raise TypeError or ValueError unless these are pixels and a colour of theirs."""
    if pixels.dtype not in DTYPES or colour.dtype != pixels.dtype:
        raise TypeError(
            f"pixels and colour are both uint8, uint16, float32 or float64, not {pixels.dtype} and {colour.dtype}"
        )
    if pixels.ndim not in (2, 3) or pixels.shape[2:] != colour.shape or colour.shape not in ((), (3,)):
        raise ValueError(
            f"pixels have shape (H, W) and a colour (), or (H, W, 3) and (3,), not {pixels.shape} and {colour.shape}"
        )


def require_cells(plane: Array, side: int) -> None:
    """Raise TypeError or ValueError unless this is a plane that cells can divide."""
    if plane.dtype not in DTYPES:
        raise TypeError(f"a plane must be uint8, uint16, float32 or float64, not {plane.dtype}: convert with astype")
    if plane.ndim != 2 or plane.size == 0:
        raise ValueError(f"a plane must have 2 axes and at least one pixel, not shape {plane.shape}")
    if side < 1:
        raise ValueError(f"a cell has a side of at least 1 px, not {side}")
