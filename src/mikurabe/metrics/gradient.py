"""Indices that compare how steep the two pictures are at every place: GMSD, its multi-scale form, and MDSI.

They pool by how *unevenly* the picture is damaged, not by how much: an even change everywhere goes unseen.
"""

from __future__ import annotations

import math

import numpy as np

from mikurabe.errors import UndefinedScore
from mikurabe.kernels import likeness, slope_deviation, slope_squares
from mikurabe.metrics.definition import metric
from mikurabe.metrics.planes import (
    PREWITT,
    box_reduced,
    factor_of,
    gradient_magnitude,
    levels,
    mask_of,
    masked_like,
    mixed,
    reduced_mask,
)
from mikurabe.metrics.pooling import pooled_deviation, pooled_mean
from mikurabe.picture import Picture
from mikurabe.records import Array, Param

# Xue 2014, section III: the constant c of the gradient magnitude similarity for levels of 0..255.
GMSD_CONSTANT = 170.0

# Zhang 2017: the weights of the four scales, finest first, and the masking parameter alpha of the similarity.
MS_WEIGHTS = (0.096, 0.596, 0.289, 0.019)
MS_MASKING = 0.5

# Nafchi 2016, section II: luminance, and the two chromaticities of the Gaussian colour model.
MDSI_LUMINANCE = (0.2989, 0.5870, 0.1140)
MDSI_H = (0.30, 0.04, -0.35)
MDSI_M = (0.34, -0.60, 0.17)
# Nafchi 2016, section III: C1 and C2 of the gradients, C3 of the chromaticities, for levels of 0..255.
MDSI_C1, MDSI_C2, MDSI_C3 = 140.0, 55.0, 550.0


def _deviation(reference: Picture, candidate: Picture, factor: int, masking: float) -> float:
    """Return the population standard deviation of the similarity of the two lumas averaged over factor x factor."""
    squares = reference.derive(("slope squares", factor), lambda: slope_squares(reference.luma, factor))
    # The kernel's slopes are those of sums instead of means, by Prewitt's kernel times 3, in the picture's own levels.
    unit = 3 * factor**2 * reference.white / 255
    return slope_deviation(squares, candidate.luma, factor, GMSD_CONSTANT * unit**2, masking)


def _gmsd_gradient(picture: Picture) -> Array:
    return picture.derive("gradient for gmsd", lambda: gradient_magnitude(levels(picture, 2), PREWITT))


def gmsd_map(reference: Picture, candidate: Picture) -> Array:
    """Return 1 - gradient magnitude similarity on the picture halved: 0 where equally steep, towards 1 where not."""
    candidate = masked_like(reference, candidate)
    unlike: Array = 1 - likeness(_gmsd_gradient(reference), _gmsd_gradient(candidate), GMSD_CONSTANT)
    return unlike


