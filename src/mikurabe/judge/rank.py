"""Which index tells abnormal pictures from normal ones, how surely, and where its best limit lies."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np

from mikurabe.criteria import Criterion
from mikurabe.errors import UsageError
from mikurabe.judge.auroc import (
    Area,
    Floats,
    area_under,
    best_cut,
    between,
    d_prime,
    interval,
    midranks,
    p_of_difference,
)
from mikurabe.judge.exits import Exits
from mikurabe.judge.labels import Labelling
from mikurabe.judge.normal_range import to_scale
from mikurabe.judge.permutation import exact_p, p_of_best
from mikurabe.records import Bools, Column
from mikurabe.table import Table

# Pictures of each kind that have a value, below which nothing is said about an index but the value itself.
LEAST = 3
# Indices whose order of the pictures agrees so well say the same.
REDUNDANT = 0.95

Finding: TypeAlias = Literal["few", "chance", "alone", "ahead", "rivals"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaSaid:
    """An area under the ROC curve with its 95 % interval, which is None below 3 pictures of each kind."""

    auc: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CutSaid:
    """The best cut: a picture fails ``criterion``; its mistakes among these very pictures, by name."""

    criterion: Criterion
    alarms: tuple[str, ...]
    misses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexRank:
    """How well one index tells abnormal pictures from normal ones.

    ``as_read`` takes less similar for abnormal; None where a kind has no value at all. ``two_sided`` takes both for
    abnormal, less similar and more similar than the normal pictures are. ``p_less`` is how often labels without
    meaning would make the abnormal pictures look so much less similar, ``p_more`` so much more similar.
    ``p_versus_first`` is DeLong's p that the index and the first one differ. ``same_as`` is the index further up that
    orders the pictures alike, with Spearman's rho. ``normal`` and ``abnormal`` are the values.
    """

    column: Column
    normal: tuple[float, ...]
    abnormal: tuple[float, ...]
    missing_normals: int
    missing_abnormals: int
    as_read: AreaSaid | None
    two_sided: AreaSaid | None
    p_less: float | None
    p_more: float | None
    d_prime: float | None
    cut: CutSaid | None
    p_versus_first: float | None = None
    same_as: tuple[str, float] | None = None

    @property
    def is_enough(self) -> bool:
        """Return whether there are pictures enough of each kind to say something of the index."""
        return min(len(self.normal), len(self.abnormal)) >= LEAST

    @property
    def is_turned(self) -> bool:
        """Return whether the index ranks abnormal pictures as more similar, beyond chance."""
        return self.as_read is not None and self.as_read.high is not None and self.as_read.high < 0.5


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Ranking(Exits):
    """The indices in order of how well they tell abnormal pictures from normal ones.

    ``finding`` is what may be said of the first one: ``few`` (too few pictures to say anything), ``chance`` (its
    interval reaches 0.5), ``rivals`` (the intervals of the ``rivals`` overlap its own: it is not shown to be the
    best), ``ahead`` (above all others) or ``alone``. ``p_any`` is how often labels without meaning would make the best
    of these indices look as good. ``agreement`` holds Spearman's rho of each two indices, in ``rows``' order, None
    where it has no value. ``unmatched`` are names among the labels that no picture has.
    """

    reference: str
    rows: tuple[IndexRank, ...]
    normals: tuple[str, ...]
    abnormals: tuple[str, ...]
    unlabelled: tuple[str, ...]
    unmatched: tuple[str, ...]
    finding: Finding
    rivals: tuple[str, ...]
    p_any: float | None
    smallest_p: float
    agreement: tuple[tuple[float | None, ...], ...]
    notes: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    versions: tuple[tuple[str, str], ...] = ()

    @property
    def turned(self) -> tuple[str, ...]:
        """Return the keys of the indices that rank abnormal pictures as more similar."""
        return tuple(row.column.key for row in self.rows if row.is_turned)


def rank(table: Table, labelling: Labelling) -> Ranking:
    """Return how well each of the table's indices tells the pictures labelled abnormal from those labelled normal.

    A value that is missing is counted and told, and takes no part. Raises UsageError where a kind has no picture.
    """
    names = [row.source.name for row in table.rows]
    is_abnormal = np.array([label == "abnormal" for label in labelling.labels], dtype=np.bool_)
    is_labelled = np.array([label is not None for label in labelling.labels], dtype=np.bool_)
    chosen = np.flatnonzero(is_labelled)
    normals, abnormals = (tuple(names[at] for at in chosen if is_abnormal[at] == kind) for kind in (False, True))
    if not normals or not abnormals:
        raise UsageError(
            f"There are {len(normals)} normal and {len(abnormals)} abnormal pictures beside the reference; to rank "
            f"indices there must be some of each, better {LEAST} or more."
        )
    unlike = [_unlikeness(table, at)[chosen] for at in range(len(table.columns))]
    picked = [names[at] for at in chosen]
    rows = [
        _row(column, values, is_abnormal[chosen], picked) for column, values in zip(table.columns, unlike, strict=True)
    ]
    # What has too few values comes last, however well these few do.
    order = sorted(range(len(rows)), key=lambda at: (not rows[at].is_enough, -(_auc(rows[at]) or 0.0), at))
    ordered = [unlike[at] for at in order]
    agreement = _agreement(ordered)
    ranked = _beside_the_first([rows[at] for at in order], ordered, is_abnormal[chosen], agreement)
    finding, rivals = _finding(ranked)
    said = [values for row, values in zip(ranked, ordered, strict=True) if row.is_enough]
    return Ranking(
        reference=table.reference.source.name,
        rows=tuple(ranked),
        normals=normals,
        abnormals=abnormals,
        unlabelled=tuple(name for name, known in zip(names, is_labelled, strict=True) if not known),
        unmatched=labelling.unmatched,
        finding=finding,
        rivals=rivals,
        p_any=p_of_best(said, is_abnormal[chosen]) if said else None,
        smallest_p=1 / math.comb(len(chosen), len(abnormals)),
        agreement=agreement,
        notes=table.notes,
        settings=tuple(table.settings.items()),
        versions=tuple(table.versions.items()),
    )


def _unlikeness(table: Table, at: int) -> Floats:
    """Return one column's values, negative where higher is more similar; NaN stands for missing, within this file."""
    column = table.columns[at]
    values = np.array([np.nan if row.scores[at].value is None else row.scores[at].value for row in table.rows])
    return -values.astype(np.float64) if column.better == "higher" else values.astype(np.float64)


