"""A small interpreter of the formulas in our workbooks, written from how Excel documents them.

It knows nothing of how the workbook was made: it reads the cells back and evaluates what stands in them. Values are
floats, texts, booleans, None (an empty cell) and NumPy arrays of these (a range).
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from openpyxl import Workbook
from openpyxl.utils import range_boundaries

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>"(?:[^"]|"")*")|(?P<array>\{[^}]*\})
    |(?P<area>(?:'(?:[^']|'')+'!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)(?![\w(])
    |(?P<name>[A-Za-z_]\w*)|(?P<sign><=|>=|<>|[-+*/&=<>(),]))""",
    re.VERBOSE,
)
NOT_AVAILABLE = "#N/A"


class Interpreter:
    """The formulas of a workbook, evaluated cell by cell; what was evaluated once is kept."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self._known: dict[tuple[str, int, int], Any] = {}
        self._areas: dict[tuple[str, str], Any] = {}

    def cell(self, sheet: str, row: int, column: int) -> Any:
        """Return the value of a cell, counted from 1."""
        key = sheet, row, column
        if key not in self._known:
            content = self.workbook[sheet].cell(row, column).value
            if isinstance(content, str) and self.workbook[sheet].cell(row, column).data_type == "f":
                content = self.evaluate(content.removeprefix("="), sheet)
            elif isinstance(content, int):
                content = float(content)
            self._known[key] = content
        return self._known[key]

    def evaluate(self, formula: str, sheet: str) -> Any:
        """Return the value of a formula that stands on that sheet."""
        tokens, at = [], 0
        while at < len(formula):
            found = _TOKEN.match(formula, at)
            assert found is not None, f"not understood: {formula[at:]}"
            tokens.append((found.lastgroup or "", found[found.lastgroup or 0]))
            at = found.end()
        parser = _Parser(self, tokens, sheet)
        value = parser.comparison()
        assert not parser.tokens, f"left over: {parser.tokens}"
        return value

    def area(self, reference: str, sheet: str) -> Any:
        """Return what a reference names: one value, or an array of them."""
        if (reference, sheet) not in self._areas:
            where, _, cells = reference.rpartition("!")
            on = where.strip("'").replace("''", "'") or sheet
            first, top, last, bottom = range_boundaries(cells)
            if ":" not in cells:
                self._areas[reference, sheet] = self.cell(on, top, first)
            else:
                values = np.empty((bottom - top + 1, last - first + 1), dtype=object)
                for row in range(top, bottom + 1):
                    for column in range(first, last + 1):
                        values[row - top, column - first] = self.cell(on, row, column)
                self._areas[reference, sheet] = values
        return self._areas[reference, sheet]

    def name(self, name: str, sheet: str) -> Any:
        """Return what a name of the workbook stands for."""
        return self.evaluate(str(self.workbook.defined_names[name].attr_text), sheet)


class _Parser:
    """Comparison > joining > sums > products > sign > the rest, as Excel binds them."""

    def __init__(self, of: Interpreter, tokens: list[tuple[str, str]], sheet: str) -> None:
        self.of = of
        self.tokens = tokens
        self.sheet = sheet

    def comparison(self) -> Any:
        value = self.joined()
        while self.next_is("=", "<>", "<", "<=", ">", ">="):
            sign = self.take()
            other = self.joined()
            value = _each(lambda a, b, sign=sign: _compared(a, b, sign), value, other)
        return value

    def joined(self) -> Any:
        value = self.sum()
        while self.next_is("&"):
            self.take()
            value = _text(value) + _text(self.sum())
        return value

    def sum(self) -> Any:
        value = self.product()
        while self.next_is("+", "-"):
            sign = 1 if self.take() == "+" else -1
            other = self.product()
            value = _each(lambda a, b, sign=sign: _number(a) + sign * _number(b), value, other)
        return value

    def product(self) -> Any:
        value = self.signed()
        while self.next_is("*"):
            self.take()
            value = _each(lambda a, b: _number(a) * _number(b), value, self.signed())
        return value

    def signed(self) -> Any:
        if self.next_is("-"):
            self.take()
            return _each(lambda a, _: -_number(a), self.signed(), 0.0)
        return self.rest()

    def rest(self) -> Any:
        kind, text = self.tokens.pop(0)
        if kind == "number":
            return float(text)
        if kind == "text":
            return text[1:-1].replace('""', '"')
        if kind == "array":
            return np.array([[float(each) for each in text[1:-1].split(",")]], dtype=object)
        if kind == "area":
            return self.of.area(text, self.sheet)
        if text == "(":
            value = self.comparison()
            assert self.take() == ")"
            return value
        assert kind == "name", text
        return self.called(text) if self.next_is("(") else self.of.name(text, self.sheet)

    def called(self, function: str) -> Any:
        self.take()
        given = []
        while not self.next_is(")"):
            given.append(self.comparison())
            if self.next_is(","):
                self.take()
        self.take()
        return _FUNCTIONS[function](*given)

    def next_is(self, *signs: str) -> bool:
        return bool(self.tokens) and self.tokens[0][0] == "sign" and self.tokens[0][1] in signs

    def take(self) -> str:
        return self.tokens.pop(0)[1]


def _each(do: Any, first: Any, second: Any) -> Any:
    if not isinstance(first, np.ndarray) and not isinstance(second, np.ndarray):
        return do(first, second)
    first, second = np.broadcast_arrays(np.asarray(first, dtype=object), np.asarray(second, dtype=object))
    values = [do(a, b) for a, b in zip(first.ravel(), second.ravel(), strict=True)]
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made.reshape(first.shape)


def _number(value: Any) -> float:
    assert not isinstance(value, str), f"{value!r} in a sum: Excel says #VALUE!"
    return float(value or 0)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else f"{value or 0:.15g}"


def _compared(first: Any, second: Any, sign: str) -> bool:
    """Return a comparison as Excel sorts: numbers before texts before booleans; an empty cell is what the other is."""
    blank = "" if isinstance(first, str) or isinstance(second, str) else 0.0
    first, second = (blank if each is None else each for each in (first, second))

    def place(value: Any) -> tuple[int, Any]:
        if isinstance(value, bool):
            return 2, value
        return (1, value.lower()) if isinstance(value, str) else (0, value)

    a, b = place(first), place(second)
    return {"=": a == b, "<>": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[sign]


def _cells(values: Any) -> list[Any]:
    return list(values.ravel()) if isinstance(values, np.ndarray) else [values]


_FUNCTIONS: dict[str, Any] = {
    "IF": lambda test, yes, no: yes if test else no,
    "AND": lambda *tests: all(tests),
    "NA": lambda: NOT_AVAILABLE,
    "ROWS": lambda area: float(area.shape[0]) if isinstance(area, np.ndarray) else 1.0,
    "COUNTA": lambda area: float(sum(each is not None for each in _cells(area))),
    "COUNTIF": lambda area, sought: float(sum(each == sought for each in _cells(area))),
    "SUMPRODUCT": lambda array: sum(_number(each) for each in _cells(array)),
    "ISNUMBER": lambda value: _each(lambda each, _: isinstance(each, float) and not isinstance(each, bool), value, 0.0),
}
