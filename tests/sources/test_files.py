from __future__ import annotations

import os
import re
import socket
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from mikurabe.errors import UnreadablePicture, UsageError
from mikurabe.records import Listing
from mikurabe.sources import disk
from mikurabe.sources.files import find

on_posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


def put(folder: Path, *names: str) -> Path:
    """Return the folder after a small file of each name was put into it."""
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(name.encode("utf-8", "surrogateescape"))
    return folder


def names(listing: Listing) -> list[str]:
    return [found.name for found in listing.found]


def skips(listing: Listing) -> dict[str, str]:
    return {skipped.name: skipped.reason for skipped in listing.skipped}


def test_a_folder_is_listed_in_natural_order(tmp_path: Path) -> None:
    listing = find([put(tmp_path, "10.png", "2.png", "１.png", "B.png", "a.png")])
    assert names(listing) == ["１.png", "2.png", "10.png", "a.png", "B.png"]
    assert not listing.skipped
    assert not listing.notes


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    (found,) = find([put(tmp_path, "a.png")]).found
    (tmp_path / "a.png").write_bytes(b"later")
    assert found.read() == b"later"
    (tmp_path / "a.png").unlink()
    with pytest.raises(UnreadablePicture, match=r"a\.png cannot be read: No such file"):
        found.read()


def test_files_named_directly_keep_their_order_and_are_explicit(tmp_path: Path) -> None:
    put(tmp_path, "b.png", "a.png", "notes.txt")
    listing = find([tmp_path / "b.png", str(tmp_path / "notes.txt"), tmp_path])
    assert names(listing) == ["b.png", "notes.txt", "a.png"]
    assert [found.explicit for found in listing.found] == [True, True, False]
    assert listing.found[0].path == tmp_path / "b.png"


def test_a_single_name_need_not_be_put_into_a_list(tmp_path: Path) -> None:
    assert names(find(str(put(tmp_path, "a.png")))) == ["a.png"]


def test_text_in_a_folder_is_found_because_the_reader_decides_by_content(tmp_path: Path) -> None:
    assert names(find([put(tmp_path, "a.png", "index.csv")])) == ["a.png", "index.csv"]


def test_hidden_files_and_subfolders_are_passed_over_with_a_reason(tmp_path: Path) -> None:
    put(tmp_path, "1.png", ".hidden.png", ".DS_Store", "Thumbs.db", "desktop.ini", "sub/2.png", ".git/3.png")
    listing = find([tmp_path])
    assert names(listing) == ["1.png"]
    found = skips(listing)
    assert set(found) == {".hidden.png", ".DS_Store", "Thumbs.db", "desktop.ini", "sub", ".git"}
    assert found["sub"] == "a folder; --recursive looks inside"
    assert found[".git"] == "a hidden folder"
    assert found["Thumbs.db"].startswith("hidden")


def test_a_hidden_file_that_somebody_names_is_taken(tmp_path: Path) -> None:
    put(tmp_path, ".hidden.png")
    assert names(find([tmp_path / ".hidden.png"])) == [".hidden.png"]
    assert names(find([f"{tmp_path}/.h*.png"])) == [".hidden.png"]


def test_recursive_lists_a_folders_files_before_its_subfolders(tmp_path: Path) -> None:
    put(tmp_path, "z.png", "lot10/1.png", "lot2/10.png", "lot2/9.png", "lot2/deep/1.png", ".git/x.png", "lot2/.x.png")
    listing = find([tmp_path], recursive=True)
    assert names(listing) == ["z.png", "lot2/9.png", "lot2/10.png", "lot2/deep/1.png", "lot10/1.png"]
    assert skips(listing) == {".git": "a hidden folder", "lot2/.x.png": "hidden; name it itself to have it compared"}


def test_a_folder_of_folders_is_searched_as_with_recursive_and_says_so(tmp_path: Path) -> None:
    put(tmp_path, "lot1/a.png", "lot1/deep/b.png", "lot2/c.png", ".DS_Store")
    listing = find([tmp_path])
    assert names(listing) == ["lot1/a.png", "lot1/deep/b.png", "lot2/c.png"]
    assert len(listing.notes) == 1
    assert "--recursive" in listing.notes[0]
    assert skips(listing) == {".DS_Store": "hidden; name it itself to have it compared"}


