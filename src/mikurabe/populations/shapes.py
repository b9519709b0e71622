"""The shape of a population: one to a few Gaussians fitted to its dots, in coordinates of mean 0 and covariance 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

_MOST_PARTS = 3
_ROUNDS = 60
# No part is narrower than this, in standard deviations of the whole population.
_NARROWEST = 0.25
# A part whose centre lies further away than the first, or that is wider than the second, would be another population's;
# one that holds less than the third is a sliver.
_FARTHEST, _WIDEST, _SMALLEST = 1.7, 1.7, 0.05


class Gauss(NamedTuple):
    """A part of a shape, in the population's own coordinates: weight, mean (x, y), covariance (xx, xy, yy)."""

    weight: float
    x: float
    y: float
    xx: float
    xy: float
    yy: float


Shape: TypeAlias = tuple[Gauss, ...]
ROUND: Shape = (Gauss(1.0, 0.0, 0.0, 1.0, 0.0, 1.0),)


@dataclass(frozen=True, slots=True, eq=False)
class Forms:
    """The shapes of K populations as arrays, each with as many parts as the largest has (weight 0: there is none).

    ``height`` (J, K, 1) is the peak density of each part; ``x``, ``y`` its mean and ``xx``, ``xy``, ``yy`` what its
    exponent is made of: minus half the inverse covariance.
    """

    height: Floats
    x: Floats
    y: Floats
    xx: Floats
    xy: Floats
    yy: Floats

    def density(self, u: Floats, v: Floats) -> Floats:
        """Return the density (K, N) at the populations' own coordinates u, v (K, N)."""
        total = np.zeros_like(u)
        for height, x, y, xx, xy, yy in zip(self.height, self.x, self.y, self.xx, self.xy, self.yy, strict=True):
            a, b = u - x, v - y
            total += height * np.exp((xx * a + xy * b) * a + yy * b * b)
        return total


def forms_of(shapes: Sequence[Shape]) -> Forms:
    """Return the shapes as arrays."""
    most = max(len(shape) for shape in shapes)
    nothing = Gauss(0.0, 0.0, 0.0, 1.0, 0.0, 1.0)
    padded = [(*shape, *(nothing,) * (most - len(shape))) for shape in shapes]
    weight, x, y, xx, xy, yy = np.array(padded).transpose(2, 1, 0)[..., np.newaxis]
    inside = xx * yy - xy**2
    return Forms(weight / (2 * np.pi * np.sqrt(inside)), x, y, -yy / (2 * inside), xy / inside, -xx / (2 * inside))


def moments_of(shape: Shape) -> tuple[Floats, Floats]:
    """Return the mean (2,) and covariance (3,: xx, xy, yy) of a whole shape."""
    weight, x, y, xx, xy, yy = np.array(shape).T
    weight = weight / weight.sum()
    mean_x, mean_y = weight @ x, weight @ y
    covariance = [weight @ (xx + x * x) - mean_x**2, weight @ (xy + x * y) - mean_x * mean_y]
    return np.array([mean_x, mean_y]), np.array([*covariance, weight @ (yy + y * y) - mean_y**2])


def standardised(shape: Shape) -> Shape:
    """Return the shape in coordinates in which its mean is 0, its covariance 1 and its weight 1."""
    (mean_x, mean_y), (all_xx, all_xy, all_yy) = moments_of(shape)
    total = sum(part.weight for part in shape)
    scale_x = np.sqrt(all_xx)
    lean = all_xy / scale_x
    scale_y = np.sqrt(all_yy - lean * lean)
    inverse = np.array([[1 / scale_x, 0.0], [-lean / (scale_x * scale_y), 1 / scale_y]])
    parts = []
    for part in shape:
        x, y = inverse @ (part.x - mean_x, part.y - mean_y)
        spread = inverse @ ((part.xx, part.xy), (part.xy, part.yy)) @ inverse.T
        numbers = (part.weight / total, x, y, spread[0, 0], spread[0, 1], spread[1, 1])
        parts.append(Gauss(*(float(each) for each in numbers)))
    return tuple(parts)


def shape_of(x: Floats, y: Floats, weights: Floats, events: float) -> Shape:
    """Return the shape of the dots at x, y (N,) in standard coordinates, with weights (N,).

    As many Gaussians as the Bayesian information criterion (Schwarz 1978) grants ``events`` dots.
    """
    weights = weights / weights.sum()
    best, lowest = ROUND, np.inf
    for count in range(1, _MOST_PARTS + 1):
        shape, log_likelihood = _fitted(x, y, weights, count)
        criterion = (6 * count - 1) * np.log(max(events, 2.0)) - 2 * events * log_likelihood
        if criterion < lowest and all(belongs(part) for part in shape):
            best, lowest = shape, criterion
    return best


def belongs(part: Gauss) -> bool:
    """Return whether a part of a shape in standard coordinates is the same population's, and no sliver."""
    near = np.hypot(part.x, part.y) <= _FARTHEST and max(part.xx, part.yy) <= _WIDEST**2
    return bool(near and part.weight >= _SMALLEST and min(part.xx, part.yy) >= _NARROWEST**2)


def _fitted(x: Floats, y: Floats, weights: Floats, count: int) -> tuple[Shape, float]:
    """Return a mixture of ``count`` Gaussians and the mean log-likelihood per dot."""
    # Side by side along x, where scatter has its tail; the fit then finds its own directions.
    starts = (np.arange(count) - (count - 1) / 2) * 0.8
    shape = tuple(Gauss(1 / count, float(start), 0.0, 0.8, 0.0, 0.8) for start in starts)
    for _ in range(1 if count == 1 else _ROUNDS):
        laid = np.stack([part.weight * _density(part, x, y) for part in shape])
        everything = laid.sum(axis=0) + 1e-300
        shape = tuple(_part(x, y, weights * each / everything) for each in laid)
    laid = np.stack([part.weight * _density(part, x, y) for part in shape])
    return shape, float(weights @ np.log(laid.sum(axis=0) + 1e-300))


def _part(x: Floats, y: Floats, weights: Floats) -> Gauss:
    total = float(weights.sum()) + 1e-12
    mean_x, mean_y = float(weights @ x) / total, float(weights @ y) / total
    a, b = x - mean_x, y - mean_y
    least = _NARROWEST**2
    xx, yy = float(weights @ (a * a)) / total, float(weights @ (b * b)) / total
    return Gauss(total, mean_x, mean_y, max(xx, least), float(weights @ (a * b)) / total, max(yy, least))


def _density(part: Gauss, x: Floats, y: Floats) -> Floats:
    inside = max(part.xx * part.yy - part.xy**2, 1e-6)
    a, b = x - part.x, y - part.y
    square = (part.yy * a - 2 * part.xy * b) * a + part.xx * b * b
    density: Floats = np.exp(-0.5 / inside * square) / (2 * np.pi * np.sqrt(inside))
    return density
