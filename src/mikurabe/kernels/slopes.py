"""How unevenly two planes differ in steepness: the deviation of their gradient magnitude similarity, the NumPy twin."""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.kernels.moments import DTYPES

Array: TypeAlias = NDArray[Any]


def slope_squares(plane: Array, factor: int) -> Array:
    """Return the squared lengths of the gradients of a plane summed over blocks: (ceil(H / F), ceil(W / F)).

    The plane is summed over blocks of factor x factor pixels from the first on, with zeros beyond the border. Gradients
    of those sums are by [1 1 1] x [1 0 -1], Prewitt's kernel times 3, with zeros beyond the border. Sums and gradients
    of integers are exact, their squares float32; floats are float64 throughout.

    Args:
        plane: (H, W), any strides; uint8, uint16, float32 or float64.
        factor: F: 1, 2, 4 or 8.

    Raises:
        TypeError: the dtype is none of the four.
        ValueError: the plane has another or an empty shape, or the factor is another.
    """
    shape, dtype = require_slopes(plane, factor)
    wide = np.int32 if dtype == np.float32 else np.float64
    padded = np.pad(plane.astype(wide), ((0, -plane.shape[0] % factor), (0, -plane.shape[1] % factor)))
    with np.errstate(invalid="ignore", over="ignore"):
        columns = padded[::factor].copy()
        for down in range(1, factor):
            columns += padded[down::factor]
        sums = np.zeros((shape[0] + 2, shape[1] + 2), wide)
        inner = sums[1:-1, 1:-1]
        for right in range(factor):
            inner += columns[:, right::factor]
        across = (sums[:-2] + sums[1:-1]) + sums[2:]
        along = (sums[:, :-2] + sums[:, 1:-1]) + sums[:, 2:]
        right_slope = (across[:, 2:] - across[:, :-2]).astype(dtype)
        down_slope = (along[2:] - along[:-2]).astype(dtype)
        squares: Array = right_slope * right_slope + down_slope * down_slope
    return squares


def slope_deviation(squares: Array, plane: Array, factor: int, constant: float, masking: float = 0.0) -> float:
    """Return the population standard deviation of the gradient magnitude similarity of two planes, float64.

    With A and B the squared lengths of the two planes' gradients and p = sqrt(A B),

        1 - similarity = (A + B - 2 p) / (A + B - m p + c)

    which is Xue et al. 2014, equation 4, with m = 0, and Zhang et al. 2017, equation 6, otherwise. Exactly 0 where A
    and B are equal. The deviation comes from the sum of squares about the mean, so that nothing cancels.

    Of integer planes the similarity is float32: at each place within 1e-6 of float64, and so is the deviation.

    Args:
        squares: A, the one plane's :func:`slope_squares` by the same factor, in rows.
        plane: the other plane, (H, W), any strides; uint8, uint16, float32 or float64.
        factor: 1, 2, 4 or 8.
        constant: c, above 0, in units of the squared lengths.
        masking: m, from 0 to below 2.

    Raises:
        TypeError: a dtype is none of the four, or the squares are not those of such a plane.
        ValueError: the plane has another or an empty shape, the squares do not fit, or a number is out of its range.
    """
    require_pair(squares, plane, factor, constant, masking)
    second = slope_squares(plane, factor)
    with np.errstate(invalid="ignore", over="ignore"):
        number = second.dtype.type
        product, both = np.sqrt(squares * second), squares + second
        unlike = (both - number(2) * product) / ((both - number(masking) * product) + number(constant))
        return float(np.std(unlike, dtype=np.float64))


def require_slopes(plane: Array, factor: int) -> tuple[tuple[int, int], np.dtype[Any]]:
    """Return shape and dtype of the squares; raise TypeError or ValueError where there are none."""
    if plane.dtype not in DTYPES:
        raise TypeError(f"a plane must be uint8, uint16, float32 or float64, not {plane.dtype}: convert with astype")
    if plane.ndim != 2 or plane.size == 0:
        raise ValueError(f"a plane has 2 axes and is not empty, this one has the shape {plane.shape}")
    if factor not in (1, 2, 4, 8):
        raise ValueError(f"blocks are 1, 2, 4 or 8 pixels wide, not {factor}")
    shape = -(-plane.shape[0] // factor), -(-plane.shape[1] // factor)
    return shape, np.dtype(np.float32 if plane.dtype.kind == "u" else np.float64)


def require_pair(squares: Array, plane: Array, factor: int, constant: float, masking: float) -> None:
    """Raise TypeError or ValueError unless :func:`slope_deviation` has a value for these."""
    shape, dtype = require_slopes(plane, factor)
    if squares.dtype != dtype:
        raise TypeError(f"squares of {dtype} are needed for a plane of {plane.dtype}, not of {squares.dtype}")
    if squares.shape != shape or not squares.flags.c_contiguous:
        raise ValueError(f"squares of shape {shape} in rows are needed, not {squares.shape}: take slope_squares")
    if not (constant > 0 and math.isfinite(constant)):
        raise ValueError(f"the constant must be a finite number above 0, not {constant!r}")
    if not 0 <= masking < 2:
        raise ValueError(f"the masking must lie from 0 to below 2, not {masking!r}")
