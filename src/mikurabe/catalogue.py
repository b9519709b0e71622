"""The catalogue of indices as text: on screen, one in full, and as the page docs/metrics.md; all from the records."""

from __future__ import annotations

import inspect
import math
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from mikurabe.i18n import alphabet
from mikurabe.metrics import METRICS
from mikurabe.metrics.definition import spelled
from mikurabe.records import Metric, Param

if TYPE_CHECKING:
    from rich.console import Console

_HEAD = """# The indices

Made from the program's own records by `mikurabe metrics --markdown`; a test compares. In a column's key every
parameter that is not the default stands in brackets: `ssim[recipe=opencv]`. ↑ higher is more similar, ↓ lower is.
Profiles for `-m`:
"""


def bounds(metric: Metric) -> str:
    """Return the metric's range in words: ``0 … 1``, ``0 … ∞ dB``."""
    unit = f" {metric.unit}" if metric.unit else ""
    return f"{number(metric.low)} … {number(metric.high)}{unit}"


def number(value: float) -> str:
    """Return a bound as people write it."""
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value:g}".replace("-", "−")


def arrow(metric: Metric) -> str:
    """Return ↑ where higher is more similar, else ↓."""
    return "↑" if metric.better == "higher" else "↓"


def family(metric: Metric) -> str:
    """Return the first sentence of the docstring of the file that the metric stands in: what its family is."""
    module = sys.modules[metric.fn.__module__]
    return (inspect.getdoc(module) or "").partition("\n\n")[0].replace("\n", " ")


def card(metric: Metric) -> str:
    """Return everything about one metric as plain text."""
    seen = "luma (BT.601)" if metric.reads == "luma" else "all channels"
    facts = [
        ("range", f"{bounds(metric)}, {arrow(metric)} {metric.better} is more similar"),
        ("identical", f"{number(metric.identical)} for identical pictures"),
        ("looks at", "the events and not the pixels" if "events" in metric.needs else seen),
        ("symmetric", "yes" if metric.symmetric else "no: reference and candidate are not interchangeable"),
        ("mask", "honoured" if metric.masked else "not possible"),
        ("map", "yes" if metric.local is not None else "no"),
    ]
    if metric.tolerates:
        facts.append(("tolerates", "; ".join(metric.tolerates)))
    if metric.blind:
        facts.append(("blind to", "; ".join(metric.blind)))
    if metric.needs:
        facts.append(("needs", ", ".join(metric.needs)))
    facts.append(("source", metric.source))
    lines = [f"{metric.name}: {metric.title}", "", inspect.getdoc(metric.fn) or "", ""]
    lines += [f"  {label + ':':<11} {text}" for label, text in facts]
    lines += [f"  {'parameter:' if at == 0 else '':<11} {_param(param)}" for at, param in enumerate(metric.params)]
    return "\n".join(lines)


def print_overview(profiles: Mapping[str, tuple[str, ...]], console: Console) -> None:
    """Print a line per metric, by family: name, direction, range, what it tolerates and what it is blind to."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=box.SIMPLE_HEAD if console.encoding.lower().startswith("utf") else box.ASCII2, pad_edge=False)
    grid.add_column("index", no_wrap=True)
    grid.add_column("")
    grid.add_column("range", no_wrap=True)
    grid.add_column("tolerates")
    grid.add_column("blind to")

    def text(of: str) -> Text:
        return Text(alphabet.spelled(of, console.encoding))

    title = ""
    for metric in METRICS:
        if family(metric) != title:
            title = family(metric)
            grid.add_section()
        grid.add_row(
            text(f"{metric.name} {arrow(metric)}"),
            text(metric.title),
            text(bounds(metric)),
            text("; ".join(metric.tolerates)),
            text("; ".join(metric.blind)),
        )
    console.print(grid)
    for name, members in profiles.items():
        console.print(Text(f"-m {name}: {', '.join(members)}"))
    console.print(Text("mikurabe metrics NAME shows one in full."))


def _param(param: Param) -> str:
    limits = "|".join(param.choices)
    if param.low is not None and param.high is not None:
        limits = f"{number(param.low)} … {number(param.high)}"
    return f"{param.name}={spelled(param.default)}{f' ({limits})' if limits else ''}: {param.help}"


def markdown(profiles: Mapping[str, tuple[str, ...]]) -> str:
    """Return the page docs/metrics.md: profiles, then a table per family, then every metric in full."""
    lines = [_HEAD]
    lines += [f"- `-m {name}`: {', '.join(f'`{each}`' for each in names)}" for name, names in profiles.items()]
    families: dict[str, list[Metric]] = {}
    for metric in METRICS:
        families.setdefault(family(metric), []).append(metric)
    for title, members in families.items():
        lines += ["", f"## {title}", "", "| index | | range | tolerates | blind to |", "|---|---|---|---|---|"]
        lines += [
            f"| [`{each.name}`](#{each.name}) {arrow(each)} | {each.title} | {bounds(each)} | "
            f"{'; '.join(each.tolerates)} | {'; '.join(each.blind)} |"
            for each in members
        ]
    for metric in METRICS:
        lines += ["", f"### {metric.name}", "", "```text", card(metric), "```"]
    return "\n".join(lines) + "\n"
