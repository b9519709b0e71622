"""The command on a real (pseudo-)terminal: what fits the window, bars, colour, pictures; and the same when piped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from screens import Terminal, folder_of_pictures, on_a_terminal
from test_cli import mikurabe


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return folder_of_pictures(tmp_path_factory.mktemp("many"))


def compare(folder: Path, *options: object) -> tuple[object, ...]:
    return "compare", folder / "picture_0.png", folder, *options


def listed(lines: list[str]) -> list[str]:
    """Return the first words of the table's lines, from the reference on."""
    return [line.split()[0] for line in lines if line.startswith(("picture_", "broken"))]


@pytest.mark.parametrize(("columns", "window"), [(40, 56), (80, 36), (120, 30)])
def test_the_table_fits_the_window_and_says_how_to_see_the_rest(folder: Path, columns: int, window: int) -> None:
    written = on_a_terminal(*compare(folder, "-m", "cosine,psnr,ssim,mse"), size=(window, columns))
    lines = Terminal().write(written).lines
    # With the prompt's line, which is the last and empty, nothing has scrolled away and nothing was folded by force.
    assert window - 2 <= len(lines) <= window
    assert max(map(len, lines)) <= columns
    assert lines[-1] == ""
    names = listed(lines)
    assert names[:4] == ["picture_0.png", "broken.png", "picture_29.png", "picture_28.png"]
    parts = sum("─" in line for line in lines)
    shown = len(names) // parts - 1
    assert parts == {40: 2, 80: 1, 120: 1}[columns]
    more = " ".join(line.strip() for line in lines)
    assert f"30 pictures, the least similar by cosine first; {30 - shown} more: --rows all" in more


def test_a_number_stands_whole_beside_a_bar_and_a_missing_one_has_no_bar(folder: Path) -> None:
    lines = Terminal().write(on_a_terminal(*compare(folder, "-m", "mse", "--rows", "all"), size=(60, 90))).lines
    bars = {name: line.count("█") for line in lines if (name := line.partition(" ")[0]).startswith(("pic", "broken"))}
    assert bars["broken.png"] == bars["picture_0.png"] == 0
    lengths = [bars[f"picture_{at}.png"] for at in range(1, 30)]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] > lengths[-1] == 0
    assert "▏" in next(line for line in lines if line.startswith("picture_29.png"))
    assert len(listed(lines)) == 1 + 30
    assert not any("--rows all" in line for line in lines)


def test_a_verdict_says_in_short_which_limit_was_passed(folder: Path) -> None:
    options = compare(folder, "-m", "mse", "--fail-on", "mse>500,ssim<0.2")
    terminal = Terminal().write(on_a_terminal(*options, size=(60, 100)))
    names = [line.split() for line in terminal.lines if line.startswith(("picture_", "broken"))]
    # The reference is not judged; what has no value comes first, then what is beyond a limit.
    assert names[0][:2] == ["picture_0.png", "(Reference)"]
    assert names[1][:4] == ["broken.png", "unknown:", "mse", "—"]
    assert names[2][:3] == ["picture_29.png", "NG:", "mse>500"]
    counts = next(line for line in terminal.lines if "NG where" in line)
    failed = sum("NG:" in line for line in terminal.lines)
    assert counts == f"{failed} NG, 1 unknown, {29 - failed} OK (NG where mse>500, ssim<0.2)"
    # Told by the table's limits alone: the value stands beside it.
    piped = mikurabe(*options).stdout.splitlines()
    full = next(line for line in piped if line.startswith("picture_29.png")).split()
    assert full[1:3] == ["NG:", "mse"]
    assert full[4:6] == [">", "500"]


def test_colour_is_only_where_it_is_wanted(folder: Path) -> None:
    options = compare(folder, "-m", "mse", "--fail-on", "mse>500")
    assert "34" in Terminal().write(on_a_terminal(*options)).colours  # blue bars
    plain = Terminal().write(on_a_terminal(*options, NO_COLOR="1")).colours
    assert not {part for each in plain for part in each.split(";") if part[:1] in "3456789" and len(part) > 1}
    assert not Terminal().write(on_a_terminal(*options, TERM="dumb")).colours
    assert "\x1b" not in mikurabe(*options).stdout


