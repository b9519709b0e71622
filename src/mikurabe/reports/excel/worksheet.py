"""XlsxWriter's worksheet, only quicker with formulas, which in a list are one pattern, row after row."""

from __future__ import annotations

import functools
import re
from typing import Any, ClassVar

# What stands before an opening bracket, the bracket included.
_CALLED = re.compile(r"[\w.]+\(")


@functools.cache
def worksheet_class() -> Any:
    """Return the class of our worksheets; it is made late, since XlsxWriter is only loaded where it is needed."""
    from xlsxwriter.worksheet import Worksheet

    class QuickWorksheet(Worksheet):  # type: ignore[misc]
        """A worksheet that remembers which functions are written as they are.

        In every formula XlsxWriter looks for thirty newer functions, to put a prefix before their names; that was a
        third of a report's time. It depends on which functions are called and on nothing else, so it is asked once for
        each set of them. A release that prepares formulas elsewhere would not call this, and write the same.
        """

        _as_they_are: ClassVar[dict[tuple[frozenset[str], bool], bool]] = {}

        def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
            called = frozenset(_CALLED.findall(formula))
            key = called, bool(self.use_future_functions or expand_future_functions)
            if key not in self._as_they_are:
                names = " ".join(sorted(called))
                self._as_they_are[key] = super()._prepare_formula(names, expand_future_functions) == names
            plain = formula.removeprefix("=")
            if not self._as_they_are[key] or plain.startswith(("{", "=")) or plain.endswith("}"):
                return str(super()._prepare_formula(formula, expand_future_functions))
            return plain

    return QuickWorksheet
