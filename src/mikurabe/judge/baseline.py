"""Baseline: what N normal pictures are like, frozen, so that others can be judged by it on any day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mikurabe.comparison import Limits
from mikurabe.errors import UndefinedScore, UnequalPictures, UnreadablePicture, UsageError
from mikurabe.images import decode
from mikurabe.judge.combined import Learned, learn_combined
from mikurabe.judge.grid import Floats, ink_cells, ink_per_event
from mikurabe.judge.inhabitants import Inhabitants, find_inhabitants, only_counted
from mikurabe.judge.scale import colour_scale
from mikurabe.metrics import Index
from mikurabe.metrics.ink import background
from mikurabe.pairing import Pairing
from mikurabe.picture import Picture
from mikurabe.populations import Measured, Populations, measure
from mikurabe.records import Array, Bools, Found, Image, Listing, Skipped, Source, read_only
from mikurabe.region import furniture

# What stands still in all normals, and their populations, are looked for in so many of them.
_LOOKED_AT = 32
_LEAST_STILL_PX = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Normal:
    """One normal picture of a baseline: its name and the hash of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """N normal pictures as what judging needs of them; nothing in it changes any more.

    ``reference`` is what the indices compare with: a picture of its own, or the mean of all normals but the last, so
    that a new picture meets a mean of as many pictures as each normal met when it was scored against the mean of the
    others. ``values`` holds for each index (by key) what every normal scored so, None where it has no value.
    ``cells`` are the normals' ink in the grid, float64 (N, rows, columns), ``per_event`` the ink of one event.
    ``paper`` is the background colour, ``still`` the pixels of axes and texts that all normals share, ``scale`` what
    colours stand for (None: their distance from the background), ``counted`` the
    pixels that count (None: all). ``learned`` is None for a single normal. ``inhabitants`` are the populations of plots
    of dots, None where the pictures are none; ``settings`` then say why.
    """

    normals: tuple[Normal, ...]
    reference: Image
    own_reference: bool
    indices: tuple[Index, ...]
    values: Mapping[str, tuple[float | None, ...]]
    cells: Floats
    per_event: float | None
    learned: Learned | None
    inhabitants: Inhabitants | None
    paper: Array
    still: Bools
    scale: Array | None
    counted: Bools | None
    settings: Mapping[str, str]
    versions: Mapping[str, str]
    skipped: tuple[Skipped, ...] = ()

    def __len__(self) -> int:
        return len(self.normals)


def learn_found(
    listing: Listing,
    indices: Sequence[Index],
    *,
    reference: Image | None = None,
    counted: Bools | None = None,
    limits: Limits,
    settings: Mapping[str, str],
    versions: Mapping[str, str],
    progress: Callable[[int, int], None] | None = None,
) -> Baseline:
    """Return the baseline of the normal pictures in the listing.

    Every index is scored against ``reference`` or, where that is None, against the mean of the other normals: no
    normal is ever scored against something that it is a part of. Unreadable files are listed as skipped.

    Raises UsageError where there is no picture, where one has another size than the first, or where two have the same
    bytes: such a pair would pretend to know how little normal pictures vary.
    """
    read = _Reader(listing.found, counted, limits)
    normals, total, still, paper, scale = read.first_pass(progress, reference)
    populations = find_inhabitants([only_counted(each.image, counted, paper) for each in read.some], paper)
    measured: list[Measured] = []
    cells: list[Floats] = []
    values: dict[str, list[float | None]] = {index.key: [] for index in indices}
    number = len(normals)
    for at, picture in enumerate(read.pictures()):
        if progress is not None:
            progress(number + at + 1, 2 * number)
        cells.append(ink_cells(picture, still, scale))
        if reference is not None:
            against: Picture | None = Picture(reference, counted)
        elif number > 1:
            rest = _rounded((total - picture.pixels) / (number - 1), picture.image)
            against = Picture(replace(picture.image, pixels=rest), counted)
        else:
            against = None
        for index in indices:
            values[index.key].append(None if against is None else index.score(against, picture).value)
        if isinstance(populations, Populations):
            measured.append(measure(populations, only_counted(picture.image, counted, paper)))
        last = picture
    inhabitants = None
    if isinstance(populations, Populations):
        inhabitants = Inhabitants(learned=populations, measured=tuple(measured))
        found = ", ".join(member.name for member in populations.normal.members)
    else:
        found = f"none: {populations}"
    if reference is None:
        rest = _rounded((total - last.pixels) / (number - 1), last.image) if number > 1 else last.pixels
        named = f"mean of {number - 1} of {number} normals" if number > 1 else normals[0].name
        source = Source(name=named, path=None, sha256=None, size_bytes=None)
        of_indices = Image(source=source, pixels=rest, white=last.image.white)
    else:
        of_indices = reference
    stack = np.stack(cells)
    per_event, learned = None, None
    if number > 1:
        try:
            per_event = ink_per_event(stack)
            learned = learn_combined(stack / per_event)
        except UndefinedScore as reason:
            raise UsageError(f"No baseline can be learned: {reason}.") from reason
    return Baseline(
        normals=tuple(normals),
        reference=of_indices,
        own_reference=reference is not None,
        indices=tuple(indices),
        values={key: tuple(each) for key, each in values.items()},
        cells=stack,
        per_event=per_event,
        learned=learned,
        inhabitants=inhabitants,
        paper=paper,
        still=still,
        scale=scale,
        counted=counted,
        settings={**settings, "populations": found},
        versions=versions,
        skipped=(*listing.skipped, *read.skipped),
    )


