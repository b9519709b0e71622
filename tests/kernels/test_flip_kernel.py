"""FLIP of every pixel: native against twin in every bit, and the paper's filters in double precision."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.ndimage import correlate

from pictures import noise

twin = importlib.import_module("mikurabe.kernels.flip")
flip_filters = twin.flip_filters

Array = NDArray[Any]
WHITES = {"uint8": 255.0, "uint16": 65535.0, "float32": 1.0, "float64": 1.0}
SHAPES = [(1, 1), (1, 7), (9, 1), (2, 3), (5, 4), (13, 40), (1, 300), (37, 33), (3, 275), (6, 531)]
PPD = 67.0


def the_native() -> ModuleType:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    return importlib.import_module("mikurabe.kernels.native.flip")


@pytest.fixture(params=["twin", "native"])
def kernel(request: pytest.FixtureRequest) -> ModuleType:
    return twin if request.param == "twin" else the_native()


def seen(kernel: ModuleType, pixels: Array, ppd: float = PPD) -> Array:
    return np.asarray(kernel.flip_seen(pixels, WHITES[pixels.dtype.name], flip_filters(ppd)))


def differences(kernel: ModuleType, a: Array, b: Array, ppd: float = PPD) -> Array:
    return np.asarray(kernel.flip(seen(kernel, a, ppd), a, b, WHITES[a.dtype.name], flip_filters(ppd)))


def mixing_of_screen() -> Array:
    """Return the matrix from red, green, blue to X, Y, Z: sRGB's primaries, D65 to five digits."""
    x, y = np.array([[0.64, 0.30, 0.15], [0.33, 0.60, 0.06]])
    primaries = np.stack([x / y, np.ones(3), (1 - x - y) / y])
    white = np.array([0.31271 / 0.32902, 1, (1 - 0.31271 - 0.32902) / 0.32902])
    return np.asarray(primaries * np.linalg.solve(primaries, white))


MIXING = mixing_of_screen()
WHITE = MIXING.sum(axis=1)
# Table 1 of the paper: a and b of the Gaussians per channel.
SENSITIVITY = (((1.0, 0.0047),), ((1.0, 0.0053),), ((34.1, 0.04), (13.5, 0.025)))


def exact_flip(a: Array, b: Array, ppd: float) -> Array:
    """Return FLIP as the paper has it, with two-dimensional filters in double precision."""
    lights = [exact_light(each) for each in (a, b)]
    largest = hyab(*(hunt_lab(np.array(colour)) for colour in ((0.0, 1.0, 0.0), (0.0, 0.0, 1.0)))) ** 0.7
    colour = hyab(*(hunt_lab(as_seen(each, ppd)) for each in lights)) ** 0.7
    knee = 0.4 * largest
    colour = np.where(colour < knee, 0.95 * colour / knee, 0.95 + 0.05 * (colour - knee) / (largest - knee))
    edges, points = (np.abs(first - second) for first, second in zip(*(features(x, ppd) for x in lights), strict=True))
    return np.asarray(colour ** (1 - np.sqrt(np.maximum(edges, points) / np.sqrt(2))))


def exact_light(pixels: Array) -> Array:
    levels = np.clip(pixels.astype(np.float64) / WHITES[pixels.dtype.name], 0, 1)
    light = np.where(levels <= 0.04045, levels / 12.92, ((levels + 0.055) / 1.055) ** 2.4)
    return light if light.ndim == 3 else np.repeat(light[..., np.newaxis], 3, axis=2)


def as_seen(light: Array, ppd: float) -> Array:
    """Return the light of YCxCz filtered by the eye's contrast sensitivity (section 4.1.1), within the screen's."""
    radius = int(np.ceil(3 * np.sqrt(0.04 / (2 * np.pi**2)) * ppd))
    x, y = np.mgrid[-radius : radius + 1, -radius : radius + 1] / ppd
    shares = np.moveaxis(light @ MIXING.T / WHITE, -1, 0)
    opponents = 116 * shares[1] - 16, 500 * (shares[0] - shares[1]), 200 * (shares[1] - shares[2])
    filtered = []
    for plane, gaussians in zip(opponents, SENSITIVITY, strict=True):
        taps = sum(k * np.sqrt(np.pi / b) * np.exp(-(np.pi**2) * (x * x + y * y) / b) for k, b in gaussians)
        filtered.append(correlate(plane, taps / np.sum(taps), mode="nearest"))
    middle = (filtered[0] + 16) / 116
    shares = np.stack([filtered[1] / 500 + middle, middle, middle - filtered[2] / 200], axis=-1)
    return np.clip(shares * WHITE @ np.linalg.inv(MIXING).T, 0, 1)


