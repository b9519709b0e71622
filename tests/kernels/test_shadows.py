"""What passes between cells: by hand, and the kernel beside its twin."""

from __future__ import annotations

import numpy as np
import pytest

from mikurabe.kernels import passing
from mikurabe.kernels.shadows import passing as twin


def test_by_hand() -> None:
    pair = np.array([[1.0, 0.0], [-3.0, 0.5], [2.0, -0.5]])
    orders, gaps = np.array([[0, 1, 2], [2, 0, 1]], np.int32), np.array([[10.0, 1.0], [1.0, 100.0]])
    for work in (passing, twin):
        assert work(pair, orders, gaps).tolist() == [[10 + 2, 0.5], [2 + 300, 50.5]]


@pytest.mark.parametrize("angles", [1, 2, 3, 4, 17])
@pytest.mark.parametrize("cells", [1, 2, 3, 64, 1001])
def test_kernel_and_twin_agree(cells: int, angles: int) -> None:
    rng = np.random.default_rng((cells, angles))
    pair, gaps = rng.normal(size=(cells, 2)), rng.random((angles, cells - 1))
    orders = np.stack([rng.permutation(cells) for _ in range(angles)]).astype(np.int32)
    bound = 1e-12 * np.abs(pair).sum() * max(1.0, gaps.sum(axis=1).max())
    np.testing.assert_allclose(passing(pair, orders, gaps), twin(pair, orders, gaps), rtol=0, atol=bound)
    assert np.array_equal(passing(pair[::-1], orders.T.copy().T, gaps), passing(pair[::-1].copy(), orders, gaps))


def test_what_does_not_fit_is_refused() -> None:
    pair, orders, gaps = np.zeros((3, 2)), np.zeros((2, 3), np.int32), np.zeros((2, 2))
    for work in (passing, twin):
        with pytest.raises(TypeError, match="int64"):
            work(pair, orders.astype(np.int64), gaps)
        with pytest.raises(ValueError, match="orders"):
            work(pair, orders[:, :2], gaps)
        with pytest.raises(ValueError, match="gaps"):
            work(pair, orders, gaps[:1])
        for wrong in (3, -1):
            with pytest.raises(ValueError, match="from 0 to 2"):
                work(pair, np.full((2, 3), wrong, np.int32), gaps)
        with pytest.raises(ValueError, match="orders"):
            work(np.zeros((0, 2)), np.zeros((1, 0), np.int32), np.zeros((1, 0)))
