"""The native slopes; the specification is the NumPy twin, ``kernels/slopes.py``."""

from __future__ import annotations

from mikurabe.kernels import _native
from mikurabe.kernels.native.reach import reachable
from mikurabe.kernels.room import room
from mikurabe.kernels.slopes import Array, require_pair, require_slopes


def slope_squares(plane: Array, factor: int) -> Array:
    """Return the squared lengths of the gradients; the specification is the NumPy twin."""
    squares: Array = room(*require_slopes(plane, factor))
    _native.slope_squares(reachable(plane), factor, squares)
    return squares


def slope_deviation(squares: Array, plane: Array, factor: int, constant: float, masking: float = 0.0) -> float:
    """Return how much the gradient magnitude similarity deviates; the specification is the NumPy twin."""
    require_pair(squares, plane, factor, constant, masking)
    return _native.slope_deviation(squares, reachable(plane), factor, constant, masking)
