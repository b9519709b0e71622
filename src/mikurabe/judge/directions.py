"""Directions: what physical changes would do to the mean picture of the normals.

A small change of a picture's density m is a multiple of a derivative of m: a shift by d along x adds -d dm/dx, gain
adds -d (x m)/dx, widening adds half the second derivative, loss takes away a part of m. Each derivative, divided by the
noise of its cells, is a matched filter: the weighted sum of cells that sees this change best. None of it is learned
from faults.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.judge.grid import Floats

# What kind of change a direction is; "alone" in Direction says that all else stayed.
Change: TypeAlias = Literal["count", "shift", "gain", "stretch", "shear", "width", "width_growing", "tilt"]
Axis: TypeAlias = Literal["", "x", "y"]

MOST_REGIONS = 6
# A peak lower than this part of the highest one makes no region of its own.
LOWEST_PEAK = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """One physical change: of the whole picture (``region`` None) or of one region, along an axis.

    ``alone`` is what is left of a region's change after the changes of the whole picture are taken out.
    """

    change: Change
    axis: Axis = ""
    region: int | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """The populations as peaks of the mean: where each is (row, column) in cells, and whose every cell is."""

    peaks: tuple[tuple[int, int], ...]
    label: NDArray[np.intp]


def regions_of(mean: Floats) -> Regions:
    """Return the regions of a mean picture: the cells uphill of the highest (at most six) peaks of its blurred density.

    Cells whose own peak is too low belong to the nearest region. The highest peak comes first.
    """
    from scipy import ndimage

    smooth = ndimage.gaussian_filter(mean, 1.5)
    crest = (smooth == ndimage.maximum_filter(smooth, 7)) & (smooth > LOWEST_PEAK * smooth.max())
    found = np.argwhere(crest)
    heights = smooth[tuple(found.T)]
    peaks = found[np.lexsort((found[:, 1], found[:, 0], -heights))][:MOST_REGIONS]
    top = _tops(smooth)
    rows, columns = np.indices(mean.shape)
    away = [(rows - row) ** 2 + (columns - column) ** 2 for row, column in peaks]
    label: NDArray[np.intp] = np.argmin(away, axis=0)
    for at, (row, column) in enumerate(peaks):
        label[top == row * mean.shape[1] + column] = at
    return Regions(peaks=tuple((int(row), int(column)) for row, column in peaks), label=label)


def _tops(smooth: Floats) -> NDArray[np.intp]:
    """Return for each cell the flat index of the cell where a walk uphill from it ends."""
    height, width = smooth.shape
    padded = np.pad(smooth, 1, constant_values=-np.inf)
    steps = [(dy, dx) for dy in (0, -1, 1) for dx in (0, -1, 1)]
    views = np.stack([padded[1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width] for dy, dx in steps])
    # Of equally high neighbours the first, and the cell itself comes first: no walk goes round in a circle.
    best = views.argmax(axis=0)
    offsets = np.array([dy * width + dx for dy, dx in steps])
    to = np.arange(height * width).reshape(height, width) + offsets[best]
    to = to.ravel()
    while True:
        further = to[to]
        if np.array_equal(further, to):
            ends: NDArray[np.intp] = to.reshape(height, width)
            return ends
        to = further


def derivatives(mean: Floats, regions: Regions) -> list[tuple[Direction, Floats]]:
    """Return each direction with the change of density that one unit of it makes, float64 (rows, columns).

    Filters are scaled to unit noise afterwards, so a unit means nothing here. Positions run from 0 at the left and
    bottom edge to 2 at the other end of the longer side, so that gain keeps the lower left corner in its place.
    """
    from scipy import ndimage

    smooth = ndimage.gaussian_filter(mean, 1.0)
    scale = 2 / max(mean.shape)
    rows, columns = np.indices(mean.shape)
    x, y = (columns + 0.5) * scale, (mean.shape[0] - rows - 0.5) * scale
    middle_x, middle_y = x.mean(), y.mean()

    def along_x(values: Floats) -> Floats:
        return np.asarray(np.gradient(values, scale, axis=1))

    def along_y(values: Floats) -> Floats:
        return np.asarray(-np.gradient(values, scale, axis=0))

    found: list[tuple[Direction, Floats]] = [(Direction(change="count"), smooth)]
    whole: tuple[tuple[Change, Floats, Floats], ...] = (
        ("shift", np.ones_like(x), np.ones_like(y)),
        ("gain", x, y),
        ("stretch", x - middle_x, y - middle_y),
        ("shear", y - middle_y, x - middle_x),
    )
    for change, field_x, _ in whole:
        found.append((Direction(change=change, axis="x"), -along_x(field_x * smooth)))
    for change, _, field_y in whole:
        found.append((Direction(change=change, axis="y"), -along_y(field_y * smooth)))
    found.append((Direction(change="width", axis="x"), along_x(along_x(smooth))))
    found.append((Direction(change="width_growing", axis="x"), along_x(along_x(x**2 * smooth))))
    found.append((Direction(change="width", axis="y"), along_y(along_y(smooth))))
    found.append((Direction(change="width_growing", axis="y"), along_y(along_y(y**2 * smooth))))
    changed: tuple[tuple[Change, Axis, Floats], ...] = (
        ("count", "", smooth),
        ("shift", "x", -along_x(smooth)),
        ("shift", "y", -along_y(smooth)),
        ("width", "x", along_x(along_x(smooth))),
        ("width", "y", along_y(along_y(smooth))),
        ("tilt", "", along_x(along_y(smooth))),
    )
    for region in range(len(regions.peaks)):
        share = ndimage.gaussian_filter((regions.label == region).astype(np.float64), 1.0)
        for change, axis, field in changed:
            found.append((Direction(change=change, axis=axis, region=region), share * field))
    return found
