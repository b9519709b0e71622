"""The demo: two small stories, drawn, compared and reported, offline and at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mikurabe import api
from mikurabe.errors import UnwritableReport, UsageError
from mikurabe.i18n import Lang
from mikurabe.records import Array, Row
from mikurabe.reports.write import replace_file
from mikurabe.sources import digits as drawing
from mikurabe.sources import mnist, simulate
from mikurabe.table import Table

# A few of each kind, so that a first look shows which one sees what.
SCATTERGRAM_METRICS = ("cosine", "psnr", "ssim", "cosine_blur", "density_hellinger", "count_ratio", "emd")
# What goes wrong in the pictures that are not normal: each plain to the eye, and each seen by other indices.
SCATTERGRAM_FAULTS = {
    "widen_x": 0.07,
    "count_loss": 0.4,
    "cluster_shift_y": 8,
    "new_population": 0.02,
    "debris": 2,
    "gain_x": 0.05,
}
NORMAL_DAYS = 20
DIGIT_METRICS = ("cosine", "pearson", "psnr", "ssim", "registered", "max_ncc", "cw_ssim", "fft_magnitude", "idm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A story that was told: its table, whose notes say what to see in it, and where its reports lie (HTML first)."""

    table: Table
    reports: tuple[Path, ...]


def scattergrams(folder: Path, *, lang: Lang = "en") -> Told:
    """Return the story of a blood analyser's daily control: 20 normal days and six faulty ones, against the first.

    Writes the pictures, ``report.html`` and ``report.xlsx`` into ``folder``.
    """
    first, *others = [(f"day_{each.day:02d}", each.draw()) for each in simulate.control_days(NORMAL_DAYS)]
    faulty = [(name, simulate.faulty_days({name: by})[0].draw()) for name, by in SCATTERGRAM_FAULTS.items()]
    # The faulty ones above: they are what the story is about.
    drawn = [first, *faulty, *others]
    return _tell(folder, drawn, "scattergrams", SCATTERGRAM_METRICS, _scattergram_notes, lang)


def digits(folder: Path, *, mnist_path: Path | None = None, download: bool = False, lang: Lang = "en") -> Told:
    """Return the story of the shifted digit: a 2, the same 2 moved by 2 px right and down, an 8 and a 6.

    The digits are MNIST's where it is found (``mnist_path``, MIKURABE_MNIST, Keras' cache), or fetched where
    ``download`` asks for it; else they are drawn. Writes them, ``digits.html`` and ``digits.xlsx`` into ``folder``.
    """
    where = mnist_path or mnist.find_local()
    if where is None and download:
        where = mnist.download(folder / "mnist")
    if where is None:
        story = drawing.digit_story(drawing.draw_digit(2), drawing.draw_digit(8), drawing.draw_digit(6))
        origin = "The digits are drawn by the program; --mnist PATH or --download takes MNIST's."
    else:
        test = mnist.load(where, "test")
        if test.labels is None:
            raise UsageError(f"{where} has no labels beside its pictures, and the story needs a 2, an 8 and a 6.")
        two, eight, six = (test.images[int((test.labels == digit).argmax())] for digit in (2, 8, 6))
        story = drawing.digit_story(two, eight, six)
        origin = f"The digits are the first 2, 8 and 6 of MNIST's test set in {where}."
    return _tell(folder, story, "digits", DIGIT_METRICS, lambda table: [*_digit_notes(table), origin], lang)


