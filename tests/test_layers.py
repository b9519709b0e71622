"""Imports point one way through the house: a later room may use an earlier one, never the reverse."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "mikurabe"

# From the ground up. A room is a module or a package directly below mikurabe.
LAYERS = (
    "errors",
    "records",
    "registry",
    "criteria",
    "i18n",
    "kernels",
    "events",
    "plotting",
    "sources",
    "images",
    "thumbnail",
    "heatmap",
    "region",
    "picture",
    "onnx_model",
    "pairing",
    "metrics",
    "populations",
    "catalogue",
    "crosscheck",
    "table",
    "interrupts",
    "engines",
    "comparison",
    "eventplots",
    "inputs",
    "storage",
    "judge",
    "reports",
    "drawing",
    "simulation",
    "api",
    "judging",
    "which_index",
    "population_census",
    "demo",
    "console",
    "helplayout",
    "helptext",
    "misuse",
    "options",
    "judging_command",
    "plotcommand",
    "simulate_command",
    "which_index_command",
    "populations_command",
    "cli",
    "__main__",
)

# The late imports that the design declares: the exits of a Table, and of what judging found, call the reports.
LATE = {("table", "reports"), ("judge", "reports")}

# The package's own __init__ gives names lazily and holds __version__: everybody may ask it for that.
FILES = sorted(path for path in SOURCE.rglob("*.py") if path != SOURCE / "__init__.py")


def room_of(path: Path) -> str:
    relative = path.relative_to(SOURCE)
    return relative.parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively, which hides where from"
            if node.module == "mikurabe":
                rooms |= {alias.name for alias in node.names if alias.name in LAYERS}
            elif node.module is not None and node.module.startswith("mikurabe."):
                rooms.add(node.module.split(".")[1])
        elif isinstance(node, ast.Import):
            rooms |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("mikurabe.")}
    return rooms


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_room_imports_only_rooms_below_it(path: Path) -> None:
    room = room_of(path)
    assert room in LAYERS, f"{room} has no place in LAYERS: say where it stands"
    for other in imported_rooms(path) - {room}:
        if (room, other) not in LATE:
            assert LAYERS.index(other) < LAYERS.index(room), f"{room} stands below {other} and imports it"


def test_the_walk_sees_imports_at_all() -> None:
    """Guards the test above against passing because it looks at nothing."""
    assert {"records", "table", "metrics"} <= imported_rooms(SOURCE / "comparison.py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_file_has_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
