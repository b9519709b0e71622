"""The similarity indices by themselves: against one normal picture (N = 1), and against the mean of N."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from abnormality.measures import power_at
from abnormality.pool import CELLS, pictures
from mikurabe.judge.grid import Floats
from mikurabe.metrics import parse
from mikurabe.picture import Picture
from mikurabe.records import read_only

INDICES = ("cosine", "psnr", "ssim", "cosine_blur", "ssim_blur", "density_chi2", "density_hellinger", "count_ratio")


def single_indices(per_cell: int, seed: int, *, quick: bool) -> Iterator[tuple[int, str, Floats, Floats, Floats]]:
    """Yield N, index, fresh scores, faulty scores (cells, pictures) and power per cell, on dots.

    A score is the distance from what the N normals score (each against the mean of the others; for N = 1 from the
    fresh normals' own median, which favours the index): an index may move either way.
    """
    indices = [parse(name) for name in INDICES]
    for normals in (1, 20) if quick else (1, 5, 20, 100):
        fresh = 40 if quick else 300
        own, others = pictures("dots", normals=normals, fresh=fresh, per_cell=per_cell, seed=seed)
        total = np.sum([each.pixels for each in own], axis=0, dtype=np.float64)
        reference = _mean(total, normals, own[0])
        left_out = [
            [index.score(_mean(total - each.pixels, normals - 1, each), each).value for index in indices]
            for each in (own if normals > 1 else [])
        ]
        scored = np.array([[index.score(reference, each).value for index in indices] for each in others], np.float64)
        for at, index in enumerate(indices):
            values = scored[:, at]
            centre = np.median([row[at] for row in left_out] if left_out else values[:fresh])
            distance = np.abs(values - centre)
            cells = distance[fresh:].reshape(len(CELLS), -1)
            yield normals, index.key, distance[:fresh], cells, power_at(distance[:fresh], cells, 0.01)


def _mean(total: Floats, number: int, like: Picture) -> Picture:
    pixels = read_only(np.rint(total / number).astype(like.pixels.dtype))
    return Picture(replace(like.image, pixels=pixels))
