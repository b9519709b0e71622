"""Files of events in a listing -> pictures: the axes are fixed over the whole set first, then each file is drawn alike."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, fields, replace
from functools import partial
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.comparison import PICTURE_SUFFIXES
from mikurabe.errors import UnknownName, UnreadablePicture, UsageError
from mikurabe.events import (
    AxisFacts,
    Channel,
    EventFile,
    PlotAxis,
    choose_axis,
    default_pair,
    facts_of,
    find_channel,
    listed,
    parse_scale,
)
from mikurabe.plotting import Axis, Style, draw
from mikurabe.records import Events, Found, Listing, Rendering, read_only
from mikurabe.sources import eventtext, fcs

EventKind: TypeAlias = Literal["fcs", "text"]
Ends: TypeAlias = str | tuple[float, float]

# So much of a file is looked at to know what it is.
_HEAD_BYTES = 4096
# A row says how many of its events lie beyond the axes where it is more than this share.
_WORTH_TELLING = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """How files of events (FCS, CSV) are drawn; all files of a comparison get the same axes.

    Args:
        x: the horizontal channel, by its short ($PnN) or long ($PnS) name, in capitals or not. None: forward and side
            scatter, or the first two channels.
        y: the vertical channel.
        scale: of both axes: ``linear``, ``log``, ``logicle``, ``logicle:T,W``, ``arcsinh`` or ``arcsinh:COFACTOR``;
            None chooses for each axis by the files' keywords.
        x_scale: that of the horizontal axis.
        y_scale: that of the vertical axis.
        x_range: the values at the ends of the horizontal axis, ``(0, 262144)`` or ``"0,262144"``; None takes them from
            the set.
        y_range: the same for the vertical axis.
        size_px: the picture's side, or its width and height.
        render: ``dots``, ``smooth`` (antialiased dots) or ``density`` (colour by the logarithm of the events).
        background: ``white`` or ``black``.
        dot_px: a dot's side or diameter.
        max_events: draw at most so many events of each file, evenly spread over it; indices use all of them.
        axes: whether lines, ticks and texts are drawn; without them the plot fills the picture.
    """

    x: str | None = None
    y: str | None = None
    scale: str | None = None
    x_scale: str | None = None
    y_scale: str | None = None
    x_range: Ends | None = None
    y_range: Ends | None = None
    size_px: int | tuple[int, int] = 256
    render: Literal["dots", "smooth", "density"] = "dots"
    background: Literal["white", "black"] = "white"
    dot_px: int = 1
    max_events: int | None = None
    axes: bool = False

    def __post_init__(self) -> None:
        for text in (self.scale, self.x_scale, self.y_scale):
            if text is not None:
                parse_scale(text)
        _ends("x", self.x_range)
        _ends("y", self.y_range)
        if self.max_events is not None and self.max_events < 1:
            raise UsageError(f"max_events (--max-events) is {self.max_events}; it must be 1 or more.")
        self.style()

    def style(self, full_count: int | None = None) -> Style:
        """Return how the plots look; ``full_count`` is the number of events with the last colour of a density."""
        return Style(
            kind=self.render,
            size_px=self.size_px,
            background=self.background,
            dot_px=self.dot_px,
            axes=self.axes,
            labels=self.axes,
            full_count=full_count,
        )

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the names of what somebody has asked for: all that is not as it was."""
        return tuple(each.name for each in fields(self) if getattr(self, each.name) != each.default)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plotted:
    """A listing whose files of events can be drawn, the reference likewise, and what they are drawn by."""

    listing: Listing
    reference: Found | None
    axes: tuple[PlotAxis, PlotAxis] | None = None
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def has_events(self) -> bool:
        """Return whether there is any file of events."""
        return self.axes is not None


def event_kind(found: Found) -> EventKind | None:
    """Return whether a file holds events, by its first bytes; None for pictures, arrays and what cannot be looked at.

    A file with the suffix of pictures is not opened: there may be ten thousand of them.
    """
    if found.path is None or found.holds != "file":
        return None
    suffix = found.path.suffix.lower()
    if suffix in PICTURE_SUFFIXES:
        return None
    if suffix == ".fcs":
        return "fcs"
    try:
        with open(found.path, "rb") as file:  # noqa: PTH123 (bytes of a name that is no UTF-8 included)
            head = file.read(_HEAD_BYTES)
    except OSError:
        return None
    if head[:3] == fcs.MAGIC and head[3:4].isdigit():
        return "fcs"
    return "text" if suffix in eventtext.SUFFIXES and eventtext.is_event_text(head) else None


