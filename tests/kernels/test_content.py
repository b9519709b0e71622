"""The information content of a band's places: by definition, and native against twin."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mikurabe.kernels import content as twin

Floats = NDArray[np.float64]
NOISE, NOTHING = 0.4, 1e-15
EIGENVALUES = np.array([0.0, 1e-3, 0.7, 3.0, 250.0])


def the_native() -> Any:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    return native


@pytest.fixture(params=["twin", "native"])
def kernel(request: pytest.FixtureRequest) -> Any:
    return twin if request.param == "twin" else the_native()


def bands(shape: tuple[int, int], seed: int) -> tuple[Floats, Floats, Floats]:
    """Return a band, one that shows part of it, and how strong its places are."""
    rng = np.random.default_rng(seed)
    a = rng.normal(0, 10, shape)
    return a, a * 0.6 + rng.normal(0, 3, shape), rng.exponential(1, (shape[0] - 2, shape[1] - 2))


def test_one_place_by_definition(kernel: Any) -> None:
    a, b, strength = bands((3, 3), 1)
    (spread_a, together), (_, spread_b) = np.cov(a.ravel(), b.ravel(), ddof=0).tolist()
    gain = together / spread_a
    rest = spread_b - gain * together
    n, s = NOISE, float(strength[0, 0])
    expected = sum(math.log2(1 + ((rest + (1 + gain**2) * n) * s * value + n * rest) / n**2) for value in EIGENVALUES)
    found = kernel.information_content(a, b, strength, EIGENVALUES, NOISE, NOTHING, 0)
    assert found.shape == (1, 1)
    assert found[0, 0] == pytest.approx(expected, rel=1e-13)


def test_places_without_strength_or_contrast_have_no_content(kernel: Any) -> None:
    flat, strength = np.full((8, 9), 0.7), np.zeros((6, 7))
    assert (kernel.information_content(flat, flat, strength, EIGENVALUES, NOISE, NOTHING, 1) == 0).all()
    # What a flat band's candidate shows is noise alone, which every direction passes on.
    textured = bands((8, 9), 2)[0]
    found = kernel.information_content(flat, textured, strength, EIGENVALUES, NOISE, NOTHING, 2)
    windows = np.lib.stride_tricks.sliding_window_view(textured, (3, 3))[2:-2, 2:-2]
    np.testing.assert_allclose(found, 5 * np.log2(1 + windows.var(axis=(2, 3)) / NOISE), rtol=1e-12)


@pytest.mark.parametrize("rim", [0, 4])
def test_native_and_twin_agree_whatever_the_size_and_the_layout(rim: int) -> None:
    native = the_native()
    for i, (height, width) in enumerate([(1, 1), (1, 9), (30, 2), (5, 255), (3, 256), (9, 300), (40, 517)]):
        a, b, strength = bands((height + 2 + 2 * rim, width + 2 + 2 * rim), i)
        a[:3, :5], b[-4:, -3:] = 1.0, 1 / 3
        for more in (a, np.asfortranarray(a), np.repeat(a, 2, axis=1)[:, ::2]):
            expected = twin.information_content(more, b, strength, EIGENVALUES, NOISE, NOTHING, rim)
            found = native.information_content(more, b, strength, EIGENVALUES, NOISE, NOTHING, rim)
            np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-14)
            assert ((found == 0) == (expected == 0)).all()


def test_a_nan_reaches_only_the_windows_that_cover_it_and_warns_nobody(kernel: Any) -> None:
    a, b, strength = bands((9, 9), 3)
    b[4, 4] = np.nan
    expected = np.zeros((7, 7), bool)
    expected[2:5, 2:5] = True
    found = kernel.information_content(a, b, strength, EIGENVALUES, NOISE, NOTHING, 0)
    assert np.array_equal(np.isnan(found), expected)


def test_what_does_not_fit_is_refused(kernel: Any) -> None:
    a, b, strength = bands((8, 8), 4)
    with pytest.raises(TypeError, match="not of float32"):
        kernel.information_content(a, b.astype(np.float32), strength, EIGENVALUES, NOISE, NOTHING, 0)
    with pytest.raises(ValueError, match="do not belong together"):
        kernel.information_content(a, b, strength[1:], EIGENVALUES, NOISE, NOTHING, 0)
    with pytest.raises(ValueError, match="no place that is 4"):
        kernel.information_content(a, b, strength, EIGENVALUES, NOISE, NOTHING, 3)
    with pytest.raises(ValueError, match="at least 0"):
        kernel.information_content(a, b, strength, [-1.0], NOISE, NOTHING, 0)
    with pytest.raises(ValueError, match="noise"):
        kernel.information_content(a, b, strength, EIGENVALUES, 0.0, NOTHING, 0)
