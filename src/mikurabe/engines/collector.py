"""Python's garbage collector while many records are made that all stay: asked to look less often."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# So many records more than were freed before the collector looks, instead of 700. It would go through all that is
# there again and again and find nothing: of 60,000 tiny pictures that took a quarter of the time.
_RECORDS = 1_000_000


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Let the collector look seldom for as long as this lasts; for work whose garbage is small.

    What it would have found later is found then. Where a program has switched it off or asks for less, that stays.
    """
    before = gc.get_threshold()
    if 0 < before[0] < _RECORDS:
        gc.set_threshold(_RECORDS, *before[1:])
    try:
        yield
    finally:
        if gc.get_threshold() == (_RECORDS, *before[1:]):
            gc.set_threshold(*before)
