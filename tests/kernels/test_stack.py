"""Many small arrays at a time: each as if it were alone in every bit, native and twin."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from mikurabe.kernels.moments import Moments, moments, moments_of_stack
from mikurabe.kernels.single import single_ssim_mean, single_ssim_of_stack, single_stats
from pictures import noise

Array = NDArray[Any]
C1, C2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
OFFSETS = np.arange(11) - 5
GAUSS = np.exp(-(OFFSETS**2) / 4.5)
GAUSS /= GAUSS.sum()
BOX = np.full(7, 1 / 7)

TWIN = SimpleNamespace(
    moments=moments,
    moments_of_stack=moments_of_stack,
    single_ssim_mean=single_ssim_mean,
    single_ssim_of_stack=single_ssim_of_stack,
    single_stats=single_stats,
)


def the_native() -> Any:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    from mikurabe.kernels import native

    return native


@pytest.fixture(params=["twin", "native"])
def kernel(request: pytest.FixtureRequest) -> Any:
    return TWIN if request.param == "twin" else the_native()


def stack_like(a: Array, count: int = 7) -> Array:
    """Return noise, the array itself, black, white, its negative, and it with one element and with a half changed."""
    one, half = a.copy(), a.copy()
    one.reshape(-1)[a.size // 2] ^= 129
    half[: len(a) // 2] = 255 - half[: len(a) // 2]
    some = [noise(a.shape, seed=9), a, np.zeros_like(a), np.full_like(a, 255), 255 - a, one, half]
    return np.stack(some[:count])


ANY_SHAPES = [
    (1,),
    (7,),
    (1, 1),
    (1, 9),
    (9, 1),
    (5, 3),
    (28, 28),
    (31, 17),
    (28, 28, 3),
    (1, 1, 3),
    (300, 301),
    (0, 4),
]


def layouts(stack: Array) -> list[Array]:
    """Return the same stack as it may lie in memory otherwise."""
    wide = np.zeros((2 * len(stack), *stack.shape[1:]), np.uint8)
    wide[::2] = stack
    return [stack, wide[::2], np.asfortranarray(stack), np.ascontiguousarray(stack[::-1])[::-1]]


@pytest.mark.parametrize("shape", ANY_SHAPES, ids=str)
def test_the_sums_of_each_are_those_of_the_pair_alone(kernel: Any, shape: tuple[int, ...]) -> None:
    a = noise(shape)
    stack = stack_like(a) if a.size else np.zeros((3, *shape), np.uint8)
    expected = [moments(a, each) for each in stack]
    for layout in layouts(stack):
        found = kernel.moments_of_stack(a, layout)
        assert found == expected
        assert found == [kernel.moments(a, each) for each in stack]
        assert all(isinstance(number, int) for sums in found for number in (sums.n, sums.sum_aa, sums.sum_abs_d))
    for other in (np.asfortranarray(a), np.repeat(a, 2, axis=0)[::2]):
        assert kernel.moments_of_stack(other, stack) == expected


def test_sums_worked_out_by_hand(kernel: Any) -> None:
    a, stack = np.array([3, 8], np.uint8), np.array([[4, 6], [3, 8]], np.uint8)
    assert kernel.moments_of_stack(a, stack) == [
        Moments(n=2, sum_a=11, sum_b=10, sum_aa=73, sum_bb=52, sum_ab=60, sum_dd=5, sum_abs_d=3),
        Moments(n=2, sum_a=11, sum_b=11, sum_aa=73, sum_bb=73, sum_ab=73, sum_dd=0, sum_abs_d=0),
    ]


def test_the_largest_levels_do_not_overflow(kernel: Any) -> None:
    a = np.zeros((700, 700), np.uint8)
    (sums,) = kernel.moments_of_stack(a, np.full((1, 700, 700), 255, np.uint8))
    assert (sums.sum_bb, sums.sum_dd, sums.sum_abs_d) == (490_000 * 255**2, 490_000 * 255**2, 490_000 * 255)


def test_an_empty_stack_has_no_sums(kernel: Any) -> None:
    assert kernel.moments_of_stack(noise((12, 12)), np.zeros((0, 12, 12), np.uint8)) == []


def test_an_empty_stack_has_no_means(kernel: Any) -> None:
    a = noise((12, 12))
    stats = kernel.single_stats(a, GAUSS)
    assert kernel.single_ssim_of_stack(a, np.zeros((0, 12, 12), np.uint8), stats, GAUSS, C1, C2).shape == (0,)


def test_sums_of_what_is_no_stack_are_refused(kernel: Any) -> None:
    a = noise((6, 5))
    stack = stack_like(a)
    for wrong in (stack.astype(np.uint16), stack.astype(np.float32)):
        with pytest.raises(TypeError, match=f"not {wrong.dtype} and uint8"):
            kernel.moments_of_stack(a, wrong)
    with pytest.raises(TypeError, match="not uint8 and uint16"):
        kernel.moments_of_stack(a.astype(np.uint16), stack)
    for shape in ((7, 6, 4), (7, 5, 6), (6, 5), (7, 6, 5, 3), (7, 1, 6, 5), (7,)):
        with pytest.raises(ValueError, match=r"one of shape \(6, 5\)"):
            kernel.moments_of_stack(a, np.zeros(shape, np.uint8))
    with pytest.raises(ValueError, match=r"one of shape \(\)"):
        kernel.moments_of_stack(np.uint8(3) * np.ones((), np.uint8), np.zeros(4, np.uint8))
    with pytest.raises(ValueError, match=r"one of shape \(1, 2, 2, 3\)"):
        kernel.moments_of_stack(np.zeros((1, 2, 2, 3), np.uint8), np.zeros((2, 1, 2, 2, 3), np.uint8))


PLANES = [(11, 11), (11, 40), (40, 11), (12, 13), (28, 28), (33, 64), (128, 128), (60, 273)]


@pytest.mark.parametrize("shape", PLANES, ids=str)
@pytest.mark.parametrize("taps", [GAUSS, BOX, np.ones(1)], ids=len)
def test_the_mean_of_each_is_that_of_the_plane_alone_in_every_bit(
    kernel: Any, shape: tuple[int, int], taps: Array
) -> None:
    a = noise(shape)
    stack, stats = stack_like(a), kernel.single_stats(a, taps)
    expected = [single_ssim_mean(a, each, stats, taps, C1, C2) for each in stack]
    for layout in layouts(stack):
        found = kernel.single_ssim_of_stack(a, layout, stats, taps, C1, C2)
        assert (found.shape, found.dtype) == ((len(stack),), np.float64)
        assert found.tolist() == expected
    assert [kernel.single_ssim_mean(a, each, stats, taps, C1, C2) for each in stack] == expected
    assert kernel.single_ssim_of_stack(np.asfortranarray(a), stack, stats, taps, C1, C2).tolist() == expected
    assert found[1] == 1


def test_more_planes_than_lie_side_by_side_are_as_if_alone(kernel: Any) -> None:
    a, stack = noise((28, 28)), noise((21, 28, 28), seed=9)
    stats = kernel.single_stats(a, GAUSS)
    alone = [kernel.single_ssim_mean(a, b, stats, GAUSS, C1, C2) for b in stack]
    assert kernel.single_ssim_of_stack(a, stack, stats, GAUSS, C1, C2).tolist() == alone


def test_identical_planes_are_exactly_1_and_flat_ones_lose_nothing(kernel: Any) -> None:
    for level in (0, 1, 250, 255):
        a = np.full((20, 23), level, np.uint8)
        stack = np.stack([a, np.full_like(a, 255 - level)])
        found = kernel.single_ssim_of_stack(a, stack, kernel.single_stats(a, GAUSS), GAUSS, C1, C2)
        assert found[0] == 1
        other = 255 - level
        assert found[1] == pytest.approx((2 * level * other + C1) / (level**2 + other**2 + C1), abs=1e-6)


def test_planes_of_colour_pictures_may_be_taken_out_of_their_channels(kernel: Any) -> None:
    pictures = noise((5, 24, 19, 3))
    a, stack = pictures[0, ..., 1], pictures[..., 2]
    stats = kernel.single_stats(a, GAUSS)
    expected = [single_ssim_mean(a, each, stats, GAUSS, C1, C2) for each in stack]
    assert kernel.single_ssim_of_stack(a, stack, stats, GAUSS, C1, C2).tolist() == expected


def test_means_of_what_is_no_stack_are_refused(kernel: Any) -> None:
    a = noise((20, 18))
    stack, stats = stack_like(a), kernel.single_stats(a, GAUSS)
    with pytest.raises(TypeError, match="not float32 and uint8"):
        kernel.single_ssim_of_stack(a, stack.astype(np.float32), stats, GAUSS, C1, C2)
    with pytest.raises(TypeError, match="not float32 and float32"):
        kernel.single_ssim_of_stack(a.astype(np.float32), stack.astype(np.float32), stats, GAUSS, C1, C2)
    for wrong in (stack[:, 1:], stack[0], stack[..., np.newaxis], stack.transpose(0, 2, 1)):
        with pytest.raises(ValueError, match=r"one of shape \(20, 18\)"):
            kernel.single_ssim_of_stack(a, wrong, stats, GAUSS, C1, C2)
    with pytest.raises(ValueError, match="stats_a has shape"):
        kernel.single_ssim_of_stack(a[1:], stack[:, 1:], stats, GAUSS, C1, C2)
    with pytest.raises(ValueError, match="no room"):
        kernel.single_ssim_of_stack(a[:10], stack[:, :10], stats, GAUSS, C1, C2)
    with pytest.raises(ValueError, match="c1 must be above 0"):
        kernel.single_ssim_of_stack(a, stack, stats, GAUSS, 0.0, C2)
    with pytest.raises(ValueError, match="c2 must be above 0"):
        kernel.single_ssim_of_stack(a, stack, stats, GAUSS, C1, np.inf)
    with pytest.raises(ValueError, match="odd"):
        kernel.single_ssim_of_stack(a, stack, stats, [0.5, 0.5], C1, C2)
    # Three axes pass the look at the shapes: the planes are refused for what they are.
    cube = np.zeros((12, 12, 12), np.uint8)
    with pytest.raises(ValueError, match="no room"):
        kernel.single_ssim_of_stack(cube, cube[np.newaxis], stats, GAUSS, C1, C2)


def test_a_constant_beyond_single_precision_is_refused_without_a_warning(kernel: Any) -> None:
    a = noise((20, 18))
    with pytest.raises(ValueError, match="c2 must be above 0 and finite"):
        kernel.single_ssim_of_stack(a, a[np.newaxis], kernel.single_stats(a, GAUSS), GAUSS, C1, 1e40)
