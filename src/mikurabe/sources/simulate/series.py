"""Series of days: a control measured every day, and single days with a fault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from mikurabe.errors import UsageError
from mikurabe.sources.simulate.assay import Assay, load_assay
from mikurabe.sources.simulate.condition import INDEPENDENT_DAYS, Course
from mikurabe.sources.simulate.fault import FAULTS
from mikurabe.sources.simulate.measurement import NO_FAULTS, Measurement, simulate_day
from mikurabe.sources.simulate.schedule import Plan, severities

# Days from here on are no part of any series: faulty_days takes its chance from them.
FAULTY_FROM = 100_001
LONGEST_SERIES = 100_000


def control_days(
    days: int = 30,
    seed: int = 1,
    *,
    assay: str | Path | Assay = "wdf",
    plans: Sequence[Plan] = (),
    course: Course = INDEPENDENT_DAYS,
    events: float | None = None,
) -> list[Measurement]:
    """Return the measurements of days 1 to ``days``; a day does not depend on how long the series is.

    (A drift does: it grows over the series.) ``plans`` are what parse_faults returns.

    Raises:
        UsageError: there are no days, or more than 100,000.
    """
    if not 1 <= days <= LONGEST_SERIES:
        raise UsageError(f"A series of {days} days cannot be drawn: ask for 1 to {LONGEST_SERIES}.")
    measured = load_assay(assay)
    return [
        simulate_day(measured, day, seed, faults=severities(plans, day, days), course=course, events=events)
        for day in range(1, days + 1)
    ]


def faulty_days(
    faults: Mapping[str, float] = NO_FAULTS,
    count: int = 1,
    seed: int = 1,
    *,
    assay: str | Path | Assay = "wdf",
    events: float | None = None,
) -> list[Measurement]:
    """Return ``count`` independent measurements that all have these faults (none: more normal ones).

    Their chance is that of no day of control_days, and each set of faults has its own: to draw many, ask once.
    """
    measured = load_assay(assay)
    # Where a set of faults begins must not depend on Python's hash of a text.
    names = FAULTS.names()
    place = 1 + sum((1 + names.index(key.partition("[")[0])) * 31**at for at, key in enumerate(sorted(faults)))
    first = FAULTY_FROM + place * 10_000
    return [simulate_day(measured, first + at, seed, faults=faults, events=events) for at in range(count)]
