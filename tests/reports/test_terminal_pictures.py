"""Pictures in the terminal: the protocols decoded byte by byte, and where the pictures come to lie."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from PIL import Image

from mikurabe.reports.kitty import kitty
from mikurabe.reports.screen import COLUMNS, LINES, Protocol, Screen, cell_px, protocol_of
from mikurabe.reports.sixel import COLOURS, sixel
from mikurabe.reports.terminal import Look, print_view
from mikurabe.reports.view import build_view
from pictures import noise
from reports.samples import sample_table, thumbnail
from screens import Terminal


@pytest.mark.parametrize("size", [(1, 1), (5, 6), (80, 7), (33, 58), (128, 128)])
def test_a_sixel_decodes_to_the_pixels_of_the_palette_picture(size: tuple[int, int]) -> None:
    width, height = size
    picture = Image.fromarray(noise((height, width, 3)))
    (_, _, pixels), *others = Terminal().write(sixel(picture)).pictures
    assert not others
    assert pixels.shape == (height, width, 4)
    assert (pixels[..., 3] == 255).all()
    expected = np.asarray(picture.quantize(COLOURS).convert("RGB")).astype(int)
    # Sixel's levels go from 0 to 100.
    assert np.abs(pixels[..., :3] - expected).max() <= 2


def test_a_sixel_has_at_most_64_colours_and_counts_equal_columns() -> None:
    text = sixel(Image.fromarray(noise((60, 60, 3))))
    assert len(set(re.findall(r"#(\d+);2;", text))) <= 64
    flat = sixel(Image.new("RGB", (100, 12), (255, 0, 0)))
    assert flat == '\x1bP0;1;0q"1;1;100;12#0;2;100;0;0#0!100~-#0!100~\x1b\\'


def test_a_sixel_of_two_colours_is_what_was_drawn_by_hand() -> None:
    pixels = np.zeros((2, 5, 3), np.uint8)
    pixels[0, 1:] = 255  # the upper row is black, white, white, white, white; the lower one black
    assert sixel(Image.fromarray(pixels)) in {
        '\x1bP0;1;0q"1;1;5;2#0;2;100;100;100#1;2;0;0;0#0?!4@$#1B!4A\x1b\\',
        '\x1bP0;1;0q"1;1;5;2#0;2;0;0;0#1;2;100;100;100#0B!4A$#1?!4@\x1b\\',
    }


def test_kitty_sends_the_png_in_chunks_of_4096_and_asks_for_no_answer() -> None:
    picture = Image.fromarray(noise((90, 80, 3)))
    text = kitty(picture, columns=8, lines=3)
    chunks = re.findall("\x1b_G([^;]*);([^\x1b]*)\x1b\\\\", text)
    assert "".join(f"\x1b_G{keys};{payload}\x1b\\" for keys, payload in chunks) == text
    assert [keys for keys, _ in chunks] == ["f=100,a=T,c=8,r=3,C=1,q=2,m=1", *["m=1"] * (len(chunks) - 2), "m=0"]
    assert [len(payload) for _, payload in chunks[:-1]] == [4096] * (len(chunks) - 1)
    ((_, _, pixels),) = Terminal().write(text).pictures
    assert np.array_equal(pixels[..., :3], np.asarray(picture))
    assert "m=0" in kitty(Image.new("RGB", (1, 1)), columns=8, lines=3)


@pytest.mark.parametrize("protocol", ["kitty", "sixel"])
def test_a_picture_lies_over_the_three_lines_of_its_row_and_no_other(protocol: Protocol) -> None:
    from rich.console import Console

    assert protocol != "none"
    out = io.StringIO()
    console = Console(file=out, width=100, color_system=None, legacy_windows=False)
    view = build_view(sample_table(8, hostile=False))
    print_view(view, console, Look(rows=7, on_screen=True, pictures=Screen(protocol=protocol, cell=(10, 20))))
    terminal = Terminal().write(out.getvalue())
    drawn = [row for row in (view.reference, *view.rows[:7]) if row.thumbnail is not None]
    assert len(terminal.pictures) == len(drawn) == 7
    for (line, column, pixels), row in zip(terminal.pictures, drawn, strict=True):
        assert terminal.lines[line].strip().startswith(row.name)
        assert terminal.lines[line].startswith(" " * COLUMNS)
        assert [terminal.lines[line + more].strip() for more in (1, 2)] == ["", ""]
        assert column == 0
        height, width = pixels.shape[:2]
        assert height <= LINES * 20
        assert width <= COLUMNS * 10
        assert row.thumbnail is not None
        original = Image.open(io.BytesIO(row.thumbnail.data)).convert("RGB")
        shown = pixels[: original.height, : original.width, :3].astype(int)
        assert np.abs(shown - np.asarray(original)).mean() < 4
    assert not any("\x1b" in line for line in terminal.lines)
    if protocol == "kitty":
        assert all((each["c"], each["r"], each["C"]) == ("8", "3", "1") for each in terminal.keys)


def test_a_picture_that_is_larger_than_its_place_is_shrunk_and_leaves_a_margin() -> None:
    for protocol in ("kitty", "sixel"):
        text = Screen(protocol=protocol, cell=(8, 16)).drawn(thumbnail(3, size=(128, 96)), above=3)
        ((line, _, pixels),) = Terminal().write("\n\n\n" + text).pictures
        assert line == 0
        opaque = pixels[..., 3] == 255
        assert (opaque.any(axis=1).sum(), opaque.any(axis=0).sum()) == (46, 61)


@pytest.mark.parametrize(
    ("environment", "protocol"),
    [
        ({}, "none"),
        ({"TERM": "xterm-256color"}, "none"),
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-ghostty"}, "kitty"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "sixel"),
        ({"TERM": "foot"}, "sixel"),
        ({"TERM": "foot-extra"}, "sixel"),
        ({"TERM": "mlterm-256color"}, "sixel"),
        ({"TERM": "xterm-256color", "KONSOLE_VERSION": "230801"}, "sixel"),
        ({"TERM": "xterm-256color", "KONSOLE_VERSION": "211203"}, "none"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "vscode"}, "none"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, "none"),
        # Whatever it was started from, its own name counts.
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1", "VTE_VERSION": "7200"}, "none"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1", "XTERM_VERSION": "XTerm(379)"}, "none"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1", "TERM_PROGRAM": "vscode"}, "none"),
        ({"TERM": "xterm-kitty", "VTE_VERSION": "7200"}, "kitty"),
        # They swallow the pictures of the terminal that they run in.
        ({"TERM": "tmux-256color", "KITTY_WINDOW_ID": "1"}, "none"),
        ({"TERM": "xterm-kitty", "TMUX": "tmux,1,0"}, "none"),
        ({"TERM": "screen.xterm-256color", "TERM_PROGRAM": "WezTerm"}, "none"),
        ({"TERM": "dumb", "KITTY_WINDOW_ID": "1"}, "none"),
        # It does not say which version it is.
        ({"WT_SESSION": "0"}, "none"),
    ],
)
def test_only_a_terminal_that_is_known_to_show_pictures_gets_any(
    environment: dict[str, str], protocol: Protocol
) -> None:
    assert protocol_of(environment) == protocol


def test_a_cell_has_the_size_of_a_vt340_in_windows_terminal_and_a_careful_one_where_nobody_says() -> None:
    assert cell_px(io.StringIO(), {"WT_SESSION": "0"}) == (10, 20)
    assert cell_px(io.StringIO(), {}) == (8, 16)
