"""The case of single indices: each of mikurabe's alone, and beside every peer that has it, on one pair of pictures."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from measuring.cases import Setting
from measuring.rounds import Failed, Worker
from mikurabe import api
from mikurabe.crosscheck import CALLS

SIDE = 1024
# A single call that takes longer is given up.
_PATIENCE_SECONDS = 60.0
_ON = {"gray": "gray photo", "colour": "RGB photo", "dots": "RGB dot plot"}


@dataclass(slots=True, kw_only=True)
class Timing:
    """Milliseconds per call, round by round; ``problem`` says why there are none."""

    wall_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    problem: str | None = None

    @property
    def ms(self) -> float:
        """Return the median of the wall-clock milliseconds."""
        return statistics.median(self.wall_ms)


@dataclass(slots=True, kw_only=True)
class Rival:
    """A call of a peer: with one thread, with two pictures at a time, and how many times our cost in each round."""

    package: str
    text: str
    one: Timing
    two: Timing
    ratios: list[float] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Index:
    """One of our indices on one pair: ``one`` thread, ``two`` pictures at a time, both with the reference kept.

    ``anew`` is one thread with a reference that is new each time, as peers have it; only where there are rivals.
    """

    key: str
    on: str
    one: Timing
    two: Timing
    anew: Timing
    rivals: list[Rival] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indices:
    """The whole case: ``side`` is that of the pictures in pixels, ``missing`` what was not there, in words."""

    side: int
    indices: list[Index]
    missing: list[str] = field(default_factory=list)
    load: float | None = None

    @property
    def megapixels(self) -> float:
        """Return the size of a picture in millions of pixels."""
        return self.side * self.side / 1e6


class _Stand:
    """A worker that is started when it is first asked, and again after it broke down."""

    def __init__(self, package: str, side: int, without: Sequence[str]) -> None:
        self.package = package
        self._side = side
        self._without = without
        self._worker: Worker | None = None

    def ask(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Return the answer; raise Failed where there is none."""
        if self._worker is None:
            self._worker = Worker("index_calls", {"package": self.package, "side": self._side}, self._without)
            try:
                self._worker.wait_until_ready()
            except Failed:
                self.close()
                raise
        try:
            said = self._worker.ask(asked, _PATIENCE_SECONDS)
        except Failed:
            self.close()
            raise
        if "undefined" in said["said"]:
            raise Failed(said["said"]["undefined"])
        return said

    def close(self) -> None:
        """End the process."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None


@dataclass(slots=True, kw_only=True)
class _Shot:
    """One thing to be timed: whom to ask what, and where to put the answer."""

    stand: _Stand
    asked: dict[str, Any]
    into: Timing
    loops: int = 1
    slow: bool = False

    def aim(self, slot: float) -> None:
        """Warm up, and find out how many calls fill the slot (seconds)."""
        try:
            self.stand.ask({**self.asked, "loops": 1})
            once = self.stand.ask({**self.asked, "loops": 1})["wall"]
        except Failed as failure:
            self.into.problem = str(failure)
            return
        self.loops = max(1, min(200, int(slot / max(once, 1e-6))))
        self.slow = once > 1.0

    def fire(self) -> float | None:
        """Return the wall-clock milliseconds of one call, and keep them; None where there are none."""
        if self.into.problem is not None:
            return None
        try:
            said = self.stand.ask({**self.asked, "loops": self.loops})
        except Failed as failure:
            self.into.problem = str(failure)
            return None
        self.into.wall_ms.append(said["wall"] * 1000)
        self.into.cpu_ms.append(said["cpu"] * 1000)
        return self.into.wall_ms[-1]


def indices(setting: Setting) -> Indices:
    """Return what each index costs alone, and beside its peers."""
    side = max(64, round(SIDE * setting.scale))
    ours = _Stand("mikurabe", side, ())
    stands = {name: _Stand(name, side, setting.without) for name in dict.fromkeys(c.package.name for c in CALLS)}
    missing = _missing(stands, setting.say)
    keys = dict.fromkeys(index.key for index in api.indices_of(_asked(setting)))
    if not setting.quick:
        keys |= dict.fromkeys(call.key for call in CALLS)
    slot = 0.02 if setting.quick else 0.06
    found = []
    try:
        for on in _ON:
            for key in keys:
                setting.say(f"index: {key}, {_ON[on]}")
                found.append(_index(key, on, ours, stands, slot, setting.rounds))
    finally:
        for stand in (ours, *stands.values()):
            stand.close()
    return Indices(side=side, indices=found, missing=missing)


def _asked(setting: Setting) -> list[str]:
    return ["default", "gmsd"] if setting.quick else ["all"]


def _missing(stands: dict[str, _Stand], say: Callable[[str], None]) -> list[str]:
    """Return in words which packages are not there, after taking them off the list."""
    told = []
    for name, stand in list(stands.items()):
        try:
            stand.ask({"text": "0", "on": "gray", "loops": 1, "threads": 1})
        except Failed as failure:
            told.append(str(failure) if str(failure).startswith(name) else f"{name}: {failure}")
            say(f"skipped: {told[-1]}")
            del stands[name]
    return told


def _index(key: str, on: str, ours: _Stand, stands: Mapping[str, _Stand], slot: float, rounds: int) -> Index:
    """Return the costs of one index on one pair, everybody's in turn."""
    line = Index(key=key, on=on, one=Timing(), two=Timing(), anew=Timing())
    asked = {"key": key, "on": on}
    one = _Shot(stand=ours, asked={**asked, "threads": 1}, into=line.one)
    shots = [one, _Shot(stand=ours, asked={**asked, "threads": 2}, into=line.two)]
    pairs = []
    for call in CALLS:
        wanted = {"luma": ("gray",), "either": ("gray", "colour"), "colour": ("colour",)}[call.reads]
        if call.key != key or call.package.name not in stands or on not in wanted:
            continue
        if any(rival.text == call.text and rival.package == call.package.name for rival in line.rivals):
            continue
        rival = Rival(package=call.package.name, text=call.text, one=Timing(), two=Timing())
        line.rivals.append(rival)
        theirs = {"text": call.text, "on": on}
        pairs.append((rival, _Shot(stand=stands[rival.package], asked={**theirs, "threads": 1}, into=rival.one)))
        shots += [
            pairs[-1][1],
            _Shot(stand=stands[rival.package], asked={**theirs, "threads": 2}, into=rival.two),
        ]
    if line.rivals:
        shots.append(_Shot(stand=ours, asked={**asked, "threads": 1, "anew": True}, into=line.anew))
    for shot in shots:
        shot.aim(slot)
    for turn in range(rounds):
        for shot in shots if turn % 2 == 0 else reversed(shots):
            # What takes seconds is no noisier the fifth time.
            if not shot.slow or turn < 2:
                shot.fire()
        for rival, shot in pairs:
            if len(rival.one.wall_ms) == turn + 1 and len(line.one.wall_ms) == turn + 1 and shot.into.problem is None:
                rival.ratios.append(rival.one.wall_ms[turn] / line.one.wall_ms[turn])
    return line


def find(result: Indices, key: str, on: str) -> Index | None:
    """Return one index on one pair, None where it was not measured."""
    return next((each for each in result.indices if each.key == key and each.on == on), None)
