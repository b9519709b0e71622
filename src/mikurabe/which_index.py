"""Which index can judge: rank() asks pictures that a person labelled, stress() plants faults into normal ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from mikurabe import api
from mikurabe.comparison import Limits, Progress, first_readable
from mikurabe.errors import UnequalPictures, UnreadablePicture, UsageError
from mikurabe.eventplots import Plot, as_typed, with_plots
from mikurabe.images import decode
from mikurabe.inputs import (
    PictureLike,
    PicturesLike,
    Region,
    counted_pixels,
    found_picture,
    listing_of,
    read_picture,
    share_of,
    without_reference,
)
from mikurabe.judge.labels import Labelling, LabelsLike, folder_label, labelled, labels_of_folders
from mikurabe.judge.planting import Planter, faults_of
from mikurabe.judge.rank import Ranking
from mikurabe.judge.rank import rank as rank_table
from mikurabe.judge.stress import AgainstReference, StressTable
from mikurabe.judge.stress import stress as stress_with
from mikurabe.pairing import Fit, Pairing
from mikurabe.records import Found, Image, Listing, Source
from mikurabe.table import Table


def rank(
    pictures: Table | PicturesLike,
    *,
    labels: LabelsLike | None = None,
    reference: PictureLike | None = None,
    metrics: str | api.IndexFunction | Sequence[str | api.IndexFunction] | None = None,
    fit: Fit = "strict",
    recursive: bool = False,
    mask: PictureLike | None = None,
    roi: str | Sequence[str] = (),
    auto_mask: bool = False,
    white: float | None = None,
    max_pixels: int = 200_000_000,
    threads: int | None = None,
    plot: Plot | None = None,
    progress: Progress | None = None,
    command: str = "mikurabe.rank()",
) -> Ranking:
    """Return how well each index tells the pictures labelled abnormal from those labelled normal.

    Args:
        pictures: a table, or a ``table.json`` that ``compare`` wrote; or pictures as in ``compare``, which are compared
            first.
        labels: a CSV file with the columns ``name`` and ``label`` (the HTML report saves one), or a mapping from names
            to ``"normal"`` and ``"abnormal"`` (or ``"ok"``, ``"ng"``, ``"良"``, ``"不良"`` ...; True is abnormal). By
            default the names of the pictures' folders say it: ``ok/`` and ``ng/``.
        reference: the picture to compare with; by default the first one that is labelled normal.
        metrics: as in ``compare``, like all that follow but the last.
        fit: another size than the reference's.
        recursive: look into folders within folders.
        mask: only what is bright in it counts.
        roi: only what lies in one of these rectangles counts.
        auto_mask: leave out what all pictures show alike.
        white: full white of float pictures.
        max_pixels: larger pictures are refused.
        threads: how many pictures at a time.
        plot: how files of events (FCS, CSV) are drawn.
        progress: called with (done, total).
        command: what the report says it was made by.

    Raises:
        UsageError: no labels, none of one kind, or labels that contradict each other.
        UnreadablePicture: the reference cannot be read.
    """
    table = _table_of(pictures)
    if table is not None:
        if reference is not None:
            raise UsageError(f"The table was made with the reference {table.reference.source.name}; leave -r away.")
        if plot is not None and plot.asked:
            raise UsageError(f"The plots of the table are drawn already; leave {as_typed(plot.asked[0])} away.")
    else:
        chosen = reference
        note = ""
        if chosen is None:
            # The axes are those of the whole set, as they will be when it is compared.
            found = with_plots(listing_of(pictures, recursive), plot).listing  # type: ignore[arg-type]
            normal = _first_normal(found, labels, Limits(max_pixels=max_pixels, white=white))
            chosen, note = normal, f"The reference is {normal.source.name}, the first picture that is labelled normal."
        table = api.compare(
            chosen,
            pictures,  # type: ignore[arg-type]
            metrics=metrics,
            fit=fit,
            recursive=recursive,
            mask=mask,
            roi=roi,
            auto_mask=auto_mask,
            white=white,
            max_pixels=max_pixels,
            threads=threads,
            thumbnail_px=None,
            plot=plot,
            progress=progress,
            command=command,
        )
        if note:
            rows = tuple(row for row in table.rows if row.source.name != table.reference.source.name)
            table = replace(table, rows=rows, notes=(*table.notes, note))
    table = replace(table, settings={**table.settings, "command": command})
    return rank_table(table, _labelling([row.source for row in table.rows], labels, table.reference.source))


def stress(
    normals: PicturesLike,
    *,
    reference: PictureLike | None = None,
    metrics: str | api.IndexFunction | Sequence[str | api.IndexFunction] | None = None,
    faults: str | Sequence[str] = (),
    false_alarms: float = 0.01,
    most_planted: int = 30,
    seed: int = 1,
    fit: Fit = "strict",
    recursive: bool = False,
    mask: PictureLike | None = None,
    roi: str | Sequence[str] = (),
    auto_mask: bool = False,
    white: float | None = None,
    max_pixels: int = 200_000_000,
    threads: int | None = None,
    plot: Plot | None = None,
    progress: Progress | None = None,
    command: str = "mikurabe.stress()",
) -> StressTable:
    """Return which planted fault each index sees, and from which severity on: no picture of a fault is needed.

    Args:
        normals: pictures of the normal state, 5 or more beside the reference, better 20; as in ``compare``.
        reference: the picture to compare with; by default the first of the normal ones, which is then none of them.
        faults: the faults to plant, all of them by default; see docs/stress.md.
        false_alarms: the share of normal pictures that an index' limits may fail, both sides together.
        most_planted: into how many of the pictures faults are planted, at most.
        seed: for the random numbers of the planting; the same seed gives the same table.
        metrics: as in ``compare``, like all that follow but the last.
        fit: another size than the reference's.
        recursive: look into folders within folders.
        mask: only what is bright in it counts.
        roi: only what lies in one of these rectangles counts.
        auto_mask: leave out what all pictures show alike.
        white: full white of float pictures.
        max_pixels: larger pictures are refused.
        threads: how many pictures at a time.
        plot: how files of events (FCS, CSV) are drawn.
        progress: called with (done, total).
        command: what the report says it was made by.

    Raises:
        UsageError: too few normal pictures, an unknown fault or index.
        UnreadablePicture: the reference cannot be read.
    """
    planted = faults_of([faults] if isinstance(faults, str) else faults)
    indices = api.indices_of(metrics)
    limits = Limits(max_pixels=max_pixels, white=white)
    if most_planted < 1:
        raise UsageError(f"most_planted (--planted) is {most_planted}; it must be 1 or more.")
    if seed < 0:
        raise UsageError(f"seed (--seed) is {seed}; it must be 0 or more.")
    for index in indices:
        if "events" in index.metric.needs:
            raise UsageError(
                f"{index.key} compares events, and faults are planted into pictures: leave it away. Files of events "
                "are drawn, and their plots are what is tested."
            )
    listing = _without_abnormal(listing_of(normals, recursive))
    if reference is None:
        image, listing = first_readable(with_plots(listing, plot).listing, limits)
    elif isinstance(reference, str | Path):
        first = found_picture(reference, "reference")
        plotted = with_plots(listing, plot, first)
        image = decode(plotted.reference or first, max_pixels=max_pixels, white=white)
        listing = without_reference(image, plotted.listing)
    else:
        image, listing = read_picture(reference, "reference", limits), with_plots(listing, plot).listing
    read = _read_normals(listing, limits)
    region = Region(mask=mask, rectangles=(roi,) if isinstance(roi, str) else tuple(roi), automatic=auto_mask)
    counted = counted_pixels(region, image, listing, limits)
    pairing = Pairing(image, fit, counted, max_pixels=max_pixels)
    if not read.images:
        raise UsageError("No normal picture is left beside the reference.")
    try:
        pairing.pair(read.images[0])
    except UnequalPictures as reason:
        raise UsageError(f"{read.images[0].source.name}: {reason}") from reason
    return stress_with(
        Planter(read.images, seed),
        AgainstReference(pairing, indices),
        reference=image.source.name,
        faults=planted,
        false_alarms=false_alarms,
        most_planted=most_planted,
        seed=seed,
        threads=threads,
        progress=progress,
        notes=(*listing.notes, *read.notes),
        settings=(
            ("command", command),
            ("metrics", ", ".join(index.key for index in indices)),
            ("fit", fit),
            ("pixels compared", share_of(counted)),
            ("seed", str(seed)),
        ),
        versions=tuple(api.versions().items()),
    )


def _table_of(pictures: object) -> Table | None:
    """Return the table that was given, or that lies in the one JSON file that was; None for pictures."""
    if isinstance(pictures, Table):
        return pictures
    if isinstance(pictures, tuple | list) and len(pictures) == 1:
        (pictures,) = pictures
    if isinstance(pictures, str | Path) and Path(pictures).suffix.lower() == ".json" and Path(pictures).is_file():
        return api.read_table(pictures)
    return None


def _labelling(sources: Sequence[Source], labels: LabelsLike | None, reference: Source | None = None) -> Labelling:
    if labels is not None:
        return labelled(sources, labels, reference=reference)
    found = labels_of_folders(sources)
    if not any(found.labels):
        raise UsageError(
            "Nothing says which pictures are normal and which abnormal. Put them into folders ok/ and ng/, or give "
            "--labels labels.csv: a file with the columns name and label (normal or abnormal), as the HTML report "
            "saves it."
        )
    return found


def _first_normal(listing: Listing, labels: LabelsLike | None, limits: Limits) -> Image:
    """Return the first picture labelled normal that can be read."""
    sources = [_source(found) for found in listing.found]
    said = _labelling(sources, labels).labels
    normal = tuple(found for found, label in zip(listing.found, said, strict=True) if label == "normal")
    if not normal:
        raise UsageError(
            f"None of the {sum(label is not None for label in said)} labelled pictures is normal, so that there is "
            "nothing to compare with; give a reference with -r."
        )
    return first_readable(Listing(found=normal), limits)[0]


def _source(found: Found) -> Source:
    return Source(name=found.name, path=found.path, sha256=None, size_bytes=None)


def _without_abnormal(listing: Listing) -> Listing:
    """Return the listing without pictures in a folder that says they are abnormal, and a note on it."""
    kept = tuple(found for found in listing.found if folder_label(_source(found)) != "abnormal")
    left_out = len(listing.found) - len(kept)
    if not left_out:
        return listing
    note = f"{left_out} pictures were left out: their folder says that they are abnormal."
    return replace(listing, found=kept, notes=(*listing.notes, note))


class _Read(NamedTuple):
    images: list[Image]
    notes: list[str]


def _read_normals(listing: Listing, limits: Limits) -> _Read:
    """Return the normal pictures of the commonest size and depth, and notes on those that were left out."""
    images, notes = [], []
    for found in listing.found:
        try:
            image = decode(found, max_pixels=limits.max_pixels, white=limits.white)
        except UnreadablePicture as reason:
            notes.append(f"left out: {reason}")
            continue
        if image.white is None:
            raise UsageError(
                f"{image.source.name} holds {image.pixels.dtype} numbers and full white is unknown: say it, for "
                "instance --white 1 (in Python white=1.0)."
            )
        images.append(image)
    kinds = Counter(map(_kind, images))
    if not kinds:
        return _Read([], notes)
    most = max(kinds, key=lambda kind: kinds[kind])
    for image in images:
        if _kind(image) != most:
            notes.append(
                f"{image.source.name} has another size or depth than the other normal pictures; it was left out."
            )
    return _Read([image for image in images if _kind(image) == most], notes)


def _kind(image: Image) -> tuple[object, ...]:
    return image.pixels.shape, image.pixels.dtype.str, image.white
