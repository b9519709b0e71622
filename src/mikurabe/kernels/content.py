"""The information content of the places of a band, given what another band shows of it: the NumPy twin.

This is the specification of the native kernel, its oracle in the tests, and what runs where no compiler was found.

Symbols, for one place (Wang & Li 2011, IEEE TIP 20(5), section III; the guards are those of iwssim.m), with the
variances s_a, s_b and the covariance c of two bands a and b under a uniform window of 3 x 3:

    g = c / (s_a + nothing)            the gain of the channel from a to b
    v = max(s_b - g c, 0)              the channel's noise
    content = sum over the eigenvalues L of log2(1 + ((v + (1 + g**2) n) s L + n v) / n**2)

with the visual noise n and the local strength s of ``a``. Where s_a is below ``nothing``, g is 0 and v is s_b; where
s_b is, both are 0. Content below ``nothing`` is 0. All arithmetic is float64.
"""

from __future__ import annotations

import math
from functools import reduce
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float64]

_THIRD = 1 / 3


def information_content(
    a: Floats, b: Floats, strength: Floats, eigenvalues: ArrayLike, noise: float, nothing: float, rim: int
) -> Floats:
    """Return the information content in bits, at least 0, of the places of a band that are ``rim + 1`` from its border.

    Args:
        a: (H, W), float64.
        b: as ``a``.
        strength: (H - 2, W - 2), float64: s at each place but those of the border.
        eigenvalues: 1-D, of the covariance of the places' neighbourhoods, at least 0.
        noise: n, above 0, in the squared units of ``a``.
        nothing: what counts as 0, above 0.
        rim: how many places more are left out at each border, at least 0.

    Returns:
        (H - 2 - 2 rim, W - 2 - 2 rim), float64.

    Raises:
        TypeError: a dtype is not float64.
        ValueError: a shape is not as it should be, or nothing is left of the band, or a number is out of its range.
    """
    values, (height, width) = require_bands(a, b, strength, eigenvalues, noise, nothing, rim)
    inside = slice(rim, rim + height), slice(rim, rim + width)
    # An infinity or a NaN in a band ends up in the content: the caller sees it there, not as a warning.
    with np.errstate(invalid="ignore", over="ignore"):
        mean_a, mean_b = _meant(a), _meant(b)
        variance_a = np.maximum(_meant(a * a) - mean_a * mean_a, 0.0)
        variance_b = np.maximum(_meant(b * b) - mean_b * mean_b, 0.0)
        covariance = _meant(a * b) - mean_a * mean_b
        gain = covariance / (variance_a + nothing)
        other = variance_b - gain * covariance
        silent, lost = variance_a < nothing, variance_b < nothing
        gain[silent | lost] = 0.0
        other = np.maximum(np.where(silent, variance_b, other), 0.0)
        other[lost] = 0.0
        gain, other = gain[inside], other[inside]
        base = 1.0 + other / noise
        slope = (other + (1.0 + gain * gain) * noise) * strength[inside] / noise**2
        # One logarithm of the product of all factors.
        content: Floats = np.log2(reduce(np.multiply, (base + slope * value for value in values)))
    content[content < nothing] = 0.0
    return content


def require_bands(
    a: Floats, b: Floats, strength: Floats, eigenvalues: ArrayLike, noise: float, nothing: float, rim: int
) -> tuple[Floats, tuple[int, int]]:
    """Return the eigenvalues and the result's shape; raise TypeError or ValueError as information_content does."""
    for array in (a, b, strength):
        if array.dtype != np.float64:
            raise TypeError(f"bands of float64 are needed, not of {array.dtype}: convert with astype")
    if a.ndim != 2 or b.shape != a.shape or strength.shape != (a.shape[0] - 2, a.shape[1] - 2):
        raise ValueError(f"bands of {a.shape} and {b.shape} and a strength of {strength.shape} do not belong together")
    shape = strength.shape[0] - 2 * rim, strength.shape[1] - 2 * rim
    if rim < 0 or min(shape) < 1:
        raise ValueError(f"a band of {a.shape} has no place that is {rim + 1} from its border")
    values = np.ascontiguousarray(eigenvalues, dtype=np.float64)
    if values.ndim != 1 or values.size == 0 or not (values >= 0).all():
        raise ValueError(f"the eigenvalues must be on one axis and at least 0, not {values.tolist()}")
    for name, value in (("noise", noise), ("nothing", nothing)):
        if not (value > 0 and math.isfinite(value)):
            raise ValueError(f"{name} must be a finite number above 0, not {value!r}")
    return values, shape


def _meant(x: Floats) -> Floats:
    """Return the mean under every window of 3 x 3: down the columns, then along the rows."""
    down = _THIRD * x[:-2] + _THIRD * x[1:-1] + _THIRD * x[2:]
    along: Floats = _THIRD * down[:, :-2] + _THIRD * down[:, 1:-1] + _THIRD * down[:, 2:]
    return along
