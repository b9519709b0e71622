"""``mikurabe crosscheck`` as a person types it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from pictures import noise


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Return two pictures of one size."""
    paths = tmp_path / "a.png", tmp_path / "b.png"
    for seed, path in enumerate(paths):
        Image.fromarray(noise((48, 40), seed=seed)).save(path)
    return paths


def crosscheck(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mikurabe", "crosscheck", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def test_json_says_of_every_call_what_it_gave_or_why_not(pair: tuple[Path, Path]) -> None:
    done = crosscheck(*pair, "-f", "json")
    assert done.returncode == 0, done.stderr
    checks = json.loads(done.stdout)["checks"]
    assert len(checks) > 20
    for check in checks:
        assert (check["its_value"] is None or check["our_value"] is None) == bool(check["problem"])


def test_the_table_counts_who_agrees(pair: tuple[Path, Path]) -> None:
    done = crosscheck(*pair)
    assert done.returncode == 0, done.stderr
    assert "agree with ours" in done.stdout


def test_unequal_sizes_are_wrong_usage_and_fit_helps(pair: tuple[Path, Path], tmp_path: Path) -> None:
    Image.fromarray(noise((20, 40))).save(tmp_path / "small.png")
    done = crosscheck(pair[0], tmp_path / "small.png")
    assert done.returncode == 2
    assert "--fit" in done.stderr
    assert crosscheck(pair[0], tmp_path / "small.png", "--fit", "crop", "-f", "json").returncode == 0
