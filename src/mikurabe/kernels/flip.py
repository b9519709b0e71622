"""The FLIP difference of every pixel of two pictures, in single precision: the NumPy twin.

Section and equation numbers are those of Andersson, Nilsson, Akenine-Möller, Oskarsson, Åström & Fairchild 2020,
FLIP: A Difference Evaluator for Alternating Images, Proc. ACM CGIT 3(2).

In place of the opponent colours Y, Cx, Cz of section 4.1.1 stand Y, X - Y and Z - Y over those of white, of which they
are multiples: the filters are linear. All filters are separable, down the columns first, and are written over pairs
of pixels at the same distance, added from the nearest pair outwards; detectors, whose taps sum to 0, over differences
from the middle. So a flat surface has exactly no feature and a gray one exactly no colour.

Against the same formulas in float64 the mean over a picture of many colours is within 1e-6. A pixel may be further off
where features of the two pictures differ by no more than rounding (1e-7), since FLIP takes the square root of that
difference; and so may a flat picture that hardly differs, since a colour's distance is raised to the power of 0.7: 6e-6
with 8 bits, 3e-5 with 16 bits or floats.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.kernels.elementary import exp2, log2, polynomial
from mikurabe.kernels.light import compressed, linear_light, require_pixels

Array: TypeAlias = NDArray[Any]
Singles: TypeAlias = NDArray[np.float32]
_f = np.float32

# Table 1: contrast sensitivity as sums of Gaussians (a, b) per channel: achromatic, red-green, blue-yellow.
_SENSITIVITY = (((1.0, 0.0047),), ((1.0, 0.0053),), ((34.1, 0.04), (13.5, 0.025)))
# Section 4.2: the width of a detected feature, in degrees of the field of view.
_FEATURE_DEGREES = 0.082
# What lies further out than the last tap above this share of the whole no float32 can tell from nothing.
_NEGLIGIBLE = 1e-8

# How much red and blue (less green) make X, Y, Z over those of white, by sRGB's primaries and D65 to five digits
# (0.31271, 0.32902); and how much X - Y and Z - Y make red, green and blue (less Y).
_MIX = ((0.43389538, 0.18986224), (0.21263683, 0.0721802), (0.017752424, 0.87278193))
_LESS_Y = ((0.22125857, 0.11768204), (-0.1948844, 0.8006018))
_UNMIX = ((3.080342, -0.542943), (-0.9211784, 0.04524841), (0.052881293, 1.15113))

# Sections 4.1.4 and 4.3, by binary logarithms: a distance to the power of 0.7 is scaled so that 0.4 of that of green
# from blue, the largest of a screen's colours, becomes 0.95; what is beyond fills the rest. The logarithm of that rest
# is a polynomial in how far beyond, to 1e-8; the lowest coefficient comes first.
_EXPONENT = 0.7
_KNEE, _SCALE = 4.0453067, -4.119307
_BEYOND = (-0.074000575, 0.035087362, 0.011736615, 0.0025129614, 0.00038333517, 3.2760658e-05)


@dataclass(frozen=True, slots=True, eq=False)
class FlipFilters:
    """The taps of FLIP's filters, float32, from the middle outwards; ``point`` has none in the middle.

    ``y`` and ``red_green`` blur both ways; ``blue_down`` and ``blue_right`` (2, n) are two Gaussians whose results are
    added; ``smooth`` blurs across the direction of ``edge`` and ``point``.
    """

    y: Singles
    red_green: Singles
    blue_down: Singles
    blue_right: Singles
    smooth: Singles
    edge: Singles
    point: Singles


@lru_cache(maxsize=8)
def flip_filters(ppd: float) -> FlipFilters:
    """Return the filters for a screen of ``ppd`` pixels per degree of the field of view: eq. 3 and section 4.2."""
    # Cut at three deviations of the widest Gaussian.
    widest = max(b for channel in _SENSITIVITY for _, b in channel)
    degrees = np.arange(math.ceil(3 * math.sqrt(widest / (2 * math.pi**2)) * ppd) + 1) / ppd
    y, red_green, *blue = (
        [np.exp(-(math.pi**2) * degrees**2 / b) for _, b in channel][at]
        for channel in _SENSITIVITY
        for at in range(len(channel))
    )
    heights = [a * math.sqrt(math.pi / b) * _total(tap) ** 2 for (a, b), tap in zip(_SENSITIVITY[2], blue, strict=True)]
    right = [tap / _total(tap) for tap in blue]
    down = [tap * (height / sum(heights)) for tap, height in zip(right, heights, strict=True)]

    deviation = 0.5 * _FEATURE_DEGREES * ppd
    offsets = np.arange(math.ceil(3 * deviation) + 1)
    smooth = np.exp(-(offsets**2) / (2 * deviation**2))
    edge = offsets * smooth
    point = (offsets**2 / deviation**2 - 1) * smooth
    # Positive weights sum to 1 and negative ones to -1.
    above = point > 0
    point = np.where(above, point / (2 * point[above].sum()), point / -(2 * point[~above].sum() - point[0]))
    return FlipFilters(
        y=_tapered(y / _total(y)),
        red_green=_tapered(red_green / _total(red_green)),
        blue_down=np.array(down, np.float32),
        blue_right=np.array(right, np.float32),
        smooth=(smooth / _total(smooth)).astype(np.float32),
        edge=(edge / edge.sum()).astype(np.float32),
        point=point.astype(np.float32),
    )


def _total(half: Array) -> float:
    """Return the sum of all taps of which these are the middle and one side."""
    return float(2 * half.sum() - half[0])


def _tapered(half: Array) -> Singles:
    return half[: int(np.flatnonzero(half >= _NEGLIGIBLE)[-1]) + 1].astype(np.float32)


def seen_shape(pixels: Array) -> tuple[int, int, int]:
    """Return the shape of :func:`flip_seen` of these pixels."""
    return 5 if pixels.ndim == 3 else 3, *pixels.shape[:2]


def require_seen(seen: Singles, reference: Array, candidate: Array, white: float) -> None:
    """Raise TypeError or ValueError unless these are two pictures' pixels and what is seen of the first."""
    require_pixels(reference, white)
    if reference.shape != candidate.shape or reference.dtype != candidate.dtype:
        raise ValueError(
            f"the two pictures must have one shape and dtype, not {reference.shape} {reference.dtype} and "
            f"{candidate.shape} {candidate.dtype}"
        )
    if seen.shape != seen_shape(reference) or seen.dtype != np.float32:
        raise ValueError(
            f"what is seen of the reference must be float32 {seen_shape(reference)}, not {seen.dtype} {seen.shape}"
        )


