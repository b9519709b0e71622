"""Random numbers that are the same on every machine and with every NumPy.

NumPy promises the raw 64 bits of PCG64, not what its distributions make of them. So the distributions are made here,
out of the raw bits and portable functions. Every stream has a key of its own (seed, day, purpose ...), so that what is
drawn for one purpose does not depend on how much another one used: a day with more debris has the same cells.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.sources.simulate.portable import Doubles, log, normal_quantile

Raw: TypeAlias = NDArray[np.uint64]


def raw_bits(key: tuple[int, ...], *shape: int) -> Raw:
    """Return the first bits of the key's stream, uint64 of the shape; more rows leave the first ones as they are."""
    count = 1
    for side in shape:
        count *= side
    bits = np.random.PCG64(list(key)).random_raw(count)
    return np.asarray(bits, dtype=np.uint64).reshape(shape)


def uniform(bits: Raw) -> Doubles:
    """Return the bits as numbers in (0, 1), both ends excluded, float64 with 52 random bits."""
    return np.asarray(((bits >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52)


def normal(bits: Raw) -> Doubles:
    """Return the bits as standard normal numbers, float64 of the same shape."""
    return normal_quantile(uniform(bits).reshape(-1)).reshape(bits.shape)


def poisson(key: tuple[int, ...], mean: float) -> int:
    """Return a Poisson number: how many arrivals, one unit apart on average, there are up to ``mean``.

    Exact, and monotone: of the same key a larger mean gives no smaller number.
    """
    if mean <= 0:
        return 0
    # Twelve standard deviations above: more would be needed once in 10^30 times.
    enough = int(mean + 12 * float(np.sqrt(mean)) + 40)
    waits = -log(uniform(raw_bits(key, enough)))
    return int(np.searchsorted(np.cumsum(waits), mean))


def gamma(key: tuple[int, ...], shape: float, count: int) -> Doubles:
    """Return numbers of the gamma distribution of scale 1, float64 (count,); more of them leave the first as they are.

    Raises no error for a shape of 1 or more; below that it is not the gamma distribution.
    Source: Marsaglia & Tsang 2000, "A simple method for generating gamma variables".
    """
    d = shape - 1 / 3
    c = 1 / float(np.sqrt(9 * d))
    result = np.zeros(count)
    missing = np.arange(count)
    attempt = 0
    while len(missing):
        bits = raw_bits((*key, attempt), len(missing), 2)
        z, u = normal(bits[:, 0]), uniform(bits[:, 1])
        v = 1 + c * z
        v = v * v * v
        positive = v > 0
        accepted = positive & (log(u) < 0.5 * z * z + d - d * v + d * log(np.where(positive, v, 1.0)))
        result[missing[accepted]] = d * v[accepted]
        missing = missing[~accepted]
        attempt += 1
    return result
