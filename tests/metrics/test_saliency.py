"""VSI and SR-SIM against the authors' values and piq's, and what they find salient."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe as mk
from mikurabe.errors import UndefinedScore
from mikurabe.kernels.resampling import Taps
from mikurabe.metrics import planes, saliency
from mikurabe.metrics.saliency import lab_of, sdsp_saliency, spectral_residual
from peers import as_tensor, camera_and_noise, camera_in_colour, piq
from pictures import gray_file, noise, picture


def goldhill(shared_data: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    folder = shared_data / "pairs"
    return gray_file(folder / "goldhill.gif"), gray_file(folder / "goldhill_jpeg.gif")


def interpolated(before: int, after: int, _: str) -> Taps:
    """Return how piq's VSI resizes an axis.

    Down to 256 px without a wider kernel, which aliases; back up with the corners on the corners instead of the pixels'
    edges on the edges.
    """
    back = after != 256
    at = np.arange(after) * (before - 1) / (after - 1) if back else (np.arange(after) + 0.5) * before / after - 0.5
    at = np.clip(at, 0, before - 1)
    low = np.minimum(np.floor(at).astype(np.int64), before - 1)
    share = at - low
    return Taps(
        places=np.stack([low, np.minimum(low + 1, before - 1)], axis=1),
        weights=np.stack([1 - share, share], axis=1),
    )


def reduced_taps(fine: Taps, factor: int) -> Taps:
    """Return the taps reduced as piq's VSI does it."""
    length = len(fine.places)
    pixels = np.arange(0, length, factor)[:, np.newaxis] - factor // 2 + np.arange(factor)
    pixels = np.clip(pixels, 0, length - 1)
    return Taps(
        places=fine.places[pixels].reshape(len(pixels), -1),
        weights=fine.weights[pixels].reshape(len(pixels), -1) / factor,
    )


def reduced(plane: NDArray[np.generic], factor: int) -> NDArray[np.float64]:
    """Return the plane reduced as piq's VSI does it: an even window reaches to the left and above, edges repeated."""
    before, after = factor // 2, (factor - 1) // 2
    padded = np.pad(plane.astype(np.float64), (before, after), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, (factor, factor))
    return windows[::factor, ::factor].mean(axis=(2, 3))


def reduced_channels(pixels: NDArray[np.generic], factor: int, times: float) -> NDArray[np.float64]:
    """Return every channel reduced as piq's VSI does it."""
    return np.stack([reduced(plane, factor) * times for plane in np.moveaxis(np.atleast_3d(pixels), 2, 0)])


def as_piq(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saliency, "taps", interpolated)
    monkeypatch.setattr(saliency, "averaged", reduced_taps)
    monkeypatch.setattr(planes, "box_means", reduced_channels)
    # The white of D50 to more digits than VSI.m has.
    monkeypatch.setattr(saliency, "WHITE_POINT", (0.9642119944211994, 1.0, 0.8251882845188288))


@pytest.mark.parametrize(
    ("pair", "ours", "piqs"),
    [
        # piq 0.8.0: vsi(candidate, reference, data_range=255) with gray in three channels, float64
        ("camera", 0.9437267732670449, 0.9436693658868073),
        ("goldhill", 0.9642491386587275, 0.9743268285521332),
        ("colour", 0.9062462710010317, 0.9062202880243604),
    ],
)
def test_vsi_is_piqs_but_for_how_the_picture_is_resized(
    shared_data: Path, monkeypatch: pytest.MonkeyPatch, pair: str, ours: float, piqs: float
) -> None:
    # VSI.m calls MATLAB's imresize, which widens its kernel where it shrinks, as PyTorch's interpolate does not; and
    # conv2(..., 'same'), whose even window reaches to the right and below (MDSI.m and FeatureSIM.m reduce by it too).
    drawn = {"camera": camera_and_noise, "colour": camera_in_colour, "goldhill": lambda: goldhill(shared_data)}[pair]()
    assert mk.vsi(*drawn) == pytest.approx(ours, abs=1e-10)
    as_piq(monkeypatch)
    assert mk.vsi(*drawn) == pytest.approx(piqs, abs=1e-10)


