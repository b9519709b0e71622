"""Text that Excel can hold: nothing illegal in XML, no longer than a cell, and how wide it will stand."""

from __future__ import annotations

import re
import unicodedata

# Excel counts UTF-16 units, so that a character beyond U+FFFF counts twice.
LONGEST_TEXT = 32_767
ELLIPSIS = "…"

# In Excel's default font a digit is 7 pixels wide, and a cell keeps 5 for itself.
DIGIT_PX = 7
CELL_PX = 12

# A space, and what may stand on the next line: a word, or a part of one up to its hyphen.
_WORDS = re.compile(r"(\s*)([^\s-]+-?|-)")
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def cell_text(text: str) -> str:
    """Return the text as a cell can hold it.

    Control characters become their visible pictures (␀ … ␡), halves of characters become �, and what is longer than a
    cell ends in an ellipsis.
    """
    text = _ILLEGAL.sub(_visible, text)
    return cut(text, LONGEST_TEXT)


def _visible(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 units, as Excel counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, longest: int) -> str:
    """Return the text, shortened with an ellipsis to at most ``longest`` UTF-16 units."""
    if 2 * len(text) <= longest or utf16_length(text) <= longest:
        return text
    units = text.encode("utf-16-le")[: 2 * (longest - 1)]
    return units.decode("utf-16-le", errors="ignore") + ELLIPSIS


def text_px(text: str) -> int:
    """Return about how many pixels wide the longest line of the text stands; East Asian characters count twice."""
    return DIGIT_PX * max((_columns(line) for line in text.split("\n")), default=0)


def wrapped_lines(text: str, width_px: int) -> int:
    """Return about how many lines the text takes in a cell of that width, broken between words where it can be."""
    room = max((width_px - CELL_PX) // DIGIT_PX, 1)
    return sum(_broken_lines(line, room) for line in text.split("\n"))


def _broken_lines(line: str, room: int) -> int:
    """Return how many lines of ``room`` digits' width a line of text takes."""
    if _columns(line) <= room:
        return 1
    lines, used = 1, 0
    for gap, word in _WORDS.findall(line):
        width = _columns(word)
        if used and used + len(gap) + width > room:
            lines, used = lines + 1, 0
        else:
            used += len(gap) if used else 0
        # A word that is longer than a line is broken anywhere.
        lines += max(used + width - 1, 0) // room
        used = (used + width - 1) % room + 1
    return lines


def fitted_px(texts: list[str], *, least: int, most: int) -> int:
    """Return a column's width in pixels that fits all of the texts, between the two bounds."""
    return min(max(least, CELL_PX + max(map(text_px, texts), default=0)), most)


def _columns(line: str) -> int:
    if line.isascii():
        return len(line)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)
