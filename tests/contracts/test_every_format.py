"""What every registered report format promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from mikurabe.errors import UnknownName, UnwritableReport
from mikurabe.i18n import LANGUAGES
from mikurabe.reports import FORMATS, Format, format_for, render, write_report
from reports.samples import sample_table
from tables import not_utf8_table

ALL = [pytest.param(each, id=each.name) for each in FORMATS]


@pytest.mark.parametrize("each", ALL)
def test_the_same_table_gives_the_same_bytes(each: Format) -> None:
    assert render(sample_table(), each.name) == render(sample_table(), each.name)


@pytest.mark.parametrize("each", ALL)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rows", [0, 1, 40])
def test_any_number_of_rows_renders_in_both_languages(each: Format, lang: str, rows: int) -> None:
    assert len(render(sample_table(rows=rows), each.name, lang=lang)) > 50  # type: ignore[arg-type]


@pytest.mark.parametrize("each", [param for param in ALL if not param.values[0].binary])
def test_text_formats_are_utf8_and_hold_every_name(each: Format) -> None:
    table = sample_table(hostile=False)
    text = render(table, each.name).decode("utf-8-sig").replace("\\", "")
    for row in table:
        assert row.source.name in text


@pytest.mark.parametrize("each", ALL)
def test_a_file_name_that_is_not_utf8_costs_no_report_and_is_shown_escaped(each: Format) -> None:
    data = render(not_utf8_table(), each.name)
    if not each.binary:
        text = data.decode("utf-8")
        # JSON writes a backslash twice, Markdown one before it.
        assert "bad\\xff\\xfe.png" in text.replace("\\\\", "\\")


@pytest.mark.parametrize("each", [param for param in ALL if not param.values[0].binary])
def test_text_formats_say_what_was_noted_and_passed_over(each: Format) -> None:
    if each.name in ("csv", "tsv"):
        pytest.skip("one line per picture, so that every program reads it")
    text = render(sample_table(hostile=False), each.name).decode("utf-8").replace("\\", "")
    for said in (
        "turned by its EXIF orientation (6)",
        "The folder also holds 2 files",
        "text, not a picture",
        "cut off",
    ):
        assert said in text


@pytest.mark.parametrize("each", ALL)
def test_a_missing_value_is_never_shown_as_a_number(each: Format) -> None:
    if each.binary or each.name == "html":
        pytest.skip("read back cell by cell in its own test: a workbook is packed, a page holds a script")
    text = render(sample_table(), each.name).decode("utf-8-sig").lower()
    for token in ("nan", "infinity"):
        assert f" {token} " not in text
        assert f",{token}," not in text
        assert f":{token}" not in text


@pytest.mark.parametrize("each", ALL)
def test_its_suffixes_choose_it_in_either_case(each: Format, tmp_path: Path) -> None:
    for suffix in each.suffixes:
        assert format_for(Path(f"x{suffix}")) is each
        written = write_report(sample_table(), tmp_path / f"x{suffix.upper()}")
        assert written.read_bytes() == render(sample_table(), each.name, folder=tmp_path)


@pytest.mark.parametrize("each", ALL)
def test_a_report_cannot_take_the_place_of_a_folder(each: Format, tmp_path: Path) -> None:
    (tmp_path / f"r{each.suffixes[0]}").mkdir()
    with pytest.raises(UnwritableReport, match="is a folder"):
        write_report(sample_table(), tmp_path / f"r{each.suffixes[0]}")


def test_a_suffix_that_no_format_has_lists_those_there_are() -> None:
    with pytest.raises(UnknownName, match=r"\.html.*\.xlsx.*\.csv"):
        format_for(Path("report.docx"))
