"""Where a run took place: the processor, the system, and the versions of everything that was measured."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import mikurabe
from mikurabe import __version__, kernels

_PACKAGES = (
    "numpy",
    "scipy",
    "pillow",
    "imagecodecs",
    "pandas",
    "xlsxwriter",
    "opencv-contrib-python-headless",
    "opencv-python-headless",
    "scikit-image",
    "openpyxl",
    "piq",
    "pytorch-msssim",
    "torchmetrics",
    "torch",
    "sewar",
    "ImageHash",
)


def facts() -> dict[str, str]:
    """Return what a reader must know of the machine and the programs, in words."""
    told = {
        "processor": processor(),
        "cores": str(cores()),
        "system": f"{platform.system()} {platform.release()}, {platform.machine()}",
        "Python": platform.python_version(),
        "mikurabe": f"{__version__} (files {fingerprint()}), kernels: {kernels.describe()}"
        + ("; editable install" if is_editable() else ""),
        "packages": ", ".join(f"{name} {found}" for name in _PACKAGES if (found := version(name))),
    }
    memory = memory_gib()
    return told if memory is None else {**told, "memory": f"{memory:.0f} GiB"}


def fingerprint() -> str:
    """Return eight hexadecimal digits that change with mikurabe's code: two runs with equal ones measured the same."""
    home = Path(mikurabe.__file__).parent
    code = sorted(path for path in home.rglob("*") if path.suffix in (".py", ".so", ".pyd", ".js", ".css"))
    told = hashlib.sha256()
    for path in code:
        told.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes())
    return told.hexdigest()[:8]


def version(package: str) -> str | None:
    """Return the version of a package, None where it is not installed."""
    try:
        return distribution(package).version
    except PackageNotFoundError:
        return None


def is_editable() -> bool:
    """Return whether mikurabe was installed with ``pip install -e``, which makes its start slower."""
    try:
        told = distribution("mikurabe").read_text("direct_url.json")
    except PackageNotFoundError:
        return False
    return bool(told and json.loads(told).get("dir_info", {}).get("editable"))


def processor() -> str:
    """Return the processor's name as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or "unknown")


def cores() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def memory_gib() -> float | None:
    """Return the size of the memory, None where the system does not say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (AttributeError, ValueError, OSError):
        return None


def load() -> float | None:
    """Return how many processes wanted a core during the last minute, None where the system does not say."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None
