"""Which pixels count: masks, rectangles, and the furniture of plots."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import mikurabe as mk
from mikurabe.errors import UsageError
from mikurabe.images import from_array
from mikurabe.region import Rectangle, furniture
from mikurabe.sources import simulate
from pictures import noise


def test_only_the_rectangle_counts() -> None:
    first, second = np.zeros((20, 30), np.uint8), np.zeros((20, 30), np.uint8)
    second[:10] = 7
    assert mk.compare(first, second, metrics="mse", roi="0,10,30,10").rows[0].scores[0].value == 0
    assert mk.compare(first, second, metrics="mse", roi="0,5,30,10").rows[0].scores[0].value == 24.5
    both = mk.compare(first, second, metrics="mse", roi=["0,0,1,1", "0,19,1,1"])
    assert both.rows[0].scores[0].value == 24.5
    assert both.settings["pixels compared"] == "2 of 600 of the reference"


def test_only_bright_pixels_of_the_mask_count(tmp_path: Path) -> None:
    first, second = np.zeros((4, 4), np.uint8), np.full((4, 4), 9, np.uint8)
    second[0, 0] = 0
    mask = np.zeros((4, 4), np.uint8)
    mask[0, 0] = 255
    Image.fromarray(mask).save(tmp_path / "mask.png")
    assert mk.compare(first, second, metrics="mse", mask=tmp_path / "mask.png").rows[0].scores[0].value == 0
    assert mk.compare(first, second, metrics="mse", mask=255 - mask).rows[0].scores[0].value == 81


@pytest.mark.parametrize(
    ("roi", "said"),
    [
        ("1,2,3", "x,y,width,height"),
        ("a,b,c,d", "x,y,width,height"),
        ("-1,0,5,5", "starts outside"),
        ("0,0,0,5", "is empty"),
        ("25,0,6,5", "reaches beyond the reference, which is 30 × 20 px"),
    ],
)
def test_a_region_that_does_not_fit_says_why(roi: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        mk.compare(noise((20, 30)), noise((20, 30)), roi=roi)


def test_a_mask_of_another_size_names_both_sizes() -> None:
    with pytest.raises(UsageError, match=r"10 × 10 px and the reference is 30 × 20 px"):
        mk.compare(noise((20, 30)), noise((20, 30)), mask=noise((10, 10)))


def test_a_mask_that_marks_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match="no bright pixel"):
        mk.compare(noise((20, 30)), noise((20, 30)), mask=np.zeros((20, 30), np.uint8))
    corner = np.zeros((20, 30), np.uint8)
    corner[0, 0] = 255
    with pytest.raises(UsageError, match="leave no pixel"):
        mk.compare(noise((20, 30)), noise((20, 30)), mask=corner, roi="5,5,2,2")


def test_what_padding_adds_lies_outside_the_region_and_cropping_cuts_it() -> None:
    big, small = np.full((20, 20), 5, np.uint8), np.full((10, 10), 5, np.uint8)
    assert mk.compare(big, small, metrics="mse", fit="pad", roi="0,0,10,10").rows[0].scores[0].value == 0
    assert mk.compare(big, small, metrics="mse", fit="crop", roi="5,5,10,10").rows[0].scores[0].value == 0
    outside = mk.compare(big, small, metrics="mse", fit="crop", roi="15,15,5,5").rows[0]
    assert "lies outside the mask" in str(outside.problem)


def test_axes_and_text_are_furniture_and_the_core_of_a_cluster_is_not() -> None:
    pictures = []
    for at in range(8):
        rng = np.random.default_rng(at)
        pixels = np.full((100, 120), 255, np.uint8)
        pixels[90, 5:115] = 0  # an axis
        pixels[10:90, 5] = 0
        pixels[93:97, 50:53] = 40  # a letter
        spots = rng.normal((50, 60), 6, (900, 2)).astype(int)
        pixels[spots[:, 0], spots[:, 1]] = 100
        pixels[49:52, 59:62] = 100  # the core of the cluster, always full
        pictures.append(from_array(pixels, name=str(at)))
    found = furniture(pictures[0], pictures[1:])
    assert found[90, 5:115].all()
    assert found[10:90, 5].all()
    assert found[93:97, 50:53].all()
    assert not found[40:60, 50:70].any()
    assert not found[0:9].any(), "plain background is no furniture"


def test_the_axes_of_drawn_scattergrams_are_left_out_and_the_clusters_stay() -> None:
    first, *others = (day.draw() for day in simulate.control_days(days=6))
    named = {f"day_{at}": pixels for at, pixels in enumerate(others, 2)}
    table = mk.compare(first, named, metrics="mse", auto_mask=True)
    # The axes are one row and one column of 256 pixels; what they share is counted once.
    assert table.settings["pixels compared"] == f"{256 * 256 - 511:,} of 65,536 of the reference"


def test_an_automatic_mask_needs_another_picture_of_that_size() -> None:
    with pytest.raises(UsageError, match="needs other pictures"):
        mk.compare(noise((20, 30)), noise((10, 30)), auto_mask=True)


def test_a_rectangle_is_read_as_it_is_typed() -> None:
    assert Rectangle.parse(" 1, 2,3 ,4") == Rectangle(x=1, y=2, width=3, height=4)
