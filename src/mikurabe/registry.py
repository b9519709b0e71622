"""The lists of what mikurabe knows by name: metrics and report formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from mikurabe.errors import UnknownName

T = TypeVar("T")


class Registry(Generic[T]):
    """Things by name, in the order in which they were added."""

    def __init__(self, noun: str) -> None:
        self.noun = noun
        self._items: dict[str, T] = {}

    def add(self, name: str, item: T) -> T:
        """Return ``item`` after it was listed under ``name``; a name is taken only once."""
        if name in self._items:
            raise ValueError(f"there is already a {self.noun} {name!r}")
        self._items[name] = item
        return item

    def __getitem__(self, name: str) -> T:
        """Return the item of that name, or raise UnknownName with the nearest one."""
        try:
            return self._items[name]
        except KeyError:
            raise UnknownName.among(self.noun, name, self._items) from None

    def __contains__(self, name: object) -> bool:
        return name in self._items

    def __iter__(self) -> Iterator[T]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def sort(self, place: Callable[[T], int]) -> None:
        """Put the items in the order of their places; those of one place stay as they were added."""
        self._items = dict(sorted(self._items.items(), key=lambda named: place(named[1])))

    def names(self) -> tuple[str, ...]:
        """Return all names, in the order in which they were added."""
        return tuple(self._items)
