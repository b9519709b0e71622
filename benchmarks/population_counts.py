"""From picture back to populations: counts, shares, tilts and background of normal days against the cells, in Markdown.

    python benchmarks/population_counts.py --days 30

Normal days of the simulator are learned, other normal days are measured, and each number is compared with that of the
cells in the picture, by their labels: the mean error of the count and the 95th percentile of the errors' sizes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np

from mikurabe.populations import learn_populations, measure
from mikurabe.sources import simulate
from populations import COUNT, matched, picture_of, truth_of

RENDERS = ("classes", "dots")
HEAD = "| way of drawing | px | population | count: mean error (%) | count (%) | share (points) | tilt |"


def rows(render: str, size: int, normals: int, days: int, seed: int) -> Iterator[str]:
    """Yield a line per population, and one for the background, of one way of drawing (px a side: ``size``)."""
    how = simulate.look(render, size_px=size)  # type: ignore[arg-type]
    first = simulate.simulate_day("wdf", 1, seed)
    area = simulate.area_of(first.assay, how)
    scale = np.array([area.width, area.height]) / first.assay.channels
    labels = list(first.assay.labels[: len(first.assay.populations) + 1])
    series = [simulate.simulate_day("wdf", day, seed) for day in range(1, normals + 1)]
    learned = learn_populations([picture_of(day, day.events, how, render) for day in series])
    usual = np.mean([truth_of(day.events, len(labels), scale) for day in series], axis=0)
    places = matched(learned, usual, area.left, area.top + area.height)
    errors: dict[str, list[tuple[float, float, float]]] = {label: [] for label in labels}
    background = []
    for number in range(1001, 1001 + days):
        day = simulate.simulate_day("wdf", number, seed)
        found = measure(learned, picture_of(day, day.events, how, render))
        seen = truth_of(day.events, len(labels), scale)
        for at, label in enumerate(labels):
            place = places[at]
            if place is None or found.members[place].place is None:
                continue
            member, own = found.members[place], day.events.label == at
            tilt = np.corrcoef(day.events.x[own], day.events.y[own])[0, 1]
            share = seen[at, COUNT] / seen[:, COUNT].sum()
            errors[label].append((member.count / seen[at, COUNT] - 1, member.share - share, member.place.tilt - tilt))
        background.append(found.background - np.mean(day.events.label >= len(labels)))
    for label, each in errors.items():
        if each:
            count, share, tilt = np.quantile(np.abs(each), 0.95, axis=0)
            mean = np.mean(each, axis=0)[0]
            numbers = f"{100 * mean:+.1f} | {100 * count:.1f} | {100 * share:.1f} | {tilt:.2f}"
            yield f"| {render} | {size} | {label} | {numbers} |"
    yield f"| {render} | {size} | background | | | {100 * np.quantile(np.abs(background), 0.95):.1f} | |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--normals", type=int, default=20, help="how many normal days are learned (20)")
    parser.add_argument("--days", type=int, default=30, help="how many test days (30)")
    parser.add_argument("--seed", type=int, default=1, help="of the simulator (1)")
    asked = parser.parse_args()
    print(HEAD + "\n|---|---:|---|---:|---:|---:|---:|")
    for render in RENDERS:
        for size in (256, 512):
            print(*rows(render, size, asked.normals, asked.days, asked.seed), sep="\n", flush=True)


if __name__ == "__main__":
    main()
