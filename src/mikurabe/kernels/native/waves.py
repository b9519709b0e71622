"""The native waves; the specification is the NumPy twin, ``kernels/waves.py``."""

from __future__ import annotations

import numpy as np

from mikurabe.kernels import _native
from mikurabe.kernels.room import room
from mikurabe.kernels.waves import Floats, Waves, require_energy, require_filters, require_values


def wave_energy(half: Waves, angular: Floats, radial: Floats, least: float) -> tuple[Floats, Floats, Floats]:
    """Return what the phases agree on, amplitudes and power; the specification is the NumPy twin."""
    require_filters(half, angular, radial, least)
    height, width = radial.shape[1:]
    found, power = room((2, len(angular), width, height))
    amplitude = room((width, height))
    # Folded into the spectrum: the native transform divides by nothing.
    scaled = half / amplitude.size
    _native.wave_energy(scaled.view(np.float64), angular, radial, least, found, amplitude, power)
    return found, amplitude, power


def congruency(found: Floats, limits: Floats, amplitude: Floats) -> Floats:
    """Return what is found above the limits over the amplitude; the specification is the NumPy twin."""
    require_energy(found, limits, amplitude)
    result = room(amplitude.shape)
    _native.congruency(found, limits, amplitude, result)
    return result


def median(values: Floats) -> float:
    """Return the median of numbers that are at least 0; the specification is the NumPy twin."""
    require_values(values)
    return _native.median(values.ravel())
