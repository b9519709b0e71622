"""Which faults are found, by which score, with how many normal pictures: the simulator's faults and real pictures.

    python benchmarks/judging.py                  all: about a quarter of an hour on two cores; docs/judging.md and .csv
    python benchmarks/judging.py --quick          fewer pictures, two minutes, printed
    python benchmarks/judging.py --data ../shared/data
    python benchmarks/judging.py --alarms         only the false alarms

12 kinds of fault with 4 severities are 48 cells. AUROC is the chance that a faulty picture scores above a fresh normal
one; power is the share of faulty pictures beyond the limit that 1 % of the fresh normals pass; both are means over
cells and over baselines of N normals. "Promised" is the limit that mikurabe sets itself, from N normals alone.
PyOD and scikit-learn are needed (pip install pyod); they score the same parts as the combined index.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))

from abnormality import rivals
from abnormality.alarms import RATE, alarms_of, alarms_section, limit_of
from abnormality.measures import auroc, power_at
from abnormality.page import page_of
from abnormality.pool import CELLS, WORDS, Pool, pool_of
from abnormality.real import real_results
from abnormality.series import plate_results
from abnormality.singles import single_indices
from abnormality.telling import Told

from mikurabe.judge.combined import learn_combined
from mikurabe.judge.grid import Floats, ink_per_event


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is done: pictures, and baselines by the number of normals."""

    fresh: int
    per_cell: int
    pool: int
    baselines: dict[int, int]
    singles: int
    alarms: dict[int, int]


STANDARD = Size(
    fresh=1000, per_cell=30, pool=600, baselines={5: 120, 20: 16, 100: 6}, singles=8, alarms={5: 200, 20: 60, 100: 40}
)
QUICK = Size(fresh=200, per_cell=6, pool=120, baselines={5: 4, 20: 2, 100: 1}, singles=2, alarms={5: 8, 20: 4, 100: 2})


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one score did with N normals on one render: AUROC and power per cell, the promised limit's rates."""

    render: str
    normals: int
    score: str
    baselines: int
    auroc: Floats
    power: Floats
    promised_power: Floats | None = None


def main() -> None:
    """Run the benchmark and write the page, or print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--data", type=Path, help="folder of the shared test data, for the real pictures")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "docs")
    parser.add_argument("--seed", type=int, default=31)
    parser.add_argument("--alarms", action="store_true", help="only how often fresh normals are beyond the limit")
    asked = parser.parse_args()
    size = QUICK if asked.quick else STANDARD
    alarms = [
        each
        for render in ("dots", "density", "classes")
        for each in alarms_of(render, size.alarms, fresh=size.fresh, seed=asked.seed)
    ]
    if asked.alarms:
        print(alarms_section(alarms))
        return
    start = time.process_time()
    results: list[Result] = []
    told = Told()
    for render in ("dots", "density", "classes"):
        pool = pool_of(render, normals=size.pool, fresh=size.fresh, per_cell=size.per_cell, seed=asked.seed)
        results += of_pool(pool, size, asked.seed, told if render == "dots" else None)
        print(f"{render}: {time.process_time() - start:.0f} s", file=sys.stderr)
    results += [
        Result(render="dots", normals=normals, score=name, baselines=1, auroc=auroc(fresh, faulty), power=power)
        for normals, name, fresh, faulty, power in single_indices(size.singles, asked.seed, quick=asked.quick)
    ]
    real = real_results(asked.data)
    page = page_of(results, alarms, told, real, plate_results(asked.data), WORDS, seconds=time.process_time() - start)
    if asked.quick:
        print(page)
        return
    (asked.out / "judging.md").write_text(page, encoding="utf-8")
    write_csv(results, asked.out / "judging.csv")


def of_pool(pool: Pool, size: Size, seed: int, told: Told | None) -> list[Result]:
    """Return the results of one render; what is said of detected faults at N = 20, and where, goes to ``told``."""
    rng = np.random.default_rng(7)
    faulty = pool.faulty.reshape(-1, *pool.faulty.shape[2:])
    results = []
    for normals, count in size.baselines.items():
        found: dict[str, list[tuple[Floats, Floats]]] = {}
        promised = []
        for at in range(count):
            days = rng.choice(len(pool.normals), normals, replace=False)
            own = pool.normals[days]
            ink = ink_per_event(own)
            learned = learn_combined(own / ink)
            model = learned.model
            deviations = model.deviations(model.filters.measure(faulty / ink))
            scores = {
                "combined": (
                    model.combined(model.deviations(model.filters.measure(pool.fresh / ink))),
                    model.combined(deviations),
                )
            }
            others = {
                "root-density grid": rivals.root_grid(own / ink),
                "density chi-square": rivals.chi_square(own / ink),
            }
            if at < 3 and pool.render == "dots":
                others |= rivals.on_parts(learned, own / ink)
            scores |= {name: (score(pool.fresh / ink), score(faulty / ink)) for name, score in others.items()}
            for name, (fresh, bad) in scores.items():
                cells = bad.reshape(len(CELLS), -1)
                found.setdefault(name, []).append((auroc(fresh, cells), power_at(fresh, cells, RATE)))
            limit = limit_of(learned, normals)
            _, bad = scores["combined"]
            promised.append((bad > limit).reshape(len(CELLS), -1).mean(axis=1))
            if told is not None and normals == 20 and at < 2:
                told.add(learned, days.tolist(), seed, faulty / ink, bad > limit)
        for name, each in found.items():
            areas, powers = np.mean(each, axis=0)
            own_limit = name == "combined"
            results.append(
                Result(
                    render=pool.render,
                    normals=normals,
                    score=name,
                    baselines=len(each),
                    auroc=areas,
                    power=powers,
                    promised_power=np.mean(promised, axis=0) if own_limit else None,
                )
            )
    return results


def write_csv(results: list[Result], path: Path) -> None:
    """Write one line per render, N, score and cell."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["render", "normals", "score", "baselines", "fault", "severity", "auroc", "power", "promised"])
        for each in results:
            for at, (name, severity) in enumerate(CELLS):
                promised = "" if each.promised_power is None else f"{each.promised_power[at]:.4f}"
                writer.writerow(
                    [
                        *(each.render, each.normals, each.score, each.baselines, name, severity),
                        *(f"{each.auroc[at]:.4f}", f"{each.power[at]:.4f}", promised),
                    ]
                )


if __name__ == "__main__":
    main()
