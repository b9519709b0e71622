"""Handwritten digits: MNIST in its own IDX files (plain or .gz) and in Keras' .npz, and any file of the same form.

``mnist:PATH[:train|:test][WHICH]`` names pictures out of such a file: ``mnist:data/mnist:test[0-19]``,
``mnist:t10k-images-idx3-ubyte.gz[5]``, ``mnist:mnist.npz:train[1,5,7-9]``. Ends are inclusive; without WHICH all
pictures are meant, without a split ``test`` where there are both, without a PATH what :func:`find_local` knows.

Source: LeCun, Cortes, Burges, "The MNIST database of handwritten digits".
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import io
import os
import re
import threading
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from mikurabe.errors import UnreadablePicture, UsageError
from mikurabe.records import Found
from mikurabe.sources.arrays import Bytes, idx_array, idx_shape, npz_array, npz_members, npz_shape
from mikurabe.sources.disk import names_in
from mikurabe.sources.names import printable

Split: TypeAlias = Literal["train", "test"]

PREFIX = "mnist:"
_SPELLING = "Write mnist:PATH[0-19], mnist:PATH:train[5] or mnist:PATH[1,5,7-9]."
_SPEC = re.compile(r"(?P<path>.*?)(?::(?P<split>train|test))?(?:\[(?P<which>[^\[\]]*)\])?", re.DOTALL)
_RANGE = re.compile(r"([0-9]{1,12})(?:-([0-9]{1,12}))?")
_MOST_PICTURES = 2**31
_MIRROR = "https://ossci-datasets.s3.amazonaws.com/mnist"
_MD5_UNPACKED = {
    "train-images-idx3-ubyte.gz": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte.gz": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte.gz": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte.gz": "27ae3e4e09519cfbb04c329615203637",
}
_LARGEST_UNPACKED_BYTES = 16 + 60_000 * 28 * 28
_MOST_DOWNLOADED_BYTES = 64_000_000
_TIMEOUT_SECONDS = 30
# t10k is how the original files call the test half.
_IDX_NAME = re.compile(r"(train|t10k|test)([-_.])(images|labels)([-_.])idx([13])([-_.]ubyte)?(\.gz)?", re.IGNORECASE)
_IDX_HINT = re.compile(r"[-_.]idx[0-9](?:[-_.]ubyte)?(?:\.gz)?$|\.npz$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MnistSet:
    """One half of the data: ``images`` uint8 (N, H, W), ``labels`` uint8 (N,) or None; both read-only."""

    images: Bytes
    labels: Bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """One picture that a spec named, the file that it is in, and a key that is the same for the same picture."""

    found: Found
    file: Path
    key: str


def is_spec(text: str) -> bool:
    """Return whether the text begins with ``mnist:``, in capitals or not."""
    return text[: len(PREFIX)].lower() == PREFIX


def find(spec: str, folder: Path = Path()) -> tuple[Picked, ...]:
    """Return the pictures that ``mnist:PATH[:split][WHICH]`` names; PATH is relative to ``folder``.

    Only headers and labels are read here. The pictures' file is read once, when the first of them is asked for,
    and shared by all; each ``read`` returns uint8 (H, W), read-only.

    Raises:
        UsageError: there is no such file, split or picture.
        UnreadablePicture: the file is not of this form, or its labels are damaged.
    """
    path, split, which = _parse(spec, folder)
    half = _open(path, split)
    numbers = range(half.count) if which is None else _numbers(which, spec)
    beyond = [number for number in numbers if number >= half.count]
    if beyond:
        raise UsageError(
            f"'{printable(spec)}' asks for picture {beyond[0]}, but '{printable(str(half.images_file))}' holds "
            f"{half.count} pictures: 0 to {half.count - 1}."
        )
    labels = half.labels()
    real = os.path.realpath(half.images_file)
    return tuple(
        Picked(
            found=Found(
                name=f"{half.name}[{number}]" + ("" if labels is None else f" label {labels[number]}"),
                path=None,
                read=functools.partial(half.picture, number),
                explicit=True,
                holds="array",
            ),
            file=half.images_file,
            key=f"{real}:{half.name}[{number}]",
        )
        for number in numbers
    )


def load(path: str | Path, split: Split = "test") -> MnistSet:
    """Return all pictures and labels of one half; ``path`` is a folder of IDX files, one IDX file or an .npz.

    Raises:
        UsageError: there is no such file or split.
        UnreadablePicture: a file is damaged or not of this form.
    """
    if split not in get_args(Split):
        raise UsageError(f"There is no split {split!r}: write train or test.")
    half = _open(Path(path), split)
    return MnistSet(images=half.images(), labels=half.labels())


def find_local() -> Path | None:
    """Return where MNIST lies on this machine, or None: MIKURABE_MNIST, else Keras' folder of data sets.

    Raises:
        UsageError: MIKURABE_MNIST is set to something that does not exist.
    """
    named = os.environ.get("MIKURABE_MNIST")
    if named:
        if not Path(named).exists():
            raise UsageError(f"MIKURABE_MNIST is set to '{printable(named)}', which does not exist.")
        return Path(named)
    try:
        keras = Path.home() / ".keras" / "datasets" / "mnist.npz"
    except RuntimeError:  # an account without a home
        return None
    return keras if keras.is_file() else None


def hint(name: str) -> str | None:
    """Return what to type where a file's name says that it holds many arrays, else None."""
    # Looked at first, because a folder may hold very many names.
    if name.endswith((".png", ".jpg")) or _IDX_HINT.search(name) is None:
        return None
    return f"holds many arrays, not one picture; if it is MNIST, name it as mnist:{printable(name)}[0-19]"


