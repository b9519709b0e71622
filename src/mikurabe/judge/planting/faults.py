"""The faults that can be planted: what each is called, its severities and their unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from mikurabe.errors import UnknownName

Unit: TypeAlias = Literal["px", "%", "deg", "quality"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A fault in several severities, rising; 0 would be none.

    ``unit`` says what a severity counts: pixels, percent, degrees, or steps of JPEG quality below 100. ``of_dots`` is
    true where the fault exists only in a plot of dots on a plain background.
    """

    name: str
    unit: Unit
    severities: tuple[float, ...]
    of_dots: bool = False


FAULTS: dict[str, Fault] = {
    fault.name: fault
    for fault in (
        Fault(name="shift_x", unit="px", severities=(0.5, 1, 2, 4, 8, 16)),
        Fault(name="shift_y", unit="px", severities=(0.5, 1, 2, 4, 8, 16)),
        Fault(name="gain_x", unit="%", severities=(1, 2, 3, 5, 8, 12)),
        Fault(name="gain_y", unit="%", severities=(1, 2, 3, 5, 8, 12)),
        Fault(name="rotate", unit="deg", severities=(0.25, 0.5, 1, 2, 4)),
        Fault(name="widen_x", unit="%", severities=(1, 2, 3, 5, 8, 12), of_dots=True),
        Fault(name="widen_y", unit="%", severities=(1, 2, 3, 5, 8, 12), of_dots=True),
        Fault(name="thin", unit="%", severities=(5, 10, 20, 40, 60), of_dots=True),
        Fault(name="crowd", unit="%", severities=(10, 25, 50, 100), of_dots=True),
        Fault(name="add_dots", unit="%", severities=(0.25, 0.5, 1, 2, 5, 10)),
        Fault(name="new_cluster", unit="%", severities=(0.2, 0.5, 1, 2, 5)),
        Fault(name="move_cluster", unit="px", severities=(1, 2, 4, 8, 16), of_dots=True),
        Fault(name="noise", unit="%", severities=(0.5, 1, 2, 4, 8)),
        Fault(name="blur", unit="px", severities=(0.25, 0.5, 1, 2, 4)),
        Fault(name="darken", unit="%", severities=(1, 2, 5, 10, 20)),
        Fault(name="jpeg", unit="quality", severities=(5, 15, 30, 50, 70)),
    )
}


def faults_of(names: Sequence[str]) -> tuple[Fault, ...]:
    """Return the faults of these names, several perhaps in one text with commas; all of them where there is no name.

    Raises UnknownName for a fault that there is not.
    """
    asked = [part.strip() for text in names for part in text.split(",") if part.strip()]
    for name in asked:
        if name not in FAULTS:
            raise UnknownName.among("fault", name, FAULTS)
    return tuple(FAULTS[name] for name in dict.fromkeys(asked)) if asked else tuple(FAULTS.values())
