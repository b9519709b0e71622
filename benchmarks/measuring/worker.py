"""One contestant in a process of its own: it waits for requests, does what is asked, and says what it cost.

All that is said is JSON, a line each. The first line on stdin is the order: ``{"task": "decode_cv2",
"settings": {...}, "without": []}``; it is answered by ``ready``, ``missing`` (a package) or ``failed``. Every further
line is a request, answered by ``{"wall": s, "cpu": s, "said": {...}}``. CPU is that of all threads and of the
programs that were started. ``{"peak": true}`` asks for the most memory that was needed so far, in MB.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping
from typing import Any

from measuring.cost import cpu_seconds, peak_mb
from measuring.peers import Missing, Peers
from measuring.tasks import TASKS, Run


def answer(run: Run, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the task says and what it cost; a task that times itself says ``wall`` and ``cpu``."""
    if asked.get("peak"):
        return {"peak_mb": peak_mb()}
    cpu, start = cpu_seconds(), time.perf_counter()
    said = dict(run(asked))
    spent = {"wall": time.perf_counter() - start, "cpu": cpu_seconds() - cpu}
    return {**spent, **{name: said.pop(name) for name in spent if name in said}, "said": said}


def main() -> None:
    """Answer requests until stdin ends."""
    # What libraries print must not get in between the answers.
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    order = json.loads(sys.stdin.readline())

    def tell(line: Mapping[str, Any]) -> None:
        print(json.dumps(line), file=told, flush=True)

    try:
        run = TASKS[order["task"]](Peers(order["without"]), **order["settings"])
    except Missing as missing:
        tell({"missing": str(missing)})
        return
    except Exception as error:
        # Other people's packages fail to import in many ways; it is told beside the contestant's name.
        tell({"failed": f"{type(error).__name__}: {error}"})
        return
    tell({"ready": True})
    for line in sys.stdin:
        try:
            tell(answer(run, json.loads(line)))
        except Exception as error:
            tell({"failed": f"{type(error).__name__}: {error}"})


if __name__ == "__main__":
    main()
