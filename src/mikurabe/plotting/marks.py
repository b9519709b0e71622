"""What the events leave on the plot: hard squares, soft discs, densities. No loop over events, none over pixels.

Which of two dots is seen must be left neither to the order in which NumPy assigns nor to rounding. Every pixel takes
the largest of whole numbers: the dot's place in the order of events, below how much of the pixel it covers.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.kernels import elementary
from mikurabe.plotting.style import Style, colour_table

Places: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = NDArray[np.int64]
Levels: TypeAlias = NDArray[np.int64]


def squares(x: Places, y: Places, width: int, height: int, dot_px: int) -> tuple[Counts, Levels, Levels]:
    """Return the pixels under hard squares of ``dot_px``: their flat indices, the event seen there, and 255 for each.

    ``x`` and ``y`` are in pixels from the left and from the bottom, inside the plot. Of two dots the later one is seen.
    """
    columns, rows = np.minimum(x.astype(np.int64), width - 1), np.minimum(y.astype(np.int64), height - 1)
    order = np.arange(1, len(x) + 1)
    seen = np.zeros(width * height, dtype=np.int64)
    for down in range(dot_px):
        for right in range(dot_px):
            at_row, at_column = rows + (down - (dot_px - 1) // 2), columns + (right - (dot_px - 1) // 2)
            if dot_px == 1:
                np.maximum.at(seen, at_row * width + at_column, order)
                continue
            inside = (at_row >= 0) & (at_row < height) & (at_column >= 0) & (at_column < width)
            np.maximum.at(seen, (at_row * width + at_column)[inside], order[inside])
    hit = np.flatnonzero(seen)
    return hit, seen[hit] - 1, np.full(len(hit), 255)


def discs(x: Places, y: Places, width: int, height: int, dot_px: int) -> tuple[Counts, Levels, Levels]:
    """Return the pixels under soft discs of diameter ``dot_px``: flat indices, the event seen, its cover (1 to 255).

    The cover is that of a disc whose edge falls off linearly within one pixel. Of several dots that one is seen which
    covers most of the pixel; among equal ones the latest.
    """
    radius = dot_px / 2
    # The first pixel whose middle lies within reach; as many follow as fit into the reach.
    left, top = np.floor(x - radius).astype(np.int64), np.floor(y - radius).astype(np.int64)
    order = np.arange(1, len(x) + 1)
    several = len(x) + 1
    seen = np.zeros(width * height, dtype=np.int64)
    for down in range(dot_px + 1):
        for right in range(dot_px + 1):
            rows, columns = top + down, left + right
            across, along = columns + 0.5 - x, rows + 0.5 - y
            cover = np.clip(radius + 0.5 - np.sqrt(across * across + along * along), 0, 1)
            level = np.floor(cover * 255 + 0.5).astype(np.int64)
            drawn = (level > 0) & (rows >= 0) & (rows < height) & (columns >= 0) & (columns < width)
            np.maximum.at(seen, (rows * width + columns)[drawn], (level * several + order)[drawn])
    hit = np.flatnonzero(seen)
    return hit, seen[hit] % several - 1, seen[hit] // several


def density(x: Places, y: Places, width: int, height: int, style: Style) -> tuple[Counts, NDArray[np.uint8]]:
    """Return the pixels that hold events (after spreading): flat indices, and their colours, uint8 (N, 3).

    The colour is at ``log2(1 + events) / log2(1 + full_count)`` of the map; beyond its end the last one.
    """
    columns, rows = np.minimum(x.astype(np.int64), width - 1), np.minimum(y.astype(np.int64), height - 1)
    counts = np.bincount(rows * width + columns, minlength=width * height).reshape(height, width)
    # Whole numbers until here: sixteen times as many with every pass.
    for _ in range(style.spread):
        for axis in (0, 1):
            counts = _neighbours(counts, axis)
    whole = 16**style.spread
    hit = np.flatnonzero(counts)
    if not len(hit):
        return hit, np.zeros((0, 3), dtype=np.uint8)
    events = (1 + counts.reshape(-1)[hit] / whole).astype(np.float32)
    full = np.float32(1 + style.full_count) if style.full_count is not None else events.max()
    # Single precision whose bits are the same everywhere; NumPy's own logarithms are not.
    part = elementary.log2(events) / elementary.log2(np.array([full], dtype=np.float32))
    level = np.minimum(part * np.float32(255) + np.float32(0.5), np.float32(255)).astype(np.int64)
    return hit, colour_table(style)[level]


def _neighbours(counts: Counts, axis: int) -> Counts:
    """Return each count twice plus its neighbours along the axis; what would leave the plot stays at its edge."""
    lines = np.moveaxis(counts, axis, 0)
    summed = 2 * lines
    summed[1:] += lines[:-1]
    summed[:-1] += lines[1:]
    summed[0] += lines[0]
    summed[-1] += lines[-1]
    return np.moveaxis(summed, 0, axis)
