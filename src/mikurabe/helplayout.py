"""How help is laid out: click's layout, with lines broken by the columns that characters take on a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

import click

# What Japanese never begins a line with, and never ends one with.
_NOT_FIRST = "、。,.:;!?）)」』】〕]・ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_NOT_LAST = "（(「『【〔["
# After these anything may follow on the next line.
_ENDS = "、。"


class HelpFormatter(click.HelpFormatter):
    """click's formatter, for text whose characters take two columns and whose words have no spaces between them."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is typed; further lines begin below its first argument."""
        if prefix is None:
            super().write_usage(prog, args)
            return
        first = f"{prefix}{prog} "
        indent = columns(first)
        lines = wrapped(args, max(self.width - indent, 20))
        self.write(first + f"\n{' ' * indent}".join(lines) + "\n")

    def write_text(self, text: str) -> None:
        """Write paragraphs, which empty lines part."""
        indent = " " * self.current_indent
        paragraphs = (wrapped(part, self.width - self.current_indent) for part in text.split("\n\n"))
        self.write("\n\n".join("\n".join(indent + line for line in lines) for lines in paragraphs) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write terms, and beside each what it means; a term too wide for its column stands on a line of its own."""
        rows = list(rows)
        column = min(max(columns(term) for term, _ in rows), col_max) + col_spacing
        margin = " " * self.current_indent
        for term, meaning in rows:
            lines = wrapped(meaning, max(self.width - column - self.current_indent, 10))
            if columns(term) + col_spacing > column:
                self.write(f"{margin}{term}\n")
            else:
                self.write(f"{margin}{term}{' ' * (column - columns(term))}{lines.pop(0)}\n")
            self.write("".join(f"{margin}{' ' * column}{line}\n" for line in lines))


def columns(text: str) -> int:
    """Return how many columns of a terminal the text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def wrapped(text: str, width: int) -> list[str]:
    """Return the text's lines, at most so many columns wide where its pieces allow it; at least one line."""
    lines = [""]
    for space, piece in _pieces(text):
        if lines[-1] and columns(lines[-1] + space + piece) > width:
            lines.append(piece)
        else:
            lines[-1] += (space if lines[-1] else "") + piece
    return lines


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield what no line end may part, each with the space before it: words, and the parts of a Japanese sentence."""
    for word in text.split():
        space, piece = " ", ""
        for character in word:
            if piece and _may_part(piece[-1], character):
                yield space, piece
                space, piece = "", ""
            piece += character
        yield space, piece


def _may_part(before: str, after: str) -> bool:
    """Return whether a line may end between two characters.

    Hiragana mostly ends what a kanji or katakana began, so that a new piece begins with these, never with hiragana.
    """
    if columns(before + after) == 2 or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return before in _ENDS or _script(after) not in {_script(before), "HIRAGANA"}


def _script(character: str) -> str:
    """Return CJK, KATAKANA, HIRAGANA, LATIN ..."""
    return re.split("[ -]", unicodedata.name(character, ""))[0]
