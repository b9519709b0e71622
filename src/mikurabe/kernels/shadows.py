"""What passes between the cells of two grids, seen from many sides: the NumPy twin."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Orders: TypeAlias = NDArray[np.int32]


def passing(pair: Floats, orders: Orders, gaps: Floats) -> Floats:
    """Return for each order the sum over its gaps of gap x |sum of all values before it|: float64 (angles, 2).

    Where values are the differences of two distributions over cells and gaps the ways from each cell to the next, it
    is the least work in one dimension. Kernel and twin agree within 1e-12 of the sum of the values' sizes times that
    of the gaps.

    Args:
        pair: float64 (cells, 2), two sets of values, for each of which all is worked out.
        orders: int32 (angles, cells), each row an order of the cells, all of them from 0 to cells - 1.
        gaps: float64 (angles, cells - 1).

    Raises:
        TypeError: a dtype is another.
        ValueError: the shapes do not fit.

    Source: the area between two cumulative distributions; Vallender 1974, Theory Probab. Appl. 18(4).
    """
    require_orders(pair, orders, gaps)
    work = np.empty((len(orders), 2))
    for row, order, gap in zip(work, orders, gaps, strict=True):
        passed = np.abs(np.cumsum(pair[order], axis=0)[:-1])
        row[:] = (passed * gap[:, np.newaxis]).sum(axis=0)
    return work


def require_orders(pair: Floats, orders: Orders, gaps: Floats) -> None:
    """Raise TypeError or ValueError unless these are values of cells, orders of them and the gaps in between."""
    if pair.dtype != np.float64 or orders.dtype != np.int32 or gaps.dtype != np.float64:
        raise TypeError(
            f"values, orders and gaps are float64, int32 and float64, not {pair.dtype}, {orders.dtype} and {gaps.dtype}"
        )
    cells = len(pair)
    if pair.shape != (cells, 2) or cells == 0 or orders.ndim != 2 or orders.shape[1] != cells:
        raise ValueError(
            f"values of shape (cells, 2) and orders (angles, cells) are needed, not {pair.shape} and {orders.shape}"
        )
    if gaps.shape != (len(orders), cells - 1):
        raise ValueError(
            f"{len(orders)} orders of {cells} cells have as many rows of {cells - 1} gaps, not {gaps.shape}"
        )
    # Below 0 is far above all cells without a sign.
    if orders.size and orders.view(np.uint32).max() >= cells:
        raise ValueError(
            f"orders of {cells} cells hold the numbers from 0 to {cells - 1}, not {orders.min()} to {orders.max()}"
        )
