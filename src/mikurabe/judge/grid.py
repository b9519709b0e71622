"""The grid: a picture as events in at most 64 x 64 cells, in which counting noise is the same everywhere.

Everything that the combined index looks at is derived from these cells, so it is fast whatever the picture's size, and
forgives what happens within a cell.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mikurabe import kernels
from mikurabe.errors import UndefinedScore
from mikurabe.metrics.ink import ink_levels
from mikurabe.picture import Picture
from mikurabe.records import Array, Bools

Floats = NDArray[np.float64]

MOST_CELLS = 64


def cell_side(height: int, width: int) -> int:
    """Return the side in px of the cells: the smallest with which the longer side has at most 64 of them."""
    return math.ceil(max(height, width) / MOST_CELLS)


def codes_of(pixels: Array) -> Array:
    """Return the colour of each pixel as a number of 15 bits: (H, W)."""
    wide = pixels.astype(np.uint16) >> 3
    codes: Array = (wide[..., 0] << 10) | (wide[..., 1] << 5) | wide[..., 2]
    return codes


def ink_cells(picture: Picture, still: Bools, scale: Array | None = None) -> Floats:
    """Return the ink in each cell, in pixels of full ink: float64 (rows, columns).

    What stands ``still`` in all normals, (H, W), is left out: an axis is no population. ``scale`` says what colours
    stand for, where it is not their distance from the background (:func:`mikurabe.judge.scale.colour_scale`).
    """
    levels = ink_levels(picture)
    if scale is not None:
        meant = np.where(levels > 0, scale[codes_of(picture.pixels)], np.float32(0)).astype(np.float64)
        cells: Floats = kernels.cell_sums(np.where(still, 0.0, meant), cell_side(*levels.shape))
        return cells
    if still.any():
        levels = np.where(still, np.zeros((), levels.dtype), levels)
    sums: Floats = kernels.cell_sums(levels, cell_side(*levels.shape)) / np.float64(picture.white)
    return sums


def ink_per_event(cells: Floats) -> float:
    """Return how much ink one independent event has, from N normal pictures' cells, float64 (N, rows, columns), N >= 2.

    Counts of independent events have a variance equal to their mean; so the ratio of the two, of ink, is the ink of an
    event: 1 for dots of one black pixel, more for larger dots. Only the emptier half of the cells that have ink is
    asked, where the day's variation is small beside counting. Raises UndefinedScore where the pictures do not differ.
    """
    mean, variance = cells.mean(axis=0), cells.var(axis=0, ddof=1)
    inked = mean > 0
    if not inked.any():
        raise UndefinedScore("the normal pictures have no ink: they are nothing but background")
    faint = inked & (mean <= np.median(mean[inked]))
    ratio = float(variance[faint].sum() / mean[faint].sum())
    if ratio == 0:
        ratio = float(variance[inked].sum() / mean[inked].sum())
    if ratio == 0:
        raise UndefinedScore("the normal pictures have the same ink everywhere, so how normal ones vary is not known")
    return ratio


def stabilised(counts: Floats) -> Floats:
    """Return 2 sqrt(n + 3/8): the variance of a Poisson count n so transformed is close to 1 (Anscombe 1948)."""
    root: Floats = 2 * np.sqrt(counts + 0.375)
    return root