def flip_seen(pixels: Array, white: float, filters: FlipFilters) -> Singles:
    """Return what FLIP compares of a picture, float32 (5, H, W): L, a and b as the eye gets them, edges, points.

    a and b fade in the dark (Hunt, eq. 4). Of a gray picture, for a = b = 0, (3, H, W): L, edges, points. Edges and
    points are how strong one is there, 0 to about 1.4. Beyond the border its pixels are repeated.

    Args:
        pixels: (H, W) or (H, W, 3), any strides; uint8, uint16, float32 or float64.
        white: the value of full white.
        filters: those of :func:`flip_filters`.

    Raises:
        TypeError: the dtype is none of the four.
        ValueError: the pixels are neither gray nor RGB, or full white is not a finite number above 0.
    """
    light = linear_light(pixels, white)
    y, *opponents = [light] if light.ndim == 2 else _opponents(light)
    smooth = _even(y, filters.smooth, 0)
    edges = _hypotenuse(_odd(smooth, filters.edge, 1), _even(_odd(y, filters.edge, 0), filters.smooth, 1))
    points = _hypotenuse(_zero_sum(smooth, filters.point, 1), _even(_zero_sum(y, filters.point, 0), filters.smooth, 1))
    y = _even(_even(y, filters.y, 0), filters.y, 1)
    if not opponents:
        return np.stack([_f(116) * compressed(_within(y)) - _f(16), edges, points])
    red_green, blue = opponents
    red_green = _even(_even(red_green, filters.red_green, 0), filters.red_green, 1)
    first, second = (_even(blue, taps, 0) for taps in filters.blue_down)
    blue = _both(first, second, filters.blue_right)
    red, green, blue = (_within(y + _f(r) * red_green + _f(b) * blue) for r, b in _UNMIX)
    red, blue = red - green, blue - green
    x, y, z = (compressed(green + _f(r) * red + _f(b) * blue) for r, b in _MIX)
    lightness = _f(116) * y - _f(16)
    faded = _f(0.01) * lightness
    return np.stack([lightness, faded * (_f(500) * (x - y)), faded * (_f(200) * (y - z)), edges, points])


