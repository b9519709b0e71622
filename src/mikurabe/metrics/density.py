"""Density: how much ink lies in each cell of a grid, for dot plots in which no dot falls twice on the same pixel.

The cell's side, ``bin``, is the tolerance: a dot that moves within its cell changes nothing. Counts are kept as
they are and not divided by their sum, since too few dots are a fault like any other.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mikurabe import kernels
from mikurabe.errors import UndefinedScore
from mikurabe.metrics.definition import metric
from mikurabe.metrics.ink import blank, ink_levels
from mikurabe.metrics.pooling import pooled_mean
from mikurabe.picture import Picture
from mikurabe.records import Bools, Param

BIN = Param(name="bin", default=16, low=1, high=4096, help="side of the grid's cells in px; movement in one is free")


def density(picture: Picture, side: int) -> NDArray[np.float64]:
    """Return the ink in each cell of ``side`` x ``side`` px, in pixels of full ink.

    float64 of shape (ceil(H / side), ceil(W / side)). A black dot of one pixel on white is 1. The grid starts at the
    top left; the last row and column of cells are smaller where the side does not divide the picture's.
    """

    def compute() -> NDArray[np.float64]:
        # Sums of whole levels are exact; they are divided once.
        counted: NDArray[np.float64] = kernels.cell_sums(ink_levels(picture), side) / np.float64(picture.white)
        return counted

    return picture.derive(("density", side), compute)


def mass(picture: Picture) -> float:
    """Return all ink of a picture, in pixels of full ink."""
    return picture.derive("ink mass", lambda: float(density(picture, max(picture.pixels.shape[:2]))[0, 0]))


def cells_that_count(picture: Picture, side: int) -> Bools | None:
    """Return which cells hold at least one pixel that the mask leaves in; None where there is no mask."""
    mask = picture.mask
    if mask is None:
        return None
    across = np.logical_or.reduceat(mask, _starts(mask.shape[1], side), axis=1)
    cells: Bools = np.logical_or.reduceat(across, _starts(mask.shape[0], side), axis=0)
    return cells


def _starts(length: int, side: int) -> NDArray[np.intp]:
    return np.arange(0, length, side)


def local_chi2(reference: Picture, candidate: Picture, *, bin: int = 16) -> NDArray[np.float64]:
    """Return (a - b)² / (a + b) of the ink in every cell, float64, one value per cell; 0 where neither has ink."""
    first, second = density(reference, bin), density(candidate, bin)
    both = first + second
    return np.divide((first - second) ** 2, both, out=np.zeros_like(both), where=both > 0)


@metric(
    title="Density chi-square",
    better="lower",
    low=0,
    high=math.inf,
    identical=0,
    resolution=0.01,
    needs=("white",),
    params=(BIN,),
    tolerates=("movement within a cell", "another background colour"),
    blind=("where in its cell a dot lies",),
    masked=True,
    local=local_chi2,
    source="Puzicha, Hofmann & Buhmann 1997, CVPR, eq. 5 (symmetric chi-square), on ink counts in square cells; counts "
    "are not normalised, and the mean is over all cells, empty ones too, so that a dot in a new place cannot dilute it",
)
def density_chi2(reference: Picture, candidate: Picture, *, bin: int = 16) -> float:
    """Return the mean over all cells of (a - b)² / (a + b), with a and b the ink of the two pictures in the cell.

    0 where every cell has the same ink, without an upper end. Where each dot is one pixel of full ink, two plots drawn
    at random from the same source give about 1 per occupied cell: that is the noise of counting. Larger or fainter
    dots scale it. Two blank pictures give 0. Under a mask, ink outside is not counted and cells without a pixel
    inside have no say.
    """
    return pooled_mean(local_chi2(reference, candidate, bin=bin), cells_that_count(reference, bin))


@metric(
    title="Density Hellinger distance",
    better="lower",
    low=0,
    high=1,
    identical=0,
    resolution=1e-4,
    needs=("white",),
    params=(BIN,),
    tolerates=("movement within a cell", "another background colour"),
    blind=("where in its cell a dot lies",),
    masked=True,
    source="Hellinger 1909; Bhattacharyya 1943, on ink counts in square cells. With A and B the two sums it is "
    "sqrt(sum (sqrt a - sqrt b)² / (A + B)): the usual distance where A = B, and a difference of A and B counts too",
)
def density_hellinger(reference: Picture, candidate: Picture, *, bin: int = 16) -> float:
    """Return the Hellinger distance of the two pictures' ink over the cells of a grid, with the counts kept.

    0 where every cell has the same ink, 1 where no cell has ink in both. Where the candidate has c times the
    reference's ink everywhere it is sqrt(1 - 2 sqrt(c) / (1 + c)). The square root makes cells of many and of few dots
    comparable: a count's root has the same scatter everywhere. Undefined where both pictures are blank.
    """
    first, second = density(reference, bin), density(candidate, bin)
    total = float(first.sum() + second.sum())
    if total == 0:
        raise UndefinedScore("neither picture has any ink: both are nothing but background")
    apart = float(((np.sqrt(first) - np.sqrt(second)) ** 2).sum())
    return min(1.0, math.sqrt(apart / total))


@metric(
    title="Ink count ratio",
    better="higher",
    low=0,
    high=1,
    identical=1,
    resolution=1e-4,
    needs=("white",),
    tolerates=("any movement", "another background colour"),
    blind=("where the dots lie", "which of the two pictures has more ink"),
    masked=True,
    source="the smaller of the two sums of ink over the larger one; both too few and too many dots lower it. A plain "
    "ratio candidate / reference would have its best value in the middle of its range",
)
def count_ratio(reference: Picture, candidate: Picture) -> float:
    """Return how much ink the emptier of the two pictures has, as a part of the ink of the fuller one.

    1 where both have the same amount, 0 where one is blank; 0.8 says one dot in five is missing, or that the candidate
    has a quarter more. Dots that lie on each other count once. Undefined where both pictures are blank.
    """
    first, second = mass(reference), mass(candidate)
    if first == second == 0:
        raise UndefinedScore(f"{blank(True, True)} nothing but background: there is no ink to compare")
    return min(first, second) / max(first, second)
