"""The walk-through's commands run one after the other, and what it shows of them is what they print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from mikurabe.cli import main

DOCS = Path(__file__).resolve().parent.parent / "docs"


def is_said(part: str, said: str) -> bool:
    """Return whether it stands there, its decimals to five of the last digit: those of a machine's BLAS differ."""
    decimals = re.findall(r"\d+\.\d+", part)
    pattern = re.sub(r"\d+\\\.\d+", r"(\\d+\\.\\d+)", re.escape(part))
    for match in re.finditer(pattern, said):
        far = [
            abs(float(shown) - float(found))
            > 5.01 * 10.0 ** -min(len(each.partition(".")[2]) for each in (shown, found))
            for shown, found in zip(decimals, match.groups(), strict=True)
        ]
        if not any(far):
            return True
    return False


@pytest.mark.parametrize(
    ("part", "is_there"),
    [("≤ 2.534", True), ("≤ 2.545", False), ("≤ 2.534 px", False), ("a (b) * 6.0777 > 2.536", True), ("c 1", False)],
)
def test_a_machines_last_digits_do_not_matter_and_all_else_does(part: str, is_there: bool) -> None:
    assert is_said(part, "combined ≤ 2.535, a (b) * 6.07804 > 2.535") == is_there


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
                assert is_said(re.sub(r"\s+", " ", part).strip(), said), part
    assert (tmp_path / "check.html").is_file()
    for each in re.findall(r"\]\(([^)]+)\)", text):
        assert (DOCS / each).is_file(), each
