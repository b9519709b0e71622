"""Files of events in a listing -> pictures: axes are fixed over the whole set first, then each is drawn alike."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeAlias

from mikurabe.errors import UnknownName, UnreadablePicture, UsageError
from mikurabe.eventplots.files import EventKind, event_kinds, events_in, is_picture, pair_of
from mikurabe.eventplots.plot import Ends, Plot, ends_of
from mikurabe.eventplots.recipe import Recipe, full_count_of, render
from mikurabe.events import (
    AxisFacts,
    Channel,
    PlotAxis,
    astray,
    choose_axis,
    default_pair,
    facts_of,
    find_channel,
    listed,
    parse_scale,
)
from mikurabe.records import Found, Listing

# What one file says about the horizontal and about the vertical axis.
_Pair: TypeAlias = tuple[AxisFacts, AxisFacts]


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


def with_plots(listing: Listing, plot: Plot | None, reference: Found | None = None) -> Plotted:
    """Return the listing, and the reference where it is apart, with all files of events ready to be drawn alike.

    Every file is read once for the axes, which hold the whole set; what cannot be read, or lacks a channel, is told
    where it is drawn. Raises UsageError where a plot is asked for and there is nothing to draw, or no file has the
    channels.
    """
    everything = ([reference] if reference is not None else []) + list(listing.found)
    kinds = event_kinds(everything)
    drawn = [(found, kind) for found, kind in zip(everything, kinds, strict=True) if kind is not None]
    if not drawn:
        if plot is not None and plot.asked:
            raise UsageError(
                f"{as_typed(plot.asked[0])} says how files of events are drawn, and there is no FCS file and no "
                "list of events (CSV with a header row) among the pictures. Leave it away, or name such files."
            )
        return Plotted(listing=listing, reference=reference)
    plot = plot or Plot()
    names, told = _chosen_channels(plot, drawn)
    facts, left_out = _survey(plot, names, drawn, reference_first=reference is not None and kinds[0] is not None)
    axes = (
        choose_axis([each[0] for each in facts], scale=plot.x_scale or plot.scale, ends=ends_of("x", plot.x_range)),
        choose_axis([each[1] for each in facts], scale=plot.y_scale or plot.scale, ends=ends_of("y", plot.y_range)),
    )
    recipe = Recipe(plot=plot, names=names, axes=axes, style=plot.style())
    if plot.render == "density":
        recipe = replace(recipe, style=plot.style(full_count_of(recipe, drawn)))
    made = [
        found if kind is None else replace(found, render=partial(render, recipe, kind))
        for found, kind in zip(everything, kinds, strict=True)
    ]
    if any(kind is None and is_picture(found) for found, kind in zip(everything, kinds, strict=True)):
        told.append("The set holds files of events, which were drawn, and pictures, which were taken as they are.")
    told += [*left_out, *_spoken(names, axes)]
    return Plotted(
        listing=replace(
            listing, found=tuple(made[len(everything) - len(listing.found) :]), notes=(*listing.notes, *told)
        ),
        reference=made[0] if reference is not None else None,
        axes=axes,
        settings={"plot": _as_options(plot, names, axes)},
    )


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
            return found, events_in(found, kind).channels
        except UnreadablePicture as reason:
            reasons.append((found.name, str(reason)))
    raise UsageError(_none_of(len(drawn), reasons))


# So many reasons are told, one in each line.
_MOST_REASONS = 20


def _none_of(count: int, reasons: Sequence[tuple[str, str]]) -> str:
    """Return that no file can be drawn, with a line for each of the first ones; once where all say the same."""
    first = reasons[0][1].rstrip(".")
    if count == 1:
        return f"The file of events cannot be drawn: {reasons[0][0]}: {first}."
    if len({reason for _, reason in reasons}) == 1:
        return f"None of the {count} files of events can be drawn: {first}."
    said = [f"{name}: {reason}" for name, reason in reasons[:_MOST_REASONS]]
    more = [f"and {len(reasons) - _MOST_REASONS} more"] if len(reasons) > _MOST_REASONS else []
    return "\n".join([f"None of the {count} files of events can be drawn:", *said, *more])


def _survey(
    plot: Plot, names: tuple[str, str], drawn: Sequence[tuple[Found, EventKind]], *, reference_first: bool
) -> tuple[list[_Pair], list[str]]:
    """Return what each sound file says about the two axes, in the listing's order, and what to tell.

    It is one file's word where the axes do not depend on the data. Files that are astray have no say.
    """

    def look(each: tuple[Found, EventKind]) -> _Pair | str:
        found, kind = each
        try:
            channels, values = pair_of(events_in(found, kind), names)[:2]
        except (UnreadablePicture, UnknownName) as reason:
            return str(reason)
        except MemoryError:
            return "there was not enough memory for this file"
        return facts_of(channels[0], values[:, 0]), facts_of(channels[1], values[:, 1])

    if reference_first:
        # Without the reference nothing can be compared: what is wrong with it is the error.
        first = look(drawn[0])
        if isinstance(first, str):
            raise UsageError(f"{drawn[0][0].name}: {first}")
    if all(
        _is_settled(*each)
        for each in ((plot.x_scale or plot.scale, plot.x_range), (plot.y_scale or plot.scale, plot.y_range))
    ):
        seen = (look(each) for each in drawn)
        one = next((each for each in seen if not isinstance(each, str)), None)
        if one is not None:
            return [one], []
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        looked = list(pool.map(look, drawn))
    sound = [(found, pair) for (found, _), pair in zip(drawn, looked, strict=True) if not isinstance(pair, str)]
    if not sound:
        reasons = [(found.name, each) for (found, _), each in zip(drawn, looked, strict=True) if isinstance(each, str)]
        raise UsageError(_none_of(len(drawn), reasons))
    return _without_astray(names, sound, reference_first=reference_first)


def _without_astray(
    names: tuple[str, str], sound: Sequence[tuple[Found, _Pair]], *, reference_first: bool
) -> tuple[list[_Pair], list[str]]:
    """Return what the files say but for those that are astray on an axis, and which those are."""
    left_out: dict[int, str] = {}
    for side, name in enumerate(names):
        facts = [pair[side] for _, pair in sound]
        for at in astray(facts, reference_first=reference_first):
            left_out[at] = (
                f"{sound[at][0].name} takes no part in the choice of the axes: its {name} reaches "
                f"{facts[at].reach:.3g}, more than 1,000 times as far as the other files'."
            )
    kept = [pair for at, (_, pair) in enumerate(sound) if at not in left_out]
    return kept, [left_out[at] for at in sorted(left_out)]


def _is_settled(scale: str | None, ends: Ends | None) -> bool:
    """Return whether an axis does not depend on the data any more."""
    return ends is not None and scale is not None and not isinstance(parse_scale(scale), str)


def as_typed(name: str) -> str:
    """Return how an option of the command spells a field of Plot."""
    return f"{name} (--{ {'size_px': 'size', 'dot_px': 'dot'}.get(name, name).replace('_', '-') })"


def _spoken(names: tuple[str, str], axes: tuple[PlotAxis, PlotAxis]) -> list[str]:
    """Return what to tell about the axes, one line each."""
    return [
        f"{letter}: {name}, {axis.scale.spelled} ({axis.why}), from {axis.low:g} to {axis.high:g}; the same again: "
        f"--{letter} {shlex.quote(name)} --{letter}-scale {axis.scale.spelled} --{letter}-range={axis.range_spelled}"
        for letter, name, axis in zip("xy", names, axes, strict=True)
    ]


def _as_options(plot: Plot, names: tuple[str, str], axes: tuple[PlotAxis, PlotAxis]) -> str:
    """Return the options that draw other files like these."""
    width, height = plot.style().width_px, plot.style().height_px
    parts = [
        f"--{letter} {shlex.quote(name)} --{letter}-scale {axis.scale.spelled} --{letter}-range={axis.range_spelled}"
        for letter, name, axis in zip("xy", names, axes, strict=True)
    ]
    parts.append(f"--size {width}x{height} --render {plot.render} --background {plot.background} --dot {plot.dot_px}")
    return " ".join(parts)
