"""Files of events in comparisons: drawn with the same axes, compared as pictures and as events."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from scipy import stats

import mikurabe as mk
from event_files import cloud, fcs_bytes
from mikurabe.errors import UnreadablePicture, UsageError
from mikurabe.eventplots.files import event_kind
from mikurabe.sources.files import find
from pictures import noise

XY = mk.Plot(x="FSC-A", y="SSC-A")
EVENT_COLUMNS = 14


@pytest.fixture
def day(tmp_path: Path) -> Path:
    """Return a folder of a reference and three files whose events lie further and further to the right."""
    for at in range(4):
        (tmp_path / f"day{at}.fcs").write_bytes(fcs_bytes(cloud(400, at, x=5000 + 300 * at)))
    return tmp_path


def column(table: mk.Table, key: str) -> list[float | None]:
    (place,) = (at for at, each in enumerate(table.columns) if each.key == key)
    return [row.scores[place].value for row in table]


def test_files_of_events_are_compared_as_pictures_and_as_events(day: Path) -> None:
    table = mk.compare(day, plot=XY)
    assert [each.key for each in table.columns[:3]] == ["cosine", "psnr", "ssim"]
    assert sum(each.key.startswith("event_") for each in table.columns) == EVENT_COLUMNS == len(table.columns) - 3
    table = mk.compare(day, plot=XY, metrics="emd,event_ks_x")
    assert column(table, "event_ks_x") == sorted(column(table, "event_ks_x"))
    assert column(table, "emd") == sorted(column(table, "emd"))
    assert all(row.problem is None and row.size_px == (256, 256) and row.thumbnail for row in table)


def test_a_damaged_file_does_not_make_axes_on_which_no_other_can_be_seen(day: Path) -> None:
    sound = mk.compare(day, plot=XY, metrics="psnr")
    (day / "wild.fcs").write_bytes(fcs_bytes(cloud(400, 9), extra={"$BYTEORD": "4,3,2,1"}))
    table = mk.compare(day, plot=XY, metrics="psnr")
    assert [note for note in table.notes if note[:2] in {"x:", "y:"}] == list(sound.notes[:2])
    (told,) = (note for note in table.notes if "takes no part" in note)
    assert told.startswith("wild.fcs takes no part in the choice of the axes: its ")
    assert column(table, "psnr")[:3] == column(sound, "psnr")
    assert any("lie beyond an axis" in note for note in table.rows[3].notes)


def test_the_axes_hold_the_whole_set_and_are_told_with_the_options_that_make_them_again(day: Path) -> None:
    table = mk.compare(day, plot=XY, metrics="psnr")
    told = next(note for note in table.notes if note.startswith("x: "))
    # 99.9 % of the last file, rounded up to two digits.
    high = 1e2 * np.ceil(np.quantile(cloud(400, 3, x=5900)[:, 0].astype(np.float32), 0.999) / 1e2)
    assert told == (
        f"x: FSC-A, linear (scatter and time are shown so), from 0 to {high:g}; the same again: "
        f"--x FSC-A --x-scale linear --x-range=0,{high:g}"
    )
    fixed = mk.Plot(x="FSC-A", y="SSC-A", x_range=(0, high), y_range="0,5000", scale="linear")
    alone = mk.compare(day / "day0.fcs", [day / "day1.fcs"], plot=fixed, metrics="psnr")
    again = mk.compare(day / "day0.fcs", [day], plot=fixed, metrics="psnr")
    assert column(alone, "psnr")[0] == column(again, "psnr")[0], "with fixed axes a row does not depend on the others"


def test_the_order_of_the_files_does_not_change_a_value(day: Path) -> None:
    there = mk.compare(day / "day0.fcs", [day / "day1.fcs", day / "day3.fcs"], plot=XY)
    back = mk.compare(day / "day0.fcs", [day / "day3.fcs", day / "day1.fcs"], plot=XY)
    assert [score.value for score in there.rows[0].scores] == [score.value for score in back.rows[1].scores]


def test_threads_do_not_change_a_value(day: Path) -> None:
    one, three = (mk.compare(day, plot=XY, threads=threads) for threads in (1, 3))
    assert [[s.value for s in row.scores] for row in one] == [[s.value for s in row.scores] for row in three]


def test_channels_that_nobody_named_are_chosen_and_told(day: Path) -> None:
    table = mk.compare(day, metrics="psnr")
    assert any(note.startswith("Drawn: FSC-A (x) and SSC-A (y). For others, say --x NAME") for note in table.notes)
    (day / "other.fcs").write_bytes(fcs_bytes(cloud(9), ("FSC-A", "CD4"), extra={"$P2S": "helper"}))
    one = mk.compare(day / "other.fcs", [day / "other.fcs", day / "day1.fcs"], plot=mk.Plot(y="Helper"), metrics="psnr")
    assert any(note.startswith("Drawn: FSC-A (x) and Helper (y).") for note in one.notes)


def test_a_file_without_the_channel_is_a_problem_in_its_row(day: Path) -> None:
    (day / "day9.fcs").write_bytes(fcs_bytes(cloud(50), ("FSC-H", "SSC-A")))
    table = mk.compare(day, plot=XY)
    assert [row.problem for row in table] == [
        *[None] * 3,
        "There is no channel 'FSC-A'. Did you mean 'FSC-H'? Its channels: FSC-H, SSC-A.",
    ]


def test_a_channel_that_no_file_has_is_an_error_that_lists_them(day: Path) -> None:
    with pytest.raises(
        UsageError, match=r"There is no channel 'FSCA'\. Did you mean 'FSC-A'\? Its channels: FSC-A, SSC-A"
    ):
        mk.compare(day, plot=mk.Plot(x="FSCA", y="SSC-A"))
    with pytest.raises(UsageError, match="There is no channel 'CD8'"):
        mk.compare(day / "day0.fcs", [day], plot=mk.Plot(x="CD8"))


def test_damaged_files_cost_no_other_row(day: Path) -> None:
    whole = fcs_bytes(cloud(30))
    (day / "e1.fcs").write_bytes(whole[:-5])
    (day / "e2.fcs").write_bytes(fcs_bytes(np.empty((0, 2))))
    (day / "e3.fcs").write_bytes(fcs_bytes([[np.nan, 1], [2, np.inf]]))
    (day / "e4.fcs").write_bytes(b"")
    (day / "e5.fcs").write_bytes(fcs_bytes([[np.nan, 1], [5000, 3000]]))
    table = mk.compare(day, plot=XY)
    problems = {row.source.name: row.problem for row in table if row.problem is not None}
    assert list(problems) == ["e1.fcs", "e2.fcs", "e3.fcs", "e4.fcs"]
    assert problems["e2.fcs"] == "it holds no events"
    assert problems["e3.fcs"] == "none of its 2 events has a number in both FSC-A and SSC-A"
    assert table.rows[-1].notes[0] == "1 of 2 events have no number in FSC-A or SSC-A and are left out"


def test_a_reference_that_cannot_be_drawn_is_the_error(day: Path) -> None:
    (day / "bad.fcs").write_bytes(fcs_bytes(cloud(30))[:-5])
    with pytest.raises(UsageError, match=r"bad\.fcs: the FCS is cut short"):
        mk.compare(day / "bad.fcs", [day], plot=XY)
    with pytest.raises(UsageError, match=r"The file of events cannot be drawn: bad\.fcs: the FCS is cut short"):
        mk.compare([day / "bad.fcs"], plot=XY)


@pytest.mark.parametrize(("size", "noted"), [(1024, False), (1100, True)])
def test_plots_that_reports_show_smaller_are_told(day: Path, size: int, noted: bool) -> None:
    table = mk.compare(day, metrics="psnr", plot=replace(XY, size_px=size))
    assert ("Reports show the plots at 1024 px" in " ".join(table.notes)) is noted
    assert mk.compare(day, metrics="psnr", plot=replace(XY, size_px=size), thumbnail_px=None).notes == tuple(
        note for note in table.notes if not note.startswith("Reports")
    )


def test_fcs_is_recognised_by_its_content(day: Path) -> None:
    (day / "0877.B08").write_bytes(fcs_bytes(cloud(9), version="FCS2.0"))
    (day / "notes.txt").write_text("FCS files of today")
    (day / "picture.png").write_bytes(b"\x89PNG")
    kinds = {found.name: event_kind(found) for found in find([day]).found}
    assert [kinds[name] for name in ("0877.B08", "notes.txt", "picture.png", "day1.fcs")] == ["fcs", None, None, "fcs"]


def test_lists_of_events_are_drawn_too(tmp_path: Path) -> None:
    for at, suffix, between in ((0, "csv", ","), (1, "csv", ";"), (2, "tsv", "\t")):
        rows = [between.join(("x", "y", "population"))]
        rows += [between.join((str(x), str(y), "lymph")) for x, y in cloud(60, at)]
        (tmp_path / f"{at}.{suffix}").write_text("\n".join(rows) + "\n")
    table = mk.compare(tmp_path)
    assert [row.problem for row in table] == [None, None]
    assert column(table, "event_count_ratio") == [1, 1]
    (tmp_path / "1.csv").write_text("x,y\n1,2\n3,banana\n")
    again = mk.compare(tmp_path)
    assert again.rows[0].problem == "line 3 of the list of events has no number as y: 'banana'"


def test_a_table_of_numbers_beside_pictures_is_no_list_of_events(tmp_path: Path) -> None:
    for at in range(3):
        Image.fromarray(noise((16, 16), seed=at)).save(tmp_path / f"{at}.png")
    (tmp_path / "index.csv").write_text("number,label\n1,2\n2,3\n")
    table = mk.compare(tmp_path)
    assert [each.key for each in table.columns] == ["cosine", "psnr", "ssim"]
    assert [(each.name, each.reason) for each in table.skipped] == [("index.csv", "it is no picture but text")]


def test_pictures_and_events_in_one_set_are_told(day: Path) -> None:
    Image.fromarray(noise((256, 256, 3))).save(day / "picture.png")
    # Without a word on indices, they are those of pictures and those of events.
    table = mk.compare(day, plot=XY)
    assert table.rows[-1].problem is None
    assert {score.value is None for score in table.rows[-1].scores} == {True, False}
    table = mk.compare(day, plot=XY, metrics="psnr,event_ks_x")
    assert any(note.startswith("The set holds files of events, which were drawn, and pictures") for note in table.notes)
    assert table.rows[-1].scores[0].value is not None
    assert table.rows[-1].scores[1].problem == "event_ks_x compares events, and picture.png is a picture without them"


def test_a_plot_of_pictures_and_event_indices_of_pictures_are_usage_errors(tmp_path: Path) -> None:
    for at in range(2):
        Image.fromarray(noise((16, 16), seed=at)).save(tmp_path / f"{at}.png")
    with pytest.raises(UsageError, match=r"x \(--x\) says how files of events are drawn, and there is no FCS file"):
        mk.compare(tmp_path, plot=XY)
    with pytest.raises(UsageError, match="event_ks_x compares events, and all of these are pictures"):
        mk.compare(tmp_path, metrics="event_ks_x")
    assert not [each for each in mk.compare(tmp_path, metrics="all").columns if each.name.startswith("event_")]


def test_all_indices_of_files_of_events_hold_those_of_events(day: Path) -> None:
    keys = [each.key for each in mk.compare(day, plot=XY, metrics="all").columns]
    assert sum(key.startswith("event_") for key in keys) == EVENT_COLUMNS
    assert "ssim" in keys


def test_a_table_with_events_is_kept_and_read_again(day: Path) -> None:
    table = mk.compare(day, plot=XY)
    again = mk.read_table(table.to_json(day / "t.json"))
    assert (again.columns, again.settings) == (table.columns, table.settings)
    assert [[each.value for each in row.scores] for row in again] == [[s.value for s in row.scores] for row in table]
    assert "--x FSC-A --x-scale linear --x-range=" in table.settings["plot"]


def test_at_most_so_many_events_are_drawn_and_all_are_compared(day: Path) -> None:
    few = mk.compare(day, plot=mk.Plot(x="FSC-A", y="SSC-A", max_events=20))
    every = mk.compare(day, plot=XY)
    assert column(few, "event_chi2") == column(every, "event_chi2")
    assert column(few, "psnr") != column(every, "psnr")
    assert "20 of 400 events drawn; the indices of events use all" in few.rows[0].notes


@pytest.mark.parametrize("how", [{"render": "density"}, {"render": "smooth", "background": "black"}, {"axes": True}])
def test_plots_of_every_kind_have_the_size_asked_for(day: Path, how: dict[str, object]) -> None:
    table = mk.compare(day, plot=mk.Plot(size_px=(200, 120), **how), metrics="psnr")  # type: ignore[arg-type]
    assert [row.size_px for row in table] == [(200, 120)] * 3
    assert all(row.scores[0].value is not None for row in table)


def test_a_density_has_the_same_colours_in_all_plots(tmp_path: Path) -> None:
    once, twice = cloud(300), np.tile(cloud(300), (2, 1))
    (tmp_path / "a.fcs").write_bytes(fcs_bytes(once))
    (tmp_path / "b.fcs").write_bytes(fcs_bytes(twice))
    table = mk.compare(tmp_path, plot=mk.Plot(render="density"), metrics="psnr")
    assert column(table, "psnr") != [float("inf")], "twice as many events are another colour"


def test_python_gives_events_no_index_of_its_own_without_a_plot(day: Path) -> None:
    with pytest.raises(UnreadablePicture, match="it is no picture but a flow-cytometry file; mikurabe compare and"):
        mk.ssim(str(day / "day0.fcs"), str(day / "day1.fcs"))


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"x_range": "5"}, "it is LOW,HIGH such as 0,262144"),
        ({"y_range": (9, 2)}, "the first number must be the smaller one"),
        ({"scale": "lin"}, "There is no scale 'lin'. Did you mean 'linear'?"),
        ({"max_events": 0}, "it must be 1 or more"),
        ({"size_px": 3}, "A plot of 3 px cannot be drawn"),
        ({"render": "dot"}, "Did you mean 'dots'?"),
    ],
)
def test_what_cannot_be_drawn_is_told_at_once(how: dict[str, object], told: str) -> None:
    with pytest.raises(UsageError) as error:
        mk.Plot(**how)  # type: ignore[arg-type]
    assert told in str(error.value)


def wells(shared_data: Path) -> list[Path]:
    return [shared_data / "fcs" / "yeast_plate" / f"Yeast_B{at}_B{at:02}.fcs" for at in range(1, 13)]


def test_the_wells_of_a_plate_come_out_in_order(shared_data: Path) -> None:
    """Fluorescence falls along the row: medians 2620 2829 2668 2703 2692 2762 2575 2471 2113 1917 1787 1471."""
    *rest, last = wells(shared_data)
    events = ("event_chi2", "event_hellinger", "event_binning_t", "event_binning_chi2")
    pictures = ("haarpsi", "cosine_blur", "density_chi2", "flip")
    table = mk.compare(last, rest, plot=mk.Plot(x="FITC-A", y="SSC-A"), metrics=(*events, *pictures, "event_ks_x"))
    better = {each.key: each.better for each in table.columns}

    def order(key: str, since: int) -> float:
        """Return how well the index sorts the wells from ``since`` on by their distance from the last one."""
        values = column(table, key)[since:]
        rank = float(stats.spearmanr(range(len(values)), values).statistic)
        return rank if better[key] == "higher" else -rank

    for key in (*events, *pictures):
        assert order(key, 0) >= 0.9, key
    # From the seventh well on the medians fall one by one, and so do the distances of the distributions.
    assert order("event_ks_x", 6) == pytest.approx(1)


@pytest.mark.slow
@given(damage=st.lists(st.tuples(st.integers(0, 900), st.integers(0, 255)), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_damage_to_one_file_costs_no_other_row(day: Path, damage: list[tuple[int, int]]) -> None:
    content = bytearray(fcs_bytes(cloud(40), kind="D", bits=64))
    for at, value in damage:
        if at < len(content):
            content[at] = value
    (day / "day5.fcs").write_bytes(content)
    table = mk.compare(day, plot=XY)
    assert [row.problem for row in table][:3] == [None] * 3
    assert "unexpected" not in (table.rows[-1].problem or "")
