"""The quick worksheet and the quick charts write what XlsxWriter's own write, to the byte."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from xlsxwriter.chart_scatter import ChartScatter
from xlsxwriter.worksheet import Worksheet

from mikurabe.reports.excel import book as books
from mikurabe.reports.excel import charts, render
from mikurabe.reports.excel.points import quick_points
from mikurabe.reports.excel.worksheet import worksheet_class
from mikurabe.reports.view import build_view
from reports.samples import sample_table

FORMULAS = (
    "=1+1",
    "SUM(A1:A3)",
    "=SUM(A1:A3)*XLOOKUP(1,A1:A3,B1:B3)",
    "=SUM(A1:A3)*MAX(A1:A3)",
    '=IF(A1="XLOOKUP(",1,2)',
    "=ACOT(A1)",
    "=_xlfn.XLOOKUP(1,A1:A3,B1:B3)+SORT(A1:A3)",
    "=(A1+B1)*(A2+B2)",
    "==A1",
    "{=SUM(A1:A3*B1:B3)}",
    "=SUMPRODUCT({1,0}*A1:B1)&{1}",
    "='DROP('!A1+BETA.DIST(1,2,3,TRUE)",
)


def prepared(kind: type[Worksheet], *, future: bool) -> list[str]:
    workbook = xlsxwriter.Workbook(io.BytesIO(), {"use_future_functions": future})
    sheet = workbook.add_worksheet("A", worksheet_class=kind)
    return [
        sheet._prepare_formula(formula, expand) for _ in range(2) for formula in FORMULAS for expand in (False, True)
    ]


@pytest.mark.parametrize("future", [False, True])
def test_formulas_are_prepared_as_xlsxwriter_does(future: bool) -> None:
    assert prepared(worksheet_class(), future=future) == prepared(Worksheet, future=future)


def test_a_report_is_the_same_to_the_byte_as_with_xlsxwriters_own_worksheet(monkeypatch: pytest.MonkeyPatch) -> None:
    view = build_view(sample_table())
    quick = render(view)
    monkeypatch.setattr(books, "worksheet_class", lambda: Worksheet)
    assert render(view) == quick


def test_a_report_is_the_same_to_the_byte_as_with_xlsxwriters_own_points(monkeypatch: pytest.MonkeyPatch) -> None:
    view = build_view(sample_table())
    quick = render(view)
    called = []
    monkeypatch.setattr(charts, "quick_points", lambda chart: called.append(chart) or chart)
    assert render(view) == quick
    assert called


def test_points_that_are_no_plain_numbers_are_escaped_as_xlsxwriter_does() -> None:
    written = []
    for made in (lambda chart: chart, quick_points):
        chart = made(ChartScatter({"subtype": "straight"}))
        chart.fh = io.StringIO()
        for at, value in enumerate(["1.5", -2, 3e-300, "<&>", "", None, 1.25e300]):
            chart._write_pt(at, value)
        written.append(chart.fh.getvalue())
    assert written[0] == written[1]
    assert "&lt;" in written[0]
