"""The HTML report: one file that opens by double click and needs nothing else."""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from mikurabe.criteria import VERDICTS, failures
from mikurabe.i18n import LANGUAGES, bench, words
from mikurabe.records import Row, Thumbnail
from mikurabe.reports.flags import FLAGS
from mikurabe.reports.heard import in_other_language
from mikurabe.reports.lean import lean_script, lean_style
from mikurabe.reports.maps import MapColumn, map_columns, map_of, top_text
from mikurabe.reports.spoken import Spoken
from mikurabe.reports.view import Cell, ReportView, ViewRow

if TYPE_CHECKING:
    import jinja2

# Where the data begin: in our own text only, for what others wrote is escaped.
_DATA_STARTS = b'<script type="application/json" id="data">'

STATIC_ROWS = 50  # rows of the table that a browser without JavaScript shows

# The style's parts, and the script's in the order in which they run: each uses what stands in those before it.
STYLES = ("report.css", "filters.css", "gallery.css", "viewer.css", "bench.css", "print.css")
_LIST = (
    "filters.js",
    "columns.js",
    "messages.js",
    "language.js",
    "zoom.js",
    "spot.js",
    "viewer.js",
    "gallery.js",
    "keys.js",
)
_BENCH = ("statistics.js", "labels.js", "limits.js", "charts.js", "standing.js", "gauges.js", "scatter.js", "bench.js")
SCRIPTS = ("state.js", *_LIST, *_BENCH, "list.js")

# Controls that nobody sees, and marks that turn the direction of what follows: they hide what a name really is.
_UNSEEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff]")

_SCRIPT_WORDS = (
    "beyond",
    "blink",
    "blink_flip",
    "by_hand",
    "card_sorted",
    "flag_problem",
    "flags",
    "gain",
    "heat_bright",
    "heat_dark",
    "index",
    "judged_ok_why",
    "judged_unknown_why",
    "kept",
    "list_order",
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


def render(view: ReportView) -> bytes:
    """Return the report as one UTF-8 HTML file, the same bytes for the same view.

    Style, script, data and thumbnails are inside; only the links to the original pictures lead out. A
    Content-Security-Policy allows this one script and this one style by their SHA-256 and nothing else.
    """
    from markupsafe import Markup

    style, script = _style(), _script()
    maps = map_columns(view)
    say = Spoken(view.lang)
    page = _template().render(
        view=view,
        word=words(view.lang),
        say=say,
        settings=tuple(key for key in words(view.lang) if key.startswith("setting_")),
        policy=_policy(style, script),
        # These three are our own text or already escaped; all else goes through Jinja's escaping.
        style=Markup(style),
        script=Markup(script),
        # Called where the page ends, when every word that it says has been said.
        data=lambda: Markup(_json(_data(view, maps, say.used))),
        static_rows=tuple(zip(view.rows[:STATIC_ROWS], view.table.rows, strict=False)),
        maps=maps,
        verdicts=Counter(row.verdict for row in view.table.rows),
        troubled=sum(map(_troubled, view.rows)),
        flagged=any(_troubled(row) or row.flags for row in view.rows),
    )
    # A file name that is no valid Unicode has lone surrogates; they are shown as "?".
    before, mark, after = page.encode("utf-8", errors="replace").partition(_DATA_STARTS)
    # Each original is a text of its own, which nothing touches before it is looked at.
    return b"".join((before, *_originals(view), mark, after))


def _originals(view: ReportView) -> Iterator[bytes]:
    for at, row in enumerate((view.reference, *view.rows)):
        if row.original is not None:
            yield b'<script type="text/plain" id="original-%d">' % at
            yield base64.b64encode(row.original.data)
            yield b"</script>\n"


def legible(text: str) -> str:
    """Return ``text`` with unseen characters spelled out: a right-to-left override becomes ``‹U+202E›``."""
    return _UNSEEN.sub(lambda match: f"‹U+{ord(match[0]):04X}›", text)


@cache
def _asset(name: str) -> str:
    """Return the text of one of our assets; line ends are LF, as a browser counts them for the hash."""
    text = (files("mikurabe.reports") / "assets" / name).read_bytes().decode("utf-8")
    return text.replace("\r\n", "\n")


@cache
def _style() -> str:
    """Return the whole style."""
    return lean_style("".join(map(_asset, STYLES)))


@cache
def _script() -> str:
    """Return the whole script: its parts in one function, so that nothing of them is global."""
    return '"use strict";\n(() => {\n' + lean_script("".join(map(_asset, SCRIPTS))) + "})();\n"


@cache
def _template() -> jinja2.Template:
    import jinja2

    surroundings = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Parts of the page: {% include "viewer.html" %}
        loader=jinja2.FunctionLoader(_asset),
    )
    surroundings.filters["legible"] = legible
    surroundings.filters["data_uri"] = _data_uri
    surroundings.filters["link"] = _link
    return surroundings.get_template("report.html")


