"""Text as pixels: Pillow's own bitmap font, the same on every machine, unlike fonts that a rasteriser shapes."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Mask: TypeAlias = NDArray[np.bool_]

ADVANCE_PX, LINE_PX = 6, 11

# What the font lacks and has something for that reads alike.
_ALIKE = str.maketrans({"−": "-", "–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "μ": "µ", "…": "."})
# Raised digits for powers of ten: rows of three pixels, from the top.
_RAISED = {
    "⁰": "### #.# #.# #.# ###",
    "¹": ".#. ##. .#. .#. ###",
    "²": "##. ..# .#. #.. ###",
    "³": "##. ..# .#. ..# ##.",
    "⁴": "#.# #.# ### ..# ..#",
    "⁵": "### #.. ##. ..# ##.",
    "⁶": ".## #.. ### #.# ###",
    "⁷": "### ..# .#. .#. .#.",
    "⁸": "### #.# ### #.# ###",
    "⁹": "### #.# ### ..# ##.",
    "⁻": "... ... ### ... ...",
}


def width_px(text: str, scale: int = 1) -> int:
    """Return how wide the text is, in pixels."""
    return int(lettering(text, scale).shape[1])


@lru_cache(maxsize=512)
def lettering(text: str, scale: int = 1) -> Mask:
    """Return the text as read-only pixels, bool (11 * scale, width): true where there is ink.

    Latin letters, digits, signs and raised digits (10⁴); any other character is a box, as fonts do it. ``scale`` makes
    every pixel a square of that side.
    """
    glyphs = [_glyph(each) for each in text.translate(_ALIKE)]
    line = np.concatenate(glyphs, axis=1) if glyphs else np.zeros((LINE_PX, 0), dtype=np.bool_)
    scaled = line.repeat(scale, axis=0).repeat(scale, axis=1)
    scaled.setflags(write=False)
    return scaled


@lru_cache(maxsize=512)
def _glyph(character: str) -> Mask:
    if character in _RAISED:
        raised = np.zeros((LINE_PX, 4), dtype=np.bool_)
        raised[1:6, :3] = [[pixel == "#" for pixel in row] for row in _RAISED[character].split()]
        return raised
    from PIL import ImageFont

    if character.isprintable() and ord(character) < 256:
        mask = ImageFont.load_default_imagefont().getmask(character)
        pixels = np.array(mask, dtype=np.uint8).reshape(mask.size[::-1]) > 0
        if pixels.shape[0] == LINE_PX:
            return np.asarray(pixels, dtype=np.bool_)
    box = np.zeros((LINE_PX, ADVANCE_PX), dtype=np.bool_)
    box[2:9, :5] = True
    box[3:8, 1:4] = False
    return box
