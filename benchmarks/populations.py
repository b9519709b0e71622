"""From picture back to populations: how well planted shifts and widths are measured, as tables in Markdown.

    python benchmarks/populations.py                    every way of drawing, 256, 512 and 1024 px
    python benchmarks/populations.py --days 10 -r dots  a quick look at one of them

Normal days of the simulator are learned; then every test day is drawn with 2 px planted to the right and upwards, and
with widths planted 10 % larger: in one population alone, and in all of them. What is measured against the normal mean
is compared with three truths:

seen     the events that the picture shows, by their labels, against the normal days' events: the error of measuring.
same day the picture measured with and without what was planted, the same events: the error of the change alone.
planted  2 px and 10 %: to it come the chance of drawing so few events and the day's own gains and widths, which no
         method could take away. "chance" is how often the mean (the standard deviation) of as many normally distributed
         events would lie within the tolerance, with nothing else varying.

The tolerance is 20 % of what was planted: 0.4 px, and 2 % of the width.
"""

from __future__ import annotations

import argparse
import io
import math
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.images import from_array
from mikurabe.populations import Change, Populations, changes, learn_populations, measure
from mikurabe.records import Image
from mikurabe.sources import simulate
from mikurabe.sources.simulate import Events, Look, Measurement

Floats: TypeAlias = NDArray[np.float64]

