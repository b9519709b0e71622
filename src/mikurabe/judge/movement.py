"""How the populations of a picture moved, and which one explanation fits their centres best."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from mikurabe.judge.census import CensusRow
from mikurabe.judge.directions import Axis
from mikurabe.judge.grid import Floats
from mikurabe.judge.inhabitants import Inhabitants
from mikurabe.populations import changes

Explanation: TypeAlias = Literal["gain", "offset", "crosstalk", "alone"]

# Fewer populations than this do not tell a gain from an offset.
_FEWEST = 3
# The chance of few cells counts as much as this many normal pictures, where a centre's own variance is estimated.
_PRIOR = 4.0
# An explanation is taken for the right one where every other leaves this many times as much unexplained.
_CLEAR = 2.0
# What an explanation must explain to be one, in squared standard deviations of normal pictures.
_LEAST = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """How the populations moved along an axis, by each explanation alone.

    ``gain`` and ``crosstalk`` are parts of 1 of the position along this and the other axis, ``offset`` is in px, all
    positive to the right and upwards; ``alone`` is the population that moved most and by how much in px. ``best`` is
    the explanation that leaves least unexplained, ``is_clear`` whether it does so by far. ``strength`` is how much it
    explains, in standard deviations of normal pictures.
    """

    axis: Axis
    best: Explanation
    is_clear: bool
    strength: float
    gain: float
    offset: float
    crosstalk: float
    alone: tuple[str, float]

    @property
    def amount(self) -> float:
        """Return how much of the best explanation there is, in its own unit."""
        of: Mapping[Explanation, float] = {
            "gain": self.gain,
            "offset": self.offset,
            "crosstalk": self.crosstalk,
            "alone": self.alone[1],
        }
        return of[self.best]


def movement(inhabitants: Inhabitants, row: CensusRow) -> Movement | None:
    """Return how the populations moved, along the axis where more is explained.

    None where fewer than 3 populations have a centre, or where what is explained is no more than chance. Weighted least
    squares of the displacements on the positions, seen from the plot's left and lower edge; the weights come from how
    much each centre varies in the normals.
    """
    found = [each for axis in ("x", "y") if (each := _along(inhabitants, row, axis)) is not None]
    explained, moved = max(found, key=lambda each: each[0], default=(0.0, None))
    return moved if explained >= _LEAST else None


def _along(inhabitants: Inhabitants, row: CensusRow, axis: Axis) -> tuple[float, Movement] | None:
    area, normal = inhabitants.learned.area, inhabitants.learned.normal.members
    quantity = "right_px" if axis == "x" else "up_px"
    variances = _variances(inhabitants, axis, quantity)
    at = [
        number
        for number, (member, variance) in enumerate(zip(row.members, variances, strict=True))
        if variance is not None and getattr(member.change, quantity) is not None
    ]
    if len(at) < _FEWEST:
        return None
    places = [place for number in at if (place := normal[number].place) is not None]
    x, y = np.array([each.x for each in places]) - area.left, area.bottom - np.array([each.y for each in places])
    own, other = (x, y) if axis == "x" else (y, x)
    moved = np.array([getattr(row.members[number].change, quantity) for number in at])
    weight = 1 / np.array([variances[number] for number in at], np.float64)
    total = float((weight * moved**2).sum())
    most = int(np.argmax(weight * moved**2))
    lone = np.zeros(len(at))
    lone[most] = 1.0
    amounts: dict[Explanation, float] = {}
    left: dict[Explanation, float] = {}
    bases: Mapping[Explanation, Floats] = {"gain": own, "offset": np.ones(len(at)), "crosstalk": other, "alone": lone}
    for name, basis in bases.items():
        amounts[name] = float((weight * basis * moved).sum() / (weight * basis**2).sum())
        left[name] = float((weight * (moved - amounts[name] * basis) ** 2).sum())
    best, second = sorted(left, key=lambda name: left[name])[:2]
    return total - left[best], Movement(
        axis=axis,
        best=best,
        strength=math.sqrt(total - left[best]),
        is_clear=left[second] > _CLEAR * left[best],
        gain=amounts["gain"],
        offset=amounts["offset"],
        crosstalk=amounts["crosstalk"],
        alone=(normal[at[most]].name, amounts["alone"]),
    )


def _variances(inhabitants: Inhabitants, axis: Axis, quantity: str) -> list[float | None]:
    """Return how much each population's centre varies in the normals, px²; None where some have no place for it."""
    found: list[float | None] = []
    ways = [changes(inhabitants.learned.normal, measured) for measured in inhabitants.measured]
    for number, member in enumerate(inhabitants.learned.normal.members):
        values = [getattr(way[number], quantity) for way in ways]
        if member.place is None or member.count <= 0 or len(values) < 2 or None in values:
            found.append(None)
            continue
        chance = (member.place.width_x if axis == "x" else member.place.width_y) ** 2 / member.count
        freedom = len(values) - 1
        found.append((_PRIOR * chance + freedom * float(np.var(values, ddof=1))) / (_PRIOR + freedom))
    return found
