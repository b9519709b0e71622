"""A terminal for tests: what stands where after a program wrote to it, and the pictures that it drew."""

from __future__ import annotations

import base64
import io
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

_SEQUENCE = re.compile(
    r"\x1b\[(?P<number>[0-9;]*)(?P<kind>[A-Za-z])|\x1b_G(?P<kitty>[^\x1b]*)\x1b\\|\x1bP(?P<sixel>[^\x1b]*)\x1b\\"
    r"|\x1b(?P<cursor>[78])|(?P<line>\r?\n)|(?P<start>\r)|(?P<text>[^\x1b\r\n]+)",
    re.DOTALL,
)


@dataclass
class Terminal:
    """An endless terminal: lines of text, and (line, column, picture) for every picture, as RGBA."""

    lines: list[str] = field(default_factory=lambda: [""])
    pictures: list[tuple[int, int, np.ndarray]] = field(default_factory=list)
    colours: set[str] = field(default_factory=set)
    keys: list[dict[str, str]] = field(default_factory=list)

    def write(self, text: str) -> Terminal:
        line, column, saved, pending = 0, 0, (0, 0), ""
        for found in _SEQUENCE.finditer(text):
            if found["text"] is not None:
                before = self.lines[line][:column].ljust(column)
                self.lines[line] = before + found["text"] + self.lines[line][column + len(found["text"]) :]
                column += len(found["text"])
            elif found["line"] is not None:
                line, column = line + 1, 0
                self.lines += [""] * (line + 1 - len(self.lines))
            elif found["start"] is not None:
                column = 0
            elif found["cursor"] == "7":
                saved = line, column
            elif found["cursor"] == "8":
                line, column = saved
            elif found["kind"] == "A":
                line -= int(found["number"] or 1)
                assert line >= 0
            elif found["kind"] == "m":
                self.colours.add(found["number"])
            elif found["kitty"] is not None:
                keys, _, payload = found["kitty"].partition(";")
                assert len(payload) <= 4096
                told = dict(each.split("=") for each in keys.split(","))
                if not pending:
                    self.keys.append(told)
                pending += payload
                if told["m"] == "0":
                    image = Image.open(io.BytesIO(base64.b64decode(pending, validate=True)))
                    assert image.format == "PNG"
                    self.pictures.append((line, column, np.asarray(image.convert("RGBA"))))
                    pending = ""
            elif found["sixel"] is not None:
                self.pictures.append((line, column, decoded_sixel(found["sixel"])))
                line += 2  # terminals differ in where they leave the cursor
        assert "".join(found[0] for found in _SEQUENCE.finditer(text)) == text, "a sequence that is none"
        return self


def decoded_sixel(text: str) -> np.ndarray:
    """Return the RGBA pixels of what stands between DCS and ST; what was not drawn is transparent."""
    head = re.match(r'0;1;0q"1;1;(\d+);(\d+)', text)
    assert head is not None
    width, height = int(head[1]), int(head[2])
    made = np.zeros((-(-height // 6) * 6, width, 4), np.uint8)
    shades: dict[int, tuple[int, ...]] = {}
    x = top = colour = 0
    for found in re.finditer(r"#(\d+)(?:;2;(\d+);(\d+);(\d+))?|!(\d+)([?-~])|([?-~])|(\$)|(-)|(.)", text[head.end() :]):
        assert found[10] is None, f"{found[0]!r} is no sixel"
        if found[2] is not None:
            levels = [int(found[at]) for at in (2, 3, 4)]
            assert max(levels) <= 100
            shades[int(found[1])] = (*(round(level * 2.55) for level in levels), 255)
        elif found[1] is not None:
            colour = int(found[1])
        elif found[8]:
            x = 0
        elif found[9]:
            x, top = 0, top + 6
        else:
            count, bits = (int(found[5]), ord(found[6]) - 63) if found[5] else (1, ord(found[7]) - 63)
            for row in range(6):
                if bits >> row & 1:
                    assert top + row < height, "below the height that was told"
                    made[top + row, x : x + count] = shades[colour]
            x += count
            assert x <= width
    return made[:height]


def on_a_terminal(
    *arguments: object, size: tuple[int, int] = (30, 100), cell: tuple[int, int] = (0, 0), **environment: str
) -> str:
    """Return what ``mikurabe`` writes to a terminal of so many lines and columns; skip where there is none."""
    pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    lines, columns = size
    pixels = columns * cell[0], lines * cell[1]
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, *pixels))
    # Nothing of the terminal that the tests themselves run in.
    names = [name for name in os.environ if name in ("PATH", "PYTHONPATH", "HOME", "LC_ALL") or "MIKURABE" in name]
    kept = {name: os.environ[name] for name in names}
    env = {**kept, "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", **environment}
    told: Any = {"stdin": subprocess.DEVNULL, "stdout": theirs, "stderr": subprocess.PIPE, "env": env}
    with subprocess.Popen([sys.executable, "-X", "dev", "-m", "mikurabe", *map(str, arguments)], **told) as running:
        os.close(theirs)
        written = bytearray()
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # how Linux says that the other end is closed
                break
            if not part:
                break
            written += part
        assert running.stderr is not None
        assert b"Traceback" not in running.stderr.read()
    os.close(ours)
    return written.decode(env["PYTHONIOENCODING"])


def folder_of_pictures(folder: Path, count: int = 30) -> Path:
    """Return the folder after so many pictures were put into it: each is farther from the first than the one before."""
    folder.mkdir(exist_ok=True)
    down, across = np.mgrid[0:60, 0:80]
    for at in range(count):
        pixels = np.stack([down * 4, across * 3, 128 + 0 * down], axis=2).astype(float)
        pixels[10:40, 10:40, 0] += at * 4
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(folder / f"picture_{at}.png")
    (folder / "broken.png").write_bytes((folder / "picture_0.png").read_bytes()[:100])
    return folder
