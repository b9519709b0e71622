"""Bytes and arrays -> Image: decode, depth, alpha, orientation, and the limits on hostile files."""

from __future__ import annotations

from mikurabe.images.arrays import from_array
from mikurabe.images.many import Many, can_be_many, decode_many
from mikurabe.images.reader import MAX_PIXELS, decode

__all__ = ["MAX_PIXELS", "Many", "can_be_many", "decode", "decode_many", "from_array"]