def _tell(
    folder: Path,
    drawn: Sequence[tuple[str, Array]],
    name: str,
    metrics: Sequence[str],
    notes: Callable[[Table], Sequence[str]],
    lang: Lang,
) -> Told:
    """Write the pictures, compare them with the first of them, and write the reports, which tell the story on top."""
    pictures = folder / name
    try:
        pictures.mkdir(parents=True, exist_ok=True)
        paths = [_save(pictures / f"{stem}.png", pixels) for stem, pixels in drawn]
    except OSError as error:
        raise UnwritableReport(f"{pictures} cannot be written to: {error.strerror or error}; try --out.") from error
    table = api.compare(paths[0], paths[1:], metrics=metrics, command=f"mikurabe demo {name}")
    table = replace(table, notes=tuple(notes(table)))
    # Two stories in one folder do not overwrite each other's reports.
    stem = "report" if name == "scattergrams" else name
    reports = tuple(table.write(folder / f"{stem}{suffix}", lang=lang) for suffix in (".html", ".xlsx"))
    return Told(table=table, reports=reports)


def _save(path: Path, pixels: Array) -> Path:
    import io

    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    replace_file(path, buffer.getvalue())
    return path


def _scattergram_notes(table: Table) -> list[str]:
    """Return what follows from the table, then, per fault, which indices leave the range of the normal days."""
    faulty = len(SCATTERGRAM_FAULTS)
    sides = beyond_normal(table, faulty)
    notes = [
        f"Simulated: {NORMAL_DAYS} normal days of a blood analyser's control, and {faulty} pictures with one fault "
        "each, named after it. All are compared with day_01."
    ]
    usual = ("cosine", "psnr", "ssim")
    fallen = [name for name, (below, _) in sides.items() if {*usual} <= {*below}]
    if fallen:
        notes.append(f"Less similar than every normal day on all three of {', '.join(usual)}: {', '.join(fallen)}.")
    risen = [name for name, (_, above) in sides.items() if above]
    if risen:
        notes.append(f"MORE similar than every normal day on some index: {', '.join(risen)}. Limits need two sides.")
    every = [column.key for column in table.columns if all(column.key in below for below, _ in sides.values())]
    notes.append(f"Indices that see every fault: {', '.join(every) or 'none; it takes several'}.")
    for name, (below, above) in sides.items():
        if below and above:
            notes.append(
                f"{name} is less similar than every normal day on {', '.join(below)}; MORE on {', '.join(above)}."
            )
        elif below:
            notes.append(f"{name} is less similar than every normal day on {', '.join(below)}.")
        elif above:
            notes.append(f"{name} is MORE similar than every normal day on {', '.join(above)}.")
        else:
            notes.append(f"{name} is within the range of the normal days on every index.")
    return notes


def beyond_normal(table: Table, faulty: int) -> dict[str, tuple[list[str], list[str]]]:
    """Return by faulty picture the keys of indices on which it is less, and more, similar than every normal one.

    The first ``faulty`` rows are the faulty ones, all others are normal.
    """
    sides = {}
    for at, row in enumerate(table.rows[:faulty]):
        below, above = [], []
        for column in table.columns:
            values = [score.value for score in table.scores(column.key) if score.value is not None]
            normal, value = values[faulty:], values[at]
            sign = 1 if column.better == "higher" else -1
            if sign * value < min(sign * each for each in normal):
                below.append(column.key)
            elif sign * value > max(sign * each for each in normal):
                above.append(column.key)
        sides[_stem(row)] = (below, above)
    return sides


def _digit_notes(table: Table) -> list[str]:
    """Return which picture the indices find most similar to the 2, and what a person says."""
    nearest: dict[str, list[str]] = {}
    for column in table.columns:
        sign = 1 if column.better == "higher" else -1
        scored = zip(table.scores(column.key), table.rows, strict=True)
        _, name = max((sign * score.value, _stem(row)) for score, row in scored if score.value is not None)
        nearest.setdefault(name, []).append(column.key)
    return [
        *(f"Most similar to the 2 is {name}, by {', '.join(keys)}." for name, keys in nearest.items()),
        "A person says: the same 2. An index that compares pixel with pixel does not know that it has moved; one that "
        "aligns the pictures first, or lets pixels move, does.",
    ]


def _stem(row: Row) -> str:
    return row.source.name.removesuffix(".png")
