"""The plot area in square cells: how much ink of each colour lies in each, for one picture or the mean of many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.populations.area import Area
from mikurabe.populations.look import Ink
from mikurabe.records import Bools

Floats: TypeAlias = NDArray[np.float64]

# The longer side of a picture is divided into about so many cells.
_ACROSS = 128
# What a pixel's own side adds to the variance of dots that lie anywhere in it.
_PIXEL = 1 / 12


def cell_side(width: int, height: int) -> int:
    """Return the side of a cell in px: 1 up to 191 px of picture, 2 at 256, 4 at 512."""
    return max(1, round(max(width, height) / _ACROSS))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sites:
    """Where ink lies: one site for each cell and colour with ink, N of them.

    ``cell`` (N,) is the cell's index in the grid of ``grid`` = (rows, columns) cells of ``side`` px, ``plane`` (N,) the
    colour. ``ink`` (N,) is the covered area in px (dots) or the count in the map's unit (density). ``x`` and ``y`` (N,)
    are the ink's centre in px from the picture's left and top edge, ``within`` (3, N) its variances xx, xy, yy there.
    """

    side: int
    grid: tuple[int, int]
    cell: NDArray[np.intp]
    plane: NDArray[np.intp]
    ink: Floats
    x: Floats
    y: Floats
    within: Floats


def sites_of(inks: Sequence[Ink], area: Area, side: int) -> Sites:
    """Return where the mean ink of one or several pictures lies, in cells of ``side`` px."""
    grid = (-(-area.mask.shape[0] // side), -(-area.mask.shape[1] // side))
    size = grid[0] * grid[1]
    rows = np.concatenate([ink.rows for ink in inks])
    columns = np.concatenate([ink.columns for ink in inks])
    plane = np.concatenate([ink.plane for ink in inks])
    amount = np.concatenate([ink.amount for ink in inks])
    row, column = rows // side, columns // side
    at = row * grid[1] + column + plane * size
    sums = np.bincount(at, amount)
    place = np.flatnonzero(sums > 0)
    total = sums[place]
    # From the cell's own middle, so that squares stay small.
    middle = side / 2 - 0.5
    x, y = columns - column * side - middle, rows - row * side - middle
    means = [np.bincount(at, amount * each)[place] / total for each in (x, y, x * x, x * y, y * y)]
    cell = place % size
    return Sites(
        side=side,
        grid=grid,
        cell=cell,
        plane=place // size,
        ink=total / len(inks),
        x=area.left + (cell % grid[1] + 0.5) * side + means[0],
        y=area.top + (cell // grid[1] + 0.5) * side + means[1],
        within=np.stack(
            [
                means[2] - means[0] ** 2 + _PIXEL,
                means[3] - means[0] * means[1],
                means[4] - means[1] ** 2 + _PIXEL,
            ]
        ),
    )


def cell_areas(mask: Bools, side: int) -> Floats:
    """Return how many pixels of each cell count, float64 of the grid's shape."""
    rows, columns = (np.arange(0, length, side) for length in mask.shape)
    across = np.add.reduceat(mask, columns, axis=1, dtype=np.float64)
    areas: Floats = np.add.reduceat(across, rows, axis=0)
    return areas
