"""Names and messages from outside -> what can be read of them."""

from __future__ import annotations

import re

# Controls that nobody sees, and marks that turn the direction of what follows: they hide what a name really is.
_UNSEEN = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff]")


def legible(text: str) -> str:
    """Return ``text`` with unseen characters spelled out: a right-to-left override becomes ``‹U+202E›``."""
    return _UNSEEN.sub(lambda match: f"‹U+{ord(match[0]):04X}›", text)