def _row(column: Column, unlike: Floats, is_abnormal: Bools, names: Sequence[str]) -> IndexRank:
    there = ~np.isnan(unlike)
    normal, abnormal = unlike[there & ~is_abnormal], unlike[there & is_abnormal]
    turn = -1.0 if column.better == "higher" else 1.0
    # Minus zero is zero to a reader.
    values = [tuple(float(value) for value in turn * each + 0.0) for each in (normal, abnormal)]
    missing = ~there
    area = area_under(normal, abnormal) if min(len(normal), len(abnormal)) > 0 else None
    cut = None
    p_less = p_more = None
    if area is not None:
        p_less, p_more = exact_p(normal, abnormal)
        cut = _cut(column, unlike, is_abnormal, names)
    return IndexRank(
        column=column,
        normal=values[0],
        abnormal=values[1],
        missing_normals=int((missing & ~is_abnormal).sum()),
        missing_abnormals=int((missing & is_abnormal).sum()),
        as_read=None if area is None else _said(area),
        two_sided=_two_sided(column, np.array(values[0]), np.array(values[1])),
        p_less=p_less,
        p_more=p_more,
        d_prime=d_prime(normal, abnormal),
        cut=cut,
    )


def _said(area: Area) -> AreaSaid:
    low, high = interval(area) if min(area.normals, area.abnormals) >= LEAST else (None, None)
    return AreaSaid(auc=area.auc, low=low, high=high)


