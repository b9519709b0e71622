"""One day's measurement: its events, the truth about it, and its picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from mikurabe.errors import UsageError
from mikurabe.sources.simulate.assay import Assay, load_assay
from mikurabe.sources.simulate.cells import Events, check_count, draw_events
from mikurabe.sources.simulate.condition import INDEPENDENT_DAYS, Condition, Course, draw_condition
from mikurabe.sources.simulate.faults import with_faults
from mikurabe.sources.simulate.look import LOOK, Look, Pixels, render
from mikurabe.sources.simulate.truth import Truth, truth_of

NO_FAULTS: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One day's measurement; ``faults`` are severities by key, ``usual`` is the day's condition without them."""

    assay: Assay
    seed: int
    day: int
    faults: Mapping[str, float]
    usual: Condition
    condition: Condition
    events: Events

    @property
    def truth(self) -> Truth:
        """Return all that is known about it, counted from the events each time it is asked for.

        Where there are faults the same day is drawn once more without them, to tell what they changed.
        """
        twin = self.without_faults().events if self.faults else None
        return truth_of(self.assay, self.seed, self.day, self.faults, self.condition, self.events, twin)

    def without_faults(self) -> Measurement:
        """Return the same day, the same cells, without the faults."""
        events = draw_events(self.assay, self.usual, (self.seed, self.day))
        return replace(self, faults=NO_FAULTS, condition=self.usual, events=events)

    def draw(self, how: Look = LOOK) -> Pixels:
        """Return its picture, uint8 (H, W, 3)."""
        return render(self.events, how, assay=self.assay, moved_px=self.condition.moved_px)


def simulate_day(
    assay: str | Path | Assay = "wdf",
    day: int = 1,
    seed: int = 1,
    *,
    faults: Mapping[str, float] = NO_FAULTS,
    course: Course = INDEPENDENT_DAYS,
    events: float | None = None,
) -> Measurement:
    """Return the measurement of one day, the same on every machine; it depends on the arguments alone.

    Args:
        assay: ``wdf``, ``ret``, the path of a TOML, or what load_assay returned.
        day: the number of the day, from 1. Another day is other chance.
        seed: 0 or more. Another seed is another series of days.
        faults: severities by key: ``{"widen_x": 0.05, "cluster_shift_y[MONO]": 3}``.
        course: how days hang together: correlation, lots, ageing.
        events: how many cells are expected, where it is not the assay's own number.

    Raises:
        UnknownName: there is no such assay, fault or population.
        UsageError: the day, the seed or a severity makes no sense.
    """
    if day < 1 or seed < 0:
        raise UsageError(f"There is no day {day} of seed {seed}: days count from 1, seeds from 0.")
    check_count(events)
    measured = load_assay(assay)
    usual = draw_condition(measured, day, seed, course, events=events)
    condition = with_faults(usual, measured, faults)
    return Measurement(
        assay=measured,
        seed=seed,
        day=day,
        faults=dict(faults),
        usual=usual,
        condition=condition,
        events=draw_events(measured, condition, (seed, day)),
    )
