"""One way to go wrong: its name, what happens, how badly, and how it is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from mikurabe.errors import UsageError
from mikurabe.registry import Registry
from mikurabe.sources.simulate.assay import Assay
from mikurabe.sources.simulate.condition import Condition

Unit: TypeAlias = Literal["part", "channels", "px"]
Change: TypeAlias = Callable[[Condition, float, Assay, str], Condition]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One way to go wrong.

    Args:
        name: how it is asked for.
        mode: the kind of fault that it belongs to, 1 to 15, and 0 for the picture's own; of a kind there may be two.
        title: what happens, in a few words.
        unit: of the severity: ``part`` (0.05 is 5 %), ``channels`` or ``px``.
        grid: graded severities, from hardly visible to plain.
        change: returns the day's condition with the fault; its last argument is the population, "" where none.
        low: the least severity that makes sense; ``high`` the largest.
        fact: the field of FaultFacts without which an assay does not have this fault; None where all have it.
        chooses: whether a population may be named: cluster_shift_y[MONO].
    """

    name: str
    mode: int
    title: str
    unit: Unit
    grid: tuple[float, ...]
    change: Change
    low: float = 0.0
    high: float = 1.0
    fact: str | None = None
    chooses: bool = False

    @property
    def usual(self) -> float:
        """Return the severity where none is given: the third of the grid."""
        return self.grid[2]

    def on(self, assay: Assay) -> bool:
        """Return whether the assay says what this fault does to it."""
        return self.fact is None or getattr(assay.faults, self.fact) not in (None, False)


FAULTS: Registry[Fault] = Registry("fault")

_KEY = re.compile(r"(?P<name>[^\[\]]*)(\[(?P<population>[^\[\]]*)\])?")


def split_key(key: str) -> tuple[Fault, str]:
    """Return the fault of a key such as ``widen_x`` or ``cluster_shift_y[MONO]``, and the population named ("")."""
    matched = _KEY.fullmatch(key)
    if matched is None:
        raise UsageError(f"{key!r} is no fault: type its name, or name[POPULATION], such as cluster_shift_y[MONO].")
    fault = FAULTS[matched["name"]]
    population = matched["population"] or ""
    if matched["population"] is not None and not fault.chooses:
        choosing = ", ".join(each.name for each in FAULTS if each.chooses)
        raise UsageError(
            f"The fault {fault.name} does not choose a population: leave out [{population}]. {choosing} do."
        )
    return fault, population


def check_severity(fault: Fault, severity: float) -> float:
    """Return the severity, or raise UsageError where it makes no sense for the fault."""
    if not fault.low <= severity <= fault.high:
        unit = "" if fault.unit == "part" else f" {fault.unit}"
        graded = ", ".join(f"{each:g}" for each in fault.grid)
        raise UsageError(
            f"A severity of {severity:g} makes no sense for {fault.name}: give {fault.low:g} to {fault.high:g}{unit}, "
            f"such as {graded}."
        )
    if fault.unit == "px" and severity != int(severity):
        raise UsageError(f"{fault.name} moves by whole pixels, not by {severity:g}.")
    return severity
