"""The workbook in a real office program: LibreOffice opens it, prints it, and finds its numbers, pictures and links."""

from __future__ import annotations

import csv
import math
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from mikurabe.reports.excel import render
from mikurabe.reports.view import build_view
from mikurabe.table import Table
from reports.samples import sample_table, thumbnail

pytestmark = pytest.mark.slow

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    folder = tmp_path_factory.mktemp("pictures")
    made = sample_table(20, folder=folder, maps=True)
    return replace(made, rows=tuple(replace(row, thumbnail=thumbnail(at)) for at, row in enumerate(made.rows)))


@pytest.fixture(scope="module")
def folder(table: Table, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the workbook as LibreOffice wrote it again: book.pdf, book-Data.csv, book.fods."""
    if SOFFICE is None:
        pytest.skip("LibreOffice (soffice) is not installed here")
    folder = tmp_path_factory.mktemp("office")
    (folder / "book.xlsx").write_bytes(render(build_view(table, folder=folder)))
    # Comma, quote, UTF-8, and -1: every sheet into a file of its own.
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    for target in ("pdf", "fods", every_sheet):
        done = subprocess.run(
            [
                SOFFICE,
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                "--convert-to",
                target,
                "--outdir",
                str(folder),
                str(folder / "book.xlsx"),
            ],
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "Error" not in done.stderr
    return folder


def test_libreoffice_prints_the_workbook(folder: Path) -> None:
    pdf = (folder / "book.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert len(pdf) > 10_000


def test_libreoffice_reads_every_number_of_the_data_sheet(folder: Path, table: Table) -> None:
    with (folder / "book-Data.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [line["Name"] for line in lines] == [row.source.name for row in table.rows]
    for line, row in zip(lines, table.rows, strict=True):
        for column, score in zip(table.columns, row.scores, strict=True):
            if score.value is None:
                assert line[column.key] == ""
            elif math.isinf(score.value):
                assert line[column.key] == "∞"
            else:
                # LibreOffice writes 15 digits.
                assert float(line[column.key]) == pytest.approx(score.value, rel=1e-14)


def test_libreoffice_shows_every_picture_of_the_list(folder: Path, table: Table) -> None:
    flat = (folder / "book.fods").read_text(encoding="utf-8")
    maps = [each for row in table.rows for each in row.maps]
    assert len(maps) == 2 * 18 + 1
    charts = flat.count("<draw:object ") + flat.count("<draw:object>")
    assert charts == len(table.columns)
    # The reference stands on the summary too, and every chart has a picture for who cannot draw it.
    assert flat.count("<draw:image") - charts == 2 + len(table.rows) + len(maps)
    assert flat.count(" map of ") == len(maps), "their descriptions"
    assert "#VALUE!" not in flat


def test_libreoffice_resolves_the_links_to_the_files(folder: Path, table: Table) -> None:
    flat = (folder / "book.fods").read_text(encoding="utf-8")
    hrefs = re.findall(r'<text:a xlink:href="([^"]*)"', flat)
    assert hrefs.count("#limit_cosine") == 1, "to where the limits are set"
    hrefs.remove("#limit_cosine")
    assert len(hrefs) == 1 + len(table.rows)
    linked = set()
    for href in hrefs:
        text = href.replace("&amp;", "&").replace("&quot;", '"').replace("&apos;", "'").replace("&lt;", "<")
        assert "#" not in text
        linked.add((folder / unquote(text.split("?")[0])).resolve())
    sought = {row.source.path for row in (table.reference, *table.rows) if row.source.path is not None}
    # U+2028 is lost on LibreOffice's side.
    assert {path for path in sought if "\u2028" not in path.name} <= linked
