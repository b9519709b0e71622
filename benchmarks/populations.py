"""From picture back to populations: how well planted shifts and widths are measured, as tables in Markdown.

    python benchmarks/populations.py                    every way of drawing, 256, 512 and 1024 px
    python benchmarks/populations.py --days 10 -r dots  a quick look at one of them

Normal days of the simulator are learned; then every test day is drawn with 2 px planted to the right and upwards, and
with widths planted 10 % larger: in one population alone, and in all of them, debris included. What is measured against
the normal mean is compared with three truths:

seen     the events that the picture shows, by their labels, against the normal days' events: the error of measuring.
same day the picture measured with and without what was planted, the same events: the error of the change alone.
planted  2 px and 10 %: to it come the chance of drawing so few events and the day's own gains and widths, which no
         method could take away. "chance" is how often the mean (the standard deviation) of as many normally distributed
         events would lie within the tolerance, with nothing else varying.

"Best possible" is how often an estimate could be within the tolerance of what is seen (population_bound.py), where that
is known. "All together" is the change that all populations have in common, and its error as it is stated.

The tolerance is 20 % of what was planted: 0.4 px, and 2 % of the width.
"""

from __future__ import annotations

import argparse
import io
import math
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from population_bound import BOUNDED, best_possible

from mikurabe.images import from_array
from mikurabe.populations import (
    Change,
    Figure,
    Measured,
    Populations,
    Together,
    changes,
    learn_populations,
    measure,
    together,
)
from mikurabe.records import Image
from mikurabe.sources import simulate
from mikurabe.sources.simulate import Events, Look, Measurement

Floats: TypeAlias = NDArray[np.float64]

