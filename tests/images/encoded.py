"""Small pictures, encoded by other people's encoders, for the tests of decoding."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
from PIL import Image as Pillow

from mikurabe.images import decode
from mikurabe.records import Array, Found, Image

RNG = np.random.default_rng(20)
# Smooth enough for lossy codecs, with every channel different.
RGB = np.clip(np.cumsum(RNG.integers(-9, 10, (48, 36, 3)), axis=0) + 128, 0, 255).astype(np.uint8)
GRAY = RGB[..., 1].copy()
ALPHA = RNG.integers(0, 256, GRAY.shape, dtype=np.uint8)


def found(data: bytes | Array, name: str = "x", path: Path | None = None) -> Found:
    return Found(name=name, path=path, read=lambda: data)


def of(data: bytes, name: str = "x", **options: float) -> Image:
    return decode(found(data, name), **options)  # type: ignore[arg-type]


def saved(pixels: Array, form: str, mode: str | None = None, **options: object) -> bytes:
    picture = Pillow.fromarray(pixels)
    buffer = io.BytesIO()
    (picture.convert(mode) if mode else picture).save(buffer, form, **options)
    return buffer.getvalue()


def by_pillow(data: bytes, mode: str) -> Array:
    with Pillow.open(io.BytesIO(data)) as picture:
        return np.asarray(picture.convert(mode))


def on_white(colour: Array, alpha: Array, full: int) -> Array:
    share = alpha.astype(np.float64) / full
    share = share[..., np.newaxis] if colour.ndim == 3 else share
    return np.asarray(np.floor(colour * share + full * (1 - share) + 0.5).astype(colour.dtype))


def tiff(pixels: Array, sample_format: int) -> bytes:
    """Return a plain TIFF of a depth that Pillow does not write; sample formats: 1 unsigned, 2 signed, 3 float."""
    height, width = pixels.shape[:2]
    samples = pixels.shape[2] if pixels.ndim == 3 else 1
    body = pixels.astype(pixels.dtype.newbyteorder("<")).tobytes()
    tags = [(256, 4, width), (257, 4, height), (259, 3, 1), (262, 3, 2 if samples == 3 else 1), (277, 3, samples)]
    tags += [(258, 3, 8 * pixels.itemsize), (273, 4, 8), (278, 4, height), (279, 4, len(body)), (339, 3, sample_format)]
    after = 8 + len(body)
    shared = b""
    directory = struct.pack("<H", len(tags))
    for tag, kind, value in sorted(tags):
        if tag in (258, 339) and samples > 2:
            directory += struct.pack("<HHII", tag, kind, samples, after + 2 + 12 * len(tags) + 4 + len(shared))
            shared += struct.pack(f"<{samples}H", *[value] * samples)
        else:
            directory += struct.pack("<HHII" if kind == 4 else "<HHIHxx", tag, kind, 1, value)
    return b"II*\0" + struct.pack("<I", after) + body + directory + struct.pack("<I", 0) + shared
