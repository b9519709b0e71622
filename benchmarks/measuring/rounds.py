"""Contestants in processes of their own, asked in turn, round after round: what each cost, and its ratio in each round.

Machines are noisy and have fast and slow minutes. So everybody runs once per round, every second round in the opposite
order, and what is compared are the ratios within a round.
"""

from __future__ import annotations

import contextlib
import json
import queue
import statistics
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from measuring.tasks import environment

_HERE = Path(__file__).resolve().parent.parent
# Nothing that is asked for should take longer; the process is ended then.
PATIENCE_SECONDS = 900.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A contestant: a task with its settings, ``of`` files of ``megapixels`` each.

    ``key`` is what the goals know it by. ``whole`` says that it cannot or must not run on a part of the files; where it
    is slow, it then runs only once.
    """

    key: str
    label: str
    task: str
    settings: Mapping[str, Any]
    of: int = 1
    megapixels: float = 0.0
    threads: int = 1
    whole: bool = False


@dataclass(slots=True, kw_only=True)
class Line:
    """What an entry cost, in seconds for all ``of`` files, scaled up where only ``files`` of them were looked at.

    ``wall_ratios`` and ``cpu_ratios`` are those to the case's base, round by round; ``parts`` are the seconds of the
    last round's parts. ``problem`` says why there is nothing.
    """

    key: str
    label: str
    threads: int
    of: int
    files: int
    megapixels: float
    walls: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)
    wall_ratios: list[float] = field(default_factory=list)
    cpu_ratios: list[float] = field(default_factory=list)
    parts: dict[str, float] = field(default_factory=dict)
    values: str | None = None
    peak_mb: float | None = None
    problem: str | None = None

    @property
    def wall(self) -> float:
        """Return the median of the wall-clock seconds."""
        return statistics.median(self.walls)

    @property
    def cpu(self) -> float:
        """Return the median of the CPU seconds."""
        return statistics.median(self.cpus)


class Failed(Exception):
    """A contestant is missing or broke down; the message says why."""


class Worker:
    """The other end of a worker process."""

    def __init__(self, task: str, settings: Mapping[str, Any], without: Sequence[str], threads: int = 1) -> None:
        """Start the process; it gets ready by itself."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "measuring.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env=environment(threads, _HERE),
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        self._tell({"task": task, "settings": dict(settings), "without": list(without)})

    def _tell(self, said: Mapping[str, Any]) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(dict(said)) + "\n")
            self._process.stdin.flush()
        except OSError as error:
            raise Failed(f"ended with exit code {self._process.wait()}") from error

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def _heard(self, patience: float) -> dict[str, Any]:
        try:
            line = self._lines.get(timeout=patience)
        except queue.Empty:
            self.close()
            raise Failed(f"took longer than {patience:g} s") from None
        if not line:
            raise Failed(f"ended with exit code {self._process.wait()}")
        said: dict[str, Any] = json.loads(line)
        for reason in ("missing", "failed"):
            if reason in said:
                raise Failed(said[reason])
        return said

    def wait_until_ready(self) -> None:
        """Return when it is set up; raise Failed where it cannot be."""
        self._heard(PATIENCE_SECONDS)

    def ask(self, asked: Mapping[str, Any], patience: float = PATIENCE_SECONDS) -> dict[str, Any]:
        """Return the answer to one request; raise Failed where there is none in time."""
        self._tell(asked)
        return self._heard(patience)

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            # What was not yet written when it ended is of no use any more.
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()


def interleaved(
    entries: Sequence[Entry],
    *,
    rounds: int,
    seconds: float,
    base: str | None,
    without: Sequence[str],
    say: Callable[[str], None],
) -> list[Line]:
    """Return what each entry cost in so many rounds; who would take longer than ``seconds`` gets a part of the files.

    Ratios refer to the entry whose key is ``base``, or ``base`` with the same number of threads (``cv2-2``). What is
    missing is said and leaves a Line with a problem.
    """
    lines = {
        entry.key: Line(
            key=entry.key,
            label=entry.label,
            threads=entry.threads,
            of=entry.of,
            files=entry.of,
            megapixels=entry.megapixels,
        )
        for entry in entries
    }
    workers = {entry.key: Worker(entry.task, entry.settings, without, entry.threads) for entry in entries}
    try:
        for entry in entries:
            line = lines[entry.key]
            try:
                workers[entry.key].wait_until_ready()
                line.files = _share(entry, workers[entry.key], seconds)
            except Failed as failure:
                line.problem = str(failure)
                say(f"skipped: {entry.label}, {entry.threads} thread(s): {failure}")
        for turn in range(rounds):
            say(f"round {turn + 1} of {rounds}")
            for entry in entries if turn % 2 == 0 else reversed(entries):
                _one_round(entry, workers[entry.key], lines[entry.key], seconds)
            for line in lines.values():
                against = lines.get(f"{base}-{line.threads}", lines.get(base or ""))
                if against is not None and len(line.walls) == len(against.walls) == turn + 1:
                    line.wall_ratios.append(line.walls[-1] / against.walls[-1])
                    line.cpu_ratios.append(line.cpus[-1] / against.cpus[-1])
        for key, line in lines.items():
            if line.problem is None:
                line.peak_mb = workers[key].ask({"peak": True})["peak_mb"]
    finally:
        for worker in workers.values():
            worker.close()
    return list(lines.values())


def _share(entry: Entry, worker: Worker, seconds: float) -> int:
    """Return how many files the entry is to look at, after it has warmed up on a few."""
    few = entry.of if entry.task == "command" else min(entry.of, max(2, entry.of // 50))
    walls = [worker.ask({"files": few})["wall"]]
    if few == entry.of:
        return few
    # The first time is slow: libraries are loaded, memory is new.
    while len(walls) < 3 and sum(walls) < 2.0:
        walls.append(worker.ask({"files": few})["wall"])
    estimate = min(walls) / few * entry.of
    if estimate <= seconds or entry.whole:
        return entry.of
    return max(few, int(entry.of * seconds / estimate))


def _one_round(entry: Entry, worker: Worker, line: Line, seconds: float) -> None:
    if line.problem is not None or (entry.whole and line.walls and line.walls[0] > seconds):
        return
    try:
        said = worker.ask({"files": line.files})
    except Failed as failure:
        line.problem = str(failure)
        return
    scale = entry.of / line.files
    line.walls.append(said["wall"] * scale)
    line.cpus.append(said["cpu"] * scale)
    line.parts = {name: spent * scale for name, spent in said["said"].get("seconds", {}).items()}
    line.values = said["said"].get("values", line.values)
