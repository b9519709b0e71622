"""Transport: how far the ink of one picture has to travel to become that of the other.

Ink that moves costs its way in px. The two pictures seldom have the same amount of it, and dividing by the amount, as
is usual, would hide lost dots. So what the fuller picture has more than the other costs too: ``alpha`` times the
picture's diagonal, the penalty that Pele & Werman 2008 add to the partial earth mover's distance. All is per ink of
the fuller picture, so that values are in px whatever the amount.
"""

from __future__ import annotations

import functools
import math

import numpy as np
from numpy.typing import NDArray

from mikurabe import kernels
from mikurabe.errors import UndefinedScore
from mikurabe.metrics.definition import metric
from mikurabe.metrics.density import density
from mikurabe.metrics.windows import size_of
from mikurabe.picture import Picture
from mikurabe.records import Param

# So many take a quarter of a second, and the time grows with their square; without the native kernels it is a minute.
_MOST_CELLS = 20_000

_ALPHA = Param(
    name="alpha",
    default=0.5,
    low=0,
    high=10,
    help="what ink without a partner costs, in diagonals of the picture; 0 hides lost dots",
)


@metric(
    title="Earth mover's distance",
    better="lower",
    low=0,
    high=math.inf,
    identical=0,
    resolution=0.01,
    unit="px",
    needs=("white",),
    params=(
        Param(name="bin", default=16, low=1, high=4096, help="side of the cells between which ink travels, in px"),
        _ALPHA,
    ),
    tolerates=("movement within a cell", "another background colour"),
    masked=True,
    source="Pele & Werman 2008, ECCV, eq. 2 (EMD-hat: the partial flow of Rubner, Tomasi & Guibas 2000 plus alpha "
    "times the difference of mass), with the diagonal as largest distance, divided by the larger mass; POT's emd2 and "
    "OpenCV's EMD know no such term. Solved as a flow over a grid with 16 neighbours, as Ling & Okada 2007, IEEE PAMI "
    "29(5) did for city blocks",
)
def emd(reference: Picture, candidate: Picture, *, bin: int = 16, alpha: float = 0.5) -> float:
    """Return the least work, in px per ink of the fuller picture, that turns one picture's ink into the other's.

    With A and B the two amounts of ink: (min sum of flow x way + alpha x diagonal x |A - B|) / max(A, B). 0 where every
    cell has the same ink; d where all of it has moved by d px; alpha x diagonal where one picture is blank. A tenth
    of the ink moved by d px is d / 10, a tenth of it lost is alpha x diagonal / 10. Ways lead over cells of ``bin`` px
    by straight, diagonal and knight's moves: exact in these directions, else at most 2.8 % longer than the straight
    line. Undefined where the picture has more than 20,000 cells.
    """
    height, width = reference.pixels.shape[:2]
    cells = _cells(height, width, bin)
    if cells > _MOST_CELLS:
        larger = next(
            side for side in (bin * 2**power for power in range(1, 64)) if _cells(height, width, side) <= _MOST_CELLS
        )
        raise UndefinedScore(
            f"{size_of(reference)} are {cells:,} cells of {bin} px, and a flow between more than {_MOST_CELLS:,} takes "
            f"too long; try emd[bin={larger}]"
        )
    first, second = density(reference, bin), density(candidate, bin)
    more, less = float(first.sum()), float(second.sum())
    if more < less or (more == less and first.ravel().tolist() < second.ravel().tolist()):
        # Always the same way round, so that the value is the same to the last digit.
        first, second, more, less = second, first, less, more
    if more == 0 or np.array_equal(first, second):
        return 0.0
    missing = alpha * math.hypot(width, height) * (more - less)
    try:
        work = kernels.least_work(first - second)
    except ArithmeticError as problem:
        raise UndefinedScore(f"{problem}; try a larger bin") from problem
    return (bin * work + missing) / more


def _cells(height: int, width: int, side: int) -> int:
    return math.ceil(height / side) * math.ceil(width / side)


