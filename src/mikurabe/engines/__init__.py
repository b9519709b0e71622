"""Where rows are computed: in threads of this process."""

from mikurabe.engines.collector import fewer_collections
from mikurabe.engines.threads import Threads

__all__ = ["Threads", "fewer_collections"]
