"""The formats that Pillow alone reads here, and Pillow's modes -> pixels."""

from __future__ import annotations

import io
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np

from mikurabe.errors import UnreadablePicture
from mikurabe.images.metadata import orientation
from mikurabe.images.opened import Opened, check_size, gray_if_all_gray
from mikurabe.records import Array

if TYPE_CHECKING:
    from PIL.Image import Image as PillowImage

# The plugin's module and class. Image.open is passed by: its limit on pixels is one for the whole process.
_PLUGINS = {
    "BMP": ("BmpImagePlugin", "BmpImageFile"),
    "JPEG 2000": ("Jpeg2KImagePlugin", "Jpeg2KImageFile"),
    "PCX": ("PcxImagePlugin", "PcxImageFile"),
    "PSD": ("PsdImagePlugin", "PsdImageFile"),
    "SGI": ("SgiImagePlugin", "SgiImageFile"),
    "Sun raster": ("SunImagePlugin", "SunImageFile"),
    "TGA": ("TgaImagePlugin", "TgaImageFile"),
}
_AS_RGB = {"CMYK": "CMYK", "YCbCr": "YCbCr", "LAB": "L*a*b*", "HSV": "HSV"}


def open_with_pillow(format_name: str, data: bytes, max_pixels: int) -> Opened:
    """Return the facts of a picture in one of the rarer formats; only 8 bits per sample are read of them."""
    module, name = _PLUGINS[format_name]
    picture = getattr(import_module(f"PIL.{module}"), name)(io.BytesIO(data))
    width, height = picture.size
    check_size(format_name, width, height, max_pixels)
    deep = _depth(format_name, data)
    if deep > 8:
        raise UnreadablePicture(
            f"the {format_name} has {deep} bits per sample, only 8 are read; save it as PNG or TIFF"
        )
    mode = picture.mode
    return Opened(
        format=format_name,
        width=width,
        height=height,
        full=255.0,
        load=lambda: with_palette(picture),
        orientation=orientation(None, picture.info.get("xmp")),
        profile=picture.info.get("icc_profile"),
        notes=(f"{_AS_RGB[mode]} shown as RGB",) if mode in _AS_RGB else (),
    )


def _depth(format_name: str, data: bytes) -> int:
    """Return the bits per sample where Pillow would bring them down to 8 without a word; 8 for all others."""
    if format_name == "SGI":
        return 8 * data[3]
    if format_name == "JPEG 2000":
        at = data.find(b"\xff\x4f\xff\x51")
        return max((data[at + 42 + 3 * k] & 0x7F) + 1 for k in range(data[at + 41])) if at >= 0 else 8
    return 8


def with_palette(picture: PillowImage) -> Array:
    """Return the pixels of a Pillow picture as gray, gray + alpha, RGB or RGB + alpha, all uint8.

    A palette of grays gives gray, any other RGB. Other colour spaces are brought to RGB by Pillow.
    """
    picture.load()
    transparent = "transparency" in picture.info
    if picture.mode in ("P", "PA"):
        palette = np.array(picture.getpalette("RGB") or [0, 0, 0], np.uint8).reshape(-1, 3)
        wanted = "RGBA" if transparent or picture.mode == "PA" else "RGB"
        return gray_if_all_gray(np.asarray(picture.convert(wanted)), palette)
    if picture.mode == "1":
        return np.asarray(picture.convert("L"))
    if picture.mode in ("L", "RGB") and transparent:
        return np.asarray(picture.convert("LA" if picture.mode == "L" else "RGBA"))
    if picture.mode in ("L", "LA", "RGB", "RGBA"):
        return np.asarray(picture)
    if picture.mode in _AS_RGB or picture.mode == "RGBX":
        return np.asarray(picture.convert("RGB"))
    raise UnreadablePicture(f"its pixels are of a kind that is not read here (Pillow's mode {picture.mode})")
