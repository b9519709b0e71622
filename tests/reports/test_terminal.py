"""The table on the terminal: whole headings, whole numbers, names in every part."""

from __future__ import annotations

import io
import time
from dataclasses import replace

import numpy as np
import pytest

import mikurabe as mk
from mikurabe.criteria import parse_criterion
from mikurabe.reports.order import ordered
from mikurabe.reports.terminal import PIPED_WIDTH, Look, bar_of, print_view
from mikurabe.reports.view import build_view
from mikurabe.table import Table
from pictures import noise
from reports.samples import sample_table


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


def test_what_many_pictures_share_is_said_once_and_on_a_small_screen_not_all_is_said() -> None:
    from rich.console import Console

    sample = sample_table(3)
    others = [replace(sample.rows[1], source=replace(sample.rows[1].source, name=f"other {at}")) for at in range(6)]
    table = replace(sample, rows=(sample.rows[0], *others))
    text = printed(table, 1000)
    assert "  6 files: broken.png is cut off" in text
    assert "other 0, other 1, other 2, other 3, other 4, other 5" in text
    out = io.StringIO()
    console = Console(file=out, width=300, height=20, color_system=None, legacy_windows=False)
    print_view(build_view(table), console, Look(rows="screen", on_screen=True))
    assert "other 0, other 1, other 2, ..." in out.getvalue()


def test_thousands_of_equal_problems_and_rows_are_printed_at_once() -> None:
    from rich.console import Console

    table = sample_table(3000, columns=12)
    broken = replace(table.rows[1], source=replace(table.rows[1].source, name="more"))
    view = build_view(replace(table, rows=(*table.rows, *[broken] * 3000)))
    out = io.StringIO()
    started = time.perf_counter()
    print_view(view, Console(file=out, width=PIPED_WIDTH, color_system=None), Look(sort="worst"))
    # A tenth of it does; a quarter of a minute would be rich's.
    assert time.perf_counter() - started < 10
    assert len([line for line in out.getvalue().splitlines() if line.startswith("picture ")]) > 2900


@pytest.mark.parametrize("sort", ["cosine", "psnr", "mse", "ssim[recipe=opencv]"])
def test_pictures_without_a_value_come_first_then_the_least_similar(sort: str) -> None:
    view = build_view(sample_table(30))
    at = [column.key for column in view.columns].index(sort)
    ranks = [view.rows[place].cells[at].rank for place in ordered(view, sort)]
    missing = ranks.count(None)
    assert missing == (2 if sort == "cosine" else 1)
    assert ranks[:missing] == [None] * missing
    assert ranks[missing:] == sorted(ranks[missing:], reverse=True)


def test_the_worst_are_those_without_a_value_for_a_limit_then_those_beyond_one() -> None:
    table = sample_table(30, hostile=False).judged_by([parse_criterion("psnr<20"), parse_criterion("mse>900")])
    order = ordered(build_view(table), "worst")
    verdicts = [table.rows[place].verdict for place in order]
    assert verdicts == sorted(verdicts, key=["unknown", "ng", "ok"].index)
    failed = [table.rows[place].scores[1].value for place in order if table.rows[place].verdict == "ng"]
    assert len(failed) > 5
    assert failed == sorted(failed)


@pytest.mark.parametrize(
    ("closeness", "width", "encoding", "bar"),
    [
        (1.0, 4, "utf-8", "████"),
        (0.5, 4, "utf-8", "██"),
        (0.53125, 4, "utf-8", "██▏"),
        (0.0, 4, "utf-8", "▏"),
        (1.0, 4, "cp932", "####"),
        (0.5, 4, "ascii", "##"),
        (0.0, 4, "cp437", "#"),
    ],
)
def test_a_bar_counts_in_eighths_where_there_are_any(closeness: float, width: int, encoding: str, bar: str) -> None:
    assert bar_of(closeness, width, encoding) == bar
