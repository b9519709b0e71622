"""What changed: a picture's deviations as a sentence, in English or Japanese."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from mikurabe.i18n import Lang, words
from mikurabe.judge.combined import Model
from mikurabe.judge.directions import Axis, Change, Direction
from mikurabe.judge.grid import Floats

Kind: TypeAlias = Literal["gain", "crosstalk", "width", "count", "one_population", "new_population", "noise"]

# A part is worth a word from this deviation on, and the strongest one in any case: one normal picture in twenty has
# any such part.
_WORTH_A_WORD = 3.7
# A large gain makes the whole picture look wider as well (the second term of its series), a widening does not move it:
# where both are said, the gain is believed from this part of the widening's strength on.
_GAIN_BEFORE_WIDTH = 0.65
_MOST_SAID = 3
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
    """One thing that changed: its kind, the axis or the region that it concerns, and the deviation that says so."""

    kind: Kind
    deviation: float
    axis: Axis = ""
    region: int | None = None


def findings(model: Model, counts: Floats, deviations: Floats) -> list[Finding]:
    """Return what changed, the strongest first: at least one finding, and all that are worth a word.

    ``counts`` are the picture's events per cell, (rows, columns), ``deviations`` its parts' deviations, (parts,).
    """
    found: dict[tuple[Kind, Axis, int | None], Finding] = {}
    for part, deviation in zip(model.parts, deviations.tolist(), strict=True):
        finding = _finding(model, counts, part, deviation)
        if finding is None:
            continue
        key = (finding.kind, finding.axis, finding.region)
        if key not in found or abs(found[key].deviation) < abs(finding.deviation):
            found[key] = finding
    for axis in AXES:
        gain, width = found.get(("gain", axis, None)), found.get(("width", axis, None))
        if gain is not None and width is not None and _strength(gain) >= _GAIN_BEFORE_WIDTH * _strength(width):
            strength = max(_strength(gain), _strength(width))
            found["gain", axis, None] = replace(gain, deviation=math.copysign(strength, gain.deviation))
            del found["width", axis, None]
    ordered = sorted(found.values(), key=_strength, reverse=True)
    return [each for at, each in enumerate(ordered) if at == 0 or abs(each.deviation) >= _WORTH_A_WORD]


def _strength(finding: Finding) -> float:
    return abs(finding.deviation)


def _finding(model: Model, counts: Floats, part: object, deviation: float) -> Finding | None:
    if isinstance(part, Direction):
        if part.region is None:
            return Finding(kind=_KINDS[part.change], axis=part.axis, deviation=deviation)
        if part.alone:
            return Finding(kind="one_population", region=part.region, deviation=deviation)
        return None
    if part == "strangers":
        stray = np.where(model.filters.empty, counts, 0.0)
        gathered = float(model.filters.local(counts[None])[0, 1]) ** 2 / 4 - 0.375
        is_population = gathered > _GATHERED * max(float(stray.sum()), 1e-9)
        return Finding(kind="new_population" if is_population else "noise", deviation=deviation)
    return None


def explained(model: Model, counts: Floats, deviations: Floats, *, side: int, lang: Lang) -> str:
    """Return the strongest findings, three at most, as one sentence."""
    word = words(lang)
    return word["judging_and"].join(
        _said(model, each, side, word) for each in findings(model, counts, deviations)[:_MOST_SAID]
    )


def _said(model: Model, finding: Finding, side: int, word: Mapping[str, str]) -> str:
    direction = word["judging_more"] if finding.deviation > 0 else word["judging_less"]
    facts = {"axis": finding.axis, "direction": direction, "z": f"{finding.deviation:+.1f}"}
    if finding.region is not None:
        row, column = model.filters.regions.peaks[finding.region]
        facts |= {"x": str(column * side + side // 2), "y": str(row * side + side // 2)}
    return word[f"judging_{finding.kind}"].format(**facts)
