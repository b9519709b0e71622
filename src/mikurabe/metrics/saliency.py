"""Indices that ask first where one would look: VSI and SR-SIM compare saliency maps, and weigh by them."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from mikurabe.errors import UndefinedScore
from mikurabe.kernels import lab_of_levels, likeness, real_power, resampled, salience
from mikurabe.metrics.definition import metric
from mikurabe.metrics.phase import frequencies
from mikurabe.metrics.planes import (
    SCHARR,
    YIQ_Y,
    factor_of,
    gradient_magnitude,
    mask_of,
    masked_like,
    mixed,
)
from mikurabe.metrics.pooling import weighted_mean
from mikurabe.metrics.resizing import averaged, ends, resized, resized_channels, taps
from mikurabe.picture import Picture
from mikurabe.records import Array

# Zhang 2014 (VSI), section IV: saliency is found at this size, with these filters.
SALIENCY_PX = 256
CENTRE_FREQUENCY, BANDWIDTH = 0.021, 1.34
CENTRE_SIGMA_PX = 145.0
WARMTH_SIGMA = 0.001
# The colour space LMN, and the constants of the similarities for levels of 0..255.
LMN_L = (0.06, 0.63, 0.27)
LMN_M = (0.30, 0.04, -0.35)
LMN_N = (0.34, -0.60, 0.17)
VSI_SALIENCY, VSI_GRADIENT, VSI_CHROMA = 1.27, 386.0, 130.0
VSI_GRADIENT_POWER, VSI_CHROMA_POWER = 0.40, 0.02

# The authors' conversion to L*a*b*: sRGB's own matrix (for D65), then divided by the white of D50. Gray is not neutral
# in it, and saliency by warmth finds something in gray pictures too.
XYZ_OF_RGB = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE_POINT = (0.9642, 1.0, 0.8251)

# Zhang & Li 2012 (SR-SIM), section 3: saliency is found at a quarter of the size and blurred.
SPECTRAL_SCALE = 0.25
BLUR_PX, BLUR_SIGMA_PX = 10, 3.8
SR_SALIENCY, SR_GRADIENT, SR_GRADIENT_POWER = 0.40, 225.0, 0.50


def stretched(plane: Array) -> Array:
    """Return the plane scaled to 0..1 by its least and greatest value; all 0 where it is flat."""
    low, high = float(plane.min()), float(plane.max())
    if low == high:
        return np.zeros(plane.shape)
    scaled: Array = (plane - low) / (high - low)
    return scaled


def lab_of(planes: Array) -> Array:
    """Return L*, a* and b* of red, green and blue on 0..255, (3, h, w) each."""
    lab: Array = lab_of_levels(planes, XYZ_OF_RGB / np.array(WHITE_POINT)[:, np.newaxis])
    return lab


def sdsp_saliency(picture: Picture, factor: int = 1) -> Array:
    """Return the saliency by simple priors (SDSP, Zhang, Gu & Li 2013), reduced as ``box_reduced`` does it.

    A place is salient where the band-passed colour is strong, near the centre, and warm. float64 (ceil(H / factor),
    ceil(W / factor)), 0 to 1 but for rounding. What is found at 256 x 256 is enlarged and reduced in one step, so that
    no plane of the picture's size is needed.
    """
    height, width = picture.pixels.shape[:2]
    shrinking = (taps(length, SALIENCY_PX, "bilinear") for length in (height, width))
    rows, columns = (taps(SALIENCY_PX, length, "bilinear") for length in (height, width))
    planes = resized_channels(picture.pixels, *shrinking) * (255 / picture.white)
    found = _sdsp(planes if len(planes) == 3 else np.repeat(planes, 3, axis=0))
    # Stretched to 0..1 by the least and greatest value of the full size.
    full = resized_channels(found, ends(rows), ends(columns))
    low, high = float(full.min()), float(full.max())
    if low == high:
        return np.zeros((-(-height // factor), -(-width // factor)))
    stretch = resampled(found, averaged(rows, factor), averaged(columns, factor), np.array([low]))
    saliency: Array = stretch[0] / (high - low)
    return saliency


def _sdsp(planes: Array) -> Array:
    """Return the product of the three priors for red, green and blue on 0..255, (3, 256, 256)."""
    from scipy import fft

    lab = lab_of(planes)
    band, centre = _priors()
    # The band stops the mean: one level off makes a flat picture exactly 0 instead of rounding noise.
    passed = fft.irfft2(fft.rfft2(lab - lab[:, :1, :1]) * band, s=centre.shape)
    product: Array = salience(passed, lab, centre, WARMTH_SIGMA)
    return product


@lru_cache(maxsize=1)
def _priors() -> tuple[Array, Array]:
    """Return the band-pass for half of the spectrum, which is even, and the prior of the centre."""
    axis = frequencies(SALIENCY_PX)
    radius = np.hypot(axis[:, np.newaxis], axis[: SALIENCY_PX // 2 + 1])
    radius[0, 0] = 1  # no logarithm of 0
    band = np.exp(-(np.log(radius / CENTRE_FREQUENCY) ** 2) / (2 * BANDWIDTH**2)) * (radius <= 0.5)
    steps = np.arange(1, SALIENCY_PX + 1) - SALIENCY_PX / 2
    return band, np.exp(-(steps[:, np.newaxis] ** 2 + steps**2) / CENTRE_SIGMA_PX**2)


def _vsi_planes(picture: Picture) -> tuple[Array, Array, Array, Array]:
    """Return saliency, gradient magnitude, M and N, reduced to about 256 px."""

    def compute() -> tuple[Array, Array, Array, Array]:
        factor = factor_of(picture)
        saliency = sdsp_saliency(picture, factor)
        gradient = gradient_magnitude(mixed(picture, LMN_L, factor), SCHARR)
        return saliency, gradient, mixed(picture, LMN_M, factor), mixed(picture, LMN_N, factor)

    return picture.derive("planes for vsi", compute)


def vsi_map(reference: Picture, candidate: Picture) -> Array:
    """Return the similarity of saliency, gradient and chromaticity, on the pictures reduced to about 256 px."""
    candidate = masked_like(reference, candidate)
    saliency_a, gradient_a, m_a, n_a = _vsi_planes(reference)
    saliency_b, gradient_b, m_b, n_b = _vsi_planes(candidate)
    gradient = real_power(likeness(gradient_a, gradient_b, VSI_GRADIENT), VSI_GRADIENT_POWER)
    chroma = likeness(m_a, m_b, VSI_CHROMA) * likeness(n_a, n_b, VSI_CHROMA)
    alike: Array = likeness(saliency_a, saliency_b, VSI_SALIENCY) * gradient * real_power(chroma, VSI_CHROMA_POWER)
    return alike


@metric(
    title="Visual saliency-induced index (VSI)",
    better="higher",
    low=0,
    high=1,
    identical=1,
    resolution=1e-4,
    needs=("white",),
    blind=("the sign of an edge: dark on light or light on dark",),
    masked=True,
    local=vsi_map,
    source="Zhang, Shen & Li 2014, IEEE TIP 23(10), eq. 9; the authors' VSI.m. MATLAB's imresize widens its "
    "kernel where it shrinks and its conv2 reaches to the right and below; piq does neither, up to 0.01 apart",
)
def vsi(reference: Picture, candidate: Picture) -> float:
    """Return the similarity of saliency, gradient and chromaticity, weighed by the stronger of the two saliencies.

    1 for identical pictures; 0.9 is already far apart. A gray picture counts as one with equal red, green and blue.
    Pictures are first reduced to about 256 px. Undefined where both pictures are one flat colour: nothing is salient.
    Under a mask the candidate takes the reference's pixels outside it, and the places under it are pooled.
    """
    alike = vsi_map(reference, candidate)
    candidate = masked_like(reference, candidate)
    weights = np.maximum(_vsi_planes(reference)[0], _vsi_planes(candidate)[0])
    return weighted_mean(alike, weights, mask_of(candidate, factor_of(candidate)))


def spectral_residual(plane: Array) -> Array:
    """Return the saliency by the residual of the log spectrum (Hou & Zhang 2007): float64 of the plane's shape.

    Saliency is scaled to 0..1 at a quarter of the size; enlarging it may step a little beyond. Raises UndefinedScore
    for a plane that is flat at that size.
    """
    from scipy import fft

    height, width = plane.shape
    small = resized(plane, (math.ceil(height * SPECTRAL_SCALE), math.ceil(width * SPECTRAL_SCALE)), "bicubic")
    if small.min() == small.max():
        raise UndefinedScore(
            "a picture is one flat level at a quarter of its size: it has no spectrum to look for salience in"
        )
    spectrum = fft.fft2(small)
    amplitude = np.abs(spectrum)
    # A wave that is weaker than the rounding of the transform is not there, and has no phase.
    rounding = float(np.finfo(np.float64).eps) * float(amplitude.max())
    there = amplitude > rounding
    logarithm = np.log(np.maximum(amplitude, rounding))
    residual = np.exp(logarithm - _mean_of_9(logarithm))
    phase = np.divide(spectrum, amplitude, out=np.zeros_like(spectrum), where=there)
    saliency = np.abs(fft.ifft2(residual * phase)) ** 2
    return resized(stretched(_blurred(saliency)), (height, width), "bicubic")


def _mean_of_9(plane: Array) -> Array:
    """Return the mean of 3 x 3 places, the border repeated."""
    padded = np.pad(plane, 1, mode="edge")
    columns = padded[:-2] + padded[1:-1] + padded[2:]
    mean: Array = (columns[:, :-2] + columns[:, 1:-1] + columns[:, 2:]) / 9
    return mean


def _blurred(plane: Array) -> Array:
    """Return the plane under a Gaussian window, zeros beyond the border; an even one reaches further right and down."""
    offsets = np.arange(BLUR_PX) - (BLUR_PX - 1) / 2
    taps = np.exp(-(offsets**2) / (2 * BLUR_SIGMA_PX**2))
    taps /= taps.sum()
    before = (BLUR_PX - 1) // 2
    height, width = plane.shape
    padded = np.pad(plane, (before, BLUR_PX - 1 - before))
    rows = sum(tap * padded[down : down + height] for down, tap in enumerate(taps))
    return np.asarray(sum(tap * rows[:, right : right + width] for right, tap in enumerate(taps)))


def _sr_planes(picture: Picture) -> tuple[Array, Array]:
    """Return saliency and gradient magnitude of the luminance, reduced to about 256 px."""

    def compute() -> tuple[Array, Array]:
        luminance = mixed(picture, YIQ_Y, factor_of(picture))
        return spectral_residual(luminance), gradient_magnitude(luminance, SCHARR)

    return picture.derive("planes for sr_sim", compute)


def sr_sim_map(reference: Picture, candidate: Picture) -> Array:
    """Return the similarity of spectral residual saliency and gradient, on the pictures reduced to about 256 px."""
    candidate = masked_like(reference, candidate)
    (saliency_a, gradient_a), (saliency_b, gradient_b) = _sr_planes(reference), _sr_planes(candidate)
    gradient = likeness(gradient_a, gradient_b, SR_GRADIENT) ** SR_GRADIENT_POWER
    alike: Array = likeness(saliency_a, saliency_b, SR_SALIENCY) * gradient
    return alike


@metric(
    title="Spectral residual similarity (SR-SIM)",
    better="higher",
    low=0,
    high=1,
    identical=1,
    resolution=1e-4,
    reads="luma",
    needs=("white",),
    blind=("the sign of an edge: dark on light or light on dark",),
    masked=True,
    local=sr_sim_map,
    source="Zhang & Li 2012, ICIP, eq. 6; the authors' SR_SIM.m with its Gaussian of 10 × 10 places, which reaches "
    "one further to the right and below (piq's golden value for 9 × 9 is another number)",
)
def sr_sim(reference: Picture, candidate: Picture) -> float:
    """Return the similarity of saliency and gradient of the two luminances, weighed by the stronger saliency.

    1 for identical pictures; 0.9 is already far apart. Luminance is not rounded to levels. Pictures are first reduced
    to about 256 px, saliency is found at a quarter of that. Undefined where a picture is one flat level by then. Under
    a mask the candidate takes the reference's pixels outside it, and the places under it are pooled.
    """
    alike = sr_sim_map(reference, candidate)
    candidate = masked_like(reference, candidate)
    weights = np.maximum(_sr_planes(reference)[0], _sr_planes(candidate)[0])
    return weighted_mean(alike, weights, mask_of(candidate, factor_of(candidate)))