SHIFT_PX, WIDER = 2.0, 1.1
SHIFT_TOLERANCE_PX, WIDTH_TOLERANCE = 0.4, 0.02
RENDERS = ("classes", "classes jpeg", "dots", "smooth", "density")
# Centre right and up in px, widths in px, number: what is known of a population.
RIGHT, UP, WIDTH_X, WIDTH_Y, COUNT = range(5)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is planted: into which populations (by label), how far they move (px) and how much wider they are."""

    labels: tuple[int, ...]
    shift_px: float = 0.0
    wider: float = 1.0


def planted(events: Events, plan: Plan, centres: Floats, px_per_channel: Floats, channels: int) -> Events:
    """Return the events with the plan in them; those that leave the scale are gone."""
    x, y = events.x.copy(), events.y.copy()
    for label in plan.labels:
        own = events.label == label
        x[own] = centres[label, 0] + plan.wider * (x[own] - centres[label, 0]) + plan.shift_px / px_per_channel[0]
        y[own] = centres[label, 1] + plan.wider * (y[own] - centres[label, 1]) + plan.shift_px / px_per_channel[1]
    seen = (x >= 1) & (x < channels) & (y >= 1) & (y < channels)
    return Events(x[seen], y[seen], events.label[seen], events.touched[seen])


def truth_of(events: Events, labels: int, px_per_channel: Floats) -> Floats:
    """Return what the events are, (labels, 5)."""
    rows = []
    for label in range(labels):
        own = events.label == label
        x, y = events.x[own] * px_per_channel[0], events.y[own] * px_per_channel[1]
        rows.append((x.mean(), y.mean(), x.std(), y.std(), len(x)))
    return np.array(rows)


def picture_of(day: Measurement, events: Events, how: Look, render: str) -> Image:
    """Return the picture of the events; where the render says so as a JPEG of quality 85."""
    pixels = simulate.render(events, how, assay=day.assay)
    if render.endswith("jpeg"):
        from PIL import Image as Pillow

        packed = io.BytesIO()
        Pillow.fromarray(pixels).save(packed, "jpeg", quality=85)
        pixels = np.asarray(Pillow.open(packed))
    return from_array(pixels, name=f"day {day.day}")


def matched(normal: Populations, truth: Floats, left: float, bottom: float) -> list[int | None]:
    """Return for each label which population is the nearest to it, None where none lies within its widths."""
    found: list[int | None] = []
    for row in truth:
        away = [
            math.inf
            if each.place is None
            else math.hypot(
                (each.place.x - left - row[RIGHT]) / row[WIDTH_X], (bottom - each.place.y - row[UP]) / row[WIDTH_Y]
            )
            for each in normal.normal.members
        ]
        nearest = int(np.argmin(away))
        found.append(nearest if away[nearest] < 1 else None)
    return found


def measured_rows(
    render: str, size: int, normals: int, days: int, events: float, seed: int
) -> Iterator[tuple[str, str, Floats]]:
    """Yield (population, alone or all, errors): per test day and plan the errors of right, up, width x, width y
    and count against seen, planted and the same day, then what the population usually is.

    The first yielded item is ("", "facts", ...): milliseconds of measuring, populations found.
    """
    how = simulate.look(render.split()[0], size_px=size, events=events)  # type: ignore[arg-type]
    first = simulate.simulate_day("wdf", 1, seed, events=events)
    area = simulate.area_of(first.assay, how)
    scale = np.array([area.width, area.height]) / first.assay.channels
    labels = [each.name for each in first.assay.populations]
    series = [simulate.simulate_day("wdf", day, seed, events=events) for day in range(1, normals + 1)]
    learned = learn_populations([picture_of(day, day.events, how, render) for day in series])
    usual = np.mean([truth_of(day.events, len(labels), scale) for day in series], axis=0)
    places = matched(learned, usual, area.left, area.top + area.height)
    plans = [("all", Plan(labels=tuple(range(len(labels))), shift_px=SHIFT_PX))]
    plans += [("all", Plan(labels=tuple(range(len(labels))), wider=WIDER))]
    for label in range(len(labels)):
        plans += [("alone", Plan(labels=(label,), shift_px=SHIFT_PX)), ("alone", Plan(labels=(label,), wider=WIDER))]
    rows: dict[tuple[str, str], list[Floats]] = {}
    seconds = []
    for number in range(1001, 1001 + days):
        day = simulate.simulate_day("wdf", number, seed, events=events)
        before = changes(learned.normal, measure(learned, picture_of(day, day.events, how, render)))
        for how_many, plan in plans:
            these = planted(day.events, plan, usual[:, :2] / scale, scale, day.assay.channels)
            image = picture_of(day, these, how, render)
            start = time.process_time()
            changed = changes(learned.normal, measure(learned, image))
            seconds.append(time.process_time() - start)
            seen = truth_of(these, len(labels), scale)
            for label in plan.labels:
                place = places[label]
                if place is None or changed[place].right_px is None or before[place].right_px is None:
                    continue
                got, was = numbers_of(changed[place]), numbers_of(before[place])
                true = np.concatenate([seen[label, :2] - usual[label, :2], seen[label, 2:] / usual[label, 2:]])
                known = np.array([plan.shift_px, plan.shift_px, plan.wider, plan.wider, 1.0])
                key = (labels[label], f"{how_many} {'moved' if plan.wider == 1 else 'wider'}")
                same_day = np.concatenate([got[:2] - was[:2], got[2:] / was[2:]])
                errors = (got - true, got - known, same_day - known, usual[label])
                rows.setdefault(key, []).append(np.concatenate(errors))
    yield "", "facts", np.array([1000 * float(np.median(seconds)), len(learned.normal.members)])
    for (name, kind), errors in rows.items():
        yield name, kind, np.array(errors)


def numbers_of(change: Change) -> Floats:
    """Return a change of a population that has a place: right, up, width x, width y, count."""
    return np.array([change.right_px, change.up_px, change.width_x, change.width_y, change.count], np.float64)


def chance(tolerance: float, error: float) -> float:
    """Return how often a normal error of that standard deviation lies within the tolerance."""
    return math.erf(tolerance / error / math.sqrt(2))


def percent(share: float) -> str:
    """Return a share as whole percent."""
    return f"{100 * share:.0f}"


def table(render: str, size: int, results: Sequence[tuple[str, str, Floats]]) -> str:
    """Return one table: per population the error at the 95th percentile, and how often the tolerance is kept."""
    cpu_ms, found = results[0][2]
    by_key = {(name, kind): errors for name, kind, errors in results[1:]}
    lines = [
        f"### {render}, {size} px ({found:.0f} populations found, {cpu_ms:.1f} ms of CPU time per picture)",
        "",
        "| population | events | alone: right, up (px) | width x, y (%) | alone: kept, seen: right, up, x, y (%) "
        "| all: kept, seen (%) | alone: kept, same day (%) | planted (%) | chance (%) |",
        "|---|---:|---|---|---|---|---|---|---|",
    ]
    for name in dict.fromkeys(name for name, _ in by_key):
        moved, wider = by_key[name, "alone moved"], by_key[name, "alone wider"]
        all_moved, all_wider = by_key[name, "all moved"], by_key[name, "all wider"]
        usual = moved[0, 15:]
        error = np.quantile(np.abs(np.hstack([moved[:, :2], wider[:, 2:4]])), 0.95, axis=0)
        lines.append(
            f"| {name} | {usual[COUNT]:.0f} | {error[0]:.2f}, {error[1]:.2f} | {100 * error[2]:.1f}, "
            f"{100 * error[3]:.1f} | {kept(moved, wider, 0)} | {kept(all_moved, all_wider, 0)} | "
            f"{kept(moved, wider, 10)} | {kept(moved, wider, 5)} | {possible(usual)} |"
        )
    return "\n".join(lines) + "\n"


def kept(moved: Floats, wider: Floats, start: int) -> str:
    """Return how often each tolerance is kept; the errors begin at column ``start``."""
    shifts = np.abs(moved[:, start : start + 2]) <= SHIFT_TOLERANCE_PX
    widths = np.abs(wider[:, start + 2 : start + 4]) <= WIDTH_TOLERANCE
    return ", ".join(percent(share) for share in (*shifts.mean(axis=0), *widths.mean(axis=0)))


def possible(usual: Floats) -> str:
    """Return how often the events' own mean and standard deviation would keep the tolerances."""
    root = math.sqrt(usual[COUNT])
    width = percent(chance(WIDTH_TOLERANCE, 1 / (math.sqrt(2) * root)))
    shifts = [percent(chance(SHIFT_TOLERANCE_PX, usual[axis] / root)) for axis in (WIDTH_X, WIDTH_Y)]
    return ", ".join((*shifts, width, width))


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-r", "--render", action="append", choices=RENDERS, help="one way of drawing; default: all")
    parser.add_argument("-s", "--size", action="append", type=int, help="px; default: 256, 512 and 1024")
    parser.add_argument("--normals", type=int, default=20, help="how many normal days are learned (20)")
    parser.add_argument("--days", type=int, default=60, help="how many test days per table (60)")
    parser.add_argument("--events", type=float, default=5000.0, help="cells expected per picture (5000)")
    parser.add_argument("--seed", type=int, default=1, help="of the simulator (1)")
    asked = parser.parse_args()
    for render in asked.render or RENDERS:
        for size in asked.size or (256, 512, 1024):
            results = list(measured_rows(render, size, asked.normals, asked.days, asked.events, asked.seed))
            sys.stdout.write(table(render, size, results) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
