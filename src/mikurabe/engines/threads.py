"""Many items worked on in threads, a run of them at a time, with the results in order."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

from mikurabe.engines.allocator import keep_freed_memory
from mikurabe.interrupts import Interrupts
from mikurabe.kernels.room import kept_room, next_turn

T = TypeVar("T")
R = TypeVar("R")

# A run should take about so long: many small items at a time, for the hand-over between threads costs as much as a
# tiny picture does, and few large ones, or a thread would wait for another's last run.
_SHORT_SECONDS, _LONG_SECONDS = 0.01, 0.04
_LONGEST_RUN = 512


class Threads(Generic[T, R]):
    """Work on items in ``workers`` threads: ``work`` gets a run of neighbouring items and gives a result for each.

    It must not raise for what an item can cause. The length of the runs follows from how long they take; results do
    not depend on it. Used once: :meth:`results`, then :meth:`close`.
    """

    def __init__(self, work: Callable[[Sequence[T]], Iterable[R]], items: Sequence[T], workers: int) -> None:
        self._work = work
        self._items = items
        self._workers = workers
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="mikurabe")
        self._done: dict[int, R] = {}
        self._next = 0
        self._run = 1
        self._busy = 0
        self._stopped = False
        self._failure: BaseException | None = None
        self._changed = threading.Condition()

    def results(self) -> Iterator[R]:
        """Yield every item's result in the items' order, as soon as it and all before it are there."""
        keep_freed_memory()
        for _ in range(self._workers):
            self._pool.submit(self._take_runs_in_kept_room)
        for at in range(len(self._items)):
            # An entry is set only once, so it may be looked up without the lock.
            while at not in self._done:
                with self._changed:
                    if self._failure is not None:
                        raise self._failure
                    if at not in self._done:
                        # A short while at a time: on some systems no signal ends the waiting for a lock.
                        self._changed.wait(0.5)
            yield self._done[at]

    def stop(self, interrupts: Interrupts) -> None:
        """Begin nothing more, and wait for the items at work until somebody is impatient."""
        self._stopped = True
        while self._busy and not interrupts.impatient:
            with self._changed:
                self._changed.wait(0.05)

    def finished(self, start: int) -> list[R]:
        """Return the results that are there of the items from ``start`` on, in order."""
        return [self._done[at] for at in sorted(self._done) if at >= start]

    def close(self) -> None:
        """Leave the threads to end by themselves: nothing is left to do, or nobody wants it any more."""
        self._stopped = True
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _take_runs_in_kept_room(self) -> None:
        with kept_room():
            self._take_runs()

    def _take_runs(self) -> None:
        while True:
            with self._changed:
                start = self._next
                if self._stopped or start >= len(self._items):
                    return
                # Towards the end the runs get shorter, so that all threads end at the same time.
                fair = (len(self._items) - start) // (2 * self._workers)
                stop = start + max(1, min(self._run, fair))
                self._next = stop
                self._busy += 1
            self._take_run(start, stop)

    def _take_run(self, start: int, stop: int) -> None:
        began = told = time.perf_counter()
        try:
            for at, result in enumerate(self._work(self._items[start:stop]), start):
                self._done[at] = result
                next_turn()
                if self._stopped:
                    break
                if time.perf_counter() - told > _SHORT_SECONDS:
                    told = time.perf_counter()
                    with self._changed:
                        self._changed.notify_all()
        except BaseException as failure:
            with self._changed:
                self._failure, self._stopped = failure, True
        seconds = time.perf_counter() - began
        with self._changed:
            self._busy -= 1
            if seconds < _SHORT_SECONDS:
                self._run = min(_LONGEST_RUN, max(self._run, 2 * (stop - start)))
            elif seconds > _LONG_SECONDS:
                self._run = max(1, (stop - start) // 2)
            self._changed.notify_all()
