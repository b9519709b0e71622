"""The native PNG functions; the specification of ``unfilter`` is the NumPy twin, ``kernels/png.py``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mikurabe.kernels import _native
from mikurabe.kernels.png import Bytes, require_rows, unknown_filter
from mikurabe.kernels.room import room


def unfilter(raw: Bytes, width_bytes: int, height: int, bytes_per_pixel: int) -> Bytes:
    """Return the rows of a PNG without their filters, in place; the specification is the NumPy twin."""
    require_rows(raw, width_bytes, height, bytes_per_pixel)
    done = _native.unfilter(raw, width_bytes, height, bytes_per_pixel)
    if done < height:
        raise unknown_filter(raw, width_bytes, done)
    return raw[: height * width_bytes].reshape(height, width_bytes)


def use_libdeflate(
    alloc_decompressor: int,
    zlib_decompress_ex: int,
    crc32: int,
    free_decompressor: int,
    alloc_compressor: int,
    zlib_compress: int,
    zlib_compress_bound: int,
    free_compressor: int,
) -> None:
    """Let the functions below inflate and check with libdeflate's functions at these addresses; the first call counts.

    The addresses are those of the C functions of that name, and must stay valid as long as the process runs.
    """
    _native.use_libdeflate(
        alloc_decompressor,
        zlib_decompress_ex,
        crc32,
        free_decompressor,
        alloc_compressor,
        zlib_compress,
        zlib_compress_bound,
        free_compressor,
    )


def png_chunks(data: bytes) -> list[tuple[bytes, int, int]] | None:
    """Return (kind, start, stop) of every chunk's data up to IEND; None where one is cut short, unnamed or damaged.

    Also None before :func:`use_libdeflate`, as for the others.
    """
    return _native.png_chunks(data)


def png_rows(
    data: bytes, spans: Sequence[tuple[int, int]], width_bytes: int, height: int, bytes_per_pixel: int
) -> Bytes | None:
    """Return the rows, (height, width_bytes), that the parts ``spans`` (start, stop) of ``data`` hold when joined.

    They are one zlib stream of exactly so many bytes and their filter types; None where they are not, where its
    checksum is wrong, or where its window is declared too small for the rows.
    """
    rows = room(height * (1 + width_bytes), np.uint8)
    if any(not 0 <= start <= stop <= len(data) for start, stop in spans) or width_bytes % bytes_per_pixel:
        raise ValueError(f"there are no such parts, or no such pixels: {spans}, {width_bytes}, {bytes_per_pixel}")
    if not _native.png_rows(data, spans, width_bytes, height, bytes_per_pixel, rows):
        return None
    return rows[: height * width_bytes].reshape(height, width_bytes)


def plain_png(data: bytes, max_pixels: int) -> Bytes | None:
    """Return the pixels of a plain PNG file, (H, W) gray or (H, W, 3) RGB; None where it is not plain or not sound.

    Plain: 8 bits, not interlaced, at most ``max_pixels``, every checksum right, nothing after the end, and no chunk
    but those that change neither a pixel nor what is to be said of the picture (size in metres, gamma, time, text).
    """
    found = _native.plain_png(data, max_pixels, _bytes)
    if found is None:
        return None
    rows, height, width, channels = found
    pixels = rows[: height * width * channels]
    return pixels.reshape((height, width) if channels == 1 else (height, width, channels))


def _bytes(size: int) -> Bytes:
    return room(size, np.uint8)


def read_stack(paths: Sequence[bytes], most_bytes: int, out: Bytes) -> list[tuple[bytes, float] | None]:
    """Return each file's bytes and when it was changed (seconds since 1970), or None; its pixels go to ``out[i]``.

    Taken are regular files of at most ``most_bytes`` that are plain PNGs (as for :func:`plain_png`) of the shape
    ``out`` (N, H, W) or (N, H, W, 3) holds; N is at least the number of paths. Of the others ``out[i]`` means nothing.
    """
    height, width, *channels = out.shape[1:]
    if len(paths) > len(out) or out.dtype != np.uint8 or not out.flags.c_contiguous or channels not in ([], [3]):
        raise ValueError(f"{len(paths)} pictures have no room in an array of shape {out.shape} and type {out.dtype}")
    depth = channels[0] if channels else 1
    return _native.read_stack(list(paths), depth, most_bytes, out.reshape(len(out), height, width * depth))


def png_files(stack: Bytes, factor: int, level: int) -> list[bytes] | None:
    """Return each picture of a stack as a PNG file, with its sides ``factor`` times as long; None where it cannot.

    Args:
        stack: uint8 (N, H, W) or (N, H, W, 3), N, H and W at least 1.
        factor: how often each pixel stands beside and below itself, at least 1.
        level: how hard libdeflate tries, 0 to 12. Rows are not filtered.
    """
    count, height, width, *channels = stack.shape
    if stack.dtype != np.uint8 or channels not in ([], [3]) or min(stack.shape) < 1 or not 1 <= factor <= 1024:
        raise ValueError(f"no PNG files can be made of shape {stack.shape} and type {stack.dtype}, {factor} times")
    depth = channels[0] if channels else 1
    return _native.png_files(np.ascontiguousarray(stack).reshape(count, height, width * depth), depth, factor, level)
