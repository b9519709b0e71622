"""The words: every one of them in both languages, under one key."""

from __future__ import annotations

import re
import string
from importlib import import_module
from pkgutil import iter_modules

import pytest

from mikurabe import i18n
from mikurabe.i18n import LANGUAGES, words

ROOMS = [
    module.name
    for module in iter_modules(i18n.__path__, "mikurabe.i18n.")
    if hasattr(import_module(module.name), "WORDS")
]


def placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("room", ROOMS)
def test_every_word_stands_in_both_languages_with_the_same_places_to_fill(room: str) -> None:
    for key, (english, japanese) in import_module(room).WORDS.items():
        assert english, key
        assert japanese, key
        assert placeholders(english) == placeholders(japanese), key
        assert not re.search("[\u3040-\u30ff\u4e00-\u9fff]", english), f"{key} is Japanese in English"


def test_no_key_stands_in_two_rooms() -> None:
    keys = [key for room in ROOMS for key in import_module(room).WORDS]
    assert len(keys) == len(set(keys))


def test_every_room_is_known_and_both_languages_have_the_same_keys() -> None:
    keys = {key for room in ROOMS for key in import_module(room).WORDS}
    for lang in LANGUAGES:
        assert set(words(lang)) == keys
