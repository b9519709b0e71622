"""Populations as plain data (numbers, texts, lists, dicts) that JSON holds, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from mikurabe.errors import UsageError
from mikurabe.populations.area import Area
from mikurabe.populations.look import Look
from mikurabe.populations.mixture import Model
from mikurabe.populations.population import VERSION, Floats, Measured, Member, Place, Populations
from mikurabe.populations.shapes import Gauss
from mikurabe.populations.state import State
from mikurabe.records import Bools, read_only


def to_dict(populations: Populations) -> dict[str, Any]:
    """Return everything that was learned as plain data; every number comes back as it was."""
    area, look, model = populations.area, populations.look, populations.model
    return {
        "version": populations.version,
        "size_px": list(populations.size_px),
        "channels": populations.channels,
        "white": populations.white,
        "pictures": populations.pictures,
        "side": populations.side,
        "area": {
            "left": area.left,
            "top": area.top,
            "right": area.right,
            "bottom": area.bottom,
            "mask_runs": _runs(area.mask),
        },
        "look": {
            "kind": look.kind,
            "background": list(look.background),
            "inks": [list(ink) for ink in look.inks],
            "dot_px": list(look.dot_px),
            "pseudo": look.pseudo,
            "smeared": look.smeared,
            "ramp": [list(colour) for colour in look.ramp],
            "full_count": look.full_count,
        },
        "model": {
            "shapes": [[list(part) for part in shape] for shape in model.shapes],
            "colours": model.colours.tolist(),
            "counts": model.start.counts.tolist(),
            "centres": model.start.centres.tolist(),
            "spreads": model.start.spreads.tolist(),
            "strays": model.start.strays,
            "dot_px": list(model.dot_px),
            "field": model.field,
            "hold": model.hold,
            "reach": list(model.reach),
        },
        "normal": measured_to_dict(populations.normal),
        "precision": None if populations.precision is None else populations.precision.tolist(),
    }


def from_dict(data: Mapping[str, Any]) -> Populations:
    """Return the populations that ``to_dict`` made plain data of.

    Raises UsageError where the data are of another version, or are no populations.
    """
    version = data.get("version")
    if version != VERSION:
        raise UsageError(
            f"These populations have version {version} and this mikurabe reads version {VERSION}: learn them again."
        )
    try:
        return _read(data)
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"These data are no learned populations ({error!r}): learn them again.") from error


def _read(data: Mapping[str, Any]) -> Populations:
    area, look, model = data["area"], data["look"], data["model"]
    shape = (area["bottom"] - area["top"], area["right"] - area["left"])
    width, height = data["size_px"]
    start = State(
        np.array(model["counts"], np.float64),
        np.array(model["centres"], np.float64).reshape(-1, 2),
        np.array(model["spreads"], np.float64).reshape(-1, 3),
        float(model["strays"]),
    )
    return Populations(
        version=data["version"],
        size_px=(int(width), int(height)),
        channels=int(data["channels"]),
        white=float(data["white"]),
        pictures=int(data["pictures"]),
        side=int(data["side"]),
        area=Area(
            left=area["left"],
            top=area["top"],
            right=area["right"],
            bottom=area["bottom"],
            mask=_mask(area["mask_runs"], shape),
        ),
        look=Look(
            kind=look["kind"],
            background=tuple(look["background"]),
            inks=tuple(tuple(ink) for ink in look["inks"]),
            dot_px=tuple(look["dot_px"]),
            pseudo=bool(look["pseudo"]),
            smeared=bool(look["smeared"]),
            ramp=tuple(tuple(colour) for colour in look["ramp"]),
            full_count=float(look["full_count"]),
        ),
        model=Model(
            shapes=tuple(tuple(Gauss(*part) for part in shape) for shape in model["shapes"]),
            colours=np.array(model["colours"], np.float64).reshape(len(start.counts), -1),
            start=start,
            dot_px=tuple(model["dot_px"]),
            field=float(model["field"]),
            hold=float(model["hold"]),
            reach=tuple(float(each) for each in model["reach"]),
        ),
        normal=measured_from_dict(data["normal"]),
        precision=_precision(data["precision"], len(start.counts)),
    )


def _precision(data: Any, populations: int) -> Floats | None:
    if data is None:
        return None
    return read_only(np.array(data, np.float64).reshape(4, populations, populations))


def measured_to_dict(measured: Measured) -> dict[str, Any]:
    """Return a measurement as plain data; a population without a place has None there."""
    return {
        "count": measured.count,
        "strays": measured.strays,
        "background": measured.background,
        "members": [
            {
                "name": member.name,
                "count": member.count,
                "share": member.share,
                "place": None
                if member.place is None
                else {
                    "x": member.place.x,
                    "y": member.place.y,
                    "width_x": member.place.width_x,
                    "width_y": member.place.width_y,
                    "tilt": member.place.tilt,
                },
            }
            for member in measured.members
        ],
    }


def measured_from_dict(data: Mapping[str, Any]) -> Measured:
    """Return the measurement that ``measured_to_dict`` made plain data of."""
    return Measured(
        count=data["count"],
        strays=data["strays"],
        background=data["background"],
        members=tuple(
            Member(
                name=member["name"],
                count=member["count"],
                share=member["share"],
                place=None if member["place"] is None else Place(**member["place"]),
            )
            for member in data["members"]
        ),
    )


def _runs(mask: Bools) -> list[int]:
    """Return how long the runs of equal values are, row by row, the first one of false (0 where it begins true)."""
    flat = mask.reshape(-1)
    edges = np.flatnonzero(np.diff(flat.astype(np.int8))) + 1
    runs: list[int] = np.diff(np.concatenate([[0], edges, [flat.size]])).tolist()
    return [0, *runs] if flat[0] else runs


def _mask(runs: list[int], shape: tuple[int, int]) -> Bools:
    values = np.arange(len(runs)) % 2 == 1
    mask: Bools = np.repeat(values, runs).reshape(shape)
    return read_only(mask)
