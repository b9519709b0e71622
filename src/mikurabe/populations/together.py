"""All populations of a picture taken together: how far everything moved, and how much wider it is, in one number each.

What changes a gain, an offset or the optics changes all populations alike, and all of them tell it better than one.
"""

from __future__ import annotations

import math
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.populations.measure import changes
from mikurabe.populations.population import Figure, Measured, Populations, Together

Floats: TypeAlias = NDArray[np.float64]
# Where the precision of each quantity stands.
_AT = {"right_px": 0, "up_px": 1, "width_x": 2, "width_y": 3}


def together(populations: Populations, measured: Measured) -> Together:
    """Return the change of all populations of a picture together from the normal mean.

    Each number is a mean over the populations that have a place, weighted with the inverse of their variances. A gain
    is how far they moved as a part of their distances from the plot's left (x) or lower (y) edge, plus 1. It and the
    offset are two readings of the same moves: the right one is that of what happened.
    """
    before, after = populations.normal.count, measured.count
    return Together(
        count=after / before if before else None,
        right_px=_figure(populations, measured, "right_px"),
        up_px=_figure(populations, measured, "up_px"),
        gain_x=_figure(populations, measured, "right_px", by_distance=True),
        gain_y=_figure(populations, measured, "up_px", by_distance=True),
        width_x=_figure(populations, measured, "width_x"),
        width_y=_figure(populations, measured, "width_y"),
    )


def _figure(
    populations: Populations,
    measured: Measured,
    quantity: Literal["right_px", "up_px", "width_x", "width_y"],
    *,
    by_distance: bool = False,
) -> Figure | None:
    values, at, distances = [], [], []
    for number, change in enumerate(changes(populations.normal, measured)):
        value, place = getattr(change, quantity), populations.normal.members[number].place
        if value is None or place is None:
            continue
        values.append(value)
        at.append(number)
        right, up = place.x - populations.area.left, populations.area.bottom - place.y
        distances.append(right if quantity == "right_px" else up)
    if not values:
        return None
    # What a change of 1 in common is in each population.
    response = np.array(distances) if by_distance else np.ones(len(values))
    covariance, is_known = _covariance(populations, quantity)
    covariance = covariance[np.ix_(at, at)]
    weights = response / covariance.diagonal()
    weights /= float(weights @ response)
    # Twice as many events halve the variances. The normal mean has an error of its own.
    events = populations.normal.count / measured.count if measured.count else 1.0
    scale = events + 1 / populations.pictures
    error = math.sqrt(float(weights @ covariance @ weights) * scale) if is_known else None
    return Figure(value=float(weights @ np.array(values)) + (1.0 if by_distance else 0.0), error=error)


def _covariance(populations: Populations, quantity: str) -> tuple[Floats, bool]:
    """Return the populations' covariances (K, K), and whether they are known or only have the right proportions."""
    if populations.precision is not None:
        return populations.precision[_AT[quantity]], True
    variances = []
    for member in populations.normal.members:
        place = member.place
        span = 1.0 if place is None else {"right_px": place.width_x, "up_px": place.width_y}.get(quantity, 1.0)
        variances.append(span**2 / max(member.count, 1e-12))
    return np.diag(variances), False
