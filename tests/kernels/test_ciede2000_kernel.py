"""CIEDE2000 of every pixel: native against twin in every bit, and scikit-image's formula in double precision."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from pictures import noise

light = importlib.import_module("mikurabe.kernels.light")
twin = importlib.import_module("mikurabe.kernels.colour")

Array = NDArray[Any]
WHITES = {"uint8": 255.0, "uint16": 65535.0, "float32": 1.0, "float64": 1.0}
SHAPES = [(1, 1), (1, 7), (9, 1), (2, 3), (5, 4), (13, 40), (1, 1100), (37, 33), (3, 521)]
# Hues that lie closer to opposite than this (radians) are opposite within rounding.
OPPOSITE = 2e-6


def the_native() -> ModuleType:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    return importlib.import_module("mikurabe.kernels.native.colour")


@pytest.fixture(params=["twin", "native"])
def kernel(request: pytest.FixtureRequest) -> ModuleType:
    return twin if request.param == "twin" else the_native()


def formula(first: Array, second: Array) -> Array:
    """Return scikit-image's CIEDE2000 of two pictures in Lab, (3, H, W) each, in double precision."""
    color = pytest.importorskip("skimage.color", reason="scikit-image (extra: peers) is not installed")
    pair = (np.moveaxis(each, 0, -1).astype(np.float64) for each in (first, second))
    return np.asarray(color.deltaE_ciede2000(*pair))


def differences(kernel: ModuleType, a: Array, b: Array) -> Array:
    white = WHITES[a.dtype.name]
    return np.asarray(kernel.ciede2000(light.lab(a, white), a, b, white))


def pair_of(kind: str, dtype: str, side: int = 120) -> tuple[Array, Array]:
    white = WHITES[dtype]
    a, b = (noise((side, side, 3), dtype, seed).astype(np.float64) for seed in (1, 2))
    if kind == "alike":
        b = np.clip(a + (b - white / 2) / 40, 0, white)
    elif kind == "bright":
        a, b = white - a / 25, white - b / 25
    elif kind == "nearly gray":
        a, b = (each.mean(axis=2, keepdims=True) * 0.95 + each * 0.05 for each in (a, b))
    elif kind == "vivid":
        a[..., 0], b[..., 1] = 0, white
    return a.astype(dtype), b.astype(dtype)


KINDS = ["noise", "alike", "bright", "nearly gray", "vivid"]


