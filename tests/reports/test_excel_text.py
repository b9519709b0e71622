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
from mikurabe.reports.excel.cell_text import LONGEST_TEXT, cell_text, cut, utf16_length, wrapped_lines
from mikurabe.reports.excel.links import external_link
from reports.samples import HOSTILE_NAMES, sample_table, thumbnail
from reports.workbooks import (
    FOLDER,
    LIST,
    anchors,
    cell_px,
    link_targets,
    opened,
    part,
    parts,
    rendered,
    settings_text,
    thumbnail_of,
    with_names,
    with_thumbnails,
)


def test_hostile_names_are_text_and_come_back_as_they_are() -> None:
    table = sample_table(3 + len(HOSTILE_NAMES))
    workbook = opened(rendered(table))
    for row, name in enumerate(HOSTILE_NAMES):
        for cell in (workbook["List"].cell(8 + row, 3), workbook["Data"].cell(5 + row, 1)):
            assert cell.data_type == "s"
            assert cell.value == name


@pytest.mark.parametrize(
    "name",
    ["=1+1", "@SUM(A1)", "-2+3", "+1", "{=1}", "http://x.example/", "internal:A1", "1234", "<r>red</r>",
     "<r><t>a</t></r>", "_x0041_", " led by a space", "nul", "'", "a\nb", "😀" * 9],
)  # fmt: skip
def test_text_that_looks_like_something_else_stays_text(name: str) -> None:
    workbook = opened(rendered(with_names(sample_table(1), name)))
    for cell in (workbook["List"]["C5"], workbook["Data"]["A2"]):
        assert cell.data_type == "s"
        # openpyxl leaves _x005F_ (Excel's spelling of an underscore before x0041_) as it stands.
        assert cell.value.replace("_x005F_", "_") == name
    assert not re.search(r'<c r="C5"[^>]*><f', part(rendered(with_names(sample_table(1), name)), LIST))


def test_what_xml_cannot_hold_becomes_visible_and_breaks_nothing() -> None:
    name = "bell\x07 nul\x00 cr\r half\ud83d end\uffff \x7f"
    data = rendered(with_names(with_thumbnails(sample_table(1), thumbnail), name))
    assert opened(data)["List"]["C5"].value == "bell␇ nul␀ cr␍ half� end� ␡"
    assert anchors(data)[1].description == "bell␇ nul␀ cr␍ half� end� ␡"
    for each in parts(data):
        if each.endswith((".xml", ".rels", ".vml")):
            ElementTree.fromstring(part(data, each))


def test_text_longer_than_a_cell_ends_in_an_ellipsis() -> None:
    shown = opened(rendered(with_names(sample_table(1), "a" * 40_000)))["List"]["C5"].value
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
    footer = ElementTree.fromstring(part(rendered(table), LIST)).find(".//{*}oddFooter")
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
    assert link_targets(out.getvalue(), sheet=1) == [target]


def test_the_word_open_carries_the_link_and_a_picture_without_a_file_has_none() -> None:
    sheet = opened(rendered(sample_table(3, folder=FOLDER)))["List"]
    assert [sheet["L2"].value, sheet["L5"].value] == ["open", "open"]
    assert sheet["L5"].hyperlink.target == "identical.png"
    without = opened(rendered(sample_table(3)))["List"]
    assert without["L5"].value is None
    assert without["L5"].hyperlink is None


def test_a_link_that_is_too_long_for_excel_stands_as_text_and_the_settings_say_so() -> None:
    table = sample_table(3, folder=FOLDER / Path(*["d" * 200] * 11))
    workbook = opened(rendered(table))
    cell = workbook["List"]["L5"]
    assert cell.hyperlink is None
    assert cell.value.endswith("identical.png")
    assert "4 links are longer than the 2,079 characters" in settings_text(workbook)
    assert external_link("a" * 2_068) is not None
    assert external_link("a" * 2_069) is None


def test_links_beyond_excels_number_stand_as_text_and_the_settings_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_module, "MOST_LINKS", 3)
    workbook = opened(rendered(sample_table(5, folder=FOLDER)))
    sheet = workbook["List"]
    assert [sheet.cell(row, 12).hyperlink is not None for row in (2, 5, 6, 7, 8, 9)] == [True] * 3 + [False] * 3
    assert sheet["L7"].value == "flat.png"
    assert "3 further paths stand as text" in settings_text(workbook)


# --- room for text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("twelve signs", 1),
        ("Mean absolute error (levels) ↓", 4),  # Mean | absolute | error | (levels) ↓
        ("Peak signal-to-noise ratio", 3),  # Peak signal- | to-noise | ratio
        ("x" * 25, 3),
        ("ab " + "x" * 25, 4),
        ("two\nlines", 2),
        ("画像と類似度の見比べ", 2),
    ],
)
def test_text_is_broken_between_words_where_a_program_does_it(text: str, lines: int) -> None:
    # 12 digits of 7 pixels, and what a cell keeps for itself.
    assert wrapped_lines(text, 12 * 7 + 12) == lines


def test_the_titles_row_has_room_for_each_title_in_words() -> None:
    table = sample_table(2)
    column = replace(table.columns[3], title="Mean absolute error", unit="levels")
    data = rendered(replace(table, columns=(*table.columns[:3], column)))
    width, height = cell_px(data, 7, 0)
    assert width < 110
    assert height >= 4 * 20, "Mean | absolute | error | (levels) ↓"
    assert cell_px(data, 7, 3)[1] == 28, "the keys below need one line"


@pytest.mark.parametrize(("picture_px", "row_px"), [(90, 98), (20, 3 * 20 + 8)])
def test_one_very_long_name_does_not_make_every_row_tall_and_begins_at_the_top(picture_px: int, row_px: int) -> None:
    name = "a name that goes on " * 40
    table = with_thumbnails(sample_table(4), lambda at: thumbnail_of((64, picture_px)))
    data = rendered(with_names(table, "short.png", name, "c.png", "d.png"))
    assert {cell_px(data, 2, row)[1] for row in range(4, 8)} == {row_px}
    workbook = opened(data)
    assert workbook["List"]["C6"].value == workbook["Data"]["A3"].value == name
    assert workbook["List"]["C6"].alignment.vertical == "top"
    assert workbook["List"]["C5"].alignment.vertical == "center"


def test_no_row_is_taller_than_excel_allows_however_long_the_reference_s_name() -> None:
    table = sample_table(2)
    source = replace(table.reference.source, name="long " * 6000)
    column = replace(table.columns[0], key="onnx[model=" + "x" * 3000 + "]")
    table = replace(
        table,
        reference=replace(table.reference, source=source),
        columns=(column, *table.columns[1:]),
        notes=("n " * 9999,),
    )
    data = rendered(table)
    for sheet in (name for name in parts(data) if name.startswith("xl/worksheets/sheet")):
        heights = [float(each) for each in re.findall(r' ht="([\d.]+)"', part(data, sheet))]
        assert max(heights, default=0) <= 409.5
