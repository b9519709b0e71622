"""Real pictures: printed circuit boards, of which there is one template each and one picture with marked defects."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

import mikurabe as mk
from mikurabe.images import decode
from mikurabe.judge.grid import cell_side, ink_cells
from mikurabe.judge.parts import excess
from mikurabe.judge.where import BLUR
from mikurabe.picture import Picture
from mikurabe.sources.files import find


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One board: what check says with its one template, and how often its defects are the map's strongest places."""

    name: str
    promise: str
    values: tuple[tuple[str, float], ...]
    defects: int
    pointed_at: int


def real_results(data: Path | None) -> list[Board]:
    """Return the boards' results; none where the data are not there."""
    if data is None or not (data / "defects").is_dir():
        return []
    return [_board(path) for path in sorted((data / "defects").glob("*_temp.jpg"))]


def _board(template: Path) -> Board:
    from scipy import ndimage

    name = template.name.removesuffix("_temp.jpg")
    test = template.with_name(f"{name}_test.jpg")
    table = mk.check(test, mk.learn(template), thumbnail_px=None)
    values = tuple(
        (column.key, score.value)
        for column, score in zip(table.columns, table.rows[0].scores, strict=True)
        if score.value is not None
    )
    lines = template.with_name(f"{name}.txt").read_text().split("\n")
    boxes = [tuple(map(int, line.replace(",", " ").split()[:4])) for line in lines if line.strip()]
    cells = []
    for path in (template, test):
        picture = Picture(decode(find([path]).found[0], max_pixels=10**8, white=None))
        cells.append(ink_cells(picture, np.zeros(picture.pixels.shape[:2], np.bool_)))
    side = cell_side(*picture.pixels.shape[:2])
    # One template does not say what an event is: in units of a full cell.
    expected = ndimage.gaussian_filter(cells[0], BLUR)
    strength = np.abs(excess(cells[1][None], expected, BLUR)[0])
    peaks = (strength == ndimage.maximum_filter(strength, 5)).nonzero()
    strongest = sorted(zip(-strength[peaks], *peaks, strict=True))[: len(boxes)]
    hit = {
        at
        for _, row, column in strongest
        for at, (left, top, right, bottom) in enumerate(boxes)
        if left - side <= column * side + side / 2 <= right + side
        and top - side <= row * side + side / 2 <= bottom + side
    }
    return Board(name=name, promise=table.notes[0], values=values, defects=len(boxes), pointed_at=len(hit))
