"""Processes that time one repetition at a time, so that ours and a peer's take turns."""

from __future__ import annotations

import json
import subprocess
import tempfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, Protocol, Self

from refgraph.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Sample:
    """One timed repetition."""

    wall_s: float
    cpu_s: float
    """NaN where the process does not tell."""
    units: int
    peak_mb: float = 0.0
    """Greatest memory of the process so far, in units of 10^6 bytes; 0 where it does not tell."""
    value: float | None = None
    """How good the answer is; None where there is nothing to compare."""


class Contestant(Protocol):
    """Something that can be timed again and again."""

    def once(self) -> Sample:
        """Time one repetition; raises `Unavailable`."""

    def close(self) -> None:
        """End it."""


class Worker:
    """A process that answers a JSON line when it is ready and one for every line it is given."""

    def __init__(self, command: Sequence[str]) -> None:
        self._name = command[-1] if len(command) < 2 else command[1]
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, text=True
            )
        except OSError as error:
            self._errors.close()
            raise Unavailable(f"{command[0]}: {error.strerror}") from error

    @classmethod
    def ready(cls, command: Sequence[str]) -> Self:
        """Start one and wait until it is prepared; raises `Unavailable`."""
        worker = cls(command)
        answer = worker._answer()
        if "missing" in answer:
            worker.close()
            raise Unavailable(f"not installed: {answer['missing']}")
        return worker

    def once(self) -> Sample:
        """Time one repetition; raises `Unavailable` where the process has ended."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write("go\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass
        return Sample(**self._answer())

    def close(self) -> None:
        """End the process."""
        self._process.terminate()
        self._process.communicate()
        self._errors.close()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if line:
            answer: dict[str, Any] = json.loads(line)
            return answer
        code = self._process.wait()
        self._errors.seek(0)
        said = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        self.close()
        raise Unavailable(f"ended with {code}: {said[-1] if said else 'it said nothing'}")
