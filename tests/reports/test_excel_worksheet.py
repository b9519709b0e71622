"""The quick worksheet writes what XlsxWriter's own writes, to the byte."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from mikurabe.reports.excel import book as books
from mikurabe.reports.excel import render
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
