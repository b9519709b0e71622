"""Limits in the workbook: cells that may be changed, and the verdicts, counts, colours and charts that follow them."""

from __future__ import annotations

import io
import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from openpyxl.utils import get_column_letter, range_boundaries

from mikurabe.cli import cli
from mikurabe.criteria import parse_criterion
from mikurabe.reports.excel import book as book_module
from mikurabe.reports.excel import charts as charts_module
from mikurabe.reports.excel import layout as layout_module
from mikurabe.table import Table
from reports.excel_formulas import NOT_AVAILABLE, Interpreter
from reports.samples import SSIM, sample_table
from reports.workbooks import infinite_table, opened, part, parts, rendered, settings_text, with_values

SAID = {"ok": "OK", "ng": "NG", "unknown": "?", None: ""}
USUAL = (f"{SSIM.key}<0.5", "psnr<20", "mse>=1000")
LIST_VALUES = 5  # the column in which the values begin, with pictures and without maps
VERDICT = 4


def judged(table: Table, *limits: str) -> Table:
    return table.judged_by([parse_criterion(each) for each in limits])


def columns_of(table: Table, *at: int) -> Table:
    return replace(
        table,
        columns=tuple(table.columns[each] for each in at),
        reference=replace(table.reference, scores=tuple(table.reference.scores[each] for each in at)),
        rows=tuple(replace(row, scores=tuple(row.scores[each] for each in at)) for row in table.rows),
    )


def limit_cells(workbook: openpyxl.Workbook) -> dict[str, Any]:
    """Return the cells that hold the limits, by their names."""
    found = {}
    for name, defined in workbook.defined_names.items():
        if name.startswith("limit_"):
            sheet, cell = str(defined.attr_text).split("!")
            found[name] = workbook[sheet.strip("'")][cell.replace("$", "")]
    return found


def verdicts(workbook: openpyxl.Workbook, interpreter: Interpreter) -> tuple[list[str], list[str]]:
    """Return the verdicts as the formulas of the list and of the data find them."""
    of_list = [
        interpreter.cell(sheet.title, row, VERDICT)
        for sheet in workbook
        if sheet.title.startswith("List")
        for row in range(5, sheet.max_row + 1)
    ]
    data = workbook["Data"]
    heads = [cell.value for cell in data[1]]
    of_data = [interpreter.cell("Data", row, heads.index("Verdict") + 1) for row in range(2, data.max_row + 1)]
    return of_list, of_data


TABLES = [
    pytest.param(sample_table(20), id="no limits"),
    pytest.param(judged(sample_table(20), *USUAL), id="limits"),
    pytest.param(judged(sample_table(20), "mse>inf", "psnr<inf"), id="infinite limits"),
    pytest.param(judged(sample_table(20), "cosine<=0.9", "cosine<0.9", "cosine<0.85", "mse>9", "mse>=9"), id="several"),
    pytest.param(judged(infinite_table(), *USUAL, "cosine<0.5"), id="infinite values"),
    pytest.param(judged(infinite_table(), "psnr<=20"), id="one"),
    pytest.param(judged(infinite_table(), "psnr<21", "cosine>1.5", "mse<-1"), id="both sides"),
    pytest.param(judged(columns_of(sample_table(9), 3), "mse>900"), id="one index"),
    pytest.param(judged(sample_table(1), *USUAL), id="one row"),
    pytest.param(judged(replace(sample_table(1), rows=()), *USUAL), id="no rows"),
]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_formula_evaluates_to_the_value_that_is_written_beside_it(table: Table, lang: Any) -> None:
    data = rendered(table, lang=lang)
    workbook = opened(data)
    kept = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    interpreter = Interpreter(workbook)
    formulas = 0
    for sheet in workbook:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    formulas += 1
                    value = interpreter.cell(sheet.title, cell.row, cell.column)
                    cached = kept[sheet.title].cell(cell.row, cell.column).value
                    assert value == ("" if cached is None else cached), f"{sheet.title}!{cell.coordinate} {cell.value}"
    assert formulas >= 2 * len(table.rows) + len(table.columns)


