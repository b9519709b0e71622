"""Which fault each index can see, and from which severity on, without a picture of any fault: they are planted."""

from __future__ import annotations

import logging
import math
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from mikurabe.engines import Threads
from mikurabe.errors import MikurabeError, UsageError
from mikurabe.interrupts import counted
from mikurabe.judge.auroc import Floats
from mikurabe.judge.detection import Sighting, sightings
from mikurabe.judge.exits import Exits
from mikurabe.judge.normal_range import least_sd, prediction_range, to_scale
from mikurabe.judge.planting import Fault, Planter, Unplantable
from mikurabe.metrics import Index
from mikurabe.pairing import Pairing
from mikurabe.records import Column, Image, Score

# Leave-one-out limits are of one picture fewer, and t has no hold on less than these.
LEAST_NORMALS = 5

log = logging.getLogger(__name__)


class Scorer(Protocol):
    """What gives a picture its scores: the indices against a reference, or a judgement learned from the normals.

    ``leaving_out`` is the place of the normal picture that the image is, or was made of: whatever is learned from the
    normals must not have learned from that one.
    """

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return what each score is."""

    def scores(self, image: Image, leaving_out: int) -> tuple[Score, ...]:
        """Return a score for each column; never raises for what a picture can cause."""


class AgainstReference:
    """The indices of each picture against one reference, as ``compare`` gives them."""

    def __init__(self, pairing: Pairing, indices: Sequence[Index]) -> None:
        self._pairing = pairing
        self._indices = tuple(indices)

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the indices' columns."""
        return tuple(index.column() for index in self._indices)

    def scores(self, image: Image, leaving_out: int) -> tuple[Score, ...]:  # noqa: ARG002
        """Return a score per index; the reference is none of the normals, so nothing has to be left out."""
        try:
            reference, candidate, _ = self._pairing.pair(image)
            return tuple(index.score(reference, candidate) for index in self._indices)
        except MikurabeError as reason:
            return (Score(problem=str(reason)),) * len(self._indices)
        except Exception as fault:
            # A defect of ours: told in the score, as in a comparison, and it does not cost the other pictures.
            log.debug("while scoring %s", image.source.name, exc_info=True)
            return (Score(problem=f"unexpected {type(fault).__name__}: {fault}; please report this"),) * len(
                self._indices
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class StressRow:
    """One index: its normal range, its false alarms among the normal pictures, and which fault it sees from where.

    ``low`` and ``high`` are limits on the value, from all normal pictures; None where there is none on that side.
    ``alarms`` of ``normals`` normal pictures lie outside the limits that the others give. ``sightings`` are in the
    faults' order. ``problem`` says why there is no limit.
    """

    column: Column
    low: float | None
    high: float | None
    alarms: int
    normals: int
    sightings: tuple[Sighting, ...]
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class StressTable(Exits):
    """The table of indices against planted faults: from which severity on each is seen in 90 % of pictures.

    ``false_alarms`` is the share of normal pictures that the limits are made to fail, per index, both sides together.
    ``planted`` of the ``normals`` had the faults put into them. ``dot_px`` is the side of a dot, None where the
    pictures are no plots of dots.
    """

    reference: str
    normals: tuple[str, ...]
    planted: int
    faults: tuple[Fault, ...]
    rows: tuple[StressRow, ...]
    false_alarms: float
    dot_px: int | None
    notes: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    versions: tuple[tuple[str, str], ...] = ()

    @property
    def cover(self) -> tuple[str, ...]:
        """Return few indices that together see every fault that is seen, each by one of its leaders: greedily found."""
        return _cover(self.rows, len(self.faults))


def _cover(rows: Sequence[StressRow], faults: int) -> tuple[str, ...]:
    leads = {row.column.key: {at for at, one in enumerate(row.sightings) if one.is_leader} for row in rows}
    open_faults = {at for at in range(faults) if any(at in led for led in leads.values())}
    chosen = []
    while open_faults:
        key = max(leads, key=lambda one: len(leads[one] & open_faults))
        chosen.append(key)
        open_faults -= leads[key]
    return tuple(chosen)


class _Task(NamedTuple):
    """A picture to score: normal ``at``, with a fault (by place) of a severity (by place), or as it is (-1, -1)."""

    at: int
    fault: int
    severity: int


def stress(
    planter: Planter,
    scorer: Scorer,
    *,
    reference: str,
    faults: Sequence[Fault],
    false_alarms: float = 0.01,
    most_planted: int = 30,
    seed: int = 1,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    notes: tuple[str, ...] = (),
    settings: tuple[tuple[str, str], ...] = (),
    versions: tuple[tuple[str, str], ...] = (),
) -> StressTable:
    """Return which fault each of the scorer's columns sees, and from which severity on.

    Limits are two-sided t prediction limits of the normal pictures' scores; the picture that a fault is planted into
    has no part in the limits that it is held against. Faults go into at most ``most_planted`` pictures, evenly spread.

    Raises UsageError for fewer than 5 normal pictures beside the reference, or a rate not between 0 and 0.5.
    """
    images = planter.images
    if not 0 < false_alarms <= 0.5:
        raise UsageError(f"false_alarms (--false-alarms) is {false_alarms:g}; it is a share above 0, up to 0.5: 0.01.")
    if len(images) < LEAST_NORMALS:
        raise UsageError(
            f"There are {len(images)} normal pictures beside the reference; limits can be drawn from "
            f"{LEAST_NORMALS} or more, better from 20."
        )
    chosen = sorted({round(at) for at in np.linspace(0, len(images) - 1, min(most_planted, len(images)))})
    reasons = [_reason(planter, fault) for fault in faults]
    tasks = [_Task(at, -1, -1) for at in range(len(images))]
    tasks += [
        _Task(at, place, level)
        for at in chosen
        for place, fault in enumerate(faults)
        if not reasons[place]
        for level in range(len(fault.severities))
    ]

    def work(some: Sequence[_Task]) -> Iterator[tuple[Score, ...]]:
        for task in some:
            image = images[task.at]
            if task.fault >= 0:
                fault = faults[task.fault]
                image = planter.plant(task.at, fault, fault.severities[task.severity])
            yield scorer.scores(image, task.at)

    scored = dict(zip(tasks, _in_threads(work, tasks, threads, progress), strict=True))
    seen: list[dict[str, Floats]] = [{} for _ in faults]
    parts = []
    for at, column in enumerate(scorer.columns):
        scores = [scored[task][at] for task in tasks[: len(images)]]
        reason = next((score.problem for score in scores if score.problem is not None), None)
        limits = _Limits(column, _values(scores), false_alarms, reason)
        parts.append(limits)
        for place, fault in enumerate(faults):
            if reasons[place]:
                continue
            matrix = np.array(
                [
                    [
                        limits.beyond(scored[_Task(picture, place, level)][at].value, picture)
                        for level in range(len(fault.severities))
                    ]
                    for picture in chosen
                ]
            )
            seen[place][column.key] = matrix
    found = [
        {} if reason else sightings(fault.severities, matrices, seed)
        for fault, reason, matrices in zip(faults, reasons, seen, strict=True)
    ]
    return StressTable(
        reference=reference,
        normals=tuple(image.source.name for image in images),
        planted=len(chosen),
        faults=tuple(faults),
        rows=tuple(
            limits.row(
                tuple(
                    Sighting(state="unplanted", reason=reason) if reason else found[place][limits.column.key]
                    for place, reason in enumerate(reasons)
                )
            )
            for limits in parts
        ),
        false_alarms=false_alarms,
        dot_px=None if planter.scene is None else planter.scene.dot_px,
        notes=notes,
        settings=settings,
        versions=versions,
    )


def _reason(planter: Planter, fault: Fault) -> str:
    try:
        planter.check(fault)
    except Unplantable as reason:
        return str(reason)
    return ""


def _in_threads(
    work: Callable[[Sequence[_Task]], Iterator[tuple[Score, ...]]],
    tasks: Sequence[_Task],
    threads: int | None,
    progress: Callable[[int, int], None] | None,
) -> Iterator[tuple[Score, ...]]:
    pool = Threads(work, tasks, max(1, min(threads or os.cpu_count() or 1, len(tasks))))
    with counted() as interrupts:
        try:
            for done, scores in enumerate(pool.results(), start=1):
                if progress is not None:
                    progress(done, len(tasks))
                yield scores
        except KeyboardInterrupt:
            pool.stop(interrupts)
            raise
        finally:
            pool.close()


def _values(scores: Sequence[Score]) -> Floats:
    """Return values, NaN where there is none: within this file only, and counted."""
    return np.array([math.nan if score.value is None else score.value for score in scores])


class _Limits:
    """The limits of one column, from all normal pictures and from all but one."""

    def __init__(self, column: Column, values: Floats, false_alarms: float, reason: str | None) -> None:
        self.column = column
        self._values = values
        self._rate = false_alarms
        there = ~np.isnan(values)
        self._scaled = np.where(there, to_scale(np.where(there, values, 0.0), column), np.nan)
        usable = np.isfinite(self._scaled)
        self.problem: str | None = None
        if usable.sum() < LEAST_NORMALS:
            count, total = usable.sum(), len(values)
            if reason is None:
                self.problem = f"only {count} of {total} normal pictures have a finite value"
            else:
                self.problem = f"only {count} of {total} normal pictures have a finite value ({reason})"
            self._least = 0.0
        else:
            self._least = least_sd(self._scaled[usable], column)
        self._usable = usable
        # Whatever is left out, its limits are needed for every severity.
        self._without = [self._range(leaving_out=at) for at in range(len(values))] if self.problem is None else []

    def _range(self, leaving_out: int | None = None) -> tuple[float, float]:
        kept = self._usable.copy()
        if leaving_out is not None:
            kept[leaving_out] = False
        return prediction_range(self._scaled[kept], self._rate, self._least)

    def beyond(self, value: float | None, picture: int) -> float:
        """Return 1 where a value lies outside the limits that the other pictures give, 0 inside, NaN without either."""
        if value is None or self.problem is not None:
            return math.nan
        scaled = float(to_scale(np.array([value]), self.column)[0])
        low, high = self._without[picture]
        return float(not low <= scaled <= high)

    def row(self, found: tuple[Sighting, ...]) -> StressRow:
        """Return the column with its limits on the value itself."""
        if self.problem is not None:
            return StressRow(
                column=self.column, low=None, high=None, alarms=0, normals=0, sightings=found, problem=self.problem
            )
        ends = [self._value(end) for end in self._range()]
        low, high = (ends[1], ends[0]) if self.column.better == "higher" else (ends[0], ends[1])
        outside = [self.beyond(float(value), at) for at, value in enumerate(self._values) if not math.isnan(value)]
        return StressRow(
            column=self.column,
            low=low,
            high=high,
            alarms=int(sum(outside)),
            normals=len(outside),
            sightings=found,
        )

    def _value(self, scaled: float) -> float | None:
        """Return the value of the index at a number on the scale, None where the index never gets there."""
        column = self.column
        sign = -1.0 if column.better == "higher" else 1.0
        if math.isinf(column.identical):
            value = sign * scaled
        elif scaled <= 0:
            return None
        else:
            value = column.identical + sign * scaled**3
        return value if column.low < value < column.high else None
