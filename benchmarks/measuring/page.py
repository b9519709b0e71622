"""A run as text: tables for the terminal, and the page docs/performance.md."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from measuring.cases import Result
from measuring.goals import GOALS
from measuring.indices import Index, Indices, Timing
from measuring.rounds import Line
from measuring.run import Run

_ON = {"gray": "gray photo", "colour": "RGB photo", "dots": "RGB dot plot"}


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of text: a heading and rows; the first column is text, the others are numbers where ``numbers``."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: bool = True

    def markdown(self) -> Iterator[str]:
        """Yield the lines of a Markdown table."""
        yield f"| {' | '.join(self.head)} |"
        yield f"|---|{'---:|' if self.numbers else '---|'}" + ("---:|" if self.numbers else "---|") * (
            len(self.head) - 2
        )
        for row in self.rows:
            yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"

    def plain(self) -> Iterator[str]:
        """Yield the lines of a table for a terminal."""
        rows = [list(self.head), *map(list, self.rows)]
        widths = [max(len(row[at]) for row in rows) for at in range(len(self.head))]
        for row in rows:
            cells = (
                cell.rjust(width) if at and self.numbers else cell.ljust(width)
                for at, (cell, width) in enumerate(zip(row, widths, strict=True))
            )
            yield "  ".join(cells).rstrip()


def number(value: float) -> str:
    """Return a number with three significant digits, or all digits before the point."""
    if value == 0:
        return "0"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:#.3g}".rstrip(".")


def _ratio(ratios: Sequence[float]) -> str:
    """Return the median of the rounds' ratios, and from where to where they went."""
    if not ratios:
        return ""
    middle = number(statistics.median(ratios))
    return middle if len(ratios) == 1 else f"{middle} ({number(min(ratios))} – {number(max(ratios))})"


def _memory(line: Line) -> str:
    return "" if line.peak_mb is None else f"{line.peak_mb:,.0f}"


def _parts(line: Line) -> str:
    return ", ".join(f"{name} {number(spent)}" for name, spent in line.parts.items())


def _reports(line: Line) -> str:
    return ", ".join(f"{name} {number(spent)}" for name, spent in line.parts.items() if name != "table")


def _looked_at(line: Line) -> str:
    return "all" if line.files == line.of else f"{line.files:,} of {line.of:,}"


def _done(result: Result) -> list[Line]:
    """Return the lines that there is something to say of; one thread and two of the same stand together."""
    labels = list(dict.fromkeys(line.label for line in result.lines))
    done = [line for line in result.lines if line.problem is None and line.walls]
    return sorted(done, key=lambda line: labels.index(line.label))


def _race(result: Result) -> Grid:
    """Return the table of a case whose contestants do the same to the same files."""
    tiny = result.case == "tiny"
    rate = "files/s" if tiny else "ms/MP"
    head = ["", "threads", "wall, s", "CPU, s", "wall ÷ OpenCV's decoding", "CPU ÷", rate, "peak, MB", "looked at"]
    rows = []
    for line in _done(result):
        speed = f"{line.of / line.wall:,.0f}" if tiny else number(line.wall * 1000 / line.megapixels)
        cost = [number(line.wall), number(line.cpu), _ratio(line.wall_ratios), _ratio(line.cpu_ratios)]
        rows.append([line.label, str(line.threads), *cost, speed, _memory(line), _looked_at(line)])
    return Grid(head, rows)


def _short(result: Result) -> Grid:
    """Return the table of a case of fresh programs or little work."""
    against = "" if result.base is None else "wall ÷ NumPy's import"
    head = ["", "threads", "wall, s", "CPU, s", *([against] if against else ["of it, s"]), "peak, MB"]
    rows = [
        [
            line.label,
            str(line.threads),
            number(line.wall),
            number(line.cpu),
            _ratio(line.wall_ratios) if against else _parts(line),
            _memory(line),
        ]
        for line in _done(result)
    ]
    return Grid(head, rows)


def _grown(result: Result) -> Grid:
    head = ["", "wall, s", "µs per picture", "ms/MP", "CPU, ms/MP", "peak, MB", "rounds"]
    rows = []
    for line in _done(result):
        each = line.wall * 1e6 / line.of
        area = [number(spent * 1000 / line.megapixels) for spent in (line.wall, line.cpu)]
        rows.append([line.label, number(line.wall), f"{each:,.0f}", *area, _memory(line), str(len(line.walls))])
    return Grid(head, rows)


def _grids(result: Result) -> list[Grid]:
    if result.case in ("start", "small"):
        return [_short(result)]
    if result.case == "growth":
        return [_grown(result)]
    parts = [
        [line.label, str(line.threads), number(line.parts["table"]), number(sum(line.parts.values())), _reports(line)]
        for line in _done(result)
        if len(line.parts) > 1
    ]
    return [_race(result), Grid(["of the last round", "threads", "table, s", "and reports, s", "of these"], parts)]


def _cell(timing: Timing, megapixels: float) -> str:
    return "–" if timing.problem is not None or not timing.wall_ms else number(timing.ms / megapixels)


