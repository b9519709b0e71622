"""The languages, and how words are kept: in both of them side by side."""

from __future__ import annotations

from typing import Literal, TypeAlias

Lang: TypeAlias = Literal["en", "ja"]
LANGUAGES: tuple[Lang, ...] = ("en", "ja")

# By key: English, Japanese.
Words: TypeAlias = dict[str, tuple[str, str]]
