"""GIF -> Opened: blocks walked here, the first frame's pixels by Pillow."""

from __future__ import annotations

import struct

from mikurabe.images.opened import Opened, check_size, damaged, truncated
from mikurabe.images.pillow import with_palette
from mikurabe.records import Array

_EXTENSION, _FRAME, _END = 0x21, 0x2C, 0x3B
_GRAPHIC_CONTROL = 0xF9


def open_gif(data: bytes, max_pixels: int) -> Opened:
    """Return the facts of a GIF's first frame, on the GIF's canvas.

    A palette of grays gives gray, any other RGB. The first frame must be complete; damage behind it is noted.
    """
    if len(data) < 13:
        raise truncated("GIF", "no header")
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    at = 13 + _table_length(flags)
    control = b""
    first: bytes | None = None
    frames = 0
    notes: tuple[str, ...] = ()
    try:
        while data[at] != _END:
            if data[at] == _EXTENSION:
                stop = _after_blocks(data, at + 2)
                if data[at + 1] == _GRAPHIC_CONTROL and data[at + 2] == 4 and first is None:
                    # Disposal says what happens after the frame: nothing here.
                    control = data[at : at + 3] + bytes([data[at + 3] & 0b11100011]) + data[at + 4 : stop]
                at = stop
            elif data[at] == _FRAME:
                left, top, wide, tall, local = struct.unpack_from("<HHHHB", data, at + 1)
                stop = _after_blocks(data, at + 11 + _table_length(local))
                if first is None:
                    if not wide or not tall:
                        raise damaged("GIF", f"its first frame has {wide} x {tall} pixels")
                    first = data[at:stop]
                    width, height = max(width, left + wide), max(height, top + tall)
                    check_size("GIF", width, height, max_pixels)
                frames += 1
                at = stop
            else:
                raise damaged("GIF", f"no block begins at byte {at}")
    except (IndexError, struct.error) as error:
        if first is None:
            raise truncated("GIF", f"it ends at byte {len(data)}, within its first frame") from error
        notes = ("the GIF is cut short after its first frame",)
    if first is None:
        raise damaged("GIF", "it holds no picture")
    # Pillow gets this one frame on a canvas that holds it: its own limits on later frames have nothing to do.
    screen = data[:6] + struct.pack("<HH", width, height) + data[10 : 13 + _table_length(flags)]
    one_frame = b"".join([screen, control, first, bytes([_END])])

    def load() -> Array:
        from io import BytesIO

        from PIL.GifImagePlugin import GifImageFile

        return with_palette(GifImageFile(BytesIO(one_frame)))

    return Opened(
        format="GIF",
        width=width,
        height=height,
        full=255.0,
        load=load,
        frames=frames,
        notes=notes,
        size_bytes=None if notes else at + 1,
    )


def _table_length(flags: int) -> int:
    return 3 * 2 ** (1 + (flags & 7)) if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    """Return where a chain of data blocks ends; IndexError where the file ends first."""
    while length := data[at]:
        at += 1 + length
    return at + 1
