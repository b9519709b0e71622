"""Populations learned from normal pictures and measured in others: what ``mikurabe populations`` does."""

from __future__ import annotations

from mikurabe import api
from mikurabe.comparison import Limits, Progress
from mikurabe.errors import MikurabeError, NotAPicture, UnreadablePicture, UsageError
from mikurabe.eventplots import Plot, is_picture, with_plots
from mikurabe.images import decode
from mikurabe.inputs import PicturesLike, listing_of
from mikurabe.judge.census import Census, CensusRow, census_row, usual_ranges
from mikurabe.populations import learn_populations, measure
from mikurabe.records import Found, Image, Listing


def measure_populations(
    normals: PicturesLike,
    pictures: PicturesLike | None = None,
    *,
    full_count: float | None = None,
    recursive: bool = False,
    white: float | None = None,
    max_pixels: int = 200_000_000,
    plot: Plot | None = None,
    progress: Progress | None = None,
    command: str = "mikurabe.measure_populations()",
) -> Census:
    """Return the populations of dot plots: learned from the normal ones, measured in each of the pictures.

    Args:
        normals: the pictures to learn from, as in ``compare``: of one size and drawn alike, better 20 than 5.
        pictures: those to measure; by default the normal ones themselves.
        full_count: for densities: the events that the colour map's last colour stands for (6 where nobody says it).
        recursive: look into folders within folders.
        white: full white of float pictures.
        max_pixels: larger pictures are refused.
        plot: how files of events (FCS, CSV) are drawn.
        progress: called with (done, total).
        command: what the report says it was made by.

    Raises:
        UsageError: there are no normal pictures, they differ in kind or size, or show no population.
    """
    limits = Limits(max_pixels=max_pixels, white=white)
    known = listing_of(normals, recursive)
    listed = known if pictures is None else listing_of(pictures, recursive)
    # Files of events are drawn with the same axes, whether normal or not.
    drawn = with_plots(Listing(found=(*known.found, *listed.found)), plot).listing
    notes = list(dict.fromkeys((*known.notes, *listed.notes, *drawn.notes)))
    images: list[Image] = []
    strays = {skipped.name for skipped in (*known.skipped, *listed.skipped)}
    for found in drawn.found[: len(known.found)]:
        try:
            images.append(_read(found, limits))
        except UnreadablePicture as reason:
            if _is_stray(found, reason):
                strays.add(found.name)
                continue
            notes.append(f"left out: {reason}")
    if not images:
        raise UsageError("None of the normal pictures can be read: there is nothing to learn populations from.")
    learned = learn_populations(images) if full_count is None else learn_populations(images, full_count=full_count)
    usual = usual_ranges(learned, [measure(learned, image) for image in images])
    rows = []
    for done, found in enumerate(drawn.found[len(known.found) :], 1):
        try:
            rows.append(census_row(found.name, learned, measure(learned, _read(found, limits)), usual))
        except MikurabeError as reason:
            if _is_stray(found, reason):
                strays.add(found.name)
            else:
                rows.append(CensusRow(name=found.name, problem=str(reason).removeprefix(f"{found.name}: ")))
        except MemoryError:
            rows.append(CensusRow(name=found.name, problem="there was not enough memory for this file"))
        if progress is not None:
            progress(done, len(listed.found))
    if strays:
        notes.append(f"Files or folders passed over, because they are no pictures: {len(strays)}.")
    return Census(
        normals=len(images),
        kind=learned.look.kind,
        normal=learned.normal,
        usual=usual,
        rows=tuple(rows),
        notes=tuple(notes),
        settings=(("command", command),),
        versions=tuple(api.versions().items()),
    )


def _is_stray(found: Found, reason: MikurabeError) -> bool:
    """Return whether a file that is no picture merely lies among them: not named, nor called like a picture."""
    return isinstance(reason, NotAPicture) and not found.explicit and not is_picture(found)


def _read(found: Found, limits: Limits) -> Image:
    return decode(found, max_pixels=limits.max_pixels, white=limits.white)
