"""ReportView -> the data that the HTML page's script reads, as small as they can be without losing anything."""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from mikurabe.criteria import VERDICTS, Criterion
from mikurabe.i18n import LANGUAGES, Lang, bench, words
from mikurabe.i18n.titles import title_in, unit_in
from mikurabe.records import Column, Thumbnail
from mikurabe.reports.flags import FLAGS
from mikurabe.reports.heard import in_other_language
from mikurabe.reports.legible import legible
from mikurabe.reports.maps import MapColumn, map_of, top_text
from mikurabe.reports.spoken import Spoken
from mikurabe.reports.view import INFINITY, MISSING, Cell, ReportView, ViewRow

# Beyond the digits that are shown, a value has so many more: what a limit or an axis can ask of it.
_SPARE_DIGITS = 4

_SCRIPT_WORDS = (
    "beyond",
    "blink",
    "blink_flip",
    "by_hand",
    "card_sorted",
    "flag_problem",
    "flags",
    "gain",
    "higher_hint",
    "heat_bright",
    "heat_dark",
    "index",
    "judged_ok_why",
    "judged_unknown_why",
    "kept",
    "limits_or",
    "list_order",
    "lower_hint",
    "name",
    "no_picture",
    "no_value",
    "not_a_number",
    "notes",
    "onion_dial",
    "only_thumbnail",
    "open_viewer",
    "picture",
    "position",
    "printed_first",
    "problem",
    "range",
    "range_from",
    "range_to",
    "rank",
    "rate",
    "reference",
    "remove_filter",
    "search_bad",
    "search_tip",
    "shown",
    "size",
    "swipe",
    "swipe_dial",
    "verdict",
    "verdict_ng",
    "verdict_ok",
    "verdict_unknown",
    "zoom_tip",
    *(f"flag_{flag}" for flag in FLAGS),
    *(f"judged_{verdict}" for verdict in VERDICTS),
)
_MAP_WORDS = ("map_bright", "map_dark", "map_flip", "map_label", "map_missing", "map_of", "map_same")


def in_languages(column: Column) -> dict[str, dict[Lang, str]]:
    """Return a column's title and unit in every language."""
    return {
        "title": {lang: title_in(lang, column.title) for lang in LANGUAGES},
        "unit": {lang: unit_in(lang, column.unit) for lang in LANGUAGES},
    }


def data_uri(thumbnail: Thumbnail) -> str:
    """Return a picture as an address that holds it."""
    return f"data:{thumbnail.mime};base64,{_base64(thumbnail.data)}"


def link_of(href: str | None) -> str | None:
    """Return the URL of an original picture where it is a file's, else None: a report opens no other door."""
    if href is None or href.startswith("//") or urlsplit(href).scheme not in ("", "file"):
        return None
    return href


