"""What lies on the disk under a name: looked at, never opened."""

from __future__ import annotations

import difflib
import errno
import os
import stat
import sys
import unicodedata
from pathlib import Path

from mikurabe.errors import UnreadablePicture, UsageError
from mikurabe.sources.names import in_natural_order, printable

FILE, FOLDER = "file", "folder"

_SYSTEM_FILES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini"})


def kind_of(path: Path) -> str:
    """Return ``file``, ``folder``, or the reason why it is neither. Nothing is opened: a pipe would wait for ever."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if error.errno == errno.ELOOP:
            return "a link that leads in a circle"
        if isinstance(error, FileNotFoundError) and path.is_symlink():
            return f"a broken link: {printable(str(path.readlink()))} does not exist"
        return f"cannot be looked at: {error.strerror or error}"
    if stat.S_ISREG(mode):
        return FILE
    if stat.S_ISDIR(mode):
        return FOLDER
    if stat.S_ISFIFO(mode):
        return "a named pipe, not a file"
    if stat.S_ISSOCK(mode):
        return "a socket, not a file"
    return "a device, not a file"


def kind_of_entry(entry: os.DirEntry[str]) -> str:
    """Return the same as :func:`kind_of` for an entry of a folder, without asking the disk again where it can."""
    if not entry.is_symlink():
        if entry.is_file(follow_symlinks=False):
            return FILE
        if entry.is_dir(follow_symlinks=False):
            return FOLDER
    return kind_of(Path(entry.path))


def is_hidden(entry: os.DirEntry[str]) -> bool:
    """Return whether a person would not see it in the folder, or the system made it for itself."""
    if entry.name.startswith(".") or entry.name.lower() in _SYSTEM_FILES:
        return True
    if sys.platform == "win32":
        return bool(entry.stat(follow_symlinks=False).st_file_attributes & stat.FILE_ATTRIBUTE_HIDDEN)
    return False


def identity(folder: Path) -> tuple[int, int] | None:
    """Return what tells a folder from every other, however it was reached; None where the disk does not say."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def exists(path: Path) -> bool:
    """Return whether anything has that name; a broken link is something."""
    return os.path.lexists(path)


def composed(name: str) -> str:
    """Return the name in one spelling: macOS shares write が as か and a mark, keyboards as one letter."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def as_spelled(path: Path) -> Path | None:
    """Return the path as the disk spells it, or None where nothing has that name."""
    if exists(path):
        return path
    if str(path).isascii():
        return None
    spelled = Path(path.anchor)
    for part in path.relative_to(path.anchor).parts:
        if not exists(spelled / part):
            twins = [name for name in names_in(spelled) if composed(name) == composed(part)]
            if not twins:
                return None
            part = twins[0]
        spelled /= part
    return spelled


def names_in(folder: Path) -> list[str]:
    """Return the names in a folder in natural order; none where it cannot be read."""
    try:
        with os.scandir(folder) as entries:
            return in_natural_order((entry.name for entry in entries), str)
    except OSError:
        return []


def missing(path: Path, noun: str = "file or folder") -> UsageError:
    """Return the error for something that is not there, with the nearest name that is."""
    while not exists(path.parent) and path.parent != path:
        path, noun = path.parent, "folder"
    shown = printable(str(path))
    if not path.parent.is_dir():
        return UsageError(f"There is no {noun} '{shown}': '{printable(str(path.parent))}' is not a folder.")
    near = difflib.get_close_matches(path.name, names_in(path.parent), n=1, cutoff=0.6)
    if near:
        return UsageError(f"There is no {noun} '{shown}'. Did you mean '{printable(str(path.parent / near[0]))}'?")
    return UsageError(f"There is no {noun} '{shown}'. {contents(path.parent)}")


def contents(folder: Path) -> str:
    """Return a sentence about what a folder holds, for an error that says what is not in it."""
    names = [printable(name) for name in names_in(folder) if not name.startswith(".")]
    shown = printable(str(folder))
    if not names:
        return f"The folder '{shown}' is empty."
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return f"The folder '{shown}' holds {', '.join(names[:5])}{more}."


def read(path: str | Path) -> bytes:
    """Return the file's bytes, or raise UnreadablePicture with what the system says."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UnreadablePicture(f"{printable(str(path))} cannot be read: {error.strerror or error}.") from error


def lines_of(path: Path) -> list[str]:
    """Return the lines of a list: UTF-8, or UTF-16 where it says so itself (PowerShell writes that).

    Raises UsageError where it is no file, cannot be read or is not such text.
    """
    shown = printable(str(path))
    kind = kind_of(path)
    if kind != FILE:
        raise UsageError(f"'{shown}' cannot be read as a list: {'it is a folder' if kind == FOLDER else kind}.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"The list '{shown}' cannot be read: {error.strerror or error}.") from error
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise UsageError(f"The list '{shown}' is not UTF-8 text. Save it as UTF-8, one name per line.") from None
    # Not splitlines(): it also splits at characters that a file's name may contain.
    return text.split("\n")
