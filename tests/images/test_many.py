"""Many small pictures at a time: the same pixels and sources as one by one, and whatever is odd left alone."""

from __future__ import annotations

import os
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from images.encoded import saved
from images.png_files import chunk, png
from mikurabe import images
from mikurabe.errors import UnreadablePicture
from mikurabe.images import can_be_many, decode, decode_many, from_array, many, png_pixels
from mikurabe.records import Array, Found, Image
from mikurabe.sources.files import find
from pictures import noise

GRAY, RGB = noise((14, 11), seed=1), noise((14, 11, 3), seed=2)
LIKE_GRAY, LIKE_RGB = from_array(GRAY, name="reference"), from_array(RGB, name="reference")

takes_files = pytest.mark.skipif(
    png_pixels.native() is None or os.name == "nt", reason="files are not read many at a time here"
)


def write(folder: Path, files: dict[str, bytes]) -> tuple[Found, ...]:
    """Write files and return what the search finds of them, in the order of their names here."""
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return find([folder / name for name in files]).found


def arrays(*pixels: Array) -> tuple[Found, ...]:
    def one(at: int, array: Array) -> Found:
        return Found(name=f"[{at}]", path=None, read=lambda: array, explicit=True, holds="array")

    return tuple(one(at, array) for at, array in enumerate(pixels))


def same_as_one_by_one(several: tuple[Found, ...], like: Image) -> tuple[int, ...]:
    """Compare all that was taken with what ``decode`` says of it, and return the places."""
    found = decode_many(several, like)
    if found is None:
        return ()
    assert found.pixels.shape == (len(found.places), *like.pixels.shape)
    assert found.pixels.dtype == np.uint8
    assert not found.pixels.flags.writeable
    assert list(found.places) == sorted(set(found.places))
    for place, source, pixels in zip(found.places, found.sources, found.pixels, strict=True):
        alone = decode(several[place])
        assert np.array_equal(pixels, alone.pixels)
        assert (alone.pixels.shape, alone.pixels.dtype, alone.white) == (like.pixels.shape, np.uint8, 255.0)
        assert source == alone.source
        assert alone.notes == ()
    return found.places


def raw_of(pixels: Array) -> bytes:
    return b"".join(b"\0" + row.tobytes() for row in pixels)


@takes_files
@pytest.mark.parametrize("colour", [True, False], ids=["colour", "gray"])
def test_files_have_the_pixels_and_the_sources_that_they_have_one_by_one(tmp_path: Path, colour: bool) -> None:
    shape = (14, 11, 3) if colour else (14, 11)
    files = {f"{at}.png": saved(noise(shape, seed=at), "PNG", compress_level=at % 10) for at in range(30)}
    several = write(tmp_path, files)
    for at, found in enumerate(several):
        os.utime(tmp_path / found.name, ns=(0, 1_700_000_000_123_456_789 + at * 987_654_321))
    assert same_as_one_by_one(several, LIKE_RGB if colour else LIKE_GRAY) == tuple(range(30))
    assert same_as_one_by_one(several[:1], LIKE_RGB if colour else LIKE_GRAY) == (0,)


@takes_files
@pytest.mark.parametrize("shape", [(1, 1), (1, 1, 3), (1, 40), (40, 1, 3), (128, 128), (128, 128, 3)], ids=str)
def test_the_smallest_and_the_largest_of_them_are_taken(tmp_path: Path, shape: tuple[int, ...]) -> None:
    like = from_array(noise(shape), name="reference")
    several = write(tmp_path, {f"{at}.png": saved(noise(shape, seed=at), "PNG") for at in range(4)})
    assert can_be_many(like)
    assert same_as_one_by_one(several, like) == (0, 1, 2, 3)


@takes_files
def test_a_time_before_1970_is_told_alike(tmp_path: Path) -> None:
    several = write(tmp_path, {"old.png": saved(GRAY, "PNG"), "older.png": saved(GRAY, "PNG")})
    os.utime(tmp_path / "old.png", (0, -86_400.5))
    os.utime(tmp_path / "older.png", (0, 0))
    assert same_as_one_by_one(several, LIKE_GRAY) == (0, 1)


