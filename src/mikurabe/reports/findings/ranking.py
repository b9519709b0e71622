"""Ranking -> Document: how well each index tells abnormal from normal."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from mikurabe.i18n import Lang, words
from mikurabe.i18n.messages import translated
from mikurabe.i18n.settings import setting_in
from mikurabe.judge.rank import AreaSaid, IndexRank, Ranking
from mikurabe.reports.findings.document import Cell, Document, Heading, Section, Strip
from mikurabe.reports.findings.spelling import area, few, number, plain, probability

# With fewer pictures of a kind than this a caution is told.
FEW = 10
# A two-sided area is called better where it is so by this much.
BETTER_BY = 0.05


def ranking_document(ranking: Ranking, lang: Lang) -> Document:
    """Return the report on a ranking in one language."""
    word = words(lang)
    facts = [
        (word["found_reference"], ranking.reference),
        (word["rank_normals"], word["found_pictures"].format(n=len(ranking.normals))),
        (word["rank_abnormals"], word["found_pictures"].format(n=len(ranking.abnormals))),
        (word["found_indices"], str(len(ranking.rows))),
    ]
    if ranking.unlabelled:
        facts.append((word["rank_unlabelled"], word["found_pictures"].format(n=len(ranking.unlabelled))))
    return Document(
        lang=lang,
        title=word["rank_title"],
        facts=tuple(facts),
        findings=tuple(_findings(ranking, word)),
        cautions=tuple(_cautions(ranking, word)),
        sections=(
            _table(ranking, word),
            _mistakes(ranking, word),
            *([_agreement(ranking, word)] if len(ranking.rows) > 1 else []),
        ),
        data=word["rank_heading"],
        notes=tuple(translated(note, lang) for note in ranking.notes),
        details=tuple(setting_in(lang, *each) for each in (*ranking.settings, *ranking.versions)),
    )


def _findings(ranking: Ranking, word: Mapping[str, str]) -> list[str]:
    key = ranking.rows[0].column.key
    said = [
        word[f"rank_{ranking.finding}"].format(key=key, n=len(ranking.rivals), others=few(ranking.rivals, word, 6))
        if ranking.finding == "rivals"
        else word[f"rank_{ranking.finding}"].format(key=key)
    ]
    if ranking.p_any is not None:
        said.append(
            word["rank_p_any"].format(
                n=sum(row.is_enough for row in ranking.rows),
                p=probability(ranking.p_any),
                smallest=number(ranking.smallest_p, 2),
                abnormals=len(ranking.abnormals),
                total=len(ranking.abnormals) + len(ranking.normals),
            )
        )
    return said


def _cautions(ranking: Ranking, word: Mapping[str, str]) -> list[str]:
    said = []
    if ranking.turned:
        said.append(word["rank_turned"].format(keys=few(ranking.turned, word)))
    better = [row.column.key for row in ranking.rows if row.is_enough and _is_better_two_sided(row)]
    if better:
        said.append(word["rank_two_sided_better"].format(keys=few(better, word)))
    fewest = min(len(ranking.normals), len(ranking.abnormals))
    if fewest < FEW and ranking.finding != "few":
        said.append(word["rank_small"].format(n=fewest))
    missing = [
        word["rank_missing_of"].format(key=row.column.key, normals=row.missing_normals, abnormals=row.missing_abnormals)
        for row in ranking.rows
        if row.missing_normals or row.missing_abnormals
    ]
    if missing:
        said.append(word["rank_missing"].format(keys=few(missing, word)))
    if ranking.unmatched:
        said.append(word["rank_unmatched"].format(n=len(ranking.unmatched), names=few(ranking.unmatched, word)))
    return said


def _is_better_two_sided(row: IndexRank) -> bool:
    both = row.two_sided, row.as_read
    return both[0] is not None and both[1] is not None and both[0].auc >= both[1].auc + BETTER_BY


def _table(ranking: Ranking, word: Mapping[str, str]) -> Section:
    headings = (
        Heading(text=word["found_index"], key="index"),
        Heading(text=word["rank_auc"], key="auc", is_number=True),
        Heading(text=word["rank_two_sided"], key="auc_two_sided", is_number=True),
        Heading(text=word["rank_p"], key="p", is_number=True),
        Heading(text=word["rank_d_prime"], key="d_prime", is_number=True),
        Heading(text=word["rank_cut"], key="cut"),
        Heading(text=word["rank_alarms"], key="false_alarms", is_number=True),
        Heading(text=word["rank_misses"], key="misses", is_number=True),
        Heading(text=word["rank_versus"], key="p_against_first", is_number=True),
        Heading(text=word["rank_same_as"], key="same_as"),
        Heading(text=word["rank_values"], key="values"),
    )
    return Section(
        name=word["rank_heading"],
        about=word["rank_about"],
        headings=headings,
        rows=tuple(_line(row, place, ranking, word) for place, row in enumerate(ranking.rows, start=1)),
    )


def _line(row: IndexRank, place: int, ranking: Ranking, word: Mapping[str, str]) -> tuple[Cell, ...]:
    arrow = "↑" if row.column.better == "higher" else "↓"
    strong = place == 1 and ranking.finding in ("ahead", "alone")
    name = Cell(
        text=f"{f'{place}. ' if row.is_enough else ''}{row.column.key} {arrow}",
        data=row.column.key,
        more=row.column.title,
        is_strong=strong,
    )
    mistakes = (
        (_count(row.cut.alarms, len(row.normal), word), _count(row.cut.misses, len(row.abnormal), word))
        if row.cut is not None and row.is_enough
        else (plain(""), plain(""))
    )
    return (
        name,
        _area(row.as_read, word, warned=row.is_turned),
        _area(row.two_sided, word, warned=False),
        Cell(text=probability(row.p_less), value=row.p_less),
        Cell(text="" if row.d_prime is None else number(row.d_prime, 3), value=row.d_prime),
        _cut(row, word),
        *mistakes,
        Cell(text=probability(row.p_versus_first), value=row.p_versus_first),
        _same(row, word),
        Cell(text="", strip=_strip(row)),
    )


def _area(said: AreaSaid | None, word: Mapping[str, str], *, warned: bool) -> Cell:
    if said is None:
        return Cell(text=word["found_value"], is_quiet=True)
    if said.low is None or said.high is None:
        return Cell(text=f"{area(said.auc)} ({word['rank_n_small']})", value=said.auc, is_quiet=True)
    text = f"{area(said.auc)} ({area(said.low)}–{area(said.high)})"
    return Cell(
        text=f"{text} {word['rank_is_turned']}" if warned else text,
        value=said.auc,
        interval=(said.low, said.auc, said.high),
        is_warned=warned,
    )


def _cut(row: IndexRank, word: Mapping[str, str]) -> Cell:
    if not row.is_enough:
        return Cell(text="", is_quiet=True)
    if row.cut is None:
        return Cell(text=word["rank_no_cut"], is_quiet=True)
    criterion = row.cut.criterion
    return Cell(text=criterion.text.removeprefix(criterion.key), value=criterion.limit, data=criterion.text)


def _count(names: tuple[str, ...], of: int, word: Mapping[str, str]) -> Cell:
    return Cell(text=f"{len(names)} / {of}", value=float(len(names)), data=str(len(names)), more=few(names, word))


def _same(row: IndexRank, word: Mapping[str, str]) -> Cell:
    if row.same_as is None:
        return plain("")
    key, rho = row.same_as
    return Cell(text=word["rank_same"].format(key=key, rho=f"{rho:.3f}"), data=key)


def _strip(row: IndexRank) -> Strip | None:
    """Return the values' places on a line, less similar to the left; infinite ones at its end."""
    values = [value for value in (*row.normal, *row.abnormal) if math.isfinite(value)]
    if not values:
        return None
    low, high = min(values), max(values)
    span = high - low or 1.0

    def place(value: float) -> float:
        at = (min(max(value, low - span), high + span) - low) / span
        at = min(max(at, 0.0), 1.0)
        return round(at if row.column.better == "higher" else 1 - at, 4)

    return Strip(
        normal=tuple(map(place, row.normal)),
        abnormal=tuple(map(place, row.abnormal)),
        cut=None if row.cut is None else place(row.cut.criterion.limit),
    )


