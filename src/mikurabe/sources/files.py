"""Pictures on the disk: files, folders, globs and lists of them, in natural order, nothing passed over silently.

Only lists are opened here. A file is read when :attr:`Found.read` is called; whether it is a picture is decided then.
"""

from __future__ import annotations

import fnmatch
import functools
import os
import re
import stat
from collections.abc import Sequence
from itertools import repeat
from operator import attrgetter
from pathlib import Path
from typing import TypeAlias

from mikurabe.errors import UsageError
from mikurabe.records import Found, Listing, Skipped, many
from mikurabe.sources import disk, mnist
from mikurabe.sources.names import Named, in_natural_order, printable, with_unique_names

_EVERYTHING = ("*",)
_EVERYTHING_BELOW = ("**", "*")
# A file that needs no second look: its name as it is printed, its path, and where it truly lies.
_Plain: TypeAlias = tuple[str, str, str]

_WILD = re.compile(r"[*?\[]")


def find(specs: Sequence[str | Path], *, recursive: bool = False) -> Listing:
    """Return the pictures that ``specs`` name, in the order given, and all that was passed over with its reason.

    A spec is a file, a folder, a glob (``pics/*.png``, ``pics/**/*.png``), ``@list.txt`` or ``mnist:PATH[0-19]``
    (see :mod:`mikurabe.sources.mnist`). What exists under the literal name is taken literally, even if it contains
    ``*`` or ``[`` or starts with ``@``. A list is UTF-8 text with one spec per line, relative to the list's own
    folder; blank lines and lines that start with ``#`` are ignored; a name that starts with ``@`` or ``#`` is written
    ``./@name``.

    Inside a folder or a glob the order is natural (``2.png`` before ``10.png``), a folder's files before its
    subfolders. ``recursive`` looks into subfolders; a folder that holds only folders is searched so anyway, with a
    note. Names are relative to the folder given and made longer where two would be the same.

    Raises:
        UsageError: a spec matches nothing, a list cannot be read, or nothing at all was found.
        UnreadablePicture: an MNIST file is damaged.
    """
    search = _Search(recursive=recursive)
    search.add_all([specs] if isinstance(specs, str | Path) else specs)
    return search.listing()


