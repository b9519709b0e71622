"""WebP and AVIF -> Opened: containers read here (WebP) or by libavif (Pillow), pixels by imagecodecs."""

from __future__ import annotations

import io
import struct

import numpy as np

from mikurabe.images.metadata import orientation
from mikurabe.images.opened import Opened, check_size, codec_missing, damaged, truncated
from mikurabe.records import Array


def open_webp(data: bytes, max_pixels: int) -> Opened:
    """Return the facts of a WebP picture, or of the first frame of an animation on its canvas."""
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
        parts.setdefault(kind, data[at + 8 : at + 8 + (length if kind in _METADATA else min(length, 10))])
        at += 8 + length + length % 2
    width, height = _webp_size(parts)
    check_size("WebP", width, height, max_pixels)

    def load() -> Array:
        import imagecodecs

        return np.asarray(imagecodecs.webp_decode(data, index=0))

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


_METADATA = (b"EXIF", b"XMP ", b"ICCP")


def _webp_size(parts: dict[bytes, bytes]) -> tuple[int, int]:
    if len(head := parts.get(b"VP8X", b"")) == 10:
        return int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1
    if len(head := parts.get(b"VP8L", b"")) >= 5 and head[0] == 0x2F:
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if len(head := parts.get(b"VP8 ", b"")) == 10 and head[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", head, 6)
        return width & 0x3FFF, height & 0x3FFF
    raise damaged("WebP", "it holds no picture")


def open_avif(data: bytes, max_pixels: int) -> Opened:
    """Return the facts of an AVIF picture; 10 and 12 bits stay, with full white at 1023 and 4095."""
    from PIL import features

    if not features.check("avif"):
        raise codec_missing("AVIF", "install Pillow 11.3 or later with AVIF: pip install --upgrade pillow")
    from PIL.AvifImagePlugin import AvifImageFile

    header = AvifImageFile(io.BytesIO(data))
    width, height = header.size
    check_size("AVIF", width, height, max_pixels)

    def load() -> Array:
        import imagecodecs

        if not imagecodecs.AVIF.available:
            raise codec_missing("AVIF", "install an imagecodecs that has it: pip install --upgrade imagecodecs")
        # Not turned by libavif's caller; Pillow has translated the container's rotation and mirror into EXIF.
        return np.asarray(imagecodecs.avif_decode(data, index=0, numthreads=1))

    return Opened(
        format="AVIF",
        width=width,
        height=height,
        full=float(2 ** _avif_bits(data) - 1),
        load=load,
        orientation=orientation(header.info.get("exif"), header.info.get("xmp")),
        frames=header.n_frames,
        profile=header.info.get("icc_profile"),
    )


def _avif_bits(data: bytes) -> int:
    """Return the bits per sample that the AV1 configuration box states (AV1-ISOBMFF, 2.3.3)."""
    at = data.find(b"av1C")
    flags = data[at + 6] if 0 <= at < len(data) - 6 else 0
    return (12 if flags & 0x20 else 10) if flags & 0x40 else 8
