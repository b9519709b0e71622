"""How fast is it, beside decoding the files and beside everybody else? One command, one run.

    python benchmarks/speed.py                                          all cases: half an hour
    python benchmarks/speed.py --quick                                  fewer and smaller pictures
    python benchmarks/speed.py --only png --only start                  some cases
    python benchmarks/speed.py --markdown docs/performance.md           writes the page as well

Pictures are drawn from seeds into the folder --data (1 GB), and not again if they lie there; without it they go to a
temporary folder. Contestants run in processes of their own, interleaved in rounds; what counts are the ratios within a
round. Packages that are not installed are skipped with a line: pip install '.[bench]', in an environment of its own.

Cases: png, jpeg, plots (decoding alone, whole tables, other people's ways), tiny (60,000 files), small, start, indices
(each alone and beside its peers), growth.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from measuring import machine, page
from measuring.cases import CASES, Result, Setting
from measuring.indices import Indices, indices
from measuring.run import Run, merged, read, write

ORDER = ("png", "jpeg", "plots", "tiny", "small", "start", "indices", "growth")


def arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """Return the command line's settings."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", action="append", choices=ORDER, help="this case; may be given several times")
    parser.add_argument("--rounds", type=int, help="rounds per case (5; 2 with --quick)")
    parser.add_argument("--quick", action="store_true", help="fewer and smaller pictures")
    parser.add_argument("--seconds", type=float, help="who needs longer per round looks at fewer files (20; 4)")
    parser.add_argument("--data", type=Path, help="where pictures are drawn to and kept")
    parser.add_argument("--without", action="append", default=[], help="a package to leave out; 'all' is every one")
    parser.add_argument("--pictures", type=int, help="at most so many pictures in a folder")
    parser.add_argument("--scale", type=float, default=1.0, help="sides of the pictures times this")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the page there")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all numbers there")
    parser.add_argument(
        "--earlier", type=Path, metavar="FILE", help="take the cases that are not run from this earlier --json"
    )
    return parser.parse_args(argv)


def spelled(asked: argparse.Namespace) -> str:
    """Return the command as somebody would type it again, without the paths of this machine."""
    words = ["python benchmarks/speed.py"]
    words += [f"--only {case}" for case in asked.only or ()]
    words += ["--quick"] if asked.quick else []
    words += [f"--{name} {getattr(asked, name)}" for name in ("rounds", "seconds", "pictures") if getattr(asked, name)]
    words += [f"--scale {asked.scale:g}"] if asked.scale != 1 else []
    words += [f"--without {each}" for each in asked.without]
    return " ".join(words)


def told(line: str) -> None:
    """Say on stderr what is being done."""
    print(line, file=sys.stderr, flush=True)


def one_case(name: str, setting: Setting) -> Result | Indices:
    """Return what a case came to, and the machine's load when it began."""
    load = machine.load()
    told(f"--- {name}; load {'unknown' if load is None else f'{load:.1f}'}")
    result = indices(setting) if name == "indices" else CASES[name](setting)
    return replace(result, load=load)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the cases, print their tables, write what was asked for; return the exit code."""
    asked = arguments(argv)
    facts = machine.facts()
    if machine.is_editable():
        told("mikurabe is installed with pip install -e: that makes its start slower than it is for others.")
    rounds = asked.rounds or (2 if asked.quick else 5)
    results: dict[str, Result | Indices] = {}
    with tempfile.TemporaryDirectory() as passing:
        setting = Setting(
            data=asked.data or Path(passing),
            rounds=rounds,
            seconds=asked.seconds or (4.0 if asked.quick else 20.0),
            quick=asked.quick,
            without=tuple(asked.without),
            pictures=asked.pictures,
            scale=asked.scale,
            say=told,
        )
        for name in [case for case in ORDER if asked.only is None or case in asked.only]:
            results[name] = one_case(name, setting)
            print("\n".join(page.spoken(results[name])) + "\n", flush=True)
    run = Run(
        date=datetime.now(UTC).strftime("%Y-%m-%d"),
        command=spelled(asked),
        rounds=rounds,
        full=not asked.quick and asked.pictures is None and asked.scale == 1,
        machine=facts,
        results=results,
    )
    if asked.earlier is not None:
        run = merged(read(asked.earlier), run)
    print("\n".join(page.goals(run).plain()))
    if asked.json is not None:
        write(run, asked.json)
    if asked.markdown is not None:
        asked.markdown.write_text(page.markdown(run), encoding="utf-8")
        told(f"wrote {asked.markdown}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
