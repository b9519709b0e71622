"""A finding -> its report in the format asked for, on the disk or as text."""

from __future__ import annotations

from pathlib import Path

from mikurabe.errors import UnknownName, UnwritableReport
from mikurabe.i18n import LANGUAGES, Lang
from mikurabe.judge.census import Census
from mikurabe.judge.rank import Ranking
from mikurabe.judge.stress import StressTable
from mikurabe.reports.findings.counted import census_document
from mikurabe.reports.findings.document import Document
from mikurabe.reports.findings.excel import render_excel
from mikurabe.reports.findings.html import render_html
from mikurabe.reports.findings.ranking import ranking_document
from mikurabe.reports.findings.stressed import stress_document
from mikurabe.reports.findings.terminal import text_of
from mikurabe.reports.findings.text import render_csv, render_json, render_markdown, render_tsv
from mikurabe.reports.write import check_writable, replace_file

# By name: the suffixes that choose it.
FINDING_FORMATS: dict[str, tuple[str, ...]] = {
    "html": (".html", ".htm"),
    "excel": (".xlsx",),
    "csv": (".csv",),
    "tsv": (".tsv",),
    "json": (".json",),
    "markdown": (".md",),
}

# What a JSON document says it is.
_KINDS: dict[type, str] = {Ranking: "ranking", StressTable: "stress table", Census: "populations"}


def document_of(finding: object, lang: Lang) -> Document:
    """Return the report on a finding in one language."""
    if isinstance(finding, Ranking):
        return ranking_document(finding, lang)
    if isinstance(finding, StressTable):
        return stress_document(finding, lang)
    if isinstance(finding, Census):
        return census_document(finding, lang)
    raise TypeError(f"there is no report on a {type(finding).__name__}")


def render_findings(finding: object, format_name: str, *, lang: Lang = "en") -> bytes:
    """Return the report in the named format; raise UnknownName for another one."""
    if format_name == "html":
        return render_html([document_of(finding, each) for each in (lang, *(one for one in LANGUAGES if one != lang))])
    if format_name == "json":
        return render_json(finding, _KINDS[type(finding)])
    renderers = {"excel": render_excel, "csv": render_csv, "tsv": render_tsv, "markdown": render_markdown}
    if format_name not in renderers:
        raise UnknownName.among("format", format_name, FINDING_FORMATS)
    return renderers[format_name](document_of(finding, lang))


def format_of_finding(path: Path) -> str:
    """Return the format that a file's suffix chooses, or raise UnknownName with the suffixes there are."""
    suffix = path.suffix.lower()
    found = next((name for name, suffixes in FINDING_FORMATS.items() if suffix in suffixes), None)
    if found is None:
        known = ", ".join(each for suffixes in FINDING_FORMATS.values() for each in suffixes)
        raise UnknownName(
            f"The name {str(path)!r} does not say which report it should be: its suffix is {path.suffix!r}, known "
            f"are {known}."
        )
    return found


def write_findings(finding: object, path: Path, *, format_name: str | None = None, lang: Lang = "en") -> Path:
    """Return the path after the report was written there, in the format named or chosen by the suffix.

    Missing folders are made. Raises UnwritableReport where the disk refuses; then nothing new stands there.
    """
    chosen = format_name or format_of_finding(path)
    check_writable(path)
    data = render_findings(finding, chosen, lang=lang)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data)
    except OSError as error:
        raise UnwritableReport(f"{path} cannot be written: {error.strerror or error}.") from error
    return path


def plain_text(finding: object, *, lang: Lang = "en") -> str:
    """Return the report as the terminal shows it, 100 columns wide and without colour."""
    return text_of(document_of(finding, lang))
