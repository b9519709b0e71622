"""The image distortion model against its sums done pixel by pixel, and against hand-made pictures."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe as mk
from mikurabe.errors import UndefinedScore
from mikurabe.images import from_array
from mikurabe.metrics import METRICS, choose
from mikurabe.metrics.deformation import idm_costs, idm_map, sobel_gradients
from mikurabe.picture import Picture
from mikurabe.sources.digits import draw_digit
from pictures import noise, picture


def test_sobel_of_a_ramp_is_its_slope() -> None:
    ramp = np.tile(np.arange(10) * 3.0, (8, 1)) + np.arange(8)[:, np.newaxis] * 5.0
    gradients = sobel_gradients(ramp)
    assert gradients.shape == (2, 8, 10)
    assert np.allclose(gradients[0, :, 1:-1], 3)
    assert np.allclose(gradients[1, 1:-1], 5)


def idm_the_long_way(
    reference: NDArray[np.uint8], candidate: NDArray[np.uint8], warp: int, context: int
) -> NDArray[np.float64]:
    fixed, warped = sobel_gradients(candidate), sobel_gradients(reference)
    height, width = reference.shape
    margin = context // 2

    def at(gradients: NDArray[np.float64], y: int, x: int) -> NDArray[np.float64]:
        inside = 0 <= y < height and 0 <= x < width
        return gradients[:, y, x] if inside else np.zeros(2)

    costs = np.full((height, width), np.inf)
    around = range(-margin, margin + 1)
    for y in range(height):
        for x in range(width):
            for dy in range(-warp, warp + 1):
                for dx in range(-warp, warp + 1):
                    if 0 <= y + dy < height and 0 <= x + dx < width:
                        cost = sum(
                            float(np.sum((at(fixed, y + v, x + h) - at(warped, y + dy + v, x + dx + h)) ** 2))
                            for v in around
                            for h in around
                        )
                        costs[y, x] = min(costs[y, x], cost)
    return costs


@pytest.mark.parametrize(("warp", "context"), [(2, 3), (1, 1), (0, 3), (3, 5)])
def test_it_is_the_sum_of_each_pixels_cheapest_counterpart(warp: int, context: int) -> None:
    first, second = noise((9, 11), seed=1), noise((9, 11), seed=2)
    expected = idm_the_long_way(first, second, warp, context)
    costs = idm_map(picture(first), picture(second), warp=warp, context=context)
    assert costs == pytest.approx(expected, rel=1e-12)
    assert mk.idm(first, second, warp=warp, context=context) == pytest.approx(float(expected.mean()), rel=1e-12)


def test_a_picture_of_another_depth_counts_in_levels_of_255() -> None:
    first, second = noise((20, 20), seed=1), noise((20, 20), seed=2)
    deep = mk.idm(first.astype(np.uint16) * 257, second.astype(np.uint16) * 257)
    assert deep == pytest.approx(mk.idm(first, second), rel=1e-9)


@pytest.mark.parametrize("way", [(2, 0), (0, -2), (-2, 2), (1, 1)], ids=str)
def test_a_digit_moved_within_the_warp_costs_nothing(way: tuple[int, int]) -> None:
    eight, six = np.pad(draw_digit(8), 4), np.pad(draw_digit(6), 4)
    assert mk.idm(eight, np.roll(eight, way, (0, 1))) == 0
    assert mk.idm(eight, six) > 100


def test_a_wider_warp_never_costs_more() -> None:
    first, second = noise((20, 20), seed=1), noise((20, 20), seed=2)
    costs = [mk.idm(first, second, warp=warp) for warp in range(5)]
    assert costs == sorted(costs, reverse=True)


def test_a_batch_is_its_members_one_by_one() -> None:
    candidate, references = noise((12, 12), seed=9), np.stack([noise((12, 12), seed=seed) for seed in range(4)])
    batch = idm_costs(sobel_gradients(candidate[np.newaxis]), sobel_gradients(references), 2, 3)
    for costs, reference in zip(batch, references, strict=True):
        assert np.array_equal(costs, idm_map(picture(reference), picture(candidate)))


def test_under_a_mask_what_is_left_out_does_not_count() -> None:
    first, second = noise((24, 24), seed=1), noise((24, 24), seed=1)
    mask = np.zeros((24, 24), np.bool_)
    mask[4:20, 4:20] = True
    second[~mask] = 0
    index = choose(METRICS["idm"], {})
    pair = [Picture(from_array(pixels, name="masked"), mask) for pixels in (first, second)]
    assert index.value(*pair) == 0
    everywhere = np.ones((24, 24), np.bool_)
    pair = [Picture(from_array(pixels, name="masked"), everywhere) for pixels in (first, second)]
    assert index.value(*pair) == index.value(picture(first), picture(second))


def test_an_even_context_has_no_middle() -> None:
    with pytest.raises(UndefinedScore, match="has no middle"):
        mk.idm(noise((20, 20), seed=1), noise((20, 20), seed=2), context=4)
