"""What the command does around the work: whether reports need thumbnails."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from mikurabe import comparison
from mikurabe.cli import cli
from mikurabe.console import CONSOLE_FORMATS, look_of, shows_pictures
from mikurabe.reports import FORMATS
from pictures import noise


@pytest.mark.parametrize(
    ("outputs", "console", "shown"),
    [
        ((), "table", False),
        ((), "csv", False),
        (("a.csv", "a.md", "a.tsv"), "markdown", False),
        ((), "json", True),
        (("a.json",), "table", True),
        (("a.csv", "a.HTML"), "table", True),
        (("a.xlsx",), "tsv", True),
        ((), "junit", False),
    ],
)
def test_thumbnails_are_wanted_where_a_report_holds_them(outputs: tuple[str, ...], console: str, shown: bool) -> None:
    assert shows_pictures(tuple(map(Path, outputs)), console) is shown


def test_thumbnails_are_wanted_where_the_terminal_shows_them() -> None:
    shown = look_of(pictures="sixel")
    assert shows_pictures((), "table", shown)
    assert not shows_pictures((), "csv", shown)
    assert not shows_pictures((), "table", look_of(pictures="none"))
    # What stands on a pipe is no terminal, whatever the environment says.
    assert not shows_pictures((), "table", look_of())


def test_whatever_can_be_printed_is_known_to_hold_pictures_or_not() -> None:
    assert set(CONSOLE_FORMATS) - {"table"} <= set(FORMATS.names())


@pytest.mark.parametrize(("output", "made"), [("t.csv", 0), ("t.json", 3)])
def test_no_thumbnail_is_made_that_no_report_shows(
    output: str, made: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        Image.fromarray(noise((20, 24), seed=number)).save(tmp_path / f"{number}.png")
    thumbnails = []
    make = comparison.make_thumbnail
    monkeypatch.setattr(comparison, "make_thumbnail", lambda *args, **how: thumbnails.append(1) or make(*args, **how))
    # As a person calls it: one way in, whatever the command's function takes.
    run = CliRunner().invoke(cli, ["compare", str(tmp_path), "-o", str(tmp_path / output), "-q"], standalone_mode=False)
    assert run.exception is None, run.output
    assert len(thumbnails) == made
