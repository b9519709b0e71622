"""Changed pixels against the counts that pixelmatch's own tests assert, and against pictures drawn by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

import mikurabe as mk
from mikurabe.images import from_array
from mikurabe.metrics.changed import changed_boxes, changed_map
from mikurabe.metrics.definition import parse
from mikurabe.picture import Picture
from pictures import noise, picture


def test_the_counts_are_those_that_pixelmatch_asserts(shared_data: Path) -> None:
    """All rows of the versions that measure in YIQ; the later ones measure in OKLab, another definition."""
    folder = shared_data / "visual_regression"
    with (folder / "expected_counts.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["suite"] == "pixelmatch" and "OKLab" not in row["settings"]]
    rows = [row for row in rows if "HEAD" not in row["settings"]]
    assert len(rows) == 9
    for row in rows:
        threshold = 0.1 if "default" in row["settings"] else float(row["settings"].split()[1])
        pair = (folder / "pixelmatch" / row["image_a"], folder / "pixelmatch" / row["image_b"])
        assert mk.changed_pixels(*pair, threshold=threshold) == int(row["expected"]), row


def test_the_threshold_is_a_part_of_the_largest_yiq_difference() -> None:
    # Grays d levels apart: 0.5053 d² > 35215 t². With t = 0.1 that is d > 26.4.
    flat = np.full((9, 9), 100, np.uint8)
    assert mk.changed_pixels(flat, flat + 26) == 0
    assert mk.changed_pixels(flat, flat + 27) == 81
    assert mk.changed_pixels(flat, flat + 1, threshold=0) == 81
    assert mk.changed_ratio(flat, flat + 27) == 1.0


def test_a_pixel_of_a_moved_soft_edge_counts_only_without_antialias() -> None:
    # A soft vertical edge between black and white; in the candidate its gray is another one.
    edge = np.zeros((9, 9), np.uint8)
    edge[:, 5:] = 255
    first, second = edge.copy(), edge.copy()
    first[4, 4], second[4, 4] = 90, 180
    assert mk.changed_pixels(first, second) == 0
    assert mk.changed_pixels(first, second, antialias=False) == 1
    # A gray dot on white has no darker neighbour: no edge, so it counts.
    white = np.full((9, 9), 255, np.uint8)
    dotted = white.copy()
    dotted[4, 4] = 90
    assert mk.changed_pixels(white, dotted) == 1


def test_a_gray_picture_counts_as_the_same_in_three_channels() -> None:
    first, second = noise((40, 30), seed=1), noise((40, 30), seed=2)
    in_colour = [np.repeat(each[..., np.newaxis], 3, axis=2) for each in (first, second)]
    assert mk.changed_pixels(first, second) == mk.changed_pixels(*in_colour)


def test_sixteen_bits_and_floats_of_the_same_picture_count_the_same() -> None:
    first, second = noise((40, 30, 3), seed=1), noise((40, 30, 3), seed=2)
    expected = mk.changed_pixels(first, second)
    assert mk.changed_pixels(first.astype(np.uint16) * 257, second.astype(np.uint16) * 257) == expected
    assert mk.changed_pixels(first / 255, second / 255, white=1.0) == pytest.approx(expected, abs=1)


def test_the_map_is_1_where_the_pixels_changed() -> None:
    first = np.zeros((6, 8), np.uint8)
    second = first.copy()
    second[2, 3:5] = 255
    found = changed_map(picture(first), picture(second))
    assert np.argwhere(found).tolist() == [[2, 3], [2, 4]]
    assert found.sum() == mk.changed_pixels(first, second)


def test_the_reference_is_as_good_as_new_after_a_comparison() -> None:
    reference, first, second = (
        picture(noise((30, 30), seed=1)),
        picture(noise((30, 30), seed=2)),
        noise((30, 30), seed=3),
    )
    alone = parse("changed_pixels").value(picture(noise((30, 30), seed=1)), picture(second))
    parse("changed_pixels").value(reference, first)
    assert parse("changed_pixels").value(reference, picture(second)) == alone


def masked(pixels: NDArray[np.generic], mask: NDArray[np.bool_]) -> Picture:
    return Picture(from_array(pixels, name="masked"), mask)


def test_only_what_the_mask_lets_through_counts() -> None:
    first, second = noise((30, 40), seed=1), noise((30, 40), seed=2)
    everywhere, left = np.ones((30, 40), np.bool_), np.zeros((30, 40), np.bool_)
    left[:, :10] = True
    for name in ("changed_pixels", "changed_ratio"):
        whole = parse(name).value(picture(first), picture(second))
        assert parse(name).value(masked(first, everywhere), masked(second, everywhere)) == whole
    count = parse("changed_pixels").value(masked(first, left), masked(second, left))
    assert 0 < count <= 300
    assert parse("changed_ratio").value(masked(first, left), masked(second, left)) == count / 300
    outside = np.where(left, second, 255 - second).astype(np.uint8)
    assert parse("changed_pixels").value(masked(first, left), masked(outside, left)) == count


def test_boxes_surround_the_changed_regions_in_reading_order() -> None:
    first = np.zeros((40, 60), np.uint8)
    second = first.copy()
    second[30:34, 2:5] = 255
    second[3, 50] = 255
    second[5:8, 20:30] = 255
    assert changed_boxes(picture(first), picture(second)) == [(50, 3, 1, 1), (20, 5, 10, 3), (2, 30, 3, 4)]
    assert changed_boxes(picture(first), picture(first)) == []


@pytest.mark.parametrize(
    ("apart", "reach", "regions"), [(1, 1, 1), (2, 1, 2), (2, 2, 1), (5, 5, 1), (6, 5, 2), (8, 8, 1), (9, 8, 2)]
)
def test_reach_is_how_far_apart_pixels_of_one_region_may_be(apart: int, reach: int, regions: int) -> None:
    for start in (0, 3, 19 - apart):
        first = np.zeros((20, 20), np.uint8)
        second = first.copy()
        second[start, start] = second[start + apart, start + apart] = 255
        found = changed_boxes(picture(first), picture(second), reach=reach)
        assert len(found) == regions
        if regions == 1:
            assert found == [(start, start, apart + 1, apart + 1)]
