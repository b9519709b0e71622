"""The CIEDE2000 difference of every pixel of two pictures, in single precision: the NumPy twin.

Sharma, Wu & Dalal 2005, Color Research & Application 30(1), eqs. 2 to 22, without an angle: what the formula asks of
hues follows from the two colours' vectors (a', b'), since the middle hue (eq. 14) is the direction of the bisector of
the smaller angle between them.

    2 sqrt(C1' C2') sin(dh / 2) = 2 cross / sqrt(2 (C1' C2' + dot))        dot, cross: of the vectors
                                = +-sqrt(2 (C1' C2' - dot))                beyond a right angle, where that is exact

Sines and cosines of its multiples are products. Per pixel the error against the same formula in float64, on the same
Lab, is below 5e-5 + 1e-6 of the difference, except where two hues are opposite within rounding: there the formula
itself jumps, by up to a fifth for dark colours. A mean over a picture of many colours is off by less than 1e-5, that
of a flat picture by as much as its one pixel, that of noise between levels 0 and 7, where opposite hues are frequent,
by up to 6e-5, which depends on where the float64 functions of a machine's libraries take them. All operations are
symmetric: exchanged pictures give the same bits.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.kernels.elementary import inverse_root, polynomial
from mikurabe.kernels.light import lab, require_pixels

Array: TypeAlias = NDArray[Any]
Singles: TypeAlias = NDArray[np.float32]
_f = np.float32

# exp(-((hue - 275) / 25)^2 / 8) as a polynomial in 1 - cos(hue - 275), up to 95 degrees away, and sin(60 degrees * x)
# as x times a polynomial in x^2; the lowest coefficient comes first.
_BELL = (1.0, -1.31312084, 0.643247902, -0.147993594, 0.0159868822)
_SINE_OF_60 = (1.04719746, -0.191395745, 0.0104893856, -0.000265783805)


def require_lab(lab_of_reference: Singles, reference: Array, candidate: Array, white: float) -> None:
    """Raise TypeError or ValueError unless these are two pictures' pixels and the Lab of the first."""
    require_pixels(reference, white)
    if reference.shape != candidate.shape or reference.dtype != candidate.dtype:
        raise ValueError(
            f"the two pictures must have one shape and dtype, not {reference.shape} {reference.dtype} and "
            f"{candidate.shape} {candidate.dtype}"
        )
    planes = (3 if reference.ndim == 3 else 1, *reference.shape[:2])
    if lab_of_reference.shape != planes or lab_of_reference.dtype != np.float32:
        raise ValueError(
            f"the reference's Lab must be float32 {planes}, not {lab_of_reference.dtype} {lab_of_reference.shape}"
        )


def ciede2000(lab_of_reference: Singles, reference: Array, candidate: Array, white: float) -> Singles:
    """Return CIEDE2000 of every pixel, float32 (H, W): 0 the same, about 1 just noticeable; kL = kC = kH = 1.

    Args:
        lab_of_reference: ``lab(reference, white)``, so that a reference's is computed once.
        reference: (H, W) or (H, W, 3), any strides; uint8, uint16, float32 or float64.
        candidate: as ``reference``, of the same shape and dtype.
        white: the value of full white in both.

    Raises:
        TypeError: the dtype is none of the four.
        ValueError: the pixels are neither gray nor RGB, shapes or dtypes differ, or the Lab is that of another shape.
    """
    require_lab(lab_of_reference, reference, candidate, white)
    second = lab(candidate, white)
    if len(second) == 1:
        return np.abs(_over_lightness(lab_of_reference[0], second[0]))
    return _difference(lab_of_reference, second)


def ciede2000_mean(lab_of_reference: Singles, reference: Array, candidate: Array, white: float) -> float:
    """Return the mean of :func:`ciede2000`, in float64, without keeping the map; arguments and errors are the same."""
    return float(np.mean(ciede2000(lab_of_reference, reference, candidate, white), dtype=np.float64))


def _over_lightness(first: Singles, second: Singles) -> Singles:
    """Return the difference in lightness over its weight (eqs. 8 and 15)."""
    from_50 = (first + second) * _f(0.5) - _f(50)
    squared = from_50 * from_50
    root = np.sqrt(_f(20) + squared)
    weighted: Array = (second - first) * root / (root + _f(0.015) * squared)
    return weighted


def _seventh(chroma: Singles) -> Singles:
    """Return sqrt(C^7 / (C^7 + 25^7))."""
    share = chroma * _f(0.04)
    square = share * share
    with np.errstate(under="ignore"):
        power = square * square * square * share
        shares: Singles = power * inverse_root(power * (power + _f(1)))
    return shares


