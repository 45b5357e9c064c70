"""Whether a store answers, asked once at a time however many pages want to know, and what was read of it last."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Event, Lock, Thread
from time import monotonic
from typing import TYPE_CHECKING

from refgraph.errors import RefgraphError, StoreBusy, StoreUnavailable
from refgraph.service.workspace import open_store

if TYPE_CHECKING:
    from datetime import date

    from refgraph.scores.scores import Scores
    from refgraph.service.workspace import Workspace

_FIRST_S, _LATE_S = 6.0, 3.0
"""Longest wait for a store that is being opened, and for one that has answered before."""
_MOST_DAYS = 4


@dataclass(frozen=True, slots=True)
class Beat:
    """What is known of a store by now."""

    state: tuple[str, int] | None
    """Identity and version at its last answer, None before one."""
    at: datetime | None
    """When that was asked for, UTC."""
    error: RefgraphError | None
    """Why there is no answer now."""

    @property
    def sign(self) -> tuple[tuple[str, int] | None, str | None]:
        """What a page shows of it: where this changes, the page runs again."""
        return self.state if self.error is None else None, self.error.code if self.error else None


@dataclass(frozen=True, slots=True)
class _Question:
    began: float
    is_answered: Event


class Pulse:
    """One store, opened at the first question; a store that is away is asked again by whoever looks next."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._workspace: Workspace | None = None
        self._beat = Beat(None, None, None)
        self._question: _Question | None = None
        self._last: OrderedDict[date, Scores] = OrderedDict()
        self._lock = Lock()

    @property
    def workspace(self) -> Workspace:
        """The open store; whoever asks has seen an answer of it."""
        assert self._workspace is not None
        return self._workspace

    def look(self) -> Beat:
        """Ask, unless a question is on its way already, and wait at most 3 s for the answer, 6 s for the first."""
        with self._lock:
            question = self._question
            if question is None or question.is_answered.is_set():
                question = self._question = _Question(monotonic(), Event())
                Thread(target=self._ask, args=(question,), name="refgraph-pulse", daemon=True).start()
            patience = _FIRST_S if self._workspace is None else _LATE_S
        if question.is_answered.wait(max(0.0, question.began + patience - monotonic())):
            return self._beat
        late = StoreUnavailable(f"{self.url} does not answer", "start the server or check the address")
        return replace(self._beat, error=late)

    def keep(self, day: date, scores: Scores) -> None:
        """Remember the latest scores of a day, of the four days looked at last."""
        with self._lock:
            self._last[day] = scores
            self._last.move_to_end(day)
            if len(self._last) > _MOST_DAYS:
                self._last.popitem(last=False)

    def last(self, day: date, error: RefgraphError) -> Scores | None:
        """Scores of a day to be shown in spite of an error; None where it does not pass by itself, or none are kept."""
        return self._last.get(day) if isinstance(error, StoreUnavailable | StoreBusy) else None

    def _ask(self, question: _Question) -> None:
        began = datetime.now(UTC)
        try:
            if self._workspace is None:
                self._workspace = open_store(self.url)
            self._beat = Beat(self._workspace.state(), began, None)
        except RefgraphError as error:
            self._beat = replace(self._beat, error=error.with_traceback(None))
        finally:
            question.is_answered.set()
