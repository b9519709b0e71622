"""The hashes against imagehash, bit for bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import PIL
import pytest
from numpy.typing import NDArray

import mikurabe as mk
from mikurabe.metrics.hashing import (
    average_bits,
    bytes_of,
    colour_bits,
    dct_bits,
    difference_bits,
    haar_join,
    haar_split,
    hexadecimal,
    wavelet_bits,
)
from pictures import noise, picture

HASHES = (average_bits, dct_bits, difference_bits, wavelet_bits, colour_bits)
PEERS = ("average_hash", "phash", "dhash", "whash", "colorhash")

Y, X = np.mgrid[0:100, 0:150]


def waves(phase: int) -> NDArray[np.uint8]:
    return np.rint(128 + 100 * np.sin(X / 17 + phase) + 20 * np.cos(Y / 9 * phase)).astype(np.uint8)


PICTURES: dict[str, NDArray[np.uint8]] = {
    "noise": noise((64, 64), seed=1),
    "noise, colour": noise((40, 56, 3), seed=2),
    "noise, tall": noise((200, 30), seed=3),
    "noise, tiny": noise((5, 3, 3), seed=4),
    "one pixel": np.full((1, 1), 7, np.uint8),
    "black": np.zeros((20, 30), np.uint8),
    "white": np.full((33, 65, 3), 255, np.uint8),
    "ramp": np.tile(np.arange(150, dtype=np.uint8), (100, 1)),
    "waves": np.rint(128 + 60 * np.sin(X / 6) + 50 * np.cos(Y / 9)).astype(np.uint8),
    "colour waves": np.stack([waves(0), waves(1), waves(2)], axis=2),
    "dots": np.where(noise((128, 128), seed=5) > 250, 0, 255).astype(np.uint8),
    "board": np.kron(np.indices((8, 8)).sum(0) % 2, np.ones((16, 16))).astype(np.uint8) * 255,
    "primaries": np.array(
        [[[255, 0, 0], [0, 255, 0], [0, 0, 255]], [[255, 200, 180], [180, 255, 200], [90, 90, 90]]], np.uint8
    )
    .repeat(20, axis=0)
    .repeat(20, axis=1),
}

# imagehash 4.3.2 with Pillow 13.0.0, SciPy 1.17.1, PyWavelets 1.9.0:
# str(imagehash.<average_hash, phash, dhash, whash, colorhash>(PIL.Image.fromarray(pixels)))
EXPECTED = {
    "noise": ("321179843f38e5dc", "ca0ece0d9476c8cf", "24abc90daaab4d99", "305979843f1c61fd", "07000000000"),
    "noise, colour": ("715c99cbd9c5883d", "f9cd0662857ca74c", "c7983392338ab5eb", "73cc98cfc9c7082d", "00000000200"),
    "noise, tall": ("637e7c0d0b3a6061", "81c5e6213b6a8b7b", "cad4d0d99ad2cd8b", "736c782d4b3a6463", "07000000000"),
    "noise, tiny": ("1f1fcffff8e0c0c0", "e798324dcde266a2", "f8f81f000000070f", "1f1f0ffff0c0c0c0", "00008200048"),
    "one pixel": ("0000000000000000", "8000000000000000", "0000000000000000", "0000000000000000", "38000000000"),
    "black": ("0000000000000000", "0000000000000000", "0000000000000000", "0000000000000000", "38000000000"),
    "white": ("0000000000000000", "8000000000000000", "0000000000000000", "0000000000000000", "07000000000"),
    "ramp": ("0f0f0f0f0f0f0f0f", "8000000000000000", "ffffffffffffffff", "0f0f0f0f0f0f0f0f", "0e000000000"),
    "waves": ("ffaa00aaffaa00aa", "ffc71489b149c16a", "5a5a5a5a5a5a5a5a", "ffaa00aaffaa00aa", "07000000000"),
    "colour waves": ("c7c7c7c7c7c7c7c7", "b5ea4699896fb181", "0e0e0e0e0e0e0e0e", "c7c6c2c6c7c6c2c6", "01201010000"),
    "dots": ("f4ccf200ddbb2fe9", "ff72e38a4b04ccb0", "e819566a91756a4a", "74a1a320ddbb3fa0", "07000000000"),
    "board": ("55aa55aa55aa55aa", "8000000000000000", "a55aa55aa55aa55a", "55aa55aa55aa55aa", "36000000000"),
    "primaries": ("18181818fcfcfcfc", "db1c00e3001c00e3", "7171717171717171", "18181818fcfcfcfc", "0e000030c00"),
}
# Pillow 13 resamples this one a little differently; imagehash 4.3.2 on Pillow 12.0.0 says this.
if int(PIL.__version__.partition(".")[0]) < 13:
    EXPECTED["noise, tall"] = (*EXPECTED["noise, tall"][:3], "636c782d4b3a6463", EXPECTED["noise, tall"][4])


@pytest.mark.parametrize("name", PICTURES)
def test_hashes_are_those_of_imagehash(name: str) -> None:
    assert tuple(hexadecimal(bits(picture(PICTURES[name]))) for bits in HASHES) == EXPECTED[name]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # the same call on PIL.Image.open(file)
        (
            "kodim01.png",
            ("ff36ffff50404f00", "c4c62e705bb94b17", "f5e4c49394959561", "f73677ff50504300", "06600018000"),
        ),
        (
            "kodim05.png",
            ("effff8bfc0000003", "d7d39278b09c3c68", "0c4841610b6a6aeb", "fffefcbfc0000003", "0e640000000"),
        ),
        (
            "kodim23.png",
            ("3232347c38387860", "c7b6353c39b13a60", "666668c06262c2c3", "b232fe7c38387870", "03280010000"),
        ),
    ],
)
def test_hashes_of_photographs_are_those_of_imagehash(shared_data: Path, name: str, expected: tuple[str, ...]) -> None:
    from PIL import Image

    file = shared_data / "photos" / name
    if not file.is_file():
        pytest.skip(f"{file} is not here")
    with Image.open(file) as opened:
        pixels = np.asarray(opened)
    assert tuple(hexadecimal(bits(picture(pixels))) for bits in HASHES) == expected


def test_hashes_are_those_of_the_installed_imagehash() -> None:
    imagehash = pytest.importorskip("imagehash", reason="imagehash is not installed")
    from PIL import Image

    random = np.random.default_rng(12)
    shapes = [(int(side), int(other)) for side, other in random.integers(1, 70, (40, 2))]
    shapes += [(*shape, 3) for shape in shapes]  # type: ignore[misc]
    for seed, shape in enumerate(shapes):
        pixels = noise(shape, seed=seed) // (1 + seed % 7)
        for bits, peer in zip(HASHES, PEERS, strict=True):
            expected = getattr(imagehash, peer)(Image.fromarray(pixels)).hash
            assert np.array_equal(bits(picture(pixels)), expected), (shape, peer)


def test_the_haar_transform_has_the_textbook_values() -> None:
    # [[1, 2], [3, 4]]: mean coefficient (1 + 2 + 3 + 4) / 2, steps right (1 - 2 + 3 - 4) / 2, down, and both
    means, (right, down, both) = haar_split(np.array([[1.0, 2.0], [3.0, 4.0]]))
    found = [plane.item() for plane in (means, right, down, both)]
    assert found == pytest.approx([5, -1, -2, 0], abs=1e-14)
    plane = noise((16, 16), "float64")
    assert np.allclose(haar_join(*haar_split(plane)), plane, rtol=0, atol=1e-14)


def test_a_negative_has_the_opposite_bits() -> None:
    pixels = noise((64, 64))
    assert mk.ahash(pixels, 255 - pixels) == 64
    assert mk.whash(pixels, 255 - pixels) == 64


def test_sixteen_bits_go_in_through_the_high_byte() -> None:
    pixels = noise((9, 7, 3), "uint16")
    assert np.array_equal(bytes_of(picture(pixels)), pixels // 256)
    assert mk.phash(pixels, (pixels // 256).astype(np.uint16) * 256) == 0


def test_floats_are_rounded_to_bytes_by_their_full_white() -> None:
    levels = bytes_of(picture([[-0.5, 0.0, 0.5, 1.0, 2.0]], white=1.0))
    assert levels.tolist() == [[0, 0, 128, 255, 255]]


def test_the_colour_hash_sees_a_hue_that_gray_hashes_do_not() -> None:
    red = np.full((16, 16, 3), (200, 40, 40), np.uint8)
    green = np.full((16, 16, 3), (40, 122, 40), np.uint8)
    assert mk.ahash(red, green) == 0
    assert mk.colour_hash(red, green) > 0
