"""Indices that let every pixel look for its counterpart nearby: likeness of shapes drawn a little differently."""

from __future__ import annotations

import math
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.errors import UndefinedScore
from mikurabe.metrics.definition import metric
from mikurabe.metrics.pooling import pooled_mean
from mikurabe.picture import Picture
from mikurabe.records import Array, Param

Floats: TypeAlias = NDArray[np.floating[Any]]


def sobel_gradients(planes: Array, scale: float = 1.0) -> NDArray[np.float64]:
    """Return the horizontal and vertical Sobel gradients of (..., H, W) planes as (..., 2, H, W), times ``scale``.

    In levels per px. Beyond the frame the edge pixels go on.
    """
    frame = [(0, 0)] * (planes.ndim - 2) + [(1, 1), (1, 1)]
    padded = np.pad(planes.astype(np.float64), frame, mode="edge")
    smooth_y = padded[..., :-2, :] + 2 * padded[..., 1:-1, :] + padded[..., 2:, :]
    smooth_x = padded[..., :-2] + 2 * padded[..., 1:-1] + padded[..., 2:]
    across = smooth_y[..., 2:] - smooth_y[..., :-2]
    down = smooth_x[..., 2:, :] - smooth_x[..., :-2, :]
    return np.stack([across, down], axis=-3) * (scale / 8)


def idm_costs(fixed: Floats, warped: Floats, warp: int, context: int) -> Floats:
    """Return for each pixel of ``fixed`` the cost of its best counterpart in ``warped`` within ``warp`` px.

    Args:
        fixed: gradients, (..., 2, H, W); leading axes broadcast against those of ``warped``.
        warped: gradients, (..., 2, H, W), of the same dtype.
        warp: how far a counterpart may lie away along x and along y; it is always inside the frame.
        context: side of the square, odd, over which squared differences of the gradients are summed; there are no
            gradients outside the frame.

    Returns:
        (..., H, W), at least 0.
    """
    height, width = fixed.shape[-2:]
    margin = context // 2
    sides = [(0, 0)] * (fixed.ndim - 2), [(0, 0)] * (warped.ndim - 2)
    here = np.pad(fixed, [*sides[0], (margin, margin), (margin, margin)])
    around = np.pad(warped, [*sides[1], (margin + warp, margin + warp), (margin + warp, margin + warp)])
    rows, columns = height + 2 * margin, width + 2 * margin
    shape = np.broadcast_shapes(fixed.shape[:-3], warped.shape[:-3])
    best = np.full((*shape, height, width), np.inf, dtype=fixed.dtype)
    for dy in range(-min(warp, height - 1), min(warp, height - 1) + 1):
        for dx in range(-min(warp, width - 1), min(warp, width - 1) + 1):
            other = around[..., warp + dy : warp + dy + rows, warp + dx : warp + dx + columns]
            cost: Floats = here[..., 0, :, :] - other[..., 0, :, :]
            cost *= cost
            more = here[..., 1, :, :] - other[..., 1, :, :]
            more *= more
            cost += more
            total = _box_sum(_box_sum(cost, height, context, axis=-2), width, context, axis=-1)
            # Pixels whose counterpart would lie outside the frame do not take part in this displacement.
            inside = (
                ...,
                slice(max(0, -dy), height - max(0, dy)),
                slice(max(0, -dx), width - max(0, dx)),
            )
            np.minimum(best[inside], total[inside], out=best[inside])
    return best


def _box_sum(values: Floats, count: int, size: int, axis: int) -> Floats:
    """Return the sums of ``size`` neighbours along an axis, ``count`` of them."""
    if size == 1:
        return values
    after = () if axis == -1 else (slice(None),)
    total: Floats = values[(..., slice(0, count), *after)] + values[(..., slice(1, count + 1), *after)]
    for offset in range(2, size):
        total += values[(..., slice(offset, offset + count), *after)]
    return total


def idm_map(reference: Picture, candidate: Picture, *, warp: int = 2, context: int = 3) -> NDArray[np.float64]:
    """Return the cost of the best counterpart of each of the candidate's pixels, (H, W), in squared levels per px."""
    if context % 2 == 0:
        raise UndefinedScore(f"a context of {context} px has no middle; it should be odd, such as 3")
    scale = 255 / reference.white
    fixed_luma = candidate.luma
    if candidate.mask is not None:
        fixed_luma = np.where(candidate.mask, fixed_luma, reference.luma)
    warped = reference.derive("sobel", lambda: sobel_gradients(reference.luma, scale))
    key = ("sobel", id(reference) if candidate.mask is not None else None)
    fixed = candidate.derive(key, lambda: sobel_gradients(fixed_luma, scale))
    return idm_costs(fixed, warped, warp, context).astype(np.float64, copy=False)


@metric(
    title="Image distortion model",
    better="lower",
    low=0,
    high=math.inf,
    identical=0,
    resolution=0.01,
    unit="levels²",
    reads="luma",
    symmetric=False,
    needs=("white",),
    params=(
        Param(
            name="warp",
            default=2,
            low=0,
            high=20,
            help="how far a pixel's counterpart may lie away, in px along x and y",
        ),
        Param(
            name="context",
            default=3,
            low=1,
            high=15,
            help="side of the square of gradients that is compared, odd, in px",
        ),
    ),
    tolerates=("movement and small deformations up to warp", "a constant added to all levels"),
    blind=("the level of flat areas",),
    masked=True,
    local=idm_map,
    source="Keysers, Deselaers, Gollan & Ney 2007, IEEE PAMI 29(8), 1422-1435, section 4.3 (zero-order model) with the "
    "local context of section 4.4; the mean over the pixels where the paper has the sum, Sobel's kernel divided by 8",
)
def idm(reference: Picture, candidate: Picture, *, warp: int = 2, context: int = 3) -> float:
    """Return how badly the candidate's pixels find counterparts in the reference, each within ``warp`` px on its own.

    0 for identical pictures, and the larger the less alike; no upper end. What is compared is the context x context
    square of horizontal and vertical Sobel gradients of the luma (levels 0..255), by the sum of squared differences.
    It is the reference that is distorted to meet the candidate, so that the two do not change places freely.
    With a mask, the candidate's pixels under it are averaged; masked-out ones are taken from the reference beforehand.
    """
    return pooled_mean(idm_map(reference, candidate, warp=warp, context=context), candidate.mask)
