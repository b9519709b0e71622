"""PNG -> Opened: chunks checked here, pixels by libdeflate and our own kernel, or by libpng (imagecodecs)."""

from __future__ import annotations

import struct
import sys
import zlib

import numpy as np

from mikurabe.images import png_pixels
from mikurabe.images.metadata import orientation
from mikurabe.images.opened import Opened, check_size, damaged, gray_if_all_gray, truncated
from mikurabe.images.png_pixels import Chunks
from mikurabe.records import Array

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# What libpng needs for the pixels. It gets nothing else: it would write its opinion of the rest to stderr.
_FOR_PIXELS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
# First column, first row, column step, row step of the seven passes (PNG specification, 8.2).
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def open_png(data: bytes, max_pixels: int) -> Opened:
    """Return the PNG's header facts; a chunk that is cut short or fails its checksum raises UnreadablePicture.

    2 and 4 bits are scaled to 8 (x 85, x 17), 1 bit to 0/255. A palette of grays gives gray, any other RGB.
    """
    if data[12:16] != b"IHDR" or len(data) < 33 or data[8:12] != b"\0\0\0\x0d":
        raise truncated("PNG", "no header") if len(data) < 33 else damaged("PNG", "it does not begin with its header")
    width, height, depth, colour, compression, filtering, interlace = struct.unpack_from(">IIBBBBB", data, 16)
    if zlib.crc32(data[12:29]) != struct.unpack_from(">I", data, 29)[0]:
        raise damaged("PNG", "the header fails its checksum")
    if depth not in _DEPTHS.get(colour, ()) or compression or filtering or interlace > 1:
        raise damaged("PNG", f"there is no PNG of colour type {colour} with {depth} bits, interlacing {interlace}")
    check_size("PNG", width, height, max_pixels)
    chunks, end = png_pixels.chunks(data) or _chunks(data)
    first = {kind: data[start:stop] for kind, start, stop in reversed(chunks)}
    if b"IDAT" not in first:
        raise damaged("PNG", "it holds no pixels (no IDAT chunk)")
    palette = first.get(b"PLTE", b"")
    if colour == 3 and not (3 <= len(palette) <= 768 and len(palette) % 3 == 0):
        raise damaged("PNG", "its palette is missing or of an impossible length")
    for_pixels = [chunk for chunk in chunks if chunk[0] in _FOR_PIXELS]
    exif, xmp = _exif_and_xmp(data, chunks, first)

    def load() -> Array:
        if interlace:
            pixels = _interlaced(data, for_pixels, width, height, depth, colour)
        elif (fast := png_pixels.decoded(data, for_pixels, width, height, depth, colour)) is not None:
            return fast
        elif len(for_pixels) == len(chunks):
            pixels = _by_libpng(data)
        else:
            kept = [data[start - 8 : stop + 4] for _, start, stop in for_pixels]
            pixels = _by_libpng(b"".join([SIGNATURE, *kept]))
        if colour == 3:
            return gray_if_all_gray(pixels, np.frombuffer(palette, np.uint8).reshape(-1, 3))
        return pixels

    return Opened(
        format="PNG",
        width=width,
        height=height,
        full=65535.0 if depth == 16 else 255.0,
        load=load,
        orientation=orientation(exif, xmp),
        frames=struct.unpack_from(">I", first[b"acTL"])[0] if len(first.get(b"acTL", b"")) == 8 else 1,
        profile=_inflated(first[b"iCCP"].partition(b"\0")[2][1:]) if b"iCCP" in first else None,
        size_bytes=end,
    )


def _by_libpng(data: bytes) -> Array:
    """Return the pixels as libpng has them; its errors are raised."""
    import imagecodecs

    try:
        return np.asarray(imagecodecs.png_decode(data))
    except Exception:
        # imagecodecs 2026.3.6 then gives back a reference to None that it never took. Before Python 3.12 they are
        # counted, and after some thousand damaged files the process would end.
        if sys.version_info < (3, 12):
            import ctypes

            ctypes.pythonapi.Py_IncRef(ctypes.py_object(None))
        raise