@pytest.mark.parametrize("table", TABLES)
def test_the_verdicts_are_those_of_the_table(table: Table) -> None:
    workbook = opened(rendered(table))
    said = [SAID[row.verdict] for row in table.rows]
    assert verdicts(workbook, Interpreter(workbook)) == (said, said)


def test_the_limits_are_named_cells_and_empty_where_nobody_has_set_one() -> None:
    cells = limit_cells(opened(rendered(judged(sample_table(5), *USUAL))))
    assert {name: cell.value for name, cell in cells.items()} == {
        "limit_cosine": None,
        "limit_psnr": 20,
        "limit_ssim_recipe_opencv": 0.5,
        "limit_mse": 1000,
    }
    assert {cell.fill.fgColor.rgb for cell in cells.values()} == {"FFFFF2CC"}
    assert {cell.value for cell in limit_cells(opened(rendered(sample_table(5)))).values()} == {None}


@pytest.mark.parametrize(
    "limits",
    [("psnr<21",), ("cosine<0.9", "psnr<18", f"{SSIM.key}<0.1", "mse>1500"), ("mse>100",), ("cosine<1",), ()],
)
def test_whoever_changes_limits_in_the_workbook_gets_the_verdicts_and_counts_of_those_limits(
    limits: tuple[str, ...],
) -> None:
    # Made without limits, so that the signs are the workbook's own: < for what is better higher, > for the other.
    workbook = opened(rendered(sample_table(20)))
    expected = judged(sample_table(20), *limits)
    cells = limit_cells(workbook)
    for each in expected.criteria:
        cells["limit_" + re.sub(r"\W+", "_", each.key).strip("_")].value = each.limit
    interpreter = Interpreter(workbook)
    said = [SAID[row.verdict] for row in expected.rows]
    assert verdicts(workbook, interpreter) == (said, said)
    summary = workbook["Summary"]
    counts = {
        str(summary.cell(row, 1).value).split(":")[0]: interpreter.cell("Summary", row, 2)
        for row in range(2, 12)
        if str(summary.cell(row, 1).value).startswith(("OK:", "NG:", "?:"))
    }
    assert counts == ({each: said.count(each) for each in ("OK", "NG", "?")} if limits else dict.fromkeys(counts, "—"))
    for at, column in enumerate(expected.columns):
        row = list(cells.values())[[*sorted(cells)].index(_name_of(cells, column.key))].row
        values = [each.scores[at].value for each in expected.rows]
        there = [value for value in values if value is not None]
        own = [each for each in expected.criteria if each.key == column.key]
        beyond = sum(own[0].fails(value) for value in there) if own else ""
        within = len(there) - beyond if own else ""  # type: ignore[operator]
        found = [interpreter.cell("Summary", row, place) for place in (5, 6, 7)]
        assert found == [within, beyond, len(values) - len(there)], column.key


def _name_of(cells: dict[str, Any], key: str) -> str:
    name = "limit_" + re.sub(r"\W+", "_", key).strip("_")
    assert name in cells
    return name


def test_whoever_changes_a_value_in_the_list_gets_another_verdict() -> None:
    workbook = opened(rendered(judged(sample_table(5), "psnr<20")))
    sheet = workbook["List"]
    assert Interpreter(workbook).cell("List", 8, VERDICT) == "NG"
    sheet.cell(8, LIST_VALUES + 1).value = 20
    assert Interpreter(workbook).cell("List", 8, VERDICT) == "OK"
    for nothing in ("—", None, "n/a"):
        sheet.cell(8, LIST_VALUES + 1).value = nothing
        assert Interpreter(workbook).cell("List", 8, VERDICT) == "?"


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [
        ("psnr<20", 20.0, "OK"), ("psnr<=20", 20.0, "NG"), ("psnr<20", 19.999, "NG"),
        ("mse>20", 20.0, "OK"), ("mse>=20", 20.0, "NG"), ("mse>20", 20.001, "NG"),
        ("psnr<20", math.inf, "OK"), ("psnr<inf", math.inf, "OK"), ("psnr<inf", 99.0, "NG"),
        ("mse>20", math.inf, "NG"), ("mse>=inf", math.inf, "NG"), ("mse>inf", math.inf, "OK"),
        ("psnr<20", -math.inf, "NG"), ("psnr<20", None, "?"), ("mse>20", None, "?"),
    ],
)  # fmt: skip
def test_a_limit_is_strict_or_not_as_it_was_typed(limit: str, value: float | None, said: str) -> None:
    at = {"psnr": 1, "mse": 3}[re.split("[<>]", limit)[0]]
    values: list[float | None] = [1.0, 30.0, 1.0, 0.0]
    values[at] = value
    table = judged(with_values(sample_table(1), values), limit)
    assert SAID[table.rows[0].verdict] == said
    workbook = opened(rendered(table))
    assert verdicts(workbook, Interpreter(workbook)) == ([said], [said])


