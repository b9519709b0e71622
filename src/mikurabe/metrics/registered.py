"""Any index after the candidate was moved back into place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from mikurabe.errors import UndefinedScore, UsageError
from mikurabe.metrics.alignment import MAX_SHIFT
from mikurabe.metrics.definition import Index, metric, parse
from mikurabe.metrics.movement import Shift, estimate_shift
from mikurabe.metrics.resampling import read_pixels, settled, shared
from mikurabe.picture import Picture
from mikurabe.records import Param, ParamValue, read_only


def _facts(params: Mapping[str, ParamValue]) -> Mapping[str, Any]:
    """Return the facts of the index that is applied after the alignment."""
    inner = _inner(str(params["metric"]))
    facts = inner.metric
    return {
        "title": f"{facts.title}, aligned",
        "better": facts.better,
        "low": facts.low,
        "high": facts.high,
        "identical": facts.identical,
        "resolution": facts.resolution,
        "unit": facts.unit,
        "reads": facts.reads,
        "cap": facts.cap,
        "needs": facts.needs,
        "tolerates": ("movement up to max_shift", *facts.tolerates),
        "blind": facts.blind,
        "source": f"{_SOURCE}; then {facts.source}",
        "version": facts.version,
        "masked": facts.masked,
    }


def _inner(spec: str) -> Index:
    inner = parse(spec)
    if inner.metric.name == "registered":
        raise UsageError(f"registered[metric={spec}] would align twice; name the index itself.")
    if inner.metric.name.startswith("shift_"):
        raise UsageError(f"registered[metric={spec}] would measure a movement after undoing it; use {spec} itself.")
    return inner


_SOURCE = "movement as shift_px finds it, undone with the cubic B-spline of Unser, Aldroubi & Eden 1993, IEEE TSP 41(2)"


def told_movement(reference: Picture, candidate: Picture, *, metric: str = "ssim", max_shift: int = 8) -> str:
    """Return in words how the candidate was moved before the index ``metric`` saw it."""
    del metric  # one movement serves all of them
    shift = estimate_shift(reference, candidate, max_shift)
    x_px, y_px = settled(shift.x_px), settled(shift.y_px)
    if not (x_px or y_px):
        return "it lies in place"
    bound = f"; the search ends at {max_shift} px" if shift.length_px >= max_shift else ""
    return f"moved back from x {x_px:+.2f}, y {y_px:+.2f} px{bound}"


@metric(
    title="Structural similarity (SSIM), aligned",
    better="higher",
    low=-1,
    high=1,
    identical=1,
    resolution=1e-4,
    reads="luma",
    symmetric=False,
    needs=("white",),
    params=(
        Param(name="metric", default="ssim", help="the index that is applied once the candidate lies in place"),
        MAX_SHIFT,
    ),
    tolerates=("movement up to max_shift",),
    masked=True,
    varies=_facts,
    remark=told_movement,
    source=_SOURCE,
)
def registered(reference: Picture, candidate: Picture, *, metric: str = "ssim", max_shift: int = 8) -> float:
    """Return another index's value after the candidate was moved back by at most ``max_shift`` px.

    Range, ends and direction are those of ``metric``. The movement is the one that ``shift_px``, ``shift_x_px`` and
    ``shift_y_px`` show for the same ``max_shift``. Both pictures are cropped to what they have in common, and masks to
    the pixels that count in both. A movement within 1/20 px of a whole one moves without resampling; any other
    resamples the candidate by a cubic B-spline, rounded to its own depth.
    Where the search ends at ``max_shift`` (``shift_px`` shows ≥), what is scored is the best place within it.
    Where a picture is flat or too small to be moved, nothing is aligned and ``metric`` sees the pictures as they are.
    """
    inner = _inner(metric)
    if reference.mask is not None and not inner.metric.masked:
        raise UndefinedScore(f"{inner.metric.name} looks at whole pictures and cannot leave parts out by a mask")
    return inner.value(*aligned(reference, candidate, max_shift))


def aligned(reference: Picture, candidate: Picture, max_shift: int) -> tuple[Picture, Picture]:
    """Return both pictures, the candidate moved back into place, cropped to what they share; once per pair."""

    def align() -> tuple[Picture, Picture]:
        try:
            shift = estimate_shift(reference, candidate, max_shift)
        except UndefinedScore:
            return reference, candidate
        return moved_back(reference, candidate, shift)

    return candidate.derive(("aligned", id(reference), max_shift), align)


def moved_back(reference: Picture, candidate: Picture, shift: Shift) -> tuple[Picture, Picture]:
    """Return the parts of both pictures that show the same once the candidate's movement is undone."""
    steps = [settled(shift.y_px), settled(shift.x_px)]
    if not any(steps):
        return reference, candidate
    height, width = reference.pixels.shape[:2]
    kept, starts, parts = zip(*(shared(side, px) for side, px in zip((height, width), steps, strict=True)), strict=True)
    pixels = candidate.pixels
    for axis in (0, 1):
        pixels = read_pixels(pixels, axis, starts[axis], kept[axis].stop - kept[axis].start, parts[axis])
    if pixels.dtype != candidate.pixels.dtype:
        # The spline overshoots at edges; a level that the candidate never had would be invented.
        pixels = np.clip(pixels, candidate.pixels.min(), candidate.pixels.max())
        pixels = (np.rint(pixels) if candidate.pixels.dtype.kind == "u" else pixels).astype(candidate.pixels.dtype)
    mask = None
    if reference.mask is not None:
        mask = reference.mask[kept]
        rows, columns = (side.stop - side.start for side in kept)
        for down in range(2 if parts[0] else 1):
            for right in range(2 if parts[1] else 1):
                top, left = starts[0] + down, starts[1] + right
                mask = mask & reference.mask[top : top + rows, left : left + columns]
        if not mask.any():
            raise UndefinedScore("the mask leaves no pixel that counts in both pictures once they are aligned")
    first, second = (
        Picture(replace(picture.image, pixels=read_only(part)), mask)
        for picture, part in ((reference, reference.pixels[kept]), (candidate, pixels))
    )
    return first, second
