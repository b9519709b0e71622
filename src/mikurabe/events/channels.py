"""Which channel somebody means, and which two where nobody has said it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from mikurabe.errors import UnknownName
from mikurabe.events.eventlist import Channel

_TIME = re.compile(r"time|event.?(number|count|#)?", re.IGNORECASE)
_FORWARD = re.compile(r"fsc\b|fs\b|fsc|forward", re.IGNORECASE)
_SIDE = re.compile(r"ssc\b|ss\b|ssc|side", re.IGNORECASE)


def find_channel(channels: Sequence[Channel], wanted: str) -> int:
    """Return the place of the channel of that short or long name, in capitals or not; the exact short name goes first.

    Raises UnknownName with the nearest name and all that there are.
    """
    folded = wanted.strip().casefold()
    for at, channel in enumerate(channels):
        if channel.name == wanted:
            return at
    for name_of in (_short, _long):
        for at, channel in enumerate(channels):
            if name_of(channel) == folded:
                return at
    spellings = {name.casefold(): name for each in channels for name in (each.name, each.long_name) if name}
    near = difflib.get_close_matches(folded, spellings, n=5, cutoff=0.6)
    # Of equally near ones, who begins alike is meant: FSC-H and not SSC-A for FSC-A.
    nearest = max(near, key=lambda name: _alike(name, folded), default=None)
    hint = "" if nearest is None else f"Did you mean {spellings[nearest]!r}? "
    raise UnknownName(f"There is no channel {wanted!r}. {hint}Its channels: {listed(channels)}.")


def _alike(first: str, second: str) -> int:
    """Return how many letters both begin with."""
    return next((at for at, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]), len(first))


def _short(channel: Channel) -> str:
    return channel.name.strip().casefold()


def _long(channel: Channel) -> str:
    return channel.long_name.strip().casefold()


def listed(channels: Sequence[Channel], most: int = 30) -> str:
    """Return the channels on one line, as they can be typed."""
    more = f" and {len(channels) - most} more" if len(channels) > most else ""
    return ", ".join(channel.label for channel in channels[:most]) + more


def default_pair(channels: Sequence[Channel]) -> tuple[int, int]:
    """Return the places of the two channels that people look at first: forward and side scatter, areas before heights.

    Where there is no such pair, the first two that are no time and no counter. A file of one channel gives it twice.
    """
    forward, side = _best(channels, _FORWARD), _best(channels, _SIDE)
    if forward is not None and side is not None:
        return forward, side
    places = [at for at, channel in enumerate(channels) if not is_time(channel)] or list(range(len(channels)))
    return places[0], places[min(1, len(places) - 1)]


def is_time(channel: Channel) -> bool:
    """Return whether a channel counts time or events."""
    return _TIME.fullmatch(channel.name.strip()) is not None


def is_scatter(channel: Channel) -> bool:
    """Return whether a channel measures scattered light."""
    return _FORWARD.match(channel.name) is not None or _SIDE.match(channel.name) is not None


def _best(channels: Sequence[Channel], kind: re.Pattern[str]) -> int | None:
    places = [at for at, channel in enumerate(channels) if kind.match(channel.name)]

    def rank(at: int) -> tuple[int, int]:
        ending = channels[at].name.upper()[-2:]
        return ("-A", "-H").index(ending) if ending in ("-A", "-H") else 2 - ("-" not in channels[at].name), at

    return min(places, key=rank, default=None)
