"""StressTable -> Document: which index sees which planted fault, and from which severity on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mikurabe.i18n import Lang, words
from mikurabe.i18n.messages import translated
from mikurabe.i18n.settings import setting_in
from mikurabe.judge.detection import Sighting, order_of
from mikurabe.judge.planting import Fault
from mikurabe.judge.stress import StressRow, StressTable
from mikurabe.reports.findings.document import Cell, Document, Heading, Section
from mikurabe.reports.findings.spelling import few, number, percent, plain

# Below so many normal pictures the limits are much wider than they need be.
FEW = 20


def stress_document(table: StressTable, lang: Lang) -> Document:
    """Return the report on a stress table in one language."""
    word = words(lang)
    return Document(
        lang=lang,
        title=word["stress_title"],
        facts=(
            (word["found_reference"], table.reference),
            (word["stress_normals"], word["found_pictures"].format(n=len(table.normals))),
            (word["stress_planted"], word["found_pictures"].format(n=table.planted)),
            (word["stress_rate"], word["stress_rate_of"].format(percent=percent(table.false_alarms))),
            (word["stress_kind"], _kind(table, word)),
        ),
        findings=tuple(_findings(table, word)),
        cautions=tuple(_cautions(table, word, lang)),
        sections=(_matrix(table, word), _faults(table, word), _ranges(table, word), _powers(table, word)),
        data=word["stress_powers"],
        notes=tuple(translated(note, lang) for note in table.notes),
        details=tuple(setting_in(lang, *each) for each in (*table.settings, *table.versions)),
    )


def severity_text(severity: float, fault: Fault, word: Mapping[str, str]) -> str:
    """Return a severity with its unit, in three digits."""
    unit = word[f"unit_{fault.unit}"]
    return f"{severity:.3g}{'' if unit == '°' else ' '}{unit}"


def _findings(table: StressTable, word: Mapping[str, str]) -> list[str]:
    said = []
    if table.cover:
        said.append(word["stress_cover"].format(keys=", ".join(table.cover)))
    unseen = [
        word[f"short_{fault.name}"]
        for at, fault in enumerate(table.faults)
        if all(row.sightings[at].state in ("unseen", "no_value") for row in table.rows)
    ]
    if unseen:
        said.append(word["stress_nobody"].format(faults=few(unseen, word, 20)))
    useless = [
        row.column.key
        for row in table.rows
        if row.problem is None and not any(one.state in ("at", "below") for one in row.sightings)
    ]
    if useless:
        said.append(word["stress_useless"].format(keys=few(useless, word, 20)))
    return said


def _cautions(table: StressTable, word: Mapping[str, str], lang: Lang) -> list[str]:
    count = len(table.normals)
    said = [word["stress_nominal"].format(n=count, floor=percent(1 / (count + 1), 2))]
    if count < FEW:
        said.insert(0, word["stress_few"].format(n=count))
    if table.dot_px is not None and table.dot_px > 1:
        said.append(word["stress_large_dots"])
    said += [
        f"{row.column.key}: {word['stress_no_limit'].format(problem=translated(row.problem, lang))}"
        for row in table.rows
        if row.problem
    ]
    reasons = {
        fault.name: table.rows[0].sightings[at].reason
        for at, fault in enumerate(table.faults)
        if table.rows and table.rows[0].sightings[at].state == "unplanted"
    }
    for reason in dict.fromkeys(reasons.values()):
        names = ", ".join(word[f"short_{name}"] for name, why in reasons.items() if why == reason)
        said.append(f"{word['stress_not_planted']}: {names} ({word[reason]})")
    return said


def _kind(table: StressTable, word: Mapping[str, str]) -> str:
    if table.dot_px is None:
        return word["stress_photo"]
    return word["stress_plot"].format(px=table.dot_px)


def _matrix(table: StressTable, word: Mapping[str, str]) -> Section:
    headings = [Heading(text=word["found_index"], key="index")]
    headings += [
        Heading(
            text=f"{word[f'short_{fault.name}']} ({word[f'unit_{fault.unit}']})"
            if fault.unit != "quality"
            else word[f"short_{fault.name}"],
            key=fault.name,
            more=f"{word[f'planted_{fault.name}']}: {_grid(fault, word)}",
            is_number=True,
        )
        for fault in table.faults
    ]
    return Section(
        name=word["stress_matrix"],
        about=word["stress_matrix_about"],
        headings=tuple(headings),
        rows=tuple(
            (
                Cell(text=row.column.key, more=row.column.title),
                *(_cell(one, fault, word) for one, fault in zip(row.sightings, table.faults, strict=True)),
            )
            for row in table.rows
        ),
        is_matrix=True,
    )


def _cell(one: Sighting, fault: Fault, word: Mapping[str, str]) -> Cell:
    if one.state == "unplanted":
        return Cell(text="·", more=f"{word['stress_not_planted']}: {word[one.reason]}", is_quiet=True)
    if one.state == "no_value":
        return Cell(text="?", more=word["found_value"], is_quiet=True)
    more = "; ".join(
        word["stress_cell"].format(power=f"{percent(power)} %", severity=severity_text(severity, fault, word))
        for severity, power in zip(fault.severities, one.powers, strict=True)
        if power is not None
    )
    if one.missing:
        more += "; " + word["stress_cell_missing"].format(n=one.missing)
    if one.state == "unseen":
        return Cell(text="–", more=more, is_quiet=True)
    star = "★" if one.is_leader else ""
    if one.state == "below":
        return Cell(text=f"≤{fault.severities[0]:g}{star}", more=more, shade=1.0, is_strong=one.is_leader)
    more += "; " + _interval(one, fault, word)
    return Cell(
        text=f"{one.severity:.3g}{star}" if (one.severity or 0) < 100 else f"{one.severity:.0f}{star}",
        value=one.severity,
        more=more,
        shade=_earliness(one, fault),
        is_strong=one.is_leader,
    )


def _interval(one: Sighting, fault: Fault, word: Mapping[str, str]) -> str:
    low = f"≤{fault.severities[0]:g}" if one.low is None else f"{one.low:.3g}"
    high = f">{fault.severities[-1]:g}" if one.high is None else f"{one.high:.3g}"
    return word["stress_interval"].format(low=low, high=high)


def _earliness(one: Sighting, fault: Fault) -> float:
    """Return where among the planted severities a fault is seen: 1 at the smallest, near 0 at the largest."""
    below = sum(severity < order_of(one) for severity in fault.severities)
    return round(1 - below / (len(fault.severities) + 1), 3)


def _grid(fault: Fault, word: Mapping[str, str]) -> str:
    return f"{', '.join(f'{severity:g}' for severity in fault.severities)} {word[f'unit_{fault.unit}']}"


def _faults(table: StressTable, word: Mapping[str, str]) -> Section:
    rows = []
    for at, fault in enumerate(table.faults):
        seen = sorted(
            (row for row in table.rows if row.sightings[at].state in ("at", "below")),
            key=lambda row: (not row.sightings[at].is_leader, order_of(row.sightings[at])),
        )
        leaders = [row.column.key for row in seen if row.sightings[at].is_leader]
        blind = [row.column.key for row in table.rows if row.sightings[at].state == "unseen"]
        rows.append(
            (
                Cell(text=word[f"short_{fault.name}"], more=fault.name),
                plain(word[f"planted_{fault.name}"]),
                plain(_grid(fault, word)),
                Cell(text=leaders[0], is_strong=True) if leaders else Cell(text=word["stress_nothing"], is_quiet=True),
                _first_seen(seen, at, fault, word),
                plain(few(leaders[1:], word, 6)),
                _blind(blind, len(table.rows), word),
            )
        )
    return Section(
        name=word["stress_faults"],
        about=word["stress_faults_about"],
        headings=(
            Heading(text=word["stress_fault"], key="fault"),
            Heading(text=word["stress_what"], key="planted"),
            Heading(text=word["stress_severities"], key="severities"),
            Heading(text=word["stress_first"], key="first"),
            Heading(text=word["stress_from"], key="from"),
            Heading(text=word["stress_as_early"], key="as_early"),
            Heading(text=word["stress_unseen_by"], key="unseen_by"),
        ),
        rows=tuple(rows),
        is_printed=False,
    )


def _blind(blind: Sequence[str], total: int, word: Mapping[str, str]) -> Cell:
    text = (
        word["stress_all_others"].format(n=len(blind)) if len(blind) > 6 and len(blind) < total else few(blind, word, 6)
    )
    return Cell(text=text, more=", ".join(blind) if text != ", ".join(blind) else "")


def _first_seen(seen: Sequence[StressRow], at: int, fault: Fault, word: Mapping[str, str]) -> Cell:
    if not seen:
        return Cell(text="–", is_quiet=True)
    one = seen[0].sightings[at]
    if one.state == "below":
        return plain(f"≤ {severity_text(fault.severities[0], fault, word)}")
    severity = one.severity or 0.0
    return Cell(text=severity_text(severity, fault, word), value=severity, more=_interval(one, fault, word))


def _ranges(table: StressTable, word: Mapping[str, str]) -> Section:
    return Section(
        name=word["stress_ranges"],
        about=word["stress_ranges_about"],
        headings=(
            Heading(text=word["found_index"], key="index"),
            Heading(text=word["stress_low"], key="low", is_number=True),
            Heading(text=word["stress_high"], key="high", is_number=True),
            Heading(text=word["stress_alarms"], key="outside", is_number=True),
        ),
        rows=tuple(
            (
                Cell(text=row.column.key, more=row.column.title),
                Cell(text=number(row.low), value=row.low),
                Cell(text=number(row.high), value=row.high),
                Cell(text=f"{row.alarms} / {row.normals}", value=float(row.alarms), is_quiet=row.problem is not None),
            )
            for row in table.rows
        ),
        is_printed=False,
    )


def _powers(table: StressTable, word: Mapping[str, str]) -> Section:
    """Return a line per index, fault and severity, for spreadsheets and scripts."""
    rows = []
    for row in table.rows:
        for fault, one in zip(table.faults, row.sightings, strict=True):
            for severity, power in zip(fault.severities, one.powers, strict=False):
                rows.append(
                    (
                        plain(row.column.key),
                        plain(fault.name),
                        Cell(text=f"{severity:g}", value=severity),
                        plain(fault.unit),
                        Cell(text="" if power is None else percent(power) + " %", value=power),
                        plain(one.state),
                        Cell(text="" if one.severity is None else f"{one.severity:.3g}", value=one.severity),
                        plain("1" if one.is_leader else ""),
                    )
                )
    return Section(
        name=word["stress_powers"],
        about=word["stress_powers_about"],
        headings=(
            Heading(text=word["found_index"], key="index"),
            Heading(text=word["stress_fault"], key="fault"),
            Heading(text=word["stress_severity"], key="severity", is_number=True),
            Heading(text=word["stress_unit"], key="unit"),
            Heading(text=word["stress_powers"], key="share_seen", is_number=True),
            Heading(text=word["stress_state"], key="state"),
            Heading(text=word["stress_from"], key="seen_from", is_number=True),
            Heading(text="★", key="leader"),
        ),
        rows=tuple(rows),
        is_long=True,
        is_printed=False,
    )