class _Reader:
    """The normals, read twice: once for their sum and grid, once to be scored against the mean of the others."""

    def __init__(self, found: Sequence[Found], counted: Bools | None, limits: Limits) -> None:
        self._found = list(found)
        self._counted = counted
        self._limits = limits
        self._pairing: Pairing | None = None
        self.skipped: list[Skipped] = []
        # The first normals, kept in memory after the first pass.
        self.some: list[Picture] = []

    def first_pass(
        self, progress: Callable[[int, int], None] | None, reference: Image | None
    ) -> tuple[list[Normal], Array, Bools, Array, Array | None]:
        """Return the normals, the sum of their pixels, what stands still in them, background and scale."""
        normals: list[Normal] = []
        sound: list[Found] = []
        names: dict[str, str] = {}
        total: Array = np.zeros(())
        for at, found in enumerate(self._found):
            try:
                image = decode(found, max_pixels=self._limits.max_pixels, white=self._limits.white)
            except UnreadablePicture as reason:
                self.skipped.append(Skipped(name=found.name, reason=str(reason).removeprefix(f"{found.name}: ")))
                continue
            sha = image.source.sha256 or ""
            if reference is not None and sha and sha == reference.source.sha256:
                # Scored against itself it would be a normal picture that no other can be like.
                self.skipped.append(Skipped(name=found.name, reason="it is the reference itself"))
                continue
            if sha in names:
                raise UsageError(
                    f"{names[sha]} and {found.name} are the same picture, byte for byte. Counted twice it would make "
                    "normal pictures look more alike than they are; leave one of them out."
                )
            names[sha] = found.name
            if self._pairing is None:
                self._pairing = Pairing(reference or image, "as_they_are", self._counted)
            picture = self._paired(image)
            total = total + picture.pixels.astype(np.float64)
            normals.append(Normal(name=found.name, sha256=sha))
            sound.append(found)
            if len(self.some) < _LOOKED_AT:
                self.some.append(picture)
            if progress is not None:
                progress(at + 1, 2 * len(self._found))
        if not normals:
            told = "; ".join(f"{each.name}: {each.reason}" for each in self.skipped[:3])
            raise UsageError(f"There is no normal picture to learn from{f' ({told})' if told else ''}.")
        self._found = sound
        first, *others = (each.image for each in self.some)
        still = _large_patches(furniture(first, others)) if others else np.zeros(first.pixels.shape[:2], np.bool_)
        if self._counted is not None:
            still = still & self._counted
        try:
            paper = background(self.some[0])
        except UndefinedScore as reason:
            raise UsageError(f"No baseline can be learned: {reason}.") from reason
        return normals, total, still, paper, colour_scale(self.some, still)

    def pictures(self) -> Iterator[Picture]:
        """Yield the sound normals as pictures, read again one after the other."""
        for found in self._found:
            yield self._paired(decode(found, max_pixels=self._limits.max_pixels, white=self._limits.white))

    def _paired(self, image: Image) -> Picture:
        if self._pairing is None:
            raise ValueError("the first picture makes the pairing")
        try:
            _, picture, _ = self._pairing.pair(image)
        except UnequalPictures as reason:
            raise UsageError(f"The normal pictures are not alike in size or depth: {reason}") from reason
        first = self._pairing.reference
        if (picture.pixels.shape, picture.pixels.dtype) != (first.pixels.shape, first.pixels.dtype):
            raise UsageError(
                f"The normal pictures are not alike in colour or depth: {first.source.name} is "
                f"{_kind(first)}, {image.source.name} is {_kind(image)}. Draw or convert them alike."
            )
        return picture


def _large_patches(still: Bools) -> Bools:
    """Return the patches of which chance is not the reason: of few pictures a few dots stand still, too."""
    from scipy import ndimage

    patches, _ = ndimage.label(still, structure=np.ones((3, 3)))
    sizes = np.bincount(patches.ravel())
    large: Bools = still & (sizes[patches] >= _LEAST_STILL_PX)
    return large


def _kind(image: Image) -> str:
    return f"{'gray' if image.pixels.ndim == 2 else 'in colour'} of {image.pixels.dtype}"


def _rounded(mean: Array, like: Image) -> Array:
    """Return mean pixels in the depth of a picture's own."""
    if like.pixels.dtype.kind == "u":
        mean = np.rint(mean)
    return read_only(mean.astype(like.pixels.dtype))
