"""Table -> ReportView: order, rounding, colours, ranks and links, worked out once for all formats."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from urllib.parse import quote

from mikurabe.errors import UnknownName
from mikurabe.i18n import Lang, words
from mikurabe.i18n.messages import translated
from mikurabe.i18n.settings import setting_in
from mikurabe.i18n.titles import title_in, unit_in
from mikurabe.records import Better, Column, LocalMap, Row, Score, Skipped, Thumbnail
from mikurabe.reports.flags import flags_of
from mikurabe.reports.originals import EMBEDS, Embed, Original, originals_of
from mikurabe.table import Table

INFINITY = "∞"
MISSING = "—"


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewColumn:
    """One metric's column: heading, direction and how many decimals its values are shown with.

    ``arrow`` is ↑ (higher is more similar) or ↓; ``hint`` says the same in a sentence.
    """

    key: str
    title: str
    better: Better
    arrow: str
    hint: str
    range: str
    identical: str
    unit: str
    decimals: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One value, ready to show.

    ``value`` is the raw number (it may be infinite), None where missing; then ``text`` is ``—`` and
    ``problem`` says why. ``closeness`` runs from 0 (least similar in this column) to 1 (most similar),
    whatever the metric's direction; None where missing or where the column has only one value.
    ``rank`` is 1 for the most similar, equal values share a rank.
    """

    value: float | None
    text: str
    problem: str | None
    closeness: float | None
    rank: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewRow:
    """One picture, ready to show.

    ``href`` is the encoded relative URL of the file from where the report lies, ``path`` the same as plain
    text; both None where there is no file. ``maps`` show where the picture differs, for the indices asked for.
    ``flags`` are the notes that deserve one. ``original`` is the picture itself where the report is to hold it.
    """

    name: str
    href: str | None
    path: str | None
    size: str
    notes: tuple[str, ...]
    problem: str | None
    thumbnail: Thumbnail | None
    cells: tuple[Cell, ...]
    maps: tuple[LocalMap, ...] = ()
    flags: Mapping[str, str] = field(default_factory=dict)
    original: Original | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """All that a report shows, in the reader's language. Formats lay it out; they do no arithmetic.

    ``reference`` stands on top: its cells are the values of identical pictures. ``summary`` and ``footer``
    are (label, text) pairs: counts, and the audit trail (command, versions, hashes). ``table`` is what it was made of.
    """

    lang: Lang
    title: str
    columns: tuple[ViewColumn, ...]
    reference: ViewRow
    rows: tuple[ViewRow, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]
    summary: tuple[tuple[str, str], ...]
    footer: tuple[tuple[str, str], ...]
    table: Table

    @property
    def title_key(self) -> str:
        """Return the key of the title's words: pictures that a baseline has judged are told as such."""
        return _title_key(self.table)


def _title_key(table: Table) -> str:
    return "title_judged" if "normals" in table.settings else "title"


def build_view(table: Table, *, lang: Lang = "en", folder: Path | None = None, embed: Embed = "thumbs") -> ReportView:
    """Return the view of a table; ``folder`` is where the report will lie (links are relative to it).

    ``embed`` says which pictures it holds: thumbnails, the originals as well (they are read now), or none. Raises
    UnknownName for another word, UsageError where the originals are too large for a page.
    """
    if embed not in EMBEDS:
        raise UnknownName.among("way to embed pictures", embed, EMBEDS)
    word, spoken = words(lang), partial(translated, lang=lang)
    base = Path.cwd() if folder is None else folder
    decimals = [_decimals(column, [row.scores[at] for row in table.rows]) for at, column in enumerate(table.columns)]
    columns = tuple(_column(column, digits, lang) for column, digits in zip(table.columns, decimals, strict=True))
    cells = [
        _cells([row.scores[at] for row in table.rows], column, decimals[at], spoken)
        for at, column in enumerate(table.columns)
    ]
    rows = tuple(
        _row(row, tuple(column_cells[at] for column_cells in cells), base, spoken) for at, row in enumerate(table.rows)
    )
    reference_cells = tuple(
        Cell(
            value=score.value,
            text=_text(score.value, digits),
            problem=None if score.problem is None else spoken(score.problem),
            closeness=None,
            rank=None,
        )
        for score, digits in zip(table.reference.scores, decimals, strict=True)
    )
    troubled = sum(row.problem is not None for row in table.rows)
    summary = [
        (word["reference"], table.reference.source.name),
        (word["pictures"], str(len(table.rows))),
    ]
    if troubled:
        summary.append((word["not_compared"], str(troubled)))
    if table.skipped:
        summary.append((word["skipped"], str(len(table.skipped))))
    footer = [
        # What this version has no word for (an older or newer table's setting) is shown as it was kept.
        *(setting_in(lang, key, text) for key, text in (*table.settings.items(), *table.versions.items())),
        (word["setting_reference_sha256"], table.reference.source.sha256 or MISSING),
    ]
    view = ReportView(
        lang=lang,
        title=f"{word[_title_key(table)]}: {table.reference.source.name}",
        columns=columns,
        reference=_row(table.reference, reference_cells, base, spoken),
        rows=rows,
        skipped=tuple(replace(each, reason=spoken(each.reason)) for each in table.skipped),
        notes=tuple(map(spoken, table.notes)),
        summary=tuple(summary),
        footer=tuple(footer),
        table=table,
    )
    if embed == "full":
        return _with_originals(view)
    return _without_thumbnails(view) if embed == "none" else view


