"""Valid PNGs with something altered: our own decoding ends exactly as libpng's, in a picture or in the same words."""

from __future__ import annotations

import random
import struct
import time
import zlib
from collections.abc import Callable

import numpy as np
import pytest

from images.png_files import CHANNELS, KINDS, SIGNATURE, both_ways, chunk, palette, png, raw_rows
from mikurabe import kernels

SECONDS = 4.0
Chunks = list[tuple[bytes, bytes]]


def parts(data: bytes) -> Chunks:
    found, at = [], 8
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        found.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    return found


def joined(chunks: Chunks) -> bytes:
    """Return the file with every checksum right, so that what was altered is seen by what lies behind them."""
    return SIGNATURE + b"".join(chunk(*part) for part in chunks)


def flipped(data: bytes, chance: random.Random) -> bytes:
    altered = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        if altered:
            altered[chance.randrange(len(altered))] ^= 1 << chance.randrange(8)
    return bytes(altered)


def sound(seed: int) -> bytes:
    rng = np.random.default_rng(seed)
    kind = KINDS[seed % len(KINDS)]
    size = (int(rng.integers(1, 60)), int(rng.integers(1, 40)))
    stream = zlib.compress(raw_rows(rng, size, kind), int(rng.integers(0, 10)))
    if seed % 3 == 0:  # few different bytes: long matches and short codes
        flat = np.frombuffer(raw_rows(rng, size, kind), np.uint8) % 3
        stream = zlib.compress(flat.tobytes(), 9)
    cut = int(rng.integers(0, len(stream)))
    said = chunk(b"tEXt", b"Software\0x") if seed % 5 == 0 else b""
    colours = palette(rng, int(rng.integers(1, 257))) if kind[1] == 3 else b""
    return png(size, kind, [stream[:cut], stream[cut:]] if seed % 2 else [stream], said + colours)


def bits_anywhere(data: bytes, chance: random.Random) -> bytes:
    return flipped(data, chance)


def cut_off(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def a_length(data: bytes, chance: random.Random) -> bytes:
    at = 33 if chance.random() < 0.7 else 8
    length = chance.choice((0, 1, 0x7FFFFFFF, 0xFFFFFFFF, chance.randrange(2 * len(data))))
    return data[:at] + struct.pack(">I", length) + data[at + 4 :]


def a_stream(data: bytes, chance: random.Random) -> bytes:
    return joined([(kind, flipped(body, chance) if kind == b"IDAT" else body) for kind, body in parts(data)])


def the_rows(data: bytes, chance: random.Random) -> bytes:
    """Alter what is deflated: filter types that do not exist, too few or too many bytes."""
    chunks = parts(data)
    raw = zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT"))
    raw = chance.choice(
        (flipped(raw, chance), raw[: chance.randrange(len(raw))], raw + b"\4" * chance.randrange(1, 99))
    )
    pixels = [(b"IDAT", zlib.compress(raw, chance.randrange(10), wbits=chance.choice((9, 12, 15))))]
    return joined([part for part in chunks[:-1] if part[0] != b"IDAT"] + pixels + chunks[-1:])


def the_header(data: bytes, chance: random.Random) -> bytes:
    header = bytearray(parts(data)[0][1])
    at = chance.choice((2, 3, 6, 7, 8, 9, 10, 11, 12))
    header[at] = chance.choice((0, 1, 2, 3, 4, 6, 8, 16, header[at] ^ 1, chance.randrange(256)))
    return joined([(b"IHDR", bytes(header)), *parts(data)[1:]])


def the_order(data: bytes, chance: random.Random) -> bytes:
    """Drop, double, swap or add chunks."""
    chunks = parts(data)
    at, other = chance.randrange(len(chunks)), chance.randrange(len(chunks))
    added = chance.choice((b"tRNS", b"PLTE", b"IDAT", b"IEND", b"tEXt", b"eXIf", b"zzZz", b"gAMA"))
    how = chance.randrange(4)
    if how == 0:
        del chunks[at]
    elif how == 1:
        chunks.insert(other, chunks[at])
    elif how == 2:
        chunks[at], chunks[other] = chunks[other], chunks[at]
    else:
        chunks.insert(at, (added, bytes(chance.randrange(256) for _ in range(chance.randrange(9)))))
    return joined(chunks)


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    bits_anywhere,
    cut_off,
    a_length,
    a_stream,
    the_rows,
    the_header,
    the_order,
)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_altered_pngs_end_as_by_libpng(seed: int) -> None:
    chance = random.Random(seed)
    files = [sound(9 * seed + at) for at in range(18)]
    assert all(len(both_ways(data)[0]) == 5 for data in files if data[25] != 3)
    pictures = refused = 0
    stop = time.monotonic() + SECONDS
    while time.monotonic() < stop and pictures + refused < 6000:
        data = chance.choice(files)
        for _ in range(chance.choice((1, 1, 1, 2))):
            mutation = chance.choice(MUTATIONS)
            try:
                data = mutation(data, chance)
            except (struct.error, zlib.error, IndexError, ValueError):
                continue  # what a first mutation left cannot be taken apart for a second one
        ours, expected = both_ways(data, max_pixels=200_000)
        assert ours == expected, data.hex()
        pictures, refused = pictures + (len(ours) == 5), refused + (len(ours) == 2)
    assert pictures > 20
    assert refused > 100


@pytest.mark.slow
def test_altered_rows_stay_within_their_room() -> None:
    """Sentinels around the buffer: the native kernel writes nowhere else, whatever the rows hold."""
    rng = np.random.default_rng(6)
    for _ in range(3000):
        size = int(rng.choice([1, 2, 3, 4, 6, 8]))
        width, height = size * int(rng.integers(1, 60)), int(rng.integers(1, 40))
        length = height * (1 + width)
        room = rng.integers(0, 256, length + 128, dtype=np.uint8)
        raw = room[64 : 64 + length]
        raw[:: 1 + width] = rng.integers(0, 5, height)
        before, after = room[:64].copy(), room[64 + length :].copy()
        kernels.unfilter(raw, width, height, size)
        assert np.array_equal(room[:64], before)
        assert np.array_equal(room[64 + length :], after)


def test_the_pictures_made_here_are_of_every_kind() -> None:
    kinds = {(data[24], data[25]) for data in (sound(seed) for seed in range(18))}
    assert kinds == set(KINDS)
    assert all(CHANNELS[colour] for _, colour in kinds)
