"""Putting a report where it was asked for: beside and renamed, so that a failed write leaves nothing."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from types import MappingProxyType

from mikurabe.errors import UnknownName, UnwritableReport
from mikurabe.i18n import Lang
from mikurabe.reports.formats import FORMATS, Format, Options, format_of_suffix
from mikurabe.reports.originals import Embed
from mikurabe.reports.view import build_view
from mikurabe.table import Table


def format_for(path: Path) -> Format:
    """Return the format that the file's suffix chooses, or raise UnknownName with the suffixes there are."""
    found = format_of_suffix(path.suffix)
    if found is None:
        known = [suffix for each in FORMATS for suffix in each.suffixes]
        raise UnknownName(
            f"The name {str(path)!r} does not say which report it should be: its suffix is {path.suffix!r}, "
            f"known are {', '.join(known)}."
        )
    return found


def check_writable(path: Path) -> None:
    """Raise UnwritableReport now, before hours of work, where a report could not be written to ``path`` later."""
    if path.is_dir():
        raise UnwritableReport(f"{path} is a folder; give the name of a file in it, such as {path / 'report.html'}.")
    folder = path.parent
    if folder.exists() and not folder.is_dir():
        raise UnwritableReport(f"{path} cannot be written: {folder} is a file and not a folder.")
    standing = next((each for each in (folder, *folder.absolute().parents) if each.exists()), folder)
    if not os.access(standing, os.W_OK | os.X_OK):
        raise UnwritableReport(f"{path} cannot be written: the folder {standing} may not be written to.")


def render(
    table: Table,
    format_name: str,
    *,
    lang: Lang = "en",
    folder: Path | None = None,
    embed: Embed = "thumbs",
    options: Options = MappingProxyType({}),
) -> bytes:
    """Return the table in the named format; links are relative to ``folder`` (default: the current one).

    ``embed`` is for the formats that can embed; the others hold what they always hold. Of the ``options``, each format
    takes those under its own name.
    """
    chosen = FORMATS[format_name]
    view = build_view(table, lang=lang, folder=folder, embed=embed if chosen.embeds else "thumbs")
    return chosen.render(view, **options.get(format_name, {}))


def write_report(
    table: Table,
    path: Path,
    *,
    format_name: str | None = None,
    lang: Lang = "en",
    embed: Embed = "thumbs",
    options: Options = MappingProxyType({}),
) -> Path:
    """Return the path after the report was written there, in the format named or chosen by the suffix.

    Of the ``options``, each format takes those under its own name. Missing folders are made. Raises UnwritableReport
    where the disk refuses; then nothing new stands there and a file of that name from before is untouched.
    """
    chosen = FORMATS[format_name] if format_name is not None else format_for(path)
    check_writable(path)
    data = render(table, chosen.name, lang=lang, folder=path.parent, embed=embed, options=options)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, data)
    except OSError as error:
        raise UnwritableReport(f"{path} cannot be written: {error.strerror or error}.") from error
    return path


def replace_file(path: Path, data: bytes) -> None:
    """Put the bytes at ``path`` in one step: a reader sees the old file or the new one, never half of one."""
    beside = path.parent / f".mikurabe-{secrets.token_hex(8)}.part"
    try:
        with beside.open("xb") as file:
            file.write(data)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
