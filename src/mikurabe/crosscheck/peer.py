"""What a peer is, as data: a package, and a call of it beside the index of ours that it is held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

# What stands behind `reference` and `candidate` in a call of the package:
# levels: uint8 arrays (H, W) or (H, W, 3); fractions: float64 arrays of the same shape, 0 to 1; tensors and
# unit_tensors: float64 torch tensors (1, C, H, W), 0 to 255 and 0 to 1; pillow: PIL images.
Inputs: TypeAlias = Literal["levels", "fractions", "tensors", "unit_tensors", "pillow"]

# luma: gray for everybody; colour: only where both pictures have colour; either: colour where both have it.
Reads: TypeAlias = Literal["luma", "colour", "either"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """Somebody else's package: how it is installed and imported, and what its calls take.

    ``name`` is what pip knows it by. ``modules`` are imported, the first one decides whether it is there. ``has`` is
    a name that the first module must hold. ``measured`` is the version with which the calls' ``equal`` was measured.
    """

    name: str
    modules: tuple[str, ...]
    measured: str
    inputs: Inputs = "levels"
    has: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call, as people type it, and what of ours it should equal.

    ``text`` is the very expression that is run: ``reference`` and ``candidate`` are the pictures in the package's
    own form, its modules are known by their full names, and ``np`` is NumPy. ``key`` is the index of ours it is held
    against, ``tolerance`` the absolute difference that still counts as agreement. ``equal`` is false where the two are
    known to differ; ``why`` then says what the peer does otherwise, and else what the recipe is where it is not our default.
    """

    package: Package
    text: str
    key: str
    tolerance: float
    equal: bool = True
    why: str = ""
    reads: Reads = "luma"