def open_events(kind: EventKind, content: bytes) -> EventFile:
    """Return the channels and events of a file's bytes; raise UnreadablePicture where they are not sound."""
    return fcs.open_fcs(content) if kind == "fcs" else eventtext.open_event_text(content)


def with_plots(listing: Listing, plot: Plot | None, reference: Found | None = None) -> Plotted:
    """Return the listing, and the reference where it is apart, with all files of events ready to be drawn alike.

    Every file is read once for the axes, which hold the whole set; what cannot be read, or lacks a channel, is told where
    it is drawn. Raises UsageError where a plot is asked for and there is nothing to draw, or no file has the channels.
    """
    everything = ([reference] if reference is not None else []) + list(listing.found)
    kinds = _kinds(everything)
    drawn = [(found, kind) for found, kind in zip(everything, kinds, strict=True) if kind is not None]
    if not drawn:
        if plot is not None and plot.asked:
            raise UsageError(
                f"{_as_typed(plot.asked[0])} says how files of events are drawn, and there is no FCS file and no list of "
                "events (CSV with a header row) among the pictures. Leave it away, or name such files."
            )
        return Plotted(listing=listing, reference=reference)
    plot = plot or Plot()
    names, told = _chosen_channels(plot, drawn)
    facts = _survey(plot, names, drawn, reference_first=reference is not None and kinds[0] is not None)
    axes = (
        choose_axis([each[0] for each in facts], scale=plot.x_scale or plot.scale, ends=_ends("x", plot.x_range)),
        choose_axis([each[1] for each in facts], scale=plot.y_scale or plot.scale, ends=_ends("y", plot.y_range)),
    )
    recipe = _Recipe(plot=plot, names=names, axes=axes, style=plot.style())
    if plot.render == "density":
        recipe = replace(recipe, style=plot.style(_full_count(recipe, drawn)))
    made = [
        found if kind is None else replace(found, render=partial(_render, recipe, kind))
        for found, kind in zip(everything, kinds, strict=True)
    ]
    if len(drawn) < len(everything):
        told.append("The set holds files of events, which were drawn, and pictures, which were taken as they are.")
    told += _spoken(names, axes)
    return Plotted(
        listing=replace(listing, found=tuple(made[len(everything) - len(listing.found) :]), notes=(*listing.notes, *told)),
        reference=made[0] if reference is not None else None,
        axes=axes,
        settings={"plot": _as_options(plot, names, axes)},
    )


def _kinds(everything: Sequence[Found]) -> list[EventKind | None]:
    """Return what holds events. A table of numbers that merely lies beside pictures or FCS files is none."""
    kinds = [event_kind(found) for found in everything]
    beside = any(kind == "fcs" or (kind is None and _is_picture(each)) for each, kind in zip(everything, kinds, strict=True))
    return [
        None if kind == "text" and beside and not found.explicit else kind
        for found, kind in zip(everything, kinds, strict=True)
    ]


def _is_picture(found: Found) -> bool:
    return found.path is None or found.path.suffix.lower() in PICTURE_SUFFIXES


def _chosen_channels(plot: Plot, drawn: Sequence[tuple[Found, EventKind]]) -> tuple[tuple[str, str], list[str]]:
    """Return the names of the two channels, and what to tell where nobody has named them."""
    if plot.x is not None and plot.y is not None:
        return (plot.x, plot.y), []
    first, channels = _first_channels(drawn)
    pair = [channels[at].name for at in default_pair(channels)]
    if plot.x is not None or plot.y is not None:
        named = find_channel(channels, plot.x or plot.y or "")
        other = next((name for name in pair if name != channels[named].name), pair[-1])
        names = (plot.x or other, plot.y or other)
    else:
        names = (pair[0], pair[1])
    told = (
        f"Drawn: {names[0]} (x) and {names[1]} (y). For others, say --x NAME --y NAME; {first.name} has "
        f"{listed(channels)}."
    )
    return names, [told]


