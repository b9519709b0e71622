"""PNG decoded by our own functions: the same pixels, notes and errors as by libpng, and nothing taken that is odd."""

from __future__ import annotations

import struct
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import imagecodecs
import numpy as np
import pytest

from images.encoded import ALPHA, GRAY, RGB, of, saved
from images.png_files import (
    KINDS,
    SIGNATURE,
    both_ways,
    chunk,
    decoded_here,
    header,
    libpng_alone,
    outcome,
    palette,
    png,
    raw_rows,
)
from mikurabe import kernels
from mikurabe.images import png_pixels

native_only = pytest.mark.skipif(kernels.ACTIVE != "native", reason="the native kernels are not active")


def a_picture(kind: tuple[int, int] = (8, 2), size: tuple[int, int] = (21, 13), seed: int = 1) -> tuple[bytes, bytes]:
    """Return a picture's raw rows, and the palette chunk where it needs one."""
    rng = np.random.default_rng(seed)
    return raw_rows(rng, size, kind), palette(rng) if kind[1] == 3 else b""


def test_all_of_pngsuite_has_the_same_pixels_and_the_same_errors_as_by_libpng(shared_data: Path) -> None:
    paths = sorted((shared_data / "odd_images/pngsuite").glob("*.png"))
    taken = 0
    for path in paths:
        ours, expected = both_ways(path.read_bytes())
        assert ours == expected, path.name
        taken += any(pixels is not None for pixels in decoded_here(path.read_bytes()))
    assert len(paths) == 170
    assert taken == (67 if kernels.ACTIVE == "native" else 0)


def test_every_other_odd_png_ends_the_same_too(shared_data: Path) -> None:
    for folder in ("generated", "exif_orientation"):
        for path in sorted((shared_data / "odd_images" / folder).glob("*.png")):
            if not path.name.startswith("bomb_9400"):
                ours, expected = both_ways(path.read_bytes())
                assert ours == expected, path.name


@pytest.mark.parametrize("kind", KINDS)
def test_random_rows_of_every_filter_and_depth_equal_libpngs(kind: tuple[int, int]) -> None:
    rng = np.random.default_rng(kind)
    for size in [(1, 1), (1, 40), (40, 1), (3, 2), (5, 7), (18, 16), (35, 33), (101, 47)]:
        raw = raw_rows(rng, size, kind)
        colours = palette(rng) if kind[1] == 3 else b""
        stream = zlib.compress(raw, int(rng.integers(0, 10)))
        cut = sorted(rng.integers(0, len(stream), 3).tolist())
        pieces = [stream[start:stop] for start, stop in zip([0, *cut], [*cut, len(stream)], strict=True)]
        for idats in ([stream], pieces, [b"", stream, b""]):
            data = png(size, kind, idats, colours)
            ours, expected = both_ways(data)
            assert ours == expected, (size, len(idats))
            assert len(ours) == 5  # pixels, no error
            if kernels.ACTIVE == "native":
                plain, by_chunks = decoded_here(data)
                assert (plain is not None) == (kind in [(8, 0), (8, 2)])
                assert by_chunks is not None


def test_a_palette_of_grays_gives_gray_and_an_index_without_a_colour_goes_to_libpng() -> None:
    rng = np.random.default_rng(3)
    raw = raw_rows(rng, (20, 20), (8, 3))
    ours, expected = both_ways(png((20, 20), (8, 3), [zlib.compress(raw)], palette(rng, gray=True)))
    assert ours == expected
    assert ours[0] == (20, 20)
    short = png((20, 20), (8, 3), [zlib.compress(raw)], palette(rng, 100))
    ours, expected = both_ways(short)
    assert ours == expected
    assert decoded_here(short) == [None, None]


