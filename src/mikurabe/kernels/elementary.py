"""Elementary functions in single precision, out of plain sums, products, quotients and bits alone.

The libraries' own differ from machine to machine in their last bits and do not run over many numbers at once. These
are the same bits everywhere: the NumPy twin of ``cpp/elementary.hpp``, the same operations in the same order. Errors
are those against float64 over the whole range named; ``tests/kernels/test_elementary.py`` measures them.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Singles: TypeAlias = NDArray[np.float32]


def cube_root(x: Singles) -> Singles:
    """Return the cube root of 0 and of a normal x < 1e12, float32, within 2e-7 of it relative; of 0 and 1 exactly."""
    # A third of the exponent by way of the bits: 1 / cbrt(x) to 3.5 %.
    seed = (_bits(x).astype(np.float32) * np.float32(-0.333333343) + np.float32(1.41990042e9)).astype(np.int32)
    inverse = seed.view(np.float32)
    root = x * inverse * inverse
    rest = np.float32(1) - root * inverse
    # (1 - rest)^(-2/3)
    series = polynomial(rest, 0.666666746, 0.555535853, 0.493780851, 0.458642125, 0.430337816)
    return np.asarray(root + root * (rest * series))


def inverse_root(x: Singles) -> Singles:
    """Return 1 / sqrt(x) of a normal x > 0, float32, within 2e-7 of it relative; of 0 a finite number."""
    # Half of the exponent by way of the bits: to 3.5 %.
    seed = (np.int32(0x5F3759DF) - (_bits(x) >> np.int32(1))).view(np.float32)
    rest = np.float32(1) - x * seed * seed
    # (1 - rest)^(-1/2)
    series = polynomial(rest, 0.5, 0.375, 0.3125, 0.2734375, 0.24609375)
    return np.asarray(seed + seed * (rest * series))


def log2(x: Singles) -> Singles:
    """Return the binary logarithm of a normal x > 0, float32, within 3e-7 of it relative; of 0 -127."""
    bits = _bits(x)
    # So that the fraction lies between 2/3 and 4/3.
    exponent = (bits - np.int32(0x3F2AAAAB)) >> np.int32(23)
    fraction = (bits - exponent * np.int32(1 << 23)).view(np.float32)
    ratio = (fraction - np.float32(1)) / (fraction + np.float32(1))
    # 2 artanh(ratio) / ln 2
    series = polynomial(ratio * ratio, 2.88539004, 0.961802244, 0.576393843, 0.439106792)
    return np.asarray(exponent.astype(np.float32) + ratio * series)


def exp2(x: Singles) -> Singles:
    """Return 2**x for x ≤ 127, float32, within 2.5e-7 of it relative; below -126 that of -126."""
    x = np.maximum(x, np.float32(-126))
    whole = (x + np.float32(127.5)).astype(np.int32) - np.int32(127)
    rest = x - whole.astype(np.float32)
    series = polynomial(rest, 0.693147004, 0.240222424, 0.0555073358, 0.00967151299, 0.00132647273)
    scale = ((whole + np.int32(127)) * np.int32(1 << 23)).view(np.float32)
    return np.asarray((np.float32(1) + rest * series) * scale)


def power(base: Singles, exponent: Singles | np.float32) -> Singles:
    """Return base**exponent for a base ≥ 0, float32; 0**0 is 1.

    The relative error is within 3e-7 + 1e-7 * abs(exponent * log2(base)).
    """
    raised = exp2(exponent * log2(base))
    return np.where((base > 0) | (exponent == 0), raised, np.float32(0))


def _bits(x: Singles) -> NDArray[np.int32]:
    return np.ascontiguousarray(x, np.float32).view(np.int32)


def polynomial(x: Singles, *coefficients: float) -> Singles:
    """Return the polynomial in x whose lowest coefficient comes first, float32.

    It is evaluated by pairs of coefficients, (a + b x) + x² (...), so that fewer operations wait for each other.
    """
    first, *second = (np.float32(each) for each in coefficients[:2])
    pair = first + second[0] * x if second else np.full_like(x, first)
    if len(coefficients) <= 2:
        return np.asarray(pair)
    return np.asarray(pair + (x * x) * polynomial(x, *coefficients[2:]))
