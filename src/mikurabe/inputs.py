"""What people give as pictures -> images and listings: paths, arrays, vectors, mappings; and which pixels count."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

import numpy as np

from mikurabe.comparison import Limits
from mikurabe.engines import fewer_collections
from mikurabe.errors import UnreadablePicture, UsageError
from mikurabe.images import decode, from_array
from mikurabe.records import Array, Bools, Found, Image, Listing, Skipped
from mikurabe.region import Rectangle, combined, furniture, mask_of_image, mask_of_rectangles
from mikurabe.sources.files import find

# One picture: a path (or one digit, as mnist:PATH[3]), pixels, a vector, or an Image that was read before.
PictureLike: TypeAlias = str | Path | Array | Image | Sequence[float]
# Many: a folder, glob, list or file; several of these; pixels; or pixels by name.
PicturesLike: TypeAlias = str | Path | Array | Mapping[str, Array] | Sequence[str | Path | Array | Sequence[float]]


def read_picture(picture: PictureLike, name: str, limits: Limits) -> Image:
    """Return the one picture that a path, array or vector stands for; ``name`` is what an array is called."""
    if isinstance(picture, Image):
        return picture
    if isinstance(picture, str | Path):
        return decode(found_picture(picture, name), max_pixels=limits.max_pixels, white=limits.white)
    return from_array(_as_array(name, picture), name=name, white=limits.white)


def found_picture(path: str | Path, name: str) -> Found:
    """Return the one picture that a path names, not yet read; ``name`` says what it is for."""
    return replace(_found_one(path, name), explicit=True)


def _found_one(path: str | Path, name: str) -> Found:
    listing = find([path])
    if len(listing.found) != 1:
        raise UsageError(f"{path} stands for {len(listing.found)} pictures where one {name} is needed.")
    return listing.found[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """What a person said of which pixels count."""

    mask: PictureLike | None
    rectangles: tuple[str, ...]
    automatic: bool


# An automatic mask looks at this many pictures of the set at most, evenly spread over it.
LOOKED_AT = 32


def counted_pixels(region: Region, reference: Image, listing: Listing, limits: Limits) -> Bools | None:
    """Return which of the reference's pixels count, None where all do."""
    width, height = reference.width, reference.height
    masks = []
    if region.mask is not None:
        masks.append(mask_of_image(read_picture(region.mask, "mask", limits), width, height))
    if region.rectangles:
        parts = [Rectangle.parse(text) for text in region.rectangles]
        masks.append(mask_of_rectangles(parts, width, height))
    if region.automatic:
        step = max(1, -(-len(listing.found) // LOOKED_AT))
        others = []
        for found in listing.found[::step]:
            # What cannot be read is told in its own row later.
            with contextlib.suppress(UnreadablePicture):
                others.append(decode(found, max_pixels=limits.max_pixels, white=limits.white))
        still = furniture(reference, others)
        if not still.any():
            raise UsageError(
                "The automatic mask finds nothing to leave out: it looks for axes, text and legends, which stand alike "
                "in all pictures on a plain background. Leave --auto-mask away."
            )
        masks.append(~still)
    return combined(masks)


def share_of(counted: Bools | None) -> str:
    """Return in words how many of the reference's pixels count."""
    if counted is None:
        return "all"
    return f"{int(counted.sum()):,} of {counted.size:,} of the reference"


@fewer_collections()
def listing_of(candidates: PicturesLike, recursive: bool) -> Listing:
    """Return what the candidates stand for: the files that paths name, and arrays under their names.

    Raises UsageError where there are none, or where something is neither a path nor an array.
    """
    if isinstance(candidates, str | Path):
        return find([candidates], recursive=recursive)
    if _is_pixels(candidates):
        return Listing(found=(_of_array("candidate", candidates),))
    named: list[tuple[str, object]]
    if isinstance(candidates, Mapping):
        named = [(str(name), each) for name, each in candidates.items()]
    else:
        if candidates and all(isinstance(each, str | Path) for each in candidates):
            return find([each for each in candidates if isinstance(each, str | Path)], recursive=recursive)
        named = [(f"[{at}]", each) for at, each in enumerate(candidates)]
    if not named:
        raise UsageError("There are no candidates to compare with the reference.")
    parts = []
    for name, each in named:
        if not isinstance(each, str | Path):
            parts.append(Listing(found=(_of_array(name, each),)))
        elif isinstance(candidates, Mapping):
            # Whoever names one picture wants it read, whatever it is called.
            parts.append(Listing(found=(replace(_found_one(each, name), name=name, explicit=True),)))
        else:
            parts.append(find([each], recursive=recursive))
    return Listing(
        found=tuple(found for part in parts for found in part.found),
        skipped=tuple(skipped for part in parts for skipped in part.skipped),
        notes=tuple(note for part in parts for note in part.notes),
    )


def _is_pixels(value: object) -> bool:
    """Return whether something is one picture: an array, a DataFrame, a Pillow image."""
    return hasattr(value, "__array__") or hasattr(value, "__array_interface__")


def _of_array(name: str, pixels: object) -> Found:
    array = _as_array(name, pixels)
    return Found(name=name, path=None, read=lambda: array, explicit=True, holds="array")


def _as_array(name: str, pixels: object) -> Array:
    try:
        return np.asarray(pixels)
    except ValueError as ragged:
        raise UsageError(f"{name} is not an array: {ragged}") from ragged


def without_reference(reference: Image, listing: Listing) -> Listing:
    """Return the listing without the reference itself, which is listed as passed over."""
    path = reference.source.path
    if path is not None:
        own = os.path.realpath(path)
        same = {at for at, found in enumerate(listing.found) if found.real == own}
    else:
        # One picture out of a file of many has no path of its own, but a name (test[1] label 2).
        name = reference.source.name
        same = {at for at, found in enumerate(listing.found) if found.name == name and found.path is None}
    own_names = [listing.found[at].name for at in sorted(same)]
    return replace(
        listing,
        found=tuple(found for at, found in enumerate(listing.found) if at not in same),
        skipped=(*listing.skipped, *(Skipped(name=name, reason="it is the reference itself") for name in own_names)),
    )
