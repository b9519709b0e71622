"""Every word that a person reads, in English and Japanese: a file of them per room."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from mikurabe.i18n import (
    bench,
    census,
    command,
    findings,
    gallery,
    judging,
    report,
    simulate,
    terminal,
    viewer,
    which_index,
    workbook,
)
from mikurabe.i18n.language import LANGUAGES, Lang, Words

__all__ = ["LANGUAGES", "Lang", "Words", "words"]

_WORDS: Words = {}
_ROOMS = (
    report,
    gallery,
    viewer,
    bench,
    workbook,
    terminal,
    command,
    simulate,
    findings,
    which_index,
    judging,
    census,
)
for _room in _ROOMS:
    _WORDS |= _room.WORDS


@cache
def words(lang: Lang) -> Mapping[str, str]:
    """Return the words of one language by key; both languages have the same keys."""
    column = LANGUAGES.index(lang)
    return MappingProxyType({key: both[column] for key, both in _WORDS.items()})
