"""WebP -> Opened: the container read here, pixels by libwebp (imagecodecs)."""

from __future__ import annotations

import struct

import numpy as np

from mikurabe.images.metadata import orientation
from mikurabe.images.opened import Opened, check_size, damaged, truncated
from mikurabe.records import Array

_WHOLE = (b"EXIF", b"XMP ", b"ICCP", b"ANMF")


def open_webp(data: bytes, max_pixels: int) -> Opened:
    """Return the facts of a WebP picture, or of the first frame of an animation on its (transparent) canvas."""
    end = 8 + int.from_bytes(data[4:8], "little")
    if len(data) < max(end, 30):
        raise truncated("WebP", f"it should be {max(end, 30)} bytes long, and is {len(data)}")
    parts: dict[bytes, bytes] = {}
    frames = 0
    at = 12
    while at + 8 <= end:
        kind, length = struct.unpack_from("<4sI", data, at)
        if at + 8 + length > end:
            raise truncated("WebP", f"its {kind.decode('latin-1').strip()} part goes beyond its end")
        frames += kind == b"ANMF"
        if kind not in parts:
            parts[kind] = data[at + 8 : at + 8 + (length if kind in _WHOLE else min(length, 10))]
        at += 8 + length + length % 2
    width, height = _size(parts)
    check_size("WebP", width, height, max_pixels)

    def load() -> Array:
        import imagecodecs

        if frames:
            return _first_frame(parts[b"ANMF"], width, height)
        return np.asarray(imagecodecs.webp_decode(data))

    return Opened(
        format="WebP",
        width=width,
        height=height,
        full=255.0,
        load=load,
        orientation=orientation(parts.get(b"EXIF"), parts.get(b"XMP ")),
        frames=max(frames, 1),
        profile=parts.get(b"ICCP"),
        size_bytes=end,
    )


def _size(parts: dict[bytes, bytes]) -> tuple[int, int]:
    if len(head := parts.get(b"VP8X", b"")) == 10:
        return int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1
    if len(head := parts.get(b"VP8L", b"")) >= 5 and head[0] == 0x2F:
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if len(head := parts.get(b"VP8 ", b"")) == 10 and head[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", head, 6)
        return width & 0x3FFF, height & 0x3FFF
    raise damaged("WebP", "it holds no picture")


def _first_frame(frame: bytes, width: int, height: int) -> Array:
    """Return the first frame, decoded as a picture of its own and laid on the canvas."""
    import imagecodecs

    if len(frame) < 24:
        raise truncated("WebP", "its first frame has no header")
    left, top = 2 * int.from_bytes(frame[0:3], "little"), 2 * int.from_bytes(frame[3:6], "little")
    wide, tall = int.from_bytes(frame[6:9], "little") + 1, int.from_bytes(frame[9:12], "little") + 1
    if left + wide > width or top + tall > height:
        raise damaged("WebP", "its first frame goes beyond its canvas")
    alpha = 0x10 if frame[16:20] in (b"ALPH", b"VP8L") else 0
    header = b"WEBPVP8X" + struct.pack("<IBxxx", 10, alpha) + frame[6:12]
    body = header + frame[16:]
    pixels = np.asarray(imagecodecs.webp_decode(b"RIFF" + struct.pack("<I", len(body)) + body))
    if pixels.shape[:2] != (tall, wide):
        raise damaged("WebP", "its first frame is not as large as it says")
    if (tall, wide) == (height, width):
        return pixels
    canvas = np.zeros((height, width, 4), np.uint8)
    shown = canvas[top : top + tall, left : left + wide]
    shown[..., :3] = pixels[..., :3]
    shown[..., 3] = pixels[..., 3] if pixels.shape[2] == 4 else 255
    return canvas
