"""Table -> notebook: a static HTML table with inlined thumbnails, which Jupyter, Colab and VS Code all show."""

from __future__ import annotations

import base64
from html import escape

from mikurabe.i18n import Lang, words
from mikurabe.records import Thumbnail
from mikurabe.reports.text import problems
from mikurabe.reports.view import ViewRow, build_view
from mikurabe.table import Table

# A notebook keeps what it shows: more rows would make the file heavy. The full table is one to_html away.
SHOWN_ROWS = 20


def notebook_html(table: Table, *, lang: Lang = "en") -> str:
    """Return a static HTML table of the reference and the first rows, without scripts; names are escaped."""
    view = build_view(table, lang=lang)
    word = words(lang)
    keys = [column.key for column in view.columns]
    heads = "".join(
        f'<th style="text-align:right" title="{escape(column.hint)}">{escape(column.key)} {column.arrow}</th>'
        for column in view.columns
    )
    shown = view.rows[:SHOWN_ROWS]
    body = [_row(view.reference, keys, f"<b>{escape(word['reference'])}</b><br>")]
    body += [_row(row, keys, "") for row in shown]
    count = word["shown"].format(shown=len(shown), total=len(view.rows))
    return (
        f"<table><thead><tr><th></th><th>{escape(word['picture'])}</th>{heads}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table><p>{escape(count)}</p>"
    )


def _row(row: ViewRow, keys: list[str], prefix: str) -> str:
    cells = "".join(f'<td style="text-align:right">{escape(cell.text)}</td>' for cell in row.cells)
    said = problems(row, keys)
    problem = f"<br><small>{escape(said)}</small>" if said else ""
    return (
        f'<tr><td>{_picture(row.thumbnail)}</td><td style="text-align:left">{prefix}{escape(row.name)}{problem}</td>'
        f"{cells}</tr>"
    )


def _picture(thumbnail: Thumbnail | None) -> str:
    if thumbnail is None:
        return ""
    data = base64.b64encode(thumbnail.data).decode("ascii")
    return (
        f'<img src="data:{thumbnail.mime};base64,{data}" width="{thumbnail.width}" height="{thumbnail.height}" alt="">'
    )
