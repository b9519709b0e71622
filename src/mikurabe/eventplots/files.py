"""Which files hold events, and the events of two channels of such a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mikurabe.comparison import PICTURE_SUFFIXES
from mikurabe.errors import UnreadablePicture
from mikurabe.events import Channel, EventFile, find_channel
from mikurabe.records import Bools, Found, Listing
from mikurabe.sources import eventtext, fcs

EventKind: TypeAlias = Literal["fcs", "text"]

# So much of a file is looked at to know what it is.
_HEAD_BYTES = 4096


def event_kind(found: Found) -> EventKind | None:
    """Return whether a file holds events, by its first bytes; None for pictures, arrays and what cannot be looked at.

    A file with the suffix of pictures is not opened: there may be ten thousand of them.
    """
    if found.holds != "file" or found.file is None:
        return None
    suffix = _suffix(found.file)
    if suffix in PICTURE_SUFFIXES:
        return None
    if suffix == ".fcs":
        return "fcs"
    try:
        with Path(found.file).open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return None
    if head[:3] == fcs.MAGIC and head[3:4].isdigit():
        return "fcs"
    return "text" if suffix in eventtext.SUFFIXES and eventtext.is_event_text(head) else None


def open_events(kind: EventKind, content: bytes) -> EventFile:
    """Return the channels and events of a file's bytes; raise UnreadablePicture where they are not sound."""
    return fcs.open_fcs(content) if kind == "fcs" else eventtext.open_event_text(content)


def events_in(found: Found, kind: EventKind) -> EventFile:
    """Return the channels and events of a file; raise UnreadablePicture where it cannot be read or is not sound."""
    content = found.read()
    if not isinstance(content, bytes):
        raise TypeError(f"{found.name} is an array and no file of events")
    return open_events(kind, content)


def event_kinds(everything: Sequence[Found]) -> list[EventKind | None]:
    """Return what holds events. A table of numbers that merely lies beside pictures or FCS files is none.

    A table that somebody named, with nothing else there, is to be one whatever it holds: what it lacks is then told.
    """
    kinds = [event_kind(found) for found in everything]
    if not any(kinds) and not any(map(is_picture, everything)):
        return ["text" if found.explicit and _is_table(found) else None for found in everything]
    beside = any(
        kind == "fcs" or (kind is None and is_picture(each)) for each, kind in zip(everything, kinds, strict=True)
    )
    return [
        None if kind == "text" and beside and not found.explicit else kind
        for found, kind in zip(everything, kinds, strict=True)
    ]


def _is_table(found: Found) -> bool:
    return found.file is not None and _suffix(found.file) in eventtext.SUFFIXES


def is_picture(found: Found) -> bool:
    """Return whether something is a picture by its suffix, or an array."""
    return found.file is None or _suffix(found.file) in PICTURE_SUFFIXES


def _suffix(file: str) -> str:
    # By the text of its path: of thousands of files, making the paths is what would take the time. So is looking at
    # where a name begins, which can only matter where its suffix is not one of those that are asked about.
    return file[file.rfind(".") :].lower()


def channels_of(listing: Listing) -> Iterator[tuple[Found, tuple[Channel, ...] | str]]:
    """Yield each file of events with its channels, or with the reason why they cannot be read."""
    for found, kind in zip(listing.found, event_kinds(listing.found), strict=True):
        if kind is not None:
            try:
                yield found, events_in(found, kind).channels
            except UnreadablePicture as reason:
                yield found, str(reason)


def pair_of(file: EventFile, names: tuple[str, str]) -> tuple[tuple[Channel, Channel], NDArray[np.float64], list[str]]:
    """Return two channels, their values (N, 2) that are numbers, N at least 1, and notes."""
    places = [find_channel(file.channels, name) for name in names]
    events = file.read(places)
    if file.event_count == 0:
        raise UnreadablePicture("it holds no events")
    finite = np.isfinite(events.data)
    sound: Bools = finite[:, 0] & finite[:, 1]
    notes = list(events.notes)
    lost = int(len(sound) - np.count_nonzero(sound))
    if lost == len(sound):
        raise UnreadablePicture(f"none of its {lost:,} events has a number in both {names[0]} and {names[1]}")
    if lost:
        notes.append(f"{lost:,} of {len(sound):,} events have no number in {names[0]} or {names[1]} and are left out")
    return (events.channels[0], events.channels[1]), events.data[sound] if lost else events.data, notes