def test_sr_sim_has_the_authors_values(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # SR_SIM.m in MATLAB, as kept in piq's tests: with its own 10 x 10 Gaussian, and with one of 9 x 9
    pair = goldhill(shared_data)
    assert mk.sr_sim(*pair) == pytest.approx(0.94652679, abs=5e-9)
    monkeypatch.setattr(saliency, "BLUR_PX", 9)
    assert mk.sr_sim(*pair) == pytest.approx(0.94623509, abs=1e-8)


def test_sr_sim_of_the_camera_man_has_piqs_values(monkeypatch: pytest.MonkeyPatch) -> None:
    # piq 0.8.0: srsim(noisy, camera, data_range=255), float64, and the same with gaussian_size=9
    pair = camera_and_noise()
    assert mk.sr_sim(*pair) == pytest.approx(0.9261795475948498, abs=5e-9)
    monkeypatch.setattr(saliency, "BLUR_PX", 9)
    assert mk.sr_sim(*pair) == pytest.approx(0.9289214413782733, abs=5e-9)


def test_sr_sim_of_colour_has_piqs_value() -> None:
    # piq 0.8.0: srsim(candidate, reference, data_range=255), float64
    assert mk.sr_sim(*camera_in_colour()) == pytest.approx(0.8925317878480578, abs=5e-9)


def test_saliency_is_piqs_where_nothing_is_resized(monkeypatch: pytest.MonkeyPatch) -> None:
    peer = piq()
    monkeypatch.setattr(saliency, "WHITE_POINT", (0.9642119944211994, 1.0, 0.8251882845188288))
    first, second = noise((256, 256, 3), seed=1), noise((256, 256, 3), seed=2)
    expected = peer.vsi(as_tensor(second), as_tensor(first), data_range=255.0).item()
    assert mk.vsi(first, second) == pytest.approx(expected, abs=1e-9)


def test_lab_of_white_and_black() -> None:
    white, black = np.full((1, 1), 255.0), np.zeros((1, 1))
    assert lab_of(np.stack([white] * 3))[0, 0, 0] == pytest.approx(100, abs=1e-4)
    assert [float(plane[0, 0]) for plane in lab_of(np.stack([black] * 3))] == pytest.approx([0, 0, 0], abs=1e-12)


def test_a_coloured_spot_is_salient() -> None:
    pixels = np.full((128, 128, 3), 120, np.uint8)
    pixels[60:72, 40:52] = (230, 60, 30)
    for found in (sdsp_saliency(picture(pixels)), spectral_residual(picture(pixels).luma.astype(np.float64))):
        row, column = np.unravel_index(np.argmax(found), found.shape)
        assert 54 <= row < 78
        assert 34 <= column < 58


def test_saliency_of_a_flat_picture_is_0_and_vsi_then_has_no_weight() -> None:
    assert not sdsp_saliency(picture(np.full((50, 40), 90, np.uint8))).any()
    with pytest.raises(UndefinedScore, match="weight"):
        mk.vsi(np.full((32, 32), 10, np.uint8), np.full((32, 32), 200, np.uint8))


def test_sr_sim_needs_something_in_the_picture() -> None:
    with pytest.raises(UndefinedScore, match="one flat level at a quarter of its size"):
        mk.sr_sim(np.full((32, 32), 10, np.uint8), noise((32, 32)))


def test_waves_that_are_not_there_have_no_phase() -> None:
    # One pure wave: all but three places of the spectrum are rounding, which differs from machine to machine.
    wave = 128 + 100 * np.cos(np.arange(64) * 2 * np.pi / 16)
    found = spectral_residual(np.tile(wave, (64, 1)))
    assert np.isfinite(found).all()
