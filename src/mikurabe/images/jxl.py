"""JPEG XL -> Opened: the header's bits read here, pixels by libjxl (imagecodecs)."""

from __future__ import annotations

import struct

import numpy as np

from mikurabe.images.opened import Opened, check_size, codec_missing, damaged, truncated
from mikurabe.records import Array

# width = height * ratio (ISO/IEC 18181-1, SizeHeader)
_RATIOS = ((0, 1), (1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))
_SIDE = ((9, 1), (13, 1), (18, 1), (30, 1))


class _Bits:
    """The codestream's header, read bit by bit, lowest bit first."""

    def __init__(self, data: bytes) -> None:
        self.value = int.from_bytes(data, "little")
        self.left = 8 * len(data)

    def take(self, count: int) -> int:
        """Return the next ``count`` bits."""
        if count > self.left:
            raise truncated("JPEG XL", "its header is not complete")
        taken = self.value & (1 << count) - 1
        self.value >>= count
        self.left -= count
        return taken

    def choose(self, *cases: tuple[int, int]) -> int:
        """Return a U32: two bits choose among (number of bits, offset)."""
        bits, offset = cases[self.take(2)]
        return self.take(bits) + offset


def open_jxl(data: bytes, max_pixels: int) -> Opened:
    """Return the facts of a JPEG XL picture, or of its first frame; depths of 9 to 16 bits stay as they are."""
    bits = _Bits(_codestream(data)[2:66])
    width, height = _size(bits)
    check_size("JPEG XL", width, height, max_pixels)
    turned, depth, floats, moves = _metadata(bits)

    def load() -> Array:
        import imagecodecs

        if not imagecodecs.JPEGXL.available:
            raise codec_missing("JPEG XL", "install an imagecodecs that has it: pip install --upgrade imagecodecs")
        pixels = np.asarray(imagecodecs.jpegxl_decode(data, index=0, numthreads=1))
        while pixels.ndim > 2 and pixels.shape[:2] != ((width, height) if turned > 4 else (height, width)):
            pixels = pixels[0]
        return pixels

    return Opened(
        format="JPEG XL",
        width=width,
        height=height,
        full=None if floats else float(2**depth - 1),
        load=load,
        # libjxl itself has turned the pixels.
        notes=(
            *((f"turned by orientation {turned}",) if turned != 1 else ()),
            *(("first frame of an animation",) if moves else ()),
        ),
    )


def _codestream(data: bytes) -> bytes:
    """Return the beginning of the codestream: the file itself, or the first box that holds some of it."""
    if data[:2] == b"\xff\x0a":
        return data
    at = 0
    while at + 16 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, at + 8)
            head = 16
        if kind in (b"jxlc", b"jxlp"):
            start = at + head + (4 if kind == b"jxlp" else 0)
            if data[start : start + 2] != b"\xff\x0a":
                raise damaged("JPEG XL", "its codestream does not begin as one")
            return data[start:]
        if length < head:
            break
        at += length
    raise truncated("JPEG XL", "it holds no codestream")


def _size(bits: _Bits) -> tuple[int, int]:
    small = bits.take(1)
    height = 8 * (bits.take(5) + 1) if small else bits.choose(*_SIDE)
    ratio = bits.take(3)
    if ratio:
        over, under = _RATIOS[ratio]
        return height * over // under, height
    return (8 * (bits.take(5) + 1) if small else bits.choose(*_SIDE)), height


def _metadata(bits: _Bits) -> tuple[int, int, bool, bool]:
    """Return (orientation, bits per sample, whether floats, whether an animation)."""
    turned, moves = 1, False
    if bits.take(1):  # all default
        return turned, 8, False, moves
    if bits.take(1):  # extra fields
        turned = bits.take(3) + 1
        if bits.take(1):
            _size(bits)  # intrinsic size
        if bits.take(1):
            _skip_preview(bits)
        if moves := bool(bits.take(1)):
            bits.choose((0, 100), (0, 1000), (10, 1), (30, 1))
            bits.choose((0, 1), (0, 1001), (8, 1), (10, 1))
            bits.choose((0, 0), (3, 0), (16, 0), (32, 0))
            bits.take(1)
    if bits.take(1):
        return turned, bits.choose((0, 32), (0, 16), (0, 24), (6, 1)), True, moves
    return turned, bits.choose((0, 8), (0, 10), (0, 12), (6, 1)), False, moves


def _skip_preview(bits: _Bits) -> None:
    eighths = bits.take(1)
    cases = ((0, 16), (0, 32), (5, 1), (9, 33)) if eighths else ((6, 1), (8, 65), (10, 321), (12, 1345))
    bits.choose(*cases)
    if not bits.take(3):
        bits.choose(*cases)