class _Half:
    """One half of the data that nobody has read yet: how many pictures, and how to get them."""

    def __init__(self, name: str, images_file: Path, labels_file: Path | None, member: Split | None) -> None:
        self.name = name
        self.images_file = images_file
        self._labels_file = labels_file
        self._member = member
        self._lock = threading.Lock()
        self._images: Bytes | None = None
        self.count = (idx_shape(images_file, 3) if member is None else npz_shape(images_file, f"x_{member}", 3))[0]

    def images(self) -> Bytes:
        """Return all pictures, uint8 (N, H, W), read-only; the file is read at the first call only."""
        with self._lock:
            if self._images is None:
                self._images = (
                    idx_array(self.images_file, 3)
                    if self._member is None
                    else npz_array(self.images_file, f"x_{self._member}", 3)
                )
            return self._images

    def picture(self, number: int) -> Bytes:
        """Return one picture, uint8 (H, W), read-only."""
        picture: Bytes = self.images()[number]
        return picture

    def labels(self) -> Bytes | None:
        """Return the labels, uint8 (N,), or None where there are none."""
        if self._labels_file is None:
            return None
        labels = (
            idx_array(self._labels_file, 1)
            if self._member is None
            else npz_array(self._labels_file, f"y_{self._member}", 1)
        )
        if len(labels) != self.count:
            raise UnreadablePicture(
                f"{printable(str(self.images_file))} holds {self.count} pictures, but "
                f"{printable(str(self._labels_file))} holds {len(labels)} labels: they do not belong together."
            )
        return labels


def _parse(spec: str, folder: Path) -> tuple[Path, Split | None, str | None]:
    text = spec[len(PREFIX) :] if is_spec(spec) else spec
    if text and (folder / text).exists():
        return folder / text, None, None
    match = _SPEC.fullmatch(text)
    if match is None:
        raise UsageError(f"'{printable(spec)}' cannot be understood. {_SPELLING}")
    splits: dict[str | None, Split] = {"train": "train", "test": "test"}
    split = splits.get(match["split"])
    if match["path"]:
        return folder / match["path"], split, match["which"]
    local = find_local()
    if local is None:
        raise UsageError(
            f"'{printable(spec)}' names no file, and MNIST was not found on this machine. {_SPELLING} "
            "Or set MIKURABE_MNIST to its folder."
        )
    return local, split, match["which"]


def _numbers(which: str, spec: str) -> list[int]:
    """Return the numbers that ``1,5,7-9`` means, each once, in the order given."""
    numbers: dict[int, None] = {}
    for piece in which.split(","):
        match = _RANGE.fullmatch(re.sub(r"\s", "", piece))
        if match is None:
            raise UsageError(f"'{printable(spec)}': '{printable(piece)}' is no number and no range. {_SPELLING}")
        first, last = int(match[1]), int(match[2] or match[1])
        if first > last:
            raise UsageError(f"'{printable(spec)}': the range {piece.strip()} runs backwards. Write {last}-{first}.")
        if last - first >= _MOST_PICTURES:
            raise UsageError(f"'{printable(spec)}': no file holds {last - first + 1} pictures.")
        numbers.update(dict.fromkeys(range(first, last + 1)))
    return list(numbers)


def _open(path: Path, split: Split | None) -> _Half:
    shown = printable(str(path))
    if path.is_dir():
        return _open_folder(path, split)
    if not path.exists():
        raise UsageError(f"There is no MNIST file or folder '{shown}'. {_SPELLING}")
    if not path.is_file():
        raise UsageError(f"'{shown}' is neither a file nor a folder.")
    if zipfile.is_zipfile(path):
        return _open_npz(path, split)
    match = _IDX_NAME.fullmatch(path.name)
    if match is None:
        if split is not None:
            raise UsageError(f"'{shown}' is one file with one set of pictures: leave :{split} away.")
        return _Half(printable(path.name), path, None, None)
    own: Split = "train" if match[1].lower() == "train" else "test"
    if split not in (None, own):
        raise UsageError(f"'{shown}' holds the {own} pictures, but :{split} was asked for.")
    if match[3].lower() == "labels":
        raise UsageError(f"'{shown}' holds labels, not pictures. Name the images file or the folder.")
    beside = _idx_files(path.parent)
    return _Half(own, path, beside.get((own, "labels")), None)


