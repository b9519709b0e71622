"""What a report on a finding says, display-ready and in one language; the formats only lay it out."""

from __future__ import annotations

from dataclasses import dataclass

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

    ``more`` is told where there is room, or on pointing. ``shade`` from 0 to 1 colours the cell, negative the other
    way. ``interval`` (low, point, high) from 0 to 1 is drawn as a bar. A ``quiet`` cell says that there is nothing, a
    ``strong`` one is among the best, a ``warned`` one needs a look.
    """

    text: str
    value: float | None = None
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
