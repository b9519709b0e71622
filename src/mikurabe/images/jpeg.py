"""JPEG -> Opened: markers walked here, pixels by libjpeg-turbo (imagecodecs)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator

import numpy as np

from mikurabe.images.metadata import orientation
from mikurabe.images.opened import Opened, check_size, damaged, truncated
from mikurabe.kernels.room import room
from mikurabe.records import Array

# A marker inside the coded data: not a stuffed zero, a fill byte or a restart.
_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
_FRAMES = frozenset((0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF))
_PROGRESSIVE = frozenset((0xC2, 0xC6, 0xCA, 0xCE))
_SOS, _EOI = 0xDA, 0xD9
_EXIF, _XMP, _ICC = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0", b"ICC_PROFILE\0"


def open_jpeg(data: bytes, max_pixels: int) -> Opened:
    """Return the JPEG's header facts; one that lacks its end or some of its scans raises UnreadablePicture.

    libjpeg would fill what is missing with gray and say nothing, so completeness is checked here. What cannot be
    seen: bytes altered within the coded data (JPEG has no checksum), and a progressive file's last scan cut short
    and closed with an end mark. Gray stays
    gray; CMYK and YCCK become RGB as in Pillow (Adobe's files hold them inverted).
    """
    exif = xmp = None
    profile: list[bytes] = []
    adobe = multi = progressive = False
    size: tuple[int, int, int, int] | None = None
    wanted: dict[int, list[int]] = {}
    end = 0
    for marker, start, stop in _segments(data):
        body = data[start:stop] if marker not in (_SOS, _EOI) else b""
        if marker in _FRAMES and size is None:
            if len(body) < 6 or len(body) < 6 + 3 * body[5]:
                raise damaged("JPEG", "its header is too short")
            precision, height, width, components = struct.unpack_from(">BHHB", body)
            check_size("JPEG", width, height, max_pixels)
            if components not in (1, 3, 4):
                raise damaged("JPEG", f"it has {components} colour components; 1, 3 and 4 are known")
            size = (width, height, components, precision)
            progressive = marker in _PROGRESSIVE
            # Per component, down to which bit each coefficient has come so far; 99 = not yet seen.
            wanted = {body[6 + 3 * at]: [99] * (64 if progressive else 1) for at in range(components)}
        elif marker == 0xE1 and body.startswith(_EXIF):
            exif = exif or body
        elif marker == 0xE1 and body.startswith(_XMP):
            xmp = body[len(_XMP) :]
        elif marker == 0xE2 and body.startswith(_ICC):
            profile.append(body[len(_ICC) + 2 :])
        elif marker == 0xE2 and body.startswith(b"MPF\0"):
            multi = True
        elif marker == 0xEE and body.startswith(b"Adobe"):
            adobe = True
        elif marker == _SOS:
            _note_scan(data[start:stop], wanted, progressive)
        elif marker == _EOI:
            end = stop
    if size is None:
        raise truncated("JPEG", "no header") if not end else damaged("JPEG", "no header")
    width, height, components, precision = size
    if not end:
        raise truncated("JPEG", f"it ends at byte {len(data)}, without its end mark")
    if any(bit for coefficients in wanted.values() for bit in coefficients):
        raise truncated("JPEG", "some of its scans are missing")

    def load() -> Array:
        return _decoded(data, end, (height, width), components, precision, adobe)

    return Opened(
        format="JPEG",
        width=width,
        height=height,
        full=float(2**precision - 1),
        load=load,
        orientation=orientation(exif, xmp),
        profile=b"".join(profile) or None,
        notes=("CMYK shown as RGB",) if components == 4 else (),
        # What follows the end mark of a multi-picture file belongs there.
        size_bytes=None if multi else end,
    )


def _segments(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield (marker, start, stop) of every segment's body up to the end mark; a file cut short just ends."""
    at = 2
    while at + 2 <= len(data):
        if data[at] != 0xFF:
            raise damaged("JPEG", f"no marker at byte {at}")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        at += 2
        if marker == _EOI:
            yield marker, at, at
            return
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            continue
        if at + 2 > len(data):
            return
        stop = at + struct.unpack_from(">H", data, at)[0]
        if stop < at + 2:
            raise damaged("JPEG", f"a segment of impossible length at byte {at}")
        if stop > len(data):
            return
        yield marker, at + 2, stop
        at = stop
        if marker == _SOS:
            found = _MARKER.search(data, at)
            if found is None:
                return
            at = found.start()


def _note_scan(header: bytes, wanted: dict[int, list[int]], progressive: bool) -> None:
    """Take note of what a scan brings: which components, which coefficients, down to which bit (ITU T.81, B.2.3)."""
    count = header[0] if header else 0
    if len(header) < 4 + 2 * count:
        raise damaged("JPEG", "a scan's header is too short")
    first, last, bits = header[1 + 2 * count : 4 + 2 * count]
    for component in header[1 : 1 + 2 * count : 2]:
        coefficients = wanted.get(component)
        if coefficients is None:
            raise damaged("JPEG", f"a scan of component {component}, which its header does not have")
        if not progressive:
            coefficients[0] = 0
            continue
        for at in range(first, min(last, 63) + 1):
            coefficients[at] = bits & 15


def _decoded(data: bytes, end: int, size: tuple[int, int], components: int, precision: int, adobe: bool) -> Array:
    """Return the pixels; raise UnreadablePicture where libjpeg had to make some up."""
    import imagecodecs

    if precision != 8:
        return np.asarray(imagecodecs.jpeg_decode(data))
    if components == 4:
        from PIL import Image as PillowImage

        inks = imagecodecs.jpeg8_decode(data, outcolorspace="CMYK")
        inks = 255 - inks if adobe else inks
        picture = PillowImage.frombytes("CMYK", inks.shape[1::-1], inks.tobytes())
        return np.asarray(picture.convert("RGB"))
    pixels = room(size if components == 1 else (*size, 3), np.uint8)
    imagecodecs.jpeg8_decode(data, out=pixels)
    # Where coded data run out before the end mark, libjpeg paints middle gray to the last pixel. Whether such a
    # corner is painted or real shows when bytes are put before the end mark: only a decoder in want reads them.
    if np.all(pixels[-1, -1] == 128):
        longer = data[: end - 2] + b"\x5a" * 256 + b"\xff\xd9"
        if not np.array_equal(imagecodecs.jpeg8_decode(longer), pixels):
            raise truncated("JPEG", "its coded data end before the last pixel")
    return pixels