def strict_json(data: Mapping[str, Any]) -> str:
    """Return strict JSON that cannot end the script element it lies in."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")


def page_data(view: ReportView, maps: tuple[MapColumn, ...], say: Spoken) -> dict[str, Any]:
    """Return what the script needs; cells lie column by column, because sorting reads them that way.

    What ``say`` has said stands on the page; with the script's own words it is there in every language.
    """
    needed = sorted({*_SCRIPT_WORDS, *bench.WORDS, *(_MAP_WORDS if maps else ()), *say.used})
    packed = _Packed([row.thumbnail for row in (view.reference, *view.rows)])
    rows = [_row(row, at, packed) for at, row in enumerate((view.reference, *view.rows))]
    size = Counter(row["size"] for row in rows).most_common(1)[0][0]
    for row in rows:
        if row["size"] == size:
            del row["size"]
    made: dict[str, Any] = {
        "lang": view.lang,
        "words": {
            lang: {key: words(lang)[key] for key in needed} | {key: texts[lang] for key, texts in say.own.items()}
            for lang in LANGUAGES
        },
        "columns": [
            {
                "key": column.key,
                **in_languages(kept),
                "better": column.better,
                "range": column.range,
                "decimals": column.decimals,
                "reference": view.reference.cells[at].text,
                "identical": _number(view.reference.cells[at].value),
                "same": column.identical,
                **_cells([row.cells[at] for row in view.rows], column.decimals, _limits_of(view, column.key)),
            }
            for at, (column, kept) in enumerate(zip(view.columns, view.table.columns, strict=True))
        ],
        "heads": packed.heads,
        "size": size,
        "reference": rows[0],
        "rows": rows[1:],
        "labels": _labels_key(view),
        "messages": {legible(text): legible(said) for text, said in in_other_language(view).items()},
    }
    if view.table.criteria:
        made["criteria"] = [
            {"key": each.key, "sign": each.sign, "limit": _number(each.limit)} for each in view.table.criteria
        ]
    if maps:
        made["maps"] = [{"key": each.key, "identical": each.identical} for each in maps]
        for shown, entry in zip(view.rows, made["rows"], strict=True):
            if shown.maps:
                entry["maps"] = [_map(shown, each.key) for each in maps]
    return made


def _labels_key(view: ReportView) -> str:
    """Return under which key a browser keeps the labels: another one for other pictures, whatever the indices are."""
    pictures = [(row.source.name, row.source.sha256) for row in (view.table.reference, *view.table.rows)]
    return hashlib.sha256(json.dumps(pictures).encode("ascii")).hexdigest()[:16]


def _limits_of(view: ReportView, key: str) -> list[Criterion]:
    return [criterion for criterion in view.table.criteria if criterion.key == key]


def _cells(cells: Sequence[Cell], decimals: int, limits: Sequence[Criterion]) -> dict[str, Any]:
    """Return one column's cells, one entry per row; the script works out text, rank and bar as the view did.

    A value is a number, ``"inf"``, ``"-inf"`` or null where it is missing; ``problems`` has the reason by row,
    ``texts`` what the script would not come to by itself.
    """
    values = _shortened([cell.value for cell in cells], decimals, limits)
    return {
        "values": [_number(value) for value in values],
        "texts": {
            str(at): cell.text
            for at, (cell, value) in enumerate(zip(cells, values, strict=True))
            if cell.text != _script_text(value, decimals)
        },
        "problems": {str(at): legible(cell.problem) for at, cell in enumerate(cells) if cell.problem is not None},
    }


def _shortened(values: Sequence[float | None], decimals: int, limits: Sequence[Criterion]) -> list[float | None]:
    """Return the values with a few digits more than are shown.

    Their order, which of them are equal, how they read and what the limits say of them stays: where fewer digits would
    change any of it, a value keeps all of them.
    """
    exact: defaultdict[float, set[float]] = defaultdict(set)

    def short(value: float) -> float:
        return round(value, decimals + _SPARE_DIGITS) + 0.0  # without the sign of -0.0

    for value in values:
        if value is not None and math.isfinite(value):
            exact[short(value)].add(value)

    def kept(value: float | None) -> float | None:
        if value is None or math.isinf(value):
            return value
        rounded = short(value)
        same = len(exact[rounded]) == 1 and f"{rounded:.{decimals}f}" == f"{value:.{decimals}f}"
        return rounded if same and all(each.fails(rounded) == each.fails(value) for each in limits) else value

    return [kept(value) for value in values]


def _script_text(value: float | None, decimals: int) -> str | None:
    """Return how the script writes a value, as view.py does; None where the two may differ.

    ECMAScript's toFixed rounds halves up and Python to even, and beyond 1e21 it writes an exponent.
    """
    if value is None:
        return MISSING
    if math.isinf(value):
        return INFINITY if value > 0 else f"−{INFINITY}"
    if abs(value) >= 1e21 or (value * 10**decimals * 2) % 2 == 1:
        return None
    text = f"{value:.{decimals}f}"
    return (text.lstrip("-") if float(text) == 0.0 else text).replace("-", "−")


def _number(value: float | None) -> float | str | None:
    if value is None:
        return None
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


class _Packed:
    """Thumbnails without what all of one kind and size begin with: a JPEG's tables alone are 180 bytes.

    ``heads`` are [address up to there, width, height].
    """

    def __init__(self, thumbnails: Iterable[Thumbnail | None]) -> None:
        kinds: dict[tuple[str, int, int], list[bytes]] = {}
        for each in thumbnails:
            if each is not None:
                kinds.setdefault((each.mime, each.width, each.height), []).append(each.data)
        self._found = {}
        self.heads: list[list[Any]] = []
        for at, ((mime, width, height), files) in enumerate(kinds.items()):
            first, last = min(files), max(files)
            shared = next((place for place, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
            length = shared // 3 * 3  # what base64 can be cut at
            self._found[mime, width, height] = (at, length)
            self.heads.append([f"data:{mime};base64,{_base64(first[:length])}", width, height])

    def of(self, thumbnail: Thumbnail) -> list[Any]:
        """Return which head a thumbnail has, and the rest of it."""
        at, length = self._found[thumbnail.mime, thumbnail.width, thumbnail.height]
        return [at, _base64(thumbnail.data[length:])]


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _row(row: ViewRow, at: int, packed: _Packed) -> dict[str, Any]:
    """Return one picture without its cells; what it does not have is left out. ``at`` is 0 for the reference."""
    made: dict[str, Any] = {"name": legible(row.name), "size": row.size}
    if made["name"] != row.name:
        made["exact"] = row.name  # as files of labels spell it
    href = link_of(row.href)
    if href is not None:
        made["href"] = href
    if row.original is not None:
        made["original"] = [f"original-{at}", row.original.mime]
    if row.path is not None and row.path != row.name:
        made["path"] = legible(row.path)
    if row.notes:
        made["notes"] = [legible(note) for note in row.notes]
        if row.flags:
            made["flags"] = {flag: legible(said) for flag, said in row.flags.items()}
    if row.problem is not None:
        made["problem"] = legible(row.problem)
    if row.thumbnail is not None:
        made["thumbnail"] = packed.of(row.thumbnail)
    return made


def _map(row: ViewRow, key: str) -> list[Any] | None:
    """Return a row's map: its picture, width, height and the brightest colour's distance, "0" where nothing differs."""
    found = map_of(row, key)
    if found is None:
        return None
    return [data_uri(found.picture), found.picture.width, found.picture.height, top_text(found.top)]
