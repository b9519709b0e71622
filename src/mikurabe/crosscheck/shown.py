"""Checks -> a table in the terminal, or JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from mikurabe.crosscheck.run import Check

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text


def print_checks(checks: Sequence[Check], console: Console, *, notes: Sequence[str] = ()) -> None:
    """Print the checks grouped by our index, each call with its value and whether it agrees; then who is missing.

    Fits 80 columns; calls and reasons are folded, never cut.
    """
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text

    encoding = console.encoding.lower().replace("-", "")
    grid = RichTable(box=box.SIMPLE_HEAD if encoding.startswith("utf") else box.ASCII2, pad_edge=False, expand=False)
    grid.add_column("index, and who was asked for it", overflow="fold")
    grid.add_column("value", justify="right", no_wrap=True)
    grid.add_column("verdict", no_wrap=True)
    for (key, on), group in _grouped(checks).items():
        ours = group[0].our_value
        label = f"{key} (colour)" if on == "colour" else key
        grid.add_row(Text(label, style="bold"), Text("none" if ours is None else f"{ours:.6g}", style="bold"), "")
        for check in group:
            grid.add_row(_asked(check), "" if check.its_value is None else f"{check.its_value:.6g}", _verdict(check))
        grid.add_section()
    if grid.row_count:
        console.print(grid)
    console.print(Text(_summary(checks)))
    versions = {check.peer: check.version for check in checks if check.version is not None}
    if versions:
        console.print(Text("Asked: " + ", ".join(f"{peer} {version}" for peer, version in versions.items()), "dim"))
    for check in checks:
        if not check.call:
            console.print(Text(f"{check.peer}: {check.problem}", "dim"))
    for note in notes:
        console.print(Text(f"Note: {note}", "dim"))


def to_json(checks: Sequence[Check], *, notes: Sequence[str] = ()) -> str:
    """Return the checks as JSON; an infinite value is ``"inf"`` or ``"-inf"``."""

    def finite(value: object) -> object:
        return str(value) if isinstance(value, float) and math.isinf(value) else value

    rows = [{name: finite(value) for name, value in asdict(check).items()} for check in checks]
    document = {"schema": 1, "program": "mikurabe", "checks": rows, "notes": list(notes)}
    return json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _grouped(checks: Sequence[Check]) -> dict[tuple[str, str], list[Check]]:
    """Return the calls by our index and what it was asked of, the parameters of one index side by side."""
    names = dict.fromkeys(check.our_key.partition("[")[0] for check in checks if check.call)
    groups: dict[tuple[str, str], list[Check]] = {}
    for name in names:
        for check in checks:
            if check.call and check.our_key.partition("[")[0] == name:
                groups.setdefault((check.our_key, check.on), []).append(check)
    return groups


def _asked(check: Check) -> RenderableType:
    """Return the call, and below it what there is to say; folded lines keep their indent."""
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    said = [Text(each, style="dim") for each in (check.problem, check.why) if each]
    return Group(
        Padding(Text(check.call, overflow="fold"), (0, 0, 0, 2)), *(Padding(each, (0, 0, 0, 4)) for each in said)
    )


def _verdict(check: Check) -> Text:
    from rich.text import Text

    if check.agrees:
        return Text("agrees", style="green")
    if check.agrees is None:
        return Text("no value" if check.its_value is None else "not comparable", style="yellow")
    difference = check.difference
    return Text(f"differs {difference:+.2g}" if difference is not None else "differs", style="red")


def _summary(checks: Sequence[Check]) -> str:
    """Return one sentence of counts."""
    asked = [check for check in checks if check.call]
    agree = sum(check.agrees is True for check in asked)
    differ = sum(check.agrees is False for check in asked)
    missing = len(checks) - len(asked)
    parts = [f"{agree} of {len(asked)} calls agree with ours, {differ} differ"]
    if len(asked) > agree + differ:
        parts.append(f"{len(asked) - agree - differ} could not be compared")
    if missing:
        parts.append(f"{missing} packages could not be asked")
    return ", ".join(parts) + "."
