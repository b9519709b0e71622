"""Any index after alignment: facts of the inner index, exact whole movements, splines in between, masks, names."""

from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe as mk
from mikurabe import api
from mikurabe.errors import UndefinedScore, UnknownName, UsageError
from mikurabe.images import from_array
from mikurabe.metrics import METRICS, parse
from mikurabe.metrics.movement import Shift
from mikurabe.metrics.registered import aligned, moved_back
from mikurabe.picture import Picture
from mikurabe.sources.digits import draw_digit
from pictures import noise, picture

# Undoing a movement before measuring it, and a model that nobody names, are refused.
INNER = [
    pytest.param(metric.name, id=metric.name)
    for metric in METRICS
    if metric.name != "registered" and not metric.name.startswith("shift_") and "model" not in metric.needs
]


def waves(shape: tuple[int, int], dy: float = 0.0, dx: float = 0.0) -> NDArray[np.uint8]:
    """Return a smooth picture whose content lies (dy, dx) further down and to the right."""
    y, x = np.mgrid[0 : shape[0], 0 : shape[1]]
    y, x = y - dy, x - dx
    levels = 128 + 50 * np.sin(x / 2.9 + 0.3 * np.cos(y / 5)) + 40 * np.cos(y / 3.7) + 25 * np.sin((x + 2 * y) / 4.3)
    return np.rint(levels).astype(np.uint8)


def test_the_facts_without_parameters_are_those_of_the_default() -> None:
    record = METRICS["registered"]
    assert record.varies is not None
    facts = dict(record.varies({"metric": "ssim", "max_shift": 8}))
    # Written out in the record, where the other families are not known yet.
    for name in (
        "title",
        "better",
        "low",
        "high",
        "identical",
        "resolution",
        "unit",
        "reads",
        "cap",
        "needs",
        "masked",
    ):
        assert getattr(record, name) == facts[name], name


@pytest.mark.parametrize("name", INNER)
def test_the_column_has_the_facts_of_the_index_within(name: str) -> None:
    index, inner = parse(f"registered[metric={name},max_shift=4]"), METRICS[name]
    column = index.column()
    assert column.key == ("registered[max_shift=4]" if name == "ssim" else f"registered[metric={name},max_shift=4]")
    assert parse(column.key) == index
    for fact in ("better", "low", "high", "identical", "resolution", "unit", "reads", "cap", "version"):
        assert getattr(column, fact) == getattr(inner, fact), fact
    assert column.title.startswith(f"{inner.title}, aligned")


# An index of events looks at events, which aligned pixels do not have.
@pytest.mark.parametrize("name", [each for each in INNER if "events" not in METRICS[each.id].needs])
def test_identical_pictures_have_the_value_of_the_index_within(name: str) -> None:
    index = parse(f"registered[metric={name}]")
    for pixels in (noise((32, 32, 3)), np.full((9, 9), 4, np.uint8), noise((1, 1))):
        assert index.value(picture(pixels), picture(pixels.copy())) == METRICS[name].identical


def test_psnr_of_the_reference_itself_is_infinite_in_a_table() -> None:
    pixels = noise((30, 30))
    table = api.compare(pixels, {"moved": np.roll(pixels, 2, axis=1)}, metrics="registered[metric=psnr,max_shift=4]")
    assert table.reference.scores[0].value == math.inf
    assert table.rows[0].scores[0].value == math.inf


@pytest.mark.parametrize("shape", [(64, 64), (41, 60, 3)], ids=str)
@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_a_rolled_texture_is_as_good_as_identical(shape: tuple[int, ...], dtype: str) -> None:
    first = noise(shape, dtype)
    second = np.roll(first, (-3, 2), (0, 1))
    white = 1.0 if dtype == "float32" else None
    assert mk.ssim(first, second, white=white) < 0.2
    assert mk.registered(first, second, white=white) == 1
    assert mk.registered(first, second, metric="mae", white=white) == 0