@pytest.mark.parametrize("dtype", WHITES)
@pytest.mark.parametrize("colour", [True, False], ids=["colour", "gray"])
def test_native_and_twin_agree_in_every_bit_whatever_the_size_and_the_layout(dtype: str, colour: bool) -> None:
    native, white = the_native(), WHITES[dtype]
    for seed, shape in enumerate(SHAPES):
        whole = (*shape, 3) if colour else shape
        a, b = noise(whole, dtype, 2 * seed), noise(whole, dtype, 2 * seed + 1)
        b[: shape[0] // 2] = a[: shape[0] // 2]
        views = [lambda x: x, lambda x: x[::-1, ::-1], lambda x: x.swapaxes(0, 1), lambda x: x[::2, ::3]]
        for view in [*views, np.asfortranarray]:
            first, second = view(a), view(b)
            lab = light.lab(first, white)
            found = native.ciede2000(lab, first, second, white)
            mean = native.ciede2000_mean(lab, first, second, white)
            assert mean == pytest.approx(np.mean(found, dtype=np.float64), rel=1e-12)
            assert (found.shape, found.dtype) == (first.shape[:2], np.float32)
            assert np.array_equal(found, twin.ciede2000(lab, first, second, white))
            assert np.array_equal(found, twin.ciede2000(lab, first.copy(), second.copy(), white))
            assert np.array_equal(found, native.ciede2000(np.asfortranarray(lab), first, second, white))


@pytest.mark.parametrize("dtype", WHITES)
@pytest.mark.parametrize("shape", [(9, 700, 3), (35, 1100), (2, 3000, 3), (120, 17), (1, 513)], ids=str)
def test_where_the_pictures_are_the_same_in_places_every_pixel_is_the_twins(dtype: str, shape: tuple[int, ...]) -> None:
    rng, a = np.random.default_rng(4), noise(shape, dtype)
    for changes in (1, 2, 6):
        b = a.copy()
        places = [tuple(rng.integers(0, shape[:2])) for _ in range(changes)]
        for place in places:
            b[place] = WHITES[dtype] - b[place]
        for view in (lambda each: each, lambda each: each[::-1, ::-1]):
            found = differences(the_native(), view(a), view(b))
            assert np.array_equal(found, differences(twin, view(a), view(b)))
            assert np.count_nonzero(found) == len(set(places))


@pytest.mark.parametrize("dtype", WHITES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_pixel_and_the_mean_keep_the_stated_bounds(dtype: str, kind: str) -> None:
    a, b = pair_of(kind, dtype)
    labs = [light.lab(each, WHITES[dtype]) for each in (a, b)]
    found, exact = differences(twin, a, b), formula(*labs)
    opposite = np.abs(away_from_opposite(*labs)) < OPPOSITE
    assert opposite.sum() < 5
    assert (np.abs(found - exact) < 5e-5 + 1e-6 * exact)[~opposite].all()
    assert np.mean(found, dtype=np.float64) == pytest.approx(exact.mean(), abs=1e-5)
    assert np.array_equal(found, differences(the_native(), a, b))


def away_from_opposite(first: Array, second: Array) -> Array:
    """Return by what angle the hues of two pictures in Lab miss being opposite; none where one has no colour."""
    (_, a_1, b_1), (_, a_2, b_2) = first.astype(np.float64), second.astype(np.float64)
    angle = np.arctan2(a_1 * b_2 - b_1 * a_2, -(a_1 * a_2 + b_1 * b_2))
    return np.where((np.hypot(a_1, b_1) == 0) | (np.hypot(a_2, b_2) == 0), np.pi, angle)


def turned(lab: Array, angle: float) -> Array:
    lightness, a, b = lab.astype(np.float64)
    return np.stack([lightness, a * np.cos(angle) - b * np.sin(angle), a * np.sin(angle) + b * np.cos(angle)])


def test_opposite_hues_count_from_one_side_or_the_other() -> None:
    # Green-ish and purple-ish pixels of the straight foot of the curve of light are exactly opposite.
    a, b = np.random.default_rng(3).integers(0, 8, (2, 400, 400, 3)).astype(np.uint8)
    labs = [light.lab(each, 255.0) for each in (a, b)]
    found, opposite = differences(twin, a, b), np.abs(away_from_opposite(*labs)) < OPPOSITE
    assert opposite.sum() > 100
    sides = [np.abs(found - formula(labs[0], turned(labs[1], by))) for by in (-2 * OPPOSITE, 2 * OPPOSITE)]
    assert np.minimum(*sides)[opposite].max() < 1e-4
    assert (np.abs(found - formula(*labs)) < 5e-5 + 1e-6 * found)[~opposite].all()
    assert np.array_equal(found, differences(the_native(), a, b))
    assert np.array_equal(found, differences(twin, b, a))


# (12, 4, 12) against (0, 12, 0): 11.6587, and on the other side of the jump 12.6034.
def test_where_hues_are_opposite_within_rounding_the_jump_is_as_stated() -> None:
    a, b = (np.array([[colour]], np.uint8) for colour in ((12, 4, 12), (0, 12, 0)))
    labs = [light.lab(each, 255.0) for each in (a, b)]
    assert differences(twin, a, b)[0, 0] == pytest.approx(formula(*labs)[0, 0], rel=0.2)


# In flat pictures all pixels are off alike: 2.3e-5 here.
def test_the_mean_of_a_flat_picture_keeps_the_bound_of_its_pixel() -> None:
    a, b = worst_flat_pair()
    exact = formula(light.lab(a, 255.0), light.lab(b, 255.0)).mean()
    assert np.mean(differences(twin, a, b), dtype=np.float64) == pytest.approx(exact, abs=5e-5 + 1e-6 * exact)


def test_the_mean_of_dark_noise_lies_between_those_of_the_two_sides_of_opposite_hues() -> None:
    # Opposite hues are frequent there, and on which side float64 takes them depends on the machine's own functions.
    a, b = np.random.default_rng(0).integers(0, 8, (2, 400, 400, 3), dtype=np.uint8)
    labs = [light.lab(each, 255.0) for each in (a, b)]
    opposite = np.abs(away_from_opposite(*labs)) < OPPOSITE
    sides = [
        np.where(opposite, formula(labs[0], turned(labs[1], by)), formula(*labs))
        for by in (-2 * OPPOSITE, 2 * OPPOSITE)
    ]
    least, most = np.minimum(*sides).mean(), np.maximum(*sides).mean()
    assert least - 1e-5 < np.mean(differences(twin, a, b), dtype=np.float64) < most + 1e-5
    assert most - least < 1e-3


def worst_flat_pair() -> tuple[Array, Array]:
    """Return two flat pictures of the two colours whose difference is farthest off among those of some noise."""
    a, b = pair_of("noise", "uint8")
    error = np.abs(differences(twin, a, b) - formula(light.lab(a, 255.0), light.lab(b, 255.0)))
    place = np.unravel_index(int(error.argmax()), error.shape)
    return np.broadcast_to(a[place], (8, 9, 3)), np.broadcast_to(b[place], (8, 9, 3))


def test_the_discontinuity_that_sharma_shows_lies_where_the_formula_has_it() -> None:
    # Sharma, Wu & Dalal 2005, table 1, pairs 7 to 16: around opposite hues.
    rows = """50 0 0 50 -1 2 2.3669
        50 -1 2 50 0 0 2.3669
        50 2.4900 -0.0010 50 -2.4900 0.0009 7.1792
        50 2.4900 -0.0010 50 -2.4900 0.0010 7.1792
        50 2.4900 -0.0010 50 -2.4900 0.0011 7.2195
        50 2.4900 -0.0010 50 -2.4900 0.0012 7.2195
        50 -0.0010 2.4900 50 0.0009 -2.4900 4.8045
        50 -0.0010 2.4900 50 0.0010 -2.4900 4.8045
        50 -0.0010 2.4900 50 0.0011 -2.4900 4.7461
        50 2.5 0 50 0 -2.5 4.3065""".splitlines()
    table = np.array([[float(number) for number in row.split()] for row in rows])
    first, second = (np.ascontiguousarray(table[:, part].T, np.float32) for part in (slice(0, 3), slice(3, 6)))
    assert np.abs(twin._difference(first, second) - table[:, 6]).max() < 1e-4
    assert np.array_equal(twin._difference(first, second), twin._difference(second, first))


@pytest.mark.parametrize("dtype", WHITES)
@pytest.mark.parametrize("kind", KINDS)
def test_identical_pictures_differ_nowhere(kernel: ModuleType, dtype: str, kind: str) -> None:
    for pixels in (pair_of(kind, dtype, 40)[0], pair_of(kind, dtype, 40)[0][..., 1], np.zeros((3, 5, 3), dtype)):
        assert (differences(kernel, pixels, pixels.copy()) == 0).all()


@pytest.mark.parametrize("dtype", WHITES)
@pytest.mark.parametrize("kind", KINDS)
def test_exchanged_pictures_give_the_same_bits(kernel: ModuleType, dtype: str, kind: str) -> None:
    a, b = pair_of(kind, dtype, 60)
    assert np.array_equal(differences(kernel, a, b), differences(kernel, b, a))
    assert np.array_equal(differences(kernel, a[..., 0], b[..., 0]), differences(kernel, b[..., 0], a[..., 0]))


@pytest.mark.parametrize("dtype", WHITES)
def test_grays_differ_as_they_do_in_colour(kernel: ModuleType, dtype: str) -> None:
    a, b = noise((30, 40), dtype, 1), noise((30, 40), dtype, 2)
    in_colour = [np.repeat(each[..., np.newaxis], 3, axis=2) for each in (a, b)]
    assert np.array_equal(differences(kernel, a, b), differences(kernel, *in_colour))


@pytest.mark.parametrize("levels", [(0, 255), (254, 255), (250, 251), (200, 250), (0, 1)])
def test_flat_pictures_differ_everywhere_alike(kernel: ModuleType, levels: tuple[int, int]) -> None:
    for shape in ((33, 70), (33, 70, 3)):
        a, b = (np.full(shape, level, np.uint8) for level in levels)
        found = differences(kernel, a, b)
        assert len(np.unique(found)) == 1
        if levels == (0, 255):
            assert found[0, 0] == pytest.approx(100, abs=1e-4)
        if len(shape) == 3:
            exact = formula(light.lab(a, 255.0), light.lab(b, 255.0))
            assert found[0, 0] == pytest.approx(exact[0, 0], abs=5e-5)


def test_a_colour_against_none_has_no_hue_to_differ(kernel: ModuleType) -> None:
    gray, colours = np.full((20, 20, 3), 120, np.uint8), noise((20, 20, 3))
    exact = formula(light.lab(gray, 255.0), light.lab(colours, 255.0))
    assert np.abs(differences(kernel, gray, colours) - exact).max() < 1e-4


def test_what_is_no_pair_is_refused_with_both_named(kernel: ModuleType) -> None:
    a = noise((6, 5, 3))
    lab = light.lab(a, 255.0)
    with pytest.raises(TypeError, match="not int64"):
        kernel.ciede2000(lab, a.astype(np.int64), a.astype(np.int64), 255.0)
    with pytest.raises(ValueError, match=r"\(6, 5, 3\) uint8 and \(6, 4, 3\) uint8"):
        kernel.ciede2000(lab, a, a[:, :4], 255.0)
    with pytest.raises(ValueError, match=r"\(6, 5, 3\) uint8 and \(6, 5, 3\) uint16"):
        kernel.ciede2000(lab, a, a.astype(np.uint16), 255.0)
    with pytest.raises(ValueError, match=r"\(6, 5, 3\) uint8 and \(6, 5\) uint8"):
        kernel.ciede2000(lab, a, a[..., 0], 255.0)
    for wrong in (lab[:1], lab[:, :5], lab[0], np.moveaxis(lab, 0, -1), lab.astype(np.float64)):
        with pytest.raises(ValueError, match=r"Lab must be float32 \(3, 6, 5\)"):
            kernel.ciede2000(wrong, a, a, 255.0)
    with pytest.raises(ValueError, match=r"Lab must be float32 \(1, 6, 5\)"):
        kernel.ciede2000(lab, a[..., 0], a[..., 0], 255.0)
    for white in (0.0, np.nan, np.inf):
        with pytest.raises(ValueError, match="full white"):
            kernel.ciede2000(lab, a, a, white)
