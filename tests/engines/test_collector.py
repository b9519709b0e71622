"""The garbage collector looks seldom while many records are made, and as before afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from mikurabe.engines import fewer_collections


@pytest.fixture(autouse=True)
def thresholds() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def test_the_collector_looks_less_often_for_as_long_as_it_lasts() -> None:
    with fewer_collections():
        assert gc.get_threshold()[0] > 10_000
        assert gc.get_threshold()[1:] == (10, 10)
    assert gc.get_threshold() == (700, 10, 10)


def test_a_failure_brings_the_old_thresholds_back() -> None:
    with pytest.raises(ZeroDivisionError), fewer_collections():
        _ = 1 // 0
    assert gc.get_threshold() == (700, 10, 10)


def test_one_within_the_other_leaves_the_old_thresholds() -> None:
    with fewer_collections(), fewer_collections():
        pass
    assert gc.get_threshold() == (700, 10, 10)


@pytest.mark.parametrize("own", [(0, 10, 10), (10**6, 10, 10)])
def test_a_collector_that_is_off_or_looks_even_less_is_left_as_it_is(own: tuple[int, int, int]) -> None:
    gc.set_threshold(*own)
    with fewer_collections():
        assert gc.get_threshold() == own
    assert gc.get_threshold() == own


def test_what_the_program_sets_meanwhile_stays() -> None:
    with fewer_collections():
        gc.set_threshold(900, 10, 10)
    assert gc.get_threshold() == (900, 10, 10)
