"""What the tests share: where the test data lies, and small pictures to work with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def _english() -> Iterator[None]:
    """Let the tests, and the processes that they start, speak English on any machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LC_ALL", "C.UTF-8")
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of shared test data (MIKURABE_SHARED_DATA or ../shared/data); skip where it is absent.

    With MIKURABE_REQUIRE_SHARED_DATA set, as in CI, absence is a failure: a green run shows that these tests ran.
    """
    folder = Path(os.environ.get("MIKURABE_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir() and os.environ.get("MIKURABE_REQUIRE_SHARED_DATA"):
        pytest.fail(f"the shared test data must be here and are not ({folder})")
    if not folder.is_dir():
        pytest.skip(f"the shared test data are not here ({folder}); set MIKURABE_SHARED_DATA to their folder")
    return folder
