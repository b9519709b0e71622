"""Image -> Thumbnail: a small 8-bit picture, made once and shown by every report."""

from __future__ import annotations

import struct
import zlib
from itertools import repeat
from typing import Literal, TypeAlias, get_args

import numpy as np

from mikurabe.errors import UsageError
from mikurabe.images import png_pixels
from mikurabe.kernels import shrunk
from mikurabe.records import Array, Image, Thumbnail, many

ThumbnailKind: TypeAlias = Literal["auto", "png", "jpeg", "webp"]
KINDS: tuple[ThumbnailKind, ...] = get_args(ThumbnailKind)

SIDE = 128
# In a list of more pictures than this the size of a report matters more than which programs show its photographs.
MANY = 2000
# No side is thinner than this, or a strip of 5000 x 3 would be a line that nobody sees.
SMALLEST_SIDE = 4
# Shrunk pictures in which at least this share of the pixels equal their left neighbour are line art.
_FLAT = 1 / 3
# How hard libdeflate tries.
_LEVEL = 6
# Floats are shown in this many steps between black and white, and brought there by so many values at a time.
_STEPS = 65535
_BLOCK = 2**18
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def make_thumbnail(image: Image, *, side: int = SIDE, kind: ThumbnailKind = "auto", of: int = 1) -> Thumbnail:
    """Return the picture with its longest side at most ``side`` pixels, encoded without any metadata.

    Larger pictures are shrunk by area averaging; those under half of ``side`` are enlarged by a whole factor with
    hard edges (28 x 28 becomes 112 x 112). Very thin ones are thickened to 4 pixels. Depth is for display only:
    values are scaled so that full white is 255; where full white is unknown (floats from Python), the lowest value,
    or 0 if that is lower, is black, and the highest is white.

    ``kind`` auto gives PNG where the picture was enlarged, or where at least a third of the thumbnail's pixels equal
    their left neighbour (line art, plots); otherwise JPEG of quality 85, or WebP where the picture is one ``of`` more
    than 2,000. ``webp`` is smaller: without loss where auto gives PNG, else of quality 80; browsers show it, Excel does
    not. The same pixels give the same bytes.

    Raises UsageError where ``side`` is below 4.
    """
    if side < SMALLEST_SIDE:
        raise UsageError(f"a thumbnail's side must be at least {SMALLEST_SIDE} pixels, not {side}")
    pixels = image.pixels
    longest = max(pixels.shape[:2])
    factor = _enlarged(longest, side)
    if pixels.dtype.kind == "f":
        pixels, white = _steps(pixels, image.white), float(_STEPS)
    else:
        white = 255.0 if image.white is None else image.white
    if longest > side:
        pixels = _shrunk(pixels, side)
    pixels = _levels(pixels, white)
    if factor > 1:
        pixels = pixels.repeat(factor, axis=0).repeat(factor, axis=1)
    for axis in (0, 1):
        if pixels.shape[axis] < SMALLEST_SIDE:
            pixels = pixels.repeat(-(-SMALLEST_SIDE // pixels.shape[axis]), axis=axis)
    flat = factor > 1 or _is_flat(pixels)
    if kind == "auto" and of > MANY and not flat:
        kind = "webp"
    return _encoded(np.ascontiguousarray(pixels), kind, flat=flat)


def make_thumbnails(pixels: Array, *, side: int = SIDE, kind: ThumbnailKind = "auto") -> list[Thumbnail] | None:
    """Return what ``make_thumbnail`` makes of each 8-bit picture of a stack, (N, H, W) or (N, H, W, 3), in one go.

    Only of those that are enlarged to PNG, and with the native kernels; else None, and they are made one by one.
    """
    height, width = pixels.shape[1:3]
    factor = _enlarged(max(height, width), side)
    functions = png_pixels.native()
    if functions is None or factor == 1 or kind not in ("auto", "png") or min(height, width) * factor < SMALLEST_SIDE:
        return None
    files = functions.png_files(pixels, factor, _LEVEL)
    if files is None:
        return None
    return many(
        Thumbnail,
        len(files),
        data=files,
        mime=repeat("image/png"),
        width=repeat(width * factor),
        height=repeat(height * factor),
    )


def _enlarged(longest: int, side: int) -> int:
    """Return how many times as long the sides of a small picture become, 1 where it is large enough."""
    return side // longest if 2 * longest < side else 1


def whole_png(image: Image) -> bytes:
    """Return the picture in its own size as an 8-bit PNG file, with its depth shown as in its thumbnail."""
    import imagecodecs

    pixels, white = image.pixels, 255.0 if image.white is None else image.white
    if pixels.dtype.kind == "f":
        pixels, white = _steps(pixels, image.white), float(_STEPS)
    return bytes(imagecodecs.png_encode(np.ascontiguousarray(_levels(pixels, white)), level=6))


def without_webp(thumbnail: Thumbnail) -> Thumbnail:
    """Return the thumbnail as PNG or JPEG, whichever ``make_thumbnail`` would choose, where it is WebP."""
    if thumbnail.mime != "image/webp":
        return thumbnail
    import imagecodecs

    shown = np.ascontiguousarray(imagecodecs.webp_decode(thumbnail.data)[..., :3])
    return _encoded(shown, "auto", flat=_is_flat(shown))


def _levels(pixels: Array, white: float) -> Array:
    """Return the pixels in 8 bits, ``white`` at 255."""
    if pixels.dtype == np.uint8 and white == 255.0:
        return pixels
    # Without the last digits, in which processors may differ, halves round alike everywhere.
    levels = np.round(pixels.astype(np.float64) * 255.0 / white, 3)
    return np.clip(np.floor(levels + 0.5), 0, 255).astype(np.uint8)


def _steps(pixels: Array, white: float | None) -> Array:
    """Return float pixels in steps of uint16: black at 0, white at 65535; what lies beyond the two ends is cut off."""
    low = 0.0
    if white is None:
        low, white = min(0.0, float(pixels.min())), float(pixels.max())
    # Halves first: the distance of two large floats may be beyond float64.
    reach = white / 2 - low / 2
    steps = np.zeros(pixels.shape, np.uint16)
    if reach <= 0:
        return steps
    rows = max(1, _BLOCK // (pixels[0].size))
    for start in range(0, len(pixels), rows):
        share = (pixels[start : start + rows].astype(np.float64) / 2 - low / 2) / reach
        steps[start : start + rows] = np.clip(np.rint(share * _STEPS), 0, _STEPS)
    return steps


def _shrunk(pixels: Array, side: int) -> Array:
    """Return the pixels averaged by area down to ``side``, in their own type."""
    height, width = pixels.shape[:2]
    longest = max(height, width)
    target_height = max(1, round(height * side / longest), min(height, SMALLEST_SIDE))
    target_width = max(1, round(width * side / longest), min(width, SMALLEST_SIDE))
    return shrunk(pixels, target_height, target_width)


def _is_flat(shown: Array) -> bool:
    if shown.shape[1] < 2:
        return True
    same = shown[:, 1:] == shown[:, :-1]
    if same.ndim == 3:
        # Twenty times as fast as all() over an axis of three.
        same = same[..., 0] & same[..., 1] & same[..., 2]
    return bool(np.count_nonzero(same) >= _FLAT * same.size)


def plain_png(shown: Array) -> bytes:
    """Return 8-bit pixels as a PNG file whose rows are not filtered.

    For line art and enlarged pictures that gives the smallest files, and libdeflate packs them five times as fast as
    libpng and zlib do.
    """
    import imagecodecs

    height, width = shown.shape[:2]
    rows = np.zeros((height, 1 + shown[0].size), np.uint8)
    rows[:, 1:] = shown.reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 0 if shown.ndim == 2 else 2, 0, 0, 0)
    packed = bytes(imagecodecs.deflate_encode(rows.tobytes(), level=_LEVEL, raw=False))
    return b"".join([_SIGNATURE, *_chunk(b"IHDR", header), *_chunk(b"IDAT", packed), *_chunk(b"IEND", b"")])


def _chunk(kind: bytes, content: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    checksum = zlib.crc32(content, zlib.crc32(kind))
    return struct.pack(">I", len(content)), kind, content, struct.pack(">I", checksum)


def _encoded(shown: Array, kind: ThumbnailKind, *, flat: bool) -> Thumbnail:
    import imagecodecs

    height, width = shown.shape[:2]
    if kind == "auto":
        kind = "png" if flat else "jpeg"
    if kind == "png":
        return Thumbnail(data=plain_png(shown), mime="image/png", width=width, height=height)
    if kind == "jpeg":
        data = bytes(imagecodecs.jpeg8_encode(shown, level=85, optimize=True))
        return Thumbnail(data=data, mime="image/jpeg", width=width, height=height)
    # WebP has no gray of its own.
    colours = shown if shown.ndim == 3 else np.stack([shown] * 3, axis=-1)
    # Method 2 takes half the time of the usual 4 for a few per cent of size.
    data = bytes(imagecodecs.webp_encode(colours, level=80, lossless=flat, method=None if flat else 2))
    return Thumbnail(data=data, mime="image/webp", width=width, height=height)