def test_a_glob_matches_within_its_folder_only(tmp_path: Path) -> None:
    put(tmp_path, "10.png", "2.png", "3.jpg", "sub/4.png", ".5.png")
    listing = find([f"{tmp_path}/*.png"])
    assert names(listing) == ["2.png", "10.png"]
    assert skips(listing) == {".5.png": "hidden; name it itself to have it compared"}
    assert not any(found.explicit for found in listing.found)


def test_two_stars_reach_every_folder_below(tmp_path: Path) -> None:
    put(tmp_path, "1.png", "1.txt", "b/2.png", "b/c/3.png", ".git/4.png", "b/.x/5.png")
    listing = find([f"{tmp_path}/**/*.png"])
    assert names(listing) == ["1.png", "b/2.png", "b/c/3.png"]
    assert skips(listing) == {".git": "a hidden folder", "b/.x": "a hidden folder"}
    assert names(find([f"{tmp_path}/**"])) == ["1.png", "1.txt", "b/2.png", "b/c/3.png"]
    assert names(find([f"{tmp_path}/**/**/3.png"])) == ["b/c/3.png"]


def test_a_pattern_in_the_middle_of_a_path_works(tmp_path: Path) -> None:
    put(tmp_path, "lot1/ref.png", "lot2/ref.png", "lot2/other.png", "lot3/none.png")
    assert names(find([f"{tmp_path}/lot?/ref.png"])) == ["lot1/ref.png", "lot2/ref.png"]
    assert names(find([f"{tmp_path}/lot[2-3]/*.png"])) == ["lot2/other.png", "lot2/ref.png", "lot3/none.png"]


def test_a_glob_that_matches_only_folders_searches_them(tmp_path: Path) -> None:
    put(tmp_path, "lot1/a.png", "lot2/deep/b.png", "x.png")
    listing = find([f"{tmp_path}/lot*"])
    assert names(listing) == ["lot1/a.png", "lot2/deep/b.png"]
    assert "holds only folders" in listing.notes[0]


def test_a_glob_that_matches_files_and_folders_passes_the_folders_over(tmp_path: Path) -> None:
    put(tmp_path, "a.png", "sub/b.png")
    assert skips(find([f"{tmp_path}/*"])) == {"sub": "a folder; --recursive looks inside"}
    assert names(find([f"{tmp_path}/*"], recursive=True)) == ["a.png", "sub/b.png"]


@on_posix
@pytest.mark.parametrize("name", ["a[1].png", "what?.png", "*.png", "@list.txt", "mnist:x[3]", "#1.png", "~"])
def test_a_name_that_exists_is_taken_literally_whatever_it_looks_like(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, name, "a1.png", "other.png")
    monkeypatch.chdir(tmp_path)
    assert names(find([name])) == [name]


def test_a_folder_that_looks_like_a_pattern_is_taken_literally_within_one(tmp_path: Path) -> None:
    put(tmp_path, "pics [1]/a.png", "pics 1/b.png")
    assert names(find([f"{tmp_path}/pics [1]/*.png"])) == ["a.png"]


def test_names_with_any_characters_are_found(tmp_path: Path) -> None:
    wanted = ["a b.png", "a#1.png", "50%.png", "=1+1.png", "a&b.png", "it's.png", "画像.png", "데이터.png", "é.png"]
    put(tmp_path, *wanted)
    assert sorted(names(find([tmp_path]))) == sorted(wanted)
    for name in wanted:
        assert names(find([tmp_path / name])) == [name]


