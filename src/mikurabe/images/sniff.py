"""Bytes -> the format that they are in; a file's suffix has no say."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from mikurabe.errors import NotAPicture, UnreadablePicture
from mikurabe.images.avif import open_avif
from mikurabe.images.gif import open_gif
from mikurabe.images.jpeg import open_jpeg
from mikurabe.images.jxl import open_jxl
from mikurabe.images.netpbm import open_netpbm
from mikurabe.images.opened import Opened
from mikurabe.images.pillow import open_with_pillow
from mikurabe.images.png import SIGNATURE, open_png
from mikurabe.images.tiff import open_tiff
from mikurabe.images.webp import open_webp

Opener = Callable[[bytes, int], Opened]

# First bytes and who reads them. Longer beginnings that are less clear are below, in _opener.
_BEGINNINGS: tuple[tuple[bytes, Opener], ...] = (
    (SIGNATURE, open_png),
    (b"\xff\xd8\xff", open_jpeg),
    (b"GIF87a", open_gif),
    (b"GIF89a", open_gif),
    (b"II*\0", open_tiff),
    (b"MM\0*", open_tiff),
    (b"II+\0", open_tiff),
    (b"MM\0+", open_tiff),
    (b"\xff\x0a", open_jxl),
    (b"\0\0\0\x0cJXL \r\n\x87\n", open_jxl),
    (b"\0\0\0\x0cjP  \r\n\x87\n", partial(open_with_pillow, "JPEG 2000")),
    (b"\xff\x4f\xff\x51", partial(open_with_pillow, "JPEG 2000")),
    (b"8BPS\0\1", partial(open_with_pillow, "PSD")),
    (b"\x59\xa6\x6a\x95", partial(open_with_pillow, "Sun raster")),
    (b"\x01\xda", partial(open_with_pillow, "SGI")),
    (b"\x0a\x05\x01", partial(open_with_pillow, "PCX")),
)
# A letter, and then a number: "P5 is the fifth chapter" is text.
_NETPBM = re.compile(rb"P[1-6Ff](?:\s|#[^\n]*\n)+[0-9]")
_TGA_END = b"TRUEVISION-XFILE.\0"

_NO_PICTURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF; save its page as PNG"),
    (b"%!PS", "PostScript; save it as PNG"),
    (b"PK\x03\x04", "a ZIP archive or an Office file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x93NUMPY", "a NumPy array; load it and compare it from Python"),
    (b"SIMPLE  =", "a FITS file; save it as TIFF"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"FCS", "a flow-cytometry file; mikurabe compare and mikurabe plot draw it"),
)
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1")
_SUFFIXES = {
    "png": "PNG",
    "apng": "PNG",
    "jpg": "JPEG",
    "jpeg": "JPEG",
    "jpe": "JPEG",
    "jfif": "JPEG",
    "gif": "GIF",
    "bmp": "BMP",
    "dib": "BMP",
    "tif": "TIFF",
    "tiff": "TIFF",
    "webp": "WebP",
    "avif": "AVIF",
    "jxl": "JPEG XL",
    "jp2": "JPEG 2000",
    "j2k": "JPEG 2000",
}


def opener(data: bytes) -> Opener:
    """Return the function that opens these bytes.

    Raises NotAPicture for what is none (nothing, text, PDF ...) and UnreadablePicture for a picture whose
    first bytes are damaged, or whose format has no decoder.
    """
    if not data:
        raise NotAPicture("the file is empty")
    for beginning, function in _BEGINNINGS:
        if data.startswith(beginning):
            return function
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return open_webp
    if data[:2] == b"BM" and len(data) >= 18 and data[14:18] in _BMP_HEADERS:
        return partial(open_with_pillow, "BMP")
    if _NETPBM.match(data):
        return open_netpbm
    if data[4:8] == b"ftyp":
        return _iso_media(data)
    if data.endswith(_TGA_END):
        return partial(open_with_pillow, "TGA")
    raise _not_known(data)


_BMP_HEADERS = tuple(size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124))


def _iso_media(data: bytes) -> Opener:
    """Return the opener of an ISO media file by its brands: AVIF, or an error that says what it is."""
    brands = data[8 : max(12, min(int.from_bytes(data[:4]), 512))]
    known = [brands[at : at + 4] for at in range(0, len(brands), 4)]
    if b"avif" in known or b"avis" in known:
        return open_avif
    if any(brand in _HEIC_BRANDS for brand in known):
        raise UnreadablePicture("there is no decoder for HEIC here; save it as PNG, JPEG or AVIF")
    raise NotAPicture("it is no picture but a film or sound file (ISO media)")


def _not_known(data: bytes) -> UnreadablePicture:
    if data.startswith(b"\x89PNG") and len(data) < 8:
        return UnreadablePicture(f"the PNG is cut short: {len(data)} bytes are there")
    if b"IHDR" in data[:32]:
        return UnreadablePicture("the PNG is damaged: its first bytes were altered, as by a transfer as text")
    for beginning, what in _NO_PICTURES:
        if data.startswith(beginning):
            return NotAPicture(f"it is no picture but {what}")
    head = data[:4096]
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:512].lower()
    if b"<svg" in start:
        return NotAPicture("it is an SVG drawing, which has no pixels; save it as PNG")
    if start.startswith((b"<!doctype html", b"<html")):
        return NotAPicture("it is no picture but a web page (HTML)")
    if b"\0" not in head and _is_text(head):
        return NotAPicture("it is no picture but text")
    return NotAPicture(f"its first bytes ({head[:8].hex(' ')}) belong to no picture format that is known here")


def _is_text(head: bytes) -> bool:
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(head) - 3:  # not merely a character cut in two
            return False
        text = head[: error.start].decode("utf-8")
    return all(letter.isprintable() or letter.isspace() for letter in text)


def other_suffix(format_name: str, name: str) -> str | None:
    """Return the suffix of ``name`` where it belongs to another format than the content's, else None."""
    suffix = name.rpartition(".")[2].lower()
    return suffix if _SUFFIXES.get(suffix, format_name) != format_name else None
