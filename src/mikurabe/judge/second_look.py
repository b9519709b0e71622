"""A second look at what was found: the populations' own numbers say what the filters of the whole picture mix up.

A gain, cross-talk and the shift of a large population change the density alike at first sight; the populations' centres
tell them apart.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from mikurabe.judge.census import CensusRow
from mikurabe.judge.explain import Finding
from mikurabe.judge.inhabitants import Inhabitants
from mikurabe.judge.movement import Movement, movement

# The findings that are movements, or may be ones.
_MOVEMENTS = frozenset({"gain", "crosstalk", "one_population"})


def second_look(found: Sequence[Finding], inhabitants: Inhabitants, row: CensusRow) -> list[Finding]:
    """Return the findings, the first of them named by what the populations show where they show it clearly."""
    first = found[0]
    if first.kind == "width":
        return _widened_and_moved(found, inhabitants, row)
    if first.kind not in _MOVEMENTS or (first.kind == "one_population" and first.change == "count"):
        return list(found)
    moved = movement(inhabitants, row)
    if moved is None or not moved.is_clear:
        return list(found)
    if moved.best == "alone":
        return [_alone(first, moved, row), *_others(found, moved)]
    if moved.best == "crosstalk":
        renamed = replace(first, kind="crosstalk", region=None)
    else:
        renamed = replace(first, kind="gain", region=None)
    renamed = replace(renamed, axis=moved.axis, deviation=math.copysign(first.deviation, moved.amount))
    return [renamed, *_others(found, moved)]


def _alone(first: Finding, moved: Movement, row: CensusRow) -> Finding:
    """Return the first finding as that of the population that moved alone; one that lost most events seems to move."""
    name = moved.alone[0]
    member = next(each for each in row.members if each.measured.name == name)
    named = replace(first, kind="one_population", member=name, axis=moved.axis)
    if "count" in member.beyond and member.change.count is not None:
        sign = member.change.count - 1
        return replace(named, change="count", deviation=math.copysign(first.deviation, sign))
    return replace(named, change="shift", deviation=math.copysign(first.deviation, moved.amount))


def _others(found: Sequence[Finding], moved: Movement) -> list[Finding]:
    """Return the further findings but for those that the movement explains."""
    return [each for each in found[1:] if each.kind not in _MOVEMENTS or each.axis != moved.axis]


def _widened_and_moved(found: Sequence[Finding], inhabitants: Inhabitants, row: CensusRow) -> list[Finding]:
    """Return the findings, with the gain that the populations' centres show beside a widening of the whole.

    Where part of the events has another gain, the whole is wider and moves; the filters name the first of these alone.
    """
    first = found[0]
    moved = movement(inhabitants, row)
    if moved is None or not moved.is_clear or moved.best not in {"gain", "offset"} or moved.axis != first.axis:
        return list(found)
    as_well = Finding(kind="gain", axis=moved.axis, deviation=math.copysign(moved.strength, moved.amount))
    return [first, as_well, *_others(found, moved)]
