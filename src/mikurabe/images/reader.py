"""Found -> Image: one reading, one hash, one decoding, and every change noted."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from mikurabe.errors import UnreadablePicture
from mikurabe.images import png_pixels
from mikurabe.images.arrays import array_source, image_of_array
from mikurabe.images.metadata import is_srgb, turned
from mikurabe.images.opened import Opened, decoder_errors
from mikurabe.images.pixels import in_known_range, without_alpha
from mikurabe.images.png import SIGNATURE
from mikurabe.images.sniff import opener, other_suffix
from mikurabe.records import Array, Found, Image, Source, read_only

MAX_PIXELS = 200_000_000


def decode(found: Found, *, max_pixels: int = MAX_PIXELS, white: float | None = None) -> Image:
    """Return the picture that ``found`` holds, decoded by its content; the file's suffix has no say.

    Pixels keep their depth: 1 to 8 bits give uint8 (fewer than 8 are scaled up), 9 to 16 bits uint16, floats
    float32. Gray stays (H, W), also as a palette of nothing but grays; everything else is (H, W, 3) RGB. EXIF
    orientation is applied, transparent parts are shown on white, ICC profiles are not applied; of animations and
    multi-page files the first frame is taken. ``notes`` say which of these happened. Events are drawn by
    ``found.render`` and go along with the picture.

    Args:
        found: what a source found; read once. Arrays pass through ``from_array``.
        max_pixels: a file that declares more is refused before any pixel is decoded.
        white: the value of full white in pictures of floats (1.0 unless given). Whole numbers know their own.

    Raises:
        NotAPicture: the bytes are no picture at all.
        UnreadablePicture: the bytes are no sound picture, are too large, or could not be read.

    Thread-safe: nothing outside the call is changed.
    """
    name = one_line(found.name)
    try:
        content = found.read()
    except OSError as error:
        raise UnreadablePicture(f"{name}: cannot be read: {error.strerror or error}") from error
    if not isinstance(content, bytes):
        natural = content.dtype == bool or content.dtype in (np.uint8, np.uint16)
        return image_of_array(
            content,
            source=array_source(content, name=found.name, path=found.path, modified=_modified(found.path)),
            white=None if natural else white,
            notes=found.notes,
        )
    source = Source(
        name=found.name,
        path=found.path,
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        modified=_modified(found.path),
    )
    try:
        if found.render is not None:
            drawn = found.render(content)
            notes = (*found.notes, *drawn.notes)
            return Image(source=source, pixels=read_only(drawn.pixels), white=255.0, notes=notes, events=drawn.events)
        pixels, full, notes = _decoded(content, found.name, max_pixels, white)
    except UnreadablePicture as error:
        raise type(error)(f"{name}: {one_line(str(error))}") from error.__cause__
    return Image(source=source, pixels=read_only(pixels), white=full, notes=(*found.notes, *notes))


def _decoded(content: bytes, name: str, max_pixels: int, white: float | None) -> tuple[Array, float, tuple[str, ...]]:
    """Return pixels, the value of full white, and notes; every failure of a decoder becomes UnreadablePicture."""
    if content.startswith(SIGNATURE) and (plain := png_pixels.plain(content, max_pixels)) is not None:
        suffix = other_suffix("PNG", name)
        return plain, 255.0, (_named_otherwise("PNG", suffix),) if suffix else ()
    what = "picture"
    try:
        opened = opener(content)(content, max_pixels)
        what = opened.format
        loaded = opened.load()
    except UnreadablePicture:
        raise
    except decoder_errors() as error:
        if _is_garbled(error):
            raise UnreadablePicture(f"the {what} cannot be decoded: its data are damaged") from error
        reason = one_line(str(error)) or type(error).__name__
        raise UnreadablePicture(f"the {what} cannot be decoded: {reason}") from error
    notes = list(_notes(opened, name, len(content)))
    if loaded.ndim not in (2, 3) or loaded.size == 0 or (loaded.ndim == 3 and loaded.shape[2] > 4):
        raise UnreadablePicture(f"its pixels have the shape {loaded.shape}; (H, W) and (H, W, 1 to 4) are known")
    pixels, full, range_notes = in_known_range(loaded, opened.full, white)
    pixels, alpha_notes = without_alpha(pixels, full, opened.premultiplied)
    return turned(pixels, opened.orientation), full, (*notes, *range_notes, *alpha_notes)


def _is_garbled(error: Exception) -> bool:
    """Return whether a decoder's words are none: libpng's can be overwritten before anybody reads them."""
    said = str(error).replace("\n", " ")
    return isinstance(error, UnicodeDecodeError) or not (said.isascii() and said.isprintable())


def _notes(opened: Opened, name: str, length: int) -> list[str]:
    notes = []
    if suffix := other_suffix(opened.format, name):
        notes.append(_named_otherwise(opened.format, suffix))
    if opened.frames > 1:
        notes.append(f"frame 1 of {opened.frames}")
    if opened.orientation != 1:
        notes.append(f"turned by EXIF orientation {opened.orientation}")
    if opened.full not in (None, 255.0, 65535.0):
        notes.append(f"full white is {opened.full:g}")
    notes.extend(opened.notes)
    if opened.profile is not None and not is_srgb(opened.profile):
        notes.append("ICC profile not applied")
    if opened.size_bytes is not None and length > opened.size_bytes:
        notes.append(f"{length - opened.size_bytes:,} bytes after the picture's end ignored")
    return notes


def _named_otherwise(format_name: str, suffix: str) -> str:
    return f"a {format_name} named .{suffix}"


def _modified(path: Path | None) -> datetime | None:
    """Return when the file was last changed, None where there is no file, or no longer."""
    if path is None:
        return None
    try:
        return moment(path.stat().st_mtime)
    except OSError:
        return None


def moment(seconds: float) -> datetime | None:
    """Return when that was, in UTC, from the seconds since 1970; None beyond the years 1 to 9999."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OSError, OverflowError, ValueError):
        return None


def one_line(text: str) -> str:
    """Return the text on one line that any terminal can print: what is not printable becomes its escape sequence."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in text
    )
