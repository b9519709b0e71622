"""FLIP: the difference that a person sees who flips between the two pictures on a screen.

Section and equation numbers are those of Andersson, Nilsson, Akenine-Möller, Oskarsson, Åström & Fairchild 2020.
"""

from __future__ import annotations

import math

import numpy as np

from mikurabe.metrics.colour import linear_light
from mikurabe.metrics.definition import metric
from mikurabe.metrics.planes import masked_like
from mikurabe.metrics.pooling import pooled_mean
from mikurabe.picture import Picture
from mikurabe.records import Array, Param

# sRGB's primaries, and D65 to five digits, as x and y.
_PRIMARIES = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
_D65 = (0.31271, 0.32902)

# Table 1: contrast sensitivity as sums of Gaussians (a, b) per channel: achromatic, red-green, blue-yellow.
_SENSITIVITY = (((1.0, 0.0047),), ((1.0, 0.0053),), ((34.1, 0.04), (13.5, 0.025)))
# Sections 4.1.4 and 4.3.
_COLOUR_EXPONENT, _FEATURE_EXPONENT = 0.7, 0.5
_KNEE, _KNEE_VALUE = 0.4, 0.95
# Section 4.2: the width of a detected feature, in degrees of the field of view.
_FEATURE_DEGREES = 0.082

_PPD = Param(
    name="ppd",
    default=67.0,
    low=1,
    high=1000,
    help="pixels per degree of the field of view; 67: a screen 0.7 m wide with 3840 px seen from 0.7 m",
)


def _rgb_to_xyz() -> Array:
    """Return the matrix from linear sRGB to X, Y, Z that these primaries and this white give."""
    columns = np.array([[x / y, 1.0, (1 - x - y) / y] for x, y in _PRIMARIES]).T
    x, y = _D65
    return np.asarray(columns * np.linalg.solve(columns, np.array([x / y, 1.0, (1 - x - y) / y])))


_TO_XYZ = _rgb_to_xyz()
_FROM_XYZ = np.linalg.inv(_TO_XYZ)
_WHITE = _TO_XYZ.sum(axis=1)


def flip_map(reference: Picture, candidate: Picture, *, ppd: float = 67.0) -> Array:
    """Return the FLIP difference of every pixel, float64 (H, W): 0 the same, 1 the largest."""

    def compute() -> Array:
        other = masked_like(reference, candidate)
        colours = _redistributed(_hyab(_seen(reference, ppd), _seen(other, ppd)))
        edges_a, points_a = _features(reference, ppd)
        edges_b, points_b = _features(other, ppd)
        feature = np.maximum(np.abs(edges_a - edges_b), np.abs(points_a - points_b))
        feature = np.minimum(feature / math.sqrt(2), 1.0) ** _FEATURE_EXPONENT
        return np.asarray(colours ** (1 - feature))

    return candidate.derive(("flip", id(reference), ppd), compute)


@metric(
    title="FLIP",
    better="lower",
    low=0,
    high=1,
    identical=0,
    resolution=1e-4,
    needs=("white",),
    params=(_PPD,),
    masked=True,
    local=flip_map,
    source="Andersson et al. 2020, FLIP: A Difference Evaluator for Alternating Images, Proc. ACM CGIT 3(2); mean of "
    "the map for pictures on a screen (LDR), as the authors' flip-evaluator 1.7, which computes in single precision",
)
def flip(reference: Picture, candidate: Picture, *, ppd: float = 67.0) -> float:
    """Return the mean FLIP difference: 0 for identical pictures, 1 for the largest difference everywhere.

    It depends on how large a pixel appears, which ``ppd`` says. Outside a mask the candidate is taken to be the
    reference, so that nothing there is seen through the filters, and the mean is over the mask.
    """
    return pooled_mean(flip_map(reference, candidate, ppd=ppd), reference.mask)


def _opponent(picture: Picture) -> Array:
    """Return Y, Cx, Cz of section 4.1.1, (3, H, W); of a gray picture Y alone, (1, H, W), for Cx = Cz = 0."""

    def compute() -> Array:
        light = linear_light(picture)
        if light.ndim == 2:
            return 116 * light[np.newaxis] - 16
        x, y, z = _mixed(_TO_XYZ / _WHITE[:, np.newaxis], np.moveaxis(light, -1, 0))
        return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)])

    return picture.derive("opponent colours of flip", compute)


def _mixed(matrix: Array, planes: Array) -> list[Array]:
    """Return the matrix times the three planes; sums in a fixed order, so that like pictures stay exactly alike."""
    return [row[0] * planes[0] + row[1] * planes[1] + row[2] * planes[2] for row in matrix]


