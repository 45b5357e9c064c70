"""Reading all tables with several processes, of one version of the store."""

from __future__ import annotations

import mmap
import os
import subprocess
import sys
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

import pyarrow as pa

from refgraph.model.tables import TABLES
from refgraph.store.sqlite.columns import columns_of_raw
from refgraph.store.sqlite.raw_columns import TEXTS
from refgraph.store.sqlite.raw_pieces import Read, read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from refgraph.model.columns import Columns

MOST_PROCESSES = 3
_ATTEMPTS = 3
_PROCESS = "refgraph.store.sqlite.column_process"


def columns_by_processes(path: Path, counts: Mapping[str, int]) -> Columns | None:
    """Read all tables with as many processes as there is use for; `counts` are rows by table, at about this version.

    Each process sees one version; where a writer came in between two of them, they read again. None where that
    happens again and again, or where processes cannot be started or have no room: then one has to read alone.
    """
    shares = _shares(counts, min(MOST_PROCESSES, _cores()))
    if len(shares) < 2 or getattr(sys, "frozen", False):
        return None
    for _ in range(_ATTEMPTS):
        found = _read(path, shares)
        if found is None:
            return None
        if len(found.states) == 1:
            store_uuid, version = found.states.pop()
            return columns_of_raw(found.tables, store_uuid, version)
    return None


def _shares(counts: Mapping[str, int], processes: int) -> list[list[str]]:
    """Tables for each process, of about equal work."""
    work = {name: counts[name] * _cost(name) for name in TABLES} | {TEXTS: 0}
    shares: list[list[str]] = [[] for _ in range(processes)]
    loads = [0] * processes
    for name in sorted(work, key=lambda name: (-work[name], name)):
        least = loads.index(min(loads))
        shares[least].append(name)
        loads[least] += work[name]
    return [share for share in shares if share]


def _cost(table: str) -> int:
    """About how long a row takes, in cells of numbers."""
    return len(TABLES[table].columns) + (4 if TABLES[table].is_entity else 0)


def _read(path: Path, shares: Sequence[Sequence[str]]) -> Read | None:
    """Read once; None where a process fails."""
    with ExitStack() as opened:
        try:
            outputs = [opened.enter_context(TemporaryFile()) for _ in shares]
            running = [
                opened.enter_context(_started(path, share, output))
                for share, output in zip(shares, outputs, strict=True)
            ]
        except OSError:
            return None
        if any(process.wait() for process in running):
            return None
        found = Read()
        for output in outputs:
            # Closing the file leaves the mapping in place, for as long as there are arrays in it.
            read(pa.py_buffer(mmap.mmap(output.fileno(), 0, access=mmap.ACCESS_READ)), found)
        return found


def _started(path: Path, tables: Sequence[str], output: IO[bytes]) -> subprocess.Popen[bytes]:
    # -P: nothing that lies in the working folder is taken for a module.
    command = [sys.executable, "-P", "-m", _PROCESS, str(path.absolute()), *tables]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
