"""The benchmark of the stress table: what it names first does see the fault when it comes from the simulator."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "benchmarks" / "stress.py"


def test_the_index_named_first_sees_the_simulated_fault_and_leads_there(capsys: pytest.CaptureFixture[str]) -> None:
    spec = importlib.util.spec_from_file_location("benchmark_stress", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    module.main(["--faulty", "10", "--faults", "shift_x,add_dots,new_cluster"])
    page = capsys.readouterr().out
    rows = [line.strip("|").split("|") for line in page.splitlines() if re.match(r"\| (shift|add|new)", line)]
    assert [row[2].strip() for row in rows] == ["cosine_blur", "ssim", "density_hellinger"]
    assert [row[5].strip() for row in rows] == ["1 of 12 ★"] * 3
    assert all(float(row[8]) > 0.5 for row in rows)
