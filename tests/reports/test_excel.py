"""The Excel report: its sheets, its numbers, and that it is the same file every time."""

from __future__ import annotations

import io
import math
import time
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from mikurabe.records import Score
from mikurabe.reports.excel.data_sheet import unique_headers
from reports.samples import sample_table
from reports.workbooks import (
    BLUE,
    FOLDER,
    ORANGE,
    opened,
    rendered,
)


def test_the_sheets_are_named_in_the_language_of_the_view() -> None:
    english = opened(rendered(sample_table()))
    assert english.sheetnames == ["Summary", "List", "Data", "Indices", "Problems", "Settings", "Chart data"]
    japanese = opened(rendered(sample_table(), lang="ja"))
    assert japanese.sheetnames == ["まとめ", "一覧", "データ", "指標", "問題", "設定", "グラフ用データ"]


def test_there_is_no_sheet_of_problems_where_there_are_none() -> None:
    table = sample_table(1)
    sound = replace(table, rows=(table.rows[0],), skipped=())
    assert opened(rendered(sound)).sheetnames == ["Summary", "List", "Data", "Indices", "Settings"]


def test_the_reference_stands_on_top_and_the_filter_begins_below_it() -> None:
    sheet = opened(rendered(sample_table(5)))["List"]
    assert sheet["A2"].value == "Reference"
    assert sheet["C2"].value == "reference <1>.png"
    assert [cell.value for cell in sheet[4]] == [
        "No.", "Picture", "Name", "Verdict", "cosine", "psnr", "ssim[recipe=opencv]", "mse",
        "Size (px)", "Problem", "Notes", "File",
    ]  # fmt: skip
    assert sheet.auto_filter.ref == "A4:L9"
    assert sheet.freeze_panes == "E5"
    assert [sheet.cell(row, 1).value for row in range(5, 10)] == [1, 2, 3, 4, 5]
    assert sheet["A2"].fill.fgColor.rgb != sheet["A5"].fill.fgColor.rgb


def test_a_heading_shows_title_unit_and_arrow_and_its_note_explains_them() -> None:
    sheet = opened(rendered(sample_table()))["List"]
    assert [sheet.cell(1, column).value for column in (5, 6, 8)] == [
        "Cosine similarity ↑",
        "Peak signal-to-noise ratio (dB) ↑",
        "Mean squared error ↓",
    ]
    note = sheet["F1"].comment.text
    assert "higher is more similar; identical pictures give ∞" in note
    assert "Range: 0 … ∞" in note
    assert "Source: ITU-T J.340" in note


def test_the_list_prints_on_landscape_a4_one_page_wide_with_its_head_on_every_page() -> None:
    sheet = opened(rendered(sample_table()))["List"]
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9
    # One page is the default width, and so not written.
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$4"
    assert sheet.oddFooter.right.text == "&A  &P / &N"


# --- the numbers


def test_numbers_are_numbers_and_equal_the_tables_to_the_last_digit() -> None:
    table = sample_table(20)
    # Each of these needs 17 digits, or has an exponent.
    awkward = tuple(Score(value=value) for value in (0.1 + 0.2, 1 / 3, 1.2345678901234567e-9, math.pi * 1e4))
    table = replace(table, rows=(*table.rows, replace(table.rows[-1], scores=awkward)))
    workbook = opened(rendered(table))
    seen = 0
    for at, row in enumerate(table.rows):
        for column, score in enumerate(row.scores):
            shown = workbook["List"].cell(5 + at, 5 + column)
            raw = workbook["Data"].cell(2 + at, 3 + column)
            if score.value is not None and math.isfinite(score.value):
                assert shown.data_type == raw.data_type == "n"
                assert shown.value == score.value
                assert raw.value == score.value
                seen += 1
    # 21 rows of 4; the broken one has none, one score is missing, one is infinite.
    assert seen == 21 * 4 - 4 - 1 - 1


def test_a_number_is_shown_with_its_columns_decimals() -> None:
    sheet = opened(rendered(sample_table(5)))["List"]
    assert [sheet.cell(8, column).number_format for column in (5, 6, 7, 8)] == ["0.0000", "0.00", "0.0000", "0.00"]


def test_infinity_is_text_in_the_colour_of_its_end_and_missing_is_a_dash_with_its_reason() -> None:
    sheet = opened(rendered(sample_table(5)))["List"]
    infinite, missing = sheet["F5"], sheet["E7"]
    assert (infinite.value, infinite.data_type, infinite.alignment.horizontal) == ("∞", "s", "right")
    assert infinite.fill.fgColor.rgb == BLUE
    assert (missing.value, missing.data_type, missing.alignment.horizontal) == ("—", "s", "right")
    assert sheet["J7"].value == "cosine: the candidate is one flat colour"
    assert sheet["J6"].value == "broken.png is cut off: 512 of 2048 bytes are there. Copy it again."
    assert [sheet.cell(6, column).value for column in (5, 6, 7, 8)] == ["—"] * 4


def test_a_number_beyond_excels_largest_is_text() -> None:
    table = sample_table(1)
    huge = replace(table.rows[0], scores=(*table.rows[0].scores[:3], Score(value=1.5e308)))
    cell = opened(rendered(replace(table, rows=(huge,))))["Data"]["F2"]
    assert cell.data_type == "s"
    assert float(cell.value) == 1.5e308


