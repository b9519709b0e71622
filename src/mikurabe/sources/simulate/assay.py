"""What is measured: populations, debris, axes and the day-to-day variation, read from one TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from mikurabe.errors import UnknownName, UsageError
from mikurabe.sources.simulate.section import Colour, Section

ASSAYS = ("wdf", "ret")


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """One cluster: centre and standard deviation in channels, correlation, tail of x, share of the cells, colour.

    The deviation in x is multiplied by ``exp(tail * z)``; the optics' spread comes on top.
    """

    name: str
    x: float
    y: float
    sd_x: float
    sd_y: float
    rho: float
    tail: float
    share: float
    colour: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Debris:
    """What is no cell: start + gamma(shape) * scale in channels; ``share`` comes beside the cells, in parts of them."""

    name: str
    share: float
    x_start: float
    x_shape: float
    x_scale: float
    y_start: float
    y_shape: float
    y_scale: float
    colour: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class DayVariation:
    """Standard deviations from day to day: offsets in channels, all others of a factor's logarithm or in parts."""

    gain_x: float
    gain_y: float
    offset_x: float
    offset_y: float
    cv_x: float
    cv_y: float
    width: float
    count: float
    debris: float
    place: float
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ageing:
    """What a day does to the opened vial: to the x of one population in parts of it, to the debris in parts of it."""

    population: str
    x_per_day: float
    debris_per_day: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """Something round and untilted that a fault draws: centre and standard deviation in channels."""

    x: float
    y: float
    sd_x: float
    sd_y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultFacts:
    """What the assay says about faults whose severity alone does not say it; None where it has no such fault."""

    shifted: str | None = None
    aged: tuple[str, float] | None = None
    strangers: Blob | None = None
    noise: bool = False
    slow_factor: float | None = None
    other_level: Mapping[str, float] | None = None
    ghosts: Blob | None = None
    bridge: tuple[str, str] | None = None
    doublets: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Assay:
    """One channel of an analyser, as its TOML describes it.

    ``labels`` names what an event may be, and ``palette`` their colours: the populations, then debris, then what
    faults add (strangers, noise, doublets). ``lot_place`` and ``lot_share`` are the steps from one lot to the next.
    """

    name: str
    title: str
    channels: int
    events: float
    x_title: str
    y_title: str
    cv_x: float
    cv_y: float
    populations: tuple[Population, ...]
    debris: Debris
    day: DayVariation
    lot_place: float
    lot_share: float
    ageing: Ageing
    faults: FaultFacts
    labels: tuple[str, ...]
    palette: tuple[Colour, ...]

    def population(self, name: str) -> Population:
        """Return the population of that name, or raise UnknownName."""
        for each in self.populations:
            if each.name == name:
                return each
        raise UnknownName.among(f"population of {self.name}", name, [each.name for each in self.populations])


# Labels behind those of the populations.
DEBRIS, STRANGER, NOISE, DOUBLET = range(4)


def load_assay(assay: str | Path | Assay) -> Assay:
    """Return the assay of that name (``wdf``, ``ret``), or the one that the TOML file describes.

    Raises:
        UsageError: the file cannot be read, or what stands in it cannot be used; the message says where and why.
        UnknownName: there is no assay and no file of that name.
    """
    if isinstance(assay, Assay):
        return assay
    if str(assay).casefold() in ASSAYS:
        return _shipped(str(assay).casefold())
    path = Path(assay)
    if not path.exists() and path.suffix != ".toml":
        raise UnknownName.among("assay", str(assay), [*ASSAYS, "FILE.toml"])
    try:
        return read_assay(path.read_bytes(), str(path))
    except OSError as error:
        raise UsageError(f"The assay {path} cannot be read: {error.strerror or error}.") from error


def assay_text(name: str) -> str:
    """Return the TOML of an assay that comes with the program: something to copy and change.

    Raises UnknownName where none of that name does.
    """
    name = name.casefold()
    if name not in ASSAYS:
        raise UnknownName.among("assay that comes with the program", name, ASSAYS)
    return files("mikurabe.sources.simulate").joinpath(f"{name}.toml").read_text(encoding="utf-8")


@cache
def _shipped(name: str) -> Assay:
    return read_assay(assay_text(name).encode(), f"{name}.toml")


