"""The truth about one measurement: what was wrong with it, and what that changed, counted from its events."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.sources.simulate.assay import Assay
from mikurabe.sources.simulate.cells import Events
from mikurabe.sources.simulate.condition import Condition
from mikurabe.sources.simulate.fault import split_key

Counts: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

# The plot in so many columns and rows of cells.
WHERE_CELLS = 32
# The mask is the fewest cells that hold so much of the change.
WHERE_PART = 0.9

ABOUT = {
    "picture": "the file that this truth is about, in the folder above",
    "events_file": "the events, in this folder, one per line in the order in which they are drawn: place in channels, "
    "label, and 1 where a fault has added or singled out this event",
    "picture_sha256": "of the picture's pixels, RGB row by row from the top, before a JPEG changes them",
    "assay": "what is measured; the TOML of mikurabe simulate control --assay",
    "seed": "with the day, what all chance depends on",
    "day": "the number of the day, from 1",
    "faults": "by name: severity, its unit, and what happens",
    "condition": "what the analyser and the blood were like, faults included: factors where nothing else is said, "
    "offsets and shifts in channels, cv_x and cv_y in parts of the signal",
    "populations": "by label, counted from the events: count, mean and sd (x, y) in channels. Where there is a fault, "
    "change is against the same day without it: shift in channels, width and count as ratios; null is no value (fewer "
    "than two events)",
    "where": "where the faults changed the number of events: # marks the fewest cells that hold 90 % of the change, "
    "32 rows from the top of the plot and 32 columns from its left",
    "course": "how the days hang together: ar1 is the correlation with the day before, lots the days on which a new "
    "lot was opened, ageing whether the opened control ages",
    "look": "how the picture was drawn; area is the plot in it: left, top, width, height in px",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a fault did to one label: mean moved by channels (x, y), ratios of sd (x, y) and of the count."""

    shift: tuple[float, float] | None
    width: tuple[float, float] | None
    count: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One label's events: how many, their mean and standard deviation (x, y) in channels; None below two events."""

    count: int
    mean: tuple[float, float] | None
    sd: tuple[float, float] | None
    change: Change | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """All that is known about one measurement.

    ``faults`` are severities by key. ``where`` is None on a day without faults; else bool (32, 32), row 0 at the top
    of the plot: true in the fewest cells that hold 90 % of the change in the number of events.
    """

    assay: str
    seed: int
    day: int
    faults: Mapping[str, float]
    condition: Condition
    populations: Mapping[str, Measured]
    where: Bools | None

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values; ``ABOUT`` explains each of the keys."""
        return {
            "assay": self.assay,
            "seed": self.seed,
            "day": self.day,
            "faults": {
                key: {"severity": severity, "unit": fault.unit, "title": fault.title}
                for key, severity in self.faults.items()
                for fault, _ in (split_key(key),)
            },
            "condition": _rounded(asdict(self.condition)),
            "populations": {name: _measured_json(each) for name, each in self.populations.items()},
            "where": None
            if self.where is None
            else ["".join("#" if cell else "." for cell in row) for row in self.where.tolist()],
        }


def truth_of(
    assay: Assay,
    seed: int,
    day: int,
    faults: Mapping[str, float],
    condition: Condition,
    events: Events,
    twin: Events | None,
) -> Truth:
    """Return the truth; ``twin`` are the events of the same day without its faults, None where it has none."""
    populations = measured(assay, events)
    if twin is not None:
        without = measured(assay, twin)
        populations = {
            name: Measured(count=each.count, mean=each.mean, sd=each.sd, change=_change(without[name], each))
            for name, each in populations.items()
        }
    return Truth(
        assay=assay.name,
        seed=seed,
        day=day,
        faults=dict(faults),
        condition=condition,
        populations=populations,
        where=None if twin is None else where_changed(assay, twin, events),
    )


def measured(assay: Assay, events: Events) -> dict[str, Measured]:
    """Return each label's count, mean and standard deviation; sums of whole hundredths, so exact until the division."""
    count = np.bincount(events.label, minlength=len(assay.labels))
    sums = []
    for place in (events.x, events.y):
        hundredths = np.rint(place * 100)
        for power in (hundredths, hundredths * hundredths):
            sums.append(np.bincount(events.label, weights=power, minlength=len(assay.labels)))
    return {name: _statistics(int(count[at]), [int(each[at]) for each in sums]) for at, name in enumerate(assay.labels)}


def _statistics(count: int, sums: list[int]) -> Measured:
    """Return them from the sums of x, its squares, y, its squares in hundredths."""
    if count < 2:
        return Measured(count=count, mean=None, sd=None)
    mean = (sums[0] / count / 100, sums[2] / count / 100)
    sd = [math.sqrt((count * sums[at + 1] - sums[at] * sums[at]) / (count * (count - 1))) / 100 for at in (0, 2)]
    return Measured(count=count, mean=mean, sd=(sd[0], sd[1]))


def _change(before: Measured, after: Measured) -> Change:
    shift = width = None
    if before.mean is not None and after.mean is not None:
        shift = (after.mean[0] - before.mean[0], after.mean[1] - before.mean[1])
    if before.sd is not None and after.sd is not None and min(before.sd) > 0:
        width = (after.sd[0] / before.sd[0], after.sd[1] / before.sd[1])
    return Change(shift=shift, width=width, count=after.count / before.count if before.count else None)


def events_in_cells(assay: Assay, events: Events) -> Counts:
    """Return how many events lie in each cell of the plot, int64 (32, 32), row 0 at the top."""
    columns = (events.x * (WHERE_CELLS / assay.channels)).astype(np.int64)
    rows = WHERE_CELLS - 1 - (events.y * (WHERE_CELLS / assay.channels)).astype(np.int64)
    counted = np.bincount(rows * WHERE_CELLS + columns, minlength=WHERE_CELLS * WHERE_CELLS)
    return counted.reshape(WHERE_CELLS, WHERE_CELLS)


def where_changed(assay: Assay, before: Events, after: Events) -> Bools:
    """Return the fewest cells that hold 90 % of the change in the number of events, bool (32, 32)."""
    changed = np.abs(events_in_cells(assay, after) - events_in_cells(assay, before)).reshape(-1)
    # Of cells with equal change, the ones nearer to the top left come first.
    order = np.argsort(-changed, kind="stable")
    held = np.cumsum(changed[order])
    needed = int(np.searchsorted(held, WHERE_PART * held[-1])) + 1 if held[-1] else 0
    mask = np.zeros(len(changed), dtype=np.bool_)
    mask[order[:needed]] = True
    return mask.reshape(WHERE_CELLS, WHERE_CELLS)


def _measured_json(each: Measured) -> dict[str, Any]:
    plain = asdict(each)
    if each.change is None:
        del plain["change"]
    return {key: _rounded(value) for key, value in plain.items()}


def _rounded(value: Any) -> Any:
    """Return numbers to five decimals: more is neither known nor read."""
    if isinstance(value, float):
        return round(value, 5)
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(each) for each in value]
    return value