def test_a_second_limit_on_the_other_side_has_a_line_of_its_own() -> None:
    table = judged(
        with_values(sample_table(1), (1.0, 30.0, 1.0, 0.0), (2.0, 30.0, 1.0, 0.0)), "cosine<0.5", "cosine>1.5"
    )
    workbook = opened(rendered(table))
    cells = limit_cells(workbook)
    assert (cells["limit_cosine"].value, cells["limit_cosine_2"].value) == (0.5, 1.5)
    assert cells["limit_cosine_2"].row == cells["limit_cosine"].row + 1
    assert verdicts(workbook, Interpreter(workbook))[0] == ["OK", "NG"]


def test_a_limit_below_every_number_is_left_out_and_the_settings_say_so() -> None:
    workbook = opened(rendered(judged(sample_table(5), "psnr<-inf", "mse>1000")))
    assert limit_cells(workbook)["limit_psnr"].value is None
    assert "The limit psnr<-inf is below every number" in settings_text(workbook)


def test_a_value_beyond_excel_s_largest_number_cannot_be_judged_there() -> None:
    table = judged(
        with_values(sample_table(1), (1.0, 30.0, 1.0, 1.5e308), (1.0, 9.0, 1.0, 1.5e308)), "mse>20", "psnr<10"
    )
    workbook = opened(rendered(table))
    assert verdicts(workbook, Interpreter(workbook)) == (["?", "NG"], ["?", "NG"])


def test_names_of_limits_are_distinct_and_excel_takes_them() -> None:
    keys = ["a[b=1]", "A[B=1]", "a_b_1", "画像", "=1+1", "x" * 400]
    base = sample_table(2)
    columns = tuple(replace(base.columns[0], key=key, name=key) for key in keys)
    rows = tuple(replace(row, scores=(row.scores[1],) * len(keys)) for row in base.rows)
    reference = replace(base.reference, scores=(base.reference.scores[0],) * len(keys))
    workbook = opened(rendered(replace(base, columns=columns, rows=rows, reference=reference)))
    names = list(limit_cells(workbook))
    assert len({name.lower() for name in names}) == len(keys)
    assert all(re.fullmatch(r"limit_\w{0,240}", name, re.ASCII) for name in names)


def test_values_beyond_their_limit_and_verdicts_are_marked_by_rules_that_look_at_the_same_cells() -> None:
    table = judged(infinite_table(), *USUAL, "cosine>1.5")
    workbook = opened(rendered(table))
    interpreter = Interpreter(workbook)
    marked = set()
    looks = set()
    for area in workbook["List"].conditional_formatting:
        first, top, _, bottom = range_boundaries(str(area.sqref))
        for rule in area.rules:
            if rule.type == "expression":
                assert (top, bottom) == (5, 10)
                for row in range(top, bottom + 1):
                    letter = get_column_letter(first)
                    formula = rule.formula[0].replace(f"{letter}5", f"{letter}{row}")
                    if interpreter.evaluate(formula, "List"):
                        marked.add((row - 5, first - LIST_VALUES))
            elif rule.type == "cellIs":
                looks.add((str(area.sqref), rule.formula[0]))
    assert looks == {("D5:D10", f'"{said}"') for said in ("OK", "NG", "?")}
    expected = {
        (at, place)
        for at, row in enumerate(table.rows)
        for place, column in enumerate(table.columns)
        for each in table.criteria
        if each.key == column.key and (value := row.scores[place].value) is not None and each.fails(value)
    }
    assert marked == expected
    assert len(marked) > 4