@metric(
    title="Gradient magnitude similarity deviation (GMSD)",
    better="lower",
    low=0,
    high=math.sqrt(0.5),
    identical=0,
    resolution=1e-4,
    version=2,
    reads="luma",
    needs=("white",),
    tolerates=("a constant added to all levels",),
    blind=("the sign of an edge: dark on light or light on dark", "a change that is the same everywhere"),
    masked=True,
    local=gmsd_map,
    source="Xue, Zhang, Mou & Bovik 2014, IEEE TIP 23(2), eq. 6. The authors' GMSD.m divides by N - 1 (MATLAB's std2), "
    "and so does this; piq and OpenCV divide by N as the equation does",
)
def gmsd(reference: Picture, candidate: Picture) -> float:
    """Return the standard deviation of the gradient magnitude similarity of the two lumas.

    0 for identical pictures, in practice up to about 0.35. The lumas are first averaged over 2 × 2 pixels and every
    second one is kept. Undefined where that leaves one place only. Under a mask the candidate takes the reference's
    pixels outside it, and the deviation is that of the places under it.
    """
    mask = mask_of(candidate, 2)
    height, width = reference.luma.shape
    places = -(-height // 2) * -(-width // 2) if mask is None else int(np.count_nonzero(mask))
    if places < 2:
        raise UndefinedScore("only one place is left of the picture halved, and one place does not deviate; use mse")
    if mask is None or mask.all():
        deviation = _deviation(reference, candidate, 2, 0.0)
    else:
        deviation = pooled_deviation(gmsd_map(reference, candidate), mask)
    return deviation * math.sqrt(places / (places - 1))


def _halvings(picture: Picture) -> tuple[Array, ...]:
    """Return the gradient magnitudes of the luma at four scales, each half the one before."""

    def compute() -> tuple[Array, ...]:
        planes = [levels(picture)]
        while len(planes) < len(MS_WEIGHTS):
            planes.append(box_reduced(planes[-1], 2))
        return tuple(gradient_magnitude(plane, PREWITT) for plane in planes)

    return picture.derive("gradients for ms_gmsd", compute)


@metric(
    title="Multi-scale GMSD",
    better="lower",
    low=0,
    high=0.5,
    identical=0,
    resolution=1e-4,
    version=2,
    reads="luma",
    needs=("white",),
    tolerates=("a constant added to all levels",),
    blind=("the sign of an edge: dark on light or light on dark", "a change that is the same everywhere"),
    masked=True,
    source="Zhang, Sander & Bermak 2017, ICASSP, eq. 4 and 6, on luma (not the chromatic form). Divides by N as the "
    "equation does",
)
def ms_gmsd(reference: Picture, candidate: Picture) -> float:
    """Return the weighted root mean square of the GMSD at four scales, each half the one before, from full size on.

    0 for identical pictures, in practice up to about 0.35. Its similarity is narrower than that of GMSD (masking
    parameter 0.5). Undefined below 16 × 16 px. Under a mask the candidate takes the reference's pixels outside it, and
    the deviations are those of the places under it.
    """
    height, width = reference.pixels.shape[:2]
    if min(height, width) < 16:
        raise UndefinedScore(f"{width} × {height} px is smaller than 16 × 16 px: four scales need more; use gmsd")
    mask, total = candidate.mask, 0.0
    if mask is None or mask.all():
        for scale, weight in enumerate(MS_WEIGHTS):
            total += weight * _deviation(reference, candidate, 2**scale, MS_MASKING) ** 2
        return math.sqrt(total)
    candidate = masked_like(reference, candidate)
    for weight, first, second in zip(MS_WEIGHTS, _halvings(reference), _halvings(candidate), strict=True):
        if mask.shape != first.shape:
            mask = reduced_mask(mask, 2)
        total += weight * pooled_deviation(_narrow_likeness(first, second), mask) ** 2
    return math.sqrt(total)


def _narrow_likeness(first: Array, second: Array) -> Array:
    product = first * second
    squares = first * first + second * second
    masking, constant = MS_MASKING * product, GMSD_CONSTANT
    # Above and below in the same order of steps, so that equal gradients give exactly 1.
    alike: Array = (2 * product - masking + constant) / (squares - masking + constant)
    return alike


def _mdsi_planes(picture: Picture) -> tuple[Array, Array, Array, Array]:
    """Return luminance, its gradient magnitude, and the two chromaticities, reduced to about 256 px."""

    def compute() -> tuple[Array, Array, Array, Array]:
        factor = factor_of(picture)
        luminance = mixed(picture, MDSI_LUMINANCE, factor)
        gradient = gradient_magnitude(luminance, PREWITT)
        return luminance, gradient, mixed(picture, MDSI_H, factor), mixed(picture, MDSI_M, factor)

    return picture.derive("planes for mdsi", compute)


def mdsi_map(reference: Picture, candidate: Picture, *, combination: str = "sum") -> Array:
    """Return how far the similarity (its fourth root) of every place is from the mean of all: 0 where all are alike."""
    candidate = masked_like(reference, candidate)
    luminance_a, gradient_a, h_a, m_a = _mdsi_planes(reference)
    luminance_b, gradient_b, h_b, m_b = _mdsi_planes(candidate)
    fused = gradient_magnitude((luminance_a + luminance_b) / 2, PREWITT)
    # Nafchi 2016, eq. 5: the fused picture shows which of the two has lost the edge. This is what is not symmetric.
    edges = likeness(gradient_a, gradient_b, MDSI_C1) + (
        likeness(gradient_b, fused, MDSI_C2) - likeness(gradient_a, fused, MDSI_C2)
    )
    colours = (2 * (h_a * h_b + m_a * m_b) + MDSI_C3) / ((h_a * h_a + h_b * h_b) + (m_a * m_a + m_b * m_b) + MDSI_C3)
    # Negative similarities have complex roots, as in MATLAB: a length and an angle for every place.
    if combination == "sum":
        both = 0.6 * edges + 0.4 * colours
        length, angle = np.abs(both), np.where(both < 0, np.pi, 0.0)
    else:
        length = np.abs(edges) ** 0.2 * np.abs(colours) ** 0.1
        angle = np.where(edges < 0, 0.2 * np.pi, 0.0) + np.where(colours < 0, 0.1 * np.pi, 0.0)
    real, imaginary = length**0.25, np.zeros(length.shape)
    turned = angle != 0
    imaginary[turned] = real[turned] * np.sin(angle[turned] / 4)
    real[turned] *= np.cos(angle[turned] / 4)
    mask = mask_of(candidate, factor_of(candidate))
    apart: Array = np.hypot(real - pooled_mean(real, mask), imaginary - pooled_mean(imaginary, mask))
    return apart


@metric(
    title="Mean deviation similarity index (MDSI)",
    better="lower",
    low=0,
    high=1,
    identical=0,
    resolution=1e-4,
    symmetric=False,
    needs=("white",),
    params=(
        Param(
            name="combination",
            default="sum",
            choices=("sum", "mult"),
            help="how edges and colours are joined: 0.6 edges + 0.4 colours, or edges^0.2 × colours^0.1",
        ),
    ),
    blind=("a change that is the same everywhere",),
    masked=True,
    local=mdsi_map,
    source="Nafchi, Shahkolaei, Hedjam & Cheriet 2016, IEEE Access 4, eq. 5 to 11; the authors' MDSI.m. Not symmetric",
)
def mdsi(reference: Picture, candidate: Picture, *, combination: str = "sum") -> float:
    """Return the fourth root of the mean deviation of the joined edge and colour similarity.

    0 for identical pictures, in practice up to about 0.6. Not symmetric: swapping the pictures gives another number.
    A gray picture counts as one with equal red, green and blue. Pictures are first reduced to about 256 px. Under a
    mask the candidate takes the reference's pixels outside it, and the deviation is that of the places under it.
    """
    apart = mdsi_map(reference, candidate, combination=combination)
    return math.sqrt(math.sqrt(pooled_mean(apart, mask_of(candidate, factor_of(candidate)))))
