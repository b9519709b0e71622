"""A picture -> the kitty graphics protocol: a PNG file in chunks of base64, as text for a terminal."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

CHUNK = 4096


def kitty(picture: Image, *, columns: int, lines: int) -> str:
    """Return the sequences that show the picture over so many columns and lines from the cursor, which stays.

    The terminal is asked not to answer: an answer would be typed into the next prompt.
    """
    out = io.BytesIO()
    picture.save(out, format="PNG")
    text = base64.standard_b64encode(out.getvalue()).decode("ascii")
    chunks = [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)]
    made = []
    for at, chunk in enumerate(chunks):
        # f=100: PNG; a=T: keep and show at once; C=1: the cursor does not move; q=2: no answers.
        keys = f"f=100,a=T,c={columns},r={lines},C=1,q=2," if at == 0 else ""
        made.append(f"\x1b_G{keys}m={int(at < len(chunks) - 1)};{chunk}\x1b\\")
    return "".join(made)
