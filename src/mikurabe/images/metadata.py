"""Orientation and colour profile: the little that mikurabe reads of a picture's metadata."""

from __future__ import annotations

import re
import struct

import numpy as np

from mikurabe import kernels
from mikurabe.records import Array

ORIENTATION_TAG = 274
_XMP_ORIENTATION = re.compile(rb"tiff:Orientation(?:=[\"']|>)\s*([0-9])")
_SRGB_NAMES = (b"sRGB", "sRGB".encode("utf-16-be"))


def exif_orientation(exif: bytes | None) -> int | None:
    """Return the orientation (1 to 8) of an EXIF block, None where it has none; a damaged block has none."""
    if not exif:
        return None
    block = exif[6:] if exif.startswith(b"Exif\0\0") else exif
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4])
    if order is None:
        return None
    try:
        (start,) = struct.unpack_from(order + "I", block, 4)
        (count,) = struct.unpack_from(order + "H", block, start)
        for at in range(start + 2, start + 2 + 12 * count, 12):
            tag, kind, values = struct.unpack_from(order + "HHI", block, at)
            if tag == ORIENTATION_TAG and kind == 3 and values == 1:
                return _known(struct.unpack_from(order + "H", block, at + 8)[0])
    except struct.error:
        return None
    return None


def xmp_orientation(xmp: bytes | None) -> int | None:
    """Return the orientation (1 to 8) that an XMP packet states, None where it states none."""
    found = _XMP_ORIENTATION.search(xmp) if xmp else None
    return _known(int(found[1])) if found else None


def orientation(exif: bytes | None, xmp: bytes | None = None) -> int:
    """Return the orientation to apply, 1 to 8: EXIF's, else XMP's (as Pillow has it), else 1 (upright)."""
    return exif_orientation(exif) or xmp_orientation(xmp) or 1


def _known(value: int) -> int | None:
    # 0 and 9 are met in the wild and mean nothing.
    return value if 1 <= value <= 8 else None


def turned(pixels: Array, orientation: int) -> Array:
    """Return the pixels, (H, W) or (H, W, 3), as the EXIF orientation wants them shown."""
    if orientation == 1:
        return pixels
    if orientation in (5, 6, 7, 8):
        pixels = np.swapaxes(pixels, 0, 1)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return kernels.contiguous(pixels)


def is_srgb(profile: bytes) -> bool:
    """Return whether an ICC profile calls itself sRGB in its description."""
    return any(name in profile for name in _SRGB_NAMES)