def _with_originals(view: ReportView) -> ReportView:
    found = originals_of(view.table)
    changed = words(view.lang)["changed_file"]
    shown = [
        replace(row, original=original, notes=(*row.notes, changed) if path in found.changed else row.notes)
        for row, path, original in zip(
            (view.reference, *view.rows),
            (row.source.path for row in (view.table.reference, *view.table.rows)),
            (found.reference, *found.rows),
            strict=True,
        )
    ]
    return replace(view, reference=shown[0], rows=tuple(shown[1:]))


def _without_thumbnails(view: ReportView) -> ReportView:
    return replace(
        view,
        reference=replace(view.reference, thumbnail=None),
        rows=tuple(replace(row, thumbnail=None) for row in view.rows),
    )


def _column(column: Column, decimals: int, lang: Lang) -> ViewColumn:
    identical = _text(column.identical, 0 if float(column.identical).is_integer() else decimals)
    hint = words(lang)[f"{column.better}_hint"].format(identical=identical)
    return ViewColumn(
        key=column.key,
        title=title_in(lang, column.title),
        better=column.better,
        arrow="↑" if column.better == "higher" else "↓",
        hint=hint,
        range=f"{_bound(column.low)} … {_bound(column.high)}",
        identical=identical,
        unit=unit_in(lang, column.unit),
        decimals=decimals,
        source=column.source,
    )


def _bound(value: float) -> str:
    if math.isinf(value):
        return INFINITY if value > 0 else f"−{INFINITY}"
    return f"{value:g}".replace("-", "−")


def _decimals(column: Column, scores: list[Score]) -> int:
    """Return how many decimals show the metric's resolution.

    An error without an upper end is in levels of any depth (0 to 255, 0 to 1): there, three digits of the column's
    smallest value are shown.
    """
    digits = max(0, -math.floor(math.log10(column.resolution) + 1e-9))
    if column.low != 0 or not math.isinf(column.high):
        return min(digits, 9)
    sizes = [abs(score.value) for score in scores if score.value and math.isfinite(score.value)]
    if sizes and min(sizes) < 100 * column.resolution:
        digits = max(digits, 2 - math.floor(math.log10(min(sizes))))
    return min(digits, 9)


def _text(value: float | None, decimals: int, cap: float | None = None) -> str:
    """Return the value as people read it: rounded, ∞ in words of one sign, ``≥`` where the index says no more."""
    if cap is not None and value is not None and value >= cap:
        return f"≥ {_text(value, decimals)}"
    if value is None:
        return MISSING
    if math.isinf(value):
        return INFINITY if value > 0 else f"−{INFINITY}"
    text = f"{value:.{decimals}f}"
    # A value that rounds to zero has no sign worth showing.
    if float(text) == 0.0:
        text = text.lstrip("-")
    return text.replace("-", "−")


def _cells(scores: list[Score], column: Column, decimals: int, spoken: Callable[[str], str]) -> list[Cell]:
    """Return one column's cells: text, place between the column's ends, and rank."""
    sign = 1.0 if column.better == "higher" else -1.0
    goodness = [None if score.value is None else sign * score.value for score in scores]
    finite = [good for good in goodness if good is not None and math.isfinite(good)]
    low, high = (min(finite), max(finite)) if finite else (0.0, 0.0)
    ordered = sorted((good for good in goodness if good is not None), reverse=True)
    rank_of: dict[float, int] = {}
    for place, reached in enumerate(ordered, start=1):
        rank_of.setdefault(reached, place)
    cells = []
    for score, good in zip(scores, goodness, strict=True):
        closeness: float | None = None
        if good is not None and math.isinf(good):
            closeness = 1.0 if good > 0 else 0.0
        elif good is not None and high > low:
            closeness = (good - low) / (high - low)
        cells.append(
            Cell(
                value=score.value,
                text=_text(score.value, decimals, column.cap),
                problem=None if score.problem is None else spoken(score.problem),
                closeness=closeness,
                rank=None if good is None else rank_of[good],
            )
        )
    return cells


def _row(row: Row, cells: tuple[Cell, ...], base: Path, spoken: Callable[[str], str]) -> ViewRow:
    notes = tuple(map(spoken, row.notes))
    href, path = _links(row.source.path, base)
    return ViewRow(
        name=row.source.name,
        href=href,
        path=path,
        size="" if row.size_px is None else f"{row.size_px[0]} × {row.size_px[1]}",
        notes=notes,
        problem=None if row.problem is None else spoken(row.problem),
        thumbnail=row.thumbnail,
        cells=cells,
        maps=row.maps,
        flags=flags_of(row.notes, notes),
    )


def _links(path: Path | None, base: Path) -> tuple[str | None, str | None]:
    """Return the URL and the plain path of a file as seen from the report's folder, so that both may move together."""
    if path is None:
        return None, None
    folder, name = os.path.split(os.path.normpath(path.absolute()))
    way = _way(folder, os.path.normpath(base.absolute()))
    if way is None:
        return path.absolute().as_uri(), str(path.absolute())
    href, shown = way
    return href + _quoted(name), shown + name


@lru_cache(maxsize=1024)
def _way(folder: str, base: str) -> tuple[str, str] | None:
    """Return the URL and path of what is in a folder, up to its name, as seen from another folder.

    None where there is no way: to another drive on Windows.
    """
    try:
        relative = os.path.relpath(folder, base)
    except ValueError:
        return None
    if relative == os.curdir:
        return "", ""
    return "".join(f"{_quoted(part)}/" for part in Path(relative).parts), f"{relative}{os.sep}"


def _quoted(part: str) -> str:
    # Bytes, because a name that is no valid UTF-8 must come out as the file system has it.
    return quote(os.fsencode(part), safe="")
