"""The texts that a page is made of, by the name of their file in ``assets``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def asset(name: str) -> str:
    """Return the text of one of our assets; line ends are LF, as a browser counts them for the hash."""
    return (files("mikurabe.reports") / "assets" / name).read_bytes().decode("utf-8").replace("\r\n", "\n")
