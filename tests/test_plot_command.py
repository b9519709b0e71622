"""``mikurabe plot``: what it writes, prints and refuses."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from event_files import cloud, fcs_bytes
from mikurabe.cli import cli
from mikurabe.drawing import draw_files
from mikurabe.errors import MikurabeError, UsageError
from mikurabe.eventplots import Plot
from mikurabe.i18n.messages import translated


def plotted(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["plot", *map(str, arguments)], standalone_mode=False)


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    (tmp_path / "runs" / "b").mkdir(parents=True)
    for at, name in enumerate(("1.fcs", "2.fcs", "10.fcs", "b/1.fcs")):
        (tmp_path / "runs" / name).write_bytes(fcs_bytes(cloud(200, at)))
    return tmp_path / "runs"


def test_each_file_becomes_a_png_with_the_same_axes(runs: Path, tmp_path: Path) -> None:
    done = plotted(runs, "--x", "fsc-a", "--y", "SSC-A", "--size", "200x150", "-o", tmp_path / "plots")
    assert done.return_value == 0
    names = ["1.fcs.png", "2.fcs.png", "10.fcs.png"]
    assert done.stdout.splitlines() == [str(tmp_path / "plots" / name) for name in names]
    assert "Drew 3 of 3 files of events into" in done.stderr
    assert "x: fsc-a, linear (scatter and time are shown so), from 0 to" in done.stderr
    drawn = [np.asarray(Image.open(tmp_path / "plots" / name)) for name in names]
    assert {each.shape for each in drawn} == {(150, 200, 3)}
    # The axes at the left and below are the same in all, the events are not.
    assert np.array_equal(drawn[0][:, :20], drawn[1][:, :20])
    assert not np.array_equal(drawn[0], drawn[1])
    assert plotted(runs, "-R", "-o", tmp_path / "all", "-q").return_value == 0
    assert (tmp_path / "all" / "b" / "1.fcs.png").is_file()


@pytest.mark.parametrize("name", ["0.fcs", "99.fcs"], ids=["the first", "the last"])
def test_a_file_with_numbers_of_another_world_has_no_say_in_the_axes(runs: Path, tmp_path: Path, name: str) -> None:
    wild = np.array(cloud(30), np.float32) * np.float32(1e30)
    (runs / name).write_bytes(fcs_bytes(wild))
    done = plotted(runs, "--x", "FSC-A", "--y", "SSC-A", "-o", tmp_path / "plots")
    assert done.return_value == 0
    assert f"{name} takes no part in the choice of the axes" in done.stderr
    assert "e+3" not in done.stderr.split("takes no part")[0]


def test_a_table_that_somebody_named_and_that_holds_no_events_is_told(runs: Path, tmp_path: Path) -> None:
    table = tmp_path / "empty.csv"
    table.write_text("FSC-A,SSC-A\n")
    done = plotted(runs / "1.fcs", table, "-o", tmp_path / "plots")
    assert done.return_value == 0
    assert "empty.csv: it holds no events" in done.stderr
    assert "Drew 1 of 2 files of events" in done.stderr


def test_a_file_with_a_fault_costs_no_other(runs: Path, tmp_path: Path) -> None:
    (runs / "5.fcs").write_bytes(fcs_bytes(cloud(30))[:-5])
    (runs / "notes.txt").write_text("of today")
    arguments = (runs, "-o", tmp_path / "plots")
    done = plotted(*arguments)
    assert done.return_value == 0
    assert "5.fcs: the FCS is cut short: its DATA segment ends at byte" in done.stderr
    assert "Drew 3 of 4 files of events" in done.stderr
    assert "pictures" not in done.stderr, "a text file is none"
    assert len(list((tmp_path / "plots").iterdir())) == 3
    assert plotted(*arguments, "--strict").return_value == 3


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1,2\n3,4\n", "has no header row that names its channels, such as x,y"),
        ("x,y\na,b\n", "line 2 of the list of events has no number as x: 'a'"),
        ("x\n1\n", "There is no channel 'y'. Its channels: x"),
        ("x,y\n", "it holds no events"),
    ],
)
def test_a_table_that_was_named_is_told_what_it_lacks(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "day.csv").write_text(text)
    error = plotted(tmp_path / "day.csv", "--x", "x", "--y", "y", "-o", tmp_path / "plots").exception
    assert isinstance(error, MikurabeError)
    assert str(error).startswith("The file of events cannot be drawn: day.csv: ")
    assert told in str(error)


def test_channels_are_listed_those_of_alike_files_once(runs: Path) -> None:
    extra = {"$P2S": "CD4", "$P2E": "4,1"}
    (runs / "7.fcs").write_bytes(fcs_bytes([[1, 2]], ("Time", "FL1-H"), kind="I", bits=16, tops=1024, extra=extra))
    (runs / "8.fcs").write_bytes(b"FCS3.1 and nothing more")
    done = plotted(runs, "--list-channels")
    assert done.return_value == 0
    assert done.stdout == (
        "1.fcs and 2 more\n    1  FSC-A  [up to 262144]\n    2  SSC-A  [up to 262144]\n"
        "7.fcs\n    1  Time  [up to 1024]\n    2  FL1-H (CD4)  [4 decades, up to 10000]\n"
    )
    assert done.stderr == "8.fcs: the FCS is cut short: its header has 58 bytes, and 23 are there\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "Where should the plots go? Add -o FOLDER"),
        (
            ["-o", "plots", "--x", "FCS-A", "--y", "SSC-A"],
            "None of the 3 files of events can be drawn: There is no channel 'FCS-A'. Did you mean 'FSC-A'? "
            "Its channels: FSC-A, SSC-A.",
        ),
        (["-o", "plots", "--scale", "log:3"], "is not of the form log."),
        (["-o", "plots", "--x-range", "a,b"], "it is LOW,HIGH such as 0,262144"),
        (["-o", __file__], "is a file; the plots go into a folder"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(runs: Path, arguments: list[str], told: str) -> None:
    error = plotted(runs, *arguments).exception
    assert isinstance(error, MikurabeError)
    assert told in str(error)


def test_of_files_none_of_which_can_be_drawn_each_has_a_line(runs: Path) -> None:
    for at, path in enumerate(sorted(runs.glob("*.fcs")), start=1):
        path.write_bytes(b"FCS3.1 and nothing more" * at)
    (runs / "no.fcs").write_bytes(b"nothing")
    error = plotted(runs, "-o", "plots").exception
    first, *lines = str(error).splitlines()
    assert first == "None of the 4 files of events can be drawn:"
    assert [line.partition(": ")[0] for line in lines] == ["1.fcs", "2.fcs", "10.fcs", "no.fcs"]
    japanese = translated(str(error), "ja").splitlines()
    assert all(said != line for said, line in zip(japanese, [first, *lines], strict=True))


def test_pictures_are_no_files_of_events(tmp_path: Path) -> None:
    Image.new("L", (4, 4)).save(tmp_path / "a.png")
    with pytest.raises(UsageError, match="There is no file of events to draw: FCS, or CSV"):
        draw_files(tmp_path, tmp_path / "plots", Plot())
    error = plotted(tmp_path, "--list-channels").exception
    assert "There is no file of events" in str(error)


def test_the_same_files_give_the_same_bytes_whatever_the_threads(runs: Path, tmp_path: Path) -> None:
    for folder, threads in (("a", 1), ("b", 4)):
        draw_files(runs, tmp_path / folder, Plot(render="smooth", axes=True), threads=threads)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_every_file_of_the_test_data_is_drawn_or_told(shared_data: Path, tmp_path: Path) -> None:
    drawn, told = 0, []
    for folder in sorted((shared_data / "fcs").iterdir()):
        for each in draw_files(folder, tmp_path / folder.name, Plot(), threads=2).files:
            drawn += each.path is not None
            if each.problem is not None:
                told.append(each.name)
    assert (drawn, told) == (31, ["corrupted.fcs", "header_only.fcs"])
