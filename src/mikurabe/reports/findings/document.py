"""What a report on a finding says, display-ready and in one language; the formats only lay it out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mikurabe.i18n import Lang


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Values on a line: ``normal`` and ``abnormal`` places from 0 to 1, and that of the limit, where there is one."""

    normal: tuple[float, ...]
    abnormal: tuple[float, ...]
    cut: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: what is read, and the number behind it for spreadsheets and scripts.

    ``data`` is what scripts read where that is neither. ``more`` is told where there is room, or on pointing.
    ``shade`` from 0 to 1 colours the cell, negative the other way. ``interval`` (low, point, high) from 0 to 1 is drawn
    as a bar. A ``quiet`` cell says that there is nothing, a ``strong`` one is among the best, a ``warned`` one needs a
    look.
    """

    text: str
    value: float | None = None
    data: str | None = None
    more: str = ""
    shade: float | None = None
    interval: tuple[float, float, float] | None = None
    strip: Strip | None = None
    is_quiet: bool = False
    is_strong: bool = False
    is_warned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A column's heading; numbers stand to the right. ``key`` is its name to scripts, the same in every language."""

    text: str
    key: str
    more: str = ""
    is_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One table; the first column names the row.

    ``is_matrix`` tables have many narrow columns. ``is_long`` ones are for spreadsheets and scripts only.
    ``is_printed`` ones belong on the terminal.
    """

    name: str
    about: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]
    is_matrix: bool = False
    is_long: bool = False
    is_printed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole report. ``findings`` are its conclusions, the first the most important; ``cautions`` limit them.

    ``data`` names the section that a CSV file holds.
    """

    lang: Lang
    title: str
    facts: tuple[tuple[str, str], ...]
    findings: tuple[str, ...]
    cautions: tuple[str, ...]
    sections: tuple[Section, ...]
    data: str
    notes: tuple[str, ...]
    details: tuple[tuple[str, str], ...]


def spread(section: Section, low: str, high: str) -> Section:
    """Return the section for spreadsheets: without drawings, and the ends of each interval in columns of their own.

    ``low`` and ``high`` are the headings of these.
    """
    shown = [at for at in range(len(section.headings)) if not all(row[at].strip for row in section.rows)]
    wide = {at for at in shown if any(row[at].interval is not None for row in section.rows)}
    headings: list[Heading] = []
    for at in shown:
        heading = section.headings[at]
        headings.append(heading)
        if at in wide:
            headings += [
                Heading(text=text, key=f"{heading.key}_{end}", is_number=True)
                for text, end in ((low, "low"), (high, "high"))
            ]
    return replace(
        section,
        headings=tuple(headings),
        rows=tuple(tuple(cell for at in shown for cell in _spread(row[at], at in wide)) for row in section.rows),
    )


def _spread(cell: Cell, wide: bool) -> tuple[Cell, ...]:
    if not wide:
        return (cell,)
    if cell.interval is None:
        return cell, Cell(text=""), Cell(text="")
    low, point, high = cell.interval
    alone = replace(cell, text=f"{point:.3f}", interval=None)
    return alone, Cell(text=f"{low:.3f}", value=low), Cell(text=f"{high:.3f}", value=high)
