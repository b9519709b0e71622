"""What a file of events holds: its channels, and the events themselves once they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One measured quantity, and what its file says of it.

    ``name`` is the short name ($PnN), ``long_name`` the long one ($PnS) or empty. ``number`` counts from 1, as the
    file's keywords do. ``decades`` and ``lowest`` are $PnE of a logarithmic amplifier (values reach from ``lowest``
    over so many decades), ``decades`` is 0 for a linear one. ``top`` is $PnR in the units of the values: they lie below
    it; None where nobody says it. ``shown`` is how the file asks to be displayed, ``shown_by`` the keyword that does.
    """

    name: str
    number: int
    long_name: str = ""
    decades: float = 0.0
    lowest: float = 1.0
    top: float | None = None
    shown: Literal["linear", "log"] | None = None
    shown_by: str = ""

    @property
    def label(self) -> str:
        """Return the name as people are told it: ``FL1-H``, or ``FL1-H (CD4)`` where the long name says more."""
        return f"{self.name} ({self.long_name})" if self.long_name not in ("", self.name) else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class EventList:
    """Events: ``data`` is float64 (N, C), read-only, a column per channel; ``notes`` say what was changed.

    Values are in the file's own units: amplifier scales and gains are undone, no compensation is applied. What the
    file holds as NaN or infinite is still that.
    """

    channels: tuple[Channel, ...]
    data: NDArray[np.float64]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFile:
    """A file of events whose header was read and whose events were not.

    ``load`` gets the places of channels in ``channels`` and returns their values, float64 (N, k).
    """

    format: str
    channels: tuple[Channel, ...]
    event_count: int
    load: Callable[[Sequence[int]], NDArray[np.float64]]
    notes: tuple[str, ...] = ()

    def read(self, places: Sequence[int] | None = None) -> EventList:
        """Return the events of these channels, by their places; of all channels where None are named."""
        wanted = tuple(range(len(self.channels))) if places is None else tuple(places)
        data = self.load(wanted)
        data.flags.writeable = False
        return EventList(channels=tuple(self.channels[at] for at in wanted), data=data, notes=self.notes)
