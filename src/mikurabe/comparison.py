"""Reference x candidates x indices -> Table: rows in threads, and the one place where a failure becomes a Score."""

from __future__ import annotations

import logging
import math
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from itertools import repeat
from typing import TypeAlias

from mikurabe.criteria import Criterion
from mikurabe.engines import Threads, fewer_collections
from mikurabe.errors import (
    MikurabeError,
    NotAPicture,
    UndefinedScore,
    UnequalPictures,
    UnknownName,
    UnreadablePicture,
    UsageError,
)
from mikurabe.heatmap import local_map
from mikurabe.images import can_be_many, decode, decode_many
from mikurabe.interrupts import counted
from mikurabe.metrics import Index
from mikurabe.pairing import Pairing, Strictness
from mikurabe.picture import Picture, Stack
from mikurabe.records import Bools, Found, Image, Listing, LocalMap, Row, Score, Skipped, Source, Thumbnail, many
from mikurabe.table import Table
from mikurabe.thumbnail import KINDS, SMALLEST_SIDE, ThumbnailKind, make_thumbnail, make_thumbnails

Progress: TypeAlias = Callable[[int, int], None]

log = logging.getLogger(__name__)

# A file with one of these names should be a picture: where it is not, that is a problem and not a stray file.
# fmt: off
PICTURE_SUFFIXES = frozenset({
    ".apng", ".avif", ".bmp", ".dib", ".gif", ".heic", ".heif", ".ico", ".j2k", ".jfif", ".jp2", ".jpe", ".jpeg",
    ".jpg", ".jxl", ".pbm", ".pgm", ".png", ".pnm", ".ppm", ".psd", ".tga", ".tif", ".tiff", ".webp",
})
# fmt: on


# Of pairs with more pixels than this one is worked on at a time: each needs about 8 bytes per pixel and the default
# indices, and there is a thread per core.
LARGE_PIXELS = 50_000_000

# Up to this side, plots of events are kept whole in reports.
LARGEST_DRAWN_PX = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is accepted as a picture: at most ``max_pixels`` (declared size), floats up to ``white``."""

    max_pixels: int = 200_000_000
    white: float | None = None

    def __post_init__(self) -> None:
        if not self.max_pixels >= 1:
            raise UsageError(f"max_pixels (--max-pixels) is {self.max_pixels}; it must be 1 or more.")
        if self.white is not None and not (self.white > 0 and math.isfinite(self.white)):
            raise UsageError(
                f"white (--white) is {self.white:g}; full white is a number above 0, such as 1 or 255 or 4095."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How pictures are compared.

    ``threads`` None means one per core, ``thumbnail_px`` None no thumbnails, ``thumbs`` what they are encoded as.
    ``mask`` says which of the reference's
    pixels count, ``maps`` of which indices each row gets a map.
    """

    fit: Strictness = "strict"
    limits: Limits = field(default_factory=Limits)
    threads: int | None = None
    thumbnail_px: int | None = 128
    thumbs: ThumbnailKind = "auto"
    mask: Bools | None = None
    maps: tuple[Index, ...] = ()

    def __post_init__(self) -> None:
        if self.threads is not None and not self.threads >= 1:
            raise UsageError(f"threads (--threads) is {self.threads}; it must be 1 or more, or None: one per core.")
        if self.thumbnail_px is not None and not self.thumbnail_px >= SMALLEST_SIDE:
            raise UsageError(
                f"thumbnail_px is {self.thumbnail_px}; it must be {SMALLEST_SIDE} or more, or None: no thumbnails."
            )
        if self.thumbs not in KINDS:
            raise UnknownName.among("kind of thumbnail", self.thumbs, KINDS)


class ComparisonInterrupted(KeyboardInterrupt):
    """Ctrl-C while comparing: ``table`` holds the rows that were finished, ``total`` counts what was asked for."""

    def __init__(self, table: Table, total: int) -> None:
        super().__init__(f"interrupted after {len(table)} of {total} pictures")
        self.table = table
        self.total = total


