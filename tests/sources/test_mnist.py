from __future__ import annotations

import functools
import gzip
import hashlib
import os
import pickle
import struct
import urllib.request
import zipfile
from pathlib import Path

import numpy as np
import pytest

from mikurabe.errors import UnreadablePicture, UsageError
from mikurabe.sources import mnist
from mikurabe.sources.files import find as find_files

DIGITS = np.arange(5 * 3 * 4, dtype=np.uint8).reshape(5, 3, 4)
LABELS = np.array([7, 2, 1, 0, 4], dtype=np.uint8)
TEST_NAMES = ["test[0] label 7", "test[1] label 2", "test[2] label 1", "test[3] label 0", "test[4] label 4"]


def idx(values: np.ndarray, *, kind: int = 8) -> bytes:
    """Return an IDX file as the format's own page describes it."""
    return bytes([0, 0, kind, values.ndim]) + struct.pack(f">{values.ndim}I", *values.shape) + values.tobytes()


def both_halves(folder: Path, images: str = "{}-images-idx3-ubyte", labels: str = "{}-labels-idx1-ubyte") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for half, values in (("t10k", DIGITS), ("train", 255 - DIGITS)):
        for name, array in ((images.format(half), values), (labels.format(half), LABELS)):
            data = idx(array)
            (folder / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return folder


def names(spec: str, folder: Path = Path()) -> list[str]:
    return [picked.found.name for picked in mnist.find(spec, folder)]


@pytest.mark.parametrize(
    ("images", "labels"),
    [
        ("{}-images-idx3-ubyte", "{}-labels-idx1-ubyte"),
        ("{}-images-idx3-ubyte.gz", "{}-labels-idx1-ubyte.gz"),
        ("{}-images.idx3-ubyte", "{}-labels.idx1-ubyte"),
        ("{}-images.idx3", "{}-labels.idx1"),
        ("{}_images-idx3-ubyte", "{}_labels-idx1-ubyte"),
    ],
)
def test_a_folder_of_idx_files_is_read_in_every_usual_spelling(images: str, labels: str, tmp_path: Path) -> None:
    folder = both_halves(tmp_path, images, labels)
    picked = mnist.find(f"mnist:{folder}")
    assert [each.found.name for each in picked] == TEST_NAMES
    assert all(np.array_equal(each.found.read(), digit) for each, digit in zip(picked, DIGITS, strict=True))
    (train,) = mnist.find(f"mnist:{folder}:train[1]")
    assert train.found.name == "train[1] label 2"
    assert np.array_equal(train.found.read(), 255 - DIGITS[1])


@pytest.mark.parametrize(
    ("which", "numbers"),
    [("[0-4]", [0, 1, 2, 3, 4]), ("[3]", [3]), ("[4,0-1]", [4, 0, 1]), ("[1, 1-2]", [1, 2]), ("[ 1 - 2 ]", [1, 2])],
)
def test_numbers_and_ranges_include_their_ends(which: str, numbers: list[int], tmp_path: Path) -> None:
    assert names(f"mnist:{both_halves(tmp_path)}{which}") == [TEST_NAMES[number] for number in numbers]


@pytest.mark.parametrize("which", ["[x]", "[]", "[1-]", "[-1]", "[0:3]", "[1.5]", "[1,,2]", "[99999999999999999999]"])
def test_what_is_no_range_is_an_error_with_the_spelling(which: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"is no number and no range.*mnist:PATH\[0-19\]"):
        names(f"mnist:{both_halves(tmp_path)}{which}")


def test_a_range_that_runs_backwards_says_how_to_turn_it(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"runs backwards\. Write 1-3"):
        names(f"mnist:{both_halves(tmp_path)}[3-1]")


def test_a_number_beyond_the_end_says_how_many_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"asks for picture 5, but .* holds 5 pictures: 0 to 4"):
        names(f"mnist:{both_halves(tmp_path)}[0-19]")


