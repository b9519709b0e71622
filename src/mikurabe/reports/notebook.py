"""Table -> notebook: a static HTML table with inlined thumbnails, which Jupyter, Colab and VS Code all show."""

from __future__ import annotations

import base64
from html import escape

from mikurabe.i18n import Lang, words
from mikurabe.records import Thumbnail
from mikurabe.reports.maps import map_columns, map_of
from mikurabe.reports.text import encodable, problems, remarks
from mikurabe.reports.view import ReportView, ViewRow, build_view
from mikurabe.table import Table

# A notebook keeps what it shows: more rows would make the file heavy. The full table is one to_html away.
SHOWN_ROWS = 20
# A map is larger than a thumbnail; here it is shown no larger than one.
MAP_PX = 128


def notebook_html(table: Table, *, lang: Lang = "en") -> str:
    """Return a static HTML table of the reference and the first rows, without scripts; names are escaped.

    Problems, notes and what was passed over stand below it, of all rows, folded up.
    Where rows have maps, each index's maps are a column of pictures beside the thumbnails.
    """
    view = build_view(table, lang=lang)
    word = words(lang)
    keys = [column.key for column in view.columns]
    maps = map_columns(view)
    map_keys = [each.key for each in maps]
    map_heads = "".join(
        f'<th title="{escape(each.note)}">{escape(word["map_of"].format(key=each.key))}</th>' for each in maps
    )
    heads = "".join(
        f'<th style="text-align:right" title="{escape(column.hint)}">{escape(column.key)} {column.arrow}</th>'
        for column in view.columns
    )
    shown = view.rows[:SHOWN_ROWS]
    body = [_row(view.reference, keys, map_keys, lang, f"<b>{escape(word['reference'])}</b><br>")]
    body += [_row(row, keys, map_keys, lang, "") for row in shown]
    count = word["shown"].format(shown=len(shown), total=len(view.rows))
    notes = "".join(f"<br><small>{escape(each.note)}</small>" for each in maps)
    return encodable(
        f"<table><thead><tr><th></th>{map_heads}<th>{escape(word['picture'])}</th>{heads}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table><p>{escape(count)}{notes}</p>{_remarks(view)}"
    )


def _remarks(view: ReportView) -> str:
    """Return a list to unfold under each heading; pictures of which the same is said stand together."""
    made = []
    for heading, pairs in remarks(view):
        names_of: dict[str, list[str]] = {}
        for name, said in pairs:
            names_of.setdefault(said, []).append(name)
        items = "".join(f"<li>{escape(said)}{_named(names)}</li>" for said, names in names_of.items())
        made.append(f"<details><summary>{escape(heading)} ({len(pairs)})</summary><ul>{items}</ul></details>")
    return "".join(made)


def _named(names: list[str]) -> str:
    """Return of which pictures something is said, in small print; nothing where it is said of the table."""
    named = ", ".join(name for name in names if name)
    return f" <small>({escape(named)})</small>" if named else ""


def _row(row: ViewRow, keys: list[str], map_keys: list[str], lang: Lang, prefix: str) -> str:
    cells = "".join(f'<td style="text-align:right">{escape(cell.text)}</td>' for cell in row.cells)
    said = problems(row, keys)
    problem = f"<br><small>{escape(said)}</small>" if said else ""
    maps = "".join(f"<td>{_map(row, key, lang)}</td>" for key in map_keys)
    return (
        f'<tr><td>{_picture(row.thumbnail)}</td>{maps}<td style="text-align:left">{prefix}{escape(row.name)}{problem}'
        f"</td>{cells}</tr>"
    )


def _map(row: ViewRow, key: str, lang: Lang) -> str:
    found = map_of(row, key)
    if found is None:
        return ""
    return _picture(found.picture, said=words(lang)["map_label"].format(key=key, name=row.name), most=MAP_PX)


def _picture(picture: Thumbnail | None, *, said: str = "", most: int | None = None) -> str:
    """Return the picture as an element, its longer side at most ``most`` pixels on screen."""
    if picture is None:
        return ""
    data = base64.b64encode(picture.data).decode("ascii")
    scale = 1.0 if most is None else min(1.0, most / max(picture.width, picture.height))
    width, height = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return f'<img src="data:{picture.mime};base64,{data}" width="{width}" height="{height}" alt="{escape(said)}">'
