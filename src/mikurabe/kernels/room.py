"""Room for the largest arrays: a thread that makes the same ones picture after picture keeps it.

Smaller blocks the C library keeps (``engines/allocator.py``). Larger ones it always gives back to the system, which
hands them out again page by page, cleared: of pictures of 12 MP that took a tenth of the time.
"""

from __future__ import annotations

import math
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

Array: TypeAlias = NDArray[Any]
_Kept: TypeAlias = tuple[NDArray[np.uint8], int]

# What the C library keeps by itself ends here (glibc: DEFAULT_MMAP_THRESHOLD_MAX is 32 MiB).
LEAST_BYTES = 31 * 2**20


class _Room(threading.local):
    """What this thread keeps and in which turn each was last asked for; None where it keeps nothing."""

    blocks: list[_Kept] | None = None
    turn = 0
    idle = 0


_mine = _Room()


def _references(kept: _Kept) -> int:
    block, _ = kept
    return sys.getrefcount(block)


def _references_when_idle() -> int:
    """Return how many there are where nobody but the list and the question itself refers to a block."""
    return _references((np.empty(1, np.uint8), 0))


# Who looks into frames meanwhile, a debugger, adds to it: the least counts, and a block too many is made anew.
_IDLE = _references_when_idle()


@contextmanager
def kept_room() -> Iterator[None]:
    """Let this thread keep the room of its largest arrays for as long as this lasts.

    Each item that it works on ends with :func:`next_turn`.
    """
    _mine.blocks = []
    _mine.idle = min(_IDLE, _references_when_idle())
    try:
        yield
    finally:
        _mine.blocks = None


def next_turn() -> None:
    """Begin the next item: what was asked for in neither of the last two is let go when other room is needed.

    So items that all need other room never keep more than one of them did.
    """
    _mine.turn += 1


def room(shape: int | tuple[int, ...], dtype: DTypeLike = np.float64) -> Array:
    """Return an array of that shape, C-contiguous, with anything in it, as ``np.empty`` does.

    It is the caller's for as long as anything refers to it. Where the thread keeps room, it may lie where an array of
    as many bytes lay that nothing refers to any more.
    """
    kind = np.dtype(dtype)
    size = math.prod(shape if isinstance(shape, tuple) else (shape,)) * kind.itemsize
    blocks = _mine.blocks
    if blocks is None or size < LEAST_BYTES:
        return np.empty(shape, kind)
    for at, kept in enumerate(blocks):
        # Every view refers to the block itself, views of views too.
        if kept[0].size == size and _references(kept) == _mine.idle:
            block = kept[0]
            blocks[at] = block, _mine.turn
            break
    else:
        blocks[:] = [each for each in blocks if each[1] >= _mine.turn - 1]
        block = np.empty(size, np.uint8)
        blocks.append((block, _mine.turn))
    return block.view(kind).reshape(shape)
