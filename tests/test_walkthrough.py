"""The walk-through's commands run one after the other, and what it shows of them is what they print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from mikurabe.cli import main

DOCS = Path(__file__).resolve().parent.parent / "docs"


@pytest.mark.slow
@pytest.mark.parametrize("page", ["walkthrough.md", "walkthrough.ja.md"])
def test_the_walk_through_works_as_it_stands(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"^mikurabe .*$", "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL)), re.MULTILINE)
    assert [shlex.split(each)[1] for each in commands] == ["simulate", "stress", "learn", "check", "populations"]
    for command in commands:
        arguments = shlex.split(command)[1:]
        if arguments[0] == "stress" and page != "walkthrough.md":
            continue  # it takes long, and nothing of what it prints is shown
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        # Four days of the ten are abnormal.
        assert ended.value.code == (1 if arguments[0] == "check" else 0)
    said = re.sub(r"\s+", " ", capsys.readouterr().out)
    shown = "\n".join(re.findall(r"```text\n(.*?)```", text, re.DOTALL)).splitlines()
    for line in shown:
        if not line.startswith(("mikurabe", "if errorlevel")):
            for part in re.sub(r"^day_\d+\.png\s+", "", line).split("..."):
                assert re.sub(r"\s+", " ", part).strip() in said, part
    assert (tmp_path / "check.html").is_file()
    for each in re.findall(r"\]\(([^)]+)\)", text):
        assert (DOCS / each).is_file(), each
