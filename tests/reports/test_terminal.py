"""The table on the terminal: whole headings, whole numbers, names in every part."""

from __future__ import annotations

import io

import numpy as np
import pytest

import mikurabe as mk
from mikurabe.reports.terminal import print_view
from mikurabe.reports.view import build_view
from mikurabe.table import Table
from pictures import noise


def printed(table: Table, width: int) -> str:
    from rich.console import Console

    out = io.StringIO()
    print_view(build_view(table), Console(file=out, width=width, color_system=None, legacy_windows=False))
    return out.getvalue()


def test_the_parameters_of_a_column_stand_in_its_heading() -> None:
    keys = [
        "ssim",
        "ssim[recipe=opencv]",
        "registered[metric=ssim[recipe=opencv]]",
        "registered[metric=psnr,max_shift=4]",
    ]
    base = noise((32, 32))
    shown = printed(mk.compare(base, {"a": base}, metrics=keys), 200)
    for key in keys:
        assert f"{key} ↑" in shown


def test_a_table_wider_than_the_window_stands_in_parts_that_all_name_the_pictures() -> None:
    base = noise((40, 40))
    table = mk.compare(base, {"first": base // 2, "second": base // 3}, metrics="all")
    shown = printed(table, 80)
    headings = [line for line in shown.splitlines() if line.lstrip().startswith("Picture")]
    assert len(headings) > 5
    assert shown.count("first") >= len(headings)
    for column in table.columns:
        assert column.key in shown
    assert "…" not in shown.partition("Problems")[0]


def test_a_value_at_the_end_of_the_search_is_shown_as_at_least() -> None:
    base = noise((64, 64))
    moved = {"far": base[:, 20:44], "near": base[:, 1:25]}
    shown = printed(mk.compare(base[:, 0:24], moved, metrics="shift_px[max_shift=4]"), 100)
    near = next(line for line in shown.splitlines() if "near" in line)
    assert "1.00" in near
    assert "≥" not in near


def test_regions_that_changed_and_a_movement_that_was_undone_are_told_in_the_notes() -> None:
    first = noise((64, 64)) // 2 + 60
    second = first.copy()
    second[10:20, 30:50] = 255
    moved = first.copy()
    moved[:, 3:] = first[:, :-3]
    table = mk.compare(first, {"box": second, "moved": moved}, metrics=["changed_pixels", "registered"])
    assert any("1 changed region: 20 × 10 px at x 30, y 10" in note for note in table.rows[0].notes)
    assert any("registered: moved back from x +3.00, y +0.00 px" in note for note in table.rows[1].notes)


def test_the_signs_of_a_movement_stand_in_the_notes() -> None:
    base = noise((64, 64))
    moved = np.roll(base, (-2, 5), (0, 1))
    table = mk.compare(base, {"moved": moved}, metrics=["shift_x_px", "shift_y_px"])
    assert [score.value for score in table.rows[0].scores] == [pytest.approx(5, abs=0.05), pytest.approx(2, abs=0.05)]
    assert any("shift_x_px: it lies at x +5.0" in note and "y -2.0" in note for note in table.rows[0].notes)
