"""Files of events -> PNG files beside each other: what ``mikurabe plot`` does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from mikurabe.errors import MikurabeError, UnwritableReport, UsageError
from mikurabe.eventplots import Plot, is_picture, with_plots
from mikurabe.images import decode
from mikurabe.records import Found
from mikurabe.reports.write import replace_file
from mikurabe.sources.files import find
from mikurabe.thumbnail import whole_png


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One file of events and the picture that was written of it, or the problem why there is none."""

    name: str
    path: Path | None
    notes: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawings:
    """What was drawn, file by file in the listing's order, and what a person should know about all of them."""

    files: tuple[Drawn, ...]
    notes: tuple[str, ...]
    passed_over: int


def draw_files(
    files: str | Path | Sequence[str | Path],
    folder: str | Path,
    plot: Plot,
    *,
    recursive: bool = False,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Drawings:
    """Return what was drawn: a PNG in ``folder`` for each file of events (FCS, CSV), all with the same axes.

    A PNG is called like its file, with ``.png`` behind; folders within folders stay. Pictures and other files are
    passed over. What cannot be drawn is told and does not stop the rest.

    Raises:
        UsageError: there is no file of events, or none has the channels.
        UnwritableReport: a PNG cannot be written.
    """
    plotted = with_plots(find([files] if isinstance(files, str | Path) else list(files), recursive=recursive), plot)
    events = [found for found in plotted.listing.found if found.render is not None]
    if not events:
        raise UsageError(
            "There is no file of events to draw: FCS, or CSV with a header row of channel names and a row of "
            "numbers for each event."
        )
    targets = [Path(folder) / f"{found.name}.png" for found in events]
    done: list[Drawn] = []
    with ThreadPoolExecutor(threads) as pool:
        for drawn in pool.map(_draw, events, targets):
            done.append(drawn)
            if progress is not None:
                progress(len(done), len(events))
    others = [found for found in plotted.listing.found if found.render is None]
    # Who names a table wants it drawn, and is to know that it was not.
    named = [
        Drawn(name=found.name, path=None, problem="it holds no events: a header row of channel names, and numbers")
        for found in others
        if found.explicit and not is_picture(found)
    ]
    left = len(others) - len(named) + len(plotted.listing.skipped)
    return Drawings(files=(*done, *named), notes=plotted.listing.notes, passed_over=left)


def _draw(found: Found, target: Path) -> Drawn:
    try:
        image = decode(found)
    except MikurabeError as reason:
        return Drawn(name=found.name, path=None, problem=str(reason).removeprefix(f"{found.name}: "))
    except MemoryError:
        return Drawn(name=found.name, path=None, problem="there was not enough memory for this file; try --threads 1")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, whole_png(image))
    except OSError as error:
        raise UnwritableReport(f"{target} cannot be written: {error.strerror or error}.") from error
    return Drawn(name=found.name, path=target, notes=image.notes)