def test_lists_over_several_sheets_all_follow_the_same_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout_module, "SHEET_PX", 400)
    table = judged(sample_table(12), *USUAL)
    workbook = opened(rendered(table))
    lists = [name for name in workbook.sheetnames if name.startswith("List")]
    assert len(lists) > 2
    interpreter = Interpreter(workbook)
    said = [SAID[row.verdict] for row in table.rows]
    assert verdicts(workbook, interpreter) == (said, said)
    counted = [interpreter.cell(name, 3, VERDICT) for name in lists]
    assert sum(int(each.removesuffix(" NG")) for each in counted) == said.count("NG")
    limit_cells(workbook)["limit_psnr"].value = -5
    assert verdicts(workbook, Interpreter(workbook))[0] != said


def test_the_data_stay_a_table_that_pandas_reads_with_the_verdicts_as_they_are() -> None:
    import pandas as pd

    table = judged(sample_table(20), *USUAL)
    frame = pd.read_excel(io.BytesIO(rendered(table)), sheet_name="Data")
    assert frame["Verdict"].tolist() == [SAID[row.verdict] for row in table.rows]
    assert frame["mse"].dtype == float
    unjudged = pd.read_excel(io.BytesIO(rendered(sample_table(20))), sheet_name="Data")
    assert unjudged["Verdict"].isna().all()


# --- the summary


def test_the_summary_says_what_was_compared_and_between_which_ends_the_values_lie() -> None:
    workbook = opened(rendered(sample_table(5)))
    assert workbook.active.title == "Summary"
    rows = [[cell.value for cell in row] for row in workbook["Summary"].iter_rows()]
    facts = {row[0]: row[1] for row in rows}
    assert facts["Pictures compared"] == "5"
    assert str(facts["Command"]).startswith("mikurabe compare")
    by_key = {row[1]: row for row in rows}
    assert by_key["psnr"][0] == "Peak signal-to-noise ratio (dB) ↑"
    assert by_key["psnr"][2] == "value < limit"
    assert by_key["mse"][2] == "value > limit"
    table = sample_table(5)
    errors = sorted(score.value for score in table.scores("mse") if score.value is not None)
    assert by_key["mse"][7:11] == [errors[0], (errors[1] + errors[2]) / 2, errors[-1], "0"]
    assert by_key["psnr"][9:11] == ["∞", "∞"]
    nobody = [[cell.value for cell in row] for row in opened(rendered(replace(table, rows=())))["Summary"].iter_rows()]
    assert {row[1]: row for row in nobody}["mse"][7:10] == ["—", "—", "—"]


def test_a_limit_s_cell_takes_numbers_only_and_says_what_it_does() -> None:
    workbook = opened(rendered(sample_table(5)))
    summary = workbook["Summary"]
    rules = {str(rule.sqref): rule for rule in summary.data_validations.dataValidation}
    cell = limit_cells(workbook)["limit_mse"]
    rule = rules[cell.coordinate]
    assert rule.type == "decimal"
    assert "NG where its value is > this limit" in rule.prompt
    heads = [each for row in summary.iter_rows() for each in row if each.value == "Limit"]
    assert "limit_cosine" in heads[0].comment.text


def test_the_summary_prints_on_one_page_where_it_fits() -> None:
    setup = opened(rendered(sample_table(5)))["Summary"]
    assert setup.sheet_properties.pageSetUpPr.fitToPage
    assert (setup.page_setup.fitToHeight, setup.page_setup.orientation) == (None, "portrait"), "one page"
    assert setup.freeze_panes == "A2"
    many = opened(rendered(sample_table(5, columns=60)))["Summary"]
    assert many.page_setup.fitToHeight == 0
    assert len(many.row_breaks.brk) == 1


