"""PNG's row filters undone: by hand, against the specification's own words, and native against twin."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe.kernels as kernels
from mikurabe.kernels.png import PIXEL_SIZES
from mikurabe.kernels.png import unfilter as twin

Bytes = NDArray[np.uint8]
Kernel = Callable[[Bytes, int, int, int], Bytes]


@pytest.fixture(params=["twin", "native"])
def unfilter(request: pytest.FixtureRequest) -> Kernel:
    if request.param == "twin":
        return twin
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    return native.unfilter


def filtered(rows: Bytes, types: list[int], size: int) -> Bytes:
    """Return the rows as a PNG holds them: filtered by the specification's table 9.1, all pixels at once."""
    x = rows.astype(np.int16)
    a, b, c = np.zeros_like(x), np.zeros_like(x), np.zeros_like(x)
    a[:, size:] = x[:, :-size]
    b[1:] = x[:-1]
    c[1:, size:] = x[:-1, :-size]
    p = a + b - c
    pa, pb, pc = np.abs(p - a), np.abs(p - b), np.abs(p - c)
    paeth = np.where((pa <= pb) & (pa <= pc), a, np.where(pb <= pc, b, c))
    predicted = np.stack([np.zeros_like(x), a, b, (a + b) // 2, paeth])[types, np.arange(len(types))]
    return np.column_stack([types, (x - predicted) % 256]).astype(np.uint8).reshape(-1)


def some_rows(rng: np.random.Generator, height: int, width: int) -> Bytes:
    """Return rows of all kinds: any bytes, few different ones, only the extremes."""
    values = [range(256), (0, 1, 2), (0, 255), (126, 127, 128, 129)][int(rng.integers(4))]
    return rng.choice(np.array(values, np.uint8), (height, width))


def test_every_filter_gives_what_one_works_out_by_hand(unfilter: Kernel) -> None:
    # Two rows of three gray pixels; the first is 10, 20, 30.
    for kind, expected in (
        (0, [1, 2, 250]),
        (1, [1, 3, 253]),  # 1, 1 + 2, 3 + 250
        (2, [11, 22, 24]),  # 10 + 1, 20 + 2, 30 + 250 - 256
        (3, [6, 15, 16]),  # 1 + 10 // 2, 2 + (6 + 20) // 2, 250 + (15 + 30) // 2 - 256
        # 1 + 10; 2 + Paeth(11, 20, 10), p = 21, nearest 20; 250 + Paeth(22, 30, 20) - 256, p = 32, nearest 30
        (4, [11, 22, 24]),
    ):
        raw = np.array([0, 10, 20, 30, kind, 1, 2, 250], np.uint8)
        assert unfilter(raw, 3, 2, 1).tolist() == [[10, 20, 30], expected], kind


def test_in_the_first_row_nothing_lies_above(unfilter: Kernel) -> None:
    for kind, expected in ((1, [5, 7]), (2, [5, 2]), (3, [5, 4]), (4, [5, 7])):
        assert unfilter(np.array([kind, 5, 2], np.uint8), 2, 1, 1).tolist() == [expected], kind


@pytest.mark.parametrize("size", PIXEL_SIZES)
def test_filtered_rows_come_back_whatever_their_size_and_filters(unfilter: Kernel, size: int) -> None:
    rng = np.random.default_rng(size)
    # Narrow and wide around where several rows are worked on together, which takes 2 * 16 / size + 2 pixels at least.
    for width in (1, 2, 3, 5, 6, 7, 9, 10, 11, 17, 18, 19, 33, 34, 35, 50, 67):
        for height in (1, 2, 3, 5, 16, 17, 37):
            rows = some_rows(rng, height, width * size)
            types = rng.integers(0, 5, height) if width % 2 else np.full(height, rng.integers(5))
            raw = filtered(rows, types.tolist(), size)
            assert np.array_equal(unfilter(raw, width * size, height, size), rows), (width, height)


@pytest.mark.parametrize("size", PIXEL_SIZES)
def test_native_and_twin_agree_on_random_bytes(size: int) -> None:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    rng = np.random.default_rng(10 + size)
    for _ in range(40):
        width, height = int(rng.integers(1, 90)), int(rng.integers(1, 50))
        raw = rng.integers(0, 256, height * (1 + width * size), dtype=np.uint8)
        raw[:: 1 + width * size] = rng.integers(0, 5, height)
        expected = twin(raw.copy(), width * size, height, size)
        assert np.array_equal(native.unfilter(raw, width * size, height, size), expected)


def test_paeth_is_right_for_all_16_million_neighbours() -> None:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    # Rows of pixels (c, b) and (a, any): a picture for every c, of pairs of rows of which the second is Paeth.
    a, b = (side.reshape(-1).astype(np.uint8) for side in np.meshgrid(np.arange(256), np.arange(256)))
    for c in range(256):
        top = np.empty((256, 512), np.uint8)
        top[:, 0::2], top[:, 1::2] = c, b.reshape(256, 256)
        low = np.empty_like(top)
        low[:, 0::2], low[:, 1::2] = a.reshape(256, 256), a.reshape(256, 256)[::-1]
        rows = np.stack([top, low], axis=1).reshape(512, 512)
        raw = filtered(rows, [0, 4] * 256, 1)
        assert np.array_equal(native.unfilter(raw, 512, 512, 1), rows), c


def test_the_rows_lie_at_the_beginning_of_what_was_given(unfilter: Kernel) -> None:
    raw = filtered(np.arange(60, dtype=np.uint8).reshape(5, 12), [4, 3, 2, 1, 0], 3)
    rows = unfilter(raw, 12, 5, 3)
    assert np.shares_memory(rows, raw)
    assert raw[:60].tolist() == list(range(60))


def test_a_filter_type_that_does_not_exist_is_an_error_that_names_the_row(unfilter: Kernel) -> None:
    raw = filtered(np.arange(60, dtype=np.uint8).reshape(5, 12), [4, 3, 2, 1, 0], 3)
    raw[3 * 13] = 5
    before = raw.copy()
    with pytest.raises(ValueError, match="row 3 has the filter type 5; 0 to 4 are known"):
        unfilter(raw, 12, 5, 3)
    assert np.array_equal(raw, before)


@pytest.mark.parametrize(
    ("length", "width", "height", "size", "reason"),
    [
        (8, 3, 2, 5, "1, 2, 3, 4, 6 or 8 bytes, not 5"),
        (8, 3, 2, 2, "no picture of pixels of 2 bytes"),
        (9, 3, 2, 1, "2 rows of 1 \\+ 3 bytes are not 9 bytes"),
        (7, 3, 2, 1, "are not 7 bytes"),
        (0, 3, 0, 1, "no picture"),
        (2, 0, 2, 1, "no picture"),
        (6, -4, -2, 1, "no picture"),
    ],
)
def test_numbers_that_do_not_fit_are_refused(
    unfilter: Kernel, length: int, width: int, height: int, size: int, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        unfilter(np.zeros(length, np.uint8), width, height, size)


def test_what_cannot_be_overwritten_is_refused(unfilter: Kernel) -> None:
    fixed = np.zeros(8, np.uint8)
    fixed.flags.writeable = False
    for raw in (fixed, np.zeros(16, np.uint8)[::2], np.zeros((2, 4), np.uint8), np.zeros(8, np.int8)):
        with pytest.raises(TypeError, match="contiguous writable vector of uint8"):
            unfilter(raw, 3, 2, 1)


def test_the_package_gives_the_kernel_that_is_active() -> None:
    if kernels.ACTIVE == "numpy":
        assert kernels.unfilter is twin
    else:
        from mikurabe.kernels import native

        assert kernels.unfilter is native.unfilter
