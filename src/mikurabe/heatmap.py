"""A metric's local map -> a picture for the reports: dark where identical, bright where most different."""

from __future__ import annotations

import math

import numpy as np

from mikurabe.images import from_array
from mikurabe.records import Array, LocalMap
from mikurabe.thumbnail import make_thumbnail

SIDE = 256

# From identical to most different; lightness rises all the way, so that it reads the same without colour.
_RAMP = np.array([(0, 0, 4), (58, 16, 107), (159, 42, 99), (233, 105, 44), (251, 188, 60), (252, 255, 190)])
# From identical to the largest lack, for maps with a sign: blue, as far from the ramp above as can be.
_LACK = np.array([(0, 0, 4), (10, 32, 90), (18, 78, 150), (32, 140, 200), (90, 200, 235), (200, 245, 255)])


def local_map(key: str, values: Array, *, identical: float, low: float, high: float, signed: bool = False) -> LocalMap:
    """Return the picture of a metric's local values, float64 (H, W).

    Colour is the distance from ``identical``. Where the metric's range has two ends its larger side (at most 1 for
    similarities, which hardly go below 0) is the brightest colour; where it has not, the map's own largest distance is.
    ``top`` says which distance that is. ``signed`` draws what lies below ``identical`` in blue instead.
    """
    distance = np.abs(values - identical)
    reach = max(high - identical, identical - low)
    top = min(reach, 1.0) if math.isfinite(reach) else float(distance.max())
    share = np.clip(distance / top, 0, 1) if top > 0 else np.zeros_like(distance)
    position = share * (len(_RAMP) - 1)
    steps = np.arange(len(_RAMP))
    colours = _coloured(position, steps, _RAMP)
    if signed:
        colours = np.where((values < identical)[..., None], _coloured(position, steps, _LACK), colours)
    picture = from_array(np.rint(colours).astype(np.uint8), name=key)
    return LocalMap(key=key, picture=make_thumbnail(picture, side=SIDE), top=top, signed=signed)


def _coloured(position: Array, steps: Array, ramp: Array) -> Array:
    return np.stack([np.interp(position, steps, ramp[:, channel]) for channel in range(3)], axis=-1)
