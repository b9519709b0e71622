"""Table -> notebook: a static HTML table with inlined thumbnails, which Jupyter, Colab and VS Code all show."""

from __future__ import annotations

import base64
from html import escape

from mikurabe.i18n import Lang, words
from mikurabe.records import Thumbnail
from mikurabe.reports.maps import map_columns, map_of
from mikurabe.reports.order import LISTED, WORST, ordered, sorted_by
from mikurabe.reports.text import encodable, problems, remarks
from mikurabe.reports.verdicts import limits_passed, verdict_lines, verdict_summary
from mikurabe.reports.view import Cell, ReportView, ViewRow, build_view
from mikurabe.table import Table

# A notebook keeps what it shows: more rows would make the file heavy. The full table is one to_html away.
SHOWN_ROWS = 20
# Pictures are larger than this; at their full size, twenty rows would be five screens.
PICTURE_PX = 72
# Where a picture differs is seen only in a larger one.
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
        f'<th style="text-align:right;white-space:nowrap" title="{escape(column.hint)}">'
        f"{escape(column.key)} {column.arrow}</th>"
        for column in view.columns
    )
    judged = bool(table.criteria)
    verdict_head = f"<th>{escape(word['terminal_verdict'])}</th>" if judged else ""
    # Where limits were set, those beyond them are what is looked for.
    shown = ordered(view, WORST if judged else LISTED)[:SHOWN_ROWS]
    body = [_row(view.reference, keys, map_keys, lang, f"<b>{escape(word['reference'])}</b><br>", "<td></td>" * judged)]
    body += [_row(view.rows[at], keys, map_keys, lang, "", _verdict(view, at) if judged else "") for at in shown]
    said = [word["shown"].format(shown=len(shown), total=len(view.rows)), *(each.note for each in maps)]
    if judged:
        order = word["terminal_order"].format(total=len(view.rows), key=sorted_by(view, WORST))
        said[1:1] = [order, verdict_summary(view)]
    if any(cell.closeness is not None for at in shown for cell in view.rows[at].cells):
        said.append(word["terminal_bars"])
    said.append(word["notebook_whole"].format(show="table.show()", file="table.to_html('report.html')"))
    return encodable(
        f"<table><thead><tr><th></th>{map_heads}<th>{escape(word['picture'])}</th>{verdict_head}{heads}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table><p>{escape(said[0])}"
        f"{''.join(f'<br><small>{escape(each)}</small>' for each in said[1:])}</p>{_remarks(view)}"
    )


def _verdict(view: ReportView, at: int) -> str:
    verdict = view.table.rows[at].verdict
    mark, *why = verdict_lines(verdict, limits_passed(view, at), "below", view.lang) or ("",)
    strong = f'<b style="color:#d9730d">{escape(mark)}</b>' if why else escape(mark)
    below = "".join(f"<br><small>{escape(each)}</small>" for each in why)
    return f'<td style="text-align:left;white-space:nowrap">{strong}{below}</td>'


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


def _row(row: ViewRow, keys: list[str], map_keys: list[str], lang: Lang, prefix: str, verdict: str) -> str:
    cells = "".join(map(_cell, row.cells))
    said = problems(row, keys)
    problem = f"<br><small>{escape(said)}</small>" if said else ""
    maps = "".join(f"<td>{_map(row, key, lang)}</td>" for key in map_keys)
    name = f'<td style="text-align:left">{prefix}{escape(row.name)}{problem}</td>'
    return f"<tr><td>{_picture(row.thumbnail, most=PICTURE_PX)}</td>{maps}{name}{verdict}{cells}</tr>"


def _cell(cell: Cell) -> str:
    """Return a value over a bar; where a site takes the style away (GitHub does), the value is there all the same."""
    bar = ""
    if cell.closeness is not None:
        # Never without any length: only a missing value has no bar.
        length = max(2, round(100 * cell.closeness))
        bar = f'<div style="background:#8884"><div style="background:#5b8def;height:4px;width:{length}%"></div></div>'
    return f'<td style="text-align:right">{escape(cell.text)}{bar}</td>'


def _map(row: ViewRow, key: str, lang: Lang) -> str:
    found = map_of(row, key)
    if found is None:
        return ""
    return _picture(found.picture, said=words(lang)["map_label"].format(key=key, name=row.name), most=MAP_PX)


def _picture(picture: Thumbnail | None, *, said: str = "", most: int) -> str:
    """Return the picture as an element, its longer side at most ``most`` pixels on screen."""
    if picture is None:
        return ""
    data = base64.b64encode(picture.data).decode("ascii")
    scale = min(1.0, most / max(picture.width, picture.height))
    width, height = max(1, round(picture.width * scale)), max(1, round(picture.height * scale))
    return f'<img src="data:{picture.mime};base64,{data}" width="{width}" height="{height}" alt="{escape(said)}">'
