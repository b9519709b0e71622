"""How often levels and colours occur: the NumPy twin."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Counts: TypeAlias = NDArray[np.int64]


def level_counts(levels: Array) -> Counts:
    """Return how often each level occurs: int64 (256,) for uint8, (65536,) for uint16.

    Args:
        levels: uint8 or uint16 of one or two axes, any strides; it may be empty.

    Raises:
        TypeError: the dtype is neither.
        ValueError: there are other than one or two axes.
    """
    require_levels(levels)
    return np.bincount(levels.ravel(), minlength=np.iinfo(levels.dtype).max + 1).astype(np.int64, copy=False)


def commonest_colour(colours: Array) -> NDArray[np.uint8]:
    """Return the colour that occurs most often, uint8 (3,); of equally frequent ones the lowest.

    The lowest by its first channel, then its second, then its third.

    Args:
        colours: uint8 (N, 3) or (H, W, 3), any strides, not empty.

    Raises:
        TypeError: the dtype is not uint8.
        ValueError: the shape is another.
    """
    require_colours(colours)
    wide = colours.reshape(-1, 3).astype(np.uint32)
    known, counts = np.unique((wide[:, 0] * 256 + wide[:, 1]) * 256 + wide[:, 2], return_counts=True)
    colour = int(known[counts.argmax()])
    return np.array([colour >> 16, colour >> 8 & 255, colour & 255], np.uint8)


def require_levels(levels: Array) -> None:
    """Raise TypeError or ValueError unless these are levels that can be counted."""
    if levels.dtype not in (np.uint8, np.uint16):
        raise TypeError(f"levels that are counted are uint8 or uint16, not {levels.dtype}")
    if levels.ndim not in (1, 2):
        raise ValueError(f"levels have one or two axes, not shape {levels.shape}")


def require_colours(colours: Array) -> None:
    """Raise TypeError or ValueError unless these are colours of which one can be the commonest."""
    if colours.dtype != np.uint8:
        raise TypeError(f"colours that are counted are uint8, not {colours.dtype}")
    if colours.ndim not in (2, 3) or colours.shape[-1] != 3 or colours.size == 0:
        raise ValueError(f"colours have shape (N, 3) or (H, W, 3) and are not empty, not shape {colours.shape}")