def compare_found(
    reference: Image,
    listing: Listing,
    indices: Sequence[Index],
    options: Options,
    *,
    settings: Mapping[str, str],
    versions: Mapping[str, str],
    criteria: tuple[Criterion, ...] = (),
    progress: Progress | None = None,
) -> Table:
    """Return the table of one reference against everything in the listing, in the listing's order.

    A picture that cannot be read or laid over the reference is a row whose scores all say why. Values do not
    depend on the number of threads. Raises ComparisonInterrupted on Ctrl-C, with what was finished; rows that are at
    work are waited for, until a second Ctrl-C.
    """
    pairing = Pairing(reference, options.fit, options.mask, max_pixels=options.limits.max_pixels)
    run = _Run(pairing, tuple(indices), options, len(listing.found))
    done: list[Row | Skipped] = []
    total = len(listing.found)

    def table(notes: tuple[str, ...] = ()) -> Table:
        made = Table(
            reference=run.reference_row(),
            columns=tuple(index.column() for index in indices),
            rows=tuple(result for result in done if isinstance(result, Row)),
            skipped=(*listing.skipped, *(result for result in done if isinstance(result, Skipped))),
            notes=(*listing.notes, *run.notes(), *notes),
            settings=settings,
            versions=versions,
        )
        return made.judged_by(criteria) if criteria else made

    workers = max(1, min(options.threads or os.cpu_count() or 1, total))
    threads = Threads(run.compare_many, listing.found, workers)
    # Small pictures leave small garbage, and so many records that looking for it would be what takes the time.
    with counted() as interrupts, fewer_collections() if run.takes_stacks else nullcontext():
        try:
            for result in threads.results():
                done.append(result)
                if progress is not None:
                    progress(len(done), total)
            return table()
        except KeyboardInterrupt:
            threads.stop(interrupts)
            # What other threads had finished by then counts too: nothing is lost.
            done.extend(threads.finished(len(done)))
            stopped = table((f"Stopped early: {len(done)} of {total} pictures were looked at.",))
            raise ComparisonInterrupted(stopped, total) from None
        finally:
            threads.close()


@dataclass(frozen=True, slots=True)
class _Run:
    """What all rows of one comparison share."""

    pairing: Pairing
    indices: tuple[Index, ...]
    options: Options
    total: int
    one_large: threading.Lock = field(default_factory=threading.Lock)

    @property
    def takes_stacks(self) -> bool:
        """Return whether small candidates may be read and scored many at a time, with the same rows."""
        options = self.options
        reference = self.pairing.reference
        allowed = reference.width * reference.height <= options.limits.max_pixels
        indices = all(index.is_batched for index in self.indices)
        return allowed and indices and options.mask is None and not options.maps and can_be_many(reference)

    def reference_row(self) -> Row:
        """Return the reference as a row: its scores are the declared values of identical pictures."""
        image = self.pairing.reference
        return Row(
            source=image.source,
            size_px=(image.width, image.height),
            notes=image.notes,
            scores=tuple(Score(value=float(index.metric.identical)) for index in self.indices),
            thumbnail=self._thumbnail(image),
        )

    def notes(self) -> tuple[str, ...]:
        """Return what a person should know of all rows."""
        image = self.pairing.reference
        whole = max(image.width, image.height) <= LARGEST_DRAWN_PX
        if image.events is None or self.options.thumbnail_px is None or whole:
            return ()
        return (
            f"Reports show the plots at {LARGEST_DRAWN_PX} px; "
            f"values are those of {image.width} × {image.height} px, in which mikurabe plot writes them.",
        )

    def compare_many(self, several: Sequence[Found]) -> Iterator[Row | Skipped]:
        """Yield the rows of a run of candidates; never raises for what a picture can cause."""
        rows: dict[int, Row] = {}
        if self.takes_stacks and len(several) > 1:
            try:
                rows = self._rows_of_stack(several)
            except Exception as fault:
                # A defect of ours: it costs time, no row, and is told; alone each picture shows what is wrong with it.
                log.warning("small pictures are compared one by one (%r); please report this", fault)
                log.debug("while comparing %d pictures at a time", len(several), exc_info=True)
        for at, found in enumerate(several):
            row = rows.get(at)
            yield self.compare(found) if row is None else row

    def _rows_of_stack(self, several: Sequence[Found]) -> dict[int, Row]:
        """Return the rows of the candidates that could be read and scored together, by their places."""
        taken = decode_many(several, self.pairing.reference)
        if taken is None:
            return {}
        reference, stack = self.pairing.own, Stack(taken.pixels)
        columns = [index.scores(reference, stack) for index in self.indices]
        size = (reference.image.width, reference.image.height)
        thumbnails: Iterable[Thumbnail | None] = repeat(None)
        side = self.options.thumbnail_px
        if side is not None:
            thumbnails = make_thumbnails(taken.pixels, side=side, kind=self.options.thumbs) or (
                self._thumbnail(replace(reference.image, pixels=pixels, events=None)) for pixels in taken.pixels
            )
        rows = many(
            Row,
            len(stack),
            source=taken.sources,
            size_px=repeat(size),
            notes=repeat(()),
            scores=zip(*columns, strict=True),
            thumbnail=thumbnails,
            problem=repeat(None),
            maps=repeat(()),
            verdict=repeat(None),
        )
        return dict(zip(taken.places, rows, strict=True))

    def compare(self, found: Found) -> Row | Skipped:
        """Return the row of one candidate, or why it was passed over; never raises for what a picture can cause."""
        try:
            return self._row(found)
        except NotAPicture as reason:
            if not found.explicit and not _named_like_a_picture(found):
                return Skipped(name=found.name, reason=str(reason).removeprefix(f"{found.name}: "))
            return self._problem_row(found, str(reason))
        except MikurabeError as reason:
            return self._problem_row(found, str(reason))
        except MemoryError:
            return self._problem_row(found, "there was not enough memory for this picture; try --threads 1")
        except Exception as fault:
            # A defect of ours or of a decoder. It is told in the row, and does not cost the other rows.
            log.debug("while comparing %s", found.name, exc_info=True)
            return self._problem_row(found, f"unexpected {type(fault).__name__}: {fault}; please report this")

    def _row(self, found: Found) -> Row:
        limits = self.options.limits
        image = decode(found, max_pixels=limits.max_pixels, white=limits.white)
        source, size, notes = image.source, (image.width, image.height), image.notes
        with self._room_for(image):
            thumbnail = self._thumbnail(image)
            try:
                reference, candidate, changes = self.pairing.pair(image)
            except UnequalPictures as reason:
                return Row(
                    source=source,
                    size_px=size,
                    notes=notes,
                    scores=self._no_scores(str(reason)),
                    thumbnail=thumbnail,
                    problem=str(reason),
                )
            # Where it was fitted, the picture as it was decoded is not needed any more: it may be large.
            del image
            return Row(
                source=source,
                size_px=size,
                notes=(*notes, *changes, *self._remarks(reference, candidate)),
                scores=tuple(index.score(reference, candidate) for index in self.indices),
                thumbnail=thumbnail,
                maps=tuple(self._maps(reference, candidate)),
            )

    def _room_for(self, image: Image) -> AbstractContextManager[object]:
        """Return what to hold while working on a picture: for large ones the lock that only one of them gets."""
        width, height = self.pairing.common_size(image)
        large = max(width * height, image.width * image.height) > LARGE_PIXELS
        return self.one_large if large else nullcontext()

    def _remarks(self, reference: Picture, candidate: Picture) -> list[str]:
        """Return what the indices have to say beside their values: changed regions, the movement that was undone."""
        said = (index.remark(reference, candidate) for index in self.indices)
        return [each for each in said if each is not None]

    def _maps(self, reference: Picture, candidate: Picture) -> Iterator[LocalMap]:
        """Yield the maps that were asked for; a pair without a value has no map either, and its Score says why."""
        for index in self.options.maps:
            try:
                values = index.local(reference, candidate)
            except UndefinedScore:
                continue
            facts = index.metric
            yield local_map(
                index.key, values, identical=facts.identical, low=facts.low, high=facts.high, signed=facts.signed
            )

    def _problem_row(self, found: Found, reason: str) -> Row:
        reason = reason.removeprefix(f"{found.name}: ")
        return Row(
            source=Source(name=found.name, path=found.path, sha256=None, size_bytes=None),
            size_px=None,
            notes=found.notes,
            scores=self._no_scores(reason),
            problem=reason,
        )

    def _no_scores(self, reason: str) -> tuple[Score, ...]:
        return (Score(problem=reason),) * len(self.indices)

    def _thumbnail(self, image: Image) -> Thumbnail | None:
        side = self.options.thumbnail_px
        if side is None:
            return None
        if image.events is not None:
            # No file beside the report holds what was drawn of events: the thumbnail is all that there is to look at.
            side = max(side, min(max(image.width, image.height), LARGEST_DRAWN_PX))
        return make_thumbnail(image, side=side, kind=self.options.thumbs, of=self.total)


