"""The least work that evens out a grid of surplus and lack: the NumPy twin, a linear programme for SciPy."""

from __future__ import annotations

import functools
import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Cells: TypeAlias = NDArray[np.intp]

# Of more cells a price may pass what the native kernel's numbers hold.
MOST_CELLS = 2**17 - 1

# From a cell to its neighbours (down, right), one of each two opposite ones: along, across, and a knight's move.
_ROADS = ((0, 1), (1, 0), (1, 1), (1, -1), (1, 2), (2, 1), (1, -2), (2, -1))


def least_work(surplus: Floats) -> float:
    """Return the least sum of flow x way, in cells, that fills all that is below 0 from what is above it.

    Ways lead over the grid by straight, diagonal and knight's moves, 1, sqrt(2) and sqrt(5) long. Where there is less
    above 0 than below, all of it is moved and some of the lack remains: the value of a grid is that of its negative.

    Kernel and twin are both exact optima up to rounding: the kernel takes amounts as whole numbers, of which the sum
    of all sizes is at least 2**44, and lengths as multiples of 2**-34, so that it is off by at most 1e-10 of the value
    plus 1e-13 for each cell of the sum of all sizes; the twin by the solver's tolerance, in practice by 1e-10 of the
    value.

    Args:
        surplus: float64 (H, W), finite, with at least one and at most 2**17 - 1 cells.

    Raises:
        ValueError: the surplus is no such grid.
        ArithmeticError: the solver of the twin gave up.

    Source: the uncapacitated minimum-cost flow of Ahuja, Magnanti & Orlin 1993, Network Flows, eq. 1.1; on a grid of
    neighbours as in Ling & Okada 2007, IEEE PAMI 29(5).
    """
    amounts = require_grid(surplus)
    total = float(np.abs(amounts).sum())
    if total == 0:
        return 0.0
    # The solver's tolerances are absolute; the flow is put on a scale where they are small.
    scale = 1e4 / total
    return _solved(amounts if amounts.sum() >= 0 else -amounts, scale) / scale


def require_grid(surplus: Floats) -> Floats:
    """Return the surplus as contiguous float64; raise ValueError unless it is a grid of finite numbers."""
    amounts = np.ascontiguousarray(surplus, dtype=np.float64)
    if amounts.ndim != 2 or not 0 < amounts.size <= MOST_CELLS:
        raise ValueError(f"a surplus has two axes and 1 to {MOST_CELLS:,} cells, this one has shape {amounts.shape}")
    if not np.isfinite(amounts).all():
        raise ValueError("a surplus is finite in every cell, this one is not")
    return amounts


def _solved(surplus: Floats, scale: float) -> float:
    """Return the least work for the scaled surplus, of which there is not less than of lack.

    What a cell gives and takes stays there: no way is shorter than a detour, so it need not enter.
    """
    from scipy.optimize import linprog
    from scipy.sparse import csc_array

    amount = surplus.ravel() * scale
    start, end, way = _network(*surplus.shape)
    giving = np.flatnonzero(amount > 0)
    roads, givers, nodes = len(way), len(giving), len(amount)
    # A sum that rounding leaves just below 0 would be a flow that cannot be: the last digit of the lack gives way.
    lack = np.minimum(amount, 0)
    lack *= min(1.0, float(amount[giving].sum()) / -float(lack.sum())) if lack.any() else 1.0
    # For each cell: what leaves it, minus what enters, minus what it gives of its surplus, is minus what it lacks.
    rows = np.concatenate([start, end, giving])
    columns = np.concatenate([np.arange(roads), np.arange(roads), roads + np.arange(givers)])
    signs = np.concatenate([np.ones(roads), -np.ones(roads), -np.ones(givers)])
    bounds = np.zeros((roads + givers, 2))
    bounds[:roads, 1], bounds[roads:, 1] = np.inf, amount[giving]
    solve: Any = linprog  # its types know neither sparse matrices nor an array of bounds; its documentation does
    solved = solve(
        np.concatenate([way, np.zeros(givers)]),
        A_eq=csc_array((signs, (rows, columns)), shape=(nodes, roads + givers)),
        b_eq=lack,
        bounds=bounds,
        method="highs-ds",
    )
    if solved.status != 0:
        raise ArithmeticError(f"the flow between the cells was not found: {solved.message.strip()}")
    return max(0.0, float(solved.fun))


@functools.lru_cache(maxsize=8)
def _network(rows: int, columns: int) -> tuple[Cells, Cells, Floats]:
    """Return all roads between neighbouring cells, both ways: from, to, and how long they are in cells."""
    place = np.arange(rows * columns).reshape(rows, columns)
    starts, ends, ways = [], [], []
    for down, right in _ROADS:
        if rows <= down or columns <= abs(right):
            continue
        here = place[: rows - down, max(0, -right) : columns - max(0, right)].ravel()
        there = place[down:, max(0, right) : columns - max(0, -right)].ravel()
        starts += [here, there]
        ends += [there, here]
        ways.append(np.full(2 * len(here), math.hypot(down, right)))
    if not ways:
        return np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0)
    return np.concatenate(starts), np.concatenate(ends), np.concatenate(ways)
