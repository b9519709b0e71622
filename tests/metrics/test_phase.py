"""Phase congruency, FSIM and FSIMc against the authors' value, piq's, and pictures whose phase is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe as mk
from mikurabe.errors import UndefinedScore
from mikurabe.metrics import phase
from mikurabe.metrics.phase import Bank, bank_for, frequencies, phase_congruency, real_power
from peers import camera_and_noise, camera_in_colour
from pictures import gray_file, noise


def as_piq(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make phase congruency piq's: angles on the transposed grid, machine epsilon, the lower of two middle values."""

    def transposed(height: int, width: int) -> Bank:
        bank = bank_for(width, height)
        swapped = [np.ascontiguousarray(np.swapaxes(filters, 1, 2)) for filters in (bank.radial, bank.angular)]
        return Bank(radial=swapped[0], angular=swapped[1], finest_power=bank.finest_power, noise_gain=bank.noise_gain)

    monkeypatch.setattr(phase, "bank_for", transposed)
    monkeypatch.setattr(phase, "LEAST_ENERGY", 2.0**-52)
    monkeypatch.setattr(phase, "median", lambda values: np.sort(values, axis=None)[(values.size - 1) // 2])


def test_goldhill_has_the_authors_value(shared_data: Path) -> None:
    first, second = goldhill(shared_data)
    # FeatureSIM.m in MATLAB, as kept in piq's tests: 0.89691. piq 0.8.0 itself: 0.8969133665564771
    assert mk.fsim(first, second) == pytest.approx(0.89691, abs=5e-6)
    assert mk.fsim(first, second) == pytest.approx(0.8969129517541311, abs=1e-11)
    assert mk.fsim_c(first, second) == mk.fsim(first, second)


def goldhill(shared_data: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    folder = shared_data / "pairs"
    return gray_file(folder / "goldhill.gif"), gray_file(folder / "goldhill_jpeg.gif")


def test_the_camera_man_with_noise_has_piqs_value_once_piqs_departures_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    camera, noisy = camera_and_noise()
    assert mk.fsim(camera, noisy) == pytest.approx(0.8517705651229368, abs=1e-11)
    as_piq(monkeypatch)
    # piq 0.8.0: fsim(noisy, camera, data_range=255, chromatic=False), float64
    assert mk.fsim(camera, noisy) == pytest.approx(0.8517673887251703, abs=1e-11)


def test_colour_has_piqs_value_once_piqs_departures_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    reference, candidate = camera_in_colour()
    assert mk.fsim(reference, candidate) == pytest.approx(0.7807179356125662, abs=1e-11)
    assert mk.fsim_c(reference, candidate) == pytest.approx(0.7741288935100535, abs=1e-11)
    as_piq(monkeypatch)
    # piq 0.8.0: fsim(candidate, reference, data_range=255, chromatic=False and True), float64
    assert mk.fsim(reference, candidate) == pytest.approx(0.7807203087319334, abs=1e-11)
    # ... with its own digits for I and Q, and |x|^0.03 where FeatureSIM.m has real(x^0.03)
    monkeypatch.setattr(phase, "YIQ_I", (0.5959, -0.2746, -0.3213))
    monkeypatch.setattr(phase, "YIQ_Q", (0.2115, -0.5227, 0.3112))
    monkeypatch.setattr(phase, "real_power", lambda values, power: np.abs(values) ** power)
    assert mk.fsim_c(reference, candidate) == pytest.approx(0.7742360462222294, abs=1e-11)


def test_frequencies_are_kovesis() -> None:
    assert frequencies(4).tolist() == [0, 0.25, -0.5, -0.25]
    assert frequencies(5).tolist() == [0, 0.25, 0.5, -0.5, -0.25]
    assert frequencies(1).tolist() == [0]


def test_a_step_has_phase_congruency_at_the_step_whatever_its_contrast() -> None:
    faint, strong = np.full((64, 64), 100.0), np.full((64, 64), 100.0)
    faint[:, 20:52], strong[:, 20:52] = 110.0, 220.0
    at_faint, at_strong = phase_congruency(faint)[32], phase_congruency(strong)[32]
    assert np.argmax(at_strong[10:36]) + 10 in (19, 20)
    assert at_strong.max() > 0.7
    assert at_faint == pytest.approx(at_strong, abs=1e-3)


def test_a_flat_plane_has_none_and_no_value_is_made_up() -> None:
    assert not phase_congruency(np.full((31, 17), 77.7)).any()
    with pytest.raises(UndefinedScore, match="weight"):
        mk.fsim(np.full((32, 32), 10, np.uint8), np.full((32, 32), 200, np.uint8))


def test_phase_congruency_lies_between_0_and_1() -> None:
    values = phase_congruency(noise((50, 61)).astype(np.float64))
    assert values.min() >= 0
    assert values.max() <= 1


def test_the_real_part_of_a_complex_root() -> None:
    expected = (np.array([0.5, -0.5, 0]) + 0j) ** 0.03
    assert real_power(np.array([0.5, -0.5, 0.0]), 0.03).tolist() == pytest.approx(expected.real.tolist(), abs=1e-15)


def test_a_negative_looks_alike_to_fsim() -> None:
    dots = np.full((192, 192), 255, np.uint8)
    places = np.random.default_rng(3).integers(4, 188, (60, 2))
    dots[places[:, 0], places[:, 1]] = 0
    # The edges are where they were: what FSIM is blind to.
    assert mk.fsim(dots, 255 - dots) > 0.95
