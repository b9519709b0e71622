"""What a report format is, and the list of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mikurabe.registry import Registry
from mikurabe.reports.view import ReportView


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A report format: ``render(view) -> bytes``, pure, the same bytes for the same view.

    ``suffixes`` choose it by file name; ``binary`` ones do not belong on a terminal; where a format ``has_pictures``,
    thumbnails are worth making.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    render: Callable[[ReportView], bytes]
    binary: bool = False
    has_pictures: bool = False


FORMATS: Registry[Format] = Registry("format")


def format_of_suffix(suffix: str) -> Format | None:
    """Return the format that a file name's suffix (``.html``) chooses, or None."""
    return next((known for known in FORMATS if suffix.lower() in known.suffixes), None)
