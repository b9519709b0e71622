"""Two pictures -> what every installed peer says of them beside what we say."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Literal, TypeAlias

import numpy as np

from mikurabe.crosscheck.calls import CALLS
from mikurabe.crosscheck.contained import contained
from mikurabe.crosscheck.peer import Call, Inputs, Package
from mikurabe.errors import MikurabeError, UnknownName
from mikurabe.metrics import parse
from mikurabe.pairing import Fit, Pairing
from mikurabe.picture import Picture, luma_of
from mikurabe.records import Array, Image, Score, read_only

On: TypeAlias = Literal["luma", "colour"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What one peer said of the pair, beside what we say.

    ``peer`` and ``version`` name the package, ``call`` is what was run, on the ``on`` of both pictures. ``difference``
    is its value less ours; ``agrees`` is None where there is nothing to compare, and ``problem`` then says why not.
    ``why`` says what the recipe is, or what the peer does otherwise. A package that could not be imported is one Check
    with no call. ``tolerance`` is the difference that still counts as agreement.
    """

    peer: str
    version: str | None
    call: str = ""
    on: On = "luma"
    its_value: float | None = None
    our_key: str = ""
    our_value: float | None = None
    difference: float | None = None
    tolerance: float = 0.0
    agrees: bool | None = None
    why: str = ""
    problem: str | None = None


def crosscheck(
    reference: Image,
    candidate: Image,
    *,
    fit: Fit = "strict",
    calls: Sequence[Call] = CALLS,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Check, ...]:
    """Return what every peer that is installed says of two pictures, beside what we say of the same.

    Everybody gets the same 8-bit pictures (see :func:`as_peers_see`): the luma, and all channels where a call is
    about colour and both pictures have it. Calls about colour are left out of a gray pair. A peer that is missing,
    crashes or has no finite value is a Check that says so, and the others go on. ``fit`` says what is done about
    another size, ``progress`` is called with (done, total) after each call.

    Raises:
        UnequalPictures: the pictures differ in size, and ``fit`` is strict.
        UndefinedScore: full white of a float picture is unknown.
    """
    both_have_colour = reference.pixels.ndim == candidate.pixels.ndim == 3
    pairs = _pairs(*as_peers_see(reference, candidate, fit=fit)[:2], both_have_colour)
    rooms = {package: _imported(package) for package in dict.fromkeys(call.package for call in calls)}
    ours = _Ours(pairs)
    checks = []
    for at, call in enumerate(calls):
        room = rooms[call.package]
        on: On = "colour" if call.reads != "luma" and "colour" in pairs else "luma"
        if isinstance(room, _Room) and not (call.reads == "colour" and on == "luma"):
            checks.append(_checked(call, room, on, pairs[on], ours))
        if progress is not None:
            progress(at + 1, len(calls))
    # Several parts of one package may be missing for one reason.
    missing = dict.fromkeys((package.name, room) for package, room in rooms.items() if isinstance(room, str))
    return (*checks, *(Check(peer=peer, version=None, problem=problem) for peer, problem in missing))


def as_peers_see(reference: Image, candidate: Image, *, fit: Fit = "strict") -> tuple[Image, Image, tuple[str, ...]]:
    """Return both pictures with 8 bits and of equal shape, as all peers take them, and notes on what was changed.

    Raises UnequalPictures for another size (with ``fit="strict"``), UndefinedScore where full white is unknown.
    """
    first, second, notes = Pairing(reference, fit).pair(candidate)
    if first.pixels.dtype != np.uint8:
        notes = (*notes, f"both taken from {first.pixels.dtype} to 8 bits, which is what the peers take")
    return _in_8_bits(first), _in_8_bits(second), notes


def _in_8_bits(picture: Picture) -> Image:
    if picture.pixels.dtype == np.uint8:
        return picture.image
    levels = np.clip(np.rint(picture.pixels * (255.0 / picture.white)), 0, 255).astype(np.uint8)
    return replace(picture.image, pixels=read_only(levels), white=255.0)


def _pairs(reference: Image, candidate: Image, in_colour: bool) -> dict[On, tuple[Picture, Picture]]:
    """Return the pair as luma and, where asked for, with all channels."""

    def gray(image: Image) -> Picture:
        return Picture(replace(image, pixels=read_only(luma_of(image.pixels))))

    pairs: dict[On, tuple[Picture, Picture]] = {"luma": (gray(reference), gray(candidate))}
    if in_colour:
        pairs["colour"] = Picture(reference), Picture(candidate)
    return pairs


@dataclass(frozen=True, slots=True, kw_only=True)
class _Room:
    """A package that could be imported: its version, and the names that its calls know."""

    version: str
    names: Mapping[str, object]


def _imported(package: Package) -> _Room | str:
    """Return the package ready to be called, or what a person should know where it is not."""
    names: dict[str, object] = {"np": np}
    with contained():
        for module in package.modules:
            top = module.partition(".")[0]
            try:
                found = importlib.import_module(module)
            # Somebody else's package may fail in any way while it is imported, and flip-evaluator leaves the program:
            # that is news about the package, and no reason to stop the others.
            except (Exception, SystemExit) as error:
                if isinstance(error, ModuleNotFoundError) and error.name == module.partition(".")[0]:
                    caution = f" ({package.caution})" if package.caution else ""
                    return f"not installed: pip install {package.name}{caution}"
                return f"could not be imported: {_told(error)}"
            if module == package.modules[0] and package.has is not None and not hasattr(found, package.has):
                return (
                    f"{module} has no {package.has}: another package has overwritten it; install {package.name} alone"
                )
            top = module.partition(".")[0]
            names[top] = importlib.import_module(top)
    return _Room(version=_version(package, names), names=names)


