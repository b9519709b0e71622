"""Limits in a real office program: LibreOffice finds our verdicts, and those of another limit once it is typed."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
import pytest

from mikurabe.criteria import parse_criterion
from mikurabe.reports.excel import render
from mikurabe.reports.view import build_view
from mikurabe.table import Table
from office.macros import SOFFICE, basic_url, run_basic
from reports.samples import sample_table, thumbnail
from reports.workbooks import infinite_table

pytestmark = pytest.mark.slow

SAID = {"ok": "OK", "ng": "NG", "unknown": "?", None: ""}
FIRST, NAME, VERDICT, PSNR = 5, 3, 4, 6
NEW_LIMIT = 17.5


@dataclass(frozen=True)
class Dump:
    """What LibreOffice had at one moment: kind and text of cells by (sheet, row, column), and where pictures lie."""

    cells: dict[tuple[str, int, int], tuple[str, str]]
    visible: frozenset[tuple[str, int]]
    pictures: tuple[tuple[str, int, str], ...]

    def column(self, sheet: str, column: int, rows: range) -> list[str]:
        return [self.cells.get((sheet, row, column), ("", ""))[1] for row in rows]


def read(path: Path) -> Dump:
    cells, visible, pictures = {}, set(), []
    with path.open(encoding="utf-8", newline="") as file:
        for what, sheet, row, column, kind, shown, said in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if what == "picture":
                pictures.append((sheet, int(row), said))
                continue
            cells[sheet, int(row), int(column)] = kind, said
            if shown == "True":
                visible.add((sheet, int(row)))
    return Dump(cells, frozenset(visible), tuple(pictures))


def judged(table: Table, *limits: str) -> Table:
    return table.judged_by([parse_criterion(each) for each in limits])


@pytest.fixture(scope="module")
def table() -> Table:
    made = sample_table(20, hostile=False)
    made = replace(made, rows=tuple(replace(row, thumbnail=thumbnail(at)) for at, row in enumerate(made.rows)))
    return judged(made, "psnr<20", "mse>=1000")


@pytest.fixture(scope="module")
def book(table: Table) -> bytes:
    return render(build_view(table))


@pytest.fixture(scope="module")
def worked(book: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what LibreOffice had after each step, and what it printed."""
    if SOFFICE is None:
        pytest.skip("LibreOffice (soffice) is not installed here")
    folder = tmp_path_factory.mktemp("office")
    (folder / "book.xlsx").write_bytes(book)
    urls = {
        name: basic_url(folder / name) for name in ("book.xlsx", "1.txt", "2.txt", "3.txt", "4.txt", "5.txt", "x.pdf")
    }
    body = f"""
  doc = OpenHidden({urls["book.xlsx"]})
  doc.calculateAll()
  Dump(doc, {urls["1.txt"]})
  Named(doc, "limit_psnr").setValue({NEW_LIMIT})
  Named(doc, "limit_mse").setString("")
  Dump(doc, {urls["2.txt"]})
  sheet = doc.Sheets.getByName("List")
  rows = sheet.getCellRangeByPosition(0, {FIRST - 1}, 11, {FIRST - 1 + 19})
  Dim fields(0) As New com.sun.star.table.TableSortField
  fields(0).Field = {PSNR - 1}
  fields(0).IsAscending = True
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = "SortFields"
  how(0).Value = fields()
  how(1).Name = "ContainsHeader"
  how(1).Value = False
  rows.sort(how())
  Dump(doc, {urls["3.txt"]})
  whole = sheet.getCellRangeByPosition(0, {FIRST - 2}, 11, {FIRST - 1 + 19})
  wish = whole.createFilterDescriptor(True)
  wish.ContainsHeader = True
  Dim wanted(0) As New com.sun.star.sheet.TableFilterField
  wanted(0).Field = {VERDICT - 1}
  wanted(0).IsNumeric = False
  wanted(0).StringValue = "NG"
  wanted(0).Operator = com.sun.star.sheet.FilterOperator.EQUAL
  wish.setFilterFields(wanted())
  whole.filter(wish)
  Dump(doc, {urls["4.txt"]})
  StoreAs(doc, {urls["x.pdf"]}, "calc_pdf_Export")
  Named(doc, "limit_psnr").setString("")
  Dump(doc, {urls["5.txt"]})
"""
    run_basic(body, folder)
    return folder


def rows_of(table: Table) -> range:
    return range(FIRST, FIRST + len(table.rows))


