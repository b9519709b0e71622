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
from mikurabe.judge.movement import movement

# The findings that are movements, or may be ones.
_MOVEMENTS = frozenset({"gain", "crosstalk", "one_population"})


def second_look(found: Sequence[Finding], inhabitants: Inhabitants, row: CensusRow) -> list[Finding]:
    """Return the findings, the first of them named by what the populations show where they show it clearly."""
    first = found[0]
    if first.kind not in _MOVEMENTS or (first.kind == "one_population" and first.change == "count"):
        return list(found)
    moved = movement(inhabitants, row)
    if moved is None or not moved.is_clear:
        return list(found)
    if moved.best == "alone":
        name = moved.alone[0]
        renamed = replace(first, kind="one_population", member=name, change="shift")
    elif moved.best == "crosstalk":
        renamed = replace(first, kind="crosstalk", region=None)
    else:
        renamed = replace(first, kind="gain", region=None)
    renamed = replace(renamed, axis=moved.axis, deviation=math.copysign(first.deviation, moved.amount))
    others = [each for each in found[1:] if each.kind not in _MOVEMENTS or each.axis != moved.axis]
    return [renamed, *others]
