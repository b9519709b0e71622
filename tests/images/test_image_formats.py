"""Bytes -> Image: every format against an independent decoder, depth, alpha and orientation."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
from PIL import Image as Pillow

from images.encoded import ALPHA, GRAY, RGB, RNG, by_pillow, of, on_white, saved, tiff
from mikurabe.errors import UnreadablePicture
from mikurabe.images import decode
from mikurabe.records import Array, Found


def test_a_file_becomes_read_only_pixels_with_its_hash_size_and_time(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(saved(RGB, "PNG"))
    image = decode(Found(name="a.png", path=path, read=path.read_bytes, notes=("from here",)))
    assert np.array_equal(image.pixels, RGB)
    assert image.pixels.flags.c_contiguous
    with pytest.raises(ValueError, match="read-only"):
        image.pixels[0, 0] = 0
    assert (image.width, image.height, image.white, image.notes) == (36, 48, 255.0, ("from here",))
    assert image.source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert image.source.size_bytes == path.stat().st_size
    assert image.source.modified == datetime.fromtimestamp(path.stat().st_mtime, UTC)


def test_the_file_is_read_exactly_once() -> None:
    reads = []
    decode(Found(name="x", path=None, read=lambda: reads.append(1) or saved(GRAY, "PNG")))  # type: ignore[func-returns-value]
    assert len(reads) == 1


# What Pillow can write of each format and is read here.
WRITTEN = {
    "PNG": ("1", "L", "P", "RGB"),
    "JPEG": ("L", "RGB"),
    "BMP": ("1", "L", "P", "RGB"),
    "GIF": ("1", "L", "P", "RGB"),
    "WEBP": ("L", "RGB"),
    "TIFF": ("1", "L", "P", "RGB"),
    "JPEG2000": ("L", "RGB"),
    "PPM": ("1", "L", "RGB"),
    "TGA": ("1", "L", "P", "RGB"),
    "PCX": ("L", "P", "RGB"),
    "SGI": ("L", "RGB"),
}


@pytest.mark.parametrize(("form", "mode"), [(form, mode) for form, modes in WRITTEN.items() for mode in modes])
def test_8_bit_pictures_equal_pillows_pixels(form: str, mode: str) -> None:
    data = saved(RGB, form, mode)
    image = of(data)
    colour = mode in ("P", "RGB") or form == "WEBP" or (form, mode) == ("GIF", "RGB")
    assert image.pixels.dtype == np.uint8
    assert np.array_equal(image.pixels, by_pillow(data, "RGB" if colour else "L"))
    assert image.notes == ()


@pytest.mark.parametrize(
    "options", [{}, {"subsampling": 0}, {"progressive": True}, {"quality": 20}, {"keep_rgb": True}]
)
def test_every_kind_of_jpeg_equals_pillows_pixels(options: dict[str, object]) -> None:
    data = saved(RGB, "JPEG", **options)
    assert np.array_equal(of(data).pixels, by_pillow(data, "RGB"))


@pytest.mark.parametrize("form", ["JPEG", "TIFF"])
def test_cmyk_becomes_rgb_as_in_pillow_and_says_so(form: str) -> None:
    data = saved(RGB, form, "CMYK")
    image = of(data)
    assert np.array_equal(image.pixels, by_pillow(data, "RGB"))
    assert image.notes == ("CMYK shown as RGB",)


@pytest.mark.parametrize("compression", [None, "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"])
def test_every_tiff_compression_equals_pillows_pixels(compression: str | None) -> None:
    data = saved(RGB, "TIFF", compression=compression)
    assert np.array_equal(of(data).pixels, by_pillow(data, "RGB"))


@pytest.mark.parametrize("mode", ["1", "L"])
def test_a_white_is_zero_tiff_is_turned_round(mode: str) -> None:
    data = saved(GRAY, "TIFF", mode, tiffinfo={262: 0})
    assert np.array_equal(of(data).pixels, by_pillow(data, "L"))


def test_pngsuite_equals_pillow_where_pillow_keeps_the_depth(shared_data: Path) -> None:
    seen = 0
    for path in sorted((shared_data / "odd_images/pngsuite").glob("[!x]*.png")):
        image = decode(Found(name=path.name, path=path, read=path.read_bytes))
        with Pillow.open(path) as picture:
            deep = path.stem.endswith("16")
            assert image.white == (65535 if deep else 255), path.name
            if picture.mode == "I;16" and "transparency" not in picture.info:
                assert np.array_equal(image.pixels, np.asarray(picture)), path.name
                seen += 1
                continue
            if picture.mode == "I;16":
                assert picture.info["transparency"] == 65535  # white is transparent: nothing changes
                assert np.array_equal(image.pixels, np.asarray(picture)), path.name
                seen += 1
                continue
            rgba = np.asarray(picture.convert("RGBA"))
        expected = on_white(rgba[..., :3], rgba[..., 3], 255)
        ours = image.pixels if image.pixels.ndim == 3 else np.repeat(image.pixels[..., np.newaxis], 3, axis=2)
        if deep:  # Pillow has only the upper byte
            assert np.abs((ours >> 8).astype(int) - expected).max() <= (1 if rgba[..., 3].min() < 255 else 0), path.name
        else:
            assert np.array_equal(ours, expected), path.name
        seen += 1
    assert seen == 156


def test_every_corrupt_picture_of_pngsuite_is_refused(shared_data: Path) -> None:
    paths = sorted((shared_data / "odd_images/pngsuite").glob("x*.png"))
    for path in paths:
        with pytest.raises(UnreadablePicture, match=f"^{path.name}: "):
            decode(Found(name=path.name, path=path, read=path.read_bytes))
    assert len(paths) == 14


def test_2_and_4_bit_gray_is_scaled_to_8_bits_by_85_and_17(shared_data: Path) -> None:
    for bits, step in ((1, 255), (2, 85), (4, 17)):
        image = of((shared_data / f"odd_images/pngsuite/basn0g0{bits}.png").read_bytes())
        values = set(np.unique(image.pixels).tolist())
        assert values <= set(range(0, 256, step))
        assert {0, step} <= values


@pytest.mark.parametrize("shape", [(5, 7), (5, 7, 3)])
def test_16_bit_pictures_keep_their_values(shape: tuple[int, ...]) -> None:
    values = RNG.integers(0, 65536, shape, dtype=np.uint16)
    files = {
        "PNG": bytes(imagecodecs.png_encode(values)),
        "TIFF": tiff(values, 1),
        "JPEG XL": bytes(imagecodecs.jpegxl_encode(values, lossless=True)),
        "lossless JPEG": bytes(imagecodecs.jpeg_encode(values, lossless=True, bitspersample=16)),
    }
    for form, data in files.items():
        image = of(data)
        assert image.pixels.dtype == np.uint16, form
        assert image.white == 65535.0, form
        assert np.array_equal(image.pixels, values), form


def test_a_12_bit_jpeg_keeps_its_depth() -> None:
    values = GRAY.astype(np.uint16) << 4
    image = of(imagecodecs.jpeg_encode(values, bitspersample=12, level=99))
    assert image.white == 4095.0
    assert np.abs(image.pixels.astype(int) - values).max() < 32


@pytest.mark.parametrize("bits", [10, 12])
@pytest.mark.parametrize("encode", [imagecodecs.jpegxl_encode, imagecodecs.avif_encode])
def test_10_and_12_bits_keep_their_values_and_their_own_white(bits: int, encode: Callable[..., bytes]) -> None:
    values = RGB.astype(np.uint16) << (bits - 8)
    exact = {"lossless": True} if encode is imagecodecs.jpegxl_encode else {"level": 100}
    image = of(encode(values, bitspersample=bits, **exact))
    assert image.white == 2.0**bits - 1
    assert image.notes == (f"full white is {2**bits - 1}",)
    assert np.abs(image.pixels.astype(int) - values).max() <= (0 if "lossless" in exact else 2 ** (bits - 8))


def test_a_gray_avif_is_gray_by_whomever_it_was_written() -> None:
    for data in (saved(GRAY, "AVIF", quality=100), bytes(imagecodecs.avif_encode(GRAY, level=100))):
        image = of(data)
        assert image.pixels.shape == GRAY.shape
        assert image.pixels.dtype == np.uint8
        assert np.abs(image.pixels.astype(int) - GRAY).max() <= 2


def test_a_16_bit_colour_netpbm_picture_keeps_its_depth_and_its_maximum() -> None:
    image = of(b"P6 # a comment\n2 1\n1023\n" + np.array([0, 1023, 5, 6, 7, 8], ">u2").tobytes())
    assert image.pixels.tolist() == [[[0, 1023, 5], [6, 7, 8]]]
    assert image.white == 1023.0
    assert of(b"P1\n3 2\n101\n0 1 0\n").pixels.tolist() == [[0, 255, 0], [255, 0, 255]]


def test_a_float_picture_runs_from_0_to_1_or_to_the_white_that_is_given() -> None:
    data = saved(np.array([[0.0, 0.25, 1.0]], np.float32), "TIFF")
    assert of(data).white == 1.0
    assert of(data).pixels.tolist() == [[0.0, 0.25, 1.0]]
    colour = (RGB / 255).astype(np.float32)
    assert np.array_equal(of(tiff(colour, 3)).pixels, colour)
    double = of(tiff(np.array([[0.1]]), 3))
    assert double.pixels.item() == np.float32(0.1)
    assert double.notes == ("64-bit floats rounded to 32 bits",)
    bright = saved(np.array([[0.0, 200.0]], np.float32), "TIFF")
    with pytest.raises(UnreadablePicture, match=r"run from 0 to 200, beyond 0 to 1; .*--white VALUE"):
        of(bright)
    assert of(bright, white=255.0).white == 255.0


def test_values_that_are_no_numbers_are_counted_and_refused() -> None:
    with pytest.raises(UnreadablePicture, match="2 of 3 values are no numbers"):
        of(saved(np.array([[np.nan, 0.5, np.inf]], np.float32), "TIFF"))


def test_32_bit_whole_numbers_are_read_where_16_bits_hold_them_and_refused_otherwise() -> None:
    image = of(saved(np.array([[0, 65535]], np.int32), "TIFF"))
    assert image.pixels.dtype == np.uint16
    assert image.notes == ("int32 samples read as uint16, full white 65535",)
    with pytest.raises(UnreadablePicture, match="int32 samples run from -1 to 65536"):
        of(saved(np.array([[-1, 65536]], np.int32), "TIFF"))


def test_a_palette_of_grays_gives_gray() -> None:
    for form in ("PNG", "GIF", "TIFF", "BMP"):
        picture = Pillow.fromarray(GRAY).quantize(8)
        buffer = io.BytesIO()
        picture.save(buffer, form)
        image = of(buffer.getvalue())
        assert image.pixels.ndim == 2, form
        assert np.array_equal(image.pixels, np.asarray(picture.convert("L"))), form


def test_transparent_parts_are_shown_on_white_exactly_rounded() -> None:
    rgba = np.dstack([RGB, ALPHA])
    for form in ("PNG", "WEBP", "TIFF"):
        image = of(saved(rgba, form, **({"lossless": True, "exact": True} if form == "WEBP" else {})))
        assert np.array_equal(image.pixels, on_white(RGB, ALPHA, 255)), form
        assert image.notes == ("transparent parts shown on white",)
    deep = RNG.integers(0, 65536, (9, 8, 4), dtype=np.uint16)
    assert np.array_equal(of(imagecodecs.png_encode(deep)).pixels, on_white(deep[..., :3], deep[..., 3], 65535))
    assert np.array_equal(of(saved(np.dstack([GRAY, ALPHA]), "PNG")).pixels, on_white(GRAY, ALPHA, 255))


def test_opaque_alpha_is_dropped_without_a_note() -> None:
    image = of(saved(np.dstack([RGB, np.full_like(GRAY, 255)]), "PNG"))
    assert np.array_equal(image.pixels, RGB)
    assert image.notes == ()


TURNED: dict[int, Callable[[Array], Array]] = {
    1: lambda a: a,
    2: np.fliplr,
    3: lambda a: np.rot90(a, 2),
    4: np.flipud,
    5: lambda a: np.swapaxes(a, 0, 1),
    6: lambda a: np.rot90(a, -1),
    7: lambda a: np.rot90(np.swapaxes(a, 0, 1), 2),
    8: lambda a: np.rot90(a, 1),
}


@pytest.mark.parametrize("turn", TURNED)
@pytest.mark.parametrize("form", ["PNG", "TIFF", "WEBP"])
def test_exif_orientation_is_applied_once_and_noted(form: str, turn: int) -> None:
    for pixels in (RGB, GRAY) if form != "WEBP" else (RGB,):
        exif = Pillow.Exif()
        exif[274] = turn
        image = of(saved(pixels, form, exif=exif, **({"lossless": True} if form == "WEBP" else {})))
        assert np.array_equal(image.pixels, TURNED[turn](pixels))
        assert image.notes == ((f"turned by EXIF orientation {turn}",) if turn > 1 else ())


def test_the_collected_pictures_with_orientation_equal_pillows_transposition(shared_data: Path) -> None:
    from PIL import ImageOps

    paths = sorted((shared_data / "odd_images/exif_orientation").iterdir())
    for path in paths:
        image = decode(Found(name=path.name, path=path, read=path.read_bytes))
        with Pillow.open(path) as picture:
            upright = ImageOps.exif_transpose(picture)
            if path.suffix == ".tif":  # libtiff has turned it for Pillow already on loading
                assert image.pixels.shape == (88, 590)
            rgba = np.asarray(upright.convert("RGBA"))
        expected = on_white(rgba[..., :3], rgba[..., 3], 255)
        ours = image.pixels if image.pixels.ndim == 3 else np.repeat(image.pixels[..., np.newaxis], 3, axis=2)
        assert np.array_equal(ours, expected), path.name
    assert len(paths) == 40


def test_the_first_of_several_frames_is_taken_and_noted() -> None:
    frames = [Pillow.fromarray(RGB), Pillow.fromarray(255 - RGB), Pillow.fromarray(RGB // 2)]
    for form in ("PNG", "GIF", "TIFF", "WEBP", "AVIF"):
        buffer = io.BytesIO()
        options = {"lossless": True} if form == "WEBP" else {"quality": 100, "subsampling": "4:4:4"}
        frames[0].save(buffer, form, save_all=True, append_images=frames[1:], **options)
        image = of(buffer.getvalue())
        assert image.notes == ("frame 1 of 3",), form
        close = {"GIF": 48, "AVIF": 4}.get(form, 0)
        assert np.abs(image.pixels.astype(int) - RGB).max() <= close, form


def test_a_profile_that_is_not_srgb_is_noted() -> None:
    from PIL import ImageCms

    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    wide = srgb.replace("sRGB".encode("utf-16-be"), "wide".encode("utf-16-be"))
    for form in ("PNG", "JPEG", "TIFF", "WEBP", "AVIF"):
        assert of(saved(RGB, form, icc_profile=srgb)).notes == (), form
        assert of(saved(RGB, form, icc_profile=wide)).notes == ("ICC profile not applied",)


def test_the_content_decides_and_a_wrong_suffix_is_noted() -> None:
    assert of(saved(RGB, "JPEG"), "a.png").notes == ("a JPEG named .png",)
    assert of(saved(RGB, "PNG"), "a.JPG").notes == ("a PNG named .jpg",)
    assert of(saved(RGB, "PNG"), "a.dat").notes == ()


def test_bytes_after_the_end_are_ignored_and_noted() -> None:
    for form in ("PNG", "JPEG", "GIF", "WEBP"):
        data = saved(RGB, form)
        image = of(data + b"garbage")
        assert np.array_equal(image.pixels, of(data).pixels), form
        assert image.notes == ("7 bytes after the picture's end ignored",), form


def test_many_threads_decode_the_same_picture_alike() -> None:
    datas = [saved(RGB, form) for form in ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "AVIF", "BMP")] * 12
    with ThreadPoolExecutor(8) as pool:
        images = list(pool.map(of, datas))
    for data, image in zip(datas, images, strict=True):
        assert np.array_equal(image.pixels, of(data).pixels)


def test_a_small_first_frame_of_a_webp_animation_lies_on_its_canvas() -> None:
    with Pillow.new("RGBA", (36, 48)) as canvas:
        canvas.paste(Pillow.fromarray(RGB[:20, :16]), (8, 12))
        buffer = io.BytesIO()
        canvas.save(
            buffer, "WEBP", save_all=True, append_images=[Pillow.fromarray(RGB)], lossless=True, minimize_size=True
        )
    image = of(buffer.getvalue())
    expected = np.full_like(RGB, 255)
    expected[12:32, 8:24] = RGB[:20, :16]
    assert np.array_equal(image.pixels, expected)
    assert image.notes == ("frame 1 of 2", "transparent parts shown on white")
