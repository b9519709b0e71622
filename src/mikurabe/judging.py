"""Judging, as functions: learn a baseline from normal pictures, check others by it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mikurabe.api import DEFAULT_METRICS, IndexFunction, indices_of, versions
from mikurabe.comparison import Limits, Options, Progress
from mikurabe.errors import UsageError
from mikurabe.i18n import Lang
from mikurabe.images import decode
from mikurabe.inputs import (
    PictureLike,
    PicturesLike,
    Region,
    counted_pixels,
    listing_of,
    read_picture,
    share_of,
    without_reference,
)
from mikurabe.judge.baseline import Baseline, learn_found
from mikurabe.judge.check import FALSE_ALARMS, check_found
from mikurabe.judge.index import COMBINED
from mikurabe.judge.store import read_baseline, write_baseline
from mikurabe.table import Table
from mikurabe.thumbnail import ThumbnailKind

# What is learned where nobody says: the usual ones, and blurred ones, which forgive where a single dot lies.
LEARNED_METRICS = (*DEFAULT_METRICS, "cosine_blur", "ssim_blur")


def learn(
    normals: PicturesLike,
    baseline: str | Path | None = None,
    *,
    reference: PictureLike | None = None,
    metrics: str | IndexFunction | Sequence[str | IndexFunction] | None = None,
    recursive: bool = False,
    mask: PictureLike | None = None,
    roi: str | Sequence[str] = (),
    auto_mask: bool = False,
    white: float | None = None,
    max_pixels: int = 200_000_000,
    progress: Progress | None = None,
    command: str = "mikurabe.learn()",
) -> Baseline:
    """Return the baseline of normal pictures, kept in the file ``baseline`` (``.mkb``) where one is named.

    Args:
        normals: a folder, a glob, a sequence of paths or arrays, or a mapping: pictures that are known to be normal,
            all of one size, drawn alike. 20 of them allow a verdict, 99 one that assumes nothing.
        baseline: where it is kept.
        reference: the one picture that the indices compare with; by default the mean of the other normals.
        metrics: indices to learn beside the combined one; by default cosine, psnr, ssim and, of the
            blurred ink, cosine_blur and ssim_blur.
        recursive: look into folders within folders.
        mask: a picture of the normals' size; only what is bright in it counts. So do ``roi`` and ``auto_mask``, as in
            :func:`mikurabe.compare`; checked pictures are looked at in the same part.
        roi: ``"x,y,width,height"``, or several of these.
        auto_mask: leave out what all normals show alike: axes, text, legend.
        white: full white of float pictures, where it is not 1.
        max_pixels: a picture that declares more pixels is refused before it is decoded.
        progress: called with (done, total).
        command: what the file says it was made by.

    Raises:
        UsageError: no picture, pictures of several sizes, the same picture twice, or a file that cannot be written.
    """
    indices = indices_of(LEARNED_METRICS if metrics is None else metrics)
    limits = Limits(max_pixels=max_pixels, white=white)
    listing = listing_of(normals, recursive)
    if not listing.found:
        raise UsageError("There is no normal picture to learn from.")
    image = None
    if reference is not None:
        image = read_picture(reference, "reference", limits)
        if isinstance(reference, str | Path):
            listing = without_reference(image, listing)
    region = Region(mask=mask, rectangles=(roi,) if isinstance(roi, str) else tuple(roi), automatic=auto_mask)
    counted = None
    if mask is not None or roi or auto_mask:
        first = image if image is not None else decode(listing.found[0], max_pixels=max_pixels, white=white)
        counted = counted_pixels(region, first, listing, limits)
    learned = learn_found(
        listing,
        indices,
        reference=image,
        counted=counted,
        limits=limits,
        settings={
            "command": command,
            "metrics": ", ".join(index.key for index in indices),
            "pixels compared": share_of(counted),
        },
        versions=versions(),
        progress=progress,
    )
    if baseline is not None:
        write_baseline(learned, Path(baseline))
    return learned


def check(
    pictures: PicturesLike,
    baseline: Baseline | str | Path,
    *,
    false_alarms: float = FALSE_ALARMS,
    judge_by: str | Sequence[str] = (COMBINED,),
    maps: bool = False,
    recursive: bool = False,
    white: float | None = None,
    max_pixels: int = 200_000_000,
    threads: int | None = None,
    thumbnail_px: int | None = 128,
    thumbs: ThumbnailKind = "auto",
    lang: Lang = "en",
    progress: Progress | None = None,
    command: str = "mikurabe.check()",
) -> Table:
    """Return the table of pictures judged by a baseline: ``ok``, ``ng`` or ``unknown``, with reasons and the promise.

    Args:
        pictures: what is to be judged, as the candidates of :func:`mikurabe.compare`.
        baseline: a Baseline or the file of one.
        false_alarms: how many normal pictures may be called abnormal, as a rate.
        judge_by: the scores that the verdict comes from: ``combined`` and any index of the baseline. K of them share
            the false alarms.
        maps: add to every row a picture of where there is more and where less than in the normals.
        recursive: look into folders within folders.
        white: full white of float pictures, where it is not 1.
        max_pixels: a picture that declares more pixels is refused before it is decoded.
        threads: how many rows at a time; default: one per core.
        thumbnail_px: longest side of the reports' thumbnails; None makes none.
        thumbs: what they are encoded as.
        lang: the language of what changed and of the promise.
        progress: called with (done, total).
        command: what the report says it was made by.

    Raises:
        UsageError: no picture, no baseline, or a rate or a score that does not fit it.
    """
    known = baseline if isinstance(baseline, Baseline) else read_baseline(Path(baseline))
    asked = [judge_by] if isinstance(judge_by, str) else list(judge_by)
    keys = tuple(dict.fromkeys(part.strip() for text in asked for part in text.split(",") if part.strip()))
    if not keys:
        raise UsageError("judge_by (--judge-by) names no score; by default it is combined.")
    return check_found(
        known,
        listing_of(pictures, recursive),
        Options(
            limits=Limits(max_pixels=max_pixels, white=white),
            threads=threads,
            thumbnail_px=thumbnail_px,
            thumbs=thumbs,
        ),
        false_alarms=false_alarms,
        judge_by=keys,
        maps=maps,
        lang=lang,
        command=command,
        progress=progress,
    )