def test_a_range_of_billions_is_refused_and_not_listed(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no file holds 999999999999 pictures"):
        names(f"mnist:{both_halves(tmp_path)}[1-999999999999]")


def test_one_idx_file_finds_its_labels_beside_it(tmp_path: Path) -> None:
    both_halves(tmp_path, labels="{}-labels-idx1-ubyte.gz")
    assert names("mnist:t10k-images-idx3-ubyte[3]", tmp_path) == ["test[3] label 0"]
    assert names("mnist:train-images-idx3-ubyte[3]", tmp_path) == ["train[3] label 0"]
    (tmp_path / "t10k-labels-idx1-ubyte.gz").unlink()
    assert names("mnist:t10k-images-idx3-ubyte[3]", tmp_path) == ["test[3]"]
    assert mnist.load(tmp_path / "t10k-images-idx3-ubyte").labels is None


def test_an_idx_file_of_another_name_and_size_is_read(tmp_path: Path) -> None:
    (tmp_path / "cells.bin").write_bytes(idx(DIGITS))
    (picked,) = mnist.find("mnist:cells.bin[2]", tmp_path)
    assert picked.found.name == "cells.bin[2]"
    assert np.array_equal(picked.found.read(), DIGITS[2])
    with pytest.raises(UsageError, match="leave :train away"):
        mnist.find("mnist:cells.bin:train[2]", tmp_path)


def test_the_wrong_half_or_the_labels_are_refused(tmp_path: Path) -> None:
    both_halves(tmp_path)
    with pytest.raises(UsageError, match="holds the test pictures, but :train was asked for"):
        mnist.find("mnist:t10k-images-idx3-ubyte:train[0]", tmp_path)
    with pytest.raises(UsageError, match="holds labels, not pictures"):
        mnist.find("mnist:t10k-labels-idx1-ubyte[0]", tmp_path)
    (tmp_path / "train-images-idx3-ubyte").unlink()
    with pytest.raises(UsageError, match="holds the test pictures, not the train ones"):
        mnist.find(f"mnist:{tmp_path}:train[0]")


def test_only_the_train_half_is_taken_where_there_is_no_other(tmp_path: Path) -> None:
    both_halves(tmp_path)
    (tmp_path / "t10k-images-idx3-ubyte").unlink()
    assert names(f"mnist:{tmp_path}[0]") == ["train[0] label 7"]


def test_keras_npz_is_read(tmp_path: Path) -> None:
    file = tmp_path / "mnist.npz"
    np.savez_compressed(file, x_train=255 - DIGITS, y_train=LABELS, x_test=DIGITS, y_test=LABELS.astype(np.int64))
    assert names(f"mnist:{file}[0-4]") == TEST_NAMES
    assert names(f"mnist:{tmp_path}[1]") == ["test[1] label 2"]
    loaded = mnist.load(file, "train")
    assert np.array_equal(loaded.images, 255 - DIGITS)
    assert loaded.labels is not None
    assert loaded.labels.dtype == np.uint8


def test_an_npz_without_the_arrays_says_what_it_holds(tmp_path: Path) -> None:
    np.savez(tmp_path / "other.npz", pictures=DIGITS)
    with pytest.raises(UsageError, match="holds neither x_train nor x_test, but: pictures"):
        mnist.find("mnist:other.npz[0]", tmp_path)
    np.savez(tmp_path / "half.npz", x_test=DIGITS)
    with pytest.raises(UsageError, match="holds x_test, not x_train"):
        mnist.find("mnist:half.npz:train[0]", tmp_path)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (DIGITS.astype(np.float32), "holds float32 values"),
        (DIGITS[0], r"has the shape \(3, 4\)"),
        (DIGITS[:0], r"has the shape \(0, 3, 4\)"),
        (DIGITS.astype(object), "holds object values"),
    ],
)
def test_an_npz_of_other_values_is_refused(values: np.ndarray, message: str, tmp_path: Path) -> None:
    np.savez(tmp_path / "x.npz", x_test=values)
    with pytest.raises(UnreadablePicture, match=message):
        mnist.find("mnist:x.npz[0]", tmp_path)