class _Search:
    """One call of :func:`find`: what has been found and passed over so far."""

    def __init__(self, *, recursive: bool) -> None:
        self.recursive = recursive
        self.found: list[Named] = []
        self.skipped: list[Skipped] = []
        self.notes: list[str] = []
        self.listed: dict[str, str] = {}
        self.folders: dict[tuple[str, str], tuple[str, str]] = {}

    def add_all(self, specs: Sequence[str | Path]) -> None:
        """Take up what each spec means, in the order given."""
        plain: list[_Plain] = []
        for each in specs:
            spec = os.fspath(each)
            file = self._plain(spec, "")
            if file is not None:
                plain.append(file)
                continue
            self._take_all(plain, explicit=True)
            self.add(spec, Path(), ())
        self._take_all(plain, explicit=True)

    def add(self, spec: str, folder: Path, lists: tuple[str, ...]) -> None:
        """Take up what one spec means; ``folder`` is what it is relative to, ``lists`` the lists that led here."""
        if not spec.strip():
            raise UsageError("A name is empty. Name a file, a folder, a glob, @list.txt or mnist:PATH.")
        if "\0" in spec:
            raise UsageError(f"'{printable(spec)}' cannot be the name of a file: it contains a zero byte.")
        wanted = folder / _from_home(spec)
        path = disk.as_spelled(folder / spec) or disk.as_spelled(wanted)
        if path is not None:
            self._literal(path)
        elif mnist.is_spec(spec):
            self._mnist(spec, folder)
        elif spec.startswith("@"):
            self._list(folder / spec[1:], lists)
        elif _WILD.search(spec):
            self._glob(wanted)
        else:
            raise disk.missing(wanted)

    def listing(self) -> Listing:
        """Return all that was found, under names that are unique."""
        if not self.found:
            reasons = "; ".join(f"{passed.name}: {passed.reason}" for passed in self.skipped[:5])
            more = f"; and {len(self.skipped) - 5} more" if len(self.skipped) > 5 else ""
            raise UsageError(f"There is no picture to compare. Passed over: {reasons or 'nothing'}{more}.")
        return Listing(found=with_unique_names(self.found), skipped=tuple(self.skipped), notes=tuple(self.notes))

    def _literal(self, path: Path) -> None:
        kind = disk.kind_of(path)
        if kind == disk.FILE:
            self._take(path, path.name, os.path.realpath(path), explicit=True)
        elif kind == disk.FOLDER:
            shown = printable(str(path))
            parts = _EVERYTHING_BELOW if self.recursive else _EVERYTHING
            if not self._search(path, parts, f"the folder '{shown}'"):
                raise UsageError(f"The folder '{shown}' is empty. Name a folder that holds pictures.")
        else:
            self._skip(str(path), kind)

    def _mnist(self, spec: str, folder: Path) -> None:
        parts = functools.lru_cache(lambda file: Path(os.path.normpath(file.absolute())).parts)
        for picked in mnist.find(spec, folder):
            if picked.key in self.listed:
                self._skip(picked.found.name, f"the same picture of {picked.file} is listed already")
                continue
            self.listed[picked.key] = str(picked.file)
            self.found.append(Named(picked.found, parts(picked.file)))

    def _list(self, wanted: Path, lists: tuple[str, ...]) -> None:
        path = disk.as_spelled(wanted)
        if path is None:
            raise disk.missing(wanted, noun="list")
        shown = printable(str(path))
        real = os.path.realpath(path)
        if real in lists:
            raise UsageError(f"The list '{shown}' leads back to itself.")
        plain: list[_Plain] = []
        for number, line in enumerate(disk.lines_of(path), start=1):
            spec = line.strip()
            if not spec or spec.startswith("#"):
                continue
            file = None if spec.startswith("@") else self._plain(spec, str(path.parent))
            if file is not None:
                plain.append(file)
                continue
            self._take_all(plain, explicit=True)
            # Explorer's "Copy as path" puts quotes around.
            if len(spec) > 2 and spec[0] == spec[-1] == '"' and not disk.exists(path.parent / spec):
                spec = spec[1:-1]
            try:
                self.add(spec, path.parent, (*lists, real))
            except UsageError as error:
                raise UsageError(f"{shown}, line {number}: {error}") from None
        self._take_all(plain, explicit=True)

    def _glob(self, pattern: Path) -> None:
        base, parts = Path(pattern.anchor), list(pattern.relative_to(pattern.anchor).parts)
        while not _WILD.search(parts[0]) or disk.exists(base / parts[0]):
            base /= parts.pop(0)
        spelled = disk.as_spelled(base)
        if spelled is None:
            raise disk.missing(base, noun="folder")
        if parts[-1] == "**":
            parts.append("*")
        shown = printable(str(pattern))
        if not self._search(spelled, tuple(parts), f"the pattern '{shown}'"):
            raise UsageError(f"No file matches '{shown}'. {disk.contents(spelled)}")

    def _search(self, base: Path, parts: tuple[str, ...], noun: str) -> bool:
        """Take up what ``parts`` match below ``base``; return whether anything, taken or passed over, was there."""
        before = len(self.skipped)
        files, folders = self._walk(base, "", parts)
        if folders and not files and not self.recursive:
            self.notes.append(f"{noun} holds only folders: they were searched as with --recursive")
        elif not self.recursive:
            for _, name in folders:
                self._skip(name, "a folder; --recursive looks inside")
            folders = []
        for path, name in folders:
            files += self._walk(path, name, _EVERYTHING_BELOW)[0]
        return files > 0 or len(self.skipped) > before

    def _walk(self, base: Path, name: str, parts: tuple[str, ...]) -> tuple[int, list[tuple[Path, str]]]:
        """Take up the files that match; return how many there were, and the folders that match the last part.

        A stack instead of recursion: folders may lie deeper than Python may call. Below ``**`` every folder is
        searched once, whatever links lead to it.
        """
        files = 0
        folders: list[tuple[Path, str]] = []
        searched: dict[tuple[object, int], str] = {}
        stack = [(base, name, parts)]
        while stack:
            folder, prefix, (part, *rest) = stack.pop()
            shown = prefix or str(folder)
            if part == "**":
                here = (disk.identity(folder), len(rest))
                if here in searched:
                    self._skip(shown, f"leads to a folder that is searched already: {searched[here]}")
                    continue
                searched[here] = printable(shown)
            entries = self._matching(folder, shown, part)
            below: list[tuple[Path, str, tuple[str, ...]]] = []
            plain: list[_Plain] = []
            # How a path in the folder begins: with nothing, where it is the current one.
            within, truly_within = self._folder(str(folder), "")
            for entry in entries or ():
                hidden = disk.is_hidden(entry) and not part.startswith(".")
                # Asking the disk is slow, and only a link can lead elsewhere.
                if not rest and not hidden and entry.is_file(follow_symlinks=False) and not mnist.hint(entry.name):
                    name = entry.name
                    shown_name = f"{prefix}/{name}" if prefix else name
                    plain.append((printable(shown_name), within + name, truly_within + name))
                    files += 1
                    continue
                entry_name = f"{prefix}/{entry.name}" if prefix else entry.name
                kind = disk.kind_of_entry(entry)
                if kind == disk.FOLDER:
                    path = folder / entry.name
                    if rest and not hidden:
                        below.append((path, entry_name, ("**", *rest) if part == "**" else tuple(rest)))
                    elif not rest and "**" in parts:
                        pass  # "**" has seen this folder already
                    elif hidden:
                        self._skip(entry_name, "a hidden folder")
                    else:
                        folders.append((path, entry_name))
                elif rest:
                    pass  # a file where the pattern wants a folder
                elif hidden:
                    self._skip(entry_name, "hidden; name it itself to have it compared")
                elif kind != disk.FILE:
                    self._skip(entry_name, kind)
                else:
                    files += 1
                    if hint := mnist.hint(entry.name):
                        self._skip(entry_name, hint)
                    else:
                        self._take_all(plain, explicit=False)
                        self._take(folder / entry.name, entry_name, os.path.realpath(entry.path), explicit=False)
            self._take_all(plain, explicit=False)
            stack.extend(reversed(below))
            if part == "**" and entries is not None:
                stack.append((folder, prefix, tuple(rest)))
        return files, folders

    def _matching(self, folder: Path, shown: str, part: str) -> list[os.DirEntry[str]] | None:
        """Return what matches ``part`` in a folder, in natural order, or None where the folder cannot be read."""
        try:
            with os.scandir(folder) as scan:
                entries = list(scan)
        except OSError as error:
            self._skip(shown, f"the folder cannot be read: {error.strerror or error}")
            return None
        if part not in {"*", "**"}:
            # A name that is there literally wins over its meaning as a pattern.
            literal = [entry for entry in entries if disk.composed(entry.name) == disk.composed(part)]
            flags = re.IGNORECASE if os.name == "nt" else 0
            wanted = re.compile(fnmatch.translate(disk.composed(part)), flags)
            entries = literal or [entry for entry in entries if wanted.match(disk.composed(entry.name))]
        return in_natural_order(entries, attrgetter("name"))

    def _plain(self, spec: str, base: str) -> _Plain | None:
        """Return a spec that is the path of an ordinary file, None for every other; without asking the disk twice.

        Tens of thousands may be named one by one, which is what a shell makes of ``*.png``.
        """
        head, slash, name = spec.rpartition("/")
        if os.name != "posix" or name in {"", ".", ".."} or mnist.hint(name):
            return None
        try:
            if not stat.S_ISREG(os.lstat(f"{base}/{spec}" if base and not spec.startswith("/") else spec).st_mode):
                return None
        except (OSError, ValueError):
            return None
        within, truly_within = self._folder(base, head + slash)
        return printable(name), within + name, truly_within + name

    def _folder(self, base: str, folder: str) -> tuple[str, str]:
        """Return how the paths of a folder's files begin as they are shown, and truly, all links followed."""
        if (base, folder) not in self.folders:
            shown = Path(base) / folder
            truly = Path(os.path.realpath(shown))
            self.folders[base, folder] = str(shown / "x").removesuffix("x"), str(truly / "x").removesuffix("x")
        return self.folders[base, folder]

    def _take_all(self, plain: list[_Plain], *, explicit: bool) -> None:
        """Take up files none of which is a link, and empty the list of them."""
        names, paths, reals = zip(*plain, strict=True) if plain else ((), (), ())
        keys = list(map(os.path.normcase, reals))
        if self.listed.keys().isdisjoint(keys) and len(set(keys)) == len(keys):
            self.listed.update(zip(keys, paths, strict=True))
            found = many(
                Found,
                len(names),
                name=names,
                file=paths,
                read=map(functools.partial, repeat(disk.read), paths),
                explicit=repeat(explicit),
                notes=repeat(()),
                holds=repeat("file"),
                real=reals,
                render=repeat(None),
            )
            self.found += many(Named, len(names), found=found, file_parts=repeat(()))
        else:
            for name, path, real in plain:
                self._take(Path(path), name, real, explicit=explicit)
        plain.clear()

    def _take(self, path: Path, name: str, real: str, *, explicit: bool) -> None:
        key = os.path.normcase(real)
        if key in self.listed:
            self._skip(name, f"the same file as {printable(self.listed[key])}, which is listed already")
            return
        self.listed[key] = str(path)
        # In a folder such files are passed over, so only a file that somebody named can need the hint.
        hint = mnist.hint(path.name) if explicit else None
        found = Found(
            name=printable(name),
            path=path,
            read=functools.partial(disk.read, path),
            explicit=explicit,
            notes=() if hint is None else (hint,),
            holds="file",
            real=real,
        )
        self.found.append(Named(found, ()))

    def _skip(self, name: str, reason: str) -> None:
        self.skipped.append(Skipped(name=printable(name), reason=reason))


def _from_home(spec: str) -> Path:
    """Return the path with a leading ``~`` replaced, or unchanged where there is no such person."""
    try:
        return Path(spec).expanduser()
    except RuntimeError:
        return Path(spec)
