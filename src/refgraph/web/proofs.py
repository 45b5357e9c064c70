"""What was proved and learnt of a store, kept for every choice, and told of while it is made."""

from __future__ import annotations

import json
from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Generic, TypeVar

import streamlit as st

from refgraph.service.person import who
from refgraph.service.proving import learn, prove
from refgraph.views.proof_wording import STAGES
from refgraph.views.terms import term

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from refgraph.evidence.proof import Proof
    from refgraph.model.params import Params
    from refgraph.model.progress import Progress
    from refgraph.service.proving import Fitted
    from refgraph.web.store import Scene
    from refgraph.web.words import Words

T = TypeVar("T")
_MOST = 16
_EVERY_S = 0.2


@dataclass(frozen=True, slots=True)
class Choice:
    """What a history is looked at by."""

    since: date | None
    """First day to rank on; None for that of the first order."""
    horizon_days: int


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """An answer, and what it is of."""

    answer: T
    version: int
    """Of the store."""
    params: str
    """Parameters it was made with (`params_text`)."""


class Answers(Generic[T]):
    """The latest answer by store and choice, of the 16 asked for last; shared by all sessions."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, Choice], Kept[T]] = OrderedDict()
        self._lock = Lock()

    def keep(self, store_uuid: str, choice: Choice, kept: Kept[T]) -> None:
        """Remember an answer in place of the one before."""
        with self._lock:
            self._kept[store_uuid, choice] = kept
            self._kept.move_to_end((store_uuid, choice))
            if len(self._kept) > _MOST:
                self._kept.popitem(last=False)

    def latest(self, store_uuid: str, choice: Choice) -> Kept[T] | None:
        """The answer to a choice, whichever version it is of; None where nobody asked yet."""
        return self._kept.get((store_uuid, choice))


@st.cache_resource(show_spinner=False)
def proofs() -> Answers[Proof]:
    """What was proved."""
    return Answers()


@st.cache_resource(show_spinner=False)
def lessons() -> Answers[Fitted]:
    """What was learnt."""
    return Answers()


def prove_now(scene: Scene, choice: Choice) -> None:
    """Replay the store's history and keep what comes out, with progress on the page; raises as the store does."""
    params = scene.workspace.params
    with _progress(scene.words) as progress:
        found = prove(
            scene.workspace.store,
            params,
            since=choice.since,
            horizon_days=choice.horizon_days,
            progress=progress,
        )
    proofs().keep(scene.key[0], choice, Kept(found, found.version, params_text(params)))


def learn_now(scene: Scene, choice: Choice) -> Fitted:
    """Learn from the store's outcomes and put in force what does better, with progress on the page."""
    with _progress(scene.words) as progress:
        found = learn(
            scene.workspace.store,
            since=choice.since,
            horizon_days=choice.horizon_days,
            by=who(),
            progress=progress,
        )
    lessons().keep(scene.key[0], choice, Kept(found, scene.key[1], ""))
    return found


def params_text(params: Params) -> str:
    """Parameters as text that is the same for the same ones."""
    return json.dumps(params.as_dict(), sort_keys=True, default=dict)


@contextmanager
def _progress(words: Words) -> Iterator[Progress]:
    """A bar with the stage and how far it has come, there while the work lasts.

    Whoever goes elsewhere on this page meanwhile ends the work: the bar is where Streamlit notices.
    """
    bar, told, shown = st.progress(0.0, text=words("proof_run")), 0.0, ""

    def tell(stage: str, done: int, total: int) -> None:
        nonlocal told, shown
        now, share = monotonic(), min(done / total, 1.0) if total > 0 else 0.0
        if stage != shown or now - told >= _EVERY_S:
            told, shown = now, stage
            bar.progress(share, text=f"{term(STAGES, stage, words.language)} · {share:.0%}")

    try:
        yield tell
    finally:
        bar.empty()
