"""What the program tells a person when something is to be told: errors, problems, notes, remarks; by room.

The code says them in English, where they arise, and tables keep them so. Here stands their Japanese, and at the edge,
where a message meets its reader, it is looked up by its text. A message that nobody has put here stays English.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from mikurabe.i18n.language import Lang

if TYPE_CHECKING:
    from mikurabe.i18n.messages.template import Template

ROOMS = (
    "shared",
    "command",
    "sources",
    "images",
    "events",
    "comparing",
    "metrics",
    "models",
    "storage",
    "simulate",
    "populations",
    "which_index",
    "judging",
)

# Templates are kept by so many of their first letters.
_LETTERS = 4
# More messages than these are never joined; file names may hold any number of the sign.
_MOST_PARTS = 20


def translated(text: str, lang: Lang) -> str:
    """Return a message in the reader's language; where it has no Japanese, as it is."""
    if lang == "en" or not text:
        return text
    return _japanese(text) or text


@lru_cache(maxsize=4096)
def _japanese(text: str) -> str | None:
    """Return the Japanese of a message, of each line where they are several; None where there is none."""
    lines = text.split("\n")
    if len(lines) > 1 and None not in (spoken_lines := [_japanese(line) for line in lines]):
        # Before the whole is tried: a field of a message would reach over the lines before its own.
        return "\n".join(filter(None, spoken_lines))
    found = match(text)
    if found is not None:
        template, fields = found
        spoken = {name: _spoken(template, name, text) or text for name, text in fields.items()}
        return template.japanese.format_map(spoken)
    if len(lines) > 1:
        return "\n".join(_japanese(line) or line for line in lines)
    return None


@lru_cache(maxsize=4096)
def match(text: str) -> tuple[Template, Mapping[str, str]] | None:
    """Return the template that a message was made by, and what stands in its fields; None where there is none."""
    anywhere, by_letters = _templates()
    for template in by_letters.get(text[:_LETTERS], anywhere):
        if template.anchor not in text:
            continue
        fields = template.fields_of(text)
        # Signs between fields are no proof of anything, unless what is to be a message is one.
        if fields is not None and (template.speaks or all(_spoken(template, *field) for field in fields.items())):
            return template, fields
    return None


def _spoken(template: Template, name: str, text: str) -> str | None:
    """Return what stands in a template's field, in Japanese; None where it is to be a message and is none."""
    kind = template.fields[name]
    if kind == "list":
        parts = text.split("; ")
        # Several come first: a file's name in the first of them must not reach into the second.
        return (_each(parts) if 1 < len(parts) <= _MOST_PARTS else None) or _japanese(text)
    return _japanese(text) if kind == "said" else text


def _each(parts: list[str]) -> str | None:
    """Return the parts' Japanese, joined again; None where not every one is a message.

    A message may hold the sign itself. Then several parts are one message, and one of them alone is none.
    """
    for stop in range(1, len(parts) + 1):
        first = _japanese("; ".join(parts[:stop]))
        if first is not None:
            rest = _each(parts[stop:]) if stop < len(parts) else ""
            if rest is not None:
                return f"{first}; {rest}" if rest else first
    return None


@cache
def _templates() -> tuple[tuple[Template, ...], Mapping[str, tuple[Template, ...]]]:
    """Return the templates that begin with a field, and all that may fit a message by its first letters.

    Those that fix most of a message stand first, and before all others those that fix its beginning: what a message
    begins with, no file's name in it can imitate.
    """
    # Late: who reads English needs none of this.
    from mikurabe.i18n.messages.template import template_of

    pairs = (pair for room in ROOMS for pair in import_module(f"mikurabe.i18n.messages.{room}").MESSAGES)
    every = sorted((template_of(*pair) for pair in pairs), key=lambda template: -template.rank)
    anywhere: list[Template] = []
    by_letters: dict[str, list[Template]] = defaultdict(list)
    for each in every:
        if each.fields and len(each.pieces[0]) < _LETTERS:
            anywhere.append(each)
        else:
            by_letters[each.pieces[0][:_LETTERS]].append(each)
    return tuple(anywhere), {letters: (*first, *anywhere) for letters, first in by_letters.items()}
