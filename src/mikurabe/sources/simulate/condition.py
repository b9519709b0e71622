"""What the analyser and the blood are like on one day, and how days hang together."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from mikurabe.errors import UsageError
from mikurabe.sources.simulate.assay import Assay
from mikurabe.sources.simulate.chance import normal, raw_bits
from mikurabe.sources.simulate.portable import Doubles, exp

# What a stream of random numbers is for: the third number of its key.
DAY, COUNTS, CELLS, DEBRIS_PLACES, LOT = range(5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How days hang together.

    ``ar1`` is the correlation of a day's gains, widths, counts ... with those of the day before, ``lots`` the days on
    which a new lot of the control is opened, ``ageing`` whether the opened vial ages, from its lot's first day on.
    """

    ar1: float = 0.0
    lots: tuple[int, ...] = ()
    ageing: bool = False

    def __post_init__(self) -> None:
        if not -0.99 <= self.ar1 <= 0.99:
            raise UsageError(f"Days cannot hang together by {self.ar1}: ask for a correlation from -0.99 to 0.99.")

    def lot_of(self, day: int) -> tuple[int, int]:
        """Return the number of the lot that is measured on that day, from 0, and the day on which it was opened."""
        opened = sorted({each for each in self.lots if each <= day})
        return len(opened), opened[-1] if opened else 1


INDEPENDENT_DAYS = Course()


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What the analyser and the blood are like at one measurement; without arguments a perfect, average one.

    Args:
        events: how many cells are expected.
        gain_x: factor of all signals in x; ``gain_y`` as well.
        offset_x: channels added to x; ``offset_y`` as well.
        cv_x: spread of the optics in parts of the signal; ``cv_y`` as well.
        width: factor of all populations' own widths.
        crosstalk: part of y that is seen in x.
        debris: share beside the cells, in parts of them.
        places: factors of single populations' centres (x, y).
        shifts: channels by which single populations are moved (x, y).
        shares: factors of single populations' shares.
        strangers: a population that does not belong there, in parts of the cells.
        noise: events anywhere, in parts of the cells.
        slow: part of the events that are seen at another x (two populations).
        carry_over: part of the cells that are of another control level.
        unlysed: part of the debris that lies where ghosts of red cells do.
        bridge: part of two populations that lies between them.
        coincidence: part of the events that pass together with the next one.
        ceiling: part of the scale in x at whose top signals pile up.
        floor: part of the scale in x below which nothing is seen.
        moved_px: pixels by which the whole picture is moved to the right and downwards.
    """

    events: float = 5000.0
    gain_x: float = 1.0
    gain_y: float = 1.0
    offset_x: float = 0.0
    offset_y: float = 0.0
    cv_x: float = 0.0
    cv_y: float = 0.0
    width: float = 1.0
    crosstalk: float = 0.0
    debris: float = 0.0
    places: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    shifts: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)
    strangers: float = 0.0
    noise: float = 0.0
    slow: float = 0.0
    carry_over: float = 0.0
    unlysed: float = 0.0
    bridge: float = 0.0
    coincidence: float = 0.0
    ceiling: float | None = None
    floor: float = 0.0
    moved_px: tuple[int, int] = (0, 0)


def average_condition(assay: Assay, *, events: float | None = None) -> Condition:
    """Return the condition in which everything is as the assay's TOML says."""
    return Condition(
        events=assay.events if events is None else events,
        cv_x=assay.cv_x,
        cv_y=assay.cv_y,
        debris=assay.debris.share,
        places={each.name: (1.0, 1.0) for each in assay.populations},
        shares={each.name: 1.0 for each in assay.populations},
    )


def draw_condition(
    assay: Assay, day: int, seed: int, course: Course = INDEPENDENT_DAYS, *, events: float | None = None
) -> Condition:
    """Return an ordinary day: it depends on ``seed``, ``day`` and the course, not on how long the series is.

    ``events`` takes the place of the assay's own number of expected cells.
    """
    names = [each.name for each in assay.populations]
    z = _day_variation(seed, day, 9 + 3 * len(names), course.ar1)
    vary = assay.day
    spreads = (vary.gain_x, vary.gain_y, vary.cv_x, vary.cv_y, vary.width, vary.count, vary.debris)
    gain_x, gain_y, cv_x, cv_y, width, count, debris = (float(each) for each in exp(z[2:9] * np.array(spreads)))
    right, up, share = z[9:].reshape(len(names), 3).T
    lot, opened = course.lot_of(day)
    lot_right, lot_up, lot_share = (np.zeros(len(names)),) * 3
    if lot:
        lot_right, lot_up, lot_share = normal(raw_bits((seed, lot, LOT), len(names), 3)).T
    shares = exp(vary.share * share + assay.lot_share * lot_share)
    across = (1 + vary.place * right) * (1 + assay.lot_place * lot_right)
    along = (1 + vary.place * up) * (1 + assay.lot_place * lot_up)
    places = {name: (float(x), float(y)) for name, x, y in zip(names, across, along, strict=True)}
    age = day - opened if course.ageing else 0
    aged = assay.ageing.population
    places[aged] = (places[aged][0] * (1 + assay.ageing.x_per_day * age), places[aged][1])
    return Condition(
        events=(assay.events if events is None else events) * count,
        gain_x=gain_x,
        gain_y=gain_y,
        offset_x=vary.offset_x * float(z[0]),
        offset_y=vary.offset_y * float(z[1]),
        cv_x=assay.cv_x * cv_x,
        cv_y=assay.cv_y * cv_y,
        width=width,
        debris=assay.debris.share * debris * (1 + assay.ageing.debris_per_day * age),
        places=places,
        shares={name: float(each) for name, each in zip(names, shares, strict=True)},
    )


def _day_variation(seed: int, day: int, count: int, ar1: float) -> Doubles:
    """Return the day's standard normal numbers; each follows its own of the day before with correlation ``ar1``."""
    if ar1 == 0:
        return _news(seed, day, count)
    # What lies further back than this counts for less than a millionth.
    reach = math.ceil(14 / (1 - abs(ar1)))
    first = max(1, day - reach)
    z = _news(seed, first, count)
    for each in range(first + 1, day + 1):
        z = ar1 * z + math.sqrt(1 - ar1 * ar1) * _news(seed, each, count)
    return z


@lru_cache(maxsize=4096)
def _news(seed: int, day: int, count: int) -> Doubles:
    """Return what is new on that day: standard normal numbers, read-only."""
    z = normal(raw_bits((seed, day, DAY), count))
    z.setflags(write=False)
    return z