def test_a_name_typed_as_one_letter_finds_the_file_written_as_two(tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", "が.png")
    put(tmp_path, f"ゴ/{apart}")
    typed = unicodedata.normalize("NFC", f"{tmp_path}/ゴ/が.png")
    assert names(find([typed])) == [apart]
    assert names(find([typed.replace("が", "が*")])) == [apart]


@on_posix
def test_a_name_that_is_no_utf_8_is_listed_readably_and_can_be_read(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.png")).write_bytes(b"here")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (found,) = find([tmp_path]).found
    assert found.name == r"caf\xe9.png"
    assert found.read() == b"here"


@on_posix
def test_a_line_break_in_a_name_is_escaped(tmp_path: Path) -> None:
    (found,) = find([put(tmp_path, "a\nb.png")]).found
    assert found.name == r"a\nb.png"
    assert found.path == tmp_path / "a\nb.png"


def test_the_same_file_is_listed_once(tmp_path: Path) -> None:
    put(tmp_path, "a.png", "b.png")
    listing = find([tmp_path / "b.png", tmp_path, f"{tmp_path}/../{tmp_path.name}/a.png"])
    assert names(listing) == ["b.png", "a.png"]
    assert [skipped.name for skipped in listing.skipped] == ["b.png", "a.png"]
    assert all("which is listed already" in skipped.reason for skipped in listing.skipped)


def test_equal_names_of_different_folders_are_told_apart(tmp_path: Path) -> None:
    put(tmp_path, "x/1.png", "y/1.png", "y/2.png")
    assert names(find([tmp_path / "x", tmp_path / "y"])) == ["x/1.png", "y/1.png", "2.png"]


@on_posix
def test_links_are_followed_to_files_and_duplicates_of_them_are_named(tmp_path: Path) -> None:
    put(tmp_path, "1.png")
    (tmp_path / "2.png").symlink_to("1.png")
    (tmp_path / "3.png").symlink_to("gone.png")
    (tmp_path / "4.png").symlink_to("4.png")
    listing = find([tmp_path])
    assert names(listing) == ["1.png"]
    assert skips(listing) == {
        "2.png": f"the same file as {tmp_path}/1.png, which is listed already",
        "3.png": "a broken link: gone.png does not exist",
        "4.png": "a link that leads in a circle",
    }


@on_posix
def test_links_between_folders_do_not_go_round_for_ever(tmp_path: Path) -> None:
    put(tmp_path, "a/1.png", "b/2.png")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "to_b").symlink_to(tmp_path / "b")
    (tmp_path / "b" / "to_a").symlink_to(tmp_path / "a")
    for listing in (find([tmp_path], recursive=True), find([f"{tmp_path}/**/*.png"])):
        assert sorted(found.path.name for found in listing.found if found.path) == ["1.png", "2.png"]
        reasons = skips(listing)
        assert len(reasons) == 3
        assert all(reason.startswith("leads to a folder that is searched already") for reason in reasons.values())


@on_posix
def test_pipes_and_sockets_are_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.png")
    os.mkfifo(tmp_path / "pipe.png")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.png")
        listing = find([tmp_path, "pipe.png"])
    assert names(listing) == ["a.png"]
    assert skips(listing) == {"pipe.png": "a named pipe, not a file", "socket.png": "a socket, not a file"}
    with pytest.raises(UsageError, match=r"There is no picture to compare.*a named pipe"):
        find(["pipe.png"])
    with pytest.raises(UsageError, match="cannot be read as a list: a named pipe"):
        find(["@pipe.png"])


def test_a_folder_that_cannot_be_read_is_passed_over_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "a.png", "locked/b.png")
    scandir = os.scandir

    def refuse(folder: Path) -> object:
        if Path(folder).name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    # chmod would not stop a test that runs as root.
    monkeypatch.setattr(os, "scandir", refuse)
    listing = find([tmp_path], recursive=True)
    assert names(listing) == ["a.png"]
    assert skips(listing) == {"locked": "the folder cannot be read: Permission denied"}
    with pytest.raises(UsageError, match="the folder cannot be read: Permission denied"):
        find([tmp_path / "locked"])