def hunt_lab(light: Array) -> Array:
    shares = light @ MIXING.T / WHITE
    x, y, z = np.moveaxis(np.where(shares > (6 / 29) ** 3, np.cbrt(shares), shares * (29 / 6) ** 2 / 3 + 4 / 29), -1, 0)
    lightness = 116 * y - 16
    return np.stack([lightness, 0.01 * lightness * 500 * (x - y), 0.01 * lightness * 200 * (y - z)])


def hyab(first: Array, second: Array) -> Array:
    apart = first - second
    return np.asarray(np.abs(apart[0]) + np.hypot(apart[1], apart[2]))


def features(light: Array, ppd: float) -> list[Array]:
    """Return how strong an edge and a point are at every pixel (section 4.2)."""
    deviation = 0.5 * 0.082 * ppd
    radius = int(np.ceil(3 * deviation))
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    bell = np.exp(-(x * x + y * y) / (2 * deviation**2))
    found = []
    for taps in (-x * bell, (x * x / deviation**2 - 1) * bell):
        taps = np.where(taps > 0, taps / taps[taps > 0].sum(), taps / -taps[taps < 0].sum())
        found.append(np.hypot(*(correlate(light @ MIXING[1], each, mode="nearest") for each in (taps, taps.T))))
    return found


def pair_of(kind: str, dtype: str, shape: tuple[int, ...]) -> tuple[Array, Array]:
    white = WHITES[dtype]
    a, b = (noise(shape, dtype, seed).astype(np.float64) for seed in (1, 2))
    if kind == "alike":
        b = np.clip(a + (b - white / 2) / 30, 0, white)
    elif kind != "noise":
        a, b = ((white - x / 20 if kind == "bright" else x / 20) for x in (a, b))
    return a.astype(dtype), b.astype(dtype)