def assert_calculated(found: Dump, book: bytes) -> int:
    """Return how many formulas were compared with the values that stand beside them in the file."""
    formulas = openpyxl.load_workbook(io.BytesIO(book))
    kept = openpyxl.load_workbook(io.BytesIO(book), data_only=True)
    compared = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                kind, said = found.cells[sheet.title, cell.row, cell.column]
                value = kept[sheet.title].cell(cell.row, cell.column).value
                compared += 1
                where = f"{sheet.title}!{cell.coordinate} {cell.value}"
                if isinstance(value, int | float):
                    assert kind == "number", where
                    assert float(said) == pytest.approx(value, rel=1e-13), where
                elif value == "#N/A":
                    assert kind == "error", where
                else:
                    assert (kind, said) == ("text", value or ""), where
    return compared


def test_libreoffice_calculates_the_values_that_stand_in_the_file(worked: Path, book: bytes) -> None:
    assert assert_calculated(read(worked / "1.txt"), book) > 60


def test_libreoffice_knows_infinite_values_and_limits_on_both_sides(worked: Path) -> None:
    table = judged(infinite_table(), "psnr<21", "cosine<=0.5", "cosine>1.5", "mse>=inf")
    book = render(build_view(table, lang="ja"))
    (worked / "infinite.xlsx").write_bytes(book)
    after = worked / "infinite.txt"
    body = f"doc = OpenHidden({basic_url(worked / 'infinite.xlsx')})\ndoc.calculateAll()\nDump(doc, {basic_url(after)})"
    run_basic(body, worked)
    assert assert_calculated(read(after), book) > 20
    assert read(after).column("一覧", VERDICT, range(FIRST, FIRST + 6)) == ["OK", "NG", "NG", "?", "?", "NG"]


def test_another_limit_gives_other_verdicts_and_counts_at_once(worked: Path, table: Table) -> None:
    before, after = read(worked / "1.txt"), read(worked / "2.txt")
    said = [SAID[row.verdict] for row in table.rows]
    expected = [SAID[row.verdict] for row in judged(table, f"psnr<{NEW_LIMIT}").rows]
    assert said != expected
    assert before.column("List", VERDICT, rows_of(table)) == said
    assert after.column("List", VERDICT, rows_of(table)) == expected
    assert after.column("Data", 7, range(2, 22)) == expected
    assert after.cells["List", 3, VERDICT] == ("text", f"{expected.count('NG')} NG")
    counts = {key[1]: float(after.cells["Summary", key[1], 2][1]) for key, (_, text) in after.cells.items()
              if key[0] == "Summary" and key[2] == 1 and text[:3] in ("OK:", "NG:", "?: ")}  # fmt: skip
    assert list(counts.values()) == [expected.count(each) for each in ("OK", "NG", "?")]
    line = next(
        row
        for (sheet, row, column), (_, text) in after.cells.items()
        if (sheet, column, text) == ("Summary", 2, "psnr")
    )
    assert [after.cells["Summary", line, column][1] for column in (5, 6, 7)] == [
        str(19 - expected.count("NG")), str(expected.count("NG")), "1",
    ]  # fmt: skip


def test_verdicts_and_pictures_follow_their_rows_in_a_sort(worked: Path, table: Table) -> None:
    before, after = read(worked / "2.txt"), read(worked / "3.txt")
    rows = rows_of(table)
    numbers = [float(cell[1]) for row in rows if (cell := after.cells["List", row, PSNR])[0] == "number"]
    assert numbers == sorted(numbers)
    assert len(numbers) == 18, "one is infinite, one broken"
    names = after.column("List", NAME, rows)
    assert names != before.column("List", NAME, rows)
    own = dict(zip(before.column("List", NAME, rows), before.column("List", VERDICT, rows), strict=True))
    assert after.column("List", VERDICT, rows) == [own[name] for name in names]
    placed = {said: row for sheet, row, said in after.pictures if sheet == "List" and row >= FIRST}
    assert len(placed) == 20
    assert placed == {name: row for row, name in zip(rows, names, strict=True)}


def test_a_filter_by_verdict_leaves_those_rows(worked: Path, table: Table) -> None:
    after = read(worked / "4.txt")
    for row in rows_of(table):
        assert (("List", row) in after.visible) == (after.cells["List", row, VERDICT][1] == "NG")


def test_without_any_limit_there_is_no_verdict(worked: Path, table: Table) -> None:
    after = read(worked / "5.txt")
    assert set(after.column("List", VERDICT, rows_of(table))) == {""}
    assert set(after.column("Data", 7, range(2, 22))) == {""}


def test_the_workbook_with_another_limit_prints(worked: Path) -> None:
    pdf = (worked / "x.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert len(pdf) > 10_000
