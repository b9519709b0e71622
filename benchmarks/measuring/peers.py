"""Other people's packages: there, not there, or left out on request."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from typing import Any


class Missing(Exception):
    """A package that a task needs is not there; the message names it."""


# Where pip knows a module by another name.
_PIP = {"cv2": "opencv-contrib-python-headless", "skimage": "scikit-image"}


class Peers:
    """What imports a package when a task needs it."""

    def __init__(self, without: Sequence[str]) -> None:
        """Take the modules that are to be treated as not installed; ``all`` is every one of them."""
        self.without = set(without)

    def module(self, name: str, package: str | None = None) -> Any:
        """Return the module, out of the package that pip knows; raise Missing where it is not there or was left out."""
        top = name.partition(".")[0]
        package = package or _PIP.get(top, top)
        self.check(package, top)
        if importlib.util.find_spec(top) is None:
            raise Missing(f"{package}: not installed")
        return importlib.import_module(name)

    def check(self, *names: str) -> None:
        """Raise Missing where a package was left out, by any of its names; the first one is shown."""
        if self.without & {*names, "all"}:
            raise Missing(f"{names[0]}: left out by --without")

    def opencv(self, threads: int) -> Any:
        """Return cv2 with so many threads of its own."""
        cv2 = self.module("cv2")
        cv2.setNumThreads(threads)
        return cv2