def _first_channels(drawn: Sequence[tuple[Found, EventKind]]) -> tuple[Found, tuple[Channel, ...]]:
    """Return the first file that can be read and its channels; raise UsageError where there is none."""
    reasons = []
    for found, kind in drawn:
        try:
            return found, open_events(kind, found.read()).channels
        except UnreadablePicture as reason:
            reasons.append(f"{found.name}: {reason}")
    raise UsageError(_none_of(len(drawn), reasons))


def channels_of(listing: Listing) -> Iterator[tuple[Found, tuple[Channel, ...] | str]]:
    """Yield each file of events with its channels, or with the reason why they cannot be read."""
    for found, kind in zip(listing.found, _kinds(listing.found), strict=True):
        if kind is not None:
            try:
                yield found, open_events(kind, found.read()).channels
            except UnreadablePicture as reason:
                yield found, str(reason)


def _none_of(count: int, reasons: Sequence[str]) -> str:
    what = "The file of events cannot" if count == 1 else f"None of the {count} files of events can"
    more = f"; and {len(reasons) - 3} more" if len(reasons) > 3 else ""
    return f"{what} be drawn: {'; '.join(each.rstrip('.') for each in reasons[:3])}{more}."


def _survey(
    plot: Plot, names: tuple[str, str], drawn: Sequence[tuple[Found, EventKind]], *, reference_first: bool
) -> list[tuple[AxisFacts, AxisFacts]]:
    """Return what each sound file says about the two axes, in the listing's order; of one file where that is enough."""

    def look(each: tuple[Found, EventKind]) -> tuple[AxisFacts, AxisFacts] | str:
        found, kind = each
        try:
            channels, values = _pair_of(kind, found.read(), names)[:2]
        except (UnreadablePicture, UnknownName) as reason:
            return f"{found.name}: {reason}"
        return facts_of(channels[0], values[:, 0]), facts_of(channels[1], values[:, 1])

    if reference_first:
        # Without the reference nothing can be compared: what is wrong with it is the error.
        first = look(drawn[0])
        if isinstance(first, str):
            raise UsageError(first)
    if all(_is_settled(*each) for each in ((plot.x_scale or plot.scale, plot.x_range), (plot.y_scale or plot.scale, plot.y_range))):
        seen = (look(each) for each in drawn)
        one = next((each for each in seen if not isinstance(each, str)), None)
        if one is not None:
            return [one]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        looked = list(pool.map(look, drawn))
    sound = [each for each in looked if not isinstance(each, str)]
    if not sound:
        raise UsageError(_none_of(len(drawn), [each for each in looked if isinstance(each, str)]))
    return sound


def _is_settled(scale: str | None, ends: Ends | None) -> bool:
    """Return whether an axis does not depend on the data any more."""
    return ends is not None and scale is not None and not isinstance(parse_scale(scale), str)


def _pair_of(
    kind: EventKind, content: bytes, names: tuple[str, str]
) -> tuple[tuple[Channel, Channel], NDArray[np.float64], list[str]]:
    """Return two channels, their values (N, 2) that are numbers, N at least 1, and notes."""
    file = open_events(kind, content)
    places = [find_channel(file.channels, name) for name in names]
    events = file.read(places)
    if file.event_count == 0:
        raise UnreadablePicture("it holds no events")
    sound = np.isfinite(events.data).all(axis=1)
    notes = list(events.notes)
    lost = int(len(sound) - np.count_nonzero(sound))
    if lost == len(sound):
        raise UnreadablePicture(f"none of its {lost:,} events has a number in both {names[0]} and {names[1]}")
    if lost:
        notes.append(f"{lost:,} of {len(sound):,} events have no number in {names[0]} or {names[1]} and are left out")
    return (events.channels[0], events.channels[1]), events.data[sound] if lost else events.data, notes


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recipe:
    """What all plots of a set share."""

    plot: Plot
    names: tuple[str, str]
    axes: tuple[PlotAxis, PlotAxis]
    style: Style