def _hypotenuse(x: Singles, y: Singles) -> Singles:
    with np.errstate(under="ignore"):
        return np.sqrt(x * x + y * y)


def _turning(cosine: Singles, sine: Singles) -> Singles:
    """Return sin(60 degrees * exp(-((hue - 275) / 25)^2)) (eqs. 16 and 19), to 3e-7; above the axis of a it is 0."""
    away = _f(1) - (cosine * _f(0.0871557444) - sine * _f(0.99619472))
    bell = polynomial(away, *_BELL)
    with np.errstate(under="ignore"):
        for _ in range(3):
            bell = bell * bell
        turned = polynomial(bell * bell, *_SINE_OF_60) * bell
    return np.where(sine < 0, turned, _f(0))


def _hue_weight(cosine: Singles, sine: Singles) -> Singles:
    """Return T (eq. 15): sums of cos(hue - 30), cos(2 hue), cos(3 hue + 6), cos(4 hue - 63)."""
    cosine_2, sine_2 = cosine * cosine - sine * sine, _f(2) * cosine * sine
    cosine_3, sine_3 = cosine_2 * cosine - sine_2 * sine, sine_2 * cosine + cosine_2 * sine
    cosine_4, sine_4 = cosine_2 * cosine_2 - sine_2 * sine_2, _f(2) * cosine_2 * sine_2
    first = _f(0.147224319) * cosine + _f(0.085) * sine
    third = _f(0.318247) * cosine_3 - _f(0.0334491084) * sine_3
    fourth = _f(0.0907980999) * cosine_4 + _f(0.178201305) * sine_4
    weights: Array = _f(1) - first + _f(0.24) * cosine_2 + third - fourth
    return weights


def _difference(first: Singles, second: Singles) -> Singles:
    """Return CIEDE2000 of two pictures in Lab, (3, ...) each."""
    lightness_1, a_1, b_1 = first
    lightness_2, a_2, b_2 = second
    stretch = _f(1.5) - _f(0.5) * _seventh((_hypotenuse(a_1, b_1) + _hypotenuse(a_2, b_2)) * _f(0.5))
    a_1, a_2 = a_1 * stretch, a_2 * stretch
    chroma_1, chroma_2 = _hypotenuse(a_1, b_1), _hypotenuse(a_2, b_2)

    product = chroma_1 * chroma_2
    dot, cross = a_1 * a_2 + b_1 * b_2, a_1 * b_2 - b_1 * a_2
    acute = dot >= 0
    # Which way round from the first to the second; hues exactly opposite count from the smaller one, as in eq. 14.
    leftwards = (cross > 0) | ((cross == 0) & ((b_1 > 0) | ((b_1 == 0) & (a_1 > 0))))
    side = np.where(leftwards, _f(1), _f(-1))
    # Without a colour on one side there is no hue to differ: then everything here is 0.
    square = _f(2) * (product + np.abs(dot))
    with np.errstate(under="ignore"):
        inverse_of_root = inverse_root(square)
        by_hue = np.where(acute, _f(2) * cross * inverse_of_root, side * (square * inverse_of_root))

    over_a_1, over_a_2 = a_1 * chroma_2, a_2 * chroma_1
    over_b_1, over_b_2 = b_1 * chroma_2, b_2 * chroma_1
    middle_a = np.where(acute, over_a_1 + over_a_2, side * (over_b_2 - over_b_1))
    middle_b = np.where(acute, over_b_1 + over_b_2, side * (over_a_1 - over_a_2))
    with np.errstate(under="ignore"):
        inverse = inverse_root(middle_a * middle_a + middle_b * middle_b)
    cosine, sine = middle_a * inverse, middle_b * inverse

    chroma = (chroma_1 + chroma_2) * _f(0.5)
    weight_chroma = _f(1) + _f(0.045) * chroma
    weight_hue = _f(1) + _f(0.015) * chroma * _hue_weight(cosine, sine)
    rotation = _f(2) * _seventh(chroma) * _turning(cosine, sine)
    both = _f(1) / (weight_chroma * weight_hue)
    x = _over_lightness(lightness_1, lightness_2)
    y = (chroma_2 - chroma_1) * weight_hue * both
    z = by_hue * weight_chroma * both
    squared = x * x + (y * y + z * z - rotation * (y * z))
    return np.sqrt(np.where(squared > 0, squared, _f(0)))
