"""What a peer is, as data: a package, and a call of it beside the index of ours that it is held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

# What stands behind `reference` and `candidate` in a call of the package:
# levels: uint8 arrays (H, W) or (H, W, 3); fractions: float64 arrays of the same shape, 0 to 1; tensors: float64 torch
# tensors (1, C, H, W), 0 to 255; unit_tensors: float32 torch tensors (1, 3, H, W), 0 to 1, gray in all three channels;
# pillow: PIL images.
Inputs: TypeAlias = Literal["levels", "fractions", "tensors", "unit_tensors", "pillow"]

# luma: gray for everybody; colour: only where both pictures have colour; either: colour where both have it.
Reads: TypeAlias = Literal["luma", "colour", "either"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Somebody else's package: how it is installed and imported, and what its calls take.

    ``name`` is what pip knows it by. ``modules`` are imported, the first one decides whether it is there. ``has`` is
    a name that the first module must hold. ``caution`` is said with the advice to install it. ``measured`` is the
    version that the calls were measured with.
    """

    name: str
    modules: tuple[str, ...]
    measured: str
    inputs: Inputs = "levels"
    has: str | None = None
    caution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call, as people type it, and what of ours it should equal.

    ``text`` is the very expression that is run: ``reference`` and ``candidate`` are the pictures in the package's
    own form, its modules are known by their full names, and ``np`` is NumPy. ``key`` is the index of ours it is held
    against. ``tolerance`` is the absolute difference that still counts as agreement; None is the smallest difference
    that our index shows at all (its ``resolution``). ``recipe`` says what the call computes where that is not our
    default, or what it takes; ``otherwise`` what it does otherwise than the index of ours, where the
    two are known to differ always or for some pictures.
    """

    package: Package
    text: str
    key: str
    tolerance: float | None = None
    recipe: str = ""
    otherwise: str = ""
    reads: Reads = "luma"
