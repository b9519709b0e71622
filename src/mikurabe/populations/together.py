"""All populations of a picture taken together: how far everything moved, and how much wider it is, in one number each.

What changes a gain, an offset or the optics changes all populations alike, and all of them tell it better than one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.populations.measure import changes
from mikurabe.populations.population import Figure, Measured, Populations, Together

Floats: TypeAlias = NDArray[np.float64]
Quantity: TypeAlias = Literal["right_px", "up_px", "width_x", "width_y"]
# Where the precision of each quantity stands.
_AT: Mapping[Quantity, int] = {"right_px": 0, "up_px": 1, "width_x": 2, "width_y": 3}


def together(populations: Populations, measured: Measured) -> Together:
    """Return the change of all populations of a picture together from the normal mean.

    Each number is a mean over the populations that have a place, weighted with the inverse of their variances, and its
    error grows where they disagree: then there is no change in common, or it is another one of these. A gain is how far
    they moved as a part of their distances from the plot's left (x) or lower (y) edge, plus 1. It and the offset are
    two readings of the same moves: the right one is that of what happened.
    """
    before, after = populations.normal.count, measured.count
    area = populations.area
    shown = [
        (number, change, place)
        for number, change in enumerate(changes(populations.normal, measured))
        if change.right_px is not None and (place := populations.normal.members[number].place) is not None
    ]
    if not shown:
        nothing = dict.fromkeys(("right_px", "up_px", "gain_x", "gain_y", "width_x", "width_y"))
        return Together(count=after / before if before else None, **nothing)
    at, found, places = zip(*shown, strict=True)
    alike = np.ones(len(at))
    x = np.array([place.x - area.left for place in places])
    y = np.array([area.bottom - place.y for place in places])
    # Twice as many events halve the variances. The normal mean has an error of its own.
    scale = (before / after if after else 1.0) + 1 / populations.pictures

    def in_common(quantity: Quantity, unchanged: float, response: Floats, shown_as: float) -> Figure:
        changed = np.array([getattr(change, quantity) for change in found]) - unchanged
        covariance, is_known = _covariance(populations, quantity)
        figure = _common(changed, response, scale * covariance[np.ix_(at, at)])
        return Figure(value=figure[0] + shown_as, error=figure[1] if is_known else None)

    return Together(
        count=after / before if before else None,
        right_px=in_common("right_px", 0.0, alike, 0.0),
        up_px=in_common("up_px", 0.0, alike, 0.0),
        gain_x=in_common("right_px", 0.0, x, 1.0),
        gain_y=in_common("up_px", 0.0, y, 1.0),
        width_x=in_common("width_x", 1.0, alike, 1.0),
        width_y=in_common("width_y", 1.0, alike, 1.0),
    )


def _common(changed: Floats, response: Floats, covariance: Floats) -> tuple[float, float]:
    """Return how much of ``response`` is in the changes of K populations, with their covariance, and its error.

    Where they disagree by more than chance, their errors are taken to be larger by that factor (Birge 1932).
    """
    weights = response / covariance.diagonal()
    weights /= float(weights @ response)
    common = float(weights @ changed)
    error = math.sqrt(float(weights @ covariance @ weights))
    left = changed - common * response
    if len(left) > 1:
        disagreement = float(left @ np.linalg.solve(covariance, left)) / (len(left) - 1)
        error *= max(1.0, math.sqrt(disagreement))
    return common, error


def _covariance(populations: Populations, quantity: Quantity) -> tuple[Floats, bool]:
    """Return the populations' covariances (K, K), and whether they are known or only have the right proportions."""
    if populations.precision is not None:
        return populations.precision[_AT[quantity]], True
    variances = []
    for member in populations.normal.members:
        place = member.place
        span = 1.0 if place is None else {"right_px": place.width_x, "up_px": place.width_y}.get(quantity, 1.0)
        # A population without dots has next to no weight.
        variances.append(span**2 / max(member.count, 1e-12))
    return np.diag(variances), False