def first_readable(listing: Listing, limits: Limits) -> tuple[Image, Listing]:
    """Return the first picture of the listing that can be read, and the listing without it.

    Raises UsageError where none can.
    """
    reasons = []
    for at, found in enumerate(listing.found):
        try:
            image = decode(found, max_pixels=limits.max_pixels, white=limits.white)
        except UnreadablePicture as reason:
            reasons.append(str(reason))
            continue
        rest = (*listing.found[:at], *listing.found[at + 1 :])
        note = f"No reference was given: {found.name}, the first picture in natural order, is the reference."
        return image, Listing(found=rest, skipped=listing.skipped, notes=(*listing.notes, note))
    if not reasons:
        raise UsageError("There is no picture to compare.")
    files = "The only file cannot" if len(reasons) == 1 else f"None of the {len(reasons)} files can"
    passed = [f"{skipped.name}: {skipped.reason}" for skipped in listing.skipped]
    told = f" Passed over: {_first_few(passed)}" if passed else ""
    raise UsageError(f"{files} be read as a picture: {_first_few(reasons)}{told}")


def _first_few(reasons: Sequence[str], most: int = 3) -> str:
    more = f"; and {len(reasons) - most} more" if len(reasons) > most else ""
    return "; ".join(reason.rstrip(".") for reason in reasons[:most]) + more + "."


def _named_like_a_picture(found: Found) -> bool:
    return found.path is not None and found.path.suffix.lower() in PICTURE_SUFFIXES
