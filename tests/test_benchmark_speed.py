"""The benchmark of speed: it runs without anybody else's packages, says so, and rounds nothing in our favour."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PIL import Image

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"


@pytest.fixture(scope="module")
def speed() -> Iterator[ModuleType]:
    spec = importlib.util.spec_from_file_location("benchmark_speed", BENCHMARKS / "speed.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    sys.path.insert(0, str(BENCHMARKS))
    try:
        spec.loader.exec_module(module)
        yield module
    finally:
        sys.path.remove(str(BENCHMARKS))


def test_a_short_run_prints_ratios_and_says_who_is_missing(
    speed: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = ["--quick", "--rounds", "1", "--pictures", "2", "--scale", "0.05", "--without", "all"]
    places = ["--data", str(tmp_path / "data"), "--json", str(tmp_path / "run.json")]
    page = tmp_path / "page.md"
    cases = ["--only", "png", "--only", "start", "--only", "indices"]
    assert speed.main([*cases, *settings, *places, "--markdown", str(page)]) == 0
    said = capsys.readouterr()
    assert "skipped: OpenCV, decoding alone (cv2.imread), 2 thread(s)" in said.err
    assert "skipped: scikit-image: left out by --without" in said.err
    assert "2 RGB PNGs of 51 × 51" in said.out
    assert "wall ÷ NumPy's import" in said.out
    (numpy,) = [line for line in said.out.splitlines() if "import numpy" in line]
    assert "1.00" in numpy
    assert "`table` at one and at two threads: the same to the last bit" in said.out

    # The page has every goal, with its limit, and says that this run was too short for them.
    text = page.read_text(encoding="utf-8")
    assert "**A short run" in text
    rows = [line for line in text.splitlines() if " | at most " in line or " | at least " in line]
    assert len(rows) == 13
    assert all("a short run" in row for row in rows)
    assert str(tmp_path) not in text

    # A later run of one case leaves the others as they were.
    kept = tmp_path / "run.json"
    assert speed.read(kept) == speed.merged(speed.read(kept), speed.read(kept))
    assert speed.page.markdown(speed.read(kept)) == text


def test_pictures_are_drawn_once_and_always_alike(speed: ModuleType, tmp_path: Path) -> None:
    from measuring import drawing

    for kind, encoding in (("photo", "png"), ("photo", "jpg"), ("gray photo", "png"), ("digit", "png")):
        side = 28 if kind == "digit" else 40
        wanted = drawing.PictureSet(
            name=f"{kind}{encoding}", kind=kind, encoding=encoding, count=3, width=side, height=side
        )
        first = drawing.drawn(wanted, tmp_path / "one")
        before = [(path.name, path.stat().st_mtime_ns, path.read_bytes()) for path in first.files()]
        again = drawing.drawn(wanted, tmp_path / "one")
        assert [(path.name, path.stat().st_mtime_ns, path.read_bytes()) for path in again.files()] == before
        other = drawing.drawn(wanted, tmp_path / "two")
        assert [path.read_bytes() for path in other.files()] == [data for _, _, data in before]
        assert len({data for _, _, data in before}) == 3
        with Image.open(first.reference) as opened:
            assert opened.size == (side, side)
            assert opened.mode == ("RGB" if kind == "photo" else "L")
    part = drawing.first_of(again, "part", 2, tmp_path / "one")
    assert [path.name for path in part.files()] == [path.name for path in again.files()[:2]]


def test_goals_are_rounded_to_the_worse_side(speed: ModuleType) -> None:
    from measuring.goals import Figure, Goal

    less = Goal(text="", limit=0.8, aim=0.5, unit=" s", measure=lambda _: Figure(value=None))
    assert less.shown(0.80001) == "0.801 s"
    assert less.shown(0.8) == "0.800 s"
    assert less.shown(12.31) == "12.4 s"
    assert [less.kept(Figure(value=value)) for value in (0.5, 0.50001, 0.8, 0.80001, None)] == [
        "aim met",
        "met",
        "met",
        "missed",
        "not measured",
    ]
    more = Goal(text="", limit=40_000, aim=100_000, unit="", more=True, measure=lambda _: Figure(value=None))
    assert more.shown(39_999.9) == "39,900"
    assert [more.kept(Figure(value=value)) for value in (39_999.9, 40_000, 100_000)] == ["missed", "met", "aim met"]


def test_ratios_are_those_within_a_round(speed: ModuleType) -> None:
    from measuring.rounds import Entry, interleaved

    entries = [
        Entry(key=key, label=key, task="command", settings={"arguments": ["-c", ""], "program": "python"}, whole=True)
        for key in ("base", "other")
    ]
    said: list[str] = []
    lines = interleaved(entries, rounds=3, seconds=60, base="base", without=(), say=said.append)
    base, other = lines
    assert base.wall_ratios == [1.0, 1.0, 1.0]
    assert other.wall_ratios == [a / b for a, b in zip(other.walls, base.walls, strict=True)]
    assert said == ["round 1 of 3", "round 2 of 3", "round 3 of 3"]
    assert all(line.problem is None for line in lines)


def test_a_contestant_that_breaks_down_costs_the_others_nothing(speed: ModuleType) -> None:
    from measuring.rounds import Entry, interleaved

    entries = [
        Entry(key=key, label=key, task="command", settings={"arguments": ["-c", code], "program": "python"}, whole=True)
        for key, code in (("sound", "pass"), ("broken", "raise SystemExit('no such luck')"))
    ]
    sound, broken = interleaved(entries, rounds=1, seconds=60, base="sound", without=(), say=lambda _: None)
    assert sound.problem is None
    assert len(sound.walls) == 1
    assert broken.problem is not None
    assert "no such luck" in broken.problem


@pytest.mark.parametrize("path", sorted(BENCHMARKS.rglob("*.py")), ids=lambda path: path.name)
def test_a_file_has_at_most_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_our_index_is_timed_on_pictures_that_are_new(speed: ModuleType) -> None:
    from measuring import calls

    run = calls.ours(64)
    for on in ("gray", "colour", "dots"):
        assert run({"key": "psnr", "on": on, "loops": 2, "threads": 1})["wall"] > 0
        assert run({"key": "ssim", "on": on, "loops": 1, "threads": 2, "anew": True})["cpu"] >= 0