ODD_STREAMS = {
    "cut short": lambda raw: zlib.compress(raw)[:-6],
    "without its checksum": lambda raw: zlib.compress(raw)[:-4],
    "with a wrong checksum": lambda raw: zlib.compress(raw)[:-1] + bytes([zlib.compress(raw)[-1] ^ 1]),
    "of too few rows": lambda raw: zlib.compress(raw[:-1]),
    "of too many bytes": lambda raw: zlib.compress(raw + b"\0"),
    "of far too many bytes": lambda raw: zlib.compress(raw + bytes(1_000_000)),
    "with bytes behind it": lambda raw: zlib.compress(raw) + b"\0",
    "with an unknown filter": lambda raw: zlib.compress(b"\5" + raw[1:]),
    "raw deflate": lambda raw: zlib.compress(raw)[2:-4],
    "gzip": lambda raw: zlib.compress(raw, wbits=31),
    "with a dictionary": lambda raw: b"\x78\xbb" + zlib.compress(raw)[2:],
    "of one byte": lambda raw: zlib.compress(raw)[:1],
    "of nothing": lambda raw: b"" * len(raw),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("oddity", ODD_STREAMS)
def test_a_stream_that_is_odd_is_left_to_libpng(oddity: str, kind: tuple[int, int]) -> None:
    raw, colours = a_picture(kind)
    data = png((21, 13), kind, [ODD_STREAMS[oddity](raw)], colours)
    ours, expected = both_ways(data)
    assert ours == expected
    assert decoded_here(data)[0] is None
    assert decoded_here(data)[-1] is None


def test_distances_beyond_the_declared_window_are_refused_as_by_zlib() -> None:
    rows = np.random.default_rng(4).integers(0, 256, (64, 64), dtype=np.uint8)
    raw = np.column_stack([np.zeros(256, np.uint8), np.tile(rows, (4, 1))]).tobytes()  # repeats after 4160 bytes
    stream = zlib.compress(raw, 9)
    for bits in range(8, 16):
        first = (bits - 8) << 4 | 8
        data = png((64, 256), (8, 0), [bytes([first, 31 - first * 256 % 31]) + stream[2:]])
        ours, expected = both_ways(data)
        assert ours == expected
        assert len(ours) == (5 if bits >= 13 else 2)


ODD_FILES = {
    "PLTE in gray": [chunk(b"PLTE", b"abc")],
    "a colour key": [chunk(b"tRNS", b"\0\1")],
    "EXIF": [chunk(b"eXIf", b"MM\0*\0\0\0\x08\0\1\1\x12\0\3\0\0\0\1\0\3\0\0")],
    "an animation": [chunk(b"acTL", struct.pack(">II", 3, 0))],
    "a colour profile": [chunk(b"iCCP", b"x\0\0" + zlib.compress(b"some profile"))],
    "EXIF as text": [chunk(b"tEXt", b"Raw profile type exif\0\nexif\n8\n4d4d002a00000008")],
    "XMP": [chunk(b"iTXt", b'XML:com.adobe.xmp\0\0\0\0\0<x tiff:Orientation="3"/>')],
    "an unknown chunk": [chunk(b"abCd", b"123")],
    "a second header": [header(5, 5, 8, 0)],
}


@pytest.mark.parametrize("oddity", ODD_FILES)
def test_a_file_of_which_more_is_to_be_said_is_not_plain(oddity: str) -> None:
    raw, _ = a_picture((8, 0))
    data = png((21, 13), (8, 0), [zlib.compress(raw)], b"".join(ODD_FILES[oddity]))
    ours, expected = both_ways(data)
    assert ours == expected
    assert png_pixels.plain(data, 10**6) is None


@native_only
def test_text_time_and_density_leave_a_file_plain() -> None:
    raw, _ = a_picture((8, 0))
    said = [
        chunk(b"gAMA", b"\0\0\xb1\x8f"),
        chunk(b"sRGB", b"\0"),
        chunk(b"cHRM", bytes(32)),
        chunk(b"pHYs", bytes(9)),
        chunk(b"tIME", bytes(7)),
        chunk(b"bKGD", b"\0\1"),
        chunk(b"tEXt", b"Software\0x"),
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"x")),
        chunk(b"iTXt", b"Title\0\0\0\0\0x"),
    ]
    data = png((21, 13), (8, 0), [zlib.compress(raw)], b"".join(said))
    ours, expected = both_ways(data)
    assert ours == expected
    assert png_pixels.plain(data, 10**6) is not None


