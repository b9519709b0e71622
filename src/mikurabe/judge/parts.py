"""Parts: what the combined index measures of one picture against the mean of the normals.

Matched filters for every direction, the ink where normals have none, and the largest local excess and lack, which see
what no direction foresees.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from mikurabe.judge.directions import Direction, Regions, derivatives, regions_of
from mikurabe.judge.grid import Floats, stabilised
from mikurabe.records import Bools

Local: TypeAlias = Literal["strangers", "cluster", "excess", "lack", "wide_excess", "wide_lack"]
Part: TypeAlias = Direction | Local

LOCALS: tuple[Local, ...] = ("strangers", "cluster", "excess", "lack", "wide_excess", "wide_lack")
# The blurs, in cells, at which the largest excess and lack are looked for.
BLURS = (2.0, 4.0)
# Where the blurred mean has fewer events per cell than this, a cell counts as empty.
EMPTY, EMPTY_BLUR = 0.03, 3.0
# A new population is looked for in squares of this many cells.
CLUSTER = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a mean picture of normals makes of others: one number per part.

    ``weights`` is float64 (cells, directions), each column of length 1, so that counting noise alone gives every
    direction about the same variance; ``lengths`` are what they were divided by, so that a sum divided by the length is
    how much there is of the direction. ``empty`` are the cells without events, ``expected`` the blurred means.
    """

    parts: tuple[Part, ...]
    weights: Floats
    lengths: Floats
    empty: Bools
    expected: tuple[Floats, ...]
    regions: Regions
    mean: Floats

    def measure(self, counts: Floats) -> Floats:
        """Return the parts of N pictures: their counts, (N, rows, columns), become (N, parts)."""
        return np.concatenate([self.along(counts), self.local(counts)], axis=1)

    def along(self, counts: Floats) -> Floats:
        """Return the matched filters' sums, (N, directions)."""
        sums: Floats = stabilised(counts).reshape(len(counts), -1) @ self.weights
        return sums

    def local(self, counts: Floats) -> Floats:
        """Return what is seen without a direction, (N, 6), in the order of LOCALS."""
        stray = np.where(self.empty, counts, 0.0)
        boxes = _in_squares(stray)
        flat = (len(counts), -1)
        # A running sum leaves tiny negative numbers behind.
        densest = np.maximum(boxes.reshape(flat).max(axis=1), 0.0)
        found = [stabilised(stray.reshape(flat).sum(axis=1)), stabilised(densest)]
        for blur, expected in zip(BLURS, self.expected, strict=True):
            z = excess(counts, expected, blur).reshape(flat)
            found += [z.max(axis=1), z.min(axis=1)]
        return np.stack(found, axis=1)


def excess(counts: Floats, expected: Floats, blur: float) -> Floats:
    """Return how many standard deviations of counting the blurred counts lie above the expected, cell by cell."""
    from scipy import ndimage

    # A Gaussian blur of independent counts has the variance m / (4 pi sigma²); half an event keeps empty places finite.
    area = 4 * np.pi * blur**2
    noise = np.sqrt(expected / area + 0.5 / area**2)
    z: Floats = (ndimage.gaussian_filter(counts, (0, blur, blur)) - expected) / noise
    return z


def densest(stray: Floats) -> tuple[float, tuple[int, int]]:
    """Return how much of the ink, (rows, columns), lies in the densest square of CLUSTER cells, and its middle cell."""
    boxes = _in_squares(stray[None])[0]
    row, column = np.unravel_index(int(boxes.argmax()), boxes.shape)
    return float(boxes[row, column]), (int(row), int(column))


def _in_squares(stray: Floats) -> Floats:
    from scipy import ndimage

    sums: Floats = ndimage.uniform_filter(stray, (0, CLUSTER, CLUSTER), mode="constant") * CLUSTER**2
    return sums


def filters_of(mean: Floats) -> Filters:
    """Return the filters that the mean counts of some normal pictures make, float64 (rows, columns)."""
    from scipy import ndimage

    regions = regions_of(mean)
    smooth = ndimage.gaussian_filter(mean, 1.0)
    pairs = derivatives(mean, regions)
    noise = np.sqrt(smooth + 0.25)
    # In the stabilised grid a change of density by t is one of t / sqrt(m).
    columns = np.stack([(change / noise).ravel() for _, change in pairs], axis=1)
    lengths = np.linalg.norm(columns, axis=0)
    columns = _unit(columns)
    directions = [direction for direction, _ in pairs]
    whole = np.array([direction.region is None for direction in directions])
    basis, _ = np.linalg.qr(columns[:, whole])
    single = columns[:, ~whole]
    left_over = single - basis @ (basis.T @ single)
    alone = _unit(left_over)
    left = tuple(replace(direction, alone=True) for direction in directions if direction.region is not None)
    return Filters(
        parts=(*directions, *left, *LOCALS),
        weights=np.concatenate([columns, alone], axis=1),
        lengths=np.concatenate([lengths, np.linalg.norm(left_over, axis=0) * lengths[~whole]]),
        empty=ndimage.gaussian_filter(mean, EMPTY_BLUR) < EMPTY,
        expected=tuple(ndimage.gaussian_filter(smooth, blur) for blur in BLURS),
        regions=regions,
        mean=mean,
    )


def _unit(columns: Floats) -> Floats:
    lengths = np.linalg.norm(columns, axis=0)
    # A direction that changes nothing (no cell inside, one row of cells) stays nothing.
    unit: Floats = np.divide(columns, lengths, out=np.zeros_like(columns), where=lengths > 1e-9)
    return unit
