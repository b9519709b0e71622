"""Damaged, hostile and wrong files: each a reason on one line, none a crash, none half a picture."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import imagecodecs
import numpy as np
import PIL.Image
import pytest
from PIL import Image as Pillow

from images.encoded import ALPHA, GRAY, RGB, of, saved, tiff
from mikurabe.errors import NotAPicture, UnreadablePicture
from mikurabe.images import decode
from mikurabe.records import Found


def test_a_declared_size_above_the_limit_is_refused_before_decoding(shared_data: Path) -> None:
    folder = shared_data / "odd_images/generated"
    with pytest.raises(UnreadablePicture, match=r"25000 x 25000 = 625,000,000 .* 200,000,000.*--max-pixels 625000000"):
        of((folder / "bomb_25000x25000_1bit.png").read_bytes())
    with pytest.raises(UnreadablePicture, match="100000 x 100000"):
        of((folder / "bomb_header_only_100000x100000.png").read_bytes())
    for form in ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF", "AVIF", "JPEG2000", "PPM"):
        with pytest.raises(UnreadablePicture, match=r"36 x 48 = 1,728 pixels, the limit is 1,727; .*--max-pixels 1728"):
            of(saved(RGB, form), max_pixels=1727)
        assert of(saved(RGB, form), max_pixels=1728).width == 36
    with pytest.raises(UnreadablePicture, match="36 x 48"):
        of(imagecodecs.jpegxl_encode(RGB), max_pixels=1727)


def test_pillows_own_limit_never_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PIL.Image, "MAX_IMAGE_PIXELS", 10)
    for form in ("PNG", "JPEG", "BMP", "GIF", "WEBP", "TIFF", "AVIF", "JPEG2000", "TGA", "PCX", "SGI"):
        assert of(saved(RGB, form)).width == 36, form


def test_88_million_gray_pixels_stay_under_300_megabytes(shared_data: Path) -> None:
    if not Path("/proc/self/status").is_file():
        pytest.skip("the peak of a process's memory is read from /proc, which this system does not have")
    path = shared_data / "odd_images/generated/bomb_9400x9400_gray8.png"
    program = (
        "import pathlib, sys; from mikurabe.images import decode; from mikurabe.records import Found\n"
        "image = decode(Found(name='b', path=None, read=pathlib.Path(sys.argv[1]).read_bytes))\n"
        # Not getrusage: its peak is inherited from whoever started the process.
        "status = pathlib.Path('/proc/self/status').read_text()\n"
        "print(image.pixels.shape, status.partition('VmHWM:')[2].split()[0])"
    )
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    shape, kibibytes = done.stdout.rsplit(" ", 1)
    assert shape == "(9400, 9400)"
    assert int(kibibytes) < 300 * 1024


def test_no_text_is_taken_for_a_picture() -> None:
    texts = {
        b"": "the file is empty",
        b"<!DOCTYPE html><p>404": "web page",
        b"%PDF-1.7 ": "PDF",
        b"PK\x03\x04": "ZIP archive",
        b"name,score\na,1\n": "text",
        "画像,値\n".encode(): "text",
        b"P5 is the fifth chapter": "text",
        b'<?xml version="1.0"?><svg/>': "SVG",
        b"\x00\x01\x02\x03": "first bytes",
    }
    for data, reason in texts.items():
        with pytest.raises(NotAPicture, match=reason):
            of(data, "a.png")


def test_files_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "gone.png", "No such file"), (tmp_path, "")):
        with pytest.raises(UnreadablePicture, match=f"^picture: cannot be read: {reason}"):
            decode(Found(name="picture", path=path, read=path.read_bytes))


def test_a_name_with_a_line_end_or_odd_bytes_stays_on_one_printable_line() -> None:
    for name in ("two\nlines.png", "odd\udcff.png", "bell\x07.png"):
        with pytest.raises(UnreadablePicture) as caught:
            of(b"", name)
        assert str(caught.value).isprintable()
        assert of(saved(RGB, "PNG"), name).source.name == name


def test_an_error_is_chained_to_the_decoders_own(shared_data: Path) -> None:
    data = (shared_data / "odd_images/generated/bitflip_idat.png").read_bytes()
    with pytest.raises(UnreadablePicture, match="fails its checksum"):
        of(data)
    with pytest.raises(UnreadablePicture, match="the TIFF cannot be decoded") as caught:
        of(ruined(saved(RGB, "TIFF", compression="tiff_lzw")))
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_every_file_of_the_collection_is_a_picture_or_has_a_reason(shared_data: Path) -> None:
    bad = ("bitflip", "bomb_25000", "bomb_header", "empty", "float32_all", "header_0x0", "html", "trunc_", "text_named")
    for path in sorted((shared_data / "odd_images/generated").iterdir()):
        found = Found(name=path.name, path=path, read=path.read_bytes)
        if path.name.startswith(bad):
            with pytest.raises(UnreadablePicture):
                decode(found)
        else:
            assert decode(found).pixels.size > 0


# One small sound file of every kind.
PICTURES: dict[str, bytes] = {
    "png": saved(RGB, "PNG"),
    "png 16": bytes(imagecodecs.png_encode(np.dstack([RGB, ALPHA]).astype(np.uint16) * 257)),
    "png palette": saved(RGB, "PNG", "P"),
    "apng": saved(RGB, "PNG", save_all=True, append_images=[Pillow.fromarray(255 - RGB)]),
    "jpeg": saved(RGB, "JPEG"),
    "jpeg progressive": saved(RGB, "JPEG", progressive=True),
    "jpeg cmyk": saved(RGB, "JPEG", "CMYK"),
    "jpeg 12": bytes(imagecodecs.jpeg_encode(RGB.astype(np.uint16) << 4, bitspersample=12)),
    "gif": saved(RGB, "GIF"),
    "bmp": saved(RGB, "BMP"),
    "bmp palette": saved(RGB, "BMP", "P"),
    "webp": saved(RGB, "WEBP"),
    "webp lossless": saved(np.dstack([RGB, ALPHA]), "WEBP", lossless=True),
    "webp animation": saved(RGB, "WEBP", save_all=True, append_images=[Pillow.fromarray(255 - RGB)]),
    "tiff": saved(RGB, "TIFF"),
    "tiff lzw": saved(RGB, "TIFF", compression="tiff_lzw"),
    "tiff deflate": saved(RGB, "TIFF", compression="tiff_adobe_deflate"),
    "tiff jpeg": saved(RGB, "TIFF", compression="jpeg"),
    "tiff fax": saved(GRAY, "TIFF", "1", compression="group4"),
    "tiff palette": saved(RGB, "TIFF", "P"),
    "tiff cmyk": saved(RGB, "TIFF", "CMYK", compression="tiff_lzw"),
    "tiff ycbcr": saved(RGB, "TIFF", "YCbCr", compression="tiff_lzw"),
    "tiff float": tiff((RGB / 255).astype(np.float32), 3),
    "avif": saved(RGB, "AVIF"),
    "avif 10": bytes(imagecodecs.avif_encode(RGB.astype(np.uint16) << 2, bitspersample=10)),
    "jxl": bytes(imagecodecs.jpegxl_encode(RGB)),
    "jxl 16": bytes(imagecodecs.jpegxl_encode(GRAY.astype(np.uint16) * 257, lossless=True)),
    "jp2": saved(RGB, "JPEG2000"),
    "tga": saved(RGB, "TGA"),
    "pcx": saved(RGB, "PCX"),
    "sgi": saved(RGB, "SGI"),
    "ppm": saved(RGB, "PPM"),
    "plain ppm": b"P3\n# c\n2 2\n255\n1 2 3 4 5 6\n7 8 9 10 11 12\n",
    "pbm": saved(GRAY, "PPM", "1"),
    "pfm": saved(GRAY.astype(np.float32) / 255, "PPM"),
}
# Cut in their last 1 %: a film's later frames, or the last number of a text, may be missing and the picture is whole.
WHOLE_WITHOUT_THE_END = ("gif", "plain ppm")


def ruined(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes(byte ^ 0x5A for byte in data[middle : middle + 64]) + data[middle + 64 :]


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_cut_short_anywhere_is_refused(kind: str) -> None:
    data = PICTURES[kind]
    assert of(data).pixels.size > 0
    ends = {*range(0, len(data), max(1, len(data) // 50)), int(len(data) * 0.99), len(data) - 4}
    for end in ends:
        if kind in WHOLE_WITHOUT_THE_END and end > len(data) * 0.9:
            continue
        with pytest.raises(UnreadablePicture):
            of(data[:end])


@pytest.mark.parametrize("kind", ["png", "png 16", "tiff lzw", "tiff cmyk", "tiff ycbcr", "jxl"])
def test_a_picture_with_ruined_bytes_in_its_middle_is_refused(kind: str) -> None:
    with pytest.raises(UnreadablePicture):
        of(ruined(PICTURES[kind]))


@pytest.mark.parametrize("options", [{}, {"subsampling": 0}, {"progressive": True}])
@pytest.mark.parametrize("share", [0.6, 0.7])
def test_a_jpeg_cut_short_and_closed_with_an_end_mark_is_refused(options: dict[str, object], share: float) -> None:
    # libjpeg paints what is missing gray and says nothing.
    data = saved(RGB, "JPEG", quality=95, **options)
    with pytest.raises(UnreadablePicture, match="cut short"):
        of(data[: int(len(data) * share)] + b"\xff\xd9")


def test_a_jpeg_that_really_ends_in_middle_gray_is_sound() -> None:
    gray = np.full((32, 32, 3), 128, np.uint8)
    assert np.array_equal(of(saved(gray, "JPEG")).pixels, gray)


def test_heic_and_films_are_named() -> None:
    with pytest.raises(UnreadablePicture, match="no decoder for HEIC"):
        of(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64))
    with pytest.raises(NotAPicture, match="film"):
        of(b"\0\0\0\x18ftypisom\0\0\0\0isomiso2" + bytes(64))


def test_a_codec_that_is_absent_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imagecodecs.JPEGXL, "available", False)
    with pytest.raises(UnreadablePicture, match=r"no decoder for JPEG XL here; .*pip install"):
        of(PICTURES["jxl"])


@pytest.mark.slow
@pytest.mark.parametrize("kind", PICTURES)
def test_random_bytes_in_a_file_give_a_picture_or_a_reason_and_nothing_else(kind: str) -> None:
    chance = random.Random(kind)
    reasons: set[str] = set()
    for _ in range(300):
        data = bytearray(PICTURES[kind])
        for _ in range(chance.choice((1, 1, 2, 5, 20))):
            # Headers are where the harm is done: most hits go there.
            data[chance.randrange(min(len(data), chance.choice((64, 400, len(data)))))] = chance.randrange(256)
        if chance.random() < 0.15:
            del data[chance.randrange(len(data)) :]
        try:
            image = of(bytes(data), max_pixels=4_000_000)
        except UnreadablePicture as error:
            reasons.add(str(error))
        else:
            assert image.pixels.dtype in (np.uint8, np.uint16, np.float32)
            assert image.pixels.size > 0
    assert reasons
    assert all(reason.isprintable() for reason in reasons)
