"""Links to files, spelled so that Excel and LibreOffice find the file again."""

from __future__ import annotations

from urllib.parse import quote, unquote_to_bytes

from mikurabe.reports.excel.cell_text import utf16_length

# Excel 2015 and later; one that is longer makes Excel "repair" the whole file.
LONGEST_LINK = 2_079
# Characters that may stand in a file's URL as they are, besides letters, digits and -._~
_SAFE = "!$&'()+,;=@"
# Per sheet, Excel's own limit.
MOST_LINKS = 65_530


def external_link(href: str) -> str | None:
    """Return XlsxWriter's ``external:`` spelling of a view row's ``href``, or None where it is too long for Excel.

    Only ASCII is percent-encoded: Windows reads ``%E7%94%BB`` in a file link in the machine's own code page, while
    画 itself arrives intact. ``#``, ``%``, ``?``, ``:`` and the space must be encoded, or they cut the name short.
    """
    if href.startswith("file:///"):
        drive, *parts = href.removeprefix("file:///").split("/")
        # C: is the one colon that must stand; on other systems the path begins with a slash instead.
        root = drive if drive.endswith(":") else "/" + _spelled(drive)
        link = "/".join([root, *map(_spelled, parts)])
    elif href.startswith("file://"):
        # A share: file://server/share is the network path \\server\share.
        link = "//" + "/".join(map(_spelled, href.removeprefix("file://").split("/")))
    else:
        # The leading ./ keeps a name such as "a" from being looked at for a drive letter; XlsxWriter drops it again.
        link = "./" + "/".join(map(_spelled, href.split("/")))
    link = "external:" + link
    return link if utf16_length(link) <= LONGEST_LINK else None


def _spelled(part: str) -> str:
    """Return one part of a path: non-ASCII characters as they are, and what no URL may hold percent-encoded."""
    text = unquote_to_bytes(part).decode("utf-8", errors="surrogateescape")
    if text.isascii():
        return quote(text, safe=_SAFE)
    return "".join(
        character if _stays(character) else quote(character.encode("utf-8", errors="surrogateescape"), safe=_SAFE)
        for character in text
    )


def _stays(character: str) -> bool:
    """Return whether a character is beyond ASCII and fit for XML; bytes that are no UTF-8 came in as surrogates."""
    return character >= "\xa0" and not "\ud800" <= character <= "\udfff" and character not in "\ufffe\uffff"
