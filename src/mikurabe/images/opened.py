"""A picture whose header was read and whose pixels were not: what every format's reader returns."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mikurabe.errors import UnreadablePicture
from mikurabe.records import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a file's header says, and how to get its pixels.

    ``width`` and ``height`` are as stored, before ``orientation`` (EXIF, 1 to 8) is applied. ``load``
    returns (H, W) or (H, W, C): gray, gray + alpha, RGB or RGB + alpha; it is called at most once.
    ``full`` is the value of full white and of full alpha, None where the file does not say it (floats,
    32-bit whole numbers). ``profile`` is the ICC profile. ``size_bytes`` is where the picture ends in the file.
    ``premultiplied`` says that the colours were already multiplied by alpha.
    """

    format: str
    width: int
    height: int
    full: float | None
    load: Callable[[], Array]
    orientation: int = 1
    frames: int = 1
    profile: bytes | None = None
    notes: tuple[str, ...] = ()
    size_bytes: int | None = None
    premultiplied: bool = False


def check_size(format_name: str, width: int, height: int, max_pixels: int) -> None:
    """Return nothing where the declared size may be decoded; raise UnreadablePicture where it is zero or too large."""
    if width < 1 or height < 1:
        raise UnreadablePicture(f"the {format_name} header is damaged: it declares {width} x {height} pixels")
    if width * height > max_pixels:
        raise UnreadablePicture(
            f"the {format_name} declares {width} x {height} = {width * height:,} pixels, the limit is {max_pixels:,}; "
            f"to read it all the same: --max-pixels {width * height}"
        )


def truncated(format_name: str, why: str) -> UnreadablePicture:
    """Return the error for a file that ends too early."""
    return UnreadablePicture(f"the {format_name} is cut short: {why}")


def damaged(format_name: str, why: str) -> UnreadablePicture:
    """Return the error for a file whose bytes contradict themselves."""
    return UnreadablePicture(f"the {format_name} is damaged: {why}")


def codec_missing(format_name: str, install: str) -> UnreadablePicture:
    """Return the error for a format that this installation cannot decode."""
    return UnreadablePicture(f"there is no decoder for {format_name} here; {install}")


def decoder_errors() -> tuple[type[Exception], ...]:
    """Return every exception that the decoders are known to raise on damaged bytes.

    imagecodecs: its own errors are RuntimeErrors; ValueError (also for undecodable messages), IndexError, TypeError,
    KeyError and NotImplementedError come from its Python layer. Pillow: OSError (which its own errors derive from),
    SyntaxError, ValueError, struct.error, EOFError, zlib.error, OverflowError, AttributeError (a decoder that gave up
    early), ZeroDivisionError. NumPy: ValueError. All: MemoryError.
    """
    return (
        RuntimeError,
        ValueError,
        LookupError,
        TypeError,
        OSError,
        SyntaxError,
        struct.error,
        EOFError,
        zlib.error,
        ArithmeticError,
        AttributeError,
        MemoryError,
    )


def gray_if_all_gray(pixels: Array, palette: Array) -> Array:
    """Return one plane of ``pixels`` (with its alpha) where all of ``palette`` (N, 3) is gray, else all of them."""
    if not (np.all(palette[:, 0] == palette[:, 1]) and np.all(palette[:, 0] == palette[:, 2])):
        return pixels
    return pixels[..., 0] if pixels.shape[2] == 3 else pixels[..., 2:]