@pytest.mark.parametrize("way", [(2, 0), (0, -2), (-2, 2), (2, 2)], ids=str)
@pytest.mark.parametrize("metric", ["ssim", "psnr", "cosine", "hog"])
def test_a_moved_digit_is_as_good_as_identical_and_another_digit_is_not(way: tuple[int, int], metric: str) -> None:
    eight, six = np.pad(draw_digit(8), 4), np.pad(draw_digit(6), 4)
    assert mk.registered(eight, np.roll(eight, way, (0, 1)), metric=metric) == METRICS[metric].identical
    assert mk.registered(eight, six, metric=metric) < METRICS[metric].identical


@pytest.mark.parametrize("place", [(0.5, 0.0), (-1.3, 2.6), (0.25, -0.75)], ids=str)
def test_between_pixels_the_spline_brings_a_smooth_picture_back(place: tuple[float, float]) -> None:
    first, second = waves((64, 80)), waves((64, 80), *place)
    assert mk.mae(first, second) > 4
    assert mk.registered(first, second, metric="mae") < 0.6
    assert mk.registered(first, second) > 0.999


def test_the_spline_of_a_straight_line_is_the_line() -> None:
    # Away from the mirrored ends a cubic spline keeps every polynomial up to the third degree.
    ramp = np.tile(np.arange(0, 160, 2, dtype=np.float64), (30, 1))
    _, back = moved_back(picture(ramp, white=255), picture(ramp, white=255), Shift(x_px=0.25, y_px=0.0, response=1.0))
    assert back.pixels.shape == (30, 79)
    assert back.pixels[:, 15:60] == pytest.approx(ramp[:, 15:60] + 0.5, abs=1e-6)


def test_resampling_invents_no_level_that_the_candidate_did_not_have() -> None:
    edge = np.where(np.arange(40) < 20, 40, 215).astype(np.uint8)[np.newaxis].repeat(30, axis=0)
    _, back = moved_back(picture(edge), picture(edge), Shift(x_px=0.5, y_px=0.5, response=1.0))
    assert back.pixels.dtype == np.uint8
    assert (back.pixels.min(), back.pixels.max()) == (40, 215)


def test_both_are_cropped_to_what_they_share() -> None:
    first = noise((40, 50))
    second = np.roll(first, (3, -2), (0, 1))
    here, back = aligned(picture(first), picture(second), 8)
    assert here.pixels.shape == (37, 48)
    assert np.array_equal(here.pixels, first[:37, 2:])
    assert np.array_equal(back.pixels, first[:37, 2:])


def test_a_picture_in_place_is_left_alone_and_shared_with_the_other_columns() -> None:
    reference, candidate = picture(noise((40, 40))), picture(noise((40, 40)) ^ 1)
    here, back = aligned(reference, candidate, 8)
    assert here is reference
    assert back is candidate


def test_where_nothing_can_be_aligned_the_index_sees_the_pictures_as_they_are() -> None:
    first, flat = noise((20, 20)), np.full((20, 20), 90, np.uint8)
    assert mk.registered(first, flat, metric="mae") == mk.mae(first, flat)
    with pytest.raises(UndefinedScore, match="the candidate is one flat level"):
        mk.registered(first, flat, metric="pearson")


def test_masks_are_moved_along() -> None:
    scene = noise((60, 60), seed=4)
    first, second = scene[5:45, 5:45].copy(), scene[3:43, 6:46].copy()
    mask = np.zeros((40, 40), np.bool_)
    mask[6:34, 6:34] = True
    first[~mask], second[~mask] = 255, 0
    pair = tuple(Picture(from_array(pixels, name="masked"), mask) for pixels in (first, second))
    assert parse("registered[metric=mae]").value(*pair) == pytest.approx(0, abs=1)
    here, _ = aligned(*pair, 8)
    assert here.mask is not None
    assert here.mask.sum() <= 28 * 28


def test_a_name_within_the_name_is_checked() -> None:
    assert parse("registered[metric=ssim[recipe=opencv],max_shift=4]").key == (
        "registered[metric=ssim[recipe=opencv],max_shift=4]"
    )
    assert parse("registered[metric=ssim[recipe=opencv,k1=0.02]]").column().better == "higher"
    with pytest.raises(UnknownName, match="Did you mean 'ssim'"):
        parse("registered[metric=sssim]")
    with pytest.raises(UsageError, match="would align twice"):
        parse("registered[metric=registered]")
    with pytest.raises(UsageError, match="should lie between"):
        parse("registered[max_shift=0]")
