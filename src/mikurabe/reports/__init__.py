"""Reports: a table as HTML, Excel, CSV, JSON, Markdown, JUnit; importing this package registers the formats."""

from __future__ import annotations

from mikurabe.reports import excel, html, junit, text
from mikurabe.reports.formats import FORMATS, Format
from mikurabe.reports.write import format_for, render, write_report

for _known in (
    Format(
        name="html",
        title="one HTML file",
        suffixes=(".html", ".htm"),
        render=html.render,
        has_pictures=True,
        embeds=True,
    ),
    Format(
        name="excel", title="Excel workbook", suffixes=(".xlsx",), render=excel.render, binary=True, has_pictures=True
    ),
    Format(name="csv", title="CSV (UTF-8 with BOM)", suffixes=(".csv",), render=text.render_csv),
    Format(name="tsv", title="TSV", suffixes=(".tsv",), render=text.render_tsv),
    Format(name="json", title="JSON", suffixes=(".json",), render=text.render_json, has_pictures=True),
    Format(name="markdown", title="Markdown", suffixes=(".md",), render=text.render_markdown),
    Format(name="junit", title="JUnit XML for build servers", suffixes=(".xml",), render=junit.render),
):
    FORMATS.add(_known.name, _known)

__all__ = ["FORMATS", "Format", "format_for", "render", "write_report"]
