"""What changed: a picture's deviations as a sentence, in English or Japanese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from mikurabe.i18n import Lang, words
from mikurabe.judge.combined import Model
from mikurabe.judge.directions import Axis, Change, Direction
from mikurabe.judge.grid import Floats

Kind: TypeAlias = Literal["gain", "crosstalk", "width", "count", "one_population", "new_population", "noise"]

# A part is worth a word from this deviation on: one normal picture in twenty has any such part.
_WORTH_A_WORD = 3.7
# What is left for one population after the changes of the whole picture speaks for it alone only where it is nearly as
# strong as they: a large change of the whole leaves something everywhere, because it is no longer linear.
_ALONE = 0.75
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
    """Return what changed, the strongest first; empty where no part is worth a word.

    ``counts`` are the picture's events per cell, (rows, columns), ``deviations`` its parts' deviations, (parts,).
    """
    found: dict[tuple[Kind, Axis, int | None], Finding] = {}
    for part, deviation in zip(model.parts, deviations.tolist(), strict=True):
        finding = _finding(model, counts, part, deviation)
        if finding is None or abs(finding.deviation) < _WORTH_A_WORD:
            continue
        key = (finding.kind, finding.axis, finding.region)
        if key not in found or abs(found[key].deviation) < abs(finding.deviation):
            found[key] = finding
    ordered = sorted(found.values(), key=lambda each: -abs(each.deviation))
    whole = [each for each in ordered if each.region is None]
    alone = [each for each in ordered if each.region is not None]
    if whole and alone and abs(alone[0].deviation) < abs(whole[0].deviation) / _ALONE * 1.0:
        limit = _ALONE * abs(whole[0].deviation)
        alone = [each for each in alone if abs(each.deviation) >= limit]
    return sorted([*whole, *alone], key=lambda each: -abs(each.deviation) / (1.0 if each.region is None else _ALONE))


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


def explained(model: Model, counts: Floats, deviations: Floats, *, side: int, lang: Lang) -> str | None:
    """Return the findings as one sentence; None where none is worth a word."""
    word = words(lang)
    said = [_said(model, each, side, word) for each in findings(model, counts, deviations)[:3]]
    return word["judging_and"].join(said) if said else None


def _said(model: Model, finding: Finding, side: int, word: Mapping[str, str]) -> str:
    direction = word["judging_more"] if finding.deviation > 0 else word["judging_less"]
    facts = {"axis": finding.axis, "direction": direction, "z": f"{finding.deviation:+.1f}"}
    if finding.region is not None:
        row, column = model.filters.regions.peaks[finding.region]
        facts |= {"x": str(column * side + side // 2), "y": str(row * side + side // 2)}
    return word[f"judging_{finding.kind}"].format(**facts)
