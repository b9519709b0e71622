"""What a Picture derives of its image."""

from __future__ import annotations

import numpy as np
import pytest

from mikurabe import picture as module
from mikurabe.picture import luma_of
from pictures import noise


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32", "float64"])
@pytest.mark.parametrize("block", [1, 7 * 5, 10**9])
def test_luma_is_the_weighted_sum_however_many_rows_are_weighted_at_a_time(
    dtype: str, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_BLOCK", block)
    pixels = noise((23, 7, 3), dtype)
    red, green, blue = (pixels[..., channel].astype(np.float64) for channel in range(3))
    expected = (299 * red + 587 * green + 114 * blue) / 1000
    if not dtype.startswith("float"):
        expected = np.floor(expected + 0.5)
    luma = luma_of(pixels)
    assert luma.dtype == dtype
    assert np.array_equal(luma, expected.astype(dtype))
    assert not luma.flags.writeable
