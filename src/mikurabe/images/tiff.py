"""TIFF and BigTIFF -> Opened: the first page's tags read here, pixels by libtiff (imagecodecs)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

from mikurabe.errors import UnreadablePicture
from mikurabe.images.metadata import orientation
from mikurabe.images.opened import Opened, check_size, damaged, gray_if_all_gray, truncated
from mikurabe.records import Array

# Tag types: struct letter (none for fractions and floats, which are of no use here) and bytes.
_TYPES = {1: ("B", 1), 2: ("B", 1), 3: ("H", 2), 4: ("I", 4), 6: ("b", 1), 7: ("B", 1), 8: ("h", 2), 9: ("i", 4)}
_TYPES |= {5: ("", 8), 10: ("", 8), 11: ("", 4), 12: ("", 8), 13: ("I", 4), 16: ("Q", 8), 17: ("q", 8), 18: ("Q", 8)}
_WIDTH, _HEIGHT, _BITS, _COMPRESSION, _PHOTOMETRIC, _ORIENTATION, _SAMPLES = 256, 257, 258, 259, 262, 274, 277
_STRIP_OFFSETS, _STRIP_COUNTS, _TILE_WIDTH, _TILE_HEIGHT, _TILE_OFFSETS, _TILE_COUNTS = 273, 279, 322, 323, 324, 325
_PLANAR, _PALETTE, _EXTRA, _FORMAT, _SUBSAMPLING, _XMP, _ICC = 284, 320, 338, 339, 530, 700, 34675
_READ = frozenset(
    (256, 257, 258, 259, 262, 273, 274, 277, 279, 284, 320, 322, 323, 324, 325, 338, 339, 530, 700, 34675)
)
_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB, _INDEXED, _CMYK, _YCBCR = 0, 1, 2, 3, 5, 6
_COLOURS = {_WHITE_IS_ZERO: 1, _BLACK_IS_ZERO: 1, _RGB: 3, _INDEXED: 1, _CMYK: 4, _YCBCR: 3}
_PLAIN = (_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB)
_SIGNABLE = (_BLACK_IS_ZERO, _RGB)
_NOTES = {_CMYK: "CMYK shown as RGB", _YCBCR: "YCbCr shown as RGB"}
_UNSIGNED, _UNDEFINED = 1, 4
_MOST_PAGES = 100_000


@dataclass(frozen=True, slots=True)
class _Page:
    """A page's tags of interest, by number, and where in the file each one's value stands."""

    tags: dict[int, tuple[int, ...]]
    places: dict[int, tuple[int, str]]

    def one(self, tag: int, default: int = 0) -> int:
        """Return a tag's first value."""
        return self.tags.get(tag, (default,))[0]

    def same(self, tag: int, default: int, noun: str) -> int:
        """Return a tag's value that all channels share; raise UnreadablePicture where they do not."""
        values = self.tags.get(tag, (default,))
        if len(set(values)) != 1:
            raise UnreadablePicture(f"the TIFF has different {noun} in its channels: {', '.join(map(str, values))}")
        return values[0]

    def orientation(self) -> int:
        """Return the orientation to apply, 1 to 8."""
        value = self.one(_ORIENTATION)
        return value if 1 <= value <= 8 else orientation(None, bytes(self.tags.get(_XMP, ())))

    def patched(self, data: bytes, tag: int, value: int) -> bytes:
        """Return a copy of the file in which a tag has another value."""
        copy = bytearray(data)
        at, letter = self.places[tag]
        struct.pack_into(letter, copy, at, value)
        return bytes(copy)