def test_the_first_twelve_indices_have_charts_of_numbers_with_gaps_where_there_are_none() -> None:
    data = rendered(judged(sample_table(5, columns=14), "psnr<20"))
    assert len([name for name in parts(data) if name.startswith("xl/charts/chart")]) == 12
    workbook = opened(data)
    sheet = workbook["Chart data"]
    assert sheet.sheet_state == "hidden"
    assert [cell.value for cell in sheet["C"]][:3] == ["psnr", None, None], "infinite, and broken"
    values = [cell.value for row in sheet.iter_rows(min_row=2, max_col=13) for cell in row if cell.value is not None]
    assert all(isinstance(value, int | float) for value in values)
    interpreter = Interpreter(workbook)
    assert [interpreter.cell("Chart data", 2, column) for column in (27, 28)] == [NOT_AVAILABLE, 20]
    beyond = [interpreter.cell("Chart data", row, 15) for row in range(2, 7)]
    errors = [score.value for score in sample_table(5).scores("psnr")]
    assert beyond == [
        value if value is not None and value < 20 and value != math.inf else NOT_AVAILABLE for value in errors
    ]
    assert len(set(beyond)) > 1
    drawn = part(data, "xl/charts/chart2.xml")
    assert "'Chart data'!$C$2:$C$6" in drawn
    assert "'Chart data'!$AB$2:$AB$3" in drawn
    assert "first 12 of 14" in str([cell.value for row in workbook["Summary"].iter_rows() for cell in row])


def test_a_chart_marks_what_is_beyond_either_end_of_a_range_and_has_a_line_at_both() -> None:
    table = judged(sample_table(5), "mse>800", "mse<300")
    data = rendered(table)
    interpreter = Interpreter(opened(data))
    errors = [score.value for score in table.scores("mse")]
    drawn = [value for value in errors if value is not None and (value > 800 or value < 300)]
    marks = [interpreter.cell("Chart data", row, 9) for row in range(2, 7)]
    assert [mark for mark in marks if mark != NOT_AVAILABLE] == drawn
    assert min(drawn) < 300
    assert max(drawn) > 800
    assert NOT_AVAILABLE in marks
    assert [interpreter.cell("Chart data", 2, column) for column in (14, 15)] == [800, 300]
    charts = [part(data, f"xl/charts/chart{at}.xml").count("Limit") for at in (1, 4)]
    assert charts[1] == 2 * charts[0]


def test_many_pictures_are_drawn_by_the_least_similar_of_each_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts_module, "MOST_POINTS", 10)
    table = sample_table(40)
    workbook = opened(rendered(table))
    sheet = workbook["Chart data"]
    assert [cell.value for cell in sheet["A"]][1:] == list(range(1, 41, 4))
    errors = [score.value for score in table.scores("mse")]
    assert [cell.value for cell in sheet["E"]][1:] == [
        max(value for value in errors[start : start + 4] if value is not None) for start in range(0, 40, 4)
    ]
    assert "least similar of 4 pictures" in str([cell.value for row in workbook["Summary"].iter_rows() for cell in row])


def test_one_picture_alone_has_no_chart() -> None:
    data = rendered(sample_table(1))
    assert not [name for name in parts(data) if name.startswith("xl/charts/")]
    assert "Chart data" not in opened(data).sheetnames


def test_a_long_list_that_is_packed_from_files_is_the_same_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_module, "MOST_ROWS_IN_MEMORY", 3)
    table = judged(sample_table(6), *USUAL)
    data = rendered(table)
    assert data == rendered(table)
    monkeypatch.undo()
    assert [part(data, name) for name in parts(data) if name.endswith(".xml")] == [
        part(rendered(table), name) for name in parts(data) if name.endswith(".xml")
    ]


# --- how pictures are placed


@pytest.mark.parametrize(("images", "pictures"), [("float", 6), ("cell", 0), ("none", 0)])
def test_the_command_line_and_python_say_how_pictures_are_placed(tmp_path: Path, images: Any, pictures: int) -> None:
    table = sample_table(6, hostile=False)
    kept = table.to_json(tmp_path / "table.json")
    by_hand = table.to_excel(tmp_path / "python.xlsx", images=images)
    assert by_hand.read_bytes() == rendered(table, images=images, folder=tmp_path)
    done = CliRunner().invoke(
        cli,
        ["report", str(kept), "-o", str(tmp_path / "x.xlsx"), "-o", str(tmp_path / "x.csv"), "--excel-images", images],
    )
    assert done.exit_code == 0, done.output
    workbook = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert len(workbook["List"]._images) == pictures
    assert (workbook["List"]["B4"].value == "Picture") == (images != "none")


def test_the_command_line_refuses_another_way_to_place_pictures(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["report", "x.json", "-o", str(tmp_path / "x.xlsx"), "--excel-images", "inside"])
    assert done.exit_code == 2
    assert "float" in done.output