@pytest.mark.parametrize("dtype", WHITES)
@pytest.mark.parametrize("colour", [True, False], ids=["colour", "gray"])
@pytest.mark.parametrize("ppd", [67.0, 30.0, 1.0])
def test_native_and_twin_agree_in_every_bit_whatever_the_size_and_the_layout(
    dtype: str, colour: bool, ppd: float
) -> None:
    native = the_native()
    for seed, shape in enumerate(SHAPES):
        whole = (*shape, 3) if colour else shape
        a, b = noise(whole, dtype, 2 * seed), noise(whole, dtype, 2 * seed + 1)
        b[: shape[0] // 2] = a[: shape[0] // 2]
        for view in (lambda x: x, lambda x: x[::-1, ::-1], lambda x: x.swapaxes(0, 1), lambda x: x[::2, ::3]):
            first, second = view(a), view(b)
            found = seen(native, first, ppd)
            assert (found.shape, found.dtype) == ((5 if colour else 3, *first.shape[:2]), np.float32)
            assert np.array_equal(found, seen(twin, first, ppd))
            assert np.array_equal(found, seen(native, first.copy(), ppd))
            found = differences(native, first, second, ppd)
            mean = native.flip_mean(seen(native, first, ppd), first, second, WHITES[dtype], flip_filters(ppd))
            assert mean == pytest.approx(np.mean(found, dtype=np.float64), rel=1e-12)
            assert (found.shape, found.dtype) == (first.shape[:2], np.float32)
            assert np.array_equal(found, differences(twin, first, second, ppd))


@pytest.mark.parametrize("dtype", WHITES)
@pytest.mark.parametrize("shape", [(90, 200, 3), (35, 1100), (12, 2075, 3), (120, 17), (1, 1025)], ids=str)
def test_where_the_pictures_are_the_same_in_places_every_pixel_is_the_twins(dtype: str, shape: tuple[int, ...]) -> None:
    rng, native = np.random.default_rng(4), the_native()
    a = noise(shape, dtype)
    for changes in (1, 2, 6):
        b = a.copy()
        for _ in range(changes):
            y, x = rng.integers(0, shape[:2])
            b[y, x] = WHITES[dtype] - b[y, x]
        for view in (lambda each: each, lambda each: each[::-1, ::-1]):
            first, second = view(a), view(b)
            for ppd in (67.0, 5.0):
                found = differences(native, first, second, ppd)
                assert np.array_equal(found, differences(twin, first, second, ppd))
                assert found.any()


@pytest.mark.parametrize("ppd", [1.0, 2.0, 5.3, 24.0, 200.0, 1000.0])
def test_native_and_twin_agree_however_long_the_filters_are(ppd: float) -> None:
    for shape in ((3, 5, 3), (20, 41, 3), (41, 20)):
        a, b = pair_of("noise", "uint8", shape)
        assert np.array_equal(differences(the_native(), a, b, ppd), differences(twin, a, b, ppd))


@pytest.mark.parametrize("dtype", WHITES)
@pytest.mark.parametrize("kind", ["noise", "alike", "bright", "dark"])
@pytest.mark.parametrize("ppd", [67.0, 24.0])
def test_the_mean_keeps_the_stated_bound(dtype: str, kind: str, ppd: float) -> None:
    for shape in ((48, 61, 3), (33, 40)):
        a, b = pair_of(kind, dtype, shape)
        found, exact = differences(twin, a, b, ppd), exact_flip(a, b, ppd)
        assert np.mean(found, dtype=np.float64) == pytest.approx(exact.mean(), abs=1e-6)
        assert np.abs(found - exact).max() < 5e-5
        assert np.array_equal(found, differences(the_native(), a, b, ppd))


# Pixels of a flat picture are off alike, the more the less the two colours differ: 6e-6 here; 2e-5 with levels of 16
# bits, one apart.
@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_the_mean_of_flat_pictures_keeps_the_stated_bound(dtype: str) -> None:
    first, second = ((6, 247, 32), (4, 247, 32)) if dtype == "uint8" else ((4148, 59908, 7438), (4147, 59908, 7438))
    a, b = (np.full((4, 5, 3), colour, dtype) for colour in (first, second))
    exact = exact_flip(a, b, PPD).mean()
    bound = 7e-6 if dtype == "uint8" else 3e-5
    assert np.mean(differences(twin, a, b), dtype=np.float64) == pytest.approx(exact, abs=bound)


@pytest.mark.parametrize("levels", [(0, 255), (255, 0), (254, 255), (200, 250), (0, 1)])
def test_flat_pictures_differ_everywhere_alike_and_have_no_features(
    kernel: ModuleType, levels: tuple[int, int]
) -> None:
    for shape in ((33, 70), (33, 70, 3), (1, 2, 3)):
        a, b = (np.full(shape, level, np.uint8) for level in levels)
        assert (seen(kernel, a)[-2:] == 0).all()
        found = differences(kernel, a, b)
        assert len(np.unique(found)) == 1
        assert found[0, 0] == pytest.approx(exact_flip(a, b, PPD)[0, 0], abs=1e-5)


def test_a_flat_colour_has_no_features_either(kernel: ModuleType) -> None:
    for colour in noise((20, 3)):
        found = seen(kernel, np.broadcast_to(colour, (25, 31, 3)))
        assert (found[3:] == 0).all()


def test_green_and_blue_are_at_the_end_of_the_scale(kernel: ModuleType) -> None:
    green, blue = np.zeros((2, 12, 12, 3), np.uint8)
    green[..., 1] = blue[..., 2] = 255
    assert differences(kernel, green, blue) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize("dtype", WHITES)
def test_grays_are_exactly_neutral_and_differ_as_gray_pictures_do(kernel: ModuleType, dtype: str) -> None:
    a, b = noise((30, 40), dtype, 1), noise((30, 40), dtype, 2)
    in_colour = [np.repeat(each[..., np.newaxis], 3, axis=2) for each in (a, b)]
    lightness, red_green, blue, edges, points = seen(kernel, in_colour[0])
    assert not red_green.any()
    assert not blue.any()
    assert np.array_equal(np.stack([lightness, edges, points]), seen(kernel, a))
    assert np.array_equal(differences(kernel, a, b), differences(kernel, *in_colour))


@pytest.mark.parametrize("dtype", WHITES)
@pytest.mark.parametrize("kind", ["noise", "bright", "dark"])
def test_identical_pictures_differ_nowhere(kernel: ModuleType, dtype: str, kind: str) -> None:
    for shape in ((40, 33, 3), (40, 33), (1, 1, 3), (1, 9)):
        a, _ = pair_of(kind, dtype, shape)
        assert (differences(kernel, a, a.copy()) == 0).all()


@pytest.mark.parametrize("dtype", WHITES)
@pytest.mark.parametrize("kind", ["noise", "alike", "bright", "dark"])
def test_exchanged_pictures_give_the_same_bits_between_0_and_1(kernel: ModuleType, dtype: str, kind: str) -> None:
    for shape in ((40, 33, 3), (40, 33)):
        a, b = pair_of(kind, dtype, shape)
        found = differences(kernel, a, b)
        assert np.array_equal(found, differences(kernel, b, a))
        assert found.min() >= 0
        assert found.max() <= 1


def test_a_feature_where_no_colour_differs_is_a_difference_only_at_its_largest(kernel: ModuleType) -> None:
    # Nothing to the power of anything above 0 is nothing, and to the power of 0 it is 1. What is said to be seen of the
    # reference is made up here; its pixels differ, or nothing would be looked at.
    a, reference = np.full((1, 1), 90, np.uint8), np.full((1, 1), 91, np.uint8)
    told = np.array([[[float(seen(kernel, a)[0, 0, 0])]], [[1.0]], [[0.0]]], np.float32)
    for edge, expected in ((1.0, 0.0), (1.5, 1.0)):
        told[1] = edge
        assert kernel.flip(told, reference, a, 255.0, flip_filters(PPD)).tolist() == [[expected]]


@pytest.mark.parametrize("ppd", [1.0, 5.3, 67.0, 400.0])
def test_filters_weigh_1_in_all_and_detectors_1_on_each_side(ppd: float) -> None:
    def total(half: Array) -> float:
        return float(2 * half.sum(dtype=np.float64) - half[0])

    filters = flip_filters(ppd)
    for half in (filters.y, filters.red_green, filters.smooth):
        assert total(half) == pytest.approx(1, abs=1e-6)
    down, right = filters.blue_down, filters.blue_right
    assert sum(total(d) * total(r) for d, r in zip(down, right, strict=True)) == pytest.approx(1, abs=1e-6)
    assert filters.edge[0] == 0
    assert filters.edge.sum(dtype=np.float64) == pytest.approx(1, abs=1e-6)
    positive = filters.point[filters.point > 0].sum(dtype=np.float64)
    assert 2 * positive == pytest.approx(1, abs=1e-6)
    assert flip_filters(ppd) is filters


def test_what_is_no_pair_is_refused_with_both_named(kernel: ModuleType) -> None:
    a, filters = noise((6, 5, 3)), flip_filters(PPD)
    told = seen(kernel, a)
    with pytest.raises(TypeError, match="not int64"):
        kernel.flip_seen(a.astype(np.int64), 255.0, filters)
    with pytest.raises(ValueError, match="at least one pixel"):
        kernel.flip_seen(a[..., :2], 255.0, filters)
    with pytest.raises(ValueError, match="full white"):
        kernel.flip_seen(a, 0.0, filters)
    with pytest.raises(TypeError, match="not int64"):
        kernel.flip(told, a.astype(np.int64), a.astype(np.int64), 255.0, filters)
    with pytest.raises(ValueError, match=r"\(6, 5, 3\) uint8 and \(6, 4, 3\) uint8"):
        kernel.flip(told, a, a[:, :4], 255.0, filters)
    with pytest.raises(ValueError, match=r"\(6, 5, 3\) uint8 and \(6, 5, 3\) uint16"):
        kernel.flip(told, a, a.astype(np.uint16), 255.0, filters)
    for wrong in (told[:3], told[:, 1:], told.astype(np.float64), np.moveaxis(told, 0, -1)):
        with pytest.raises(ValueError, match=r"must be float32 \(5, 6, 5\)"):
            kernel.flip(wrong, a, a, 255.0, filters)
    with pytest.raises(ValueError, match=r"must be float32 \(3, 6, 5\)"):
        kernel.flip(told, a[..., 0], a[..., 0], 255.0, filters)
