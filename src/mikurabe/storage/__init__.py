"""Table <-> JSON: how a table is kept, so that reports can be made again without comparing again.

``schema`` is 1. A value is a number, ``"inf"`` or ``"-inf"``; where there is none it is null and ``problem``
says why. ``verdict`` is null where nobody has set a limit. Unknown keys are ignored on reading; another schema is
refused.
What was written reads back as the same table, which writes the same bytes again.
"""

from __future__ import annotations

from mikurabe.storage.read import from_json
from mikurabe.storage.write import SCHEMA, to_json

__all__ = ["SCHEMA", "from_json", "to_json"]
