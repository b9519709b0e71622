"""Simulated series on the disk: a picture per day, and in a folder beside them the truth about each and its events.

That folder keeps the one of the pictures clean: whoever compares it is not told of files that are no pictures.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.errors import UnwritableReport, UsageError
from mikurabe.reports.write import replace_file
from mikurabe.sources import simulate
from mikurabe.sources.simulate.condition import INDEPENDENT_DAYS
from mikurabe.sources.simulate.series import LONGEST_SERIES
from mikurabe.sources.simulate.truth import ABOUT
from mikurabe.thumbnail import plain_png

Detail: TypeAlias = Literal["full", "short", "none"]

SCHEMA = "mikurabe-simulated-1"
TRUTH_FOLDER = "truth"

_NUMBERS = re.compile(r"\[\s+((?:[-+.\deE]+,?\s+)+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What is to be simulated and drawn.

    ``jpeg`` is a quality from 1 to 100 for JPEG in place of PNG; ``detail`` says what lies in ``truth/``: about
    each picture its truth and its events, its truth alone, or nothing.
    """

    days: int = 30
    seed: int = 1
    assay: simulate.Assay
    plans: tuple[simulate.Plan, ...] = ()
    course: simulate.Course = INDEPENDENT_DAYS
    events: float | None = None
    look: simulate.Look
    jpeg: int | None = None
    detail: Detail = "full"

    def __post_init__(self) -> None:
        if not 1 <= self.days <= LONGEST_SERIES:
            raise UsageError(f"A series of {self.days} days cannot be drawn: ask for 1 to {LONGEST_SERIES}.")
        if self.jpeg is not None and not 1 <= self.jpeg <= 100:
            raise UsageError(f"There is no JPEG quality {self.jpeg}: ask for 1 to 100.")
        for lot in self.course.lots:
            if lot > self.days:
                raise UsageError(f"A new lot on day {lot} is beyond the series, which has days 1 to {self.days}.")

    def name(self, day: int) -> str:
        """Return the picture's name: numbers of equal length, so that every program sorts them."""
        suffix = ".png" if self.jpeg is None else ".jpg"
        return f"day_{day:0{max(2, len(str(self.days)))}d}{suffix}"

    def measure(self, day: int) -> simulate.Measurement:
        """Return the measurement of one of its days."""
        faults = simulate.severities(self.plans, day, self.days)
        return simulate.simulate_day(self.assay, day, self.seed, faults=faults, course=self.course, events=self.events)


def write_series(
    series: Series, folder: Path, *, threads: int = 1, progress: Callable[[int, int], None] | None = None
) -> list[Path]:
    """Return the pictures' paths after they and the truth were written; the files do not depend on ``threads``.

    Raises:
        UnwritableReport: the folder cannot be written to.
        UsageError: a fault makes no sense for the assay.
    """
    # What cannot be simulated is told before the first file is written; severities are largest where a span ends.
    ends = {span.last or series.days for plan in series.plans for span in plan.spans}
    for day in sorted({1, *ends, *(span.first for plan in series.plans for span in plan.spans)}):
        series.measure(day)
    paths = []
    try:
        about = folder if series.detail == "none" else folder / TRUTH_FOLDER
        about.mkdir(parents=True, exist_ok=True)
        with ThreadPoolExecutor(threads) as pool:
            for path in _in_order(pool, lambda day: _write_day(series, day, folder), series.days, 4 * threads):
                paths.append(path)
                if progress is not None:
                    progress(len(paths), series.days)
    except OSError as error:
        raise UnwritableReport(f"{folder} cannot be written to: {error.strerror or error}; try --out.") from error
    return paths


def _in_order(pool: ThreadPoolExecutor, write: Callable[[int], Path], days: int, ahead: int) -> Iterator[Path]:
    """Yield what each day gives, in order; no more than ``ahead`` of them are waited for at a time."""
    waiting = [pool.submit(write, day) for day in range(1, min(days, ahead) + 1)]
    try:
        for day in range(1, days + 1):
            yield waiting.pop(0).result()
            if day + ahead <= days:
                waiting.append(pool.submit(write, day + ahead))
    finally:
        for each in waiting:
            each.cancel()


def _write_day(series: Series, day: int, folder: Path) -> Path:
    measured = series.measure(day)
    pixels = measured.draw(series.look)
    path = folder / series.name(day)
    replace_file(path, plain_png(pixels) if series.jpeg is None else _jpeg(pixels, series.jpeg))
    about = folder / TRUTH_FOLDER / path.name
    if series.detail == "full":
        replace_file(about.with_suffix(".csv"), events_csv(measured))
    if series.detail != "none":
        replace_file(about.with_suffix(".json"), truth_json(measured, series, path, pixels))
    return path


def truth_json(measured: simulate.Measurement, series: Series, path: Path, pixels: NDArray[np.uint8]) -> bytes:
    """Return the truth about a picture as JSON that explains itself."""
    style = series.look.style
    drawn: dict[str, Any] = {
        "kind": style.kind,
        "classes": series.look.classes,
        "size_px": [style.width_px, style.height_px],
        "background": style.background,
        "dot_px": style.dot_px,
        "jpeg_quality": series.jpeg,
        "area": list(simulate.area_of(measured.assay, series.look)),
    }
    document = {
        "schema": SCHEMA,
        "about": ABOUT,
        "picture": path.name,
        "events_file": path.with_suffix(".csv").name if series.detail == "full" else None,
        "picture_sha256": hashlib.sha256(pixels.tobytes()).hexdigest(),
        **measured.truth.to_json(),
        "course": asdict(series.course),
        "look": drawn,
    }
    spread_out = json.dumps(document, ensure_ascii=False, indent=1)
    # Pairs and other lists of numbers stand on one line, as a person writes them.
    return (_NUMBERS.sub(lambda found: f"[{' '.join(found[1].split())}]", spread_out) + "\n").encode()


def events_csv(measured: simulate.Measurement) -> bytes:
    """Return the events as CSV: channels by the axes' names to two decimals, the label, and 1 where a fault touched it.

    In the order in which they are drawn, so that the same picture can be drawn from the file.
    """
    assay, events = measured.assay, measured.events
    heading = io.StringIO()
    csv.writer(heading, lineterminator="\n").writerow([assay.x_title, assay.y_title, "population", "touched"])
    wholes = _texts([f"{at}." for at in range(assay.channels)])
    parts = _texts([f"{at:02d}," for at in range(100)])
    labels = _texts([f"{_cell(name)},{touched}\n" for name in assay.labels for touched in (0, 1)])
    columns = []
    for place in (events.x, events.y):
        hundredths = np.rint(place * 100).astype(np.int64)
        columns += [wholes[hundredths // 100], parts[hundredths % 100]]
    columns.append(labels[events.label * 2 + events.touched])
    # Texts of equal length side by side, then without what fills them up: thousands of lines without a loop.
    return heading.getvalue().encode() + np.concatenate(columns, axis=1).tobytes().replace(b"\0", b"")


def _texts(texts: Sequence[str]) -> NDArray[np.uint8]:
    """Return the texts in UTF-8, a row each, filled up with zeros."""
    encoded = np.array([each.encode() for each in texts])
    return encoded.view(np.uint8).reshape(len(texts), -1)


def _cell(text: str) -> str:
    """Return the text as a cell of a CSV."""
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\r\n') else text


def _jpeg(pixels: NDArray[np.uint8], quality: int) -> bytes:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