def test_pickled_labels_are_never_loaded(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, (str(tmp_path / "sprung"),)

    np.savez(tmp_path / "trap.npz", x_test=DIGITS, y_test=np.array([Trap()] * 5, dtype=object))
    with pytest.raises(UnreadablePicture, match="trap"):
        mnist.find("mnist:trap.npz[0]", tmp_path)
    assert not (tmp_path / "sprung").exists()
    pickle.loads(pickle.dumps(Trap()))
    assert (tmp_path / "sprung").exists(), "the trap must be a real one"


def test_a_damaged_npz_is_an_error_and_not_a_crash(tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "x.npz", x_test=np.tile(DIGITS, (50, 1, 1)))
    data = bytearray((tmp_path / "x.npz").read_bytes())
    data[len(data) // 2 - 40 : len(data) // 2] = bytes(40)
    (tmp_path / "x.npz").write_bytes(data)
    with pytest.raises(UnreadablePicture, match="damaged"):
        mnist.find("mnist:x.npz[0]", tmp_path)[0].found.read()
    with zipfile.ZipFile(tmp_path / "y.npz", "w") as archive:
        archive.writestr("x_test.npy", b"no array at all")
    with pytest.raises(UnreadablePicture, match="damaged"):
        mnist.find("mnist:y.npz[0]", tmp_path)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is no IDX file: it starts with nothing"),
        (b"\x89PNG\r\n\x1a\n", "is no IDX file: it starts with 89 50 4e 47, not with 00 00 08 03"),
        (idx(DIGITS.astype(">f4"), kind=13), "holds floats"),
        (idx(LABELS), "has 1 dimensions where 3 were expected"),
        (idx(DIGITS)[:10], "ends within its header"),
        (idx(DIGITS[:0]), "declares an empty set: 0 x 3 x 4"),
        (b"\0\0\x08\x03" + b"\xff" * 12, "more than 2 GiB"),
        (b"\x1f\x8bno gzip", "is damaged"),
    ],
)
def test_what_is_no_idx_file_of_pictures_is_refused(data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "x.idx3").write_bytes(data)
    with pytest.raises(UnreadablePicture, match=message):
        mnist.find("mnist:x.idx3[0]", tmp_path)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (idx(DIGITS)[:-1], "declares 5 x 3 x 4 = 60 bytes, but holds only 59"),
        (idx(DIGITS) + b"x", "= 60 bytes, but holds more"),
        (gzip.compress(idx(np.tile(DIGITS, (99, 1, 1))), mtime=0)[:-30], "is damaged"),
    ],
)
def test_an_idx_file_cut_short_is_a_problem_when_it_is_read(data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "x.idx3").write_bytes(data)
    (picked,) = mnist.find("mnist:x.idx3[0]", tmp_path)
    with pytest.raises(UnreadablePicture, match=message):
        picked.found.read()


def test_labels_of_another_set_are_refused(tmp_path: Path) -> None:
    both_halves(tmp_path)
    (tmp_path / "t10k-labels-idx1-ubyte").write_bytes(idx(LABELS[:3]))
    with pytest.raises(UnreadablePicture, match=r"holds 5 pictures, but .* holds 3 labels"):
        mnist.find(f"mnist:{tmp_path}[0]")


def test_the_file_is_read_once_and_late_and_shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both_halves(tmp_path)
    reads: list[Path] = []
    idx_array = mnist.idx_array

    def counting(path: Path, dimensions: int) -> mnist.Bytes:
        if dimensions == 3:
            reads.append(path)
        return idx_array(path, dimensions)

    monkeypatch.setattr(mnist, "idx_array", counting)
    picked = mnist.find(f"mnist:{tmp_path}[0-4]")
    assert not reads
    digits = [each.found.read() for each in picked]
    assert len(reads) == 1
    assert all(isinstance(digit, np.ndarray) and not digit.flags.writeable for digit in digits)