def _policy(style: str, script: str) -> str:
    """Return the Content-Security-Policy: nothing but our own style and script, and pictures from beside the file."""
    return "; ".join(
        (
            "default-src 'none'",
            "img-src data: file: 'self' blob:",
            f"script-src '{_sha256(script)}'",
            f"style-src '{_sha256(style)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _sha256(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _data_uri(thumbnail: Thumbnail) -> str:
    return f"data:{thumbnail.mime};base64,{base64.b64encode(thumbnail.data).decode('ascii')}"


def _link(href: str | None) -> str | None:
    """Return the URL of an original picture where it is a file's, else None: a report opens no other door."""
    if href is None or href.startswith("//") or urlsplit(href).scheme not in ("", "file"):
        return None
    return href


def _json(data: Mapping[str, Any]) -> str:
    """Return strict JSON that cannot end the script element it lies in."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")


def _data(view: ReportView, maps: tuple[MapColumn, ...], said: set[str]) -> dict[str, Any]:
    """Return what the script needs; cells lie column by column, because sorting reads them that way.

    ``said`` are the words that stand on the page; with those of the script they are there in every language.
    """
    needed = sorted({*_SCRIPT_WORDS, *bench.WORDS, *(_MAP_WORDS if maps else ()), *said})
    made: dict[str, Any] = {
        "lang": view.lang,
        "words": {lang: {key: words(lang)[key] for key in needed} for lang in LANGUAGES},
        "columns": [
            {
                "key": column.key,
                "title": column.title,
                "better": column.better,
                "hint": column.hint,
                "reference": view.reference.cells[at].text,
                "identical": _number(view.reference.cells[at].value),
                **_cells([row.cells[at] for row in view.rows]),
            }
            for at, column in enumerate(view.columns)
        ],
        "reference": _row(view.reference, 0),
        "rows": [_row(row, at) for at, row in enumerate(view.rows, start=1)],
        "labels": _labels_key(view),
        "messages": {legible(text): legible(said) for text, said in in_other_language(view).items()},
    }
    if view.table.criteria:
        made["criteria"] = [
            {
                "key": each.key,
                "sign": each.sign,
                "limit": _number(each.limit),
                "text": each.text[len(each.key + each.sign) :],
            }
            for each in view.table.criteria
        ]
    for judged, entry in zip(view.table.rows, made["rows"], strict=True):
        if judged.verdict is not None:
            entry["verdict"] = judged.verdict
            reasons = _reasons(view, judged)
            if reasons:
                entry["reasons"] = reasons
    if maps:
        made["maps"] = [{"key": each.key, "identical": each.identical} for each in maps]
        for row, entry in zip(view.rows, made["rows"], strict=True):
            if row.maps:
                entry["maps"] = [_map(row, each.key) for each in maps]
    return made


def _labels_key(view: ReportView) -> str:
    """Return under which key a browser keeps the labels: another one for other pictures, whatever the indices are."""
    pictures = [(row.source.name, row.source.sha256) for row in (view.table.reference, *view.table.rows)]
    return hashlib.sha256(json.dumps(pictures).encode("ascii")).hexdigest()[:16]


def _cells(cells: list[Cell]) -> dict[str, Any]:
    """Return one column's cells as parallel lists, one entry per row.

    A value is a number, ``"inf"``, ``"-inf"`` or null where it is missing; ``problems`` has the reason by row.
    """
    return {
        "values": [_number(cell.value) for cell in cells],
        "texts": [cell.text for cell in cells],
        "closeness": [None if cell.closeness is None else round(cell.closeness, 3) for cell in cells],
        "ranks": [cell.rank for cell in cells],
        "problems": {str(at): legible(cell.problem) for at, cell in enumerate(cells) if cell.problem is not None},
    }


def _number(value: float | None) -> float | str | None:
    if value is None:
        return None
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return value


def _row(row: ViewRow, at: int) -> dict[str, Any]:
    """Return one picture without its cells; what it does not have is left out. ``at`` is 0 for the reference."""
    made: dict[str, Any] = {"name": legible(row.name), "size": row.size}
    if made["name"] != row.name:
        made["exact"] = row.name  # as files of labels spell it
    href = _link(row.href)
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
        made["thumbnail"] = [_data_uri(row.thumbnail), row.thumbnail.width, row.thumbnail.height]
    return made


def _reasons(view: ReportView, row: Row) -> dict[str, str]:
    """Return why a row is not within the limits, by column, in the report's language."""
    columns = view.table.columns
    lacking = {column.key for column, score in zip(columns, row.scores, strict=True) if score.value is None}
    found: dict[str, list[str]] = {}
    for criterion in view.table.criteria:
        key = criterion.key
        if key in lacking:
            found[key] = [f"{key}: {words(view.lang)['no_value']}"]
        else:
            found.setdefault(key, []).extend(failures((criterion,), columns, row.scores))
    return {key: "; ".join(reasons) for key, reasons in found.items() if reasons}


def _troubled(row: ViewRow) -> bool:
    """Return whether the picture could not be compared, or a value of it is missing."""
    return row.problem is not None or any(cell.problem is not None for cell in row.cells)


def _map(row: ViewRow, key: str) -> list[Any] | None:
    """Return a row's map: its picture, width, height and the brightest colour's distance, "0" where nothing differs."""
    found = map_of(row, key)
    if found is None:
        return None
    return [_data_uri(found.picture), found.picture.width, found.picture.height, top_text(found.top)]
