"""The workbook's formulas: whether a value is there, whether it lies beyond its limit, and a row's verdict.

In a comparison, every text is greater than every number: "∞" is so by itself, "—" and empty cells must be kept out.
"""

from __future__ import annotations

from mikurabe.criteria import Sign
from mikurabe.reports.excel.limits import MINUS_INFINITY, Limit, Limits

# Names of the workbook: how many limits are set, and "∞". Where one character is beyond Latin-1, Python holds the whole
# formula in twice the memory, and there are two formulas a row.
LIMITS_SET, INFINITE = "limits_set", "infinite"
# Stands for the number of the row, so that one pattern serves all rows.
ROW = "§"


def quoted(sheet: str) -> str:
    """Return a sheet's name as it stands before a cell in a formula."""
    return "'" + sheet.replace("'", "''") + "'!"


def letters(column: int) -> str:
    """Return the letters of a column that is counted from 0."""
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column))


def known(cells: str, limits: Limits) -> str:
    """Return a formula that is 1 where there is a value, 0 where it is missing; cell by cell for several cells."""
    minus = f'+({cells}="{MINUS_INFINITY}")' if limits.minus else ""
    return f"(ISNUMBER({cells})+({cells}={INFINITE}){minus})"


def beyond(cells: str, limit: str, sign: Sign, limits: Limits) -> str:
    """Return a formula that is true where a value that is there lies beyond its limit, if there is a limit."""
    plain = f"({cells}{sign}{limit})"
    if not limits.minus:
        return plain
    if sign[0] == "<":
        return f'(({plain}+({cells}="{MINUS_INFINITY}"))>0)'
    return f'({plain}*({cells}<>"{MINUS_INFINITY}"))'


def row_verdict(limits: Limits, *, first: int, limit_row: str) -> str:
    """Return the pattern of the verdict on a row whose values begin in the column ``first``.

    ``limit_row`` are the cells that repeat the main limits in the order of the values. An empty text where no limit is
    set; NG where one value lies beyond its limit, else ? where one that has a limit is missing, else OK.
    """
    values = f"${letters(first)}{ROW}:${letters(first + len(limits.main) - 1)}{ROW}"
    is_set = f'({limit_row}<>"")'
    signs = sorted({limit.sign for limit in limits.main})
    tests = []
    for sign in signs:
        own = ",".join(str(int(limit.sign == sign)) for limit in limits.main)
        mask = f"{{{own}}}*" if len(signs) > 1 else ""
        tests.append(mask + beyond(values, limit_row, sign, limits))
    failed = f"SUMPRODUCT({is_set}*{known(values, limits)}*({'+'.join(tests)}))"
    there = f"SUMPRODUCT({is_set}*{known(values, limits)})"
    for limit in limits.extra:
        cell = f"${letters(first + limit.at)}{ROW}"
        failed += f'+IF({limit.name}="",0,{known(cell, limits)}*{beyond(cell, limit.name, limit.sign, limits)})'
        there += f'+IF({limit.name}="",0,{known(cell, limits)})'
    return f'=IF({LIMITS_SET}=0,"",IF({failed}>0,"NG",IF({there}<{LIMITS_SET},"?","OK")))'


def is_ng(cell: str, limit_cell: str, limit: Limit, limits: Limits) -> str:
    """Return the condition under which one value is marked as beyond its limit."""
    there = f'{limit_cell}<>"",{known(cell, limits)}>0'
    return f"=AND({there},{beyond(cell, limit_cell, limit.sign, limits)})"


def count_of(ranges: list[str], text: str) -> str:
    """Return how many cells of the ranges hold exactly that text; COUNTIF would take ? for any character."""
    return "+".join(f'SUMPRODUCT(--({cells}="{text}"))' for cells in ranges)


def count_known(ranges: list[str], limits: Limits) -> str:
    """Return how many cells of the ranges hold a value."""
    return "+".join(f"SUMPRODUCT({known(cells, limits)})" for cells in ranges)


def count_beyond(ranges: list[str], limit: Limit, limits: Limits) -> str:
    """Return how many values of the ranges lie beyond the limit."""
    return "+".join(
        f"SUMPRODUCT({known(cells, limits)}*{beyond(cells, limit.name, limit.sign, limits)})" for cells in ranges
    )
