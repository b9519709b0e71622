"""mikurabe rank and mikurabe stress as a person types them, and the same from Python."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import mikurabe as mk
from event_files import cloud, fcs_bytes
from judge.plots import plot
from mikurabe.errors import UsageError
from test_cli import mikurabe


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with ok/ (eight plots) and ng/ (three with far fewer dots)."""
    root = tmp_path_factory.mktemp("days")
    for kind, seeds in (("ok", range(8)), ("ng", range(20, 23))):
        (root / kind).mkdir()
        for seed in seeds:
            pixels = plot(seed)
            if kind == "ng":
                pixels[:60, 4:] = 255
            Image.fromarray(pixels).save(root / kind / f"day_{seed:02d}.png")
    return root


def test_folders_are_labels_and_the_first_normal_picture_is_the_reference(folder: Path, tmp_path: Path) -> None:
    done = mikurabe("rank", folder, "-m", "count_ratio,ssim", "-o", tmp_path / "r.html", "-o", tmp_path / "r.json")
    assert done.returncode == 0, done.stderr
    assert "Normal: 7 pictures · Abnormal: 3 pictures" in done.stdout
    assert "The reference is ok/day_00.png" in done.stdout
    told = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert told["rows"][0]["as_read"]["auc"] == 1.0
    assert told["smallest_p"] == pytest.approx(1 / 120)
    assert told["settings"]["command"].startswith("mikurabe rank ")


def test_a_table_and_labels_give_the_same_ranking_as_the_pictures(folder: Path, tmp_path: Path) -> None:
    table = mk.compare(
        folder / "ok" / "day_00.png", [folder / "ok", folder / "ng"], metrics="count_ratio", thumbnail_px=None
    )
    kept = table.to_json(tmp_path / "table.json")
    lines = [f"{row.source.name},{'ng' if row.source.name[-6:] >= '20.png' else 'ok'}" for row in table]
    (tmp_path / "labels.csv").write_text("\n".join(["name,label", *lines]), encoding="utf-8")
    done = mikurabe("rank", kept, "--labels", tmp_path / "labels.csv", "-f", "json")
    assert done.returncode == 0, done.stderr
    by_table = json.loads(done.stdout)["rows"]
    by_pictures = json.loads(mikurabe("rank", folder, "-m", "count_ratio", "-f", "json").stdout)["rows"]
    assert by_table[0]["as_read"] == by_pictures[0]["as_read"]
    assert by_table[0]["normal"] == by_pictures[0]["normal"]


