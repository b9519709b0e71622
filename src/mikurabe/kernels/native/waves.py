"""The native waves; the specification is the NumPy twin, ``kernels/waves.py``."""

from __future__ import annotations

import numpy as np

from mikurabe.kernels import _native
from mikurabe.kernels.waves import Floats, Waves, require_filters, require_values, require_waves, room_for_waves


def filtered(spectrum: Waves, angular: Floats, radial: Floats) -> Waves:
    """Return a spectrum times filters; the specification is the NumPy twin."""
    require_filters(spectrum, angular, radial)
    result = room_for_waves(radial.shape)
    _native.filtered(spectrum.view(np.float64), angular, radial, result.view(np.float64))
    return result


def phase_energy(waves: Waves, least: float) -> tuple[Floats, Floats, Floats]:
    """Return what the phases agree on, amplitudes and power; the specification is the NumPy twin."""
    require_waves(waves, least)
    found, amplitude, power = np.empty((3, *waves.shape[1:]))
    _native.phase_energy(waves.view(np.float64), least, found, amplitude, power)
    return found, amplitude, power


def median(values: Floats) -> float:
    """Return the median of numbers that are at least 0; the specification is the NumPy twin."""
    require_values(values)
    return _native.median(values.ravel())