def flip(seen: Singles, reference: Array, candidate: Array, white: float, filters: FlipFilters) -> Singles:
    """Return the FLIP difference of every pixel, float32 (H, W): 0 the same, 1 the largest.

    Args:
        seen: ``flip_seen(reference, white, filters)``, so that a reference's is computed once.
        reference: (H, W) or (H, W, 3), any strides; uint8, uint16, float32 or float64.
        candidate: as ``reference``, of the same shape and dtype.
        white: the value of full white in both.
        filters: those of :func:`flip_filters`.

    Raises:
        TypeError: the dtype is none of the four.
        ValueError: the pixels are neither gray nor RGB, shapes or dtypes differ, or ``seen`` is that of another shape.
    """
    require_seen(seen, reference, candidate, white)
    *first, edges_1, points_1 = seen
    *second, edges_2, points_2 = flip_seen(candidate, white, filters)
    distance = np.abs(first[0] - second[0])
    if len(first) == 3:
        distance = distance + _hypotenuse(first[1] - second[1], first[2] - second[2])
    powered = _f(_EXPONENT) * log2(distance)
    beyond = np.minimum(polynomial(powered - _f(_KNEE), *_BEYOND), _f(0))
    colour = np.where(powered < _f(_KNEE), powered + _f(_SCALE), beyond)
    feature = np.maximum(np.abs(edges_1 - edges_2), np.abs(points_1 - points_2))
    shrunk = _f(1) - np.sqrt(np.minimum(feature * _f(0.70710677), _f(1)))
    # Where there is no distance, as with the power of 0.
    nothing = np.where(shrunk == 0, _f(1), _f(0))
    return np.where(distance > 0, exp2(shrunk * colour), nothing)


def flip_mean(seen: Singles, reference: Array, candidate: Array, white: float, filters: FlipFilters) -> float:
    """Return the mean of :func:`flip`, in float64, without keeping the map; arguments and errors are the same."""
    return float(np.mean(flip(seen, reference, candidate, white, filters), dtype=np.float64))


def _opponents(light: Singles) -> tuple[Singles, Singles, Singles]:
    """Return Y, X - Y and Z - Y over those of white."""
    red, green, blue = light
    red, blue = red - green, blue - green
    y = green + _f(_MIX[1][0]) * red + _f(_MIX[1][1]) * blue
    less_x, less_z = (_f(r) * red + _f(b) * blue for r, b in _LESS_Y)
    return y, less_x, less_z


def _within(light: Singles) -> Singles:
    return np.minimum(np.maximum(light, _f(0)), _f(1))


def _hypotenuse(x: Singles, y: Singles) -> Singles:
    with np.errstate(under="ignore"):
        return np.sqrt(x * x + y * y)


class _Pairs:
    """The pixels at each distance to both sides of every pixel along an axis; the border's are repeated."""

    def __init__(self, plane: Singles, radius: int, axis: int) -> None:
        padding = [(0, 0), (0, 0)]
        padding[axis] = (radius, radius)
        self.padded = np.pad(plane, padding, mode="edge")
        self.length, self.radius, self.axis = plane.shape[axis], radius, axis

    def at(self, distance: int) -> Singles:
        start = self.radius + distance
        part = slice(start, start + self.length)
        return self.padded[part] if self.axis == 0 else self.padded[:, part]


def _even(plane: Singles, taps: Singles, axis: int) -> Singles:
    pairs = _Pairs(plane, len(taps) - 1, axis)
    total: Singles = taps[0] * plane
    for k in range(1, len(taps)):
        total = total + taps[k] * (pairs.at(k) + pairs.at(-k))
    return total


def _odd(plane: Singles, taps: Singles, axis: int) -> Singles:
    pairs = _Pairs(plane, len(taps) - 1, axis)
    total: Singles = taps[1] * (pairs.at(1) - pairs.at(-1))
    for k in range(2, len(taps)):
        total = total + taps[k] * (pairs.at(k) - pairs.at(-k))
    return total


def _zero_sum(plane: Singles, taps: Singles, axis: int) -> Singles:
    pairs = _Pairs(plane, len(taps) - 1, axis)
    twice = plane + plane
    total: Singles = taps[1] * ((pairs.at(1) + pairs.at(-1)) - twice)
    for k in range(2, len(taps)):
        total = total + taps[k] * ((pairs.at(k) + pairs.at(-k)) - twice)
    return total


def _both(first: Singles, second: Singles, taps: Singles) -> Singles:
    """Return the sum of two planes, each blurred along its rows by its own taps."""
    radius = taps.shape[1] - 1
    pairs_1, pairs_2 = _Pairs(first, radius, 1), _Pairs(second, radius, 1)
    total: Singles = taps[0, 0] * first + taps[1, 0] * second
    for k in range(1, radius + 1):
        total = total + (taps[0, k] * (pairs_1.at(k) + pairs_1.at(-k)) + taps[1, k] * (pairs_2.at(k) + pairs_2.at(-k)))
    return total
