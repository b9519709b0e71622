"""PNG files made byte by byte, and what becomes of them either way: by our own decoding, or by libpng alone."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from images.encoded import of
from mikurabe.errors import UnreadablePicture
from mikurabe.images import png_pixels
from mikurabe.records import Array

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# Depth and colour type of what png_pixels decodes.
KINDS = [(8, 0), (8, 2), (8, 3), (8, 4), (8, 6), (16, 0), (16, 2), (16, 4), (16, 6)]

Outcome = tuple[object, ...]


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def header(width: int, height: int, depth: int, colour: int, interlace: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))


def png(size: tuple[int, int], kind: tuple[int, int], idats: Iterable[bytes], before: bytes = b"") -> bytes:
    """Return a PNG of (width, height), (depth, colour type) with these IDAT chunks; ``before`` comes before them."""
    pixels = b"".join(chunk(b"IDAT", body) for body in idats)
    return b"".join([SIGNATURE, header(*size, *kind), before, pixels, chunk(b"IEND")])


def raw_rows(rng: np.random.Generator, size: tuple[int, int], kind: tuple[int, int]) -> bytes:
    """Return random rows with random filter types: any bytes are some picture."""
    rows = rng.integers(0, 256, (size[1], 1 + size[0] * CHANNELS[kind[1]] * kind[0] // 8), dtype=np.uint8)
    rows[:, 0] = rng.integers(0, 5, size[1])
    return rows.tobytes()


def palette(rng: np.random.Generator, colours: int = 256, *, gray: bool = False) -> bytes:
    values = rng.integers(0, 256, (colours, 3), dtype=np.uint8)
    return chunk(b"PLTE", (np.repeat(values[:, :1], 3, axis=1) if gray else values).tobytes())


@contextmanager
def libpng_alone() -> Iterator[None]:
    """Decode without any of our own functions, as where no native kernels were built."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("plain", "chunks", "decoded"):
            patch.setattr(png_pixels, name, lambda *_: None)
        yield


def outcome(data: bytes, max_pixels: int = 4_000_000) -> Outcome:
    """Return everything that a reader of ``data`` can see: the pixels and notes, or the error's words."""
    try:
        image = of(data, "x.png", max_pixels=max_pixels)
    except UnreadablePicture as error:
        return type(error).__name__, str(error)
    return image.pixels.shape, image.pixels.dtype.str, image.pixels.tobytes(), image.white, image.notes


def both_ways(data: bytes, max_pixels: int = 4_000_000) -> tuple[Outcome, Outcome]:
    """Return the outcome of our own decoding and of libpng's."""
    with libpng_alone():
        expected = outcome(data, max_pixels)
    return outcome(data, max_pixels), expected


def decoded_here(data: bytes) -> list[Array | None]:
    """Return what each of our own two ways gives for ``data``: for plain files, and for chunks already walked."""
    given: list[Array | None] = [png_pixels.plain(data, 4_000_000)]
    decoded = png_pixels.decoded

    def noted(*arguments: object) -> Array | None:
        given.append(decoded(*arguments))  # type: ignore[arg-type]
        return given[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(png_pixels, "plain", lambda *_: None)
        patch.setattr(png_pixels, "decoded", noted)
        outcome(data)
    return given
