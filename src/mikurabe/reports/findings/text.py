"""Document -> CSV, TSV, Markdown; and a finding's record -> JSON."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from mikurabe.reports.findings.document import Cell, Document, Section, spread
from mikurabe.reports.text import encodable, escaped


def render_csv(document: Document) -> bytes:
    """Return the document's data as CSV: UTF-8 with BOM, numbers in full, headings the same in every language."""
    return b"\xef\xbb\xbf" + _separated(document, ",")


def render_tsv(document: Document) -> bytes:
    """Return the document's data as TSV, UTF-8."""
    return _separated(document, "\t")


def _separated(document: Document, separator: str) -> bytes:
    section = spread(next(each for each in document.sections if each.name == document.data), "", "")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow([heading.key for heading in section.headings])
    for row in section.rows:
        writer.writerow(map(_data, row))
    return encodable(out.getvalue()).encode("utf-8")


def _data(cell: Cell) -> str:
    if cell.data is not None:
        return cell.data
    return cell.text if cell.value is None else _number(cell.value)


def _number(value: float) -> str:
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return repr(value)


def render_markdown(document: Document) -> bytes:
    """Return the document as GitHub-flavoured Markdown: conclusions, then its tables."""
    lines = [f"# {escaped(document.title)}", ""]
    lines += [f"- {escaped(label)}: {escaped(text)}" for label, text in document.facts]
    lines += ["", *(f"**{escaped(each)}**" if at == 0 else escaped(each) for at, each in _spaced(document.findings))]
    lines += ["", *(f"- {escaped(each)}" for each in document.cautions)]
    for section in document.sections:
        if not section.is_long:
            lines += ["", f"## {escaped(section.name)}", "", escaped(section.about), "", *_markdown_table(section)]
    if document.notes:
        lines += ["", *(f"- {escaped(note)}" for note in document.notes)]
    return encodable("\n".join(lines) + "\n").encode("utf-8")


def _spaced(findings: tuple[str, ...]) -> list[tuple[int, str]]:
    """Return findings with empty lines between, which make paragraphs of them."""
    made: list[tuple[int, str]] = []
    for at, finding in enumerate(findings):
        made += [(at, finding), (-1, "")]
    return made[:-1]


def _markdown_table(section: Section) -> list[str]:
    shown = [at for at in range(len(section.headings)) if not all(row[at].strip for row in section.rows)]
    ruler = ["---:" if section.headings[at].is_number else "---" for at in shown]
    lines = [_line([escaped(section.headings[at].text) for at in shown]), _line(ruler)]
    lines += [_line([_shown(row[at]) for at in shown]) for row in section.rows]
    return lines


def _shown(cell: Cell) -> str:
    text = escaped(cell.text)
    return f"**{text}**" if cell.is_strong and text else text


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def render_json(finding: object, kind: str) -> bytes:
    """Return a finding's record as JSON, everything in full; infinite numbers are ``"inf"`` and ``"-inf"``."""
    document = {"format": f"mikurabe {kind}", "version": 1, **_plain(finding)}
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)
    return (encodable(text) + "\n").encode("utf-8")


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        made = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {key: dict(pairs) if key in ("settings", "versions") else pairs for key, pairs in made.items()}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, float) and math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return value