def test_a_very_deep_folder_is_searched(tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(300):
        folder /= "d"
    put(folder, "a.png")
    assert len(find([tmp_path], recursive=True).found) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_list_names_specs_relative_to_itself(
    encoding: str, line_end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, "lists/画像.png", "lists/@1.png", "lists/#2.png", "lists/more/3.png", "lists/more/4.png", "5.png")
    lines = ["# a comment", "", "画像.png", "./@1.png", "./#2.png", "  more/*.png  ", f'"{tmp_path / "5.png"}"']
    (tmp_path / "lists" / "list.txt").write_bytes(line_end.join(lines).encode(encoding))
    monkeypatch.chdir(tmp_path)
    listing = find(["@lists/list.txt"])
    assert names(listing) == ["画像.png", "@1.png", "#2.png", "3.png", "4.png", "5.png"]
    assert [found.explicit for found in listing.found] == [True, True, True, False, False, True]


def test_a_list_may_name_a_list_but_not_itself(tmp_path: Path) -> None:
    put(tmp_path, "a.png")
    (tmp_path / "inner.txt").write_text("a.png\n")
    (tmp_path / "outer.txt").write_text("@inner.txt\n")
    assert names(find([f"@{tmp_path}/outer.txt"])) == ["a.png"]
    (tmp_path / "inner.txt").write_text("a.png\n@outer.txt\n")
    with pytest.raises(UsageError, match=r"outer\.txt, line 1: .*inner\.txt, line 2: .* leads back to itself"):
        find([f"@{tmp_path}/outer.txt"])


def test_a_wrong_line_of_a_list_is_named_by_its_number(tmp_path: Path) -> None:
    put(tmp_path, "picture.png")
    (tmp_path / "list.txt").write_text("picture.png\n\npictre.png\n")
    with pytest.raises(UsageError, match=r"list\.txt, line 3: There is no .*Did you mean .*picture\.png"):
        find([f"@{tmp_path}/list.txt"])


def test_a_list_in_another_encoding_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_bytes("画像.png".encode("cp932"))
    with pytest.raises(UsageError, match=r"is not UTF-8 text\. Save it as UTF-8"):
        find([f"@{tmp_path}/list.txt"])


def test_a_missing_list_or_a_folder_as_a_list_is_an_error(tmp_path: Path) -> None:
    put(tmp_path, "list.txt")
    with pytest.raises(UsageError, match=r"There is no list .*lst\.txt.*Did you mean .*list\.txt"):
        find([f"@{tmp_path}/lst.txt"])
    with pytest.raises(UsageError, match="cannot be read as a list: it is a folder"):
        find([f"@{tmp_path}"])


def test_a_list_of_comments_only_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text("# nothing\n")
    with pytest.raises(UsageError, match="There is no picture to compare"):
        find([f"@{tmp_path}/list.txt"])


def test_a_missing_name_is_an_error_with_the_nearest_one(tmp_path: Path) -> None:
    put(tmp_path, "pictures/reference.png", "a.csv")
    with pytest.raises(UsageError, match=r"There is no file or folder .*Did you mean .*reference\.png"):
        find([tmp_path / "pictures" / "refrence.png"])
    with pytest.raises(UsageError, match=r"There is no folder .*pictrs.*Did you mean .*pictures"):
        find([tmp_path / "pictrs" / "reference.png"])
    with pytest.raises(UsageError, match=r"There is no folder .*pictrs.*Did you mean .*pictures"):
        find([f"{tmp_path}/pictrs/*.png"])
    with pytest.raises(UsageError, match=r"is not a folder"):
        find([tmp_path / "a.csv" / "x.png"])


def test_a_glob_that_matches_nothing_says_what_the_folder_holds(tmp_path: Path) -> None:
    put(tmp_path, *(f"{number}.png" for number in range(1, 8)))
    with pytest.raises(UsageError, match=r"No file matches .*\*\.pgn.* holds 1\.png, .*5\.png and 2 more"):
        find([f"{tmp_path}/*.pgn"])


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=re.escape(f"The folder {str(tmp_path)!r} is empty")):
        find([tmp_path])
    (tmp_path / "only" / "folders").mkdir(parents=True)
    with pytest.raises(UsageError, match="is empty"):
        find([tmp_path])


def test_only_hidden_files_are_an_error_that_names_them(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no picture to compare. Passed over: \.a\.png: hidden"):
        find([put(tmp_path, ".a.png")])


@pytest.mark.parametrize("spec", ["", "  ", "a\0b.png", "~nobody-of-that-name/x.png", "x" * 5000])
def test_impossible_names_are_errors_and_not_crashes(spec: str) -> None:
    with pytest.raises(UsageError):
        find([spec])


def test_home_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path, "a.png", "b.png")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert names(find(["~/a.png"])) == ["a.png"]
    assert names(find(["~/*.png"])) == ["a.png", "b.png"]


