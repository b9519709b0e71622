"""PBM, PGM, PPM and PFM -> Opened; read here, since Pillow would bring 16-bit colour down to 8 bits."""

from __future__ import annotations

import re

import numpy as np

from mikurabe.images.opened import Opened, check_size, damaged, truncated
from mikurabe.records import Array

_FIELD = re.compile(rb"(?:\s|#[^\n]*\n)+([0-9.+eE-]+)")
_COMMENT = re.compile(rb"#[^\n]*")


def open_netpbm(data: bytes, max_pixels: int) -> Opened:
    """Return the facts of a Netpbm picture; full white is the file's own maximum value (floats: not said)."""
    kind = data[1:2].decode("latin-1")
    fields: list[float] = []
    at = 2
    while len(fields) < (2 if kind in "14" else 3):
        found = _FIELD.match(data, at)
        if found is None:
            raise truncated("Netpbm picture", "its header is not complete")
        try:
            fields.append(float(found[1]) if kind in "Ff" else int(found[1]))
        except ValueError:
            raise damaged("Netpbm picture", f"no number: {found[1].decode('latin-1')}") from None
        at = found.end()
    width, height = int(fields[0]), int(fields[1])
    check_size("Netpbm picture", width, height, max_pixels)
    most = fields[2] if len(fields) == 3 else 1
    if kind not in "Ff" and not 1 <= most <= 65535:
        raise damaged("Netpbm picture", f"its largest value is {most:g}; 1 to 65535 are possible")
    start = at + 1  # exactly one white space before the pixels

    def load() -> Array:
        if kind in "Ff":
            return _floats(data, start, width, height, kind, most)
        if kind in "14":
            return _bits(data, start, width, height, plain=kind == "1")
        channels = 3 if kind in "36" else 1
        return _numbers(data, start, (height, width, channels), int(most), plain=kind in "23")

    full: float | None = None if kind in "Ff" else float(most)
    return Opened(format="Netpbm picture", width=width, height=height, full=255.0 if kind in "14" else full, load=load)


def _enough(found: int, wanted: int) -> None:
    if found < wanted:
        raise truncated("Netpbm picture", f"{wanted} values or bytes are needed, {found} are there")


def _numbers(data: bytes, start: int, shape: tuple[int, int, int], most: int, *, plain: bool) -> Array:
    kind = np.dtype(np.uint8) if most < 256 else np.dtype(">u2")
    count = shape[0] * shape[1] * shape[2]
    if plain:
        words = _COMMENT.sub(b"", data[start:]).split(None, count)[:count]
        _enough(len(words), count)
        values = np.array(words).astype(np.int64)
    else:
        _enough(len(data) - start, count * kind.itemsize)
        values = np.frombuffer(data, kind, count, start)
    if int(values.max()) > most or int(values.min()) < 0:
        raise damaged("Netpbm picture", f"a value lies beyond its maximum {most}")
    return values.astype(kind.newbyteorder("=")).reshape(shape)


def _bits(data: bytes, start: int, width: int, height: int, *, plain: bool) -> Array:
    """Return the pixels of a PBM, where 1 is black."""
    if plain:
        text = b"".join(_COMMENT.sub(b"", data[start - 1 :]).split())[: width * height]
        _enough(len(text), width * height)
        ink = np.frombuffer(text, np.uint8).reshape(height, width) - np.uint8(ord("0"))
        if int(ink.max()) > 1:
            raise damaged("Netpbm picture", "a bit is neither 0 nor 1")
    else:
        line = -(-width // 8)
        _enough(len(data) - start, line * height)
        packed = np.frombuffer(data, np.uint8, line * height, start).reshape(height, line)
        ink = np.unpackbits(packed, axis=1, count=width)
    return (1 - ink) * np.uint8(255)


def _floats(data: bytes, start: int, width: int, height: int, kind: str, scale: float) -> Array:
    """Return the pixels of a PFM: 32-bit floats from the bottom row up, little-endian where the scale is negative."""
    channels = 3 if kind == "F" else 1
    _enough(len(data) - start, 4 * width * height * channels)
    values = np.frombuffer(data, "<f4" if scale < 0 else ">f4", width * height * channels, start)
    return values.astype(np.float32).reshape(height, width, channels)[::-1]