SHIFT_PX, WIDER = 2.0, 1.1
SHIFT_TOLERANCE_PX, WIDTH_TOLERANCE = 0.4, 0.02
RENDERS = ("classes", "classes jpeg", "dots", "smooth", "density")
# Centre right and up in px, widths in px, number: what is known of a population.
RIGHT, UP, WIDTH_X, WIDTH_Y, COUNT = range(5)
TOGETHER = "all together"


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
    and count against seen, planted and the same day, then what the population usually is. Of all populations together
    the last are the errors as they are stated.

    The first yielded item is ("", "facts", ...): milliseconds of measuring, populations found.
    """
    how = simulate.look(render.split()[0], size_px=size, events=events)  # type: ignore[arg-type]
    first = simulate.simulate_day("wdf", 1, seed, events=events)
    area = simulate.area_of(first.assay, how)
    scale = np.array([area.width, area.height]) / first.assay.channels
    labels = list(first.assay.labels[: len(first.assay.populations) + 1])
    cells = len(first.assay.populations)
    series = [simulate.simulate_day("wdf", day, seed, events=events) for day in range(1, normals + 1)]
    learned = learn_populations([picture_of(day, day.events, how, render) for day in series])
    usual = np.mean([truth_of(day.events, len(labels), scale) for day in series], axis=0)
    places = matched(learned, usual, area.left, area.top + area.height)
    plans = [("all", Plan(labels=tuple(range(len(labels))), shift_px=SHIFT_PX))]
    plans += [("all", Plan(labels=tuple(range(len(labels))), wider=WIDER))]
    for label in range(cells):
        plans += [("alone", Plan(labels=(label,), shift_px=SHIFT_PX)), ("alone", Plan(labels=(label,), wider=WIDER))]
    rows: dict[tuple[str, str], list[Floats]] = {}
    seconds = []
    for number in range(1001, 1001 + days):
        day = simulate.simulate_day("wdf", number, seed, events=events)
        without = measure(learned, picture_of(day, day.events, how, render))
        before = changes(learned.normal, without)
        for how_many, plan in plans:
            these = planted(day.events, plan, usual[:, :2] / scale, scale, day.assay.channels)
            image = picture_of(day, these, how, render)
            start = time.process_time()
            measured = measure(learned, image)
            seconds.append(time.process_time() - start)
            changed = changes(learned.normal, measured)
            seen = truth_of(these, len(labels), scale)
            wanted = np.array([plan.shift_px, plan.shift_px, plan.wider, plan.wider, 1.0])
            if how_many == "all":
                whole, was_whole = together(learned, measured), together(learned, without)
                true_whole = together(learned, as_if_measured(learned, places, seen, usual))
                got, was, true = (in_common(each) for each in (whole, was_whole, true_whole))
                key = (TOGETHER, f"all {'moved' if plan.wider == 1 else 'wider'}")
                same_day = np.concatenate([got[:2] - was[:2], got[2:] / was[2:]])
                rows.setdefault(key, []).append(
                    np.concatenate([got - true, got - wanted, same_day - wanted, stated(whole)])
                )
            for label in plan.labels:
                if label >= cells:
                    continue
                place = places[label]
                if place is None or changed[place].right_px is None or before[place].right_px is None:
                    continue
                got, was = numbers_of(changed[place]), numbers_of(before[place])
                true = np.concatenate([seen[label, :2] - usual[label, :2], seen[label, 2:] / usual[label, 2:]])
                key = (labels[label], f"{how_many} {'moved' if plan.wider == 1 else 'wider'}")
                same_day = np.concatenate([got[:2] - was[:2], got[2:] / was[2:]])
                errors = (got - true, got - wanted, same_day - wanted, usual[label])
                rows.setdefault(key, []).append(np.concatenate(errors))
    yield "", "facts", np.array([1000 * float(np.median(seconds)), len(learned.normal.members)])
    for (name, kind), errors in rows.items():
        yield name, kind, np.array(errors)


def as_if_measured(learned: Populations, places: Sequence[int | None], seen: Floats, usual: Floats) -> Measured:
    """Return the normal state changed as the events of each label are; populations without a label have no place."""
    members = [replace(each, place=None) for each in learned.normal.members]
    for label, at in enumerate(places):
        place = None if at is None else learned.normal.members[at].place
        if at is None or place is None:
            continue
        moved, wider = seen[label, :2] - usual[label, :2], seen[label, 2:4] / usual[label, 2:4]
        members[at] = replace(
            members[at],
            count=members[at].count * seen[label, COUNT] / usual[label, COUNT],
            place=replace(
                place,
                x=place.x + moved[0],
                y=place.y - moved[1],
                width_x=place.width_x * wider[0],
                width_y=place.width_y * wider[1],
            ),
        )
    return replace(learned.normal, members=tuple(members), count=sum(each.count for each in members))


def in_common(change: Together) -> Floats:
    """Return the change of all populations together: right, up, width x, width y, count."""
    figures = (change.right_px, change.up_px, change.width_x, change.width_y)
    return np.array([*(math.nan if each is None else each.value for each in figures), change.count], np.float64)


def stated(change: Together) -> Floats:
    """Return the errors of right, up, width x, width y as they are stated; NaN where they are not, and of the count."""

    def error(figure: Figure | None) -> float:
        return math.nan if figure is None or figure.error is None else figure.error

    figures = (change.right_px, change.up_px, change.width_x, change.width_y)
    return np.array([*(error(each) for each in figures), math.nan])


def numbers_of(change: Change) -> Floats:
    """Return a change of a population that has a place: right, up, width x, width y, count."""
    return np.array([change.right_px, change.up_px, change.width_x, change.width_y, change.count], np.float64)


def chance(tolerance: float, error: float) -> float:
    """Return how often a normal error of that standard deviation lies within the tolerance."""
    return math.erf(tolerance / error / math.sqrt(2))


def percent(share: float) -> str:
    """Return a share as whole percent."""
    return f"{100 * share:.0f}"


def table(render: str, size: int, events: float, results: Sequence[tuple[str, str, Floats]]) -> str:
    """Return one table: per population the error at the 95th percentile, and how often the tolerance is kept."""
    cpu_ms, found = results[0][2]
    by_key = {(name, kind): errors for name, kind, errors in results[1:]}
    best = best_possible(render, size, events) if render in BOUNDED else {}
    lines = [
        f"### {render}, {size} px ({found:.0f} populations found, {cpu_ms:.1f} ms of CPU time per picture)",
        "",
        "| population | events | alone: right, up (px) | width x, y (%) | alone: kept, seen: right, up, x, y (%) "
        "| best possible (%) | all: kept, seen (%) | alone: kept, same day (%) | planted (%) | chance (%) |",
        "|---|---:|---|---|---|---|---|---|---|---|",
    ]
    for name in dict.fromkeys(name for name, _ in by_key if name != TOGETHER):
        moved, wider = by_key[name, "alone moved"], by_key[name, "alone wider"]
        all_moved, all_wider = by_key[name, "all moved"], by_key[name, "all wider"]
        usual = moved[0, 15:]
        error = np.quantile(np.abs(np.hstack([moved[:, :2], wider[:, 2:4]])), 0.95, axis=0)
        lines.append(
            f"| {name} | {usual[COUNT]:.0f} | {error[0]:.2f}, {error[1]:.2f} | {100 * error[2]:.1f}, "
            f"{100 * error[3]:.1f} | {kept(moved, wider, 0)} | {kept_at_best(best.get(name))} | "
            f"{kept(all_moved, all_wider, 0)} | "
            f"{kept(moved, wider, 10)} | {kept(moved, wider, 5)} | {possible(usual)} |"
        )
    moved, wider = by_key[TOGETHER, "all moved"], by_key[TOGETHER, "all wider"]
    error = np.quantile(np.abs(np.hstack([moved[:, :2], wider[:, 2:4]])), 0.95, axis=0)
    said = np.hstack([moved[:, 15:17], wider[:, 17:19]]).mean(axis=0)
    lines.append(
        f"| {TOGETHER} | | {error[0]:.2f}, {error[1]:.2f} | {100 * error[2]:.1f}, {100 * error[3]:.1f} | | | "
        f"{kept(moved, wider, 0)} | {kept(moved, wider, 10)} | {kept(moved, wider, 5)} | {kept_at_best(said)} |"
    )
    return "\n".join(lines) + "\n"


def kept_at_best(errors: Sequence[float] | Floats | None) -> str:
    """Return how often normal errors of right, up, width x and y would keep the tolerances; a dash if not known."""
    if errors is None or np.isnan(errors).any():
        return "–"
    tolerances = (SHIFT_TOLERANCE_PX,) * 2 + (WIDTH_TOLERANCE,) * 2
    return ", ".join(percent(chance(*each)) for each in zip(tolerances, errors, strict=True))


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
            sys.stdout.write(table(render, size, asked.events, results) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
