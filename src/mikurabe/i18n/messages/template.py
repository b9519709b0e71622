"""One message as it is raised (English, with fields) and as it reads in Japanese, and how the one is told by the other.

A template is text with named fields: ``{path} cannot be read: {reason:said}.`` What the field says after the colon:

- nothing: a name, kept as it is;
- ``n``: a number, kept as it is; nothing else fits;
- ``w``: one word, kept as it is; no spaces fit;
- ``said``: a message itself, which is translated in turn;
- ``list``: one or several of these, joined by ``; ``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import TypeAlias

# English, Japanese.
Pairs: TypeAlias = tuple[tuple[str, str], ...]

_NUMBER = re.compile(r"[-+−]?[0-9∞i][0-9,.einf+-]*")
_KINDS = ("", "n", "w", "said", "list")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A message's English cut at its fields: ``pieces`` has one more than ``fields``; ``japanese`` has the same fields.

    ``fields`` has their kinds by their names, in the order of the pieces. ``rank`` is how much of a message it fixes:
    of several that fit, the one that says most itself is meant. ``anchor`` is the longest piece, what is looked for
    first. ``speaks`` says that it has words, not only signs.
    """

    japanese: str
    pieces: tuple[str, ...]
    fields: Mapping[str, str]
    rank: int
    anchor: str
    speaks: bool

    def fields_of(self, text: str) -> Mapping[str, str] | None:
        """Return what stands in the fields of a text, None where the text is another message.

        Each field reaches to where the next piece stands first. So one search per piece is enough, whatever a file is
        called.
        """
        head, tail = self.pieces[0], self.pieces[-1]
        if not self.fields:
            return {} if text == head else None
        end = len(text) - len(tail)
        if end <= len(head) or not text.startswith(head) or not text.endswith(tail):
            return None
        found = {}
        start = len(head)
        for at, (field, kind) in enumerate(self.fields.items(), start=1):
            piece = self.pieces[at]
            stop = text.find(piece, start + 1, end) if at < len(self.fields) else end
            if stop <= start:
                return None
            value = text[start:stop]
            if (kind == "n" and not _NUMBER.fullmatch(value)) or (kind == "w" and " " in value):
                return None
            found[field] = value
            start = stop + len(piece)
        return found


def template_of(english: str, japanese: str) -> Template:
    """Return the template of a pair; ValueError where the two do not have the same fields, or fields touch."""
    pieces = [""]
    kinds: dict[str, str] = {}
    for literal, field, kind, _ in Formatter().parse(english):
        pieces[-1] += literal
        if field is None:
            continue
        if (kind or "") not in _KINDS:
            raise ValueError(f"{english!r}: a field is {', '.join(filter(None, _KINDS))}, not {kind!r}")
        if field in kinds or not field.isidentifier():
            raise ValueError(f"{english!r}: each field has a name of its own")
        if kinds and not pieces[-1]:
            raise ValueError(f"{english!r}: where one field ends and the next begins cannot be told")
        kinds[field] = kind or ""
        pieces.append("")
    spoken = {field for _, field, _, _ in Formatter().parse(japanese) if field is not None}
    if spoken != set(kinds):
        raise ValueError(f"{english!r} and {japanese!r} do not have the same fields")
    return Template(
        japanese=japanese,
        pieces=tuple(pieces),
        fields=kinds,
        rank=sum(map(len, pieces)),
        anchor=max(pieces, key=len),
        speaks=any(letter.isalpha() for piece in pieces for letter in piece),
    )
