"""What ``mikurabe check`` says first of a faulty picture and where it points, against the simulator's truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from abnormality.measures import auroc
from abnormality.pool import CELLS, how_drawn, measurement_of, picture_of
from mikurabe.judge.combined import Learned
from mikurabe.judge.explain import Finding, findings
from mikurabe.judge.grid import Floats, cell_side
from mikurabe.judge.inhabitants import Inhabitants, find_inhabitants
from mikurabe.judge.second_look import second_look
from mikurabe.judge.where import where_map
from mikurabe.populations import measure
from mikurabe.records import Bools
from mikurabe.sources import simulate

_RENDER = "dots"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed:
    """How the map of one picture fits the truth.

    ``inside`` is the part of the shown cells that lie in what the fault changed, or beside it, None where nothing is
    shown; ``covers`` the part of the plot that this is, which chance would reach; ``area`` the chance that a changed
    cell stands out more than another (AUROC).
    """

    inside: float | None
    covers: float
    area: float


@dataclass(slots=True)
class Told:
    """What was said first, and where the maps pointed, by kind of fault."""

    words: dict[str, Counter[str]] = field(default_factory=dict)
    by_filters: dict[str, Counter[str]] = field(default_factory=dict)
    where: dict[str, list[Pointed]] = field(default_factory=dict)

    def add(self, learned: Learned, days: Sequence[int], seed: int, counts: Floats, found: Bools) -> None:
        """Add what is said of the pictures found abnormal, by a baseline of the normals of these days.

        ``counts`` are the faulty pictures' events, (cells x pictures, rows, columns), in the order of the pool.
        """
        images = [picture_of(measurement_of("normal", day, seed), _RENDER).image for day in days]
        populations = find_inhabitants(images, np.array([255, 255, 255], np.uint8))
        if isinstance(populations, str):
            raise ValueError(populations)
        inhabitants = Inhabitants(learned=populations, measured=tuple(measure(populations, each) for each in images))
        per_cell = len(counts) // len(CELLS)
        for at in np.flatnonzero(found):
            name, _ = CELLS[at // per_cell]
            measured = measurement_of("faulty", int(at), seed, per_cell=per_cell)
            first = findings(learned.model, counts[at])
            row = inhabitants.of(picture_of(measured, _RENDER).image)
            self._say(name, first, second_look(first, inhabitants, row))
            truth = measured.truth.where
            if truth is not None:
                self.where.setdefault(name, []).append(pointed(learned, counts[at], changed_cells(truth, measured)))

    def _say(self, name: str, first: Sequence[Finding], second: Sequence[Finding]) -> None:
        self.by_filters.setdefault(name, Counter())[first[0].kind] += 1
        self.words.setdefault(name, Counter())[second[0].kind] += 1


def changed_cells(truth: Bools, measured: simulate.Measurement) -> tuple[Bools, Bools]:
    """Return which cells of the judge's grid a fault changed, and which lie in the plot: bool (rows, columns)."""
    how = how_drawn(_RENDER)
    area = simulate.area_of(measured.assay, how)
    height, width = measured.draw(how).shape[:2]
    side = cell_side(height, width)
    rows, columns = (np.arange(-(-size // side)) * side + side / 2 for size in (height, width))
    down = (rows - area.top) / area.height
    across = (columns - area.left) / area.width
    plot = ((down >= 0) & (down < 1))[:, None] & ((across >= 0) & (across < 1))[None, :]
    of = [np.clip((part * len(truth)).astype(int), 0, len(truth) - 1) for part in (down, across)]
    return truth[np.ix_(*of)] & plot, plot


def pointed(learned: Learned, counts: Floats, cells: tuple[Bools, Bools]) -> Pointed:
    """Return how a picture's map fits the cells that a fault changed."""
    from scipy import ndimage

    changed, plot = cells
    away = np.abs(where_map(learned.model.filters.mean, counts[None])[0])
    limit = learned.where_limit
    if limit is None:
        raise ValueError("a map has a limit from 5 normals on")
    shown = (away > limit) & plot
    # The map is blurred by a cell and a half: beside a changed cell counts as in it.
    around = ndimage.binary_dilation(changed, np.ones((3, 3))) & plot
    return Pointed(
        inside=float(around[shown].mean()) if shown.any() else None,
        covers=float(around.sum() / plot.sum()),
        area=float(auroc(away[plot & ~changed], away[changed][None])[0]),
    )
