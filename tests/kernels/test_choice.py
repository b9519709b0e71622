"""Which kernels work: the native ones where they were built, or those that MIKURABE_KERNELS asks for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import mikurabe.kernels as kernels

SOURCE = str(Path(kernels.__file__).parents[2])

# Makes the native module impossible to find, as where no compiler was found at installation.
WITHOUT_NATIVE = """
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name.endswith("._native") else found(name, package)
"""


def run(code: str, asked: str | None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "MIKURABE_KERNELS"}
    environment["PYTHONPATH"] = os.pathsep.join([SOURCE, environment.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    if asked is not None:
        environment["MIKURABE_KERNELS"] = asked
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


SAY = "import mikurabe.kernels as k; print(k.ACTIVE, '|', k.describe(), '|', k.moments.__module__)"


def test_numpy_is_used_where_it_is_asked_for() -> None:
    found = run(SAY, "numpy")
    assert found.stdout.strip() == "numpy | NumPy twins (MIKURABE_KERNELS asks for them) | mikurabe.kernels.moments"


@pytest.mark.parametrize("asked", ["native", None, ""])
def test_native_is_used_where_it_was_built(asked: str | None) -> None:
    pytest.importorskip("mikurabe.kernels._native", reason="the native kernels were not built")
    found = run(SAY, asked)
    assert found.stdout.startswith("native | native (C++, ")
    assert found.stdout.strip().endswith("| mikurabe.kernels.native.moments")


def test_the_twins_are_used_where_nothing_was_built() -> None:
    found = run(WITHOUT_NATIVE + SAY, None)
    assert found.stdout.strip() == "numpy | NumPy twins (the native kernels were not built) | mikurabe.kernels.moments"


# Whoever imports may catch it as an import's error, the command line as one of ours.
CAUGHT = """
from mikurabe.errors import UsageError
try:
    import mikurabe.kernels
except ImportError as error:
    print(isinstance(error, UsageError), error)
"""


def test_native_asked_for_but_absent_is_an_import_error_that_says_what_to_do() -> None:
    found = run(WITHOUT_NATIVE + CAUGHT, "native")
    assert found.stdout.startswith("True MIKURABE_KERNELS asks for the native kernels")
    assert "install a C++17 compiler" in found.stdout


def test_a_choice_that_does_not_exist_is_an_import_error_that_names_the_two() -> None:
    found = run(CAUGHT, "cuda")
    assert found.stdout.startswith("True MIKURABE_KERNELS is 'cuda': set it to 'native' or 'numpy'")


def test_importing_the_kernels_does_not_import_scipy() -> None:
    found = run("import sys, mikurabe.kernels; print(sorted(m for m in sys.modules if m.startswith('scipy')))", None)
    assert found.stdout.strip() == "[]"
