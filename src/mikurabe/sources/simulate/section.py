"""One section of an assay's TOML, read key by key: what is missing, of another kind or unknown is told in one line."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from mikurabe.errors import UnknownName, UsageError

Colour = tuple[int, int, int]


class Section:
    """A table of the file; :meth:`done` says that all of it has been read."""

    def __init__(self, values: Any, where: str, file: str) -> None:
        self.where, self.file = where, file
        if not isinstance(values, Mapping):
            raise self._wrong(f"{where} is {values!r}, and should be a section")
        self._values: Mapping[str, Any] = values
        self._read: set[str] = set()

    def has(self, key: str) -> bool:
        """Return whether the key is there."""
        return key in self._values

    def names(self) -> tuple[str, ...]:
        """Return all keys."""
        return tuple(self._values)

    def value(self, key: str) -> Any:
        """Return what stands there, of any kind."""
        self._read.add(key)
        try:
            return self._values[key]
        except KeyError:
            raise self._wrong(f"{self.where} has no {key!r}") from None

    def text(self, key: str) -> str:
        """Return a text that is not empty."""
        value = self.value(key)
        if not isinstance(value, str) or not value:
            raise self._wrong(f"{key} of {self.where} is {value!r}, and should be a text")
        return value

    def number(self, key: str, low: float = -math.inf, high: float = math.inf) -> float:
        """Return a finite number from ``low`` to ``high``."""
        value = self.value(key)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise self._wrong(f"{key} of {self.where} is {value!r}, and should be a number")
        if not low <= value <= high:
            bounds = f"from {low:g} to {high:g}" if high < math.inf else f"{low:g} or more"
            raise self._wrong(f"{key} of {self.where} is {value:g}, and should be {bounds}")
        return float(value)

    def colour(self, key: str) -> Colour:
        """Return red, green and blue, 0 to 255 each."""
        value = self.value(key)
        if (
            not isinstance(value, list)
            or len(value) != 3
            or not all(isinstance(level, int) and 0 <= level <= 255 for level in value)
        ):
            raise self._wrong(f"{key} of {self.where} is {value!r}, and should be [red, green, blue], 0 to 255 each")
        return value[0], value[1], value[2]

    def section(self, key: str) -> Section:
        """Return the section below this one."""
        return Section(
            self.value(key), f"[{key}]" if self.where == "the file" else f"[{self.where[1:-1]}.{key}]", self.file
        )

    def sections(self, key: str) -> list[Section]:
        """Return the sections that are written [[key]], one or more."""
        values = self.value(key)
        if not isinstance(values, list) or not values:
            raise self._wrong(f"{key} should be one or more sections, each below a line [[{key}]]")
        return [Section(each, f"[[{key}]] number {at}", self.file) for at, each in enumerate(values, 1)]

    def done(self) -> None:
        """Raise for a key that nobody has read: it is misspelled, or belongs elsewhere."""
        for key in self._values:
            if key not in self._read:
                raise UnknownName(f"{self.file}, {self.where}: {UnknownName.among('entry', key, self._read)}")

    def among(self, noun: str, name: str, known: tuple[str, ...]) -> str:
        """Return the name after a check that it is a known one."""
        if name not in known:
            raise UnknownName(f"{self.file}: in {self.where}: {UnknownName.among(noun, name, known)}")
        return name

    def _wrong(self, said: str) -> UsageError:
        return UsageError(f"The assay in {self.file} cannot be used: {said}.")
