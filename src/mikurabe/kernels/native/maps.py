"""The native maps; the specification is the NumPy twin, ``kernels/maps.py``."""

from __future__ import annotations

import math

import numpy as np

from mikurabe.kernels import _native
from mikurabe.kernels.maps import (
    Floats,
    of_negative,
    require_channels,
    require_equal,
    require_levels,
    require_plane,
    require_power,
    span_of,
)
from mikurabe.kernels.room import room


def likeness(first: Floats, second: Floats, constant: float) -> Floats:
    """Return how alike two planes are at every place; the specification is the NumPy twin."""
    require_equal(first, second)
    result = room(first.shape)
    _native.likeness(_flat(first), _flat(second), constant, result.reshape(-1))
    return result


def real_power(values: Floats, exponent: float) -> Floats:
    """Return the real part of powers; the specification is the NumPy twin."""
    require_power(values, exponent)
    result = room(values.shape)
    _native.real_power(_flat(values), exponent, of_negative(exponent), result.reshape(-1))
    return result


def mixture(channels: Floats, weights: tuple[float, ...]) -> Floats:
    """Return the weighted sum of channels; the specification is the NumPy twin."""
    require_channels(channels)
    if len(channels) == 1:
        gray: Floats = channels[0] * sum(weights)
        return gray
    result = room(channels.shape[1:])
    _native.mixture(channels.reshape(3, -1), np.array(weights), result.reshape(-1))
    return result


def steepness(plane: Floats, middle: float, side: float) -> Floats:
    """Return the length of the gradient; the specification is the NumPy twin."""
    require_plane(plane)
    result = room(plane.shape)
    _native.steepness(np.ascontiguousarray(plane), middle, side, result)
    return result


def lab_of_levels(levels: Floats, mixing: Floats) -> Floats:
    """Return L*, a* and b* of levels; the specification is the NumPy twin."""
    require_levels(levels, mixing)
    result = room(levels.shape)
    first, second = np.ascontiguousarray(levels).reshape(3, -1), np.ascontiguousarray(mixing)
    _native.lab_of_levels(first, second, result.reshape(3, -1))
    return result


def salience(passed: Floats, lab: Floats, centre: Floats, sigma: float) -> Floats:
    """Return the product of three priors; the specification is the NumPy twin."""
    require_equal(passed, lab)
    require_equal(passed[0], centre)
    result = room(centre.shape)
    (low_a, span_a), (low_b, span_b) = (span_of(plane) for plane in lab[1:])
    exponent = -1 / (sigma**2 * math.log(2))
    planes = np.ascontiguousarray(passed).reshape(3, -1), np.ascontiguousarray(lab).reshape(3, -1)
    _native.salience(*planes, _flat(centre), low_a, span_a, low_b, span_b, exponent, result.reshape(-1))
    return result


def _flat(values: Floats) -> Floats:
    return np.ascontiguousarray(values).reshape(-1)
