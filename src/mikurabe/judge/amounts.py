"""How much of what changed: from the populations of a picture, where it has any, and not from first-order filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mikurabe.judge.census import CensusRow, Usual
from mikurabe.judge.grid import Floats
from mikurabe.judge.inhabitants import Inhabitants
from mikurabe.populations import Member


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One quantity of one population (or of the background, "") that is beyond the usual, and how far beyond.

    ``excess`` is the distance from the middle of the usual range, in half ranges: above 1. Where the population has too
    few dots to have a place, ``value`` is None and the excess that of the limit itself.
    """

    member: Member | None
    quantity: str
    value: float | None
    usual: Usual
    excess: float


def count_ratio(inhabitants: Inhabitants, row: CensusRow) -> float | None:
    """Return the events of all populations and strays as a multiple of the normal mean; None where that is 0."""
    normal = inhabitants.learned.normal
    usual = normal.count + normal.strays
    return _count(row) / usual if usual else None


def width_ratio(row: CensusRow, axis: str) -> float | None:
    """Return the median ratio of widths along an axis, populations counted by their events; None without any."""
    found = [
        (ratio, member.measured.count)
        for member in row.members
        if (ratio := getattr(member.change, f"width_{axis}")) is not None
    ]
    return _median(found) if found else None


def nearest(inhabitants: Inhabitants, x: float, y: float) -> Member | None:
    """Return the normal population around a place in px: its centre is nearest, in its own widths, 2 at most."""
    found = [
        (((place.x - x) / place.width_x) ** 2 + ((place.y - y) / place.width_y) ** 2, member.name, member)
        for member in inhabitants.learned.normal.members
        if (place := member.place) is not None
    ]
    if not found:
        return None
    away, _, member = min(found, key=lambda each: each[:2])
    return member if away <= 2**2 else None


def terms(inhabitants: Inhabitants, row: CensusRow) -> list[Term]:
    """Return what is beyond the usual in a picture's populations, the largest first."""
    limits = {(each.population, each.quantity): each for each in inhabitants.usual}
    normal = {member.name: member for member in inhabitants.learned.normal.members}
    # Where counts have changed, shares follow, those of other populations too.
    counted = any("count" in member.beyond for member in row.members)
    found = [
        _term(normal[member.measured.name], quantity, getattr(member.change, quantity), limits)
        for member in row.members
        for quantity in member.beyond
        if quantity != "share" or not counted
    ]
    if row.is_background_beyond:
        found.append(_term(None, "background", row.background, limits))
    return sorted(found, key=lambda term: -term.excess)


def _term(member: Member | None, quantity: str, value: float | None, limits: Mapping[tuple[str, str], Usual]) -> Term:
    usual = limits[member.name if member is not None else "", quantity]
    half = (usual.high - usual.low) / 2
    away = 1.0 if value is None or half == 0 else abs(value - (usual.low + half)) / half
    return Term(member=member, quantity=quantity, value=value, usual=usual, excess=away)


def _count(row: CensusRow) -> float:
    return sum(member.measured.count for member in row.members) + (row.strays or 0.0)


def _median(found: Sequence[tuple[float, float]]) -> float:
    values, weights = (np.array(each) for each in zip(*sorted(found), strict=True))
    reached: Floats = np.cumsum(weights)
    return float(values[int(np.searchsorted(reached, reached[-1] / 2))])
