"""What changed: a picture's deviations as findings, the strongest first."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from mikurabe.judge.combined import Model
from mikurabe.judge.directions import Axis, Change, Direction
from mikurabe.judge.grid import Floats
from mikurabe.judge.parts import Part, densest

Kind: TypeAlias = Literal["gain", "crosstalk", "width", "count", "one_population", "new_population", "noise"]

# A part is worth a word from this deviation on, and the strongest one in any case: one normal picture in twenty has
# any such part.
_WORTH_A_WORD = 3.7
# A large gain makes the whole picture look wider as well (the second term of its series), a widening does not move it:
# where both are said, the gain is believed from this part of the widening's strength on.
_GAIN_BEFORE_WIDTH = 0.65
_MOST_SAID = 3
# With less than half of the ink, what the other parts say follows from that.
_TOO_LITTLE = -0.5
_MOVED: tuple[Change, Change] = ("gain", "shift")
AXES: tuple[Axis, ...] = ("x", "y")
# Strangers of which this part lies in one square are a population, else noise.
_GATHERED = 0.35
_KINDS: Mapping[Change, Kind] = {
    "count": "count",
    "shift": "gain",
    "gain": "gain",
    "stretch": "gain",
    "shear": "crosstalk",
    "width": "width",
    "width_growing": "width",
    "tilt": "one_population",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that changed: its kind, the axis or the region that it concerns, and the deviation that says so.

    ``change`` is what happened to a region: fewer or more events, moved, wider, tilted. ``part`` is by how much, as a
    part of what is normal (count, gain); ``offset`` the shift that would explain it as well as the gain, as a part of
    the longer side; ``place`` the (row, column) of the cell in whose surroundings a new population is, ``events`` how
    many are where normals are empty; ``member`` the population by name, where populations are known. None where there
    is no such amount.
    """

    kind: Kind
    deviation: float
    axis: Axis = ""
    region: int | None = None
    change: Change = "count"
    part: float | None = None
    offset: float | None = None
    place: tuple[int, int] | None = None
    events: float | None = None
    member: str | None = None


def findings(model: Model, counts: Floats) -> list[Finding]:
    """Return what changed in a picture of these counts, (rows, columns), the strongest first, three at most.

    After each finding its directions are taken out of the picture, so that the next one is something else: a gain also
    shears and widens a little. The strongest is returned in any case, others where they are worth a word.
    """
    measured = model.filters.measure(counts[None])[0]
    found: list[Finding] = []
    while len(found) < _MOST_SAID:
        finding = _strongest(model, counts, measured)
        if found and (_strength(finding) < _WORTH_A_WORD or _follows(finding, found)):
            break
        found.append(finding)
        if finding.kind == "count" and finding.part is not None and finding.part < _TOO_LITTLE:
            break
        measured = _without(model, measured, finding)
    return found


def _follows(finding: Finding, found: list[Finding]) -> bool:
    """Return whether a change of ink follows from one of widths: dots that lie apart hide each other less."""
    widths = [each.deviation for each in found if each.kind == "width"]
    return finding.kind == "count" and any(width * finding.deviation > 0 for width in widths)


def _strongest(model: Model, counts: Floats, measured: Floats) -> Finding:
    found: dict[tuple[Kind, Axis, int | None], Finding] = {}
    for part, deviation in zip(model.parts, model.deviations(measured[None])[0].tolist(), strict=True):
        finding = _finding(model, counts, part, deviation)
        if finding is not None:
            key = (finding.kind, "" if finding.region is not None else finding.axis, finding.region)
            found[key] = max(found.get(key, finding), finding, key=_strength)
    for axis in AXES:
        gain, width = found["gain", axis, None], found["width", axis, None]
        if _strength(gain) >= _GAIN_BEFORE_WIDTH * _strength(width):
            strength = max(_strength(gain), _strength(width))
            found["gain", axis, None] = replace(gain, deviation=math.copysign(strength, gain.deviation))
            del found["width", axis, None]
    strongest = max(found.values(), key=_strength)
    if strongest.kind == "count":
        # Not the filter's own amount: in cells with hardly an event its transform bends, and half of a loss is told.
        return replace(strongest, part=float(counts.sum() / model.filters.mean.sum()) - 1)
    if strongest.kind == "gain":
        gained, moved = (_amount(model, measured, Direction(change=change, axis=strongest.axis)) for change in _MOVED)
        return replace(strongest, part=gained, offset=moved / 2)
    return strongest


def _amount(model: Model, measured: Floats, direction: Direction) -> float:
    """Return how much of one direction there would be, were it alone."""
    at = model.parts.index(direction)
    return float((measured[at] - model.centre[at]) / model.filters.lengths[at])


def _without(model: Model, measured: Floats, finding: Finding) -> Floats:
    """Return the measured parts of the picture without what the finding explains."""
    taken = [at for at, part in enumerate(model.parts) if _explains(finding, part)]
    rest = measured.copy()
    weights = model.filters.weights
    directions = [at for at in taken if at < weights.shape[1]]
    if directions:
        own = weights[:, directions]
        amounts, *_ = np.linalg.lstsq(own.T @ own, (measured - model.centre)[directions], rcond=1e-6)
        rest[: weights.shape[1]] -= weights.T @ (own @ amounts)
    local = [at for at in taken if at >= weights.shape[1]]
    rest[local] = model.centre[local]
    return rest


def _explains(finding: Finding, part: Part) -> bool:
    """Return whether a part tells of nothing but the finding."""
    if not isinstance(part, Direction):
        return finding.kind in {"noise", "new_population"} and part in {"strangers", "cluster"}
    if finding.region is not None:
        return part.region == finding.region
    if part.region is not None:
        return False
    kind = _KINDS[part.change]
    return part.axis == finding.axis and (kind == finding.kind or {kind, finding.kind} == {"gain", "width"})


def _strength(finding: Finding) -> float:
    return abs(finding.deviation)


def _finding(model: Model, counts: Floats, part: Part, deviation: float) -> Finding | None:
    if isinstance(part, Direction):
        if part.region is None:
            return Finding(kind=_KINDS[part.change], axis=part.axis, deviation=deviation)
        if not part.alone:
            return None
        return Finding(
            kind="one_population", axis=part.axis, region=part.region, change=part.change, deviation=deviation
        )
    if part == "strangers":
        strays = np.where(model.filters.empty, counts, 0.0)
        stray = float(strays.sum())
        gathered, place = densest(strays)
        is_population = stray > 0 and gathered > _GATHERED * stray
        return Finding(
            kind="new_population" if is_population else "noise",
            deviation=deviation,
            place=place if is_population else None,
            events=stray,
        )
    return None
