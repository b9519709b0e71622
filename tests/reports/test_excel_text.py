"""Text and links in the Excel report: nothing turns into a formula, breaks the file or leads nowhere."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from mikurabe.reports.excel import book as book_module
from mikurabe.reports.excel.cell_text import LONGEST_TEXT, cell_text, cut, utf16_length
from mikurabe.reports.excel.links import external_link
from reports.samples import HOSTILE_NAMES, sample_table, thumbnail
from reports.workbooks import (
    FOLDER,
    anchors,
    link_targets,
    opened,
    part,
    parts,
    rendered,
    settings_text,
    with_names,
    with_thumbnails,
)


def test_hostile_names_are_text_and_come_back_as_they_are() -> None:
    table = sample_table(3 + len(HOSTILE_NAMES))
    workbook = opened(rendered(table))
    for row, name in enumerate(HOSTILE_NAMES):
        for cell in (workbook["List"].cell(7 + row, 3), workbook["Data"].cell(5 + row, 1)):
            assert cell.data_type == "s"
            assert cell.value == name


@pytest.mark.parametrize(
    "name",
    ["=1+1", "@SUM(A1)", "-2+3", "+1", "{=1}", "http://x.example/", "internal:A1", "1234", "<r>red</r>",
     "<r><t>a</t></r>", "_x0041_", " led by a space", "nul", "'", "a\nb", "😀" * 9],
)  # fmt: skip
def test_text_that_looks_like_something_else_stays_text(name: str) -> None:
    workbook = opened(rendered(with_names(sample_table(1), name)))
    for cell in (workbook["List"]["C4"], workbook["Data"]["A2"]):
        assert cell.data_type == "s"
        # openpyxl leaves _x005F_ (Excel's spelling of an underscore before x0041_) as it stands.
        assert cell.value.replace("_x005F_", "_") == name
    assert not re.search(r"<f>|<f ", part(rendered(with_names(sample_table(1), name)), "xl/worksheets/sheet1.xml"))


def test_what_xml_cannot_hold_becomes_visible_and_breaks_nothing() -> None:
    name = "bell\x07 nul\x00 cr\r half\ud83d end\uffff \x7f"
    data = rendered(with_names(with_thumbnails(sample_table(1), thumbnail), name))
    assert opened(data)["List"]["C4"].value == "bell␇ nul␀ cr␍ half� end� ␡"
    assert anchors(data)[1].description == "bell␇ nul␀ cr␍ half� end� ␡"
    for each in parts(data):
        if each.endswith((".xml", ".rels", ".vml")):
            ElementTree.fromstring(part(data, each))


def test_text_longer_than_a_cell_ends_in_an_ellipsis() -> None:
    shown = opened(rendered(with_names(sample_table(1), "a" * 40_000)))["List"]["C4"].value
    assert shown == "a" * 32_766 + "…"
    assert cell_text("a" * LONGEST_TEXT) == "a" * LONGEST_TEXT
    # Each of these counts twice, and none is cut in half.
    assert cell_text("😀" * 20_000) == "😀" * 16_383 + "…"
    assert utf16_length(cell_text("😀" * 20_000)) == 32_767
    assert cut("abc", 3) == "abc"
    assert cut("abcd", 3) == "ab…"


def test_an_ampersand_in_the_reference_s_name_is_no_code_in_the_footer() -> None:
    table = sample_table(1)
    table = replace(
        table, reference=replace(table.reference, source=replace(table.reference.source, name="R&D &P " * 40))
    )
    footer = ElementTree.fromstring(part(rendered(table), "xl/worksheets/sheet1.xml")).find(".//{*}oddFooter")
    assert footer is not None
    assert footer.text is not None
    assert len(footer.text) <= 255
    left = footer.text.removeprefix("&L").split("&R&A")[0]
    assert "R&&D &&P" in left
    assert "&" not in left.replace("&&", "")


# --- links


def test_links_find_their_files_again_whatever_the_names_hold() -> None:
    folder = FOLDER / "pictures"
    table = sample_table(3 + len(HOSTILE_NAMES), folder=folder)
    names = [row.source.path.name for row in (table.reference, *table.rows) if row.source.path is not None]
    targets = link_targets(rendered(table))
    assert len(targets) == len(names)
    for target, name in zip(targets, names, strict=True):
        assert unquote(target) == f"pictures\\{name}"
        assert not re.search(
            r"[#?:<>\"\s{}|^`\[\]]|%(?![0-9A-F]{2})", target.removeprefix("pictures\\").replace("\u2028", "")
        )


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("a", "a"),
        ("a%20b%23c%2525.png", "a%20b%23c%2525.png"),
        ("..%2Fx.png", "..%2Fx.png"),
        ("../x/%E7%94%BB%E5%83%8F%E3%80%801.png", "..\\x\\画像\u30001.png"),
        ("c%3Ax.png", "c%3Ax.png"),
        ("x/c%5Cd.png", "x\\c%5Cd.png"),
        ("%FFbad.png", "%FFbad.png"),
        ("file:///C:/lot%201/%E7%94%BB.png", "file:///C:\\lot%201\\画.png"),
        ("file://server/share/a%23.png", "file:///\\\\server\\share\\a%23.png"),
    ],
)
def test_a_link_is_spelled_so_that_excel_finds_the_file(href: str, target: str) -> None:
    import xlsxwriter

    link = external_link(href)
    assert link is not None
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        workbook.add_worksheet().write_url(0, 0, link)
    assert link_targets(out.getvalue()) == [target]


def test_the_word_open_carries_the_link_and_a_picture_without_a_file_has_none() -> None:
    sheet = opened(rendered(sample_table(3, folder=FOLDER)))["List"]
    assert [sheet["K2"].value, sheet["K4"].value] == ["open", "open"]
    assert sheet["K4"].hyperlink.target == "identical.png"
    without = opened(rendered(sample_table(3)))["List"]
    assert without["K4"].value is None
    assert without["K4"].hyperlink is None


def test_a_link_that_is_too_long_for_excel_stands_as_text_and_the_settings_say_so() -> None:
    table = sample_table(3, folder=FOLDER / Path(*["d" * 200] * 11))
    workbook = opened(rendered(table))
    cell = workbook["List"]["K4"]
    assert cell.hyperlink is None
    assert cell.value.endswith("identical.png")
    assert "4 links are longer than the 2,079 characters" in settings_text(workbook)
    assert external_link("a" * 2_068) is not None
    assert external_link("a" * 2_069) is None


def test_links_beyond_excels_number_stand_as_text_and_the_settings_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_module, "MOST_LINKS", 3)
    workbook = opened(rendered(sample_table(5, folder=FOLDER)))
    sheet = workbook["List"]
    assert [sheet.cell(row, 11).hyperlink is not None for row in (2, 4, 5, 6, 7, 8)] == [True] * 3 + [False] * 3
    assert sheet["K6"].value == "flat.png"
    assert "3 further paths stand as text" in settings_text(workbook)