def _version(package: Package, names: Mapping[str, object]) -> str:
    try:
        return version(package.name)
    except PackageNotFoundError:
        # OpenCV comes in four packages under other names.
        top = names[package.modules[0].partition(".")[0]]
        return str(getattr(top, "__version__", "of unknown version"))


class _Ours:
    """Our own values, each computed once."""

    def __init__(self, pairs: Mapping[On, tuple[Picture, Picture]]) -> None:
        self.pairs = pairs
        self.known: dict[tuple[str, On], Score] = {}

    def score(self, key: str, on: On) -> Score:
        """Return our value of this key, or the problem."""
        if (key, on) not in self.known:
            try:
                self.known[key, on] = parse(key).score(*self.pairs[on])
            except UnknownName:
                self.known[key, on] = Score(problem=f"mikurabe has no index {key} (yet)")
            except MikurabeError as error:
                self.known[key, on] = Score(problem=str(error))
        return self.known[key, on]

    @staticmethod
    def resolution(key: str) -> float:
        """Return the smallest difference that the index shows, 0 where we have no such index."""
        try:
            return parse(key).metric.resolution
        except MikurabeError:
            return 0.0


def _checked(call: Call, room: _Room, on: On, pair: tuple[Picture, Picture], ours: _Ours) -> Check:
    """Return what the peer and we say, and whether that is the same."""
    said = _asked(call, room, pair)
    our = ours.score(call.key, on)
    check = Check(
        peer=call.package.name,
        version=room.version,
        call=call.text,
        on=on,
        its_value=said.value,
        our_key=call.key,
        our_value=our.value,
        tolerance=ours.resolution(call.key) if call.tolerance is None else call.tolerance,
    )
    problem = said.problem
    if said.value is not None and our.value is not None:
        if said.value == our.value:
            check = replace(check, difference=0.0, agrees=True)
        elif math.isinf(said.value) and not math.isinf(our.value):
            problem = f"returned {said.value:g}"
        else:
            difference = said.value - our.value
            check = replace(check, difference=difference, agrees=abs(difference) <= check.tolerance)
    elif said.value is not None:
        problem = f"we have no value: {our.problem}"
    why = [call.recipe] if call.recipe else []
    if check.agrees is False:
        unknown = f"no known reason: with {call.package.name} {call.package.measured} the two agreed"
        why.append(call.otherwise or unknown)
    if said.warnings:
        why.append(f"it warned: {'; '.join(map(_short, said.warnings))}")
    return replace(check, why="; ".join(why), problem=problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    value: float | None = None
    problem: str | None = None
    warnings: tuple[str, ...] = ()


def _asked(call: Call, room: _Room, pair: tuple[Picture, Picture]) -> _Said:
    """Return what the peer says of the pair, whatever way it says it."""
    with contained() as warned:
        try:
            reference, candidate = (_given(call.package.inputs, picture.pixels) for picture in pair)
            names = {**room.names, "reference": reference, "candidate": candidate}
            # Our own constant text, never anybody's input: what a report shows is then exactly what was run.
            answer = eval(call.text, names)
            value = _number(answer)
            problem = "returned nan" if math.isnan(value) else None
        # Somebody else's code may fail in any way (flip-evaluator even leaves the program): we tell of it.
        except (Exception, SystemExit) as error:
            value, problem = math.nan, f"failed: {_told(error)}"
    return _Said(value=None if problem else value, problem=problem, warnings=tuple(warned))


def _number(answer: Any) -> float:
    """Return a peer's answer (a number, a tensor of one element, MATLAB's complex MS-SSIM) as a float."""
    if isinstance(answer, complex):
        if answer.imag != 0:
            raise ValueError(f"a complex number came back: {answer:.4g}")
        return float(answer.real)
    return float(answer)


def _given(inputs: Inputs, levels: Array) -> object:
    """Return the uint8 pixels in the form that a package takes."""
    return _GIVEN[inputs](levels)


def _tensor(levels: Array) -> object:
    planes = levels[np.newaxis] if levels.ndim == 2 else np.moveaxis(levels, 2, 0)
    return importlib.import_module("torch").from_numpy(planes[np.newaxis].astype(np.float64))


def _unit_tensor(levels: Array) -> object:
    planes = np.repeat(levels[np.newaxis], 3, axis=0) if levels.ndim == 2 else np.moveaxis(levels, 2, 0)
    return importlib.import_module("torch").from_numpy(planes[np.newaxis].astype(np.float32) / np.float32(255))


def _pillow(levels: Array) -> object:
    from PIL import Image as Pillow

    return Pillow.fromarray(levels)


_GIVEN: Mapping[Inputs, Callable[[Array], object]] = {
    # A copy: what a peer does to its input must not reach the others, and some refuse read-only arrays.
    "levels": lambda levels: levels.copy(),
    "fractions": lambda levels: levels / 255.0,
    "tensors": _tensor,
    "unit_tensors": _unit_tensor,
    "pillow": _pillow,
}


def _told(error: BaseException) -> str:
    """Return an error in one line, with its kind where it says nothing else."""
    text = _short(str(error))
    return text if isinstance(error, ImportError) and text else f"{type(error).__name__}: {text}".rstrip(": ")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 160 else f"{line[:157]}..."
