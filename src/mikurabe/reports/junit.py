"""The report for build servers: JUnit's XML, a test case per picture."""

from __future__ import annotations

import re

from mikurabe.reports.text import encodable
from mikurabe.reports.verdicts import reasons
from mikurabe.reports.view import ReportView

# XML 1.0 has no way to write these.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(view: ReportView) -> bytes:
    """Return the table as JUnit XML, UTF-8: build servers (Jenkins, GitLab, GitHub, Azure) list what fails.

    A picture beyond a limit of ``--fail-on`` is a failure with its reasons; one that could not be read or compared,
    or lacks a value that has a limit, is an error. Without limits only problems show. What was passed over is skipped.
    Values and notes are in the output.
    """
    table = view.table
    cases = [_case(view, at) for at in range(len(table.rows))]
    cases += [
        f"<testcase classname={_attribute(view.reference.name)} name={_attribute(each.name)}>"
        f"<skipped message={_attribute(each.reason)}/></testcase>"
        for each in view.skipped
    ]
    failed = sum("<failure " in case for case in cases)
    errors = sum("<error " in case for case in cases)
    seconds = sum(score.seconds for row in table.rows for score in row.scores)
    skipped = len(table.skipped)
    counts = f'tests="{len(cases)}" failures="{failed}" errors="{errors}" skipped="{skipped}" time="{seconds:.6f}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="mikurabe" {counts}>',
        f"<testsuite name={_attribute(view.reference.name)} {counts}>",
        *cases,
        *([f"<system-out>{_text(chr(10).join(view.notes))}</system-out>"] if view.notes else []),
        "</testsuite>",
        "</testsuites>",
    ]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _case(view: ReportView, at: int) -> str:
    row, shown = view.table.rows[at], view.rows[at]
    seconds = sum(score.seconds for score in row.scores)
    head = f"<testcase classname={_attribute(view.reference.name)} name={_attribute(row.source.name)}"
    values = [
        f"{column.key} {cell.problem if cell.value is None else repr(cell.value)}"
        for column, cell in zip(view.columns, shown.cells, strict=True)
    ]
    said = f"<system-out>{_text(chr(10).join([*values, *shown.notes]))}</system-out>"
    why = reasons(view, at)
    if shown.problem is not None:
        said = f"<error message={_attribute(shown.problem)}/>" + said
    elif row.verdict == "unknown":
        said = f"<error message={_attribute('; '.join(why))}/>" + said
    elif why:
        said = f"<failure message={_attribute('; '.join(why))}/>" + said
    return f'{head} time="{seconds:.6f}">{said}</testcase>'


def _attribute(text: str) -> str:
    # Late: it brings the whole web client with it, TLS included.
    from xml.sax.saxutils import quoteattr

    return quoteattr(_fit(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _text(text: str) -> str:
    from xml.sax.saxutils import escape

    return escape(_fit(text))


def _fit(text: str) -> str:
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", encodable(text))
