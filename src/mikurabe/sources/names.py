"""Names of pictures: the order in which a person expects them, and how they are printed."""

from __future__ import annotations

import functools
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias, TypeVar

from mikurabe.records import Found

# A name is a stem and a suffix.
NaturalKey: TypeAlias = tuple[str, str, str]

T = TypeVar("T")

_NUMBER = re.compile(r"\d+")

# They turn the reading direction of what follows them: "gnp.exe" can be made to look like "exe.png".
_DIRECTION_MARKS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NONCHARACTERS = frozenset("\ufffe\uffff")
_ANY_DIGIT = str.maketrans(dict.fromkeys("123456789", "0"))
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def natural_key(name: str) -> NaturalKey:
    """Return a key that sorts names as people count: ``2.png`` before ``10.png``, ``a.png`` before ``a2.png``.

    Upper and lower case, full-width and ordinary letters and digits count as the same; what is then still
    equal is told apart by the raw name, so the order is total. ``name`` is one name without folders.
    """
    stem, dot, suffix = name.rpartition(".")
    if not stem:
        stem, dot, suffix = name, "", ""
    return _key_of(stem), _key_of_suffix(dot + suffix), name


def in_natural_order(items: Iterable[T], name: Callable[[T], str]) -> list[T]:
    """Return the items sorted by the :func:`natural_key` of their names."""
    items = list(items)
    names = list(map(name, items))
    # Names that differ in nothing but digits, and have as many of them, stand in their natural order as they are.
    if "".join(names).isascii() and len({each.translate(_ANY_DIGIT) for each in names}) == 1:
        return sorted(items, key=name)
    return [items[at] for at in sorted(range(len(items)), key=list(map(natural_key, names)).__getitem__)]


def printable(name: str) -> str:
    r"""Return the name with all that would garble a line escaped: controls, line breaks, bytes that are no UTF-8.

    A byte that is not valid UTF-8 prints as ``\xNN``. Names in any language stay as they are.
    """
    if name.isprintable():
        return name
    return "".join(map(_shown, name))


def _key_of(text: str) -> str:
    folded = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    # Most names are a word and a number, or one of the two: no search is needed, which takes longer.
    word = folded.rstrip("0123456789")
    if word == "" or word.isalpha() or _NUMBER.search(word) is None:
        return word if len(word) == len(folded) else word + _length_first(folded[len(word) :])
    return _NUMBER.sub(_counted, folded)


# A folder holds few suffixes and many names.
_key_of_suffix = functools.lru_cache(maxsize=256)(_key_of)


def _counted(number: re.Match[str]) -> str:
    """Return a number as text that sorts as numbers do, before all other text: how long it is, then its digits."""
    piece = number[0]
    return _length_first(piece if piece.isascii() else "".join(str(unicodedata.decimal(digit)) for digit in piece))


def _length_first(digits: str) -> str:
    digits = digits.lstrip("0")
    # No name contains a zero.
    return f"\0{chr(len(digits))}{digits}"


def _shown(character: str) -> str:
    code = ord(character)
    if character in _SHORT:
        return _SHORT[character]
    if 0xDC80 <= code <= 0xDCFF:  # how Python keeps a byte that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}:
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    if character in _DIRECTION_MARKS or character in _NONCHARACTERS:
        return f"\\u{code:04x}"
    return character


@dataclass(frozen=True, slots=True)
class Named:
    """A found picture and, where it has no path of its own, the parts of the path of the file that it is in."""

    found: Found
    file_parts: tuple[str, ...] = ()


def with_unique_names(pictures: Sequence[Named]) -> tuple[Found, ...]:
    """Return what was found, in the same order, names lengthened by their folders until no two are the same."""
    names = [picture.found.name for picture in pictures]
    if len(set(names)) == len(names):
        return tuple(picture.found for picture in pictures)
    depth = 0
    lengthened = True
    while lengthened:
        counts = Counter(names)
        depth += 1
        lengthened = False
        for at, picture in enumerate(pictures):
            if counts[names[at]] > 1:
                longer = _with_folders(picture, depth)
                lengthened = lengthened or longer != names[at]
                names[at] = longer
    # Escapes can make two paths look alike (a line break, and a backslash with an n): those are numbered.
    taken = set(names)
    met: set[str] = set()
    for at, name in enumerate(names):
        if name in met:
            number = 2
            while f"{name} ({number})" in taken:
                number += 1
            names[at] = f"{name} ({number})"
            taken.add(names[at])
        met.add(name)
    return tuple(
        picture.found if name == picture.found.name else replace(picture.found, name=name)
        for picture, name in zip(pictures, names, strict=True)
    )


def _with_folders(picture: Named, depth: int) -> str:
    """Return the picture's name with ``depth`` of the folders (or the file) that it lies in before it."""
    name = picture.found.name
    if picture.found.path is None:
        around = picture.file_parts
    else:
        parts = Path(os.path.normpath(picture.found.path.absolute())).parts
        around = parts[: -(name.count("/") + 1)]
    return "/".join([*(printable(folder).strip("/\\") for folder in around[-depth:]), name])
