"""DSS against the authors' value, piq's, and hand-made pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import mikurabe as mk
from mikurabe.errors import UndefinedScore
from mikurabe.metrics.dct import WEIGHTS, subbands, worst_mean
from peers import as_tensor, camera_and_noise, piq
from pictures import gray_file, noise


def test_goldhill_has_the_authors_value(shared_data: Path) -> None:
    first, second = (gray_file(shared_data / "pairs" / name) for name in ("goldhill.gif", "goldhill_jpeg.gif"))
    # DSS.m in MATLAB, as kept in piq's tests: 0.45217181. piq 0.8.0 itself: 0.45217185375402036
    assert mk.dss(first, second) == pytest.approx(0.45217181, abs=1e-8)


def test_the_camera_man_with_noise_has_piqs_value() -> None:
    # piq 0.8.0: dss(noisy, camera, data_range=255), float64: 0.43963838418448165
    assert mk.dss(*camera_and_noise()) == pytest.approx(0.43963838, abs=5e-9)


@pytest.mark.parametrize("shape", [(64, 64), (96, 136), (70, 83)], ids=str)
def test_it_scores_as_piq_does(shape: tuple[int, int]) -> None:
    peer = piq()
    first, second = noise(shape, seed=1), noise(shape, seed=2)
    # What does not fill a block is left out.
    whole = tuple(slice(side - side % 8) for side in shape)
    expected = peer.dss(as_tensor(second[whole]), as_tensor(first[whole]), data_range=255.0).item()
    assert mk.dss(first, second) == pytest.approx(expected, abs=1e-6)


def test_the_weights_fall_off_from_the_coarsest_subband() -> None:
    assert len(WEIGHTS) == 17
    assert WEIGHTS[0, 1] / WEIGHTS[0, 0] == pytest.approx(np.exp(-2 / (2 * 1.55**2)))
    assert max(down + across for down, across in WEIGHTS) == 5


def test_a_flat_picture_has_its_level_in_the_first_subband_alone() -> None:
    found = subbands(np.full((17, 24), 10.0))
    assert found.shape == (17, 2, 3)
    assert found[0] == pytest.approx(np.full((2, 3), 80.0))
    assert np.allclose(found[1:], 0, atol=1e-12)


def test_the_worst_twentieth() -> None:
    assert worst_mean(np.arange(40.0)[::-1]) == 0.5
    assert worst_mean(np.arange(9.0)) == 0


def test_28_px_have_a_value_where_piq_has_none() -> None:
    first, second = noise((28, 28), seed=1), noise((28, 28), seed=2)
    assert 0 < mk.dss(first, second) < 1


def test_less_than_a_block_is_undefined() -> None:
    with pytest.raises(UndefinedScore, match="20 × 7 px is smaller than one block"):
        mk.dss(noise((7, 20), seed=1), noise((7, 20), seed=2))
