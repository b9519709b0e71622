"""A picture -> sixel: six rows of pixels at a time, in a palette of colours, as text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from PIL.Image import Image

    from mikurabe.records import Array

COLOURS = 64

# A run of fewer equal columns is shorter written out than counted.
_COUNTED = 4


def sixel(picture: Image) -> str:
    """Return the RGB picture as a sixel sequence of at most 64 colours, drawn from the cursor to the right and down.

    Pixels are square, and its height is told exactly: the last six rows may be fewer.
    """
    drawn = picture.quantize(COLOURS)
    shades = np.asarray(drawn.getpalette("RGB"), np.uint16).reshape(-1, 3)
    pixels = np.asarray(drawn)
    height, width = pixels.shape
    used = np.unique(pixels)
    # Sixel's levels go from 0 to 100.
    levels = (shades[used] * 100 + 127) // 255
    palette = "".join(
        f"#{colour};2;{red};{green};{blue}" for colour, (red, green, blue) in zip(used, levels, strict=True)
    )
    bands = "-".join(_band(pixels[top : top + 6]) for top in range(0, height, 6))
    # P2 = 1: what is not drawn keeps the background.
    return f'\x1bP0;1;0q"1;1;{width};{height}{palette}{bands}\x1b\\'


def _band(rows: Array) -> str:
    """Return up to six rows: for each colour its columns, the top row in the lowest bit; ``$`` goes back left."""
    weights = (1 << np.arange(len(rows), dtype=np.uint8))[:, None]
    return "$".join(
        f"#{colour}{_runs(((rows == colour) * weights).sum(axis=0, dtype=np.uint8))}" for colour in np.unique(rows)
    )


def _runs(columns: Array) -> str:
    """Return columns as characters, equal ones counted; the empty ones at the end are left out."""
    columns = np.trim_zeros(columns, "b")
    starts = np.flatnonzero(np.diff(columns, prepend=columns[0] ^ 1))
    lengths = np.diff(starts, append=len(columns))
    made = []
    for start, length in zip(starts, lengths, strict=True):
        sign = chr(63 + int(columns[start]))
        made.append(f"!{length}{sign}" if length >= _COUNTED else sign * int(length))
    return "".join(made)
