"""The command line as a person types it: in a process of its own, with its own streams and exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from pictures import noise


def mikurabe(*arguments: object, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Return what the command did; its output is read as UTF-8 unless the environment says otherwise."""
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", "COLUMNS": "160", **environment}
    return subprocess.run(
        [sys.executable, "-X", "dev", "-m", "mikurabe", *map(str, arguments)],
        capture_output=True,
        cwd=cwd,
        env=env,
        encoding=env["PYTHONIOENCODING"].partition(":")[0],
        timeout=120,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of three pictures, a text file and a picture of another size."""
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    base = noise((32, 40))
    for number in (1, 2, 10):
        Image.fromarray((base // number).astype(np.uint8)).save(pictures / f"{number}.png")
    Image.fromarray(noise((20, 20))).save(pictures / "small.png")
    (pictures / "readme.txt").write_text("not a picture", encoding="utf-8")
    return pictures


def test_a_folder_alone_takes_its_first_picture_in_natural_order_as_reference(folder: Path) -> None:
    done = mikurabe("compare", folder, "-f", "json")
    assert done.returncode == 0, done.stderr
    table = json.loads(done.stdout)
    assert table["reference"]["name"] == "1.png"
    assert [row["name"] for row in table["rows"]] == ["2.png", "10.png", "small.png"]
    assert [skipped["name"] for skipped in table["skipped"]] == ["readme.txt"]


def test_a_picture_of_another_size_is_a_problem_in_its_row_and_not_a_stop(folder: Path) -> None:
    done = mikurabe("compare", folder / "1.png", folder)
    assert done.returncode == 0
    for part in ("20 × 20", "40 × 32", "--fit resize", str(folder / "small.png")):
        assert part in done.stdout
    assert mikurabe("compare", folder / "1.png", folder, "--strict").returncode == 3
    assert mikurabe("compare", folder / "1.png", folder, "--strict", "--fit", "resize").returncode == 0


def test_all_reports_are_written_and_say_the_same(folder: Path, tmp_path: Path) -> None:
    names = ["r.html", "r.xlsx", "r.csv", "r.tsv", "r.json", "r.md"]
    outputs = [part for name in names for part in ("-o", tmp_path / "out" / name)]
    done = mikurabe("compare", folder / "2.png", folder, *outputs)
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stderr.splitlines() if line.startswith("Wrote")] == [
        f"Wrote {tmp_path / 'out' / name}" for name in names
    ]
    raw = (tmp_path / "out" / "r.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    kept = json.loads((tmp_path / "out" / "r.json").read_text(encoding="utf-8"))
    assert [float(line["cosine"]) for line in lines[:2]] == [
        row["scores"]["cosine"]["value"] for row in kept["rows"][:2]
    ]
    assert lines[2]["cosine"] == ""
    assert "another size" in lines[2]["problem"]


def test_report_makes_the_same_bytes_again_from_the_json(folder: Path, tmp_path: Path) -> None:
    mikurabe("compare", folder, "-q", "-o", tmp_path / "t.json", "-o", tmp_path / "a.html", "-o", tmp_path / "a.md")
    done = mikurabe("report", tmp_path / "t.json", "-o", tmp_path / "b.html", "-o", tmp_path / "b.md")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert (tmp_path / "a.md").read_bytes() == (tmp_path / "b.md").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["compare", "missing.png", "1.png"], "missing.png"),
        (["compare", "1.png"], "nothing to compare"),
        (["compare", ".", "-m", "sim"], "Did you mean 'ssim'?"),
        (["compare", ".", "-m", "ssim[recipe=opencvv]"], "Did you mean 'opencv'?"),
        (["compare", ".", "-m", "psnr[k1=2]"], "takes no parameters"),
        (["compare", ".", "-o", "report.pdf"], ".xlsx"),
        (["compare", ".", "-o", "."], "suffix"),
        (["compare", ".", "-o", "-"], "to print, use -f: table, csv, tsv, json, markdown"),
        (["compare", ".", "-m", "SSIM"], "Did you mean 'ssim'?"),
        (["compare", ".", "--white", "nan"], "--white) is nan"),
        (["compare", ".", "--white", "-1"], "--white) is -1"),
        (["compare", ".", "--white", "0"], "--white) is 0"),
        (["compare", "1.png", "MNIST:nowhere[3]"], "There is no MNIST file or folder 'nowhere'"),
        (["compare", "one\\two.png", "1.png"], "There is no file or folder 'one\\two.png'"),
        (["compare", "MNIST:nowhere[3]", "1.png"], "There is no MNIST file or folder 'nowhere'"),
        (["compare", "readme.txt", "1.png"], "readme.txt"),
        (["report", "missing.json", "-o", "x.html"], "missing.json"),
        (["report", "readme.txt", "-o", "x.html"], "not JSON"),
        (["compare", ".", "--fit", "squeeze"], "squeeze"),
        (["compare", ".", "--nonsense"], "--nonsense"),
    ],
)
def test_wrong_usage_is_one_clear_line_and_exit_code_2(folder: Path, arguments: list[str], said: str) -> None:
    done = mikurabe(*arguments, cwd=folder)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not (folder / "x.html").exists()


def test_a_report_that_cannot_be_written_is_told_before_the_work_and_leaves_nothing(folder: Path) -> None:
    done = mikurabe("compare", folder, "-o", folder / "readme.txt" / "r.html")
    assert done.returncode == 2
    assert "is a file and not a folder" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("path", ["-", ".", "readme.txt/tests.xml"])
def test_a_junit_file_that_cannot_be_written_is_told_before_the_work(folder: Path, path: str) -> None:
    done = mikurabe("compare", ".", "--junit", path, "-o", "r.json", cwd=folder)
    assert done.returncode == 2
    assert done.stdout == ""
    assert not (folder / "r.json").exists()
    assert mikurabe("report", "r.json", "--junit", path, cwd=folder).returncode == 2


@pytest.mark.parametrize("encoding", ["ascii", "cp932", "utf-8"])
def test_names_in_any_language_never_break_a_console_of_another_code_page(folder: Path, encoding: str) -> None:
    (folder / "1.png").rename(folder / "résumé 検体_①🙂.png")
    done = mikurabe("compare", folder, "-m", "psnr", PYTHONIOENCODING=encoding)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_hostile_names_come_through_every_text_format(tmp_path: Path) -> None:
    names = ["=1+1.png", "a,b;c.png", "<b>x&y.png", "quote'\".png", "a#b%20.png", "日本語 検体.png", "pi|pe`.png"]
    for name in names:
        Image.fromarray(noise((16, 16))).save(tmp_path / name)
    done = mikurabe("compare", tmp_path, "-f", "csv")
    lines = list(csv.DictReader(io.StringIO(done.stdout)))
    table = json.loads(mikurabe("compare", tmp_path, "-f", "json").stdout)
    assert sorted([table["reference"]["name"], *(line["name"] for line in lines)]) == sorted(names)
    markdown = mikurabe("compare", tmp_path, "-f", "markdown").stdout.splitlines()
    assert all(line.replace("\\|", "").count("|") == 5 for line in markdown if line.startswith("|"))


def test_the_version_says_which_kernels_run() -> None:
    done = mikurabe("--version")
    assert done.returncode == 0
    assert done.stdout.startswith("mikurabe 0.")
    assert "kernels: " in done.stdout
    assert "NumPy" in mikurabe("--version", MIKURABE_KERNELS="numpy").stdout


def test_values_do_not_depend_on_threads_or_kernels(folder: Path) -> None:
    def values(*arguments: object, **environment: str) -> list[str]:
        lines = list(
            csv.DictReader(io.StringIO(mikurabe("compare", folder, *arguments, "-f", "csv", **environment).stdout))
        )
        return [f"{float(line[key]):.10f}" for line in lines if line["ssim"] for key in ("cosine", "psnr", "ssim")]

    one = values("--threads", 1)
    assert len(one) == 6
    assert values("--threads", 4) == one
    assert values(MIKURABE_KERNELS="numpy") == one


def test_several_metrics_and_recipes_stand_beside_each_other(folder: Path) -> None:
    done = mikurabe("compare", folder, "-m", "cosine,ssim[recipe=opencv,k1=0.02]", "-m", "ssim", "-f", "csv")
    header = next(csv.reader(io.StringIO(done.stdout)))
    assert header[1:4] == ["cosine", "ssim[recipe=opencv,k1=0.02]", "ssim"]


def test_the_reference_in_the_folder_is_not_compared_with_itself(folder: Path) -> None:
    table = json.loads(mikurabe("compare", folder / "10.png", folder, "-f", "json").stdout)
    assert [row["name"] for row in table["rows"]] == ["1.png", "2.png", "small.png"]
    assert {"name": "10.png", "reason": "it is the reference itself"} in table["skipped"]


@pytest.mark.parametrize("choice", ["foo", "cuda"])
def test_kernels_that_do_not_exist_are_one_clear_line(folder: Path, choice: str) -> None:
    for arguments in (["--version"], ["compare", folder]):
        done = mikurabe(*arguments, MIKURABE_KERNELS=choice)
        assert done.returncode == 2
        assert done.stderr == f"Error: MIKURABE_KERNELS is '{choice}': set it to 'native' or 'numpy', or unset it\n"


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="there is no device that is always full here")
@pytest.mark.parametrize("arguments", [["--version"], ["compare", ".", "-f", "csv"], ["compare", "."], ["metrics"]])
def test_output_that_cannot_be_printed_is_one_line_and_costs_no_report(folder: Path, arguments: list[str]) -> None:
    outputs = ["-o", "r.json", "-o", "r.html"] if "compare" in arguments else []
    with FULL.open("w") as full:
        done = subprocess.run(
            [sys.executable, "-X", "dev", "-m", "mikurabe", *arguments, *outputs],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=folder,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 2
    wrote = [f"Wrote {name}" for name in outputs if name != "-o"]
    assert done.stderr.splitlines() == [
        *wrote,
        "Error: What should be printed cannot be written: No space left on device.",
    ]
    assert all((folder / name).stat().st_size > 100 for name in outputs if name != "-o")


BREAKS_HTML = """
import sys
from mikurabe import cli
from mikurabe.table import Table
write = Table.write
def failing(self, path, **how):
    if path.suffix == ".html":
        raise {fault}
    return write(self, path, **how)
Table.write = failing
cli.main(sys.argv[1:])
"""


@pytest.mark.parametrize("fault", ["MemoryError", "OSError(5, 'Input/output error')", "ImportError('no jinja2')"])
def test_a_report_that_fails_costs_neither_the_others_nor_the_table(folder: Path, fault: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BREAKS_HTML.replace("{fault}", fault), "compare", ".", "-o", "r.html", "-o", "r.json"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert "Error: r.html cannot be written: " in done.stderr
    assert "Traceback" not in done.stderr
    assert (folder / "r.json").stat().st_size > 100
    assert "10.png" in done.stdout


# Pictures beyond 3.png stand for long rows: they wait for what never comes, or (with "finish") until work is stopped.
SLOW_ROWS = """
import sys, threading
from mikurabe import cli, comparison
from mikurabe.engines import Threads

stopping = threading.Event()
compare, stop = comparison._Run.compare, Threads.stop

def slow(self, found):
    if int(found.name.removesuffix(".png")) > 3:
        # In one piece: two threads may say it at once.
        sys.stderr.write("slow\\n")
        sys.stderr.flush()
        (stopping if sys.argv[1] == "finish" else threading.Event()).wait(60)
    return compare(self, found)

def told(self, interrupts):
    self._stopped = True
    print("stopping", file=sys.stderr, flush=True)
    stopping.set()
    stop(self, interrupts)

comparison._Run.compare, Threads.stop = slow, told
comparison._Run.takes_stacks = False
cli.main(sys.argv[2:])
"""


def interrupted(folder: Path, mode: str, signals: int, *arguments: object) -> tuple[int, list[str], float]:
    """Return exit code, lines on stderr and seconds of a comparison of 10 pictures that gets Ctrl-C so many times."""
    many = folder / "many"
    many.mkdir()
    for number in range(11):
        Image.fromarray(noise((20, 20), seed=number)).save(many / f"{number}.png")
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW_ROWS, mode, "compare", "many", "--threads", "2", *map(str, arguments)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stderr is not None
    lines: list[str] = []

    def wait_for(text: str, times: int) -> None:
        for line in process.stderr or ():
            lines.append(line.rstrip())
            if lines.count(text) == times:
                return

    wait_for("slow", 2)
    began = time.monotonic()
    for _ in range(signals):
        process.send_signal(signal.SIGINT)
        wait_for("stopping", 1)
    lines += process.stderr.read().splitlines()
    process.stderr.close()
    return process.wait(timeout=60), lines, time.monotonic() - began


needs_sigint = pytest.mark.skipif(os.name == "nt", reason="Windows sends Ctrl-C to a whole console, not to a process")


@needs_sigint
def test_one_ctrl_c_waits_for_the_rows_at_work_and_writes_all_that_is_finished(folder: Path) -> None:
    code, lines, _ = interrupted(folder, "finish", 1, "-o", "i.html", "-o", "i.json")
    assert code == 130
    rows = json.loads((folder / "i.json").read_text(encoding="utf-8"))["rows"]
    assert [row["name"] for row in rows] == ["1.png", "2.png", "3.png", "4.png", "5.png"]
    assert (folder / "i.html").exists()
    assert lines[-3:] == [
        "Wrote i.html",
        "Wrote i.json",
        "Interrupted: 5 of 10 pictures were compared and are in the reports.",
    ]


@needs_sigint
def test_a_second_ctrl_c_ends_the_waiting_but_not_the_saving(folder: Path) -> None:
    code, lines, seconds = interrupted(folder, "hang", 2, "-o", "i.html", "-o", "i.json")
    assert code == 130
    rows = json.loads((folder / "i.json").read_text(encoding="utf-8"))["rows"]
    assert [row["name"] for row in rows] == ["1.png", "2.png", "3.png"]
    assert (folder / "i.html").exists()
    assert lines[-1] == "Interrupted: 3 of 10 pictures were compared and are in the reports."
    assert seconds < 30, "rows at work that nobody waits for must not hold up the exit"


@needs_sigint
def test_ctrl_c_without_reports_does_not_speak_of_any(folder: Path) -> None:
    code, lines, _ = interrupted(folder, "finish", 1, "-q")
    assert code == 130
    assert lines[-1] == "Interrupted: 5 of 10 pictures were compared."


@needs_sigint
def test_a_third_ctrl_c_leaves_at_once_and_cleanly(folder: Path) -> None:
    code, lines, seconds = interrupted(folder, "hang", 3, "-o", "i.html")
    assert code == 130
    assert "terminate called" not in "".join(lines)
    assert seconds < 30


def test_a_limit_that_a_picture_does_not_keep_makes_the_exit_code_1(folder: Path) -> None:
    assert mikurabe("compare", folder / "1.png", folder / "2.png", "--fail-on", "mse>1e9").returncode == 0
    assert mikurabe("compare", folder / "1.png", folder / "2.png", "--fail-on", "ssim<0.99,mse>1e9").returncode == 1
    # What could not be judged does not pass.
    assert mikurabe("compare", folder / "1.png", folder / "small.png", "--fail-on", "mse>1e9").returncode == 1
    wrong = mikurabe("compare", folder / "1.png", folder / "2.png", "--fail-on", "ssim>0.9")
    assert wrong.returncode == 2
    assert "Did you mean ssim<0.9?" in wrong.stderr


def test_limits_given_to_report_take_the_place_of_those_of_the_table(folder: Path, tmp_path: Path) -> None:
    kept, junit = tmp_path / "t.json", tmp_path / "tests.xml"
    assert mikurabe("compare", folder / "1.png", folder / "2.png", "-o", kept, "--fail-on", "ssim<0.99").returncode == 1
    assert mikurabe("report", kept, "--junit", junit).returncode == 1
    assert 'failures="1"' in junit.read_text(encoding="utf-8")
    assert mikurabe("report", kept, "--junit", junit, "--fail-on", "ssim<0").returncode == 0
    assert 'failures="0"' in junit.read_text(encoding="utf-8")
