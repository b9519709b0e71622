"""Reports on which index can judge: a ranking or a stress table as HTML, Excel, CSV, JSON, Markdown, text."""

from __future__ import annotations

from mikurabe.reports.findings.write import (
    FINDING_FORMATS,
    document_of,
    format_of_finding,
    plain_text,
    render_findings,
    write_findings,
)

__all__ = [
    "FINDING_FORMATS",
    "document_of",
    "format_of_finding",
    "plain_text",
    "render_findings",
    "write_findings",
]