def _mistakes(ranking: Ranking, word: Mapping[str, str]) -> Section:
    def names(of: Sequence[str]) -> Cell:
        return Cell(text=few(of, word, 20) or word["rank_nobody"], is_quiet=not of)

    return Section(
        name=word["rank_mistakes"],
        about=word["rank_mistakes_about"],
        headings=(
            Heading(text=word["found_index"], key="index"),
            Heading(text=word["rank_cut"], key="cut"),
            Heading(text=word["rank_alarms"], key="false_alarms"),
            Heading(text=word["rank_misses"], key="misses"),
        ),
        rows=tuple(
            (plain(row.column.key), plain(row.cut.criterion.text), names(row.cut.alarms), names(row.cut.misses))
            for row in ranking.rows
            if row.cut is not None and row.is_enough
        ),
        is_printed=False,
    )


def _agreement(ranking: Ranking, word: Mapping[str, str]) -> Section:
    keys = [row.column.key for row in ranking.rows]
    return Section(
        name=word["rank_agreement"],
        about=word["rank_agreement_about"],
        headings=(
            Heading(text=word["found_index"], key="index"),
            *(Heading(text=key, key=key, is_number=True) for key in keys),
        ),
        rows=tuple(
            (
                plain(key),
                *(
                    Cell(text="–", is_quiet=True)
                    if rho is None
                    else Cell(text=f"{rho:.2f}".replace("-", "−"), value=rho, shade=rho)
                    for rho in row
                ),
            )
            for key, row in zip(keys, ranking.agreement, strict=True)
        ),
        is_matrix=True,
        is_printed=False,
    )
