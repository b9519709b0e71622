"""HaarPSI against piq and hand-made coefficients."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import mikurabe as mk
from mikurabe.errors import UndefinedScore
from mikurabe.kernels.haar import haar_details
from mikurabe.metrics import haar
from peers import as_tensor, camera_and_noise, camera_in_colour, piq
from pictures import gray_file, noise, picture

# piq's digits for I and Q, where HaarPSI.m has 0.596 -0.274 -0.322 and 0.211 -0.523 0.312.
PIQ_I, PIQ_Q = (0.5959, -0.2746, -0.3213), (0.2115, -0.5227, 0.3112)


def test_the_camera_man_with_noise_has_piqs_values() -> None:
    # piq 0.8.0: haarpsi(noisy, camera, data_range=255), float64, and the same with subsample=False
    camera, noisy = camera_and_noise()
    assert mk.haarpsi(camera, noisy) == pytest.approx(0.5197223187976722, abs=1e-12)
    assert mk.haarpsi(camera, noisy, subsample=False) == pytest.approx(0.30257062051165545, abs=1e-12)


def test_goldhill_has_piqs_value(shared_data: Path) -> None:
    # piq 0.8.0: haarpsi(goldhill_jpeg, goldhill, data_range=255), float64
    first, second = (gray_file(shared_data / "pairs" / name) for name in ("goldhill.gif", "goldhill_jpeg.gif"))
    assert mk.haarpsi(first, second) == pytest.approx(0.5329338235269563, abs=1e-12)


def test_colour_differs_from_piq_by_its_digits_for_yiq_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    reference, candidate = camera_in_colour()
    assert mk.haarpsi(reference, candidate) == pytest.approx(0.7616084022757192, abs=1e-12)
    monkeypatch.setattr(haar, "YIQ_I", PIQ_I)
    monkeypatch.setattr(haar, "YIQ_Q", PIQ_Q)
    # piq 0.8.0: haarpsi(candidate, reference, data_range=255), float64
    assert mk.haarpsi(reference, candidate) == pytest.approx(0.7616051885832781, abs=1e-12)


@pytest.mark.parametrize("shape", [(64, 64), (48, 90), (40, 40, 3)], ids=str)
def test_it_scores_as_piq_does(shape: tuple[int, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    peer = piq()
    monkeypatch.setattr(haar, "YIQ_I", PIQ_I)
    monkeypatch.setattr(haar, "YIQ_Q", PIQ_Q)
    first, second = noise(shape, seed=1), noise(shape, seed=2)
    expected = peer.haarpsi(as_tensor(second), as_tensor(first), data_range=255.0).item()
    assert mk.haarpsi(first, second) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_details_are_matlabs_conv2_same(scale: int) -> None:
    from scipy.signal import convolve2d

    plane = np.random.default_rng(1).random((13, 10))
    half = 2 ** (scale - 1)
    kernel = np.full((2 * half, 2 * half), 1 / 2**scale)
    kernel[:half] *= -1
    for found, taps in zip(haar_details(plane, scale), (kernel, kernel.T), strict=True):
        # MATLAB's 'same' keeps the middle part, from ceil((size + 1) / 2) on.
        expected = np.abs(convolve2d(plane, taps)[half : half + 13, half : half + 10])
        assert np.allclose(found, expected, rtol=0, atol=1e-12)


def test_two_black_pictures_are_alike_and_black_against_a_dot_is_not() -> None:
    black = np.zeros((32, 32), np.uint8)
    dotted = black.copy()
    dotted[14:18, 14:18] = 255
    assert mk.haarpsi(black, black.copy()) == 1  # piq says inf
    assert mk.haarpsi(black, dotted) < 0.5


def test_nothing_to_weigh_is_undefined() -> None:
    black = np.zeros((16, 16), np.uint8)
    with pytest.raises(UndefinedScore, match="weight"):
        haar.haarpsi(picture(black), picture(black.copy()))
