"""The plain formats: CSV for spreadsheets and scripts, JSON to keep, Markdown to paste."""

from __future__ import annotations

import csv
import io
import math
import re

from mikurabe.criteria import failures
from mikurabe.i18n import words
from mikurabe.reports.verdicts import reasons, verdict_lines, verdict_summary
from mikurabe.reports.view import ReportView, ViewRow
from mikurabe.sources.names import printable
from mikurabe.storage import to_json

# Half a character: how Python keeps a byte of a file name that is not UTF-8.
_HALF = re.compile("[\ud800-\udfff]")


def encodable(text: str) -> str:
    r"""Return the text with each byte that is not UTF-8 as ``\xNN``, as the names of pictures show it."""
    return _HALF.sub(lambda half: printable(half[0]), text)


def render_json(view: ReportView) -> bytes:
    """Return the table itself as JSON (see :mod:`mikurabe.storage`); ``mikurabe report`` reads it back."""
    return to_json(view.table)


def render_csv(view: ReportView) -> bytes:
    """Return one line per picture: name, values in full precision, problem, notes, size, path, sha256.

    Nothing stands before the headings: no program skips a comment in CSV unless told to, so the reference and the
    indices' directions are left to the other formats.

    UTF-8 with BOM, so that Excel reads it as UTF-8. An infinite value is ``inf``, a missing one an empty cell,
    and the ``problem`` column says why. Where pictures were judged, ``verdict`` (``ok``, ``ng``, ``unknown``) and
    ``reasons`` stand last. Names stay as they are: a name such as ``=1+1.png`` is a formula to a
    spreadsheet that opens the CSV, so give spreadsheets the workbook instead. Of a path, what cannot be printed is
    escaped as it is in the names.
    """
    return b"\xef\xbb\xbf" + encodable(_separated(view, ",")).encode("utf-8")


def render_tsv(view: ReportView) -> bytes:
    """Return the same as CSV separated by tabs, UTF-8 without BOM."""
    return encodable(_separated(view, "\t")).encode("utf-8")


def _separated(view: ReportView, separator: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    keys = [column.key for column in view.columns]
    criteria = view.table.criteria
    verdict = ["verdict", "reasons"] if criteria else []
    writer.writerow(["name", *keys, "problem", "notes", "width_px", "height_px", "path", "sha256", *verdict])
    for shown, row in zip(view.rows, view.table.rows, strict=True):
        width, height = row.size_px or ("", "")
        writer.writerow(
            [
                shown.name,
                *(_number(cell.value) for cell in shown.cells),
                problems(shown, keys),
                "; ".join(shown.notes),
                width,
                height,
                printable(shown.path or ""),
                row.source.sha256 or "",
                *((row.verdict, "; ".join(failures(criteria, view.table.columns, row.scores))) if criteria else ()),
            ]
        )
    return out.getvalue()


def _number(value: float | None) -> str:
    if value is None:
        return ""
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return repr(value)


def problems(row: ViewRow, keys: list[str]) -> str:
    """Return the row's problem, or those of its single values, each with its column's key; empty without one."""
    if row.problem is not None:
        return row.problem
    return "; ".join(f"{key}: {cell.problem}" for key, cell in zip(keys, row.cells, strict=True) if cell.problem)


def remarks(view: ReportView) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what is to be said besides the values, as (heading, (name, text) pairs); headings without any are absent.

    These are the problems, the notes (the table's own have no name, then those of each picture), and what was passed
    over with the reasons.
    """
    word = words(view.lang)
    keys = [column.key for column in view.columns]
    everybody = (view.reference, *view.rows)
    lists = (
        (word["problems"], [(row.name, said) for row in everybody if (said := problems(row, keys))]),
        (
            word["notes"],
            [
                *(("", note) for note in view.notes),
                *((row.name, "; ".join(row.notes)) for row in everybody if row.notes),
            ],
        ),
        (word["skipped"], [(skipped.name, skipped.reason) for skipped in view.skipped]),
    )
    return [(heading, pairs) for heading, pairs in lists if pairs]


def render_markdown(view: ReportView) -> bytes:
    """Return a GitHub-flavoured table of verdicts and rounded values, arrows for the direction; below, all remarks."""
    word = words(view.lang)
    judged = bool(view.table.criteria)
    verdicts = [_verdict(view, at) for at in range(len(view.rows))] if judged else [()] * len(view.rows)
    headings = [f"{escaped(column.key)} {column.arrow}" for column in view.columns]
    lines = [
        _line([word["picture"], *([word["terminal_verdict"]] if judged else []), *headings]),
        _line(["---", *(["---"] if judged else []), *("---:" for _ in view.columns)]),
        _line([f"**{escaped(view.reference.name)}** ({word['reference']})", *[""] * judged, *_texts(view.reference)]),
        *(_line([escaped(row.name), *said, *_texts(row)]) for row, said in zip(view.rows, verdicts, strict=True)),
    ]
    if judged:
        lines += ["", escaped(verdict_summary(view))]
    for heading, pairs in remarks(view):
        lines += ["", f"{heading}:", ""]
        lines += [f"- {escaped(name)}: {escaped(said)}" if name else f"- {escaped(said)}" for name, said in pairs]
    return encodable("\n".join(lines) + "\n").encode("utf-8")


def _verdict(view: ReportView, at: int) -> tuple[str, ...]:
    """Return the text of the verdict's cell, why it is not OK included."""
    return tuple(
        escaped(said) for said in verdict_lines(view.table.rows[at].verdict, reasons(view, at), "line", view.lang)
    )


def _texts(row: ViewRow) -> list[str]:
    return [cell.text for cell in row.cells]


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escaped(text: str) -> str:
    """Return the text with Markdown's and HTML's special characters made harmless."""
    for mark in "\\`*_[]|<>#~":
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.replace("&", "&amp;").splitlines())
