"""Distances from a colour and sums over cells: the kernels equal their twins."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from mikurabe.kernels import cell_sums, distance_from
from mikurabe.kernels.distance import cell_sums as sums_twin
from mikurabe.kernels.distance import distance_from as distance_twin
from pictures import noise

SHAPES = [(1, 1), (1, 40), (40, 1), (2, 3), (17, 33), (50, 64)]
DTYPES = ["uint8", "uint16", "float32", "float64"]


def views(pixels: NDArray[np.generic]) -> list[NDArray[np.generic]]:
    return [pixels, pixels.swapaxes(0, 1), pixels[::-1, ::-1], pixels[:, ::2]]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_distances_equal_the_twins_in_every_bit(shape: tuple[int, int], dtype: str) -> None:
    for channels in ((), (3,)):
        for pixels in views(noise((*shape, *channels), dtype)):
            colour = np.asarray(pixels[0, 0]) // 2 if dtype[0] == "u" else np.asarray(pixels[0, 0])
            apart = distance_from(pixels, colour)
            assert apart.dtype == dtype
            assert np.array_equal(apart, distance_twin(pixels, colour))


def test_the_channel_that_differs_most_counts() -> None:
    pixels = np.array([[[0, 10, 200], [255, 10, 9]]], np.uint8)
    assert distance_from(pixels, np.array([5, 10, 100], np.uint8)).tolist() == [[100, 250]]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_sums_over_cells_equal_the_twins(shape: tuple[int, int], dtype: str) -> None:
    for plane in views(noise(shape, dtype)):
        for side in (1, 2, 7, 16, 4096):
            sums = cell_sums(plane, side)
            assert sums.dtype == (np.uint64 if dtype[0] == "u" else np.float64)
            assert np.array_equal(sums, sums_twin(plane, side))


def test_sums_of_many_rows_of_full_levels_do_not_overflow() -> None:
    plane = np.full((70_000, 3), 65535, np.uint16)
    assert cell_sums(plane, 100_000).tolist() == [[70_000 * 3 * 65535]]


def test_what_is_no_plane_is_refused() -> None:
    with pytest.raises(TypeError, match="both uint8, uint16"):
        distance_from(np.zeros((2, 2), np.uint8), np.zeros((), np.uint16))
    with pytest.raises(ValueError, match=r"not \(2, 2, 3\) and \(\)"):
        distance_from(np.zeros((2, 2, 3), np.uint8), np.zeros((), np.uint8))
    with pytest.raises(TypeError, match="int64"):
        cell_sums(np.zeros((2, 2), np.int64), 2)
    with pytest.raises(ValueError, match="2 axes"):
        cell_sums(np.zeros(5, np.uint8), 2)
    with pytest.raises(ValueError, match="at least 1 px, not 0"):
        cell_sums(np.zeros((2, 2), np.uint8), 0)
