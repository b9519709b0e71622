"""Series on the disk, and the command that writes them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import mikurabe as mk
from mikurabe.cli import main
from mikurabe.demo import NORMAL_DAYS, SCATTERGRAM_FAULTS, beyond_normal, digits, scattergrams
from mikurabe.errors import UnwritableReport, UsageError
from mikurabe.i18n.messages import translated
from mikurabe.plotting import Style, draw
from mikurabe.simulation import Series, write_series
from mikurabe.sources import simulate
from mikurabe.sources.simulate.truth import ABOUT

WDF = simulate.load_assay("wdf")


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["simulate", *map(str, arguments)])
    printed = capsys.readouterr()
    code = ended.value.code
    assert isinstance(code, int)
    return code, printed.out, printed.err


def pixels_of(path: Path) -> np.ndarray:
    with Image.open(path) as picture:
        return np.array(picture.convert("RGB"))


def test_the_sentence_of_the_readme_does_what_it_says(tmp_path: Path, capsys) -> None:
    folder = tmp_path / "qc"
    code, out, err = run(capsys, "control", "--days", 30, "--fault", "widen_x:0.05@20", "--out", folder)
    assert (code, err) == (0, "")
    assert "Wrote 30 days to" in out
    assert "widen_x 0.05: day 20" in out
    assert f"mikurabe compare {folder} -o report.html" in out
    assert sorted(each.name for each in folder.glob("*.png")) == [f"day_{day:02d}.png" for day in range(1, 31)]
    for day in range(1, 31):
        truth = json.loads((folder / "truth" / f"day_{day:02d}.json").read_text(encoding="utf-8"))
        assert (truth["day"], truth["picture"]) == (day, f"day_{day:02d}.png")
        assert list(truth["faults"]) == (["widen_x"] if day == 20 else [])
    table = mk.compare(folder / "day_01.png", folder, metrics="psnr")
    # The truth does not clutter the list of what was passed over.
    assert len(table.skipped) == 2
    scored = [(score.value, row.source.name) for score, row in zip(table.scores("psnr"), table.rows, strict=True)]
    assert min(scored)[1] == "day_20.png"


def test_the_truth_explains_itself_and_is_that_of_the_events(tmp_path: Path, capsys) -> None:
    run(capsys, "control", "--days", 2, "--fault", "cluster_shift_y[MONO]:3@2", "--ageing", "--out", tmp_path)
    truth = json.loads((tmp_path / "truth" / "day_02.json").read_text(encoding="utf-8"))
    assert truth["schema"] == "mikurabe-simulated-1"
    assert set(truth) - {"schema", "about"} == set(truth["about"]) == set(ABOUT)
    assert truth["faults"]["cluster_shift_y[MONO]"]["severity"] == 3
    assert truth["faults"]["cluster_shift_y[MONO]"]["unit"] == "channels"
    assert truth["course"] == {"ar1": 0.0, "lots": [], "ageing": True}
    assert truth["picture_sha256"] == hashlib.sha256(pixels_of(tmp_path / "day_02.png").tobytes()).hexdigest()
    events = list(csv.DictReader((tmp_path / "truth" / truth["events_file"]).read_text(encoding="utf-8").splitlines()))
    for name, each in truth["populations"].items():
        y = np.array([float(event["SFL"]) for event in events if event["population"] == name])
        assert len(y) == each["count"]
        if len(y):
            assert each["mean"][1] == pytest.approx(y.mean(), abs=1e-4)
            assert each["sd"][1] == pytest.approx(y.std(ddof=1), abs=1e-4)
    assert truth["populations"]["MONO"]["change"]["shift"] == pytest.approx([0, 3], abs=0.2)
    assert truth["populations"]["NEUT"]["change"] == {"shift": [0, 0], "width": [1, 1], "count": 1}
    # The mask is where the monocytes are: 32 rows from the top, 8 channels each; they lie at (118, 108).
    rows, columns = np.nonzero(np.array([[cell == "#" for cell in row] for row in truth["where"]]))
    assert 31 - rows.mean() == pytest.approx(108 / 8, abs=2)
    assert columns.mean() == pytest.approx(118 / 8, abs=2)


def test_the_picture_can_be_drawn_again_from_its_events(tmp_path: Path, capsys) -> None:
    run(capsys, "control", "--days", 1, "--render", "dots", "--axes", "none", "--out", tmp_path)
    text = (tmp_path / "truth" / "day_01.csv").read_text(encoding="utf-8")
    x, y = np.loadtxt(io.StringIO(text), delimiter=",", skiprows=1, usecols=(0, 1)).T
    again = draw(x / 256, y / 256, style=Style(axes=False))
    assert np.array_equal(again, pixels_of(tmp_path / "day_01.png"))


def test_threads_change_nothing_and_another_run_neither(tmp_path: Path, capsys) -> None:
    for name, threads in (("one", 1), ("three", 3), ("again", 3)):
        run(capsys, "control", "--days", 9, "--fault", "debris:1@drift", "--threads", threads, "--out", tmp_path / name)
    folders = [tmp_path / name for name in ("one", "three", "again")]
    written = [{each.name: each.read_bytes() for each in folder.rglob("day_*.*")} for folder in folders]
    assert len(written[0]) == 27
    assert written[0] == written[1] == written[2]


def test_jpeg_size_render_and_axes_are_as_asked_for(tmp_path: Path, capsys) -> None:
    how = ("--render", "smooth", "--background", "black", "--axes", "labels", "--size", 400, "--jpeg", 90)
    run(capsys, "control", "--days", 1, *how, "--truth", "short", "--out", tmp_path)
    assert sorted(each.name for each in tmp_path.rglob("day*")) == ["day_01.jpg", "day_01.json"]
    truth = json.loads((tmp_path / "truth" / "day_01.json").read_text(encoding="utf-8"))
    assert truth["events_file"] is None
    assert truth["look"]["jpeg_quality"] == 90
    with Image.open(tmp_path / "day_01.jpg") as picture:
        assert picture.format == "JPEG"
        assert picture.size == (400, 400)
    sharp = simulate.simulate_day().draw(simulate.look("smooth", size_px=400, background="black", axes="labels"))
    assert np.abs(pixels_of(tmp_path / "day_01.jpg").astype(int) - sharp).mean() < 5
    run(capsys, "control", "--days", 1, "--jpeg", 60, "--truth", "none", "--out", tmp_path / "coarse")
    assert [each.name for each in (tmp_path / "coarse").iterdir()] == ["day_01.jpg"]


def test_pictures_of_another_series_in_the_folder_are_mentioned(tmp_path: Path, capsys) -> None:
    run(capsys, "control", "--days", 3, "--out", tmp_path)
    _, out, err = run(capsys, "control", "--days", 2, "--out", tmp_path, "--lang", "ja")
    assert "ほかに 1 枚の画像があり" in err
    assert "2 日分を" in out


def test_days_are_told_in_words(tmp_path: Path, capsys) -> None:
    faults = (
        "--fault",
        "gain_x:0.03@drift",
        "--fault",
        "debris:50%@2,4-5",
        "--fault",
        "widen_y@4..",
        "--fault",
        "aged",
    )
    _, out, _ = run(capsys, "control", "--days", 6, *faults, "--truth", "none", "--out", tmp_path)
    for said in (
        "gain_x 0.03: growing from day 1 to day 6",
        "debris 0.5: day 2, days 4 to 5",
        "widen_y 0.12: from day 4 on",
        "aged 0.03: every day",
    ):
        assert said in out
    assert "No fault" in run(capsys, "control", "--days", 1, "--out", tmp_path / "normal")[1]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_faults_are_listed_with_units_and_graded_severities(lang: str, capsys) -> None:
    code, out, _ = run(capsys, "faults", "--lang", lang)
    assert code == 0
    for fault in simulate.FAULTS:
        (line,) = [each for each in out.splitlines() if each.split()[1:2] == [fault.name]]
        assert ", ".join(f"{each:g}" for each in fault.grid) in line
    assert "widen_x:5%" in out


def test_an_assay_is_printed_changed_and_used(tmp_path: Path, capsys) -> None:
    _, toml, _ = run(capsys, "assay")
    mine = tmp_path / "mine.toml"
    mine.write_text(toml.replace('name = "WDF"', 'name = "MINE"').replace("x = 149", "x = 180"), encoding="utf-8")
    code, _, _ = run(capsys, "control", "--days", 1, "--assay", mine, "--out", tmp_path / "mine")
    assert code == 0
    truth = json.loads((tmp_path / "mine" / "truth" / "day_01.json").read_text(encoding="utf-8"))
    assert truth["assay"] == "MINE"
    assert truth["populations"]["NEUT"]["mean"][0] == pytest.approx(181.5, abs=5)


@pytest.mark.parametrize(
    ("found", "written", "said"),
    [
        ("share = 0.52", "shore = 0.52", "has no 'share'"),
        ("sd_x = 10 ", "sd_x = -1 ", "sd_x of [[population]] NEUT is -1, and should be 0 or more"),
        ("rho = 0.35", "rho = 'big'", "rho of [[population]] NEUT is 'big', and should be a number"),
        ("tail = 0.15 # assumed\nshare = 0.52", "tail = 0.15\nsd_z = 3\nshare = 0.52", "There is no entry 'sd_z'"),
        ("[lot]", "[lots]", "the file has no 'lot'"),
        ('population = "LYMPH"', 'population = "LYMF"', "There is no population 'LYMF'. Did you mean 'LYMPH'"),
        ("colour = [60, 150, 215]", "colour = [60, 150, 300]", "should be [red, green, blue], 0 to 255 each"),
        ('name = "DEBRIS"', 'name = "NEUT"', "two of its populations are called 'NEUT'"),
        ("[x]", "[x", "is no TOML"),
    ],
)
def test_an_assay_that_cannot_be_used_is_told_in_one_line(tmp_path, capsys, found, written, said) -> None:
    toml = simulate.assay_text("wdf")
    assert found in toml
    mine = tmp_path / "mine.toml"
    mine.write_text(toml.replace(found, written, 1), encoding="utf-8")
    code, _, err = run(capsys, "control", "--assay", mine, "--out", tmp_path / "out")
    assert code == 2
    assert said in err
    assert "mine.toml" in err
    assert len(err.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--fault", "widn_x:0.05@20"], "There is no fault 'widn_x'. Did you mean 'widen_x'"),
        (["--fault", "widen_x:0.05@40"], "the series has days 1 to 30: see --days"),
        (["--fault", "count_loss:0.6@9", "--fault", "count_loss:0.6@8-9"], "A severity of 1.2 makes no sense"),
        (["--assay", "wdg"], "There is no assay 'wdg'. Did you mean 'wdf'?"),
        (["--assay", "none.toml"], "The assay none.toml cannot be read"),
        (["--assay", "ret", "--fault", "poor_lysis"], "The assay RET does not say what poor_lysis does to it"),
        (["--size", "8"], "A plot of 8 px cannot be drawn"),
        (["--jpeg", "101"], "There is no JPEG quality 101"),
        (["--ar1", "1"], "ask for a correlation from -0.99 to 0.99"),
        (["--events", "0"], "A measurement of 0 events cannot be drawn: ask for 1 to 1000000"),
        (["--events", "-4"], "A measurement of -4 events cannot be drawn: ask for 1 to 1000000"),
        (["--lot-step", "31"], "A new lot on day 31 is beyond the series, which has days 1 to 30"),
        (["--days", "0"], "0 is not in the range"),
    ],
)
def test_what_cannot_be_simulated_is_told_before_anything_is_written(tmp_path, capsys, arguments, said) -> None:
    out = tmp_path / "out"
    code, _, err = run(capsys, "control", *arguments, "--out", out)
    assert code == 2
    assert said in err
    assert not out.exists()


def test_one_day_is_told_as_one_and_quiet_is_quiet(tmp_path: Path, capsys) -> None:
    code, out, err = run(capsys, "control", "--days", 1, "--truth", "none", "--out", tmp_path / "one")
    assert (code, err) == (0, "")
    assert out.splitlines() == [f"Wrote one day to {tmp_path / 'one'}: day_01.png.", "No fault: normal days only."]
    assert run(capsys, "control", "--days", 2, "-q", "--out", tmp_path / "quiet") == (0, "", "")
    assert len(list((tmp_path / "quiet").glob("*.png"))) == 2


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    series = Series(days=2, assay=WDF, look=simulate.look())
    with pytest.raises(UnwritableReport, match="cannot be written to"):
        write_series(series, tmp_path / "file" / "qc")
    with pytest.raises(UsageError, match="A series of 0 days"):
        Series(days=0, assay=WDF, look=simulate.look())


def test_the_demos_story_is_true(tmp_path: Path) -> None:
    told = scattergrams(tmp_path)
    sides = beyond_normal(told.table, len(SCATTERGRAM_FAULTS))
    usual = {"cosine", "ssim", "psnr"}
    assert usual <= set(sides["widen_x"][0]), "fat in x falls on all three"
    assert "psnr" in sides["count_loss"][1], "fewer events look more similar"
    assert "count_ratio" in sides["count_loss"][0]
    assert all(below for below, _ in sides.values()), "every fault is seen by some index"
    assert any(not usual <= set(below) for below, _ in sides.values()), "and the usual three do not see all of them"
    notes = "\n".join(told.table.notes)
    assert "widen_x is less similar than every normal day on cosine, psnr, ssim" in notes
    assert "MORE similar than every normal day on some index: count_loss. Limits need two sides." in notes
    assert notes.splitlines()[1] in told.reports[0].read_text(encoding="utf-8")
    assert len(told.table.rows) == NORMAL_DAYS - 1 + len(SCATTERGRAM_FAULTS)


def test_the_demos_notes_are_japanese_where_the_reader_is(tmp_path: Path) -> None:
    notes = [*scattergrams(tmp_path).table.notes, *digits(tmp_path).table.notes]
    assert all(re.search("[\u3040-\u30ff\u4e00-\u9fff]", translated(note, "ja")) for note in notes)
    assert "2 に最も似ているのは an 8 (cosine, pearson, psnr, ssim による)。" in [
        translated(each, "ja") for each in notes
    ]
