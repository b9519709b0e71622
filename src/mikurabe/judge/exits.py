"""The exits of what judging found: the same file formats for each of them, chosen by the file's suffix."""

from __future__ import annotations

from pathlib import Path

from mikurabe.i18n import Lang
from mikurabe.i18n.system import system_language


class Exits:
    """A result that can be written as a report: HTML, Excel, CSV, JSON or Markdown."""

    __slots__ = ()

    def write(self, path: str | Path, *, lang: Lang = "en") -> Path:
        """Return the path after the report was written there; the suffix chooses the format.

        ``.html``, ``.xlsx``, ``.csv``, ``.tsv``, ``.json`` and ``.md`` are known. Raises UnknownName for another
        suffix, UnwritableReport where the disk refuses.
        """
        from mikurabe.reports.findings import write_findings

        return write_findings(self, Path(path), lang=lang)

    def to_html(self, path: str | Path, *, lang: Lang = "en") -> Path:
        """Return the path of the one-file HTML report, in both languages, that was written there."""
        from mikurabe.reports.findings import write_findings

        return write_findings(self, Path(path), format_name="html", lang=lang)

    def to_excel(self, path: str | Path, *, lang: Lang = "en") -> Path:
        """Return the path of the Excel workbook that was written there."""
        from mikurabe.reports.findings import write_findings

        return write_findings(self, Path(path), format_name="excel", lang=lang)

    def to_csv(self, path: str | Path) -> Path:
        """Return the path of the CSV file (UTF-8 with BOM), numbers in full, that was written there."""
        from mikurabe.reports.findings import write_findings

        return write_findings(self, Path(path), format_name="csv")

    def to_json(self, path: str | Path) -> Path:
        """Return the path of the JSON file, everything in full, that was written there."""
        from mikurabe.reports.findings import write_findings

        return write_findings(self, Path(path), format_name="json")

    def to_markdown(self, *, lang: Lang = "en") -> str:
        """Return the result as GitHub-flavoured Markdown."""
        from mikurabe.reports.findings import render_findings

        return render_findings(self, "markdown", lang=lang).decode()

    def __repr__(self) -> str:
        from mikurabe.reports.findings import plain_text

        return plain_text(self, lang=system_language())