def _two_sided(column: Column, normal: Floats, abnormal: Floats) -> AreaSaid | None:
    """Return the area for the distance from the normal pictures' middle, on either side of it.

    A normal picture's distance is from the middle of the others, as an abnormal one's is from a middle that it has no
    part in: else the normal ones would look too near.
    """
    scaled = to_scale(normal, column)
    if len(normal) < 2 or len(abnormal) < 1 or not np.isfinite(scaled).all():
        return None
    others = (scaled.sum() - scaled) / (len(scaled) - 1)
    return _said(area_under(np.abs(scaled - others), np.abs(to_scale(abnormal, column) - scaled.mean())))


def _cut(column: Column, unlike: Floats, is_abnormal: Bools, names: Sequence[str]) -> CutSaid | None:
    there = ~np.isnan(unlike)
    cut = best_cut(unlike[there & ~is_abnormal], unlike[there & is_abnormal])
    if cut is None:
        return None
    higher = column.better == "higher"
    ends = (-cut.fails, -cut.passes) if higher else (cut.passes, cut.fails)
    limit = between(*ends)
    # Neighbours with no number between: the passing value itself, which "<" and ">" do not fail.
    spelled = (-cut.passes if higher else cut.passes) if limit is None else limit
    fails = np.zeros(len(unlike), dtype=np.bool_)
    fails[there] = unlike[there] >= cut.fails
    return CutSaid(
        criterion=Criterion(key=column.key, sign="<" if higher else ">", limit=spelled + 0.0),
        alarms=tuple(name for at, name in enumerate(names) if fails[at] and not is_abnormal[at]),
        misses=tuple(name for at, name in enumerate(names) if there[at] and not fails[at] and is_abnormal[at]),
    )


def _auc(row: IndexRank) -> float | None:
    return None if row.as_read is None else row.as_read.auc


def _beside_the_first(
    rows: Sequence[IndexRank],
    unlike: Sequence[Floats],
    is_abnormal: Bools,
    agreement: tuple[tuple[float | None, ...], ...],
) -> list[IndexRank]:
    """Return the rows with what follows from those above them: whether they differ, whether they say the same."""
    made = []
    for at, row in enumerate(rows):
        differs = None
        if at > 0 and row.is_enough and rows[0].is_enough:
            both = ~np.isnan(unlike[0]) & ~np.isnan(unlike[at])
            if min(np.sum(both & is_abnormal), np.sum(both & ~is_abnormal)) >= LEAST:
                areas = [
                    area_under(each[both & ~is_abnormal], each[both & is_abnormal]) for each in (unlike[0], unlike[at])
                ]
                differs = p_of_difference(*areas)
        alike = [
            (rows[other].column.key, rho)
            for other, rho in enumerate(agreement[at][:at])
            if rho is not None and rho >= REDUNDANT
        ]
        made.append(replace(row, p_versus_first=differs, same_as=max(alike, key=lambda one: one[1], default=None)))
    return made


def _finding(rows: Sequence[IndexRank]) -> tuple[Finding, tuple[str, ...]]:
    """Return what may be said of the first index, and which others its interval does not lie above."""
    known = [(row.column.key, row.as_read) for row in rows if row.is_enough and row.as_read is not None]
    if not known:
        return "few", ()
    (_, first), *rest = known
    if first.low is None or first.low <= 0.5:
        return "chance", ()
    if not rest:
        return "alone", ()
    rivals = tuple(key for key, area in rest if area.high is not None and area.high >= first.low)
    return ("rivals", rivals) if rivals else ("ahead", ())


def _agreement(unlike: Sequence[Floats]) -> tuple[tuple[float | None, ...], ...]:
    """Return Spearman's rho of each two indices over the labelled pictures of which both have a value."""
    return tuple(tuple(spearman(first, second) for second in unlike) for first in unlike)


def spearman(first: Floats, second: Floats) -> float | None:
    """Return Spearman's rank correlation of the pairs of which neither is NaN, None below 3 pairs or without spread."""
    both = ~np.isnan(first) & ~np.isnan(second)
    if both.sum() < 3:
        return None
    ranks = [midranks(each[both]) for each in (first, second)]
    x, y = (each - each.mean() for each in ranks)
    spread = float(x @ x) * float(y @ y)
    return float(x @ y) / math.sqrt(spread) if spread > 0 else None