def _render(recipe: _Recipe, kind: EventKind, content: bytes) -> Rendering:
    """Return the plot of a file's bytes, with its events; raise UnreadablePicture where there is none."""
    try:
        channels, values, notes = _pair_of(kind, content, recipe.names)
    except UnknownName as missing:
        raise UnreadablePicture(str(missing)) from missing
    fractions = np.empty_like(values)
    most_beyond = 0
    for side, axis in enumerate(recipe.axes):
        fractions[:, side], beyond = axis.fractions(values[:, side])
        most_beyond = max(most_beyond, beyond)
    if most_beyond > _WORTH_TELLING * len(values):
        notes.append(f"{most_beyond:,} of {len(values):,} events lie beyond an axis and are drawn at its end")
    shown = _subsample(fractions, recipe.plot.max_events)
    if len(shown) < len(fractions):
        notes.append(f"{len(shown):,} of {len(fractions):,} events drawn; the indices of events use all")
    titled = (Axis(title=axis.title, ticks=axis.ticks()) for axis in recipe.axes)
    pixels = draw(shown[:, 0], shown[:, 1], style=recipe.style, x_axis=next(titled), y_axis=next(titled))
    events = Events(
        values=read_only(values), fractions=read_only(fractions), names=(channels[0].name, channels[1].name)
    )
    return Rendering(pixels=pixels, events=events, notes=tuple(notes))


def _subsample(fractions: NDArray[np.float64], most: int | None) -> NDArray[np.float64]:
    """Return at most so many events, evenly spread over the file: the same ones each time."""
    count = len(fractions)
    if most is None or count <= most:
        return fractions
    return fractions[np.arange(most) * count // most]


def _full_count(recipe: _Recipe, drawn: Sequence[tuple[Found, EventKind]]) -> int | None:
    """Return the most events on one pixel of the first file that can be drawn, so that colours mean the same in all."""
    for found, kind in drawn:
        try:
            _, values, _ = _pair_of(kind, found.read(), recipe.names)
        except (UnreadablePicture, UnknownName):
            continue
        sides = (recipe.style.width_px, recipe.style.height_px)
        places = [
            (_subsample(axis.fractions(values[:, at])[0], recipe.plot.max_events) * side).astype(np.int64)
            for at, (axis, side) in enumerate(zip(recipe.axes, sides, strict=True))
        ]
        return int(np.bincount(places[1] * sides[0] + places[0]).max())
    return None


def _ends(axis: Literal["x", "y"], given: Ends | None) -> tuple[float, float] | None:
    """Return the two ends of an axis as numbers; raise UsageError where they are none."""
    if given is None:
        return None
    try:
        parts = given.split(",") if isinstance(given, str) else given
        low, high = (float(part) for part in parts)
    except (TypeError, ValueError):
        raise UsageError(f"{axis}_range (--{axis}-range) is {given!r}; it is LOW,HIGH such as 0,262144.") from None
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise UsageError(f"{axis}_range (--{axis}-range) is {given!r}; the first number must be the smaller one.")
    return low, high


def _as_typed(name: str) -> str:
    """Return how an option of the command spells a field of Plot."""
    return f"{name} (--{ {'size_px': 'size', 'dot_px': 'dot'}.get(name, name).replace('_', '-') })"


def _spoken(names: tuple[str, str], axes: tuple[PlotAxis, PlotAxis]) -> list[str]:
    """Return what to tell about the axes, one line each."""
    return [
        f"{letter}: {name}, {axis.scale.spelled} ({axis.why}), from {axis.low:g} to {axis.high:g}; the same again: "
        f"--{letter} {_quoted(name)} --{letter}-scale {axis.scale.spelled} --{letter}-range={axis.range_spelled}"
        for letter, name, axis in zip("xy", names, axes, strict=True)
    ]


def _as_options(plot: Plot, names: tuple[str, str], axes: tuple[PlotAxis, PlotAxis]) -> str:
    """Return the options that draw other files like these."""
    width, height = plot.style().width_px, plot.style().height_px
    parts = [
        f"--{letter} {_quoted(name)} --{letter}-scale {axis.scale.spelled} --{letter}-range={axis.range_spelled}"
        for letter, name, axis in zip("xy", names, axes, strict=True)
    ]
    parts.append(f"--size {width}x{height} --render {plot.render} --background {plot.background} --dot {plot.dot_px}")
    return " ".join(parts)


def _quoted(name: str) -> str:
    import shlex

    return shlex.quote(name)
