"""Room that a thread keeps: never given to two, and given again once nobody refers to it."""

from __future__ import annotations

import threading
import weakref

import numpy as np
import pytest
from numpy.typing import NDArray

from mikurabe.kernels.room import LEAST_BYTES, kept_room, next_turn, room

ROWS = LEAST_BYTES // 1024


def place(array: NDArray[np.generic]) -> int:
    return array.__array_interface__["data"][0]


@pytest.mark.parametrize(
    ("shape", "dtype"), [((ROWS, 1024), np.uint8), ((2, ROWS, 256), np.float32), (LEAST_BYTES, np.float64)]
)
def test_it_is_an_array_as_any_other(shape: int | tuple[int, ...], dtype: type) -> None:
    with kept_room():
        for _ in range(2):
            made = room(shape, dtype)
            assert (made.shape, made.dtype) == (np.empty(shape, dtype).shape, np.dtype(dtype))
            assert made.flags.c_contiguous
            assert made.flags.writeable
            made[...] = 7


def test_what_nobody_refers_to_any_more_is_given_again_whatever_its_shape() -> None:
    with kept_room():
        first = room((ROWS, 1024), np.uint8)
        at = place(first)
        del first
        assert place(room((ROWS, 256), np.float32)) == at


def test_what_somebody_refers_to_is_nobody_elses() -> None:
    with kept_room():
        first = room((ROWS, 1024), np.uint8)
        first[...] = 1
        seen = first[3:5, ::7].T.view()
        del first
        second = room((ROWS, 1024), np.uint8)
        second[...] = 2
        assert (seen == 1).all()
        memory = memoryview(second)
        del second
        third = room((ROWS, 1024), np.uint8)
        third[...] = 3
        assert memory[0, 0] == 2


def test_what_outlives_the_thread_stays_as_it_is() -> None:
    made: list[NDArray[np.generic]] = []

    def work() -> None:
        with kept_room():
            for level in range(3):
                one = room((ROWS, 1024), np.uint8)
                one[...] = level
                made.append(one[:2])
                del one

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(int(each[0, 0]) for each in made) == [0, 0, 1, 1, 2, 2]
    assert all((each == each[0, 0]).all() for each in made)


def test_items_of_ever_other_sizes_keep_no_more_than_one_of_them_did() -> None:
    with kept_room():
        blocks = []
        for at in range(9):
            block = room(LEAST_BYTES + 8 * at, np.uint8).base
            assert isinstance(block, np.ndarray)
            blocks.append(weakref.ref(block))
            del block
            next_turn()
        assert sum(block() is not None for block in blocks) <= 2


def test_an_item_of_the_same_size_finds_the_room_of_the_one_before() -> None:
    with kept_room():
        places = set()
        for _ in range(5):
            first, second = room(LEAST_BYTES, np.uint8), room(LEAST_BYTES, np.float32)
            places |= {place(first), place(second)}
            del first, second
            next_turn()
        assert len(places) == 2


def test_without_a_thread_that_keeps_it_room_is_made_anew() -> None:
    first = room((ROWS, 1024), np.uint8)
    assert first.base is None
