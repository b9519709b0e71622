"""Waves of several scales at every place of a plane, what their phases agree on, and medians: the NumPy twin.

This is the specification of the native kernels, their oracle in the tests, and what runs where no compiler was found.
All arithmetic is float64. The native kernel transforms in another order, so the two differ by rounding: 1e-15 of the
largest number.
"""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float64]
Waves: TypeAlias = NDArray[np.complex128]

SCALES = 4


def wave_energy(half: Waves, angular: Floats, radial: Floats, least: float) -> tuple[Floats, Floats, Floats]:
    """Return how much the phases of the waves at every place agree on, the waves' amplitudes, and the finest's power.

    A plane's waves w_s = e_s + i o_s of one direction are its spectrum times that direction's filter and each of four
    filters of scale, transformed back. With their sum E + i O and L = sqrt(E^2 + O^2) + least, the first result is for
    each direction

        sum over s of (e_s E + o_s O) / L - |e_s O - o_s E| / L

    what points along the mean phase less what points across it (Kovesi 1999, equation 14, the local energy weighed by
    the deviation of phase); it is negative where the phases disagree. The second is the sum of all amplitudes, of every
    scale and direction, and the third e_1^2 + o_1^2 of each direction.

    Args:
        half: (h, w // 2 + 1), complex128: ``rfft2`` of a real plane.
        angular: (D, h, w), float64, an even number of directions.
        radial: (4, h, w), float64, the finest scale first.
        least: what keeps L above 0.

    Returns:
        float64 (D, w, h), (w, h) and (D, w, h): column by column, as they are found.

    Raises:
        TypeError: a dtype is another.
        ValueError: the shapes do not fit, something is empty or not in rows, or least is not above 0.
    """
    require_filters(half, angular, radial, least)
    spectrum = _whole(half, radial.shape[2])
    height, width = radial.shape[1:]
    found, power = np.empty((2, len(angular), width, height))
    amplitude = np.zeros((width, height))
    for which, direction in enumerate(angular):
        waves = np.fft.ifft2(spectrum * direction * radial).swapaxes(1, 2)
        found[which], lengths, power[which] = _energy(waves, least)
        amplitude += lengths
    return found, amplitude, power


def congruency(found: Floats, limits: Floats, amplitude: Floats) -> Floats:
    """Return what is found above each direction's limit, added up, over the amplitude: float64 (h, w); 0 without one.

    Args:
        found: (D, h, w), float64, of :func:`wave_energy`.
        limits: (D,), float64.
        amplitude: (h, w), float64, in the same order.

    Raises:
        TypeError: a dtype is another.
        ValueError: the shapes do not fit, or something is empty or not in rows.
    """
    require_energy(found, limits, amplitude)
    energy = np.zeros(amplitude.shape)
    for each, limit in zip(found, limits, strict=True):
        energy += np.maximum(each - limit, 0)
    shares: Floats = np.divide(energy, amplitude, out=np.zeros(amplitude.shape), where=amplitude > 0)
    return shares


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


def require_filters(half: Array, angular: Array, radial: Array, least: float) -> None:
    """Raise TypeError or ValueError unless this half of a spectrum can be filtered by these."""
    if half.dtype != np.complex128 or angular.dtype != np.float64 or radial.dtype != np.float64:
        raise TypeError(
            f"a complex128 spectrum and float64 filters are needed, not {half.dtype}, {angular.dtype}, {radial.dtype}"
        )
    fits = radial.ndim == 3 and angular.ndim == 3 and angular.shape[1:] == radial.shape[1:]
    fits = fits and half.shape == (radial.shape[1], radial.shape[2] // 2 + 1)
    fits = fits and len(radial) == SCALES and len(angular) % 2 == 0
    if not fits or radial.size * angular.size == 0 or not _in_rows(half, angular, radial):
        raise ValueError(
            f"half a spectrum (h, w // 2 + 1) and filters (2 n, h, w) and ({SCALES}, h, w) are needed, in rows, "
            f"not {half.shape}, {angular.shape} and {radial.shape}"
        )
    if not 0 < least < math.inf:
        raise ValueError(f"the least length must be a finite number above 0, not {least!r}")


def require_energy(found: Array, limits: Array, amplitude: Array) -> None:
    """Raise TypeError or ValueError unless these make phase congruency."""
    if not found.dtype == limits.dtype == amplitude.dtype == np.float64:
        raise TypeError(f"all must be float64, not {found.dtype}, {limits.dtype} and {amplitude.dtype}")
    fits = found.ndim == 3 and found.shape == (*limits.shape, *amplitude.shape)
    if not fits or found.size == 0 or not _in_rows(found, limits, amplitude):
        raise ValueError(
            f"(D, h, w), (D,) and (h, w) are needed, in rows, not {found.shape}, {limits.shape}, {amplitude.shape}"
        )


def require_values(values: Array) -> None:
    """Raise TypeError or ValueError unless these values have a median."""
    if values.dtype != np.float64:
        raise TypeError(f"the values must be float64, not {values.dtype}")
    if values.size == 0 or not _in_rows(values):
        raise ValueError("the values must be in rows and not be empty")


def _in_rows(*arrays: Array) -> bool:
    return all(array.flags.c_contiguous for array in arrays)


def _whole(half: Waves, width: int) -> Waves:
    """Return the whole spectrum of a real plane: the other half is the mirror image."""
    mirrored = np.conj(half[(-np.arange(len(half))) % len(half), 1 : (width + 1) // 2])
    return np.concatenate([half, mirrored[:, ::-1]], axis=1)


def _energy(waves: Waves, least: float) -> tuple[Floats, Floats, Floats]:
    """Return what one direction's waves agree on, the sum of their amplitudes, and the finest one's power."""
    even, odd = waves.real, waves.imag
    squares = even * even + odd * odd
    total_even, total_odd = _added(even), _added(odd)
    length = np.sqrt(total_even * total_even + total_odd * total_odd) + least
    mean_even, mean_odd = total_even / length, total_odd / length
    along = even * mean_even + odd * mean_odd
    across = np.abs(even * mean_odd - odd * mean_even)
    return _added(along - across), _added(np.sqrt(squares)), squares[0]


def _added(planes: Array) -> Floats:
    """Return the sum of the planes, from the first to the last."""
    total: Floats = planes[0].copy()
    for plane in planes[1:]:
        total += plane
    return total
