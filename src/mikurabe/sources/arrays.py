"""Files of many arrays: IDX (plain or .gz) and NumPy's .npz, checked before anything is believed.

IDX: two zero bytes, the type, the number of dimensions, the dimensions as big-endian 32-bit numbers, the values.
Every function raises UnreadablePicture where the file is damaged or not of this form.
"""

from __future__ import annotations

import gzip
import math
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray

from mikurabe.errors import UnreadablePicture
from mikurabe.sources.names import printable

Bytes: TypeAlias = NDArray[np.uint8]

_TYPES = {8: "bytes", 9: "signed bytes", 11: "16-bit integers", 12: "32-bit integers", 13: "floats", 14: "doubles"}
# The header of a hostile file can promise anything; the largest known set of this form is a quarter of this.
_MOST_BYTES = 2**31


@contextmanager
def _reading(path: Path) -> Iterator[IO[bytes]]:
    """Return the file's plain bytes as a stream, unpacked where they are gzip; a fault becomes UnreadablePicture."""
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            if packed:
                with gzip.open(file) as stream:
                    yield cast(IO[bytes], stream)
            else:
                yield file
    except (EOFError, zlib.error, OSError) as error:
        raise UnreadablePicture(f"{printable(str(path))} is damaged or cannot be read: {error}.") from error


def idx_shape(path: Path, dimensions: int) -> tuple[int, ...]:
    """Return the shape that an IDX file of bytes declares, of ``dimensions`` numbers; its values are not read."""
    with _reading(path) as stream:
        return _header(stream, path, dimensions)


def _header(stream: IO[bytes], path: Path, dimensions: int) -> tuple[int, ...]:
    """Return the shape that an IDX header declares, after checking all that it says."""
    shown = printable(str(path))
    head = stream.read(4)
    if len(head) < 4 or head[:2] != b"\0\0" or head[2] not in _TYPES:
        raise UnreadablePicture(
            f"{shown} is no IDX file: it starts with {head.hex(' ') or 'nothing'}, not with 00 00 08 {dimensions:02x}."
        )
    if head[2] != 8:
        raise UnreadablePicture(f"{shown} holds {_TYPES[head[2]]}; only IDX files of bytes are read (00 00 08 ..).")
    if head[3] != dimensions:
        raise UnreadablePicture(f"{shown} has {head[3]} dimensions where {dimensions} were expected.")
    sizes = stream.read(4 * dimensions)
    if len(sizes) < 4 * dimensions:
        raise UnreadablePicture(f"{shown} ends within its header.")
    shape = tuple(int(size) for size in np.frombuffer(sizes, dtype=">u4"))
    if 0 in shape:
        raise UnreadablePicture(f"{shown} declares an empty set: {' x '.join(map(str, shape))}.")
    if math.prod(shape) > _MOST_BYTES:
        raise UnreadablePicture(f"{shown} declares {' x '.join(map(str, shape))} values: more than 2 GiB.")
    return shape


def idx_array(path: Path, dimensions: int) -> Bytes:
    """Return the values of an IDX file of bytes, read-only; the file holds exactly as many as its header says."""
    with _reading(path) as stream:
        shape = _header(stream, path, dimensions)
        expected = math.prod(shape)
        data = stream.read(expected + 1)
    if len(data) != expected:
        holds = f"only {len(data)}" if len(data) < expected else "more"
        raise UnreadablePicture(
            f"{printable(str(path))} declares {' x '.join(map(str, shape))} = {expected} bytes, but holds {holds}."
        )
    return np.frombuffer(data, dtype=np.uint8).reshape(shape)


@contextmanager
def _unzipping(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        # RuntimeError is how zipfile reports an encrypted member.
        raise UnreadablePicture(f"{printable(str(path))} is damaged or cannot be read: {error}.") from error


def npz_members(path: Path) -> list[str]:
    """Return the names of the arrays in an .npz."""
    with _unzipping(path) as archive:
        return [name.removesuffix(".npy") for name in archive.namelist() if name.endswith(".npy")]


def npz_shape(path: Path, member: str, dimensions: int) -> tuple[int, ...]:
    """Return the shape of one array in an .npz without reading its values."""
    shown = f"{member} in {printable(str(path))}"
    with _unzipping(path) as archive, archive.open(f"{member}.npy") as stream:
        version = np.lib.format.read_magic(stream)
        read_header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        shape, _, dtype = read_header(stream)
    if dimensions == 3 and dtype != np.uint8:
        raise UnreadablePicture(f"{shown} holds {dtype} values; only uint8 pictures are read.")
    if len(shape) != dimensions or 0 in shape:
        raise UnreadablePicture(
            f"{shown} has the shape {shape}; {'(N, H, W)' if dimensions == 3 else '(N,)'} was expected."
        )
    if math.prod(shape) > _MOST_BYTES:
        raise UnreadablePicture(f"{shown} declares {' x '.join(map(str, shape))} values: more than 2 GiB.")
    return tuple(int(size) for size in shape)


def npz_array(path: Path, member: str, dimensions: int) -> Bytes:
    """Return one array of an .npz as bytes, read-only; pickled objects are refused."""
    npz_shape(path, member, dimensions)
    with _unzipping(path) as archive, archive.open(f"{member}.npy") as stream:
        values = np.lib.format.read_array(stream, allow_pickle=False)
    if values.dtype.kind not in "iu" or values.min() < 0 or values.max() > 255:
        raise UnreadablePicture(f"{member} in {printable(str(path))} holds values that are not 0 to 255.")
    array: Bytes = np.ascontiguousarray(values, dtype=np.uint8)
    array.flags.writeable = False
    return array
