"""FCS files (Flow Cytometry Standard 2.0, 3.0, 3.1 and 3.2): events of a flow cytometer or a blood analyser.

They are read here and not by a library, because none of the five that were tried reads all sound test files.
FlowIO 1.4 (and FlowKit and readfcs upon it) gives up on values of 24 bits, loses channels where a long name is empty,
takes a mixed byte order for the machine's own and does not hold $TOT against what is there; fcsparser 0.2.4 breaks on
big-endian floats with NumPy 2; FlowCal 1.3 refuses empty keywords, and brings matplotlib along. docs/fcs.md has the
table; the tests compare with FlowIO and FlowCal. Every size that a header claims is held against the file's before
anything of that size is made.

Source: Spidlen et al. 2010, Cytometry A 77A:97 (FCS 3.1); Seamer et al. 1997, Cytometry 28:118 (FCS 3.0); Dean et al.
1990, Cytometry 11:321 (FCS 2.0).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mikurabe.errors import UnreadablePicture
from mikurabe.events import Channel, EventFile

MAGIC = b"FCS"
_VERSIONS = (b"FCS2.0", b"FCS3.0", b"FCS3.1", b"FCS3.2")
_HEADER_BYTES = 58
_LITTLE = ("1,2,3,4", "1,2", "1", "1,2,3", "1,2,3,4,5,6,7,8")
_BIG = ("4,3,2,1", "2,1", "3,2,1", "8,7,6,5,4,3,2,1")
_FLOAT_BYTES = {"F": 4, "D": 8}


def open_fcs(content: bytes) -> EventFile:
    """Return the channels of an FCS file and how to get its events; of several data sets the first.

    Raises UnreadablePicture where the file is damaged, contradicts itself or holds no list of events.
    """
    header = _header(content)
    text, notes = _text(content, header)
    layout = _layout(content, header, text)
    divided = [f"{each.channel.name} by {each.gain:g}" for each in layout.fields if each.gain != 1.0]
    if divided:
        notes.append(f"divided by the gain ($PnG): {', '.join(divided)}")
    return EventFile(
        format=header.version,
        channels=tuple(each.channel for each in layout.fields),
        event_count=layout.event_count,
        load=partial(_columns, content, layout),
        notes=(*notes, *layout.notes),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    version: str
    text: tuple[int, int]
    data: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """How one channel is stored: its place in an event, width in bytes, the bits that count, and what undoes its scale.

    ``stored_top`` is $PnR as it stands in the file, ``gain`` what linear values are divided by, ``step`` the seconds
    that a time counts in.
    """

    channel: Channel
    offset: int
    width: int
    mask: int | None
    stored_top: float
    gain: float
    step: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """Where the values lie: ``start`` of the data, and the fields of each event."""

    is_whole: bool
    order: Literal["<", ">"]
    start: int
    event_count: int
    fields: tuple[_Field, ...]
    notes: tuple[str, ...]


def _header(content: bytes) -> _Header:
    if not content.startswith(MAGIC):
        raise UnreadablePicture(
            f"it is no FCS file: it begins with {_shown(content[:8])} and not with FCS3.1 or the like"
        )
    if len(content) < _HEADER_BYTES:
        raise _cut(f"its header has {_HEADER_BYTES} bytes, and {len(content)} are there")
    version = content[:6]
    if version not in _VERSIONS:
        known = ", ".join(each.decode() for each in _VERSIONS)
        raise UnreadablePicture(
            f"it is an FCS file of a version that is not read ({_shown(version)}); those are {known}"
        )
    fields = [content[at : at + 8].strip() for at in range(10, 42, 8)]
    try:
        text_start, text_end, data_start, data_end = (int(field or b"0") for field in fields)
    except ValueError:
        raise _damaged(f"its header should hold byte positions and has {_shown(content[10:42])}") from None
    if not _HEADER_BYTES <= text_start < text_end:
        raise _damaged(f"its TEXT segment leads from byte {text_start} to byte {text_end}")
    if text_end >= len(content):
        raise _cut(f"its TEXT segment ends at byte {text_end:,}, the file has {len(content):,} bytes")
    if data_end > len(content):
        raise _cut(f"its DATA segment ends at byte {data_end:,}, the file has {len(content):,} bytes")
    return _Header(version=version.decode(), text=(text_start, text_end), data=(data_start, data_end))


def _text(content: bytes, header: _Header) -> tuple[dict[str, str], list[str]]:
    """Return the keywords (in small letters, without the $) with their values, and notes.

    A doubled delimiter is one within a value (FCS 3.1, 3.1.2), and writers that leave values empty double it as well.
    So both are tried: right is what describes all channels that it declares, by keywords without a delimiter in them.
    """
    start, end = header.text
    segment = content[start : end + 1]
    try:
        decoded = segment.decode("utf-8")
    except UnicodeDecodeError:
        decoded = segment.decode("latin-1")
    delimiter, body = decoded[0], decoded[1:]
    if delimiter.isalnum() or delimiter == "$":
        raise _damaged(f"its TEXT segment begins with {_shown(segment[:20])} and not with a delimiter")
    readings = [_pairs(body, delimiter, doubled=True), _pairs(body, delimiter, doubled=False)]
    whole = [each for each in readings if _describes_its_channels(each)] or readings
    text = next((each for each in whole if not any(delimiter in key for key in each)), whole[0])
    if "par" not in text:
        raise _damaged("its TEXT segment lacks the keyword $PAR")
    several = _number(text, "nextdata", 0.0) != 0
    return text, ["the first of several data sets in the file"] if several else []


def _pairs(body: str, delimiter: str, *, doubled: bool) -> dict[str, str]:
    """Return keywords and values, of a repeated keyword the first; two delimiters are one in a value, or no value."""
    if doubled:
        # No text holds a zero beside a delimiter twice by chance: it stands for the delimiter meanwhile.
        pieces = [each.replace("\0", delimiter) for each in body.replace(delimiter * 2, "\0").split(delimiter)]
    else:
        pieces = body.split(delimiter)
    found: dict[str, str] = {}
    for key, value in zip(pieces[::2], pieces[1::2], strict=False):
        found.setdefault(key.strip().lower().removeprefix("$"), value.strip())
    return found


def _describes_its_channels(text: Mapping[str, str]) -> bool:
    declared = text.get("par", "")
    if not declared.isdecimal() or len(declared) > 9 or int(declared) > len(text):
        return False
    return all(f"p{number}{letter}" in text for number in range(1, int(declared) + 1) for letter in "nbr")


def _layout(content: bytes, header: _Header, text: Mapping[str, str]) -> _Layout:
    """Return where the values lie, after every claim was held against the file."""
    if text.get("mode", "L").upper() != "L":
        raise UnreadablePicture(f"the FCS holds a histogram ($MODE {text['mode']}) and no list of events")
    count, par = _whole(text, "tot"), _whole(text, "par")
    described = sum(1 for key in text if key[:1] == "p" and key[-1:] == "n" and key[1:-1].isdecimal())
    if par < 1 or par > described:
        raise _damaged(f"$PAR declares {par:,} channels and {described:,} are described")
    kind = text.get("datatype", "").upper()
    if kind not in ("I", "F", "D"):
        known = "I (whole numbers), F and D (floats) are read"
        raise UnreadablePicture(f"the FCS stores its values as $DATATYPE {kind or '?'}; {known}")
    widths = tuple(_width(text, number, kind) for number in range(1, par + 1))
    order = _order(text, kind, widths)
    start, length, notes = _segment(header, text, count * sum(widths))
    event_bytes = sum(widths)
    there = min(length, len(content) - start) // event_bytes
    if there < count and start + length > len(content):
        raise _cut(f"$TOT says {count:,} events of {event_bytes} bytes, and {max(there, 0):,} are there")
    # Many writers give the byte after the last one as the end.
    if not 0 <= length - count * event_bytes <= 1:
        raise _damaged(
            f"$TOT says {count:,} events of {event_bytes} bytes, and its DATA segment of {length:,} bytes holds "
            f"{length / event_bytes:,.6g}"
        )
    offsets = [sum(widths[:at]) for at in range(par)]
    return _Layout(
        is_whole=kind == "I",
        order=order,
        start=start,
        event_count=count,
        fields=tuple(_field(text, at + 1, offsets[at], widths[at], kind == "I") for at in range(par)),
        notes=notes,
    )


def _segment(header: _Header, text: Mapping[str, str], needed: int) -> tuple[int, int, tuple[str, ...]]:
    """Return the first byte and the length of the DATA segment, by the header or, where that fits better, by TEXT."""
    claims = [header.data, (int(_number(text, "begindata", 0.0)), int(_number(text, "enddata", 0.0)))]
    known = [(start, end - start + 1) for start, end in claims if _HEADER_BYTES <= start <= end + 1]
    if not known:
        if needed == 0:
            return _HEADER_BYTES, 0, ()
        raise _damaged(f"it does not say where its DATA segment is (header: {header.data[0]} to {header.data[1]})")
    best = min(known, key=lambda each: abs(each[1] - needed))
    if len(set(known)) > 1:
        told = "its header and its TEXT segment place the data differently; the one that $TOT agrees with was read"
        return *best, (told,)
    return *best, ()


def _width(text: Mapping[str, str], number: int, kind: str) -> int:
    """Return the bytes of one value of a channel."""
    bits = _whole(text, f"p{number}b")
    if kind in _FLOAT_BYTES:
        return _FLOAT_BYTES[kind]
    if bits % 8 or not 8 <= bits <= 64:
        raise UnreadablePicture(
            f"the FCS stores channel {number} in {bits} bits ($P{number}B); whole bytes up to 8 are read"
        )
    return bits // 8


def _order(text: Mapping[str, str], kind: str, widths: Sequence[int]) -> Literal["<", ">"]:
    spelled = text.get("byteord", "").replace(" ", "")
    if spelled in _LITTLE:
        return "<"
    if spelled in _BIG:
        return ">"
    if kind == "I" and set(widths) == {1}:
        return "<"
    raise UnreadablePicture(
        f"the FCS stores its bytes in the mixed order $BYTEORD {spelled or '?'}; 1,2,3,4 and 4,3,2,1 are read"
    )


def _field(text: Mapping[str, str], number: int, offset: int, width: int, is_whole: bool) -> _Field:
    """Return how a channel is stored and what its keywords say of it."""
    name = text.get(f"p{number}n", "") or f"P{number}"
    is_time = name.lower() == "time"
    # Floats are on no amplifier's scale, whatever $PnE says (FCS 3.1, 3.2.20).
    decades, lowest = _amplifier(text.get(f"p{number}e", "0,0")) if is_whole else (0.0, 1.0)
    stored_top = max(0.0, _number(text, f"p{number}r", 0.0))
    if decades > 0 and stored_top == 0:
        raise _damaged(f"channel {number} is logarithmic ($P{number}E) and has no range ($P{number}R)")
    gain = 1.0 if decades > 0 or is_time else _number(text, f"p{number}g", 1.0)
    if gain <= 0:
        gain = 1.0
    step = _number(text, "timestep", 1.0) if is_time else 1.0
    shown: Literal["linear", "log"] | None = None
    shown_by = ""
    for keyword, spoken in ((f"p{number}d", f"$P{number}D"), (f"p{number}display", f"P{number}DISPLAY")):
        said = text.get(keyword, "")[:3].lower()
        if shown is None and said in ("lin", "log"):
            shown, shown_by = ("linear" if said == "lin" else "log"), spoken
    top = lowest * 10.0**decades if decades > 0 else stored_top / gain * step
    channel = Channel(
        name=name,
        number=number,
        long_name=text.get(f"p{number}s", ""),
        decades=decades,
        lowest=lowest,
        top=top or None,
        shown=shown,
        shown_by=shown_by,
    )
    return _Field(
        channel=channel,
        offset=offset,
        width=width,
        mask=_mask(stored_top, width) if is_whole else None,
        stored_top=stored_top,
        gain=gain,
        step=step,
    )


def _mask(top: float, width: int) -> int | None:
    """Return the bits that count: those below the next power of two from $PnR on (FCS 3.1, 3.2.20); None for all."""
    if not 1 < top < 2.0 ** (8 * width):
        return None
    mask: int = 2 ** math.ceil(math.log2(top)) - 1
    return None if mask >= 2 ** (8 * width) - 1 else mask


def _amplifier(spelled: str) -> tuple[float, float]:
    """Return decades and lowest value of $PnE; a lowest value of 0 stands for 1 (FCS 3.1, 3.2.20)."""
    try:
        decades, lowest = (float(part) for part in spelled.split(","))
    except ValueError:
        return 0.0, 1.0
    if not (0 < decades < 30 and 0 <= lowest < 1e30):
        return 0.0, 1.0
    return decades, lowest or 1.0


def _columns(content: bytes, layout: _Layout, places: Sequence[int]) -> NDArray[np.float64]:
    """Return the values of these channels, float64 (N, k): amplifier scales and gains undone, time in seconds."""
    event_bytes = sum(each.width for each in layout.fields)
    raw = np.frombuffer(content, np.uint8)[layout.start : layout.start + layout.event_count * event_bytes]
    raw = raw.reshape(layout.event_count, event_bytes)
    made = np.empty((layout.event_count, len(places)))
    for column, at in enumerate(places):
        # A damaged file can hold what is beyond all numbers: infinite or NaN, which is told where it is drawn.
        with np.errstate(over="ignore", invalid="ignore"):
            made[:, column] = _values(raw, layout.fields[at], layout)
    return made


def _values(raw: NDArray[np.uint8], field: _Field, layout: _Layout) -> NDArray[np.float64]:
    """Return one channel's values, float64 (N,), of the events' bytes (N, bytes)."""
    stored = raw[:, field.offset : field.offset + field.width]
    if layout.is_whole:
        whole = _whole_numbers(stored, layout.order)
        values = (whole if field.mask is None else whole & np.uint64(field.mask)).astype(np.float64)
    else:
        values = np.ascontiguousarray(stored).view(f"{layout.order}f{field.width}")[:, 0].astype(np.float64)
    if field.channel.decades > 0:
        values = field.channel.lowest * 10.0 ** (field.channel.decades * values / field.stored_top)
    return values / field.gain * field.step


def _whole_numbers(stored: NDArray[np.uint8], order: Literal["<", ">"]) -> NDArray[np.uint64]:
    """Return unsigned numbers of any number of bytes, (N, width), as uint64 (N,)."""
    wide = np.zeros((len(stored), 8), np.uint8)
    wide[:, : stored.shape[1]] = stored if order == "<" else stored[:, ::-1]
    return wide.view("<u8")[:, 0].astype(np.uint64, copy=False)


def _whole(text: Mapping[str, str], key: str) -> int:
    """Return a keyword's whole number, however large; raise UnreadablePicture where it is none."""
    said = text.get(key)
    if said is None:
        raise _damaged(f"its TEXT segment lacks the keyword ${key.upper()}")
    if not said.isdecimal() or len(said) > 30:
        raise _damaged(f"${key.upper()} should be a whole number and is {_shown(said.encode())}")
    return int(said)


def _number(text: Mapping[str, str], key: str, default: float) -> float:
    """Return a keyword's number, or the default where it is absent or no number."""
    try:
        number = float(text.get(key, ""))
    except ValueError:
        return default
    return number if math.isfinite(number) else default


def _shown(raw: bytes) -> str:
    text = raw.decode("latin-1")
    return repr(text if len(text) <= 40 else f"{text[:40]}...")


def _cut(why: str) -> UnreadablePicture:
    return UnreadablePicture(f"the FCS is cut short: {why}")


def _damaged(why: str) -> UnreadablePicture:
    return UnreadablePicture(f"the FCS is damaged: {why}")