def _filtered(plane: Array, down: Array, right: Array) -> Array:
    """Return the plane under a separable filter, the border's pixels repeated outwards."""
    from scipy.ndimage import correlate1d

    return np.asarray(correlate1d(correlate1d(plane, down, axis=0, mode="nearest"), right, axis=1, mode="nearest"))


def _blurred(plane: Array, gaussians: tuple[tuple[float, float], ...], ppd: float) -> Array:
    """Return the plane blurred as the eye does: eq. 3 in pixels, cut at three deviations of the widest Gaussian."""
    widest = max(b for channel in _SENSITIVITY for _, b in channel)
    radius = math.ceil(3 * math.sqrt(widest / (2 * math.pi**2)) * ppd)
    degrees = np.arange(-radius, radius + 1) / ppd
    taps = [(a * math.sqrt(math.pi / b), np.exp(-(math.pi**2) * degrees**2 / b)) for a, b in gaussians]
    total = sum(height * tap.sum() ** 2 for height, tap in taps)
    return np.asarray(sum(_filtered(plane, height / total * tap, tap) for height, tap in taps))


def _seen(picture: Picture, ppd: float) -> Array:
    """Return what the eye gets, as L, a, b; a and b fade in the dark (Hunt). (3, H, W), or (1, H, W) for gray."""

    def compute() -> Array:
        opponent = _opponent(picture)
        blurred = [_blurred(plane, csf, ppd) for plane, csf in zip(opponent, _SENSITIVITY, strict=False)]
        y = (blurred[0] + 16) / 116
        if len(blurred) == 1:
            return _hunt(np.clip(y, 0.0, 1.0)[np.newaxis])
        xyz = np.stack([y + blurred[1] / 500, y, y - blurred[2] / 200])
        light = np.stack(_mixed(_FROM_XYZ * _WHITE, xyz))
        return _hunt(np.stack(_mixed(_TO_XYZ / _WHITE[:, np.newaxis], np.clip(light, 0.0, 1.0))))

    return picture.derive(("seen by flip", ppd), compute)


def _hunt(xyz: Array) -> Array:
    """Return Hunt-adjusted Lab (eq. 4) of X, Y, Z over white, (3, ...); of Y alone, (1, ...), the lightness."""
    knee = 6 / 29
    roots = np.where(xyz > knee**3, np.cbrt(xyz), xyz / (3 * knee**2) + 4 / 29)
    if len(xyz) == 1:
        return np.asarray(116 * roots - 16)
    x, y, z = roots
    lightness = 116 * y - 16
    return np.stack([lightness, 0.01 * lightness * (500 * (x - y)), 0.01 * lightness * (200 * (y - z))])


def _hyab(first: Array, second: Array) -> Array:
    """Return the distance of section 4.1.3: city blocks in lightness, Euclid in a and b."""
    apart = np.abs(first[0] - second[0])
    if len(first) == 1:
        return np.asarray(apart)
    return np.asarray(apart + np.hypot(first[1] - second[1], first[2] - second[2]))


def _largest() -> float:
    """Return the largest distance of two colours of a screen, green and blue."""
    green, blue = (_hunt(_TO_XYZ[:, channel] / _WHITE) for channel in (1, 2))
    return float(_hyab(green, blue))


_LARGEST = _largest() ** _COLOUR_EXPONENT


def _redistributed(distance: Array) -> Array:
    """Return distances brought to 0..1 (section 4.1.4): the lower part is stretched, the upper one compressed."""
    powered = distance**_COLOUR_EXPONENT
    knee = _KNEE * _LARGEST
    upper = _KNEE_VALUE + (powered - knee) / (_LARGEST - knee) * (1 - _KNEE_VALUE)
    spread = np.where(powered < knee, powered * (_KNEE_VALUE / knee), upper)
    return np.asarray(np.clip(spread, 0.0, 1.0))


def _features(picture: Picture, ppd: float) -> tuple[Array, Array]:
    """Return how strong an edge and a point each pixel is (section 4.2), by derivatives of a Gaussian both ways."""

    def compute() -> tuple[Array, Array]:
        deviation = 0.5 * _FEATURE_DEGREES * ppd
        radius = math.ceil(3 * deviation)
        offsets = np.arange(-radius, radius + 1)
        smooth = np.exp(-(offsets**2) / (2 * deviation**2))
        achromatic = (_opponent(picture)[0] + 16) / 116
        strengths = []
        for detector in (-offsets * smooth, (offsets**2 / deviation**2 - 1) * smooth):
            # Positive weights sum to 1 and negative ones to -1.
            above = detector > 0
            scaled = np.where(above, detector / detector[above].sum(), detector / -detector[detector < 0].sum())
            level = smooth / smooth.sum()
            across, down = _filtered(achromatic, level, scaled), _filtered(achromatic, scaled, level)
            strengths.append(np.hypot(across, down))
        return strengths[0], strengths[1]

    return picture.derive(("features of flip", ppd), compute)