def test_paths_with_colons_and_brackets_are_told_from_splits_and_ranges(tmp_path: Path) -> None:
    for name in ("drive:data", "pics[1]", "of:test"):
        both_halves(tmp_path / name)
    assert names("mnist:drive:data:test[0]", tmp_path) == TEST_NAMES[:1]
    assert names("mnist:drive:data[0]", tmp_path) == TEST_NAMES[:1]
    assert names("mnist:pics[1]", tmp_path) == TEST_NAMES
    assert names("mnist:pics[1][0]", tmp_path) == TEST_NAMES[:1]
    assert names("mnist:of:test", tmp_path) == TEST_NAMES
    assert names("mnist:of:test:train[0]", tmp_path) == ["train[0] label 7"]


def test_a_windows_drive_is_part_of_the_path() -> None:
    path, split, which = mnist._parse(r"mnist:C:\data\mnist:test[0-3]", Path())
    assert (str(path), split, which) == (r"C:\data\mnist", "test", "0-3")
    path, split, which = mnist._parse(r"mnist:C:\data\mnist.npz", Path())
    assert (str(path), split, which) == (r"C:\data\mnist.npz", None, None)


def test_what_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no MNIST file or folder"):
        mnist.find("mnist:nowhere:tset[0]", tmp_path)
    with pytest.raises(UsageError, match="holds no MNIST file"):
        mnist.find(f"mnist:{tmp_path}[0]")
    with pytest.raises(UsageError, match="write train or test"):
        mnist.load(both_halves(tmp_path), "validation")  # type: ignore[arg-type]


def test_mnist_on_this_machine_is_found_by_the_environment_or_in_keras_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.delenv("MIKURABE_MNIST", raising=False)
    assert mnist.find_local() is None
    with pytest.raises(UsageError, match="MNIST was not found on this machine"):
        mnist.find("mnist:[0]")
    keras = tmp_path / ".keras" / "datasets"
    keras.mkdir(parents=True)
    np.savez(keras / "mnist.npz", x_test=DIGITS, y_test=LABELS)
    assert mnist.find_local() == keras / "mnist.npz"
    assert names("mnist:[0]") == TEST_NAMES[:1]
    monkeypatch.setenv("MIKURABE_MNIST", str(both_halves(tmp_path / "own")))
    assert mnist.find_local() == tmp_path / "own"
    assert names("mnist::train[0]") == ["train[0] label 7"]
    monkeypatch.setenv("MIKURABE_MNIST", str(tmp_path / "gone"))
    with pytest.raises(UsageError, match=r"MIKURABE_MNIST is set to .*gone"):
        mnist.find_local()


@pytest.mark.parametrize("name", ["x.npz", "t10k-images-idx3-ubyte.gz", "train-labels.idx1-ubyte", "a.idx3"])
def test_names_of_packed_arrays_get_a_hint(name: str) -> None:
    assert f"mnist:{name}[0-19]" in str(mnist.hint(name))


@pytest.mark.parametrize("name", ["x.png", "idx3.png", "npz", "my-idx3-ubyte.png"])
def test_names_of_pictures_get_no_hint(name: str) -> None:
    assert mnist.hint(name) is None


def test_the_shared_mnist_reads_as_published(shared_data: Path) -> None:
    test = mnist.load(shared_data / "mnist")
    assert test.images.shape == (10_000, 28, 28)
    assert test.labels is not None
    # The published MD5 is of the whole unpacked file: a header of 16 (8) bytes, then these bytes.
    header = struct.pack(">4I", 0x803, 10_000, 28, 28)
    assert hashlib.md5(header + test.images.tobytes()).hexdigest() == "2646ac647ad5339dbf082846283269ea"
    header = struct.pack(">2I", 0x801, 10_000)
    assert hashlib.md5(header + test.labels.tobytes()).hexdigest() == "27ae3e4e09519cfbb04c329615203637"
    listing = find_files([f"mnist:{shared_data}/mnist:test[0-3]"])
    assert [found.name for found in listing.found] == TEST_NAMES[:4]


