"""Waves of several scales at every place of a plane, what their phases agree on, and medians: the NumPy twin.

This is the specification of the native kernels, their oracle in the tests, and what runs where no compiler was found.
All arithmetic is float64, in the order in which it is written here.
"""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float64]
Waves: TypeAlias = NDArray[np.complex128]


def filtered(spectrum: Waves, angular: Floats, radial: Floats) -> Waves:
    """Return a spectrum times one filter of direction and each of several filters of scale: complex128 (S, h, w).

    Its rows may lie further apart than they are long, as transforms down the columns of powers of 2 are slow otherwise.

    Args:
        spectrum: (h, w), complex128.
        angular: (h, w), float64.
        radial: (S, h, w), float64.

    Raises:
        TypeError: a dtype is another.
        ValueError: the shapes do not fit, or something is empty or not in rows.
    """
    require_filters(spectrum, angular, radial)
    result = room_for_waves(radial.shape)
    np.multiply(spectrum.real * angular, radial, out=result.real)
    np.multiply(spectrum.imag * angular, radial, out=result.imag)
    return result


def phase_energy(waves: Waves, least: float) -> tuple[Floats, Floats, Floats]:
    """Return how much the phases agree on, the sum of the waves' amplitudes, and the first scale's power: (h, w) each.

    With waves w_s = e_s + i o_s, their sum E + i O and L = sqrt(E^2 + O^2) + least, the first is

        sum over s of (e_s E + o_s O) / L - |e_s O - o_s E| / L

    what points along the mean phase less what points across it (Kovesi 1999, equation 14, the local energy weighed by
    the deviation of phase); it is negative where the phases disagree. The power is e_1^2 + o_1^2.

    Args:
        waves: (S, h, w), complex128, the finest scale first; any strides but within a row.
        least: what keeps L above 0.

    Raises:
        TypeError: the dtype is another.
        ValueError: the shape is another, something is empty, a row has gaps, or least is not above 0.
    """
    require_waves(waves, least)
    even, odd = waves.real, waves.imag
    squares = even * even + odd * odd
    amplitude = _added(np.sqrt(squares))
    total_even, total_odd = _added(even), _added(odd)
    length = np.sqrt(total_even * total_even + total_odd * total_odd) + least
    mean_even, mean_odd = total_even / length, total_odd / length
    along = even * mean_even + odd * mean_odd
    across = np.abs(even * mean_odd - odd * mean_even)
    return _added(along - across), amplitude, squares[0].copy()


def median(values: Floats) -> float:
    """Return the median of numbers that are all at least 0: the mean of the middle two where their number is even.

    Args:
        values: float64, any shape, in rows, finite and not empty.

    Raises:
        TypeError: the dtype is another.
        ValueError: there are no values, or they are not in rows.
    """
    require_values(values)
    return float(np.median(values))


def room_for_waves(shape: tuple[int, ...]) -> Waves:
    """Return uninitialised waves (S, h, w) whose rows lie a little apart where they would fall on each other's cache.

    A column of rows that are a multiple of 1024 bytes long meets few sets of a cache, and is soon driven out of it.
    """
    scales, height, width = shape
    return np.empty((scales, height, width + (2 if width % 64 == 0 else 0)), np.complex128)[:, :, :width]


def require_filters(spectrum: Array, angular: Array, radial: Array) -> None:
    """Raise TypeError or ValueError unless these can be multiplied."""
    if spectrum.dtype != np.complex128 or angular.dtype != np.float64 or radial.dtype != np.float64:
        raise TypeError(
            "a complex128 spectrum and float64 filters are needed, "
            f"not {spectrum.dtype}, {angular.dtype} and {radial.dtype}"
        )
    fits = spectrum.ndim == 2 and angular.shape == spectrum.shape == radial.shape[1:]
    if not fits or radial.size == 0 or not _in_rows(spectrum, angular, radial):
        raise ValueError(
            "a spectrum (h, w) and filters (h, w) and (S, h, w) are needed, in rows, "
            f"not {spectrum.shape}, {angular.shape} and {radial.shape}"
        )


def require_waves(waves: Array, least: float) -> None:
    """Raise TypeError or ValueError unless these waves have an energy."""
    if waves.dtype != np.complex128:
        raise TypeError(f"waves are complex128, not {waves.dtype}")
    if waves.ndim != 3 or waves.size == 0 or waves.strides[2] != waves.itemsize:
        raise ValueError(f"waves have the shape (S, h, w), rows without gaps, and are not empty, not {waves.shape}")
    if not 0 < least < math.inf:
        raise ValueError(f"the least length must be a finite number above 0, not {least!r}")


def require_values(values: Array) -> None:
    """Raise TypeError or ValueError unless these values have a median."""
    if values.dtype != np.float64:
        raise TypeError(f"the values must be float64, not {values.dtype}")
    if values.size == 0 or not _in_rows(values):
        raise ValueError("the values must be in rows and not be empty")


def _in_rows(*arrays: Array) -> bool:
    return all(array.flags.c_contiguous for array in arrays)


def _added(planes: Array) -> Floats:
    """Return the sum of the planes, from the first to the last."""
    total: Floats = planes[0].copy()
    for plane in planes[1:]:
        total += plane
    return total
