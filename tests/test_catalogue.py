"""The catalogue on screen and on paper says what the records say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import mikurabe as mk
from mikurabe import api, catalogue
from mikurabe.metrics import FAMILIES, METRICS

ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mikurabe", "metrics", *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**__import__("os").environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
        timeout=60,
    )


def test_the_page_is_the_one_that_the_program_makes() -> None:
    page = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    assert page == catalogue.markdown(api.profiles()), "run: mikurabe metrics --markdown > docs/metrics.md"


def test_every_index_stands_on_the_screen_with_its_range() -> None:
    done = run()
    assert done.returncode == 0, done.stderr
    for metric in METRICS:
        assert f"{metric.name} {catalogue.arrow(metric)}" in done.stdout


def test_one_index_in_full_says_range_source_and_parameters() -> None:
    done = run("ssim")
    for part in ("−1 … 1", "higher is more similar", "Wang", "recipe=wang2004", "opencv", "symmetric"):
        assert part in done.stdout


def test_an_unknown_index_names_the_nearest() -> None:
    done = run("sim")
    assert done.returncode == 2
    assert "Did you mean 'ssim'" in done.stderr


def test_every_index_belongs_to_a_listed_family_that_says_what_it_is() -> None:
    modules = {family.__name__ for family in FAMILIES}
    for metric in METRICS:
        assert metric.fn.__module__ in modules
        assert len(catalogue.family(metric)) > 20


@pytest.mark.parametrize("profile", ["default", "dotplot", "photo", "tolerant", "all"])
def test_a_profile_names_indices_that_there_are(profile: str) -> None:
    indices = api.indices_of(profile)
    assert len(indices) >= 3
    assert {index.metric.name for index in indices} <= set(mk.metric_names())


def test_all_leaves_out_what_needs_a_model_or_another_package() -> None:
    assert {"onnx", "keypoints"}.isdisjoint(index.metric.name for index in api.indices_of("all"))
