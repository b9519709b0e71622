"""mikurabe populations: clusters learned from normal pictures, measured in others, told beside their usual ranges."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image
from scipy import stats

import mikurabe as mk
from event_files import cloud, fcs_bytes
from mikurabe.cli import cli
from mikurabe.errors import UsageError
from mikurabe.judge.census import QUANTITIES, TOGETHER
from mikurabe.sources import simulate

NORMALS = 8


@pytest.fixture(scope="module")
def normals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("normals")
    for day in simulate.control_days(NORMALS):
        Image.fromarray(day.draw()).save(folder / f"day_{day.day}.png")
    return folder


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("faulty")
    for name, by in {"cluster_shift_y[LYMPH]": 12, "count_loss": 0.6}.items():
        Image.fromarray(simulate.faulty_days({name: by})[0].draw()).save(folder / f"{name.partition('[')[0]}.png")
    return folder


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["populations", *map(str, arguments)], standalone_mode=False)


@pytest.fixture(scope="module")
def census(normals: Path, faulty: Path) -> mk.Census:
    return mk.measure_populations(normals, faulty)


def test_what_was_planted_is_what_lies_beyond_the_usual(census: mk.Census) -> None:
    shifted, thinned = census.rows
    assert (shifted.name, thinned.name) == ("cluster_shift_y.png", "count_loss.png")
    (moved,) = (member for member in shifted.members if member.beyond)
    # One channel is one pixel of the 256 px plot; LYMPH is the second largest population.
    assert moved.measured.name == "P2"
    assert moved.beyond == ("up_px",)
    assert moved.change.up_px == pytest.approx(12, abs=2)
    ratios = [member.change.count for member in thinned.members[:2]]
    assert ratios == [pytest.approx(0.4, abs=0.1)] * 2
    assert all("count" in member.beyond for member in thinned.members[:2])


def test_normal_pictures_are_within_their_own_limits(normals: Path) -> None:
    census = mk.measure_populations(normals)
    assert [row.beyond for row in census.rows] == [0] * NORMALS
    assert census.normals == NORMALS


def test_the_limits_are_prediction_limits_that_share_one_rate_of_alarms(normals: Path) -> None:
    census = mk.measure_populations(normals)
    one = next(each for each in census.usual if (each.population, each.quantity) == ("P1", "right_px"))
    values = [row.members[0].change.right_px for row in census.rows]
    judged = len(QUANTITIES) * len(census.normal.members) + len(TOGETHER) + 1
    t = stats.t.isf(0.005 / judged, NORMALS - 1)
    half = t * stats.tstd(values) * (1 + 1 / NORMALS) ** 0.5
    assert (one.low, one.high) == pytest.approx((-half, half), abs=1e-9), "shifts from the mean have the mean 0"


def test_too_few_normal_pictures_judge_nothing_and_say_so(normals: Path, faulty: Path) -> None:
    done = run(normals / "day_[1-4].png", faulty)
    assert done.return_value == 0
    assert "4 normal pictures give no limits: nothing is judged." in done.stdout
    assert "*" not in done.stdout


def test_the_command_prints_every_population_and_ends_in_what_is_unusual(normals: Path, faulty: Path) -> None:
    done = run(normals, faulty)
    assert done.return_value == 0
    lines = done.stdout.splitlines()
    assert lines[1] == "Learned from: 8 pictures · Measured: 2 pictures · Drawn as: dots"
    assert any("Beyond the limits of the normal pictures: 2 of 2 pictures" in line for line in lines[-8:])
    told = done.stdout.replace("\n", " ")
    assert "• count_loss.png: all together events × 0.4" in told
    assert re.search(r"• cluster_shift_y.png: all together gain y × 1.0\d+ ± 0.0\d+; P2 up \(px\) \+1", told)
    assert "! Limits come from 8 normal pictures: the fewer, the wider." in done.stdout
    japanese = run(normals, faulty, "--lang", "ja").stdout
    assert "散布図の集団" in japanese
    assert re.search(r"• cluster_shift_y.png: 全体 ゲイン y × 1.0\d+ ± 0.0\d+; P2 上へ \(px\) \+1", japanese)


def test_reports_hold_the_numbers_in_full(normals: Path, faulty: Path, census: mk.Census, tmp_path: Path) -> None:
    outputs = [tmp_path / f"populations.{suffix}" for suffix in ("csv", "json", "html", "xlsx")]
    done = run(normals, faulty, "-q", *(part for path in outputs for part in ("-o", path)))
    assert (done.return_value, done.stdout) == (0, "")
    rows = list(csv.DictReader(outputs[0].read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 2 * (len(census.normal.members) + 2), "the background, and all together"
    assert (rows[0]["population"], rows[0]["share_ratio"], rows[0]["tilt"]) == ("all", "", "")
    whole = census.rows[0].together
    assert whole is not None
    assert whole.change.up_px is not None
    assert float(rows[0]["up_px"]) == whole.change.up_px.value
    moved = census.rows[0].members[1]
    assert rows[2]["population"] == "P2"
    assert float(rows[2]["up_px"]) == moved.change.up_px
    assert float(rows[2]["width_x_ratio"]) == moved.change.width_x
    assert rows[2]["beyond"] == "1.0"
    document = json.loads(outputs[1].read_text(encoding="utf-8"))
    assert document["format"] == "mikurabe populations"
    assert document["rows"][0]["members"][1]["change"]["up_px"] == moved.change.up_px
    assert document["rows"][0]["together"]["change"]["up_px"] == {
        "value": whole.change.up_px.value,
        "error": whole.change.up_px.error,
    }
    assert "12." in outputs[2].read_text(encoding="utf-8")


def test_a_picture_that_cannot_be_measured_costs_no_other(normals: Path, faulty: Path, tmp_path: Path) -> None:
    Image.new("RGB", (40, 30)).save(tmp_path / "small.png")
    (tmp_path / "torn.png").write_bytes((faulty / "count_loss.png").read_bytes()[:400])
    (tmp_path / "readme.txt").write_text("of today")
    (tmp_path / "more").mkdir()
    done = run(normals, faulty, tmp_path)
    assert done.return_value == 0
    assert "! small.png is 40 × 30 px" in done.stdout, "its name is told once"
    assert "40 × 30 px and the populations were learned at 256 × 256 px" in done.stdout.replace("\n", " ")
    assert "! torn.png: " in done.stdout
    assert "Could not be measured, so nothing is known of them: 2 of 4 pictures (small.png, torn.png)." in " ".join(
        done.stdout.split()
    )
    assert "Beyond the limits of the normal pictures: 2 of 2 pictures" in " ".join(done.stdout.split())
    assert "  Files or folders passed over, because they are no pictures: 2." in done.stdout


def test_of_pictures_none_of_which_can_be_measured_nothing_good_is_said(normals: Path, tmp_path: Path) -> None:
    Image.new("RGB", (40, 30)).save(tmp_path / "small.png")
    done = run(normals, tmp_path)
    assert done.return_value == 3
    assert "1 of 1 pictures (small.png)" in done.stdout
    assert "within the limits" not in done.stdout
    normal = next(normals.iterdir())
    done = run(normals, tmp_path, normal)
    assert done.return_value == 0
    assert "All populations of the other 1 lie within the limits" in " ".join(done.stdout.split())


def test_files_of_events_are_drawn_with_the_axes_of_all_and_measured(tmp_path: Path) -> None:
    for name, x in {"1": 5000, "2": 5000, "3": 5000, "4": 5000, "5": 5000, "far": 5500}.items():
        folder = tmp_path / ("normal" if name != "far" else "others")
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.fcs").write_bytes(fcs_bytes(cloud(3000, ord(name[0]), x=x)))
    ends = mk.Plot(x="FSC-A", y="SSC-A", x_range=(0, 10240), y_range=(0, 10240))
    census = mk.measure_populations(tmp_path / "normal", tmp_path / "others", plot=ends)
    (moved,) = census.rows[0].members
    # 500 of 10,240 on 256 px.
    assert moved.change.right_px == pytest.approx(12.5, abs=0.5)
    assert "right_px" in moved.beyond
    done = run(tmp_path / "normal", tmp_path / "others", "--x", "FSC-A", "--y", "SSC-A", "-f", "csv")
    assert done.return_value == 0
    assert done.stdout.startswith("picture,population,")


def test_normal_pictures_that_nobody_can_read_are_told(tmp_path: Path) -> None:
    (tmp_path / "torn.png").write_bytes(b"\x89PNG\r\n\x1a\nand nothing")
    with pytest.raises(UsageError, match="None of the normal pictures can be read"):
        mk.measure_populations(tmp_path)