@takes_files
def test_names_in_capitals_in_other_letters_or_without_a_suffix_are_taken(tmp_path: Path) -> None:
    names = ["A.PNG", "b.Png", "散布図 1.png", "plain", "with.dots", "x.apng", "semi;colon#.png"]
    several = write(tmp_path, {name: saved(GRAY, "PNG") for name in names})
    quiet = tuple(at for at, found in enumerate(several) if not decode(found).notes)
    assert same_as_one_by_one(several, LIKE_GRAY) == quiet
    assert {0, 1, 2, 3, 6} <= set(quiet)


@takes_files
def test_bytes_that_are_no_text_in_a_name_do_not_matter(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/bad\xff.png"
    try:
        Path(os.fsdecode(raw)).write_bytes(saved(GRAY, "PNG"))
    except OSError:
        pytest.skip("this file system takes no such name")
    assert same_as_one_by_one(find([tmp_path]).found, LIKE_GRAY) == (0,)


@takes_files
def test_links_are_followed_as_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a.png").write_bytes(saved(GRAY, "PNG"))
    (tmp_path / "link.png").symlink_to(tmp_path / "real/a.png")
    (tmp_path / "folder").symlink_to(tmp_path / "real")
    assert same_as_one_by_one(find([tmp_path / "link.png"]).found, LIKE_GRAY) == (0,)
    assert same_as_one_by_one(find([tmp_path / "folder"]).found, LIKE_GRAY) == (0,)


def odd_files() -> dict[str, bytes]:
    """Return files that are not plain PNGs of the shape of GRAY."""
    good, stream = saved(GRAY, "PNG"), zlib.compress(raw_of(GRAY))
    size = (GRAY.shape[1], GRAY.shape[0])
    return {
        "empty.png": b"",
        "signature.png": good[:8],
        "truncated.png": good[: len(good) // 2],
        "without its end.png": good[:-12],
        "one byte altered.png": good[:50] + bytes([good[50] ^ 1]) + good[51:],
        "bytes behind.png": good + b"more",
        "text.png": b"this is no picture",
        "stream cut.png": png(size, (8, 0), [stream[:-5]]),
        "another filter.png": png(size, (8, 0), [zlib.compress(b"\7" + raw_of(GRAY)[1:])]),
        "wider.png": saved(noise((14, 12)), "PNG"),
        "turned.png": saved(GRAY.T.copy(), "PNG"),
        "in colour.png": saved(RGB, "PNG"),
        "with alpha.png": saved(np.dstack([RGB, GRAY]), "PNG"),
        "gray with alpha.png": saved(np.dstack([GRAY, GRAY]), "PNG"),
        "16 bits.png": saved(GRAY.astype(np.uint16) * 257, "PNG"),
        "1 bit.png": saved(GRAY > 99, "PNG"),
        "palette.png": saved(GRAY, "PNG", "P"),
        "transparent palette.png": saved(GRAY, "PNG", "P", transparency=3),
        "colour key.png": png(size, (8, 0), [stream], chunk(b"tRNS", b"\0\1")),
        "turned by EXIF.png": png(size, (8, 0), [stream], exif(6)),
        "long text.png": png(size, (8, 0), [stream], chunk(b"tEXt", b"a\0" + b"b" * 300_000)),
        "jpeg.jpg": saved(GRAY, "JPEG"),
        "jpeg.png": saved(GRAY, "JPEG"),
        "bmp.bmp": saved(GRAY, "BMP"),
        "a PNG.jpg": good,
        "a PNG.TIF": good,
    }


def exif(orientation: int) -> bytes:
    return chunk(b"eXIf", b"MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0" + bytes([orientation]) + b"\0\0")


def test_whatever_is_odd_is_left_alone(tmp_path: Path) -> None:
    several = write(tmp_path, odd_files())
    assert len(several) == len(odd_files())
    assert decode_many(several, LIKE_GRAY) is None


@takes_files
def test_odd_ones_between_good_ones_do_not_move_a_pixel(tmp_path: Path) -> None:
    files: dict[str, bytes] = {}
    for at, (name, data) in enumerate(odd_files().items()):
        files |= {f"good {at}.png": saved(noise(GRAY.shape, seed=at), "PNG"), name: data}
    several = write(tmp_path, files)
    good = tuple(range(0, len(files), 2))
    assert same_as_one_by_one(several, LIKE_GRAY) == good
    assert same_as_one_by_one(several[1:], LIKE_GRAY) == tuple(at - 1 for at in good[1:])


@takes_files
def test_the_same_file_is_taken_under_the_name_of_a_png_and_left_with_a_note(tmp_path: Path) -> None:
    (found,) = write(tmp_path, {"a.png": saved(GRAY, "PNG")})
    several = (found, replace(found, name="b"), replace(found, name="c.jpg"), replace(found, notes=("mind this",)))
    assert same_as_one_by_one(several, LIKE_GRAY) == (0, 1)
    assert decode(several[2]).notes == ("a PNG named .jpg",)


def become_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def become_pipe(path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no named pipes here")
    path.unlink()
    os.mkfifo(path)


def become_circle(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


def become_broken(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.parent / "nowhere.png")


def become_shorter(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


CHANGES = [Path.unlink, become_folder, become_pipe, become_circle, become_broken, become_shorter]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_has_become_something_else_since_it_was_found_is_left_alone(
    tmp_path: Path, change: Callable[[Path], None]
) -> None:
    several = write(tmp_path, {name: saved(GRAY, "PNG") for name in ("a.png", "b.png", "c.png")})
    change(tmp_path / "b.png")
    found = decode_many(several, LIKE_GRAY)
    assert found is None or found.places == (0, 2)
    if change is not become_pipe:  # of which reading would never end
        with pytest.raises(UnreadablePicture):
            decode(several[1])


def test_files_that_change_between_the_search_and_the_reading_are_what_they_are_then(tmp_path: Path) -> None:
    several = write(tmp_path, {name: saved(GRAY, "PNG") for name in ("a.png", "b.png")})
    (tmp_path / "a.png").write_bytes(saved(255 - GRAY, "PNG"))
    same_as_one_by_one(several, LIKE_GRAY)


def test_arrays_have_the_pixels_and_the_sources_that_they_have_one_by_one() -> None:
    wide = noise((28, 22, 3), seed=3)
    several = arrays(RGB, wide[::2, ::2], wide[::-2, ::-2], np.asfortranarray(RGB))
    assert same_as_one_by_one(several, LIKE_RGB) == (0, 1, 2, 3)
    assert same_as_one_by_one(arrays(GRAY, RGB[..., 1]), LIKE_GRAY) == (0, 1)


def test_other_arrays_are_left_alone() -> None:
    odd = [
        GRAY.astype(np.uint16),
        GRAY.astype(np.float32),
        GRAY.astype(np.int64),
        GRAY > 99,
        GRAY[..., np.newaxis],
        GRAY[:, :-1],
        GRAY.ravel(),
        RGB,
        np.zeros((0, 11), np.uint8),
    ]
    assert decode_many(arrays(*odd), LIKE_GRAY) is None
    mixed = [each for pair in zip([GRAY + np.uint8(at) for at in range(len(odd))], odd, strict=True) for each in pair]
    assert same_as_one_by_one(arrays(*mixed), LIKE_GRAY) == tuple(range(0, len(mixed), 2))


def test_an_array_is_copied() -> None:
    mine = GRAY.copy()
    found = decode_many(arrays(mine, GRAY), LIKE_GRAY)
    assert found is not None
    mine[:] = 0
    assert np.array_equal(found.pixels[0], GRAY)


def test_an_array_with_a_note_or_that_cannot_be_read_is_left_alone() -> None:
    def damaged() -> Array:
        raise UnreadablePicture("the file that it lies in is damaged")

    (first, second, third) = arrays(GRAY, GRAY, GRAY)
    several = (replace(first, notes=("mind this",)), replace(second, read=damaged), third)
    assert same_as_one_by_one(several, LIKE_GRAY) == (2,)


@pytest.mark.parametrize("reason", [OSError("the disk is gone"), MemoryError(), ZeroDivisionError("nobody thought")])
def test_an_array_that_fails_otherwise_is_left_alone_too(reason: Exception) -> None:
    def broken() -> Array:
        raise reason

    first, second = arrays(GRAY, GRAY)
    assert same_as_one_by_one((first, replace(second, read=broken)), LIKE_GRAY) == (0,)


def test_a_file_whose_true_place_nobody_has_said_is_no_other_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "None").write_bytes(saved(255 - GRAY, "PNG"))
    path = tmp_path / "a.png"
    path.write_bytes(saved(GRAY, "PNG"))
    monkeypatch.chdir(tmp_path)
    same_as_one_by_one((Found(name="a.png", path=path, read=path.read_bytes, holds="file"),), LIKE_GRAY)


def test_what_a_source_holds_in_no_known_way_is_left_alone(tmp_path: Path) -> None:
    unknown = Found(name="a.png", path=None, read=lambda: saved(GRAY, "PNG"))
    assert decode_many((unknown, replace(unknown, read=lambda: GRAY)), LIKE_GRAY) is None
    assert decode_many((), LIKE_GRAY) is None


@takes_files
def test_files_and_arrays_may_stand_in_any_order(tmp_path: Path) -> None:
    files = write(tmp_path, {f"{at}.png": saved(noise(GRAY.shape, seed=at), "PNG") for at in range(6)})
    bad = write(tmp_path, {"bad.png": b"", "too.png": saved(RGB, "PNG")})
    some = arrays(GRAY, 255 - GRAY, RGB)
    several = (some[0], files[0], bad[0], files[1], some[2], files[2], some[1], bad[1], files[3], files[4], files[5])
    assert same_as_one_by_one(several, LIKE_GRAY) == (0, 1, 3, 5, 6, 8, 9, 10)


def test_where_no_native_function_reads_files_they_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = write(tmp_path, {"a.png": saved(GRAY, "PNG"), "b.png": saved(GRAY, "PNG")})
    monkeypatch.setattr(png_pixels, "native", lambda: None)
    assert decode_many(files, LIKE_GRAY) is None
    assert same_as_one_by_one((files[0], *arrays(GRAY), files[1]), LIKE_GRAY) == (1,)


def test_only_small_pictures_of_plain_bytes_can_be_many() -> None:
    assert can_be_many(LIKE_GRAY)
    assert can_be_many(LIKE_RGB)
    side = int(many.MOST_PIXELS**0.5)
    assert can_be_many(from_array(np.zeros((side, side, 3), np.uint8), name="x"))
    assert not can_be_many(from_array(np.zeros((side, side + 1), np.uint8), name="x"))
    assert not can_be_many(from_array(GRAY, name="x", white=200))
    assert not can_be_many(from_array(GRAY.astype(np.uint16), name="x"))
    assert not can_be_many(from_array(GRAY / 255, name="x", white=255))
    assert images.Many is many.Many


@takes_files
def test_reading_refuses_room_of_another_kind() -> None:
    native = png_pixels.native()
    assert native is not None
    for room in (
        np.empty((1, 4, 4), np.uint16),
        np.empty((1, 4, 4, 4), np.uint8),
        np.empty((2, 4, 8), np.uint8)[..., ::2],
    ):
        with pytest.raises(ValueError, match="1 pictures have no room"):
            native.read_stack([b"a.png"], 1000, room)
    with pytest.raises(ValueError, match="2 pictures have no room"):
        native.read_stack([b"a.png", b"b.png"], 1000, np.empty((1, 4, 4), np.uint8))


@takes_files
def test_a_file_of_more_bytes_than_allowed_is_not_read(tmp_path: Path) -> None:
    native = png_pixels.native()
    assert native is not None
    data = saved(GRAY, "PNG")
    (tmp_path / "a.png").write_bytes(data)
    room = np.empty((1, *GRAY.shape), np.uint8)
    path = os.fsencode(tmp_path / "a.png")
    assert native.read_stack([path], len(data) - 1, room) == [None]
    assert native.read_stack([path], len(data), room) == [(data, (tmp_path / "a.png").stat().st_mtime)]
    assert np.array_equal(room[0], GRAY)
    with Pillow.open(tmp_path / "a.png") as opened:
        assert np.array_equal(room[0], np.asarray(opened))
