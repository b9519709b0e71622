"""The allocator keeps the room of pictures."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

# Blocks as one picture after the other needs them, all freed at once each time; prints how many pages came anew.
PICTURES = """
import resource
import numpy as np
{before}
def faults():
    for _ in range(20):
        planes = [np.ones(4 << 20, np.uint8) for _ in range(6)]
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
first = faults()
print(faults() - first)
"""


def pages(before: str) -> int:
    run = subprocess.run(
        [sys.executable, "-c", PICTURES.format(before=before)], capture_output=True, text=True, check=True
    )
    return int(run.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other allocators take no notice")
def test_memory_that_pictures_free_is_not_fetched_anew_for_the_next() -> None:
    kept = pages("from mikurabe.engines.allocator import keep_freed_memory; keep_freed_memory()")
    assert kept < 0.1 * pages("")
