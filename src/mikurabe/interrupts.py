"""Ctrl-C while there is something to save: the first one stops the work, the second the waiting, a third everything."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Interrupts:
    """How often Ctrl-C was pressed in a stretch of code that :func:`counted` began.

    The first Ctrl-C raises KeyboardInterrupt, as ever. The second raises nothing and only makes ``impatient`` true:
    whoever saves because of the first one is not disturbed. Each further one raises KeyboardInterrupt again.
    """

    def __init__(self) -> None:
        self.count = 0

    @property
    def impatient(self) -> bool:
        """Return whether there was more than one Ctrl-C."""
        return self.count > 1

    def __call__(self, _signal: int, _frame: FrameType | None) -> None:
        """Handle one Ctrl-C."""
        self.count += 1
        if self.count != 2:
            raise KeyboardInterrupt


@contextmanager
def counted() -> Iterator[Interrupts]:
    """Give the count of Ctrl-C from here on; a stretch within another one shares its count.

    Outside the main thread, and where somebody else handles Ctrl-C, nothing changes and nothing is counted.
    """
    handler = signal.getsignal(signal.SIGINT)
    if isinstance(handler, Interrupts):
        yield handler
        return
    interrupts = Interrupts()
    ours = handler is signal.default_int_handler and threading.current_thread() is threading.main_thread()
    if not ours:
        yield interrupts
        return
    try:
        signal.signal(signal.SIGINT, interrupts)
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, handler)