def _alone(result: Indices) -> Grid:
    """Return the table of our indices alone."""
    by_key: dict[str, dict[str, Index]] = {}
    for each in result.indices:
        by_key.setdefault(each.key, {})[each.on] = each
    head = ["ms/MP, one thread / two", *_ON.values()]
    rows = []
    for key, found in by_key.items():
        cells = [
            f"{_cell(found[on].one, result.megapixels)} / {_cell(found[on].two, result.megapixels)}"
            if on in found
            else ""
            for on in _ON
        ]
        rows.append([f"`{key}`", *cells])
    return Grid(head, rows)


def _beside(result: Indices) -> Grid:
    """Return the table of our indices beside their peers."""
    head = ["`index`", "pixels", "kept", "anew", "two threads", "peer's call", "peer", "two threads", "peer ÷ kept"]
    rows = []
    for each in result.indices:
        ours = [_cell(timing, result.megapixels) for timing in (each.one, each.anew, each.two)]
        for rival in each.rivals:
            theirs = [_cell(timing, result.megapixels) for timing in (rival.one, rival.two)]
            said = rival.one.problem or _ratio(rival.ratios)
            rows.append([f"`{each.key}`", _ON[each.on], *ours, f"`{rival.text}`", *theirs, said])
    return Grid(head, rows)


def goals(run: Run) -> Grid:
    """Return the table of the goals: measured, limit, aim, kept or not."""
    rows = []
    for goal in GOALS:
        figure = goal.measure(run.results)
        measured = "–" if figure.value is None else goal.shown(figure.value)
        bound = "at least" if goal.more else "at most"
        aim = "" if goal.aim is None else f"{goal.aim:,g}{goal.unit}"
        kept = goal.kept(figure)
        notes = "; ".join(filter(None, ["" if run.full else "a short run", figure.note]))
        shown = kept if kept == "met" else f"**{kept}**"
        rows.append([goal.text, measured, f"{bound} {goal.limit:,g}{goal.unit}", aim, shown, notes])
    return Grid(["case", "measured", "limit", "aim", "", "note"], rows)


def spoken(result: Result | Indices) -> Iterator[str]:
    """Yield a case as lines for a terminal."""
    if isinstance(result, Indices):
        yield "Single indices, ms/MP"
        yield from _alone(result).plain()
        yield ""
        yield from _beside(result).plain()
        return
    yield result.title
    for grid in _grids(result):
        yield from grid.plain()
        yield ""
    yield from _remarks(result)


def _remarks(result: Result) -> Iterator[str]:
    yield from result.notes
    for line in result.lines:
        if line.problem is not None:
            yield f"Skipped: {line.label}, {line.threads} thread(s): {line.problem}."


_HEAD = """\
# How fast is it?

Made by `{command}` on {date}; every number comes from that run. Short: `python benchmarks/speed.py --quick`. The other
packages: `pip install '.[bench]'`, into an environment of its own.

{machine}

Each contestant has a process of its own; all have the same files, which lie in memory. All take their turns in every
round ({rounds} rounds), and what is compared are the ratios within a round, to OpenCV's decoding with as many threads:
the median, and in brackets the lowest and the highest. *CPU* is the time of all cores together, the surer number where
the machine had other work to do. *Threads* are those that look at pictures and those of the libraries; other people's
loops have only the libraries'. *Peak* is the memory of the whole process, interpreter and libraries included. Who would
have taken too long for all files looked at the first ones, and the seconds are scaled up, with those for the reference
(*looked at*).
"""

_GOALS = """\
## What was to be reached

Wall clock with two threads where nothing else is said. Rounded to the worse side.
"""

_INDICES = """
## Single indices, {side} × {side}

Milliseconds per megapixel, pixels ready in memory; so is the luma of colour pictures, which a table's indices share.
*Kept*: the reference keeps what was derived of it, as in every table; *anew*: both pictures are new, as the peers have
it. *Two threads*: two pictures at a time in two threads of Python, per picture, the libraries with one thread each.
Packages on torch get float32. A call that takes the difference of two hashes computes both. The calls are those of
`mikurabe crosscheck`, which says who agrees.
"""


def markdown(run: Run) -> str:
    """Return the page."""
    facts = "\n".join(Grid(["machine", ""], list(run.machine.items()), numbers=False).markdown())
    lines = [_HEAD.format(command=run.command, date=run.date, rounds=run.rounds, machine=facts)]
    if not run.full:
        lines.append("**A short run: pictures are fewer or smaller than the goals speak of.**\n")
    lines += [_GOALS, *goals(run).markdown()]
    for result in run.results.values():
        if isinstance(result, Indices):
            lines += [
                _INDICES.format(side=result.side),
                *_alone(result).markdown(),
                "",
                "### Beside other packages",
                "",
            ]
            lines += [*_beside(result).markdown(), ""]
            lines += [f"- Skipped: {each}." for each in result.missing]
        else:
            lines += ["", f"## {result.title}", ""]
            for grid in _grids(result):
                lines += [*grid.markdown(), ""]
            lines += [f"- {each}" for each in _remarks(result)]
            if result.load is not None:
                lines.append(f"- Load of the machine when it began (processes that wanted a core): {result.load:.1f}.")
    return "\n".join(lines).rstrip() + "\n"
