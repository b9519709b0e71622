"""Pixels in linear light, in single precision, and in CIE Lab: the NumPy twin.

Pixels are sRGB (IEC 61966-2-1) seen under D65; levels beyond black and white are taken as black and white.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.kernels.elementary import cube_root, power
from mikurabe.kernels.moments import DTYPES

Array: TypeAlias = NDArray[Any]
Singles: TypeAlias = NDArray[np.float32]

# IEC 61966-2-1: how much red and blue make X, Y and Z, of a white point of which each row is the sum. The rest is
# green; written with differences from green, grays are exactly neutral.
_RED = (0.4338769, 0.2126, 0.017722681)
_BLUE = (0.18990006, 0.0722, 0.8728191)


def require_pixels(pixels: Array, white: float) -> None:
    """Raise TypeError or ValueError unless these are gray or RGB pixels with a full white above 0."""
    if pixels.dtype not in DTYPES:
        raise TypeError(f"pixels must be uint8, uint16, float32 or float64, not {pixels.dtype}: convert with astype")
    if pixels.size == 0 or not (pixels.ndim == 2 or (pixels.ndim == 3 and pixels.shape[2] == 3)):
        raise ValueError(f"pixels must be (H, W) or (H, W, 3) with at least one pixel, not of shape {pixels.shape}")
    if not (white > 0 and np.isfinite(white)):
        raise ValueError(f"full white must be a finite number above 0, not {white!r}")


@lru_cache(maxsize=8)
def light_table(dtype: np.dtype[Any], white: float) -> Singles:
    """Return the linear light of every level of uint8 or uint16, float32; computed in float64 and rounded."""
    levels = np.minimum(np.arange(np.iinfo(dtype).max + 1) / white, 1.0)
    light = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    table: Singles = light.astype(np.float32)
    table.flags.writeable = False
    return table


def linear_light(pixels: Array, white: float) -> Singles:
    """Return pixels in linear light, float32, 0 black to 1 white: (H, W) for gray ones, (3, H, W) for RGB.

    Whole levels are right to half a unit in the last place, floats to 1.1e-6 relative.

    Args:
        pixels: (H, W) or (H, W, 3), any strides; uint8, uint16, float32 or float64.
        white: the value of full white.

    Raises:
        TypeError: the dtype is none of the four.
        ValueError: the pixels are neither gray nor RGB, or full white is not a finite number above 0.
    """
    require_pixels(pixels, white)
    planes = pixels if pixels.ndim == 2 else np.moveaxis(pixels, -1, 0)
    if pixels.dtype.kind == "u":
        return light_table(pixels.dtype, white)[planes]
    levels = np.clip(planes / pixels.dtype.type(white), 0, 1).astype(np.float32)
    curved = power((levels + np.float32(0.055)) / np.float32(1.055), np.float32(2.4))
    return np.where(levels <= np.float32(0.04045), levels / np.float32(12.92), curved)


def tristimulus(light: Singles) -> tuple[Singles, Singles, Singles]:
    """Return X, Y, Z, each over that of white, of red, green, blue planes of light; equal where those are."""
    red, green, blue = light
    from_red, from_blue = red - green, blue - green
    x, y, z = (green + np.float32(r) * from_red + np.float32(b) * from_blue for r, b in zip(_RED, _BLUE, strict=True))
    return x, y, z


def compressed(share: Singles) -> Singles:
    """Return the function f of CIE 15:2004, 8.2.1.1: a cube root with a straight foot, float32 within 2e-7."""
    foot = share * np.float32(7.787037) + np.float32(0.13793103)
    return np.where(share > np.float32(0.008856452), cube_root(share), foot)


def lab(pixels: Array, white: float) -> Singles:
    """Return L, a, b of every pixel, float32 (3, H, W); of gray pixels L alone, (1, H, W), for a = b = 0.

    Within 5e-5 of float64 in L, 2e-4 in a and b. Arguments and errors are those of :func:`linear_light`.
    """
    light = linear_light(pixels, white)
    if light.ndim == 2:
        return (np.float32(116) * compressed(light) - np.float32(16))[np.newaxis]
    x, y, z = (compressed(share) for share in tristimulus(light))
    return np.stack([np.float32(116) * y - np.float32(16), np.float32(500) * (x - y), np.float32(200) * (y - z)])
