"""Commands in processes of their own, killed at any moment (kill -9)."""

from __future__ import annotations

import json
import resource
import sys
import time
from contextlib import redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from refgraph.cli.main import run
from tests.forks import FORKS, make_ready

if TYPE_CHECKING:
    from collections.abc import Sequence
    from multiprocessing.process import BaseProcess
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    """Exit code, -9 where it was killed."""
    document: Any
    """What it printed, None where it was killed before; a document is printed whole."""
    seconds: float


class Command:
    """A command that runs in a process of its own with `--json`."""

    def __init__(self, arguments: Sequence[str], answer: Path, *, largest: int | None = None) -> None:
        """`answer` is a file to keep what it prints; it cannot write files of more than `largest` bytes."""
        make_ready()
        answer.unlink(missing_ok=True)
        self._answer = answer
        self._began = time.monotonic()
        self._process: BaseProcess = FORKS.Process(
            target=_answer, args=([*arguments, "--json"], answer, largest)
        )
        self._process.start()

    def killed_after(self, seconds: float) -> Ended:
        """Let it run for so long, unless it ends before, then kill it."""
        self._process.join(seconds)
        self._process.kill()
        return self.ended()

    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.is_alive()

    def ended(self) -> Ended:
        """Wait for its end."""
        self._process.join()
        printed = self._answer.read_text(encoding="utf-8") if self._answer.exists() else ""
        seconds = time.monotonic() - self._began
        assert self._process.exitcode is not None
        return Ended(self._process.exitcode, json.loads(printed) if printed else None, seconds)


def done(arguments: Sequence[str], answer: Path) -> Ended:
    """Run a command to its end, which must be a good one."""
    ended = Command(arguments, answer).ended()
    assert ended.code == 0, ended.document
    return ended


def _answer(arguments: Sequence[str], answer: Path, largest: int | None) -> None:
    if largest is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    with answer.open("w", encoding="utf-8") as file, redirect_stdout(file):
        code = run(arguments)
    sys.exit(code)
