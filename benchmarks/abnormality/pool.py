"""The pictures: days of the simulator, normal and with graded faults, as the cells that judging looks at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from mikurabe.images import from_array
from mikurabe.judge.grid import Floats, ink_cells
from mikurabe.judge.scale import colour_scale
from mikurabe.picture import Picture
from mikurabe.records import Array, Bools
from mikurabe.region import furniture
from mikurabe.sources import simulate

# The twelve kinds of fault with four severities each: 48 cells of fault and severity.
FAULTS = (
    "gain_x",
    "gain_y",
    "widen_x",
    "widen_y",
    "crosstalk",
    "count_loss",
    "debris",
    "new_population",
    "background",
    "cluster_shift_y",
    "aged",
    "double_population",
)
# What should be said first of each; a cell counts as right with one of these.
WORDS: Mapping[str, tuple[str, ...]] = {
    "gain_x": ("gain",),
    "gain_y": ("gain",),
    "widen_x": ("width",),
    "widen_y": ("width",),
    "crosstalk": ("crosstalk",),
    "count_loss": ("count",),
    "debris": ("one_population",),
    "new_population": ("new_population",),
    "background": ("noise",),
    "cluster_shift_y": ("one_population",),
    "aged": ("one_population",),
    # Each population doubles: the simulator's own name for it is none of the words, a wider picture is how it looks.
    "double_population": ("width", "new_population"),
}
CELLS = tuple((name, severity) for name in FAULTS for severity in simulate.FAULTS[name].grid)

# Days from here on are those of fresh normals, and of faults: no baseline has them.
_FRESH, _FAULTY = 100_001, 200_001


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Cells, float64 (..., rows, columns), of normals for baselines, fresh normals, (fault cells, pictures)."""

    render: str
    normals: Floats
    fresh: Floats
    faulty: Floats


Grid = tuple[Bools, Array | None]


def grid_of(render: str, seed: int) -> Grid:
    """Return what stands still in a render's pictures, and what its colours stand for."""
    some = [drawn(1 + day, seed, {}, how_drawn(render)) for day in range(20)]
    still = furniture(some[0].image, [each.image for each in some[1:]])
    return still, colour_scale(some, still)


def cells_of_days(
    render: str, seed: int, days: Sequence[int], grid: Grid, faults: Mapping[str, float] = MappingProxyType({})
) -> Floats:
    """Return the ink of the pictures of these days in cells, float64 (days, rows, columns)."""
    how = how_drawn(render)
    return np.stack([ink_cells(drawn(day, seed, faults, how), *grid) for day in days])


def pool_of(render: str, *, normals: int, fresh: int, per_cell: int, seed: int) -> Pool:
    """Return the pool of one render at 256 px with axes."""
    grid = grid_of(render, seed)
    faulty = [
        cells_of_days(
            render, seed, range(_FAULTY + at * per_cell, _FAULTY + (at + 1) * per_cell), grid, {name: severity}
        )
        for at, (name, severity) in enumerate(CELLS)
    ]
    return Pool(
        render=str(render),
        normals=cells_of_days(render, seed, range(1, 1 + normals), grid),
        fresh=cells_of_days(render, seed, range(_FRESH, _FRESH + fresh), grid),
        faulty=np.stack(faulty),
    )


def how_drawn(render: str) -> simulate.Look:
    """Return how a render's pictures are drawn."""
    return simulate.look(render, axes="lines")  # type: ignore[arg-type]


def measurement_of(kind: str, at: int, seed: int, *, per_cell: int = 0) -> simulate.Measurement:
    """Return the measurement behind picture ``at`` of the pool's normals, or ("faulty") of all its faulty ones."""
    if kind == "normal":
        return simulate.simulate_day("wdf", 1 + at, seed)
    name, severity = CELLS[at // per_cell]
    return simulate.simulate_day("wdf", _FAULTY + at, seed, faults={name: severity})


def picture_of(measured: simulate.Measurement, render: str) -> Picture:
    """Return the picture of a measurement."""
    return Picture(from_array(measured.draw(how_drawn(render)), name=f"day {measured.day}"))


def drawn(day: int, seed: int, faults: Mapping[str, float], how: simulate.Look) -> Picture:
    """Return one day's picture."""
    pixels = simulate.simulate_day("wdf", day, seed, faults=faults).draw(how)
    return Picture(from_array(pixels, name=f"day {day}"))


def pictures(
    render: str, *, normals: int, fresh: int, per_cell: int, seed: int
) -> tuple[list[Picture], Iterator[Picture]]:
    """Return the normals of one baseline, and one by one fresh normals and then faulty pictures, cell by cell."""
    how = how_drawn(render)

    def others() -> Iterator[Picture]:
        for day in range(fresh):
            yield drawn(_FRESH + day, seed, {}, how)
        for at, (name, severity) in enumerate(CELLS):
            for picture in range(per_cell):
                yield drawn(_FAULTY + at * per_cell + picture, seed, {name: severity}, how)

    return [drawn(1 + day, seed, {}, how) for day in range(normals)], others()
