"""Verdicts in text: why a picture is not OK, in as many lines as there is room for."""

from __future__ import annotations

from typing import Literal, TypeAlias

from mikurabe.criteria import VERDICTS, failures
from mikurabe.i18n import Lang, words
from mikurabe.i18n.messages import translated
from mikurabe.records import Verdict
from mikurabe.reports.view import MISSING, ReportView

# All in one line; a line per reason, the first behind the verdict; or each on a line of its own, for little room.
Shape: TypeAlias = Literal["line", "beside", "below"]


def reasons(view: ReportView, at: int) -> tuple[str, ...]:
    """Return why a picture is not OK, as fully as it can be said: ``ssim 0.871 < 0.95``."""
    said = failures(view.table.criteria, view.table.columns, view.table.rows[at].scores)
    return tuple(translated(reason, view.lang) for reason in said)


def limits_passed(view: ReportView, at: int) -> tuple[str, ...]:
    """Return why a picture is not OK, in short, for where the value stands beside it: ``ssim<0.95``."""
    cells = {column.key: cell for column, cell in zip(view.columns, view.rows[at].cells, strict=True)}
    said = []
    for criterion in view.table.criteria:
        value = cells[criterion.key].value
        if value is None:
            said.append(f"{criterion.key} {MISSING}")
        elif criterion.fails(value):
            said.append(criterion.text)
    return tuple(said)


def verdict_lines(verdict: Verdict | None, why: tuple[str, ...], shape: Shape, lang: Lang) -> tuple[str, ...]:
    """Return the verdict and the reasons for it as lines of text; none where nobody has judged."""
    from rich.cells import cell_len

    if verdict is None:
        return ()
    mark = words(lang)[f"terminal_{verdict}"]
    if not why:
        return (mark,)
    if shape == "line":
        return (f"{mark}: {'; '.join(why)}",)
    if shape == "below":
        return (mark, *why)
    indent = " " * (cell_len(mark) + 2)
    return (f"{mark}: {why[0]}", *(indent + reason for reason in why[1:]))


def verdict_summary(view: ReportView) -> str:
    """Return how many pictures are OK and how many are not, and by which limits."""
    word = words(view.lang)
    verdicts = [row.verdict for row in view.table.rows]
    counts = word["terminal_counts"].format(**{each: verdicts.count(each) for each in VERDICTS})
    limits = ", ".join(criterion.text for criterion in view.table.criteria)
    return f"{counts} ({word['terminal_limits'].format(limits=limits)})"