@metric(
    title="Sliced Wasserstein distance",
    better="lower",
    low=0,
    high=math.inf,
    identical=0,
    resolution=0.01,
    unit="px",
    needs=("white",),
    params=(
        Param(name="bin", default=8, low=1, high=4096, help="side of the cells whose ink is projected, in px"),
        Param(
            name="angles", default=32, low=2, high=360, help="how many directions, evenly spread over 180° from x on"
        ),
        _ALPHA,
    ),
    tolerates=("movement within a cell", "another background colour"),
    masked=True,
    source="Bonneel, Rabin, Peyré & Pfister 2015, J. Math. Imaging Vis. 51(1), with the absolute way (p = 1), fixed "
    "instead of random directions, a factor that makes all ink moved by d px along x cost d, and the mass term of emd",
)
def sliced_wasserstein(
    reference: Picture, candidate: Picture, *, bin: int = 8, angles: int = 32, alpha: float = 0.5
) -> float:
    """Return how far the ink has to travel, in px per ink of the fuller picture, judged by its shadows.

    The mean over all directions of the one-dimensional distance between the two pictures' projections (both taken as
    shares of their ink), scaled so that all ink moved by d px costs d (exactly along x, and along y for an even number
    of ``angles``; else within 0.2 %). With A and B the amounts of ink it is that mean x min(A, B) / max(A, B), plus
    alpha x diagonal x |A - B| / max(A, B). 0 where every cell has the same ink, alpha x diagonal where one picture
    is blank. Two movements that cancel out in most shadows count for less than in ``emd``; it is far cheaper.
    """
    first, second = density(reference, bin), density(candidate, bin)
    mass_a, mass_b = float(first.sum()), float(second.sum())
    if mass_a == mass_b == 0 or np.array_equal(first, second):
        return 0.0
    height, width = reference.pixels.shape[:2]
    shared = min(mass_a, mass_b) / max(mass_a, mass_b)
    missing = alpha * math.hypot(width, height) * (1 - shared)
    if shared == 0:
        return missing
    difference = first / mass_a - second / mass_b
    orders, gaps = _shadows(first.shape[0], first.shape[1], angles)
    # Between two neighbouring places, all that lies behind in one picture only has to pass. What a direction sees of
    # a grid, its mirror image sees of the mirrored grid.
    pair = np.stack([difference.ravel(), difference[:, ::-1].ravel()], axis=1)
    work = kernels.passing(pair, orders, gaps)
    ways = [*work[:, 0].tolist(), *work[1 : (angles + 1) // 2, 1].tolist()]
    return bin * math.fsum(ways) / _stretch(angles) * shared + missing


def directions(angles: int) -> NDArray[np.float64]:
    """Return the unit vectors (x, y), one a row, evenly spread over half a turn: float64 (angles, 2)."""
    turn = np.arange(angles) * (math.pi / angles)
    return np.stack([np.cos(turn), np.sin(turn)], axis=1)


def _stretch(angles: int) -> float:
    """Return the sum of what a movement by 1 along x measures in each direction."""
    return math.fsum(abs(float(x)) for x in directions(angles)[:, 0])


@functools.lru_cache(maxsize=4)
def _shadows(rows: int, columns: int, angles: int) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
    """Return the order of a grid's cells along each of the first directions, and the gaps between each two that follow.

    The first directions, from 0 to 90 degrees, are all that are no mirror image of another: with the n-th of them comes
    the ``angles - n``-th.
    """
    y, x = (axis.ravel().astype(np.float64) for axis in np.mgrid[:rows, :columns])
    first = directions(angles)[: angles // 2 + 1]
    orders, gaps = np.empty((len(first), len(x)), np.int32), np.empty((len(first), len(x) - 1))
    for direction, order, gap in zip(first, orders, gaps, strict=True):
        along = direction[0] * x + direction[1] * y
        order[:] = np.argsort(along, kind="stable")
        gap[:] = np.diff(along[order])
    return orders, gaps
