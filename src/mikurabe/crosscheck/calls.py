"""All calls of other people's programs."""

from __future__ import annotations

from mikurabe.crosscheck.feature_calls import FEATURE_CALLS
from mikurabe.crosscheck.level_calls import LEVEL_CALLS
from mikurabe.crosscheck.peer import Call
from mikurabe.crosscheck.structure_calls import STRUCTURE_CALLS

CALLS: tuple[Call, ...] = (*STRUCTURE_CALLS, *FEATURE_CALLS, *LEVEL_CALLS)
