"""Many small pictures at a time: files read and decoded in one native call, where nothing is to be said of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mikurabe.images import png_pixels
from mikurabe.images.arrays import array_source
from mikurabe.images.reader import moment
from mikurabe.images.sniff import other_suffix
from mikurabe.records import Array, Found, Image, Source, many, read_only

# Pictures of more pixels are worth a call of their own, and no plain PNG of these is longer.
MOST_PIXELS = 2**14
_MOST_BYTES = 2**18


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """Pictures of one shape: ``pixels`` (N, H, W) or (N, H, W, 3), uint8, read-only, and where each came from.

    ``places`` says which of those that were asked for they are; nothing has to be noted of any of them.
    """

    pixels: Array
    sources: tuple[Source, ...]
    places: tuple[int, ...]


def can_be_many(image: Image) -> bool:
    """Return whether pictures like this one are small and plain enough to be read together."""
    return image.pixels.dtype == np.uint8 and image.white == 255.0 and image.width * image.height <= MOST_PIXELS


def decode_many(several: Sequence[Found], like: Image) -> Many | None:
    """Return those of ``several`` that are plain and of the shape of ``like``, the same as ``decode`` gives; or None.

    Plain PNG files, and 8-bit arrays. Whatever is missing, odd or damaged is left to ``decode``, which tells it.
    """
    stack = np.empty((len(several), *like.pixels.shape), np.uint8)
    sources = _from_files(several, stack)
    if len(sources) < len(several):
        sources |= _from_arrays(several, stack)
    if not sources:
        return None
    places = tuple(sorted(sources))
    pixels = stack if len(places) == len(several) else stack[list(places)]
    return Many(pixels=read_only(pixels), sources=tuple(sources[at] for at in places), places=places)


def _from_files(several: Sequence[Found], stack: Array) -> dict[int, Source]:
    """Return the sources of the files that were taken, by their places in the stack, where their pixels are now."""
    files = [at for at, found in enumerate(several) if found.real is not None and _is_plain_by_name(found)]
    native = png_pixels.native()
    if not files or native is None:
        return {}
    read = native.read_stack([os.fsencode(str(several[at].real)) for at in files], _MOST_BYTES, stack)
    if len(files) < len(several):
        # They lie one after the other: moved from the last to the first, none is overwritten before it has moved.
        for row, at in reversed(list(enumerate(files))):
            stack[at] = stack[row]
    taken = [at for at, result in zip(files, read, strict=True) if result is not None]
    contents, changed = zip(*filter(None, read), strict=True) if taken else ((), ())
    sources = many(
        Source,
        len(taken),
        name=[several[at].name for at in taken],
        file=[several[at].file for at in taken],
        sha256=[hashlib.sha256(content).hexdigest() for content in contents],
        size_bytes=map(len, contents),
        modified=map(moment, changed),
    )
    return dict(zip(taken, sources, strict=True))


def _from_arrays(several: Sequence[Found], stack: Array) -> dict[int, Source]:
    """Return the same for arrays."""
    sources = {}
    for at, found in enumerate(several):
        if found.holds != "array" or found.notes:
            continue
        try:
            content = found.read()
        except Exception:  # whatever it is, it is raised again where that picture is read alone
            continue
        if isinstance(content, np.ndarray) and content.dtype == np.uint8 and content.shape == stack.shape[1:]:
            stack[at] = content
            sources[at] = array_source(content, name=found.name, path=found.path)
    return sources


def _is_plain_by_name(found: Found) -> bool:
    """Return whether nothing would have to be noted of a PNG of that name."""
    return (
        not found.notes
        and found.render is None
        and (found.name.endswith(".png") or other_suffix("PNG", found.name) is None)
    )
