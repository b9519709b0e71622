"""Image -> Thumbnail: size, averages, depth, and the choice between PNG and JPEG."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from mikurabe.errors import UsageError
from mikurabe.images import decode, from_array, png_pixels
from mikurabe.records import Array, Found, Thumbnail
from mikurabe.thumbnail import KINDS, MANY, ThumbnailKind, make_thumbnail, make_thumbnails, without_webp
from pictures import noise


def thumbnail(pixels: object, side: int = 128, white: float | None = None) -> Thumbnail:
    return make_thumbnail(from_array(pixels, name="x", white=white), side=side)


def shown(made: Thumbnail) -> Array:
    with Pillow.open(io.BytesIO(made.data)) as picture:
        assert picture.size == (made.width, made.height)
        assert picture.get_format_mimetype() == made.mime
        return np.asarray(picture)


def photo(shared_data: Path) -> Array:
    path = shared_data / "photos/kodim05.png"
    return decode(Found(name=path.name, path=path, read=path.read_bytes)).pixels


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((4000, 3000), (128, 96)),
        ((512, 512), (128, 128)),
        ((129, 64), (128, 64)),
        ((128, 10), (128, 10)),
        ((64, 64), (64, 64)),
        ((63, 20), (126, 40)),
        ((28, 28), (112, 112)),
        ((1, 1), (128, 128)),
        ((5000, 3), (128, 6)),
        ((1, 5000), (4, 128)),
        ((5000, 40), (128, 4)),
    ],
)
def test_the_longest_side_is_at_most_the_wanted_one_and_none_vanishes(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    made = thumbnail(np.zeros((size[1], size[0]), np.uint8))
    assert (made.width, made.height) == expected
    assert np.all(shown(made) == 0)


def test_a_small_picture_is_enlarged_with_hard_edges() -> None:
    pixels = np.arange(28 * 28, dtype=np.uint16).reshape(28, 28).astype(np.uint8)
    made = thumbnail(pixels)
    assert made.mime == "image/png"
    assert np.array_equal(shown(made), np.kron(pixels, np.ones((4, 4), np.uint8)))


def test_whole_boxes_are_averaged_exactly_and_rounded() -> None:
    rng = np.random.default_rng(3)
    # Few levels and wide steps, so that the result is line art and comes back without loss.
    pixels = np.repeat(rng.integers(0, 2, (16, 4), dtype=np.uint8) * 200, 16, axis=1)
    by_hand = np.floor(pixels.reshape(8, 2, 32, 2).mean(axis=(1, 3)) + 0.5)
    made = thumbnail(pixels, side=32)
    assert made.mime == "image/png"
    assert np.array_equal(shown(made), by_hand)


@pytest.mark.parametrize("side", [128, 50, 37])
def test_shrinking_agrees_with_area_averaging_by_a_matrix(shared_data: Path, side: int) -> None:
    from mikurabe.thumbnail import _shrunk

    pixels = photo(shared_data)[:150, :225]
    height = round(150 * side / 225)

    def weights(cells: int, target: int) -> Array:
        fine = np.repeat(np.eye(cells), target, axis=1)  # each cell cut into as many parts as there are targets
        return np.asarray(fine.reshape(cells, target, cells).mean(axis=2).T)

    exact = np.einsum("ty,yxc,ux->tuc", weights(150, height), pixels.astype(float), weights(225, side), optimize=True)
    difference = np.abs(_shrunk(pixels, side) - exact)
    assert difference.mean() < 2.5
    assert _shrunk(pixels, side).mean() == pytest.approx(exact.mean(), abs=0.3)


def test_a_thin_line_survives_shrinking() -> None:
    pixels = np.full((2000, 2000), 255, np.uint8)
    pixels[1001] = 0
    values = shown(thumbnail(pixels))
    assert values.min() < 245
    assert np.count_nonzero(values[:, 5] < 254) <= 2


def test_16_bits_and_floats_are_shown_through_their_white() -> None:
    assert shown(thumbnail(np.full((64, 64), 32768, np.uint16))).tolist() == [[128] * 64] * 64
    assert shown(thumbnail(np.full((64, 64), 0.5), white=1.0)).tolist() == [[128] * 64] * 64
    assert shown(thumbnail(np.full((64, 64), 2.0), white=1.0)).max() == 255
    ten_bits = from_array(np.full((64, 64), 1023, np.uint16), name="x", white=1023)
    assert shown(make_thumbnail(ten_bits)).min() == 255


def test_where_white_is_unknown_the_highest_value_is_shown_white() -> None:
    values = shown(thumbnail([[0.0, 3.0, 6.0]], side=12))
    assert values[0].tolist() == [0] * 4 + [128] * 4 + [255] * 4
    assert shown(thumbnail([[-5.0, 5.0]], side=8))[0].tolist() == [0] * 4 + [255] * 4
    assert shown(thumbnail([[0.0, 0.0]], side=8)).max() == 0
    assert shown(thumbnail([[-1e308, 1e308]], side=8))[0].tolist() == [0] * 4 + [255] * 4


def test_photographs_become_jpeg_and_plots_png(shared_data: Path) -> None:
    made = thumbnail(photo(shared_data))
    assert made.mime == "image/jpeg"
    assert len(made.data) < 12_000
    plot = np.full((600, 800, 3), 255, np.uint8)
    plot[100:500:7, 100:700:9] = (200, 0, 0)
    plot[:, 90:93] = 0
    assert thumbnail(plot).mime == "image/png"


def test_the_same_pixels_give_the_same_bytes_without_metadata(shared_data: Path) -> None:
    for pixels in (photo(shared_data), np.zeros((20, 20), np.uint8)):
        made = thumbnail(pixels)
        assert made == thumbnail(pixels.copy())
        with Pillow.open(io.BytesIO(made.data)) as picture:
            assert not {"exif", "dpi", "icc_profile"} & set(picture.info)
            assert picture.info.get("jfif_unit", 0) == 0


def test_a_side_that_shows_nothing_is_refused() -> None:
    with pytest.raises(UsageError, match="at least 4 pixels, not 3"):
        thumbnail([[1]], side=3)


def test_a_kind_that_is_asked_for_is_kept_to(shared_data: Path) -> None:
    line_art = np.full((40, 60, 3), 255, np.uint8)
    line_art[20] = 0
    for pixels in (photo(shared_data), line_art):
        image = from_array(pixels, name="x")
        made = {kind: make_thumbnail(image, kind=kind) for kind in KINDS}
        assert [made[kind].mime for kind in ("png", "jpeg", "webp")] == ["image/png", "image/jpeg", "image/webp"]
        assert len({(each.width, each.height) for each in made.values()}) == 1


def test_webp_is_smaller_and_without_loss_where_auto_gives_png(shared_data: Path) -> None:
    import imagecodecs

    image = from_array(photo(shared_data), name="x")
    assert len(make_thumbnail(image, kind="webp").data) < len(make_thumbnail(image).data)
    small = from_array(np.arange(64, dtype=np.uint8).reshape(8, 8), name="x")
    webp, png = make_thumbnail(small, kind="webp"), make_thumbnail(small)
    assert png.mime == "image/png"
    np.testing.assert_array_equal(imagecodecs.webp_decode(webp.data)[..., 0], imagecodecs.png_decode(png.data))


def test_photographs_of_a_long_list_are_webp_and_line_art_is_not(shared_data: Path) -> None:
    image = from_array(photo(shared_data), name="x")
    assert make_thumbnail(image, of=MANY).mime == "image/jpeg"
    assert make_thumbnail(image, of=MANY + 1) == make_thumbnail(image, kind="webp")
    assert make_thumbnail(image, of=MANY + 1, kind="jpeg").mime == "image/jpeg"
    line_art = from_array(np.full((40, 60, 3), 255, np.uint8), name="x")
    assert make_thumbnail(line_art, of=MANY + 1).mime == "image/png"


def test_for_programs_that_show_no_webp_it_becomes_png_or_jpeg(shared_data: Path) -> None:
    small = from_array(np.arange(64, dtype=np.uint8).reshape(8, 8), name="x")
    for image, mime in ((from_array(photo(shared_data), name="x"), "image/jpeg"), (small, "image/png")):
        webp = make_thumbnail(image, kind="webp")
        other = without_webp(webp)
        assert (other.mime, other.width, other.height) == (mime, webp.width, webp.height)
        assert without_webp(other) is other


@pytest.mark.skipif(png_pixels.native() is None, reason="without libdeflate's functions they are made one by one")
@pytest.mark.parametrize("shape", [(28, 28), (28, 28, 3), (1, 60), (60, 1, 3), (63, 7), (2, 2)], ids=str)
@pytest.mark.parametrize("kind", ["auto", "png"])
def test_a_stack_of_small_pictures_gives_the_same_bytes_as_one_by_one(
    shape: tuple[int, ...], kind: ThumbnailKind
) -> None:
    stack = np.stack([noise(shape, seed=at) for at in range(5)] + [np.zeros(shape, np.uint8)])
    together = make_thumbnails(stack, kind=kind)
    expected = [make_thumbnail(from_array(pixels, name="x"), kind=kind) for pixels in stack]
    assert together == (expected if min(shape[:2]) * (128 // max(shape[:2])) >= 4 else None)


def test_what_is_not_enlarged_to_png_is_not_made_together() -> None:
    assert make_thumbnails(np.zeros((2, 64, 64), np.uint8)) is None
    assert make_thumbnails(np.zeros((2, 28, 28), np.uint8), kind="jpeg") is None
    assert make_thumbnails(np.zeros((2, 28, 28), np.uint8), kind="webp") is None
