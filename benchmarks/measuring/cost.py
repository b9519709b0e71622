"""What a process has cost: CPU time and memory."""

from __future__ import annotations

import time
from pathlib import Path


def cpu_seconds() -> float:
    """Return the CPU time of this process with all its threads, and of the programs that it waited for."""
    own = time.process_time()
    try:
        import resource
    except ImportError:
        # Windows tells nothing of programs that have ended.
        return own
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own + others.ru_utime + others.ru_stime


def peak_mb() -> float | None:
    """Return the most memory that this process, or a program that it ran, ever held, in MB; None outside Linux."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    import resource

    # For ourselves not ru_maxrss: that remembers what the parent held when it started this process.
    own = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:")), 0)
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) * 1024 / 1e6
