"""Real events: a row of a yeast plate, whose fluorescence falls well by well.

The first five wells are taken as the normals, and the others as what may differ from them: 1,000 events each.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mikurabe.events.channels import default_pair
from mikurabe.images import from_array
from mikurabe.judge.calibrate import extreme_limit
from mikurabe.judge.combined import learn_combined
from mikurabe.judge.explain import findings
from mikurabe.judge.grid import Floats, ink_cells, ink_per_event
from mikurabe.picture import Picture
from mikurabe.records import Array
from mikurabe.sources.fcs import open_fcs

SIDE = 256
_NORMALS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Well:
    """The combined index of one well, the limit that the five normals gave, and what is said first."""

    name: str
    index: float
    limit: float
    said: str


def plate_results(data: Path | None) -> list[Well]:
    """Return the results of the wells that are not normals; none where the data are not there."""
    folder = None if data is None else data / "fcs" / "yeast_plate"
    if folder is None or not folder.is_dir():
        return []
    wells = sorted(folder.glob("*.fcs"), key=lambda path: int(path.stem.split("_B")[1].split("_")[0]))
    counts = _cells([_positions(path) for path in wells])
    ink = ink_per_event(counts[:_NORMALS])
    learned = learn_combined(counts[:_NORMALS] / ink)
    if learned.left_out is None:
        raise ValueError("five normals have left-out scores")
    limit = extreme_limit(learned.left_out, 0.01)
    results = []
    for path, own in zip(wells[_NORMALS:], counts[_NORMALS:] / ink, strict=True):
        deviations = learned.model.deviations(learned.model.filters.measure(own[None]))
        index = float(learned.model.combined(deviations)[0])
        said = findings(learned.model, own)[0].kind if index > limit else ""
        results.append(Well(name=path.stem, index=index, limit=limit, said=said))
    return results


def _positions(path: Path) -> Floats:
    """Return where the events lie in the picture: column and row, (N, 2), on logarithmic axes from 1 to the top."""
    file = open_fcs(path.read_bytes())
    pair = default_pair(file.channels)
    fluorescence = next((at for at, channel in enumerate(file.channels) if channel.name.startswith("FITC")), pair[1])
    values = file.read((pair[0], fluorescence)).data
    top = np.log10(262144.0)
    at: Floats = np.clip(np.log10(np.clip(values, 1, None)) / top, 0, 1) * (SIDE - 1)
    return at


def _cells(many: list[Floats]) -> Floats:
    return np.stack([ink_cells(Picture(from_array(_drawn(at), name="x")), np.zeros((SIDE, SIDE), bool)) for at in many])


def _drawn(at: Floats) -> Array:
    pixels = np.full((SIDE, SIDE), 255, np.uint8)
    column, row = at.astype(np.intp).T
    pixels[SIDE - 1 - row, column] = 0
    return pixels
