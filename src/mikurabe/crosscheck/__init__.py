"""Other people's programs and we, asked about the same two pictures: who agrees, who does not, and why."""

from __future__ import annotations

from mikurabe.crosscheck.calls import CALLS
from mikurabe.crosscheck.peer import Call, Package
from mikurabe.crosscheck.run import Check, as_peers_see, crosscheck
from mikurabe.crosscheck.shown import print_checks, to_json

__all__ = ["CALLS", "Call", "Check", "Package", "as_peers_see", "crosscheck", "print_checks", "to_json"]
