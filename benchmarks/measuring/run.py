"""A whole run: when, where, how it was asked for, and what every case came to; as JSON and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from measuring.cases import Result
from measuring.indices import Index, Indices, Rival, Timing
from measuring.rounds import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of the benchmark. ``full`` is false where pictures were fewer or smaller than the goals speak of."""

    date: str
    command: str
    rounds: int
    full: bool
    machine: Mapping[str, str]
    results: Mapping[str, Result | Indices]


def write(run: Run, path: Path) -> None:
    """Write the run as JSON."""
    path.write_text(json.dumps(asdict(run), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def read(path: Path) -> Run:
    """Return the run that :func:`write` wrote."""
    told = json.loads(path.read_text(encoding="utf-8"))
    return Run(**{**told, "results": {name: _result(each) for name, each in told["results"].items()}})


def merged(earlier: Run, later: Run) -> Run:
    """Return the later run with the cases that only the earlier one has; both must come from one machine."""
    if earlier.machine != later.machine:
        raise SystemExit("The earlier run is from another machine or from other versions: run all cases again.")
    results = {**earlier.results, **later.results}
    dates = " and ".join(dict.fromkeys((earlier.date, later.date)))
    commands = "`, then `".join(dict.fromkeys((earlier.command, later.command)))
    return Run(
        date=dates,
        command=commands,
        rounds=later.rounds,
        full=earlier.full and later.full,
        machine=later.machine,
        results=results,
    )


def _result(told: dict[str, Any]) -> Result | Indices:
    if "indices" not in told:
        return Result(**{**told, "lines": [Line(**line) for line in told["lines"]]})
    return Indices(**{**told, "indices": [_index(each) for each in told["indices"]]})


def _index(told: dict[str, Any]) -> Index:
    timings = {name: Timing(**told[name]) for name in ("one", "two", "anew")}
    rivals = [Rival(**{**each, "one": Timing(**each["one"]), "two": Timing(**each["two"])}) for each in told["rivals"]]
    return Index(**{**told, **timings, "rivals": rivals})
