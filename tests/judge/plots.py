"""Small plots of dots, and a table of scores, for the tests of judging."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mikurabe.images import from_array
from mikurabe.judge.labels import Labelling
from mikurabe.records import Column, Image, Row, Score, Source
from mikurabe.table import Table
from reports.samples import COSINE, PSNR

SIDE = 96
CLUSTERS = ((24, 60, 260), (66, 34, 160))


def plot(seed: int, *, dot_px: int = 1) -> NDArray[np.uint8]:
    """Return black axes and two clusters of blue dots on white, uint8 (96 dots, 96 dots, 3)."""
    rng = np.random.default_rng(seed)
    small = np.full((SIDE, SIDE, 3), 255, np.uint8)
    for x, y, count in CLUSTERS:
        for column, row in rng.normal((x, y), 5, (count, 2)).astype(int):
            if 4 <= column < SIDE - 4 and 4 <= row < SIDE - 6:
                small[row, column] = (40, 60, 150)
    small[:, 1] = small[SIDE - 2, :] = (0, 0, 0)
    return small.repeat(dot_px, axis=0).repeat(dot_px, axis=1)


def plots(count: int, **how: int) -> list[Image]:
    """Return images of so many plots of different days."""
    return [from_array(plot(seed, **how), name=f"day_{seed:02d}") for seed in range(count)]


def ink(image: Image) -> NDArray[np.bool_]:
    """Return where the blue dots are, (H, W)."""
    pixels: NDArray[np.bool_] = (image.pixels == (40, 60, 150)).all(axis=2)
    return pixels


def table_of(
    values: dict[str, list[float | None]], columns: tuple[Column, ...] = (COSINE, PSNR), names: list[str] | None = None
) -> Table:
    """Return a table with these values by column key, None where there is none."""
    count = len(next(iter(values.values())))
    names = names or [f"p{at:02d}.png" for at in range(count)]

    def row(name: str, scores: list[float | None]) -> Row:
        return Row(
            source=Source(name=name, path=None, sha256=None, size_bytes=None),
            size_px=(4, 4),
            notes=(),
            scores=tuple(Score(problem="it has none") if value is None else Score(value=value) for value in scores),
        )

    chosen = tuple(column for column in columns if column.key in values)
    return Table(
        reference=row("ref.png", [column.identical for column in chosen]),
        columns=chosen,
        rows=tuple(row(name, [values[c.key][at] for c in chosen]) for at, name in enumerate(names)),
    )


def labelling(text: str) -> Labelling:
    """Return labels spelled as letters: n normal, a abnormal, - neither."""
    known = {"n": "normal", "a": "abnormal", "-": None}
    return Labelling(labels=tuple(known[letter] for letter in text))  # type: ignore[misc]