@pytest.mark.parametrize("columns", ["40", "160"])
def test_a_pipe_gets_every_picture_in_one_line_without_bars(folder: Path, columns: str) -> None:
    done = mikurabe(*compare(folder, "-m", "all"), COLUMNS=columns)
    lines = done.stdout.splitlines()
    assert listed(lines)[:3] == ["picture_0.png", "broken.png", "picture_29.png"]
    assert len(listed(lines)) == 1 + 30
    assert not set(done.stdout) & set("█▉▏#")
    headings = lines[0].replace("↑", "").replace("↓", "").split()[1:]
    assert {"cosine", "ssim", "psnr"} <= set(headings)
    for line in lines:
        if line.startswith("picture_5.png"):
            assert len(line.split()) == 1 + len(headings)
    assert len(listed(mikurabe(*compare(folder, "--rows", "3"), COLUMNS=columns).stdout.splitlines())) == 1 + 3


@pytest.mark.parametrize(
    ("order", "first"),
    [
        ("mse", ["broken.png", "picture_29.png"]),
        ("name", ["broken.png", "picture_1.png"]),
        ("listed", ["broken.png", "picture_1.png"]),
        ("worst", ["broken.png", "picture_29.png"]),
    ],
)
def test_the_order_can_be_chosen(folder: Path, order: str, first: list[str]) -> None:
    done = mikurabe(*compare(folder, "-m", "mse", "--sort", order))
    assert listed(done.stdout.splitlines())[1:3] == first


def test_an_order_that_there_is_not_is_told_before_the_work(folder: Path, tmp_path: Path) -> None:
    done = mikurabe(*compare(folder, "-m", "mse", "--sort", "msee", "-o", tmp_path / "r.json"))
    assert done.returncode == 2
    assert "There is no order 'msee'. Did you mean 'mse'?" in done.stderr
    assert not (tmp_path / "r.json").exists()
    # A column that only a limit brings is one.
    assert mikurabe(*compare(folder, "-m", "mse", "--sort", "ssim", "--fail-on", "ssim<0")).returncode in (0, 1)
    assert mikurabe(*compare(folder, "--rows", "0")).returncode == 2


@pytest.mark.parametrize(
    ("environment", "cell"),
    [({"TERM": "xterm-kitty"}, (10, 20)), ({"TERM": "foot"}, (10, 20)), ({"TERM": "foot"}, (0, 0))],
)
def test_pictures_lie_beside_their_rows_where_the_terminal_shows_them(
    folder: Path, environment: dict[str, str], cell: tuple[int, int]
) -> None:
    options = compare(folder, "-m", "mse", "--rows", "4", "--sort", "listed")
    terminal = Terminal().write(on_a_terminal(*options, size=(40, 90), cell=cell, **environment))
    names = [terminal.lines[line].split()[0] for line, _, _ in terminal.pictures]
    assert names == ["picture_0.png", "picture_1.png", "picture_2.png", "picture_3.png"]  # there is none of broken.png
    height = (cell[1] or 16) * 3
    for _, _, pixels in terminal.pictures:
        drawn = pixels[..., 3] == 255
        assert height - 3 <= drawn.any(axis=1).sum() <= height
        red, blue = pixels[drawn][:, 0], pixels[drawn][:, 2]
        assert red.max() > 200
        assert np.abs(blue.astype(int) - 128).max() < 30
    for said, count in (("auto", 0), ("none", 0), ("sixel", 4)):
        shown = on_a_terminal(*options, "--pictures", said)
        assert len(Terminal().write(shown).pictures) == count


def test_a_window_with_pictures_shows_as_many_rows_as_fit(folder: Path) -> None:
    lines = Terminal().write(on_a_terminal(*compare(folder), size=(45, 90), TERM="foot")).lines
    assert 38 <= len(lines) <= 45


def test_a_terminal_of_ascii_gets_bars_of_ascii(folder: Path) -> None:
    written = on_a_terminal(*compare(folder, "-m", "mse"), PYTHONIOENCODING="ascii")
    assert "mse v" in written
    assert "####" in written
    assert "?" not in written
