"""Where rows are computed: in threads of this process."""

from mikurabe.engines.threads import Threads

__all__ = ["Threads"]
