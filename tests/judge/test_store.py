"""The baseline's file: portable, reproducible, and refused with a reason where it is something else."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

import mikurabe as mk
from judge.scattergrams import days, scattergram
from mikurabe.errors import UsageError


@pytest.mark.parametrize("number", [1, 2, 6])
def test_a_baseline_judges_from_its_file_as_before(tmp_path: Path, number: int) -> None:
    kept = mk.learn(days(number, seed=1), tmp_path / "b.mkb")
    pictures = {"a": scattergram(np.random.default_rng(2)), "b": scattergram(np.random.default_rng(3), count=0.6)}
    before, after = (mk.check(pictures, each, thumbnail_px=None) for each in (kept, tmp_path / "b.mkb"))
    assert [[score.value for score in row.scores] for row in before] == [
        [score.value for score in row.scores] for row in after
    ]
    assert before.criteria == after.criteria


def test_the_same_normals_make_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.mkb", "b.mkb"):
        mk.learn(days(3, seed=1), tmp_path / name)
    assert (tmp_path / "a.mkb").read_bytes() == (tmp_path / "b.mkb").read_bytes()


def test_the_file_is_a_zip_of_json_and_arrays_without_pickles(tmp_path: Path) -> None:
    mk.learn(days(3, seed=1), tmp_path / "b.mkb")
    with zipfile.ZipFile(tmp_path / "b.mkb") as archive:
        document = json.loads(archive.read("baseline.json"))
        for name in archive.namelist():
            if name.endswith(".npy"):
                np.load(io.BytesIO(archive.read(name)), allow_pickle=False)
    assert document["format"] == "mikurabe baseline"
    assert [len(each["sha256"]) for each in document["normals"]] == [64, 64, 64]


def test_what_is_no_baseline_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "x.mkb").write_text("nothing")
    with pytest.raises(UsageError, match="is no baseline of mikurabe"):
        mk.read_baseline(tmp_path / "x.mkb")
    with pytest.raises(UsageError, match=r"There is no baseline .*mikurabe learn NORMAL/ -b"):
        mk.read_baseline(tmp_path / "y.mkb")


def _changed(path: Path, **fields: object) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    document = json.loads(members["baseline.json"]) | fields
    members["baseline.json"] = json.dumps(document).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def test_another_version_is_told_with_both(tmp_path: Path) -> None:
    mk.learn(days(2, seed=1), tmp_path / "b.mkb")
    _changed(tmp_path / "b.mkb", version=4)
    with pytest.raises(UsageError, match="of format 4, and this mikurabe reads 3"):
        mk.read_baseline(tmp_path / "b.mkb")


def test_an_index_of_another_version_is_refused(tmp_path: Path) -> None:
    mk.learn(days(2, seed=1), tmp_path / "b.mkb", metrics="psnr")
    _changed(tmp_path / "b.mkb", indices=[{"key": "psnr", "version": 99, "values": [1.0, 2.0]}])
    with pytest.raises(UsageError, match="version 99 of psnr, and this is version 1"):
        mk.read_baseline(tmp_path / "b.mkb")


@pytest.mark.parametrize("part", [0.01, 0.5, 0.99])
def test_a_truncated_file_is_told_in_one_line(tmp_path: Path, part: float) -> None:
    mk.learn(days(2, seed=1), tmp_path / "b.mkb")
    data = (tmp_path / "b.mkb").read_bytes()
    (tmp_path / "b.mkb").write_bytes(data[: int(part * len(data))])
    with pytest.raises(UsageError, match="is no baseline of mikurabe"):
        mk.read_baseline(tmp_path / "b.mkb")


@pytest.mark.parametrize("name", ["day_01.png", "baseline", "notes.txt"])
def test_a_baseline_is_written_over_nothing_else(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"kept")
    with pytest.raises(UsageError, match=r"is no name for a baseline: it ends in \.mkb"):
        mk.learn(days(3, seed=1), tmp_path / name)
    assert (tmp_path / name).read_bytes() == b"kept"


def test_a_folder_is_no_place_for_a_baseline(tmp_path: Path) -> None:
    (tmp_path / "b.mkb").mkdir()
    with pytest.raises(UsageError, match="is no file: a baseline cannot be written over it"):
        mk.learn(days(3, seed=1), tmp_path / "b.mkb")