def test_what_is_wrong_with_the_chunks_is_told_in_the_same_words() -> None:
    raw, _ = a_picture((8, 0))
    stream = zlib.compress(raw)
    good = png((21, 13), (8, 0), [stream])
    wrong = {
        "a byte altered in the pixels": good[:50] + bytes([good[50] ^ 1]) + good[51:],
        "a byte altered in the header": good[:17] + b"\1" + good[18:],
        "no end": good[:-12],
        "half an end": good[:-5],
        "bytes behind the end": good + b"more",
        "a length beyond the file": good[:33] + b"\x7f\xff\xff\xff" + good[37:],
        "a length beyond 32 bits": good[:33] + b"\xff\xff\xff\xff" + good[37:],
        "a name that is none": good[:37] + b"ID\0T" + good[41:],
        "no pixels": SIGNATURE + header(21, 13, 8, 0) + chunk(b"IEND"),
        "data in the end mark": good[:-12] + chunk(b"IEND", b"abc"),
        "pixels in two places": png((21, 13), (8, 0), []).replace(
            chunk(b"IEND"),
            chunk(b"IDAT", stream[:9]) + chunk(b"tEXt", b"a\0b") + chunk(b"IDAT", stream[9:]) + chunk(b"IEND"),
        ),
        "a palette among the pixels": png((21, 13), (8, 2), []).replace(
            chunk(b"IEND"), chunk(b"IDAT", stream[:9]) + chunk(b"PLTE", b"abc") + chunk(b"IDAT", stream[9:])
        )
        + chunk(b"IEND"),
        "nothing but a signature": SIGNATURE,
        "too wide for libpng": png((1_000_001, 1), (8, 0), [zlib.compress(bytes(1_000_002))]),
        "too high for libpng": png((1, 1_000_001), (8, 0), [zlib.compress(bytes(2_000_002))]),
        "no width": png((0, 1), (8, 0), [stream]),
    }
    for what, data in wrong.items():
        ours, expected = both_ways(data)
        assert ours == expected, what
        assert png_pixels.plain(data, 10**6) is None, what


def test_the_limit_on_pixels_holds_for_plain_files() -> None:
    data = saved(RGB, "PNG")
    assert png_pixels.plain(data, RGB.shape[0] * RGB.shape[1] - 1) is None
    assert "the limit is 1,727" in str(outcome(data, 1727)[1])
    bomb = png((20_000, 10_000), (8, 2), [zlib.compress(bytes(1000))])  # declares 600 MB
    assert both_ways(bomb)[0] == both_ways(bomb)[1]


def test_a_plain_file_under_another_name_is_noted() -> None:
    assert of(saved(RGB, "PNG"), "a.jpg").notes == ("a PNG named .jpg",)


@native_only
def test_where_libdeflates_functions_cannot_be_found_imagecodecs_inflates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png_pixels, "native", lambda: None)
    for kind in KINDS:
        raw, colours = a_picture(kind)
        for idats in ([zlib.compress(raw)], [zlib.compress(raw)[:9], zlib.compress(raw)[9:]]):
            data = png((21, 13), kind, idats, colours)
            ours, expected = both_ways(data)
            assert ours == expected
            assert decoded_here(data)[0] is None
            assert decoded_here(data)[1] is not None
        for oddity in set(ODD_STREAMS) - {"with bytes behind it"}:  # which libpng takes as well
            data = png((21, 13), kind, [ODD_STREAMS[oddity](raw)], colours)
            ours, expected = both_ways(data)
            assert ours == expected, oddity


def test_without_native_kernels_libpng_does_it_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "ACTIVE", "numpy")
    png_pixels.native.cache_clear()
    try:
        data = saved(RGB, "PNG")
        assert decoded_here(data) == [None, None]
        assert np.array_equal(of(data).pixels, RGB)
    finally:
        png_pixels.native.cache_clear()


@native_only
def test_libdeflate_is_found_in_the_wheels_for_linux() -> None:
    if not Path("/proc/self/maps").is_file() or "libdeflate" not in Path("/proc/self/maps").read_text("utf-8"):
        pytest.skip("imagecodecs has not loaded libdeflate as a library of its own here")
    assert png_pixels.native() is not None


@native_only
def test_the_native_functions_refuse_parts_and_pixels_that_are_not_there() -> None:
    native = png_pixels.native()
    if native is None:
        pytest.skip("libdeflate's functions cannot be reached here")
    data = bytes(20)
    for spans, width, size in (([(0, 21)], 4, 1), ([(5, 4)], 4, 1), ([(0, 20)], 4, 3)):
        with pytest.raises(ValueError, match="no such parts"):
            native.png_rows(data, spans, width, 2, size)
    assert native.png_rows(data, [], 4, 2, 1) is None
    assert native.png_chunks(b"") is None


def test_many_threads_decode_the_same_pixels() -> None:
    files = [saved(RGB, "PNG"), saved(GRAY, "PNG"), saved(np.dstack([RGB, ALPHA]), "PNG")] * 40
    files += [bytes(imagecodecs.png_encode(RGB.astype(np.uint16) * 257))] * 40
    with libpng_alone():
        expected = [outcome(data) for data in files]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(outcome, files)) == expected


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is no longer counted")
def test_damaged_files_do_not_use_up_the_references_to_none() -> None:
    raw, _ = a_picture((8, 0))
    data = png((21, 13), (8, 0), [zlib.compress(raw[:-1])])
    before = sys.getrefcount(None)
    for _ in range(2000):
        outcome(data)
    assert sys.getrefcount(None) > before - 200