def _chunks(data: bytes) -> tuple[Chunks, int]:
    """Return (kind, start, stop) of every chunk's data up to IEND, and where the file should end."""
    chunks = []
    at = len(SIGNATURE)
    view = memoryview(data)
    while True:
        if at + 12 > len(data):
            raise truncated("PNG", f"it ends at byte {len(data)}, without its end mark")
        length, kind = struct.unpack_from(">I4s", data, at)
        start, stop = at + 8, at + 8 + length
        name = kind.decode("latin-1")
        if not (kind.isalpha() and kind.isascii()):
            raise damaged("PNG", f"no chunk begins at byte {at}")
        if stop + 4 > len(data):
            raise truncated("PNG", f"its {name} chunk should end at byte {stop + 4}, the file ends at {len(data)}")
        if zlib.crc32(view[at + 4 : stop]) != struct.unpack_from(">I", data, stop)[0]:
            raise damaged("PNG", f"its {name} chunk fails its checksum")
        chunks.append((kind, start, stop))
        at = stop + 4
        if kind == b"IEND":
            return chunks, at


def _exif_and_xmp(data: bytes, chunks: Chunks, first: dict[bytes, bytes]) -> tuple[bytes | None, bytes | None]:
    """Return the EXIF block (its own chunk, or ImageMagick's text chunk) and the XMP packet."""
    exif, xmp = first.get(b"eXIf"), None
    for kind, start, stop in chunks:
        if kind not in (b"tEXt", b"zTXt", b"iTXt"):
            continue
        keyword, _, text = data[start:stop].partition(b"\0")
        if kind == b"iTXt" and keyword == b"XML:com.adobe.xmp":
            packed, text = text[:1] == b"\1", text[2:].split(b"\0", 2)[-1]
            xmp = _inflated(text) if packed else text
        elif exif is None and keyword in (b"Raw profile type exif", b"Raw profile type APP1"):
            text = (_inflated(text[1:]) or b"") if kind == b"zTXt" else text
            try:  # a name, a length and then hexadecimal digits, each on its lines
                exif = bytes.fromhex(b"".join(text.split()[2:]).decode("ascii"))
            except ValueError:
                continue
    return exif, xmp


def _inflated(packed: bytes) -> bytes | None:
    """Return at most 1 MiB of what was deflated, None where it is damaged: metadata never spoil the pixels."""
    try:
        return zlib.decompressobj().decompress(packed, 1 << 20)
    except zlib.error:
        return None


def _interlaced(data: bytes, chunks: Chunks, width: int, height: int, depth: int, colour: int) -> Array:
    """Return the pixels of an Adam7 PNG: each of its seven passes is decoded as a plain PNG of its own."""
    bits = depth * _CHANNELS[colour]
    sizes = [(max(0, -(-(width - x) // across)), max(0, -(-(height - y) // down))) for x, y, across, down in _ADAM7]
    lengths = [tall * (1 + -(-wide * bits // 8)) if wide else 0 for wide, tall in sizes]
    raw = memoryview(_inflated_pixels(data, chunks, sum(lengths)))
    between = b"".join(data[start - 8 : stop + 4] for kind, start, stop in chunks if kind in (b"PLTE", b"tRNS"))
    pixels: Array | None = None
    at = 0
    for (x, y, across, down), (wide, tall), length in zip(_ADAM7, sizes, lengths, strict=True):
        if not length:
            continue
        header = _chunk(b"IHDR", struct.pack(">IIBBBBB", wide, tall, depth, colour, 0, 0, 0))
        body = _chunk(b"IDAT", zlib.compress(raw[at : at + length], 1))
        part = _by_libpng(b"".join([SIGNATURE, header, between, body, _chunk(b"IEND", b"")]))
        if pixels is None:  # pass 1 always exists
            pixels = np.empty((height, width, *part.shape[2:]), part.dtype)
        pixels[y::down, x::across] = part
        at += length
    assert pixels is not None
    return pixels


def _inflated_pixels(data: bytes, chunks: Chunks, length: int) -> bytes:
    """Return the ``length`` inflated bytes of all IDAT chunks, no more and no fewer."""
    inflate = zlib.decompressobj()
    raw = inflate.decompress(b"".join(data[start:stop] for kind, start, stop in chunks if kind == b"IDAT"), length)
    if not inflate.eof:
        inflate.decompress(inflate.unconsumed_tail, 1)
    if len(raw) < length or not inflate.eof:
        raise damaged("PNG", "its pixels are not as many as its header says")
    return raw


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(body, zlib.crc32(kind)))
