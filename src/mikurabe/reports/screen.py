"""The terminal as a place for pictures: whether it shows any and how, and the sequences that put one into the text."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TextIO, get_args

from mikurabe.records import Thumbnail

Protocol = Literal["none", "kitty", "sixel"]
PROTOCOLS: tuple[Protocol, ...] = get_args(Protocol)

# A picture of the list stands in so many lines and columns of text.
LINES = 3
COLUMNS = 8

# Pixels of a character's cell where the terminal does not say: rather too small, so that no picture covers the next.
_CELL = (8, 16)
# Windows Terminal draws sixels as the VT340 did, whatever its font.
_VT340_CELL = (10, 20)

_TERMS: tuple[tuple[str, Protocol], ...] = (
    ("xterm-kitty", "kitty"),
    ("xterm-ghostty", "kitty"),
    ("foot", "sixel"),
    ("mlterm", "sixel"),
    ("contour", "sixel"),
    ("yaft", "sixel"),
    ("wezterm", "sixel"),
)
_PROGRAMS: Mapping[str, Protocol] = {
    "kitty": "kitty",
    "ghostty": "kitty",
    # Its kitty protocol takes each new picture for a move of the last one.
    "WezTerm": "sixel",
    "iTerm.app": "sixel",
    "mintty": "sixel",
    "contour": "sixel",
}
# The first version of Konsole that draws sixels: 22.04.
_KONSOLE = 220400


def protocol_of(environment: Mapping[str, str]) -> Protocol:
    """Return how the terminal that the environment speaks of shows pictures; ``none`` where that is not known for sure.

    Within tmux and screen it is ``none``: they keep the outer terminal's names and swallow its pictures. So it is in
    xterm and in Windows Terminal, which may be too old for sixels or not set to them, and do not say so.
    """
    term = environment.get("TERM", "")
    if environment.get("TMUX") or environment.get("STY") or re.match("tmux|screen|dumb", term):
        return "none"
    for start, protocol in _TERMS:
        if term.startswith(start):
            return protocol
    program = environment.get("TERM_PROGRAM", "")
    if program in _PROGRAMS:
        return _PROGRAMS[program]
    # A terminal that was started from within another one inherits that one's variables.
    if program or environment.get("XTERM_VERSION") or environment.get("VTE_VERSION"):
        return "none"
    if environment.get("KITTY_WINDOW_ID") or environment.get("GHOSTTY_RESOURCES_DIR"):
        return "kitty"
    konsole = environment.get("KONSOLE_VERSION", "")
    if environment.get("MLTERM") or (konsole.isdecimal() and int(konsole) >= _KONSOLE):
        return "sixel"
    return "none"


def cell_px(stream: TextIO, environment: Mapping[str, str]) -> tuple[int, int]:
    """Return width and height of a character in pixels, as the terminal says; a careful guess where it does not."""
    if environment.get("WT_SESSION"):
        return _VT340_CELL
    try:
        import fcntl
        import termios

        answer = fcntl.ioctl(stream.fileno(), termios.TIOCGWINSZ, bytes(8))
    except (ImportError, OSError, ValueError):  # Windows; no terminal; no file
        return _CELL
    lines, columns, width, height = struct.unpack("HHHH", answer)
    if not (lines and columns and width >= 4 * columns and height >= 6 * lines):
        return _CELL
    return width // columns, height // lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """A terminal that shows pictures: by which protocol, and how large its characters are in pixels."""

    protocol: Literal["kitty", "sixel"]
    cell: tuple[int, int]

    def drawn(self, thumbnail: Thumbnail, *, above: int) -> str:
        """Return the sequences that draw a thumbnail ``above`` lines above the cursor, at the left, and come back.

        The lines must have been written before: then nothing scrolls, wherever a terminal leaves its cursor.
        """
        from PIL import Image

        from mikurabe.reports.kitty import kitty
        from mikurabe.reports.sixel import sixel

        # A margin, or pictures of neighbouring rows would touch.
        most = (COLUMNS * self.cell[0] - 2, LINES * self.cell[1] - 2)
        picture = Image.open(io.BytesIO(thumbnail.data)).convert("RGB")
        picture.thumbnail(most)
        if self.protocol == "kitty":
            whole = Image.new("RGBA", (COLUMNS * self.cell[0], LINES * self.cell[1]))
            whole.paste(picture)
            text = kitty(whole, columns=COLUMNS, lines=LINES)
        else:
            text = sixel(picture)
        return f"\x1b7\x1b[{above}A\r{text}\x1b8"
