"""Items in threads: every result once and in order, whatever the runs are."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence

import pytest

from mikurabe.engines import Threads
from mikurabe.interrupts import Interrupts


@pytest.mark.parametrize("workers", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 7, 3000])
def test_every_result_comes_once_and_in_order(workers: int, count: int) -> None:
    def work(run: Sequence[int]) -> Iterator[int]:
        return (3 * item for item in run)

    threads = Threads(work, range(count), workers)
    assert list(threads.results()) == [3 * item for item in range(count)]
    threads.close()


def test_small_items_are_handed_over_many_at_a_time_and_the_last_runs_are_short() -> None:
    runs: list[int] = []

    def work(run: Sequence[int]) -> Sequence[int]:
        runs.append(len(run))
        return run

    threads = Threads(work, range(5000), 2)
    assert list(threads.results()) == list(range(5000))
    threads.close()
    assert runs[0] == 1
    assert max(runs) > 50
    assert len(runs) < 500
    assert runs[-1] == 1


def test_long_items_are_handed_over_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(10_000))
    monkeypatch.setattr(time, "perf_counter", lambda: float(next(clock)))  # each reading is a second later
    runs: list[int] = []

    def work(run: Sequence[int]) -> Sequence[int]:
        runs.append(len(run))
        return run

    threads = Threads(work, range(200), 1)
    assert list(threads.results()) == list(range(200))
    threads.close()
    assert set(runs) == {1}


def test_what_work_raises_reaches_the_one_who_waits() -> None:
    def work(run: Sequence[int]) -> Sequence[int]:
        raise KeyError(run[0])

    threads = Threads(work, range(4), 2)
    with pytest.raises(KeyError):
        list(threads.results())
    threads.close()


def test_after_a_stop_the_run_at_work_ends_at_its_next_item_and_what_is_done_is_kept() -> None:
    begun, released = threading.Event(), threading.Event()

    def work(run: Sequence[int]) -> Iterator[int]:
        for item in run:
            if item == 40:
                begun.set()
                assert released.wait(30)
            yield item

    threads = Threads(work, range(1000), 1)
    results = threads.results()
    taken = [next(results)]
    assert begun.wait(30)
    threads._stopped = True
    released.set()
    threads.stop(Interrupts())
    threads.close()
    assert taken + threads.finished(1) == list(range(41))
