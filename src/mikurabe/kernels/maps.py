"""Planes of levels 0..255 and maps of how alike two are, place by place, in float64: the NumPy twin.

This is the specification of the native kernels, their oracle in the tests, and what runs where no compiler was found.
Powers differ from the native kernels' by rounding, 1e-14 of their value at most; all else is the same bits.
"""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float64]

# CIE's curve of lightness, as it is rounded where saliency is found, and the divisor of the straight part of sRGB's.
_EPSILON, _KAPPA = 0.008856, 903.3


def likeness(first: Floats, second: Floats, constant: float) -> Floats:
    """Return (2 a b + c) / (a² + b² + c): 1 where both are alike, towards 0 where one is far above the other.

    Raises:
        TypeError: a plane is not float64.
        ValueError: the two planes differ in shape.
    """
    require_equal(first, second)
    alike: Floats = (2 * first * second + constant) / (first * first + second * second + constant)
    return alike


def real_power(values: Floats, exponent: float) -> Floats:
    """Return the real part of values^exponent, above 0; a negative value has the complex root of MATLAB.

    Raises:
        TypeError: the values are not float64.
        ValueError: the exponent is not above 0.
    """
    require_power(values, exponent)
    powers: Floats = np.abs(values) ** exponent * np.where(values < 0, of_negative(exponent), 1.0)
    return powers


def mixture(channels: Floats, weights: tuple[float, ...]) -> Floats:
    """Return the weighted sum of channels, float64 (h, w); of a gray picture its one channel times all weights.

    Args:
        channels: (3, h, w) or (1, h, w), float64, in rows.
        weights: those of red, green and blue.

    Raises:
        TypeError: the channels are not float64.
        ValueError: there are neither one nor three of them, or they are not in rows.
    """
    require_channels(channels)
    if len(channels) == 1:
        gray: Floats = channels[0] * sum(weights)
        return gray
    red, green, blue = channels
    mixed: Floats = weights[0] * red + weights[1] * green + weights[2] * blue
    return mixed


def steepness(plane: Floats, middle: float, side: float) -> Floats:
    """Return the length of the gradient by a 3 x 3 kernel [side, middle, side] x [1, 0, -1], zeros beyond the border.

    Raises:
        TypeError: the plane is not float64.
        ValueError: it is empty or not (h, w).
    """
    require_plane(plane)
    padded = np.pad(plane, 1)
    smooth_down = middle * padded[1:-1] + side * (padded[:-2] + padded[2:])
    smooth_right = middle * padded[:, 1:-1] + side * (padded[:, :-2] + padded[:, 2:])
    right, down = smooth_down[:, 2:] - smooth_down[:, :-2], smooth_right[2:] - smooth_right[:-2]
    length: Floats = np.sqrt(right * right + down * down)
    return length


def lab_of_levels(levels: Floats, mixing: Floats) -> Floats:
    """Return L*, a* and b* of sRGB levels on 0..255, float64 (3, h, w).

    Args:
        levels: red, green and blue, (3, h, w), float64.
        mixing: (3, 3), how much light of each makes X, Y and Z over those of white.

    Raises:
        TypeError: either is not float64.
        ValueError: a shape is another.
    """
    require_levels(levels, mixing)
    share = levels / 255
    with np.errstate(invalid="ignore"):
        light = np.where(share > 0.04045, ((share + 0.055) / 1.055) ** 2.4, share / 12.92)
    curved = []
    for row in mixing:
        white_share = row[0] * light[0] + row[1] * light[1] + row[2] * light[2]
        curved.append(np.where(white_share > _EPSILON, np.cbrt(white_share), (_KAPPA * white_share + 16) / 116))
    x, y, z = curved
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def salience(passed: Floats, lab: Floats, centre: Floats, sigma: float) -> Floats:
    """Return the product of three priors (Zhang, Gu & Li 2013): strong in a band, near the centre, and warm.

    Args:
        passed: the three channels of Lab after a band-pass, (3, h, w), float64.
        lab: L*, a*, b*, (3, h, w), float64; a* and b* are stretched to 0..1 by their least and greatest values.
        centre: the prior of the centre, (h, w), float64.
        sigma: the width of the prior of warmth, above 0.

    Raises:
        TypeError: a plane is not float64.
        ValueError: the shapes do not fit.
    """
    require_equal(passed, lab)
    require_equal(passed[0], centre)
    first, second, third = passed
    strength = np.sqrt(first * first + second * second + third * third)
    (low_a, span_a), (low_b, span_b) = (span_of(plane) for plane in lab[1:])
    warm_a, warm_b = (lab[1] - low_a) / span_a, (lab[2] - low_b) / span_b
    with np.errstate(under="ignore"):
        warmth = 1 - np.exp(-(warm_a * warm_a + warm_b * warm_b) / sigma**2)
    product: Floats = strength * centre * warmth
    return product


def span_of(plane: Floats) -> tuple[float, float]:
    """Return a plane's least value and what is between that and the greatest; inf where it is flat."""
    low, high = float(plane.min()), float(plane.max())
    return low, high - low if high > low else math.inf


def of_negative(exponent: float) -> float:
    """Return by what a power of the absolute value is multiplied where the value is negative."""
    return math.cos(math.pi * exponent)


def require_equal(first: Array, second: Array) -> None:
    """Raise TypeError or ValueError unless these are two float64 arrays of one shape."""
    if first.dtype != np.float64 or second.dtype != np.float64:
        raise TypeError(f"planes must be float64, not {first.dtype} and {second.dtype}")
    if first.shape != second.shape:
        raise ValueError(f"two planes must have one shape, not {first.shape} and {second.shape}")


def require_power(values: Array, exponent: float) -> None:
    """Raise TypeError or ValueError unless these can be raised to this."""
    if values.dtype != np.float64:
        raise TypeError(f"values must be float64, not {values.dtype}")
    if not 0 < exponent < math.inf:
        raise ValueError(f"an exponent must be a finite number above 0, not {exponent!r}")


def require_channels(channels: Array) -> None:
    """Raise TypeError or ValueError unless these are one or three channels."""
    if channels.dtype != np.float64:
        raise TypeError(f"channels must be float64, not {channels.dtype}")
    if channels.ndim != 3 or len(channels) not in (1, 3) or not channels.flags.c_contiguous:
        raise ValueError(f"channels have the shape (1, h, w) or (3, h, w), in rows, not {channels.shape}")


def require_plane(plane: Array) -> None:
    """Raise TypeError or ValueError unless this is a plane."""
    if plane.dtype != np.float64:
        raise TypeError(f"a plane must be float64, not {plane.dtype}")
    if plane.ndim != 2 or plane.size == 0:
        raise ValueError(f"a plane has the shape (h, w) and is not empty, not {plane.shape}")


def require_levels(levels: Array, mixing: Array) -> None:
    """Raise TypeError or ValueError unless these are three planes of levels and how they are mixed."""
    if levels.dtype != np.float64 or mixing.dtype != np.float64:
        raise TypeError(f"levels and their mixing must be float64, not {levels.dtype} and {mixing.dtype}")
    if levels.ndim != 3 or len(levels) != 3 or mixing.shape != (3, 3):
        raise ValueError(f"levels are (3, h, w) and their mixing (3, 3), not {levels.shape} and {mixing.shape}")