def open_tiff(data: bytes, max_pixels: int) -> Opened:
    """Return the facts of a TIFF's first page.

    Samples of 1 bit become 0/255, of 2 and 4 bits are scaled to 8, of 9 to 16 bits stay as they are with full
    white at 2^bits - 1. White-is-zero is turned round. A palette of grays gives gray, any other RGB.
    """
    page, frames = _first_page(data)
    check_size("TIFF", page.one(_WIDTH), page.one(_HEIGHT), max_pixels)
    if _TILE_WIDTH in page.tags:
        # A tile may be larger than a small picture, and is what libtiff makes room for.
        check_size("TIFF's tile", page.one(_TILE_WIDTH), page.one(_TILE_HEIGHT), max(max_pixels, 1 << 20))
    _check_extents(page, len(data))
    samples, photometric = page.one(_SAMPLES, 1), page.one(_PHOTOMETRIC, _BLACK_IS_ZERO)
    bits = page.same(_BITS, 1, "bits per sample")
    kind = page.same(_FORMAT, _UNSIGNED, "sample formats")
    if photometric not in _COLOURS:
        raise UnreadablePicture(
            f"the TIFF has colours of kind {photometric}; gray, RGB, palette, CMYK and YCbCr are read here"
        )
    colours = _COLOURS[photometric]
    if (photometric not in _PLAIN and bits > 8) or (
        kind not in (_UNSIGNED, _UNDEFINED) and photometric not in _SIGNABLE
    ):
        raise UnreadablePicture(f"the TIFF has {bits}-bit samples in colours of kind {photometric}: not read here")
    if samples < colours:
        raise damaged("TIFF", f"it has {samples} samples per pixel where its colours need {colours}")
    extra = page.one(_EXTRA)
    alpha = samples == colours + 1 and extra in (1, 2)
    notes = [_NOTES[photometric]] if photometric in _NOTES else []
    if samples > colours and not alpha:
        notes.append(f"{samples - colours} further channels left out")
    full: float | None = None
    if kind in (_UNSIGNED, _UNDEFINED) and bits <= 16:
        full = float(2**bits - 1) if bits > 8 else 255.0
    profile = page.tags.get(_ICC)
    return Opened(
        format="TIFF",
        width=page.one(_WIDTH),
        height=page.one(_HEIGHT),
        full=full,
        load=lambda: _loaded(data, page, photometric, bits, colours + alpha),
        orientation=page.orientation(),
        frames=frames,
        profile=bytes(profile) if profile else None,
        notes=tuple(notes),
        premultiplied=alpha and extra == 1,
    )


