"""The pixels of most PNGs, faster than libpng: libdeflate inflates, a kernel of ours undoes the filters.

libdeflate comes with imagecodecs, and so nothing else need be installed. Nothing here raises: for whatever is not meant
for it or is not sound, None is returned, and ``images/png.py`` does what it always did, libpng's errors included.

One thing is taken that libpng refuses: length and distance codes that deflate reserves, in a stream whose checksum is
right all the same.
"""

from __future__ import annotations

import functools
from types import ModuleType
from typing import TypeAlias

import numpy as np

from mikurabe import kernels
from mikurabe.records import Array

Chunks: TypeAlias = list[tuple[bytes, int, int]]

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_LONGEST_SIDE = 1_000_000  # libpng's own limit
_SWAPPED_AT_ONCE = 1 << 16


def plain(data: bytes, max_pixels: int) -> Array | None:
    """Return the pixels of a PNG of which nothing else is to be said, 8-bit (H, W) gray or (H, W, 3) RGB, else None."""
    functions = native()
    try:
        pixels: Array | None = None if functions is None else functions.plain_png(data, max_pixels)
    except MemoryError:  # told by the ordinary way
        return None
    return pixels


def chunks(data: bytes) -> tuple[Chunks, int] | None:
    """Return (kind, start, stop) of every chunk's data up to IEND and where the file should end, or None."""
    functions = native()
    found = None if functions is None else functions.png_chunks(data)
    return None if found is None else (found, found[-1][2] + 4)


def decoded(data: bytes, needed: Chunks, width: int, height: int, depth: int, colour: int) -> Array | None:
    """Return the pixels of a PNG of 8 or 16 bits that is not interlaced and has no colour key, or None.

    (H, W), (H, W, 2) gray with alpha, (H, W, 3) or (H, W, 4). A palette's colours are gray where all of them are.

    Args:
        data: the file.
        needed: its chunks of the kinds IHDR, PLTE, tRNS, IDAT and IEND, their checksums right.
        width: in pixels; ``height`` too.
        height: as its header says, like the other numbers.
        depth: bits per sample.
        colour: the colour type.
    """
    before = [b"IHDR", b"PLTE"] if colour == 3 else [b"IHDR"]
    kinds = [kind for kind, _, _ in needed]
    spans = [(start, stop) for _, start, stop in needed[len(before) : -1]]
    if kinds != [*before, *[b"IDAT"] * len(spans), b"IEND"] or depth < 8 or max(width, height) > _LONGEST_SIDE:
        return None
    size = _CHANNELS[colour] * depth // 8
    rows = _rows(data, spans, width * size, height, size)
    if rows is None:
        return None
    if colour == 3:
        _, start, stop = needed[1]
        return _looked_up(rows, np.frombuffer(data, np.uint8, stop - start, start).reshape(-1, 3))
    if depth == 16:
        _in_native_order(rows)
        rows = rows.view(np.uint16)
    return rows if colour == 0 else rows.reshape(height, width, _CHANNELS[colour])


def _rows(data: bytes, spans: list[tuple[int, int]], width_bytes: int, height: int, size: int) -> Array | None:
    """Return the unfiltered rows, (height, width_bytes), or None."""
    if kernels.ACTIVE != "native":  # the twin is slower than libpng
        return None
    functions = native()
    if functions is not None:
        rows: Array | None = functions.png_rows(data, spans, width_bytes, height, size)
        return rows
    import imagecodecs

    stream = data[slice(*spans[0])] if len(spans) == 1 else b"".join(data[start:stop] for start, stop in spans)
    room = np.empty(height * (1 + width_bytes), np.uint8)
    # zlib refuses distances beyond the declared window, libdeflate does not look.
    if len(stream) < 2 or 256 << (stream[0] >> 4) < min(room.size, 1 << 15):
        return None
    try:
        written = len(imagecodecs.deflate_decode(stream, raw=False, out=room.data))
        return kernels.unfilter(room[:written], width_bytes, height, size)
    except (RuntimeError, ValueError):
        return None


def _looked_up(indices: Array, palette: Array) -> Array | None:
    """Return the colours of the indices, one plane where all of the palette is gray; None where a colour is missing."""
    if indices.max() >= len(palette):
        return None
    if np.all(palette == palette[:, :1]):
        return np.take(palette[:, 0].copy(), indices, mode="clip")
    return kernels.coloured(indices, palette)


def _in_native_order(rows: Array) -> None:
    """Turn big-endian 16-bit samples into the machine's own, in place."""
    samples = rows.reshape(-1).view(np.uint16)
    for start in range(0, samples.size, _SWAPPED_AT_ONCE):
        part = samples[start : start + _SWAPPED_AT_ONCE]
        part[:] = part.view(">u2").astype(np.uint16)


@functools.cache
def native() -> ModuleType | None:
    """Return ``kernels.native.png`` with libdeflate's functions at its hand, or None.

    Wheels for Linux and macOS carry libdeflate as a library that imagecodecs' module depends on, so that its functions
    are found through that module. Where it is linked in otherwise (Windows), they are not.
    """
    if kernels.ACTIVE != "native":
        return None
    import ctypes

    from mikurabe.kernels.native import png

    try:
        from imagecodecs import _deflate

        library = ctypes.CDLL(_deflate.__file__)
        addresses = [
            ctypes.cast(getattr(library, f"libdeflate_{name}"), ctypes.c_void_p).value or 0
            for name in (
                *("alloc_decompressor", "zlib_decompress_ex", "crc32", "free_decompressor"),
                *("alloc_compressor", "zlib_compress", "zlib_compress_bound", "free_compressor"),
            )
        ]
    except (ImportError, OSError, AttributeError):
        return None
    crc32 = library.libdeflate_crc32
    crc32.restype, crc32.argtypes = ctypes.c_uint32, [ctypes.c_uint32, ctypes.c_char_p, ctypes.c_size_t]
    if crc32(0, b"123456789", 9) != 0xCBF43926:  # CRC-32's own test value
        return None
    png.use_libdeflate(*addresses)
    return png
