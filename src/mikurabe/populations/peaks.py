"""Peaks of a density that stand out from counting noise, and the basins around them."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

# A peak stands out where what rises above the pass to a higher one is this many standard errors of its dots' number ...
_STANDING_OUT = 2.5
# ... and the pass lies at most at this part of its height.
_PASS = 0.8


class Peak(NamedTuple):
    """A peak: its place in the flattened grid, and its basin: the indices of the cells from which one climbs to it."""

    top: int
    basin: NDArray[np.intp]


def peaks_of(height: Floats, level: Floats, dots: Floats | None, lowest: float) -> list[Peak]:
    """Return the peaks of ``height`` (H, W) above ``lowest``, the highest first.

    Cells are taken from the highest down and joined to the basin of their highest neighbour. Where two basins meet, the
    one with the lower peak ends there: either it stands out and keeps its cells, or it becomes a part of the other
    (topological persistence; Edelsbrunner, Letscher & Zomorodian 2002). It stands out where the dots above the pass are
    more than chance puts there (excess mass; Mueller & Sawitzki 1991): ``level`` (H, W) is what was seen, ``dots``
    (H, W) how many dots a cell at level 1 holds, None where there is no counting noise.
    """
    rows, columns = height.shape
    flat, seen = height.reshape(-1), level.reshape(-1)
    each = None if dots is None else dots.reshape(-1)
    order = np.flatnonzero(flat > lowest)
    order = order[np.argsort(-flat[order], kind="stable")]
    owner: dict[int, int] = {}
    parent: dict[int, int] = {}
    finished: set[int] = set()
    # By peak: dots so far, and how many there would be at level 1.
    held: dict[int, tuple[float, float]] = {}
    for at in order.tolist():
        near = [place for place in _neighbours(at, rows, columns) if place in owner]
        main = owner[at] = at
        if near:
            main, *others = sorted({_root(parent, owner[place]) for place in near}, key=lambda top: -flat[top])
            for lower in others:
                if lower in finished:
                    continue
                number, room = held[lower]
                clear = each is None or number - seen[at] * room >= _STANDING_OUT * np.sqrt(number)
                if clear and flat[at] <= _PASS * flat[lower]:
                    finished.add(lower)
                else:
                    parent[lower] = main
                    held[main] = (held[main][0] + number, held[main][1] + room)
            main = owner[at] = _root(parent, owner[max(near, key=lambda place: flat[place])])
        else:
            parent[at] = at
        number, room = held.get(main, (0.0, 0.0))
        if each is not None:
            number, room = number + seen[at] * each[at], room + each[at]
        held[main] = (number, room)
    basins: dict[int, list[int]] = {}
    for at, top in owner.items():
        basins.setdefault(_root(parent, top), []).append(at)
    ranked = sorted(basins.items(), key=lambda basin: -flat[basin[0]])
    return [Peak(top, np.array(sorted(cells))) for top, cells in ranked]


def _neighbours(at: int, rows: int, columns: int) -> list[int]:
    row, column = divmod(at, columns)
    return [
        down * columns + right
        for down in range(max(0, row - 1), min(rows, row + 2))
        for right in range(max(0, column - 1), min(columns, column + 2))
        if (down, right) != (row, column)
    ]


def _root(parent: dict[int, int], top: int) -> int:
    """Return the peak that a peak has become a part of, and remember it for the next time."""
    while parent[top] != top:
        parent[top] = parent[parent[top]]
        top = parent[top]
    return top