def test_a_reference_of_its_own_and_labels_by_stem(folder: Path, tmp_path: Path) -> None:
    labels = tmp_path / "labels.csv"
    rows = [f"day_{seed:02d},{'normal' if seed < 10 else 'abnormal'}" for seed in (*range(1, 8), *range(20, 23))]
    labels.write_text("\r\n".join(["name,label", *rows]), encoding="utf-8-sig")
    done = mikurabe(
        "rank", "-r", folder / "ok" / "day_00.png", folder / "ok", folder / "ng", "--labels", labels, "-m", "ssim", "-q"
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    found = mk.rank([folder / "ok", folder / "ng"], labels=labels, reference=folder / "ok" / "day_00.png")
    assert found.unmatched == ()
    assert (len(found.normals), len(found.abnormals)) == (7, 3)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("rank", "{folder}/ok"), "There are 7 normal and 0 abnormal pictures"),
        (("rank", "{folder}", "-m", "sim"), "Did you mean 'ssim'?"),
        (("rank", "{folder}", "--labels", "none.csv"), "The labels none.csv cannot be read"),
        (("rank", "{folder}", "-o", "a.pdf"), "known are .html"),
        (("stress", "{folder}/ng", "-m", "ssim"), "There is no picture"),
        (("stress", "{folder}/ok", "--faults", "shft_x"), "Did you mean 'shift_x'?"),
        (("stress", "{folder}/ok", "--false-alarms", "5"), "false_alarms (--false-alarms) is 5"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_2(folder: Path, arguments: tuple[str, ...], told: str) -> None:
    done = mikurabe(*(each.replace("{folder}", str(folder)) for each in arguments))
    assert done.returncode == 2
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_pictures_without_labels_are_told_what_to_do(tmp_path: Path) -> None:
    for seed in range(3):
        Image.fromarray(plot(seed)).save(tmp_path / f"{seed}.png")
    done = mikurabe("rank", tmp_path)
    assert done.returncode == 2
    assert "Put them into folders ok/ and ng/, or give --labels labels.csv" in done.stderr


def test_stress_prints_its_matrix_and_leaves_abnormal_folders_out(folder: Path, tmp_path: Path) -> None:
    done = mikurabe(
        "stress", folder, "-m", "count_ratio,cosine_blur", "--faults", "thin,shift_x", "-o", tmp_path / "s.xlsx"
    )
    assert done.returncode == 0, done.stderr
    assert "3 pictures were left out: their folder says that they are abnormal." in done.stdout
    assert "Normal pictures: 7 pictures" in done.stdout
    assert (tmp_path / "s.xlsx").read_bytes().startswith(b"PK")
    assert "Traceback" not in done.stderr


def test_japanese_throughout(folder: Path) -> None:
    for arguments in (("rank", folder, "-m", "ssim"), ("stress", folder, "-m", "ssim", "--faults", "thin")):
        printed = mikurabe(*arguments, "--lang", "ja").stdout
        assert "正常" in printed
        assert "Which index" not in printed


def test_pictures_that_cannot_be_read_or_have_another_size_are_told_and_cost_nothing(tmp_path: Path) -> None:
    for seed in range(7):
        Image.fromarray(plot(seed)).save(tmp_path / f"{seed}.png")
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    Image.fromarray(plot(8)[:50]).save(tmp_path / "cut.png")
    found = mk.stress(tmp_path, metrics="count_ratio", faults="thin")
    assert len(found.normals) == 6
    assert any(note.startswith("left out: broken.png: ") for note in found.notes)
    assert "cut.png has another size or depth than the other normal pictures; it was left out." in found.notes


def test_arrays_from_python_are_ranked_with_a_mapping_of_labels() -> None:
    pictures = {f"p{seed}": plot(seed) for seed in range(6)}
    for at in range(3):
        pictures[f"bad{at}"] = np.where(plot(10 + at) < 255, plot(10 + at) // 2 + 100, 255).astype(np.uint8)
    found = mk.rank(pictures, labels={name: name.startswith("bad") for name in pictures}, metrics="psnr")
    assert found.reference == "p0"
    assert (len(found.normals), len(found.abnormals)) == (5, 3)
    assert "Which index tells abnormal from normal?" in repr(found)


def test_a_table_has_its_reference_already(folder: Path) -> None:
    table = mk.compare(folder / "ok", metrics="ssim", thumbnail_px=None)
    with pytest.raises(UsageError, match=r"was made with the reference day_00\.png; leave -r away"):
        mk.rank(table, reference=folder / "ok" / "day_00.png")


@pytest.fixture(scope="module")
def cytometry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of FCS files: ok/ (eight alike) and ng/ (three whose events lie to the right)."""
    root = tmp_path_factory.mktemp("fcs")
    for kind, seeds, x in (("ok", range(8), 5000), ("ng", range(20, 23), 9000)):
        (root / kind).mkdir()
        for seed in seeds:
            (root / kind / f"{seed}.fcs").write_bytes(fcs_bytes(cloud(400, seed, x=x)))
    return root


def test_files_of_events_are_ranked_by_pictures_and_by_events(cytometry: Path) -> None:
    ranking = mk.rank(cytometry, plot=mk.Plot(x="FSC-A", y="SSC-A"))
    by_key = {row.column.key: row for row in ranking.rows}
    assert by_key["event_median_shift_x"].as_read.auc == 1.0
    assert "psnr" in by_key
    assert any(note.startswith("x: FSC-A, linear") for note in ranking.notes)
    done = mikurabe("rank", cytometry, "--x", "FSC-A", "--y", "SSC-A", "-m", "event_ks_x,emd", "-f", "csv")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 3
    assert "did you mean" in mikurabe("rank", cytometry, "--x", "FCS-A", "--y", "SSC-A").stderr.lower()


def test_faults_are_planted_into_the_plots_of_events(cytometry: Path) -> None:
    xy = mk.Plot(x="FSC-A", y="SSC-A")
    table = mk.stress(cytometry, metrics="emd", faults="shift_x", plot=xy)
    assert len(table.normals) == 7
    assert any(note.startswith("x: FSC-A, linear") for note in table.notes)
    assert table.rows[0].sightings[0].state in ("at", "below")
    apart = mk.stress(cytometry, reference=cytometry / "ok" / "0.fcs", metrics="emd", faults="shift_x", plot=xy)
    assert [row.sightings for row in apart.rows] == [row.sightings for row in table.rows]
    with pytest.raises(UsageError, match="event_ks_x compares events, and faults are planted into pictures"):
        mk.stress(cytometry, metrics="event_ks_x")


def test_a_table_that_was_drawn_takes_no_options_of_plots(folder: Path) -> None:
    table = mk.compare(folder / "ok", metrics="psnr", thumbnail_px=None)
    with pytest.raises(UsageError, match=r"are drawn already; leave x \(--x\) away"):
        mk.rank(table, plot=mk.Plot(x="FSC-A"))