def test_the_more_similar_end_is_blue_whichever_way_the_index_runs() -> None:
    sheet = opened(rendered(sample_table(8)))["List"]
    scales = {
        str(area.sqref): [(color.rgb, float(stop.val)) for color, stop in zip(scale.color, scale.cfvo, strict=True)]
        for area in sheet.conditional_formatting
        for scale in [rule.colorScale for rule in area.rules if rule.colorScale is not None]
    }
    assert set(scales) == {"E5:E12", "F5:F12", "G5:G12", "H5:H12"}, "the reference in row 2 is no part of a scale"
    cosines = [sheet.cell(row, 5).value for row in range(5, 13) if sheet.cell(row, 5).data_type == "n"]
    (low_colour, low), _, (high_colour, high) = scales["E5:E12"]
    assert (low_colour, high_colour) == (ORANGE, BLUE)
    assert (low, high) == (min(cosines), max(cosines))
    errors = [sheet.cell(row, 8).value for row in range(5, 13) if sheet.cell(row, 8).data_type == "n"]
    (low_colour, low), _, (high_colour, high) = scales["H5:H12"]
    assert (low_colour, high_colour) == (BLUE, ORANGE)
    assert (low, high) == (min(errors), max(errors))


def test_equal_values_have_no_scale() -> None:
    table = sample_table(1)
    sheet = opened(rendered(replace(table, rows=table.rows * 3)))["List"]
    rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
    assert not [rule for rule in rules if rule.colorScale is not None]


def test_the_data_sheet_is_a_table_that_pandas_reads() -> None:
    import pandas as pd

    table = sample_table(5, folder=FOLDER / "pictures")
    data = rendered(table)
    sheet = opened(data)["Data"]
    assert [each.ref for each in sheet.tables.values()] == ["A1:L6"]
    frame = pd.read_excel(io.BytesIO(data), sheet_name="Data")
    assert list(frame.columns) == [
        "Name", "Path", "cosine", "psnr", "ssim[recipe=opencv]", "mse",
        "Verdict", "Problem", "Notes", "sha256", "Width (px)", "Height (px)",
    ]  # fmt: skip
    assert frame["mse"].isna().tolist() == [False, True, False, False, False]
    assert frame["Path"][0] == str(Path("pictures/identical.png"))
    assert frame["sha256"].tolist() == [row.source.sha256 for row in table.rows]
    assert frame["Width (px)"][0] == 640
    assert sheet["D2"].value == "∞"
    assert sheet["C3"].value is None


def test_headings_of_the_data_table_are_distinct_even_when_an_index_is_called_name() -> None:
    assert unique_headers(["Name", "name", "x", "X", "x 2"]) == ["Name", "name 2", "x", "X 2", "x 2 2"]
    table = sample_table(3)
    columns = (replace(table.columns[0], key="name"), *table.columns[1:])
    sheet = opened(rendered(replace(table, columns=columns)))["Data"]
    assert [sheet["A1"].value, sheet["C1"].value] == ["Name 2", "name"]


def test_the_facts_of_the_indices_and_the_problems_and_the_settings_are_there() -> None:
    workbook = opened(rendered(sample_table(5)))
    indices = [[cell.value for cell in row] for row in workbook["Indices"].iter_rows()]
    assert indices[2] == [
        "Peak signal-to-noise ratio", "psnr", "higher ↑", "0 … ∞", "∞", "dB", "ITU-T J.340",
    ]  # fmt: skip
    problems = [[cell.value for cell in row] for row in workbook["Problems"].iter_rows(min_row=2)]
    assert problems == [
        ["Problem", "broken.png", None, "broken.png is cut off: 512 of 2048 bytes are there. Copy it again."],
        ["Problem", "flat.png", "cosine", "the candidate is one flat colour"],
        ["Passed over", "notes.txt", None, "text, not a picture"],
        ["Passed over", "</script><script>alert(4)</script>", None, "a folder; give --recursive to look inside"],
    ]
    settings = {row[0].value: row[1].value for row in workbook["Settings"].iter_rows()}
    assert settings["Pictures compared"] == "5"
    assert settings["numpy"] == "2.4.6"
    assert settings["command"].startswith("mikurabe compare")
    assert len(settings["reference sha256"]) == 64


@pytest.mark.parametrize("images", ["float", "cell", "none"])
def test_two_renders_on_different_days_are_equal_byte_for_byte(images: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = rendered(sample_table(6), images=images)
    later = time.time() + 3 * 86_400
    monkeypatch.setattr(time, "time", lambda: later)
    assert rendered(sample_table(6), images=images) == first
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {info.date_time for info in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    # The one clock that the patch above does not reach.
    properties = opened(first).properties
    assert (properties.created, properties.modified) == (datetime(2000, 1, 1), datetime(2000, 1, 1))


@pytest.mark.parametrize("images", ["float", "cell", "none"])
def test_a_table_without_rows_or_without_indices_is_a_workbook_too(images: str) -> None:
    table = sample_table(3)
    empty = opened(rendered(replace(table, rows=()), images=images))
    assert empty["List"]["C2" if images != "none" else "B2"].value == "reference <1>.png"
    assert [cell.value for cell in empty["Data"][1]][:3] == ["Name", "Path", "cosine"]
    bare = replace(
        table,
        columns=(),
        reference=replace(table.reference, scores=()),
        rows=tuple(replace(row, scores=()) for row in table.rows),
    )
    assert opened(rendered(bare, images=images))["List"].max_row == 7