class Served:
    """A folder that stands for a mirror, and what it should send."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        both_halves(folder, "{}-images-idx3-ubyte.gz", "{}-labels-idx1-ubyte.gz")
        sums = {
            file.name: hashlib.md5(gzip.decompress(file.read_bytes())).hexdigest() for file in sorted(folder.iterdir())
        }
        monkeypatch.setattr(mnist, "_MD5_UNPACKED", sums)
        self.url = folder.as_uri()


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Served:
    return Served(tmp_path / "mirror", monkeypatch)


def test_a_download_arrives_whole_and_is_usable(served: Served, tmp_path: Path) -> None:
    target = tmp_path / "new" / "mnist"
    assert mnist.download(target, base_url=served.url) == target
    assert {file.name for file in target.iterdir()} == {file.name for file in served.folder.iterdir()}
    assert names(f"mnist:{target}") == TEST_NAMES


def test_a_second_download_fetches_nothing_and_a_damaged_file_is_replaced(served: Served, tmp_path: Path) -> None:
    target = mnist.download(tmp_path / "mnist", base_url=f"{served.url}/")
    (target / "t10k-labels-idx1-ubyte.gz").write_bytes(b"damaged")
    with pytest.raises(UsageError, match="could not be fetched"):
        mnist.download(target, base_url=(tmp_path / "gone").as_uri())
    mnist.download(target, base_url=served.url)
    assert mnist.download(target, base_url=(tmp_path / "gone").as_uri()) == target
    assert names(f"mnist:{target}") == TEST_NAMES


def test_a_download_of_other_bytes_leaves_nothing_behind(served: Served, tmp_path: Path) -> None:
    (served.folder / "train-labels-idx1-ubyte.gz").write_bytes(gzip.compress(b"something else"))
    with pytest.raises(UsageError, match=r"sent \d+ bytes that are not the MNIST file: MD5 unpacked is "):
        mnist.download(tmp_path / "new" / "mnist", base_url=served.url)
    assert not (tmp_path / "new").exists()
    (served.folder / "train-labels-idx1-ubyte.gz").write_bytes(b"<html>please log in</html>")
    (tmp_path / "kept").mkdir()
    with pytest.raises(UsageError, match=r"no gzip file"):
        mnist.download(tmp_path / "kept", base_url=served.url)
    assert list((tmp_path / "kept").iterdir()) == []


def test_an_interrupted_download_leaves_nothing_behind(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch = mnist._fetch
    calls: list[str] = []

    def interrupt(url: str, md5: str) -> bytes:
        calls.append(url)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return fetch(url, md5)

    monkeypatch.setattr(mnist, "_fetch", interrupt)
    with pytest.raises(KeyboardInterrupt):
        mnist.download(tmp_path / "mnist", base_url=served.url)
    assert not (tmp_path / "mnist").exists()


def test_a_folder_that_cannot_be_made_is_an_error(served: Served, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError, match="cannot be written to"):
        mnist.download(tmp_path / "file" / "mnist", base_url=served.url)


@pytest.mark.parametrize("url", ["no address", "nothing://x"])
def test_an_address_that_is_none_is_an_error(url: str, served: Served, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="could not be fetched"):
        mnist.download(tmp_path / "mnist", base_url=url)


def test_nothing_but_a_download_uses_the_network(
    served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*arguments: object, **named: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(urllib.request, "urlopen", functools.partial(refuse))
    monkeypatch.setenv("MIKURABE_MNIST", str(both_halves(tmp_path / "own")))
    mnist.load(mnist.find_local() or tmp_path)
    with pytest.raises(AssertionError, match="the network was asked"):
        mnist.download(tmp_path / "mnist")


def test_the_checksums_are_those_of_the_shared_files(shared_data: Path) -> None:
    # Lines of the form: MD5 "gz" MD5 "raw" name.
    lines = [line.split() for line in (shared_data / "mnist" / "md5.txt").read_text().splitlines()]
    published = {name: unpacked for _, _, unpacked, _, name in lines}
    assert published == mnist._MD5_UNPACKED
    # The training pictures were packed anew there: the same bytes in another gzip file must do.
    for name in ("train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz", "train-images-idx3-ubyte.gz"):
        assert mnist._md5_unpacked((shared_data / "mnist" / name).read_bytes()) == published[name]
