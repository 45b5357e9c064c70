"""The store behind the pages: opened once a process, shared by all sessions, watched for other processes' imports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn, TypeVar

import streamlit as st

from refgraph.decisions.openers import openers as find_openers
from refgraph.decisions.targets import targets as find_targets
from refgraph.errors import RefgraphError, StoreBusy, StoreMissing, StoreUnavailable
from refgraph.scores.accounts import account_scores as score_accounts
from refgraph.service.place import store_url
from refgraph.web.markup import text
from refgraph.web.pulse import Pulse

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from refgraph.decisions.openers import Openers
    from refgraph.decisions.targets import Targets
    from refgraph.scores.heard import Heard
    from refgraph.scores.opinion import Opinion
    from refgraph.scores.scores import Scores
    from refgraph.service.workspace import Workspace
    from refgraph.web.pulse import Beat
    from refgraph.web.words import Words

    Sign = tuple[tuple[str, int] | None, str | None]
    Key = tuple[str, int, date]

T = TypeVar("T")
_LOOK_EVERY_S = 2


@dataclass(frozen=True, slots=True)
class Scene:
    """What one run of a page reads: one version of the store, one day, one language."""

    workspace: Workspace
    scores: Scores
    """Up to date; what everybody has heard may be late, what some people have (`heard_by`) is not."""
    everybody: Scores
    """The latest scores in which heard of everybody is there, of the same people and accounts: for rankings."""
    words: Words
    is_away: bool = False
    """Whether the store gives no answer, and all this was read before."""

    @property
    def key(self) -> Key:
        """What cached answers depend on: the store, its version, the day. Parameters are the same for all."""
        return _key(self.scores)

    @property
    def rankings_key(self) -> Key:
        """What cached rankings of everybody depend on."""
        return _key(self.everybody)

    def asked(self, question: Callable[[], T], otherwise: T) -> T:
        """What the store says, or what stands for it while the store gives no answer."""
        if self.is_away:
            return otherwise
        try:
            return question()
        except (StoreUnavailable, StoreBusy):
            return otherwise

    @property
    def is_waiting(self) -> bool:
        """Whether rankings of everybody are still those of an earlier version."""
        return self.everybody is not self.scores


def open_scene(words: Words, day: date) -> Scene:
    """Open the store and score it as of a day, or show what was read last while it gives no answer.

    Says in one sentence why there is nothing to show, and stops the page.
    """
    pulse = _pulse(store_url(None))
    beat = pulse.look()
    try:
        scores = _scores_now(pulse, beat, words, day)
    except RefgraphError as error:
        is_passing = isinstance(error, (StoreUnavailable, StoreBusy))
        _watch(pulse.url, (replace(beat, error=error) if is_passing else beat).sign, None)
        scores = _scores_before(pulse, beat, words, day, error)
        return Scene(pulse.workspace, scores, scores.everybody, words, is_away=True)
    everybody = scores.everybody
    seen = replace(beat, state=_key(scores)[:2])
    _watch(pulse.url, seen.sign, None if everybody is scores else scores)
    if not scores.snapshot.accounts.ids and not scores.snapshot.people.ids:
        st.html(f'<div class="rg-note">{text(words("empty_store", url=pulse.url))}</div>')
        st.stop()
    return Scene(pulse.workspace, scores, everybody, words)


def open_data(words: Words) -> Workspace | None:
    """Open the store to bring data in or take it out; None where there is none yet.

    Says in one sentence why it cannot be opened, and stops the page.
    """
    pulse = _pulse(store_url(None))
    beat = pulse.look()
    _watch(pulse.url, beat.sign, None)
    if isinstance(beat.error, StoreMissing):
        return None
    if beat.error is not None:
        _refuse(words, beat.error)
    return pulse.workspace


def rep_names(scene: Scene, rep_ids: set[str]) -> dict[str, str]:
    """Names of reps by id; an id stands for itself where the store does not know it, or gives no answer."""
    return scene.asked(
        lambda: _rep_names(scene.key[:2], frozenset(rep_ids), scene.workspace),
        {rep_id: rep_id for rep_id in rep_ids},
    )


def show_failure(words: Words, error: RefgraphError) -> None:
    """Say in one sentence why a page, or the rest of it, cannot be shown."""
    known = {"store_missing": "no_store", "store_busy": "busy_store", "store_newer": "newer_store"}
    url = store_url(None)
    sentence = words(known[error.code], url=url) if error.code in known else words("failed", why=str(error))
    st.html(f'<div class="rg-note" role="alert">{text(sentence)}</div>')


def openers_of(scene: Scene, account: int, k: int) -> Openers:
    """Who can open an account."""
    return _openers(scene.key, account, k, scene.scores)


def targets_of(scene: Scene, account: int, k: int) -> Targets:
    """Whom an account's people can open."""
    return _targets(scene.key, account, k, scene.scores)


def account_scores(scene: Scene) -> tuple[Opinion, Heard]:
    """Opinion by account, up to date, and heard by account, of the version rankings are of."""
    up_to_date = scene.scores
    if scene.is_waiting:
        up_to_date = replace(up_to_date, told=scene.everybody.heard)
    return _account_scores(scene.key, scene.rankings_key, up_to_date)


def _scores_now(pulse: Pulse, beat: Beat, words: Words, day: date) -> Scores:
    if beat.error is not None:
        raise beat.error
    with st.spinner(words("scoring")):
        scores = pulse.workspace.fresh(as_of=day)
    pulse.keep(day, scores)
    return scores


def _scores_before(pulse: Pulse, beat: Beat, words: Words, day: date, error: RefgraphError) -> Scores:
    """Scores read before, under a banner that says so."""
    scores = pulse.last(day, error)
    if scores is None or beat.at is None:
        _refuse(words, error)
    said = words("away", url=pulse.url, time=f"{beat.at:%H:%M}")
    st.html(f'<div class="rg-note rg-away" role="alert">{text(said)}</div>')
    return scores


@st.cache_resource(show_spinner=False, max_entries=4)
def _pulse(url: str) -> Pulse:
    return Pulse(url)


@st.cache_data(show_spinner=False, max_entries=64)
def _rep_names(key: tuple[str, int], rep_ids: frozenset[str], _workspace: Workspace) -> dict[str, str]:
    return _workspace.rep_names(set(rep_ids))


@st.cache_resource(show_spinner=False, max_entries=256)
def _openers(key: Key, account: int, k: int, _scores: Scores) -> Openers:
    return find_openers(_scores, account, k=k)


@st.cache_resource(show_spinner=False, max_entries=256)
def _targets(key: Key, account: int, k: int, _scores: Scores) -> Targets:
    return find_targets(_scores, _scores.snapshot.current_people(account).tolist(), k=k)


@st.cache_resource(show_spinner=False, max_entries=16)
def _account_scores(key: Key, heard_key: Key, _scores: Scores) -> tuple[Opinion, Heard]:
    return score_accounts(_scores)


@st.fragment(run_every=_LOOK_EVERY_S)
def _watch(url: str, seen: Sign, waits_for: Scores | None) -> None:
    """Run the page again when the store is another one, at another version, away or back, than the page shows.

    Also when everybody's heard is there of the scores it waits for.
    """
    if _pulse(url).look().sign != seen or (waits_for is not None and waits_for.is_complete):
        st.rerun()


def _key(scores: Scores) -> Key:
    snapshot = scores.snapshot
    return snapshot.store_uuid, snapshot.version, snapshot.as_of


def _refuse(words: Words, error: RefgraphError) -> NoReturn:
    show_failure(words, error)
    st.stop()
