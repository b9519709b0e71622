"""The sums over a pair of arrays from which MSE, PSNR, cosine, MAE and Pearson's r all follow.

This is the NumPy twin: the specification of the native kernel, its oracle in the tests, and what runs where
no compiler was found.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]

DTYPES = tuple(np.dtype(name) for name in ("uint8", "uint16", "float32", "float64"))

# Above this a sum of 16-bit squares could pass 2**64, where the native kernel's sums would wrap around.
MOST_ELEMENTS = 2**32

# Small enough to stay in a core's cache, and for exact sums in int64: 2**16 * 65535**2 < 2**48.
_BLOCK = 2**16


class Moments(NamedTuple):
    """The sums over two arrays ``a`` and ``b`` of ``n`` elements each, with d = a - b.

    For 8 and 16-bit arrays every sum is an exact Python int. For float arrays they are floats, summed in
    float64: a sum of n terms is off by at most n * 2**-53 of the sum of the terms' sizes, and in
    practice by less than 1e-13 of it. Two identical arrays give sum_dd == sum_abs_d == 0 and
    sum_aa == sum_bb == sum_ab exactly, floats included. A NaN or an infinity among the elements ends up
    in the sums.
    """

    n: int
    sum_a: float
    sum_b: float
    sum_aa: float
    sum_bb: float
    sum_ab: float
    sum_dd: float
    sum_abs_d: float


def moments(a: Array, b: Array) -> Moments:
    """Return the sums over two arrays of one shape and one dtype.

    Args:
        a: 1 to 3 axes, any strides; uint8, uint16, float32 or float64. It may be empty: all sums are then 0.
        b: as ``a``. The sums do not depend on how either array lies in memory.

    Raises:
        TypeError: the dtypes differ or are none of the four.
        ValueError: the shapes differ, or have no axis or more than 3, or hold more than 2**32 elements.
    """
    require_pair(a, b)
    exact = a.dtype.kind == "u"
    wide = np.int64 if exact else np.float64
    flat_a, flat_b = _flat(a), _flat(b)
    blocks: list[tuple[Any, ...]] = []
    # An infinity or a NaN in the data ends up in the sums: that is what the caller is told, not a warning.
    with np.errstate(invalid="ignore", over="ignore"):
        for start in range(0, a.size, _BLOCK):
            x = np.asarray(flat_a[start : start + _BLOCK]).astype(wide)
            y = np.asarray(flat_b[start : start + _BLOCK]).astype(wide)
            d = x - y
            terms = (x, y, x * x, y * y, x * y, d * d, np.abs(d))
            blocks.append(tuple(term.sum().item() for term in terms))
    if not blocks:
        return Moments(0, *(wide(0).item(),) * 7)
    total = sum if exact else _float_sum
    return Moments(a.size, *(total(column) for column in zip(*blocks, strict=True)))


def products(a: Array, b: Array) -> tuple[float, float]:
    """Return the sums of b x b and of a x b over two arrays of floats: ``sum_bb`` and ``sum_ab`` of their moments.

    For a cosine, where the sum of a x a is known already: ``products(a, a)`` gives it twice, equal in every bit.

    Args:
        a: 1 to 3 axes, any strides; float32 or float64. It may be empty.
        b: as ``a``.

    Raises:
        TypeError: the dtypes differ or are neither of the two.
        ValueError: as of :func:`moments`.
    """
    require_floats(a, b)
    flat_a, flat_b = _flat(a), _flat(b)
    blocks: list[tuple[float, float]] = [(0.0, 0.0)]
    with np.errstate(invalid="ignore", over="ignore"):
        for start in range(0, a.size, _BLOCK):
            x = np.asarray(flat_a[start : start + _BLOCK]).astype(np.float64)
            y = np.asarray(flat_b[start : start + _BLOCK]).astype(np.float64)
            blocks.append(((y * y).sum().item(), (x * y).sum().item()))
    sum_bb, sum_ab = (_float_sum(column) for column in zip(*blocks, strict=True))
    return sum_bb, sum_ab


def moments_of_stack(a: Array, stack: Array) -> list[Moments]:
    """Return the sums of one 8-bit array with each array of a stack: ``moments(a, stack[i])``, all in one go.

    Args:
        a: 1 to 3 axes, uint8.
        stack: one axis more in front of the shape of ``a``, uint8.

    Raises:
        TypeError: one of the two is not uint8.
        ValueError: the shapes do not fit, or an array holds more than 2**32 elements.
    """
    require_stack(a, stack)
    return [moments(a, each) for each in stack]


def require_stack(a: Array, stack: Array) -> None:
    """Raise TypeError or ValueError unless ``stack`` is one of arrays like ``a``."""
    if a.dtype != np.uint8 or stack.dtype != np.uint8:
        raise TypeError(f"a stack and what it is compared with are uint8, not {stack.dtype} and {a.dtype}")
    if stack.shape[1:] != a.shape or not 1 <= a.ndim <= 3 or a.size > MOST_ELEMENTS:
        raise ValueError(f"a stack of arrays like one of shape {a.shape} is needed, not one of shape {stack.shape}")


def require_pair(a: Array, b: Array) -> None:
    """Raise TypeError or ValueError unless ``a`` and ``b`` are a pair that :func:`moments` can sum."""
    if a.dtype != b.dtype:
        raise TypeError(f"moments need two arrays of one dtype, not {a.dtype} and {b.dtype}: convert one of them")
    if a.dtype not in DTYPES:
        raise TypeError(f"moments need uint8, uint16, float32 or float64, not {a.dtype}: convert with astype")
    if a.shape != b.shape:
        raise ValueError(f"moments need two arrays of one shape, not {a.shape} and {b.shape}")
    if not 1 <= a.ndim <= 3:
        raise ValueError(f"moments need 1 to 3 axes, not {a.ndim}: reshape the arrays")
    if a.size > MOST_ELEMENTS:
        raise ValueError(f"moments are exact up to 2**32 elements, not {a.size}: split the arrays")


def require_floats(a: Array, b: Array) -> None:
    """Raise TypeError or ValueError unless ``a`` and ``b`` are a pair of float arrays."""
    require_pair(a, b)
    if a.dtype.kind != "f":
        raise TypeError(f"products are those of float32 or float64, not of {a.dtype}: moments has them all")


def _flat(array: Array) -> Any:
    """Return what can be sliced in the order of the elements without copying the whole array."""
    return array.reshape(-1) if array.flags.c_contiguous else array.flat


def _float_sum(values: tuple[float, ...]) -> float:
    """Return the correctly rounded sum; where it is not finite, what plain addition gives (inf or NaN)."""
    plain = float(sum(values))
    return math.fsum(values) if math.isfinite(plain) else plain
