"""The populations of many pictures beside those of the normal ones: how each differs, and what is beyond the usual."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from mikurabe.judge.exits import Exits
from mikurabe.populations import Change, Figure, Measured, Member, Populations, Together, changes, together

# What is judged of a population, as Change names it.
QUANTITIES = tuple(each.name for each in fields(Change) if each.name != "name")
# What is judged of all populations together, as Together names it, and what their population is called.
TOGETHER = tuple(each.name for each in fields(Together))
ALL = "all"
# How many normal pictures in a hundred may lie beyond some limit, all populations and quantities together.
ALARMS = 0.01
# With fewer normal pictures than this nothing is judged.
FEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """Between which values one quantity of one population lies in normal pictures.

    The ``population`` is "all" for all of them together, and "" for the background.
    """

    population: str
    quantity: str
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CensusMember:
    """One population in one picture, how it differs from the normal mean, and which quantities are beyond the usual."""

    measured: Member
    change: Change
    beyond: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CensusTogether:
    """How all populations of one picture together differ from the normal mean, and which quantities are beyond."""

    change: Together
    beyond: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CensusRow:
    """One picture: its populations and what belongs to none of them, or the problem why there is nothing."""

    name: str
    members: tuple[CensusMember, ...] = ()
    together: CensusTogether | None = None
    strays: float | None = None
    background: float | None = None
    is_background_beyond: bool = False
    problem: str | None = None

    @property
    def beyond(self) -> int:
        """Return how many quantities are beyond the usual."""
        together = 0 if self.together is None else len(self.together.beyond)
        return sum(len(member.beyond) for member in self.members) + together + self.is_background_beyond


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Census(Exits):
    """The populations of all pictures; ``normal`` is the mean of the normal ones, ``normals`` how many they were.

    ``usual`` are the limits that ``beyond`` goes by, none where there are fewer than 5 normal pictures: prediction
    limits of a normal distribution (mean ± t · s · √(1 + 1/n)) of which normal pictures fail any in 1 % of cases.
    """

    normals: int
    kind: str
    normal: Measured
    usual: tuple[Usual, ...]
    rows: tuple[CensusRow, ...]
    notes: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    versions: tuple[tuple[str, str], ...] = ()


def usual_ranges(learned: Populations, normals: Sequence[Measured]) -> tuple[Usual, ...]:
    """Return the limits of every quantity that all normal pictures have; none for fewer than 5 of them."""
    count = len(normals)
    if count < FEWEST:
        return ()
    from scipy import stats

    judged = len(QUANTITIES) * len(learned.normal.members) + len(TOGETHER) + 1
    reach = float(stats.t.isf(ALARMS / (2 * judged), count - 1)) * math.sqrt(1 + 1 / count)
    found = []
    each_one = [changes(learned.normal, measured) for measured in normals]
    for at, member in enumerate(learned.normal.members):
        for quantity in QUANTITIES:
            values = [getattr(one[at], quantity) for one in each_one]
            if None not in values:
                found.append(_usual(member.name, quantity, values, reach))
    all_of_each = [together(learned, measured) for measured in normals]
    for quantity in TOGETHER:
        values = [value_of(one, quantity) for one in all_of_each]
        if None not in values:
            found.append(_usual(ALL, quantity, values, reach))
    return (*found, _usual("", "background", [measured.background for measured in normals], reach))


def _usual(population: str, quantity: str, values: Sequence[float], reach: float) -> Usual:
    mean, spread = float(np.mean(values)), float(np.std(values, ddof=1))
    return Usual(population=population, quantity=quantity, low=mean - reach * spread, high=mean + reach * spread)


def value_of(change: Together, quantity: str) -> float | None:
    """Return a quantity of all populations together, without its error."""
    value: Figure | float | None = getattr(change, quantity)
    return value.value if isinstance(value, Figure) else value


def census_row(name: str, learned: Populations, measured: Measured, usual: Sequence[Usual]) -> CensusRow:
    """Return what there is to tell of one picture's populations."""
    limits = {(each.population, each.quantity): each for each in usual}

    def is_beyond(population: str, quantity: str, value: float | None) -> bool:
        limit = limits.get((population, quantity))
        return limit is not None and (value is None or not limit.low <= value <= limit.high)

    members = tuple(
        CensusMember(
            measured=member,
            change=change,
            beyond=tuple(each for each in QUANTITIES if is_beyond(member.name, each, getattr(change, each))),
        )
        for member, change in zip(measured.members, changes(learned.normal, measured), strict=True)
    )
    whole = together(learned, measured)
    return CensusRow(
        name=name,
        members=members,
        together=CensusTogether(
            change=whole, beyond=tuple(each for each in TOGETHER if is_beyond(ALL, each, value_of(whole, each)))
        ),
        strays=measured.strays,
        background=measured.background,
        is_background_beyond=is_beyond("", "background", measured.background),
    )
