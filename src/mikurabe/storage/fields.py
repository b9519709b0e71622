"""One object of a JSON document: its fields by type, and an error that names the place where they are not of it."""

from __future__ import annotations

import math
import re
import reprlib
import sys
from collections.abc import Sequence
from typing import TypeVar

Word = TypeVar("Word", bound=str)

# Half a character. It is how Python keeps a byte of a file name that is not UTF-8; no UTF-8 file can hold it.
HALF = re.compile("[\ud800-\udfff]")
# More than any picture has; what counts pictures, bytes and pixels fits a 64-bit integer.
LARGEST_WHOLE = 2**63 - 1
# So much of a wrong value is shown.
_LONGEST_SHOWN = 60


class Unsound(Exception):
    """Something in a document is not what should stand there; the message begins with the place."""


class Fields:
    """A JSON object and the place where it stands, such as ``rows[3].thumbnail``; "" is the whole document.

    Every reader takes a key, returns the value in its type, and raises Unsound where it is absent or something else.
    """

    def __init__(self, value: object, place: str = "") -> None:
        if not isinstance(value, dict):
            raise _not(value, place or "the whole", "an object")
        self._items = value
        self._place = place

    def place(self, key: str) -> str:
        """Return where the key's value stands."""
        plain = key if key.isidentifier() else None
        if not self._place:
            return plain or f"[{shown(key)}]"
        return f"{self._place}.{plain}" if plain else f"{self._place}[{shown(key)}]"

    def holds(self, key: str) -> bool:
        """Return whether the key is there and not null."""
        return self._items.get(key) is not None

    def value(self, key: str) -> object:
        """Return the value, whatever it is."""
        if key not in self._items:
            raise Unsound(f"{self._place} lacks {shown(key)}".lstrip())
        return self._items[key]

    def text(self, key: str) -> str:
        """Return a text."""
        return _text(self.value(key), self.place(key))

    def text_or_null(self, key: str) -> str | None:
        """Return a text, None for null."""
        return None if self.value(key) is None else self.text(key)

    def word(self, key: str, known: Sequence[Word]) -> Word:
        """Return one of the known words."""
        found = self.value(key)
        for each in known:
            if found == each:
                return each
        raise _not(found, self.place(key), " or ".join(f'"{each}"' for each in known))

    def number(self, key: str, *, least: float = -math.inf, infinite: bool = False) -> float:
        """Return a finite number of at least ``least``; ``"inf"`` and ``"-inf"`` too where it may be infinite.

        An integer stays one, so that it is written again as it was.
        """
        found = self.value(key)
        if infinite and found in ("inf", "-inf"):
            return float(found)
        number = _finite(found, self.place(key), 'a finite number, "inf" or "-inf"' if infinite else "a finite number")
        if number < least:
            raise _not(found, self.place(key), f"at least {least:g}")
        return number

    def whole(self, key: str, *, least: int) -> int:
        """Return a whole number of at least ``least``."""
        return _whole(self.value(key), self.place(key), least)

    def wholes(self, key: str, *, least: int) -> tuple[int, ...]:
        """Return a list of whole numbers of at least ``least``."""
        return tuple(_whole(each, place, least) for place, each in self._list(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(_text(each, place) for place, each in self._list(key))

    def children(self, key: str) -> tuple[Fields, ...]:
        """Return a list of objects."""
        return tuple(Fields(each, place) for place, each in self._list(key))

    def child(self, key: str) -> Fields:
        """Return an object."""
        return Fields(self.value(key), self.place(key))

    def text_by_text(self) -> dict[str, str]:
        """Return this object's own texts by their keys."""
        return {_key(key, self._place): self.text(key) for key in self._items}

    def plain_by_text(self) -> dict[str, str | int | float | bool]:
        """Return this object's own texts, finite numbers and truth values by their keys."""
        made: dict[str, str | int | float | bool] = {}
        for key, value in self._items.items():
            if isinstance(value, bool | str):
                made[_key(key, self._place)] = value if isinstance(value, bool) else self.text(key)
            else:
                wanted = "a text, a finite number, true or false"
                made[_key(key, self._place)] = _finite(value, self.place(key), wanted)
        return made

    def _list(self, key: str) -> list[tuple[str, object]]:
        found, place = self.value(key), self.place(key)
        if not isinstance(found, list):
            raise _not(found, place, "a list")
        return [(f"{place}[{at}]", each) for at, each in enumerate(found)]


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise _not(value, place, "a text")
    if not value.isascii() and HALF.search(value):
        raise Unsound(f"{place} is {shown(value)}, which holds half a character (a lone surrogate)")
    return value


def _key(key: str, place: str) -> str:
    return _text(key, f"a key of {place}")


def _finite(value: object, place: str, wanted: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _not(value, place, wanted)
    # JSON's 1e400 has become inf, and an integer of 400 digits cannot become a float at all.
    if abs(value) > sys.float_info.max:
        raise Unsound(f"{place} is beyond what a number of 64 bits holds")
    return value


def _whole(value: object, place: str, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= LARGEST_WHOLE:
        raise _not(value, place, f"a whole number of at least {least} and at most 2^63 - 1")
    return value


def _not(value: object, place: str, wanted: str) -> Unsound:
    return Unsound(f"{place} is {shown(value)}, not {wanted}")


def shown(value: object) -> str:
    """Return the value as JSON would spell it, shortened, on one line."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int) and abs(value) >= 10**30:
        return "an integer of more than 30 digits"
    if isinstance(value, dict):
        return "an object"
    text = reprlib.repr(value)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."