def test_packed_arrays_in_a_folder_are_passed_over_with_what_to_type(tmp_path: Path) -> None:
    put(tmp_path, "a.png", "mnist.npz", "t10k-images-idx3-ubyte.gz", "train-images.idx3-ubyte", "index.png")
    listing = find([tmp_path])
    assert names(listing) == ["a.png", "index.png"]
    assert "mnist:mnist.npz[0-19]" in skips(listing)["mnist.npz"]
    (named,) = find([tmp_path / "mnist.npz"]).found
    assert "mnist:mnist.npz[0-19]" in named.notes[0]


def test_mnist_stands_beside_files_and_is_listed_once(tmp_path: Path) -> None:
    digits = np.arange(3 * 2 * 2, dtype=np.uint8).reshape(3, 2, 2)
    np.savez(tmp_path / "mnist.npz", x_test=digits, y_test=np.array([7, 2, 1]))
    put(tmp_path, "a.png")
    listing = find([f"mnist:{tmp_path}/mnist.npz[0-1]", tmp_path / "a.png", f"mnist:{tmp_path}/mnist.npz:test[1,2]"])
    assert names(listing) == ["test[0] label 7", "test[1] label 2", "a.png", "test[2] label 1"]
    assert list(skips(listing)) == ["test[1] label 2"]
    assert np.array_equal(listing.found[1].read(), digits[1])


def test_mnist_in_a_list_is_relative_to_the_list(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    np.savez(tmp_path / "lists" / "mnist.npz", x_test=np.zeros((3, 2, 2), np.uint8))
    (tmp_path / "lists" / "list.txt").write_text("mnist:mnist.npz[2]\n")
    assert names(find([f"@{tmp_path}/lists/list.txt"])) == ["test[2]"]


def test_equal_digits_of_two_files_are_told_apart(tmp_path: Path) -> None:
    for name in ("a.npz", "b.npz"):
        np.savez(tmp_path / name, x_test=np.zeros((1, 2, 2), np.uint8))
    listing = find([f"mnist:{tmp_path}/a.npz[0]", f"mnist:{tmp_path}/b.npz[0]"])
    assert names(listing) == ["a.npz/test[0]", "b.npz/test[0]"]


def test_the_odd_images_are_all_listed(shared_data: Path) -> None:
    folder = shared_data / "odd_images"
    listing = find([folder])
    files = [path for path in folder.rglob("*") if not path.is_dir()]
    assert len(listing.found) + len(listing.skipped) == len(files)
    assert ".hidden.png" in {Path(skipped.name).name for skipped in listing.skipped}


def test_a_broken_name_in_an_error_can_be_printed(tmp_path: Path) -> None:
    put(tmp_path, "a.png")
    with pytest.raises(UsageError) as caught:
        find([tmp_path / "caf\udce9\n.png"])
    str(caught.value).encode("utf-8")


def test_names_in_a_folder_that_is_not_there_are_none(tmp_path: Path) -> None:
    assert disk.names_in(tmp_path / "nowhere") == []


@on_posix
@pytest.mark.parametrize("way", ["named", "listed"])
def test_files_named_one_by_one_are_found_as_when_each_is_alone(
    way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.png", "a.png", "sub/c.png", "train-images-idx3-ubyte"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "link.png").symlink_to(tmp_path / "sub" / "c.png")
    (tmp_path / "twin").symlink_to(tmp_path / "sub")
    monkeypatch.chdir(tmp_path)
    specs = ["b.png", "./a.png", "sub//c.png", str(tmp_path / "a.png"), "link.png", "twin/c.png", "sub/../b.png"]
    specs += ["train-images-idx3-ubyte"]
    (tmp_path / "sub" / "list.txt").write_text("\n".join(f"../{spec}" for spec in specs if spec[0] != "/"))
    found = find(["@sub/list.txt"] if way == "listed" else specs)
    assert [(each.name, each.explicit) for each in found.found] == [
        ("b.png", True),
        ("a.png", True),
        ("c.png", True),
        ("train-images-idx3-ubyte", True),
    ]
    base = Path("sub/.." if way == "listed" else "")
    assert [each.path for each in found.found][:3] == [base / name for name in ("b.png", "a.png", "sub/c.png")]
    assert all(each.real == os.path.realpath(each.path) for each in found.found if each.path is not None)
    assert all("listed already" in each.reason for each in found.skipped)
    assert len(found.skipped) == (3 if way == "listed" else 4)
    assert len(found.found[-1].notes) == 1
