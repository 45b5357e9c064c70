"""OPIM-C and SUBSIM, whose programs the user names: how they are fed and what they print (docs/bench.md)."""

from __future__ import annotations

import re
import subprocess
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.bench.place import load
from refgraph.bench.process import Sample
from refgraph.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_TIME = re.compile(r"\|Time \(sec\): ([0-9.eE+-]+)")
_SETS = re.compile(r"\|#RR sets: ([0-9]+)")
_REACHED = re.compile(r"\|Influence: ([0-9.eE+-]+)")
_GRAPH = "graph"


@dataclass(frozen=True, slots=True)
class Program:
    """One of the two programs."""

    name: str
    format_options: tuple[str, ...]
    run_options: tuple[str, ...]


OPIM = Program(
    "OPIM-C",
    ("-func=0",),
    ("-func=1", "-alg=opim-c", "-mode=2", "-model=IC", "-pdist=WC"),
)
SUBSIM = Program("SUBSIM", ("-func=format", "-pdist=wc"), ("-func=im",))

PROGRAMS = {program.name: program for program in (OPIM, SUBSIM)}


class Binary:
    """A program with a graph in its own format; chooses 50 seeds with eps .1 and delta 1/n, a unit is an RR set."""

    def __init__(self, program: Program, file: Path, graph: Path) -> None:
        self._program, self._file = program, file
        # Both write a file of the same name and another format beside the text.
        self._folder = graph / program.name.lower()
        self._started = 0.0
        self._folder.mkdir(parents=True, exist_ok=True)
        _write_text(graph, self._folder / _GRAPH)
        # OPIM ends with status 1 where it has succeeded.
        self._call(program.format_options)
        if not (self._folder / f"{_GRAPH}.vec.rvs.graph").exists():
            raise Unavailable(f"{file} did not format the graph")

    def once(self) -> Sample:
        """Choose seeds once; what it prints counts: time without loading, RR sets of both its collections, spread."""
        # Its randomness is the clock's second: two runs in one second would be the same.
        time.sleep(max(0.0, self._started + 1.0 - time.monotonic()))
        self._started = time.monotonic()
        options = (*self._program.run_options, "-seedsize=50", "-eps=0.1", f"-outpath={self._folder / 'out'}")
        said = self._call(options)
        wall, sets, reached = (line.search(said) for line in (_TIME, _SETS, _REACHED))
        if wall is None or sets is None:
            raise Unavailable(f"{self._file} printed no time and no RR sets")
        value = float(reached.group(1)) if reached else None
        return Sample(float(wall.group(1)), float("nan"), max(1, int(sets.group(1))), value=value)

    def close(self) -> None:
        """Nothing goes on between runs."""

    def _call(self, options: Sequence[str]) -> str:
        command = [str(self._file), *options, f"-gname={_GRAPH}", f"-dir={self._folder}"]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, cwd=self._folder, errors="replace"
            )
        except OSError as error:
            raise Unavailable(f"{self._file}: {error.strerror}") from error
        return done.stdout


def _write_text(graph: Path, file: Path) -> None:
    """Write a graph as the programs read it: `n m`, then a tie a line."""
    arrays = load(graph)
    speaker = np.repeat(np.arange(arrays.n), np.diff(arrays.indptr))
    with file.open("w", encoding="ascii") as text:
        text.write(f"{arrays.n} {len(speaker)}\n")
        for start in range(0, len(speaker), 1_000_000):
            stretch = slice(start, start + 1_000_000)
            pairs = zip(speaker[stretch].tolist(), arrays.indices[stretch].tolist(), strict=True)
            text.writelines(f"{one} {other}\n" for one, other in pairs)
