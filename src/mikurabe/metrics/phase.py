"""Phase congruency, and the indices that compare it: FSIM for luminance and FSIMc for colour.

A place has phase congruency where the waves of all scales rise or turn together: at lines, edges and corners,
whatever their contrast.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from mikurabe.kernels import congruency, likeness, median, real_power, wave_energy
from mikurabe.metrics.definition import metric
from mikurabe.metrics.planes import (
    SCHARR,
    YIQ_I,
    YIQ_Q,
    YIQ_Y,
    factor_of,
    gradient_magnitude,
    mask_of,
    masked_like,
    mixed,
)
from mikurabe.metrics.pooling import weighted_mean
from mikurabe.picture import Picture
from mikurabe.records import Array

# Zhang 2011, section IV: the bank of log-Gabor filters.
SCALES = 4
ORIENTATIONS = 4
SHORTEST_WAVE_PX = 6
WAVE_RATIO = 2
BANDWIDTH = 0.55  # sigma of the filter over its centre frequency
ANGLES_PER_SIGMA = 1.2  # the angle between two orientations over the sigma of their spread
NOISE_SIGMAS = 2  # energy counts where it is this far above the noise's mean
NOISE_DIVISOR = 1.7  # Kovesi 1999: an empirical correction, as the waves of neighbouring scales overlap
LEAST_ENERGY = 1e-4  # Kovesi 1999: epsilon, on levels of 0..255

# Zhang 2011, section IV: the constants T1 to T4 and lambda for levels of 0..255.
T1_PHASE, T2_GRADIENT, T3_CHROMA = 0.85, 160.0, 200.0
CHROMA_POWER = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Bank:
    """The log-Gabor filters of one picture size, in the frequency order of the FFT.

    ``radial`` is (scales, h, w), ``angular`` (orientations, h, w); a filter is the product of one of each.
    ``finest_power`` is the sum of squares of the finest filter of each orientation. ``noise_gain`` says of each
    orientation by what the power of white noise is multiplied in the energy: 2 Σ A² + 4 Σ A_i A_j.
    """

    radial: Array
    angular: Array
    finest_power: Array
    noise_gain: Array


def frequencies(count: int) -> Array:
    """Return the frequencies of an axis in the FFT's order, in cycles per pixel as Kovesi spaces them.

    An odd axis is divided by count - 1, so that its ends are exactly ±0.5.
    """
    if count == 1:
        return np.zeros(1)
    if count % 2:
        spaced = np.arange(-(count - 1) / 2, (count - 1) / 2 + 1) / (count - 1)
    else:
        spaced = np.arange(-count / 2, count / 2) / count
    return np.fft.ifftshift(spaced)


@lru_cache(maxsize=4)
def bank_for(height: int, width: int) -> Bank:
    """Return the filters for planes of a size."""
    from scipy import fft

    across, down = frequencies(width)[np.newaxis, :], frequencies(height)[:, np.newaxis]
    radius = np.hypot(across, down)
    angle = np.arctan2(-down, across)
    radius[0, 0] = 1  # no logarithm of 0; the filters are set to 0 there
    # A Butterworth low-pass keeps the corners of the spectrum from favouring the diagonals.
    low_pass = 1 / (1 + (radius / 0.45) ** 30)
    low_pass[0, 0] = 0
    waves = SHORTEST_WAVE_PX * WAVE_RATIO ** np.arange(SCALES)
    octaves = np.log(radius[np.newaxis] * waves[:, np.newaxis, np.newaxis])
    radial = np.exp(-(octaves**2) / (2 * math.log(BANDWIDTH) ** 2)) * low_pass

    spread = math.pi / ORIENTATIONS / ANGLES_PER_SIGMA
    directions = np.arange(ORIENTATIONS) * math.pi / ORIENTATIONS
    turned = angle[np.newaxis] - directions[:, np.newaxis, np.newaxis]
    turned = np.arctan2(np.sin(turned), np.cos(turned))
    angular = np.exp(-(turned**2) / (2 * spread**2))

    finest_power, noise_gain = np.zeros(ORIENTATIONS), np.zeros(ORIENTATIONS)
    for which in range(ORIENTATIONS):
        filters = radial * angular[which]
        waves_seen = fft.ifft2(filters).real * math.sqrt(height * width)
        squares = float(np.sum(waves_seen**2))
        products = (float(np.sum(waves_seen.sum(axis=0) ** 2)) - squares) / 2
        finest_power[which] = np.sum(filters[0] ** 2)
        noise_gain[which] = 2 * squares + 4 * products
    return Bank(radial=radial, angular=angular, finest_power=finest_power, noise_gain=noise_gain)


def phase_congruency(plane: Array) -> Array:
    """Return the phase congruency of a plane on 0..255: float64 (H, W), 0 where none, towards 1 where all agree."""
    from scipy import fft

    bank = bank_for(*plane.shape)
    # No filter passes the mean. Taking one level off makes a flat picture exactly 0 instead of rounding noise.
    half = fft.rfft2(plane - plane[0, 0])
    found, amplitude, finest_power = wave_energy(half, bank.angular, bank.radial, LEAST_ENERGY)
    limits = [_noise_limit(power, bank, which) for which, power in enumerate(finest_power)]
    # Column by column so far.
    return np.ascontiguousarray(congruency(found, np.array(limits), amplitude).T)


def _noise_limit(finest_power: Array, bank: Bank, which: int) -> float:
    """Return the energy below which all is noise, estimated from the finest scale, which is mostly noise."""
    if bank.finest_power[which] == 0:
        return 0.0
    # The squared amplitude of noise is exponentially distributed: its median is mean × log 2.
    mean_square = median(finest_power) / math.log(2)
    power = mean_square / float(bank.finest_power[which])
    rayleigh = math.sqrt(power * float(bank.noise_gain[which]) / 2)
    mean, deviation = rayleigh * math.sqrt(math.pi / 2), rayleigh * math.sqrt(2 - math.pi / 2)
    return (mean + NOISE_SIGMAS * deviation) / NOISE_DIVISOR


def _features(picture: Picture) -> tuple[Array, Array]:
    """Return phase congruency and gradient magnitude of the luminance, reduced to about 256 px."""

    def compute() -> tuple[Array, Array]:
        luminance = mixed(picture, YIQ_Y, factor_of(picture))
        return phase_congruency(luminance), gradient_magnitude(luminance, SCHARR)

    return picture.derive("phase congruency and gradient", compute)


def fsim_map(reference: Picture, candidate: Picture) -> Array:
    """Return the similarity of phase congruency times that of gradient, on the pictures reduced to about 256 px."""
    candidate = masked_like(reference, candidate)

    def compute() -> Array:
        (phase_a, gradient_a), (phase_b, gradient_b) = _features(reference), _features(candidate)
        alike: Array = likeness(phase_a, phase_b, T1_PHASE) * likeness(gradient_a, gradient_b, T2_GRADIENT)
        return alike

    return candidate.derive(("fsim map", id(reference)), compute)


def fsim_c_map(reference: Picture, candidate: Picture) -> Array:
    """Return the map of fsim times the similarity of the chromaticities I and Q, raised to 0.03."""
    alike = fsim_map(reference, candidate)
    if reference.pixels.ndim == 2:
        return alike
    candidate = masked_like(reference, candidate)
    factor = factor_of(reference)
    of_i, of_q = (
        likeness(mixed(reference, weights, factor), mixed(candidate, weights, factor), T3_CHROMA)
        for weights in (YIQ_I, YIQ_Q)
    )
    return alike * real_power(of_i * of_q, CHROMA_POWER)


def _pooled(alike: Array, reference: Picture, candidate: Picture) -> float:
    """Return the mean of the map, weighed by the stronger of the two phase congruencies."""
    candidate = masked_like(reference, candidate)
    weights = np.maximum(_features(reference)[0], _features(candidate)[0])
    return weighted_mean(alike, weights, mask_of(candidate, factor_of(candidate)))


@metric(
    title="Feature similarity (FSIM)",
    better="higher",
    low=0,
    high=1,
    identical=1,
    resolution=1e-4,
    reads="luma",
    needs=("white",),
    blind=("the sign of an edge: dark on light or light on dark", "smooth changes of brightness"),
    masked=True,
    local=fsim_map,
    source="Zhang, Zhang, Mou & Zhang 2011, IEEE TIP 20(8), eq. 11; the authors' FeatureSIM.m, with Kovesi's phase "
    "congruency. Luminance is not rounded to levels there, and not here",
)
def fsim(reference: Picture, candidate: Picture) -> float:
    """Return the similarity of phase congruency and gradient of the two luminances, weighed by phase congruency.

    1 for identical pictures, towards 0 where lines and edges have nothing in common; 0.5 is already far apart. Pictures
    are first reduced to about 256 px. Undefined where neither picture has a line or an edge. Under a mask the candidate
    takes the reference's pixels outside it, and the places under it are pooled.
    """
    return _pooled(fsim_map(reference, candidate), reference, candidate)


@metric(
    title="Feature similarity in colour (FSIMc)",
    better="higher",
    low=0,
    high=1,
    identical=1,
    resolution=1e-4,
    needs=("white",),
    blind=("the sign of an edge: dark on light or light on dark", "smooth changes of brightness"),
    masked=True,
    local=fsim_c_map,
    source="Zhang, Zhang, Mou & Zhang 2011, IEEE TIP 20(8), eq. 17; the authors' FeatureSIM.m. piq takes other digits "
    "for YIQ",
)
def fsim_c(reference: Picture, candidate: Picture) -> float:
    """Return FSIM with the similarity of the chromaticities I and Q joined to it.

    1 for identical pictures, as FSIM otherwise; of gray pictures it is FSIM. Undefined where neither picture has a line
    or an edge. Under a mask the candidate takes the reference's pixels outside it, and the places under it are pooled.
    """
    return _pooled(fsim_c_map(reference, candidate), reference, candidate)
