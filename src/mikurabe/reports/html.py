"""The HTML report: one file that opens by double click and needs nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from mikurabe.i18n import LANGUAGES, Lang, words
from mikurabe.i18n.settings import value_in
from mikurabe.reports.asset import asset
from mikurabe.reports.lean import lean_style
from mikurabe.reports.legible import legible
from mikurabe.reports.maps import map_columns
from mikurabe.reports.pagedata import data_uri, in_languages, link_of, page_data, strict_json
from mikurabe.reports.spoken import Spoken
from mikurabe.reports.view import ReportView, ViewRow

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
# What ``tools/lean.py`` makes of them.
LEAN_SCRIPT = "lean/report.js"


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
        columns=tuple(zip(view.columns, map(in_languages, view.table.columns), strict=True)),
        footer=_footer(view),
        policy=_policy(style, script),
        # These three are our own text or already escaped; all else goes through Jinja's escaping.
        style=Markup(style),
        script=Markup(script),
        # Called where the page ends, when every word that it says has been said.
        data=lambda: Markup(strict_json(page_data(view, maps, say))),
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


def _footer(view: ReportView) -> list[tuple[str, Mapping[Lang, str]]]:
    """Return the audit trail as labels and values, the values in both languages."""
    kept = [*view.table.settings.items(), *view.table.versions.items()]
    values: list[Mapping[Lang, str]] = [
        {lang: legible(value_in(lang, key, text)) for lang in LANGUAGES} for key, text in kept
    ]
    values += [dict.fromkeys(LANGUAGES, legible(text)) for _, text in view.footer[len(kept) :]]
    return [(label, value) for (label, _), value in zip(view.footer, values, strict=True)]


def _originals(view: ReportView) -> Iterator[bytes]:
    for at, row in enumerate((view.reference, *view.rows)):
        if row.original is not None:
            yield b'<script type="text/plain" id="original-%d">' % at
            yield base64.b64encode(row.original.data)
            yield b"</script>\n"


@cache
def _style() -> str:
    """Return the whole style."""
    return lean_style("".join(map(asset, STYLES)))


@cache
def _script() -> str:
    """Return the whole script in its leaner form."""
    return asset(LEAN_SCRIPT)


@cache
def _template() -> jinja2.Template:
    import jinja2

    surroundings = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        # Parts of the page: {% include "viewer.html" %}
        loader=jinja2.FunctionLoader(asset),
    )
    surroundings.filters["legible"] = legible
    surroundings.filters["data_uri"] = data_uri
    surroundings.filters["link"] = link_of
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


def _troubled(row: ViewRow) -> bool:
    """Return whether the picture could not be compared, or a value of it is missing."""
    return row.problem is not None or any(cell.problem is not None for cell in row.cells)