def read_assay(content: bytes, file: str) -> Assay:
    """Return what the TOML describes; ``file`` is its name in messages.

    Raises:
        UsageError: it is no TOML, or something in it is missing, misspelled, of another kind or out of bounds.
    """
    try:
        values = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"The assay in {file} is no TOML: {error}.") from error
    whole = Section(values, "the file", file)
    populations = tuple(_population(each) for each in whole.sections("population"))
    names = tuple(each.name for each in populations)
    x, y, lot, fault = (whole.section(key) for key in ("x", "y", "lot", "fault"))
    debris = _debris(whole.section("debris"))
    facts, added = _fault_facts(fault, names)
    labels = [(each.name, each.colour) for each in populations] + [(debris.name, debris.colour), *added]
    seen: set[str] = set()
    for label, _ in labels:
        if label in seen:
            raise UsageError(f"The assay in {file} cannot be used: two of its populations are called {label!r}.")
        seen.add(label)
    read = Assay(
        name=whole.text("name"),
        title=whole.text("title"),
        channels=int(whole.number("channels", 16, 65536)),
        events=whole.number("events", 1, 1e6),
        x_title=x.text("title"),
        y_title=y.text("title"),
        cv_x=x.number("cv", 0, 1),
        cv_y=y.number("cv", 0, 1),
        populations=populations,
        debris=debris,
        day=_day(whole.section("day")),
        lot_place=lot.number("place", 0, 1),
        lot_share=lot.number("share", 0, 1),
        ageing=_ageing(whole.section("ageing"), names),
        faults=facts,
        labels=tuple(name for name, _ in labels),
        palette=tuple(colour for _, colour in labels),
    )
    for each in (x, y, lot, whole):
        each.done()
    return read


def _population(section: Section) -> Population:
    name = section.text("name")
    section.where = f"[[population]] {name}"
    numbers = {key: section.number(key) for key in ("x", "y", "tail")}
    numbers |= {key: section.number(key, 0) for key in ("sd_x", "sd_y", "share")}
    read = Population(name=name, rho=section.number("rho", -1, 1), colour=section.colour("colour"), **numbers)
    section.done()
    return read


def _debris(section: Section) -> Debris:
    numbers = {key: section.number(key) for key in ("x_start", "y_start")}
    numbers |= {key: section.number(key, 0) for key in ("share", "x_scale", "y_scale")}
    numbers |= {key: section.number(key, 1, 1000) for key in ("x_shape", "y_shape")}
    read = Debris(name=section.text("name"), colour=section.colour("colour"), **numbers)
    section.done()
    return read


def _day(section: Section) -> DayVariation:
    read = DayVariation(
        **{key: section.number(key, 0, 1) for key in DayVariation.__slots__ if not key.startswith("offset")},
        offset_x=section.number("offset_x", 0),
        offset_y=section.number("offset_y", 0),
    )
    section.done()
    return read


def _ageing(section: Section, names: tuple[str, ...]) -> Ageing:
    read = Ageing(
        population=section.among("population", section.text("population"), names),
        x_per_day=section.number("x_per_day", -0.1, 0.1),
        debris_per_day=section.number("debris_per_day", -0.1, 1),
    )
    section.done()
    return read


def _blob(section: Section) -> Blob:
    return Blob(
        x=section.number("x"), y=section.number("y"), sd_x=section.number("sd_x", 0), sd_y=section.number("sd_y", 0)
    )


def _fault_facts(fault: Section, names: tuple[str, ...]) -> tuple[FaultFacts, list[tuple[str, Colour]]]:
    """Return what is said about faults, and the names and colours of what they add."""
    sections = {key: fault.section(key) for key in _FAULT_SECTIONS if fault.has(key)}
    fault.done()
    added = []
    for key, name in (("new_population", "NEW"), ("background", "NOISE"), ("coincidence", "DOUBLET")):
        # The places in the list of labels stay, whether or not the assay has the fault.
        if key in sections:
            added.append((sections[key].text("name"), sections[key].colour("colour")))
        else:
            added.append((name, (128, 128, 128)))

    def named(key: str) -> str | None:
        if key not in sections:
            return None
        return sections[key].among("population", sections[key].text("population"), names)

    aged, bridge, other = named("aged"), None, None
    if "poor_separation" in sections:
        both = sections["poor_separation"].value("populations")
        if not isinstance(both, list) or len(both) != 2 or not all(isinstance(each, str) for each in both):
            raise UsageError(f"{fault.file}: populations of [fault.poor_separation] should be two names, not {both!r}.")
        one, two = (sections["poor_separation"].among("population", each, names) for each in both)
        bridge = (one, two)
    if "carry_over" in sections:
        shares = sections["carry_over"].section("shares")
        for name in shares.names():
            shares.among("population", name, names)
        other = {name: shares.number(name, 0) for name in names if shares.has(name)}
    facts = FaultFacts(
        shifted=named("cluster_shift"),
        aged=None if aged is None else (aged, sections["aged"].number("debris", 0)),
        strangers=_blob(sections["new_population"]) if "new_population" in sections else None,
        noise="background" in sections,
        slow_factor=sections["double_population"].number("x_factor", 0, 2) if "double_population" in sections else None,
        other_level=other,
        ghosts=_blob(sections["poor_lysis"]) if "poor_lysis" in sections else None,
        bridge=bridge,
        doublets="coincidence" in sections,
    )
    for each in sections.values():
        each.done()
    return facts, added


_FAULT_SECTIONS = (
    "cluster_shift",
    "aged",
    "new_population",
    "background",
    "double_population",
    "carry_over",
    "poor_lysis",
    "poor_separation",
    "coincidence",
)
