"""The baseline's file, .mkb: a zip of baseline.json and plain .npy arrays, described in docs/baseline.md."""

from __future__ import annotations

import io
import json
import math
import os
import zipfile
from pathlib import Path

import numpy as np

from mikurabe.errors import MikurabeError, UsageError
from mikurabe.judge.baseline import Baseline, Normal
from mikurabe.judge.combined import VERSION, Learned, model_of
from mikurabe.judge.grid import cell_side
from mikurabe.judge.inhabitants import Inhabitants
from mikurabe.judge.parts import LOCALS
from mikurabe.metrics import parse
from mikurabe.populations import from_dict, to_dict
from mikurabe.populations.store import measured_from_dict, measured_to_dict
from mikurabe.records import Array, Image, Skipped, Source, read_only
from mikurabe.storage.fields import Fields, Unsound

FORMAT = "mikurabe baseline"
FORMAT_VERSION = 3
SUFFIX = ".mkb"
# More than a thousand normals' grids and the largest picture that is accepted take; a bomb takes more.
_LARGEST_MEMBER = 2**31
# A zip needs a date; always the same one, so that the same baseline is the same file.
_DATE = (1980, 1, 1, 0, 0, 0)


def write_baseline(baseline: Baseline, path: Path) -> Path:
    """Return the path after the baseline was written there; a failed write leaves nothing behind.

    Raises UsageError where the file cannot be written.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        text = json.dumps(_document(baseline), ensure_ascii=False, indent=1, allow_nan=False)
        _add(archive, "baseline.json", text.encode("utf-8"))
        for name, array in _arrays(baseline).items():
            _add(archive, f"{name}.npy", _npy(array))
    check_place(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(out.getvalue())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise UsageError(f"The baseline cannot be written to {path}: {error.strerror or error}.") from error
    return path


def check_place(path: Path) -> None:
    """Raise UsageError where no baseline may be written: over anything that is none by its name, or is no file."""
    if path.suffix.lower() != SUFFIX:
        raise UsageError(f"{path} is no name for a baseline: it ends in {SUFFIX}, such as baseline{SUFFIX}.")
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is no file: a baseline cannot be written over it.")


def read_baseline(path: Path) -> Baseline:
    """Return the baseline of a file; raise UsageError where there is none or it is damaged or of another version."""
    try:
        with zipfile.ZipFile(path) as archive:
            fields = Fields(json.loads(_member(archive, "baseline.json")))
            if fields.text("format") != FORMAT:
                raise Unsound(f"format is {fields.text('format')!r}, not {FORMAT!r}")
            version = fields.whole("version", least=1)
            if version != FORMAT_VERSION:
                raise UsageError(
                    f"{path} is a baseline of format {version}, and this mikurabe reads {FORMAT_VERSION}; "
                    "learn it again, or use the mikurabe that wrote it."
                )
            names = [name.removesuffix(".npy") for name in archive.namelist() if name.endswith(".npy")]
            arrays = {name: _array(_member(archive, f"{name}.npy")) for name in names}
        return _baseline(fields, arrays, path)
    except FileNotFoundError:
        raise UsageError(f"There is no baseline {path}. Make one: mikurabe learn NORMAL/ -b {path}") from None
    except OSError as error:
        raise UsageError(f"The baseline {path} cannot be read: {error.strerror or error}.") from error
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        raise UsageError(f"{path} is no baseline of mikurabe, or a damaged one: {error}.") from error
    except Unsound as error:
        raise UsageError(f"{path} is no baseline of mikurabe: {error}.") from error


def _document(baseline: Baseline) -> dict[str, object]:
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "combined_version": VERSION,
        "normals": [{"name": each.name, "sha256": each.sha256} for each in baseline.normals],
        "reference": {
            "name": baseline.reference.source.name,
            "sha256": baseline.reference.source.sha256,
            "own": baseline.own_reference,
            "white": baseline.reference.white,
        },
        "width_px": baseline.reference.width,
        "height_px": baseline.reference.height,
        "per_event": baseline.per_event,
        "indices": [
            {
                "key": index.key,
                "version": index.metric.version,
                # JSON has no infinity: it is a text, like in the table's own file.
                "values": [_number(value) for value in baseline.values[index.key]],
            }
            for index in baseline.indices
        ],
        "populations": None
        if baseline.inhabitants is None
        else {
            "learned": to_dict(baseline.inhabitants.learned),
            "measured": [measured_to_dict(each) for each in baseline.inhabitants.measured],
        },
        "settings": dict(baseline.settings),
        "versions": dict(baseline.versions),
        "skipped": [{"name": each.name, "reason": each.reason} for each in baseline.skipped],
    }


def _number(value: float | None) -> float | str | None:
    if value is None or math.isfinite(value):
        return value
    return "inf" if value > 0 else "-inf"


def _arrays(baseline: Baseline) -> dict[str, Array]:
    arrays: dict[str, Array] = {
        "reference": baseline.reference.pixels,
        "cells": baseline.cells,
        "paper": baseline.paper,
        "still": baseline.still,
    }
    if baseline.scale is not None:
        arrays["scale"] = baseline.scale
    if baseline.counted is not None:
        arrays["counted"] = baseline.counted
    if baseline.learned is not None:
        arrays["local"] = baseline.learned.local
        arrays["largest"] = baseline.learned.largest
        if baseline.learned.left_out is not None:
            arrays["left_out"] = baseline.learned.left_out
    return arrays


def _baseline(fields: Fields, arrays: dict[str, Array], path: Path) -> Baseline:
    normals = tuple(Normal(name=each.text("name"), sha256=each.text("sha256")) for each in fields.children("normals"))
    reference = fields.child("reference")
    width, height = fields.whole("width_px", least=1), fields.whole("height_px", least=1)
    side = cell_side(height, width)
    shape = (len(normals), -(-height // side), -(-width // side))
    _expect(arrays, "reference", (height, width), (height, width, 3))
    _expect(arrays, "cells", shape)
    _expect(arrays, "still", (height, width))
    _expect(arrays, "paper", (), (3,))
    counted = arrays.get("counted")
    if counted is not None:
        _expect(arrays, "counted", (height, width))
    if "scale" in arrays:
        _expect(arrays, "scale", (1 << 15,))
    indices, values = [], {}
    for each in fields.children("indices"):
        try:
            index = parse(each.text("key"))
        except MikurabeError as error:
            raise UsageError(f"{path} was learned with an index that is not here: {error}") from error
        if index.metric.version != each.whole("version", least=1):
            raise UsageError(
                f"{path} was learned with version {each.whole('version', least=1)} of {index.key}, and this is version "
                f"{index.metric.version}: its values are others. Learn the baseline again."
            )
        listed = each.value("values")
        if not isinstance(listed, list) or len(listed) != len(normals):
            raise Unsound(f"{each.place('values')} does not hold a value for each of the {len(normals)} normals")
        indices.append(index)
        values[index.key] = tuple(None if value is None else float(value) for value in listed)
    learned, per_event = None, None
    if "local" in arrays:
        if fields.whole("combined_version", least=1) != VERSION:
            raise UsageError(f"{path} was learned with another version of the combined index. Learn it again.")
        per_event = fields.number("per_event", least=0)
        _expect(arrays, "local", (len(normals), len(LOCALS)))
        _expect(arrays, "largest", (len(normals),))
        if "left_out" in arrays:
            _expect(arrays, "left_out", (len(normals),))
        learned = Learned(
            model=model_of(arrays["cells"] / per_event, arrays["local"]),
            local=arrays["local"],
            largest=arrays["largest"],
            left_out=arrays.get("left_out"),
        )
    return Baseline(
        inhabitants=_inhabitants(fields, len(normals)),
        normals=normals,
        reference=Image(
            source=Source(
                name=reference.text("name"), path=None, sha256=reference.text_or_null("sha256"), size_bytes=None
            ),
            pixels=read_only(arrays["reference"]),
            white=reference.number("white", least=0) if reference.holds("white") else None,
        ),
        own_reference=reference.value("own") is True,
        indices=tuple(indices),
        values=values,
        cells=arrays["cells"],
        per_event=per_event,
        learned=learned,
        paper=arrays["paper"],
        still=arrays["still"].astype(np.bool_),
        scale=arrays.get("scale"),
        counted=None if counted is None else read_only(counted.astype(np.bool_)),
        settings=fields.child("settings").text_by_text(),
        versions=fields.child("versions").text_by_text(),
        skipped=tuple(
            Skipped(name=each.text("name"), reason=each.text("reason")) for each in fields.children("skipped")
        ),
    )


def _inhabitants(fields: Fields, normals: int) -> Inhabitants | None:
    found = fields.value("populations")
    if found is None:
        return None
    child = fields.child("populations")
    learned, measured = child.value("learned"), child.value("measured")
    if not isinstance(learned, dict) or not isinstance(measured, list) or len(measured) != normals:
        raise Unsound(f"{child.place('measured')} does not hold the populations of each of the {normals} normals")
    try:
        each_one = tuple(measured_from_dict(each) for each in measured)
    except (KeyError, TypeError) as error:
        raise Unsound(f"{child.place('measured')} lacks {error}") from error
    return Inhabitants(learned=from_dict(learned), measured=each_one)


def _expect(arrays: dict[str, Array], name: str, *shapes: tuple[int, ...]) -> None:
    if name not in arrays:
        raise Unsound(f"{name}.npy is missing")
    if arrays[name].shape not in shapes:
        raise Unsound(f"{name}.npy has the shape {arrays[name].shape}, not {' or '.join(map(str, shapes))}")


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, date_time=_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, data)


def _npy(array: Array) -> bytes:
    out = io.BytesIO()
    np.lib.format.write_array(out, np.asarray(array, order="C"), allow_pickle=False)
    return out.getvalue()


def _array(data: bytes) -> Array:
    read: Array = np.lib.format.read_array(io.BytesIO(data), allow_pickle=False)
    return read


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    info = archive.getinfo(name)
    if info.file_size > _LARGEST_MEMBER:
        raise Unsound(f"{name} has {info.file_size:,} bytes")
    return archive.read(info)
