"""What a report format is, and the list of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from mikurabe.registry import Registry

Options: TypeAlias = Mapping[str, Mapping[str, Any]]
"""What formats are asked to do otherwise, by their names: ``{"excel": {"images": "cell"}}``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A report format: ``render(view) -> bytes``, pure, the same bytes for the same view and options.

    ``suffixes`` choose it by file name; ``binary`` ones do not belong on a terminal; where a format ``has_pictures``,
    thumbnails are worth making. ``render`` may take options by keyword, each with a default. One that ``embeds`` can
    hold the originals, or no pictures at all.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    render: Callable[..., bytes]
    binary: bool = False
    has_pictures: bool = False
    embeds: bool = False


FORMATS: Registry[Format] = Registry("format")


def format_of_suffix(suffix: str) -> Format | None:
    """Return the format that a file name's suffix (``.html``) chooses, or None."""
    return next((known for known in FORMATS if suffix.lower() in known.suffixes), None)