def _loaded(data: bytes, page: _Page, photometric: int, bits: int, kept: int) -> Array:
    """Return the pixels as gray or RGB, ``kept`` channels of them (with alpha)."""
    import imagecodecs

    # libtiff's own way to RGB passes over damage; asked for the bare samples it does not. JPEG strips are the
    # exception: there RGB comes from libjpeg.
    converted = photometric == _CMYK or (photometric == _YCBCR and page.one(_COMPRESSION) not in (6, 7))
    if converted:
        if photometric == _YCBCR and page.tags.get(_SUBSAMPLING, (2, 2)) != (1, 1):
            raise UnreadablePicture("the TIFF has subsampled YCbCr without JPEG: not read here; save it as RGB")
        data = page.patched(data, _PHOTOMETRIC, _BLACK_IS_ZERO)
    pixels = np.asarray(imagecodecs.tiff_decode(data, index=0))
    height, width, samples = page.one(_HEIGHT), page.one(_WIDTH), page.one(_SAMPLES, 1)
    if pixels.ndim == 3 and page.one(_PLANAR, 1) == 2 and pixels.shape == (samples, height, width):
        pixels = np.moveaxis(pixels, 0, 2)  # one plane after the other
    if pixels.shape[:2] != (height, width):
        raise damaged("TIFF", f"its pixels have the shape {pixels.shape}")
    if pixels.ndim == 3:
        pixels = pixels[..., :kept] if kept > 1 else pixels[..., 0]
    if converted:
        from PIL import Image as PillowImage

        mode = "CMYK" if photometric == _CMYK else "YCbCr"
        inks = np.ascontiguousarray(pixels[..., : _COLOURS[photometric]])
        return np.asarray(PillowImage.frombytes(mode, (width, height), inks.tobytes()).convert("RGB"))
    if photometric == _INDEXED:
        return _looked_up(pixels if pixels.ndim == 2 else pixels[..., 0], page.tags)
    if pixels.dtype == bool:
        pixels = pixels.view(np.uint8) * np.uint8(255)
    elif bits < 8:
        pixels = pixels * np.uint8(255 // (2**bits - 1))
    if photometric == _WHITE_IS_ZERO:
        pixels = pixels.copy()
        plane = pixels if pixels.ndim == 2 else pixels[..., 0]
        np.subtract(plane.dtype.type(2 ** max(bits, 8) - 1), plane, out=plane)
    return pixels


def _check_extents(page: _Page, length: int) -> None:
    """Raise UnreadablePicture where a strip or tile of the page lies beyond the file's end."""
    for offsets, counts in ((_STRIP_OFFSETS, _STRIP_COUNTS), (_TILE_OFFSETS, _TILE_COUNTS)):
        for offset, count in zip(page.tags.get(offsets, ()), page.tags.get(counts, ()), strict=False):
            if offset + count > length:
                raise truncated("TIFF", f"its pixels reach to byte {offset + count}, the file ends at {length}")


def _looked_up(indices: Array, tags: dict[int, tuple[int, ...]]) -> Array:
    """Return the colours of a palette picture; TIFF palettes have 16 bits, of which the upper 8 count."""
    table = np.array(tags.get(_PALETTE, ()), np.uint16)
    if table.size < 3 or table.size % 3:
        raise damaged("TIFF", "its palette is missing")
    palette = (table.reshape(3, -1).T >> 8).astype(np.uint8)
    indices = indices.astype(np.uint8)
    if int(indices.max()) >= len(palette):
        raise damaged("TIFF", "a pixel's colour is not in its palette")
    return gray_if_all_gray(palette[indices], palette)


def _first_page(data: bytes) -> tuple[_Page, int]:
    """Return the first page's tags of interest and the number of pages."""
    order = "<" if data[:2] == b"II" else ">"
    try:
        big = struct.unpack_from(order + "H", data, 2)[0] == 43
        first = struct.unpack_from(order + "Q", data, 8)[0] if big else struct.unpack_from(order + "I", data, 4)[0]
        if first < 8:
            raise damaged("TIFF", "it has no page")
        page, following = _page(data, first, order, big)
    except struct.error as error:
        raise truncated("TIFF", "its directory lies behind its end") from error
    seen = {first}
    while following and following not in seen and len(seen) < _MOST_PAGES:
        seen.add(following)
        try:
            following = _next_page(data, following, order, big)
        except struct.error as error:
            raise truncated("TIFF", f"page {len(seen)} lies behind its end") from error
    return page, len(seen)


def _next_page(data: bytes, at: int, order: str, big: bool) -> int:
    (count,) = struct.unpack_from(order + ("Q" if big else "H"), data, at)
    after = at + (8 + 20 * count if big else 2 + 12 * count)
    return int(struct.unpack_from(order + ("Q" if big else "I"), data, after)[0])


def _page(data: bytes, at: int, order: str, big: bool) -> tuple[_Page, int]:
    following = _next_page(data, at, order, big)
    (count,) = struct.unpack_from(order + ("Q" if big else "H"), data, at)
    tags: dict[int, tuple[int, ...]] = {}
    places: dict[int, tuple[int, str]] = {}
    start, step, room = (at + 8, 20, 8) if big else (at + 2, 12, 4)
    for entry in range(start, start + step * count, step):
        tag, kind, number = struct.unpack_from(order + ("HHQ" if big else "HHI"), data, entry)
        letter, size = _TYPES.get(kind, ("", 0))
        where = entry + step - room
        if number * size > room:
            (where,) = struct.unpack_from(order + ("Q" if big else "I"), data, where)
        if where + number * size > len(data):
            raise truncated("TIFF", f"the value of tag {tag} lies behind its end")
        if tag not in _READ or not letter or not number:
            continue
        places[tag] = (where, order + letter)
        tags[tag] = struct.unpack_from(f"{order}{number}{letter}", data, where)
    return _Page(tags, places), following
