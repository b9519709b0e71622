"""mikurabe (見比べ, "compare by looking"): pictures beside their similarity to a reference.

    import mikurabe as mk

    table = mk.compare("ref.png", "pictures/", metrics=["cosine", "psnr", "ssim"])
    table.to_html("report.html")
    mk.ssim("a.png", "b.png")

Every similarity index is also a function: ``mk.<name>(reference, candidate, **parameters)``.
"""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mikurabe.api import IndexFunction as IndexFunction
    from mikurabe.api import compare as compare
    from mikurabe.api import index_function as index_function
    from mikurabe.api import metric_names as metric_names
    from mikurabe.api import read_table as read_table
    from mikurabe.comparison import ComparisonInterrupted as ComparisonInterrupted
    from mikurabe.errors import MikurabeError as MikurabeError
    from mikurabe.errors import UndefinedScore as UndefinedScore
    from mikurabe.errors import UnequalPictures as UnequalPictures
    from mikurabe.errors import UnknownName as UnknownName
    from mikurabe.errors import UnreadablePicture as UnreadablePicture
    from mikurabe.errors import UnwritableReport as UnwritableReport
    from mikurabe.errors import UsageError as UsageError
    from mikurabe.eventplots import Plot as Plot
    from mikurabe.judge.baseline import Baseline as Baseline
    from mikurabe.judge.census import Census as Census
    from mikurabe.judge.rank import Ranking as Ranking
    from mikurabe.judge.store import read_baseline as read_baseline
    from mikurabe.judge.stress import StressTable as StressTable
    from mikurabe.judging import check as check
    from mikurabe.judging import learn as learn
    from mikurabe.population_census import measure_populations as measure_populations
    from mikurabe.table import Table as Table
    from mikurabe.which_index import rank as rank
    from mikurabe.which_index import stress as stress

__version__ = "0.1.0"

# Loaded when first asked for, so that importing mikurabe costs next to nothing.
_WHERE = {
    "IndexFunction": "mikurabe.api",
    "compare": "mikurabe.api",
    "index_function": "mikurabe.api",
    "metric_names": "mikurabe.api",
    "read_table": "mikurabe.api",
    "ComparisonInterrupted": "mikurabe.comparison",
    "MikurabeError": "mikurabe.errors",
    "UndefinedScore": "mikurabe.errors",
    "UnequalPictures": "mikurabe.errors",
    "UnknownName": "mikurabe.errors",
    "UnreadablePicture": "mikurabe.errors",
    "UnwritableReport": "mikurabe.errors",
    "UsageError": "mikurabe.errors",
    "Plot": "mikurabe.eventplots",
    "Baseline": "mikurabe.judge.baseline",
    "Census": "mikurabe.judge.census",
    "Ranking": "mikurabe.judge.rank",
    "read_baseline": "mikurabe.judge.store",
    "StressTable": "mikurabe.judge.stress",
    "check": "mikurabe.judging",
    "learn": "mikurabe.judging",
    "measure_populations": "mikurabe.population_census",
    "Table": "mikurabe.table",
    "rank": "mikurabe.which_index",
    "stress": "mikurabe.which_index",
}

__all__ = sorted([*_WHERE, "__version__"])


def __getattr__(name: str) -> IndexFunction:
    # To a type checker, whatever is not declared above is an index.
    if name in _WHERE:
        found: IndexFunction = getattr(importlib.import_module(_WHERE[name]), name)
        return found
    # `from mikurabe import kernels` asks here before it looks for the submodule.
    if not name.startswith("_") and importlib.util.find_spec(f"mikurabe.{name}") is None:
        from mikurabe.api import index_function, metric_names

        if name in metric_names():
            return index_function(name)
    raise AttributeError(f"module 'mikurabe' has no attribute {name!r}")


def __dir__() -> list[str]:
    from mikurabe.api import metric_names

    return sorted([*__all__, *metric_names()])
