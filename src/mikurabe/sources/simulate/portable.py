"""Logarithm, exponential function and normal quantile in double precision, the same bits on every machine.

The libraries' own differ in their last bits between machines, compilers and widths of SIMD, and such a bit can move a
dot to the next pixel. These are sums, products and quotients alone, each rounded as IEEE 754 says, in one order.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Doubles: TypeAlias = NDArray[np.float64]

_LN2_HIGH, _LN2_LOW = 0.693147180369123816490, 1.90821492927058770002e-10
_SQRT_HALF = 0.70710678118654752440


def log(x: Doubles) -> Doubles:
    """Return the natural logarithm of x > 0, float64, within 3e-16 of it relative (absolute near 1)."""
    fraction, exponent = np.frexp(x)
    low = fraction < _SQRT_HALF
    fraction = np.where(low, fraction * 2, fraction)
    whole = (exponent - low).astype(np.float64)
    ratio = (fraction - 1) / (fraction + 1)
    square = ratio * ratio
    # 2 artanh(ratio) = 2 ratio (1 + ratio^2 / 3 + ratio^4 / 5 + ...); the ratio is at most 0.172.
    series = np.zeros_like(square)
    for odd in range(23, 1, -2):
        series = (series + 1 / odd) * square
    return np.asarray(whole * _LN2_HIGH + (whole * _LN2_LOW + 2 * (ratio + ratio * series)))


def exp(x: Doubles) -> Doubles:
    """Return e to the power of x for -700 < x < 700, float64, within 4e-16 of it relative."""
    whole = np.rint(x * 1.44269504088896338700)
    rest = (x - whole * _LN2_HIGH) - whole * _LN2_LOW
    series = np.ones_like(rest)
    for term in range(14, 0, -1):
        series = 1 + series * (rest / term)
    return np.asarray(np.ldexp(series, whole.astype(np.int32)))


def normal_quantile(p: Doubles) -> Doubles:
    """Return the standard normal quantile of 0 < p < 1, float64, within 1e-15 of it relative.

    Source: Wichura 1988, "Algorithm AS 241: The percentage points of the normal distribution", PPND16.
    """
    q = p - 0.5
    r = 0.180625 - q * q
    quantile: Doubles = q * (_polynomial(r, _CENTRE_ABOVE) / _polynomial(r, _CENTRE_BELOW))
    # Beyond 0.425 on either side r is negative.
    tail = np.flatnonzero(r < 0)
    if len(tail):
        side = q[tail]
        r = np.sqrt(-log(np.minimum(p[tail], 1 - p[tail])))
        near = _polynomial(r - 1.6, _NEAR_ABOVE) / _polynomial(r - 1.6, _NEAR_BELOW)
        far = _polynomial(r - 5, _FAR_ABOVE) / _polynomial(r - 5, _FAR_BELOW)
        quantile[tail] = np.copysign(np.where(r <= 5, near, far), side)
    return quantile


def _polynomial(x: Doubles, coefficients: tuple[float, ...]) -> Doubles:
    value = np.full_like(x, coefficients[-1])
    for coefficient in coefficients[-2::-1]:
        value *= x
        value += coefficient
    return value


_CENTRE_ABOVE = (
    3.3871328727963666080e0,
    1.3314166789178437745e2,
    1.9715909503065514427e3,
    1.3731693765509461125e4,
    4.5921953931549871457e4,
    6.7265770927008700853e4,
    3.3430575583588128105e4,
    2.5090809287301226727e3,
)
_CENTRE_BELOW = (
    1.0,
    4.2313330701600911252e1,
    6.8718700749205790830e2,
    5.3941960214247511077e3,
    2.1213794301586595867e4,
    3.9307895800092710610e4,
    2.8729085735721942674e4,
    5.2264952788528545610e3,
)
_NEAR_ABOVE = (
    1.42343711074968357734e0,
    4.63033784615654529590e0,
    5.76949722146069140550e0,
    3.64784832476320460504e0,
    1.27045825245236838258e0,
    2.41780725177450611770e-1,
    2.27238449892691845833e-2,
    7.74545014278341407640e-4,
)
_NEAR_BELOW = (
    1.0,
    2.05319162663775882187e0,
    1.67638483018380384940e0,
    6.89767334985100004550e-1,
    1.48103976427480074590e-1,
    1.51986665636164571966e-2,
    5.47593808499534494600e-4,
    1.05075007164441684324e-9,
)
_FAR_ABOVE = (
    6.65790464350110377720e0,
    5.46378491116411436990e0,
    1.78482653991729133580e0,
    2.96560571828504891230e-1,
    2.65321895265761230930e-2,
    1.24266094738807843860e-3,
    2.71155556874348757815e-5,
    2.01033439929228813265e-7,
)
_FAR_BELOW = (
    1.0,
    5.99832206555887937690e-1,
    1.36929880922735805310e-1,
    1.48753612908506148525e-2,
    7.86869131145613259100e-4,
    1.84631831751005468180e-5,
    1.42151175831644588870e-7,
    2.04426310338993978564e-15,
)
