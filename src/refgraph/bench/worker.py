"""One case in a process of its own: prepares, then times a repetition for every line it is given."""

from __future__ import annotations

import json
import resource
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from refgraph.bench.cases import case_named
from refgraph.bench.place import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.bench.case import Timed

_MB = 1e6


def main(arguments: Sequence[str]) -> None:
    """Take name, graph, folder, people, number and day; answer one JSON line when ready and one a repetition.

    Peak memory is that of the whole process: interpreter, libraries and what the case loads.
    """
    name, graph, folder, people, number, day = arguments
    case = case_named(name)
    timed = case.prepare(Place(Path(folder), int(people), int(number), date.fromisoformat(day)), graph)
    if case.warms_up:
        timed()
    _say({"ready": True})
    for _ in sys.stdin:
        _say(_repetition(timed))


def _repetition(timed: Timed) -> dict[str, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    outcome = timed()
    cpu_s, wall_s = time.process_time() - cpu, time.perf_counter() - wall
    seconds = wall_s if outcome.wall_s is None else outcome.wall_s
    answer = {"cpu_s": cpu_s, "wall_s": seconds, "units": outcome.units, "peak_mb": peak_mb()}
    return answer if outcome.value is None else answer | {"value": outcome.value}


def peak_mb() -> float:
    """Greatest memory of this process so far, in units of 10^6 bytes.

    On Linux not what `getrusage` says: that begins with the memory of whoever started the process.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="ascii").splitlines())
        return int(lines["VmHWM"].split()[0]) * 1024 / _MB
    # Bytes on macOS.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MB


def _say(document: dict[str, float] | dict[str, bool]) -> None:
    sys.stdout.write(json.dumps(document) + "\n")
    sys.stdout.flush()