def _open_folder(folder: Path, split: Split | None) -> _Half:
    files = _idx_files(folder)
    halves = [own for own in get_args(Split) if (own, "images") in files]
    if not halves:
        if (folder / "mnist.npz").is_file():
            return _open_npz(folder / "mnist.npz", split)
        raise UsageError(
            f"The folder '{printable(str(folder))}' holds no MNIST file: looked for t10k-images-idx3-ubyte, "
            "train-images-idx3-ubyte (plain or .gz) and mnist.npz."
        )
    own = split or ("test" if "test" in halves else "train")
    if own not in halves:
        raise UsageError(f"The folder '{printable(str(folder))}' holds the {halves[0]} pictures, not the {own} ones.")
    return _Half(own, files[own, "images"], files.get((own, "labels")), None)


def _open_npz(path: Path, split: Split | None) -> _Half:
    members = npz_members(path)
    halves = [own for own in get_args(Split) if f"x_{own}" in members]
    if not halves:
        held = ", ".join(map(printable, members)) or "nothing"
        raise UsageError(f"'{printable(str(path))}' holds neither x_train nor x_test, but: {held}.")
    own = split or ("test" if "test" in halves else "train")
    if own not in halves:
        raise UsageError(f"'{printable(str(path))}' holds x_{halves[0]}, not x_{own}.")
    return _Half(own, path, path if f"y_{own}" in members else None, own)


def _idx_files(folder: Path) -> dict[tuple[Split, str], Path]:
    """Return the folder's IDX files by split and kind; a plain one wins over its .gz, which is slower to read."""
    files: dict[tuple[Split, str], Path] = {}
    for name in sorted(names_in(folder), key=lambda name: name.lower().endswith(".gz")):
        match = _IDX_NAME.fullmatch(name)
        if match is not None:
            own: Split = "train" if match[1].lower() == "train" else "test"
            files.setdefault((own, match[3].lower()), folder / name)
    return files


def download(folder: str | Path, *, base_url: str = _MIRROR) -> Path:
    """Return ``folder`` after the four MNIST files (11.6 MB) were fetched into it from ``base_url`` and checked.

    A file that is there already and sound is kept. Nothing is fetched unless somebody calls this. What is checked is
    the MD5 of the unpacked bytes: mirrors pack the same bytes differently. All four arrive, or nothing is left behind.

    Raises:
        UsageError: the address does not answer, sends something else, or the folder cannot be written to.
    """
    target = Path(folder)
    made = [each for each in (target, *target.parents) if not each.exists()]
    parts: list[tuple[Path, Path]] = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, md5 in _MD5_UNPACKED.items():
            file = target / name
            if file.is_file() and _md5_unpacked(file.read_bytes()) == md5:
                continue
            part = target / f".{name}.{os.getpid()}.part"
            parts.append((part, file))
            part.write_bytes(_fetch(f"{base_url.rstrip('/')}/{name}", md5))
        for part, file in parts:
            part.replace(file)
        made.clear()
    except OSError as error:
        raise UsageError(
            f"MNIST cannot be written to '{printable(str(target))}': {error.strerror or error}."
        ) from error
    finally:
        for part, _ in parts:
            part.unlink(missing_ok=True)
        for each in made:
            if each.is_dir() and not any(each.iterdir()):
                each.rmdir()
    return target


def _fetch(url: str, md5: str) -> bytes:
    """Return the packed bytes at ``url`` after checking what they unpack to."""
    # Slow to import, and hardly ever needed.
    import http.client
    import urllib.request

    try:
        with urllib.request.urlopen(url, timeout=_TIMEOUT_SECONDS) as answer:
            data: bytes = answer.read(_MOST_DOWNLOADED_BYTES)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise UsageError(
            f"{url} could not be fetched: {error}. Name MNIST files that are on this machine instead, as mnist:PATH."
        ) from error
    got = _md5_unpacked(data)
    if got != md5:
        raise UsageError(
            f"{url} sent {len(data)} bytes that are not the MNIST file: MD5 unpacked is {got}, should be {md5}."
        )
    return data


def _md5_unpacked(data: bytes) -> str:
    """Return the MD5 of what gzip bytes unpack to, or a word where they do not unpack."""
    try:
        # One byte more than the largest of the four files, so that a bomb stops here.
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
            unpacked = stream.read(_LARGEST_UNPACKED_BYTES + 1)
    except (EOFError, zlib.error, OSError):
        return "none (no gzip file)"
    return hashlib.md5(unpacked, usedforsecurity=False).hexdigest()
