"""The store behind the pages: opened once a process, shared by all sessions, watched for other processes' imports."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from refgraph.decisions.openers import openers as find_openers
from refgraph.decisions.targets import targets as find_targets
from refgraph.errors import RefgraphError, StoreError, StoreMissing
from refgraph.scores.accounts import account_scores as score_accounts
from refgraph.service.place import store_url
from refgraph.service.workspace import open_store
from refgraph.web.markup import text

if TYPE_CHECKING:
    from datetime import date

    from refgraph.decisions.openers import Openers
    from refgraph.decisions.targets import Targets
    from refgraph.scores.heard import Heard
    from refgraph.scores.opinion import Opinion
    from refgraph.scores.scores import Scores
    from refgraph.service.workspace import Workspace
    from refgraph.web.words import Words

    Key = tuple[str, int, date]

_LOOK_EVERY_S = 5


@dataclass(frozen=True, slots=True)
class Scene:
    """What one run of a page reads: one version of the store, one day, one language."""

    workspace: Workspace
    scores: Scores
    """Up to date; what everybody has heard may be late, what some people have (`heard_by`) is not."""
    everybody: Scores
    """The latest scores in which heard of everybody is there, of the same people and accounts: for rankings."""
    words: Words

    @property
    def key(self) -> Key:
        """What cached answers depend on: the store, its version, the day. Parameters are the same for all."""
        return _key(self.scores)

    @property
    def rankings_key(self) -> Key:
        """What cached rankings of everybody depend on."""
        return _key(self.everybody)

    @property
    def is_waiting(self) -> bool:
        """Whether rankings of everybody are still those of an earlier version."""
        return self.everybody is not self.scores


def open_scene(words: Words, day: date) -> Scene:
    """Open the store and score it as of a day; says in one sentence why not, and stops the page."""
    url = store_url(None)
    try:
        workspace = _opened(url)
        with st.spinner(words("scoring")):
            scores = workspace.fresh(as_of=day)
    except RefgraphError as error:
        _watch(url, _state(url), None)
        _refuse(words, url, error)
    everybody = scores.everybody
    _watch(url, _key(scores)[:2], None if everybody is scores else scores)
    if not scores.snapshot.accounts.ids and not scores.snapshot.people.ids:
        st.html(f'<div class="rg-note">{text(words("empty_store", url=url))}</div>')
        st.stop()
    return Scene(workspace, scores, everybody, words)


def open_data(words: Words) -> Workspace | None:
    """Open the store to bring data in or take it out; None where there is none yet.

    Says in one sentence why it cannot be opened, and stops the page.
    """
    url = store_url(None)
    try:
        workspace = _opened(url)
        _watch(url, workspace.state(), None)
    except StoreMissing:
        _watch(url, None, None)
        return None
    except RefgraphError as error:
        _watch(url, _state(url), None)
        _refuse(words, url, error)
    return workspace


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


@st.cache_resource(show_spinner=False, max_entries=4)
def _opened(url: str) -> Workspace:
    return open_store(url)


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
def _watch(url: str, seen: tuple[str, int] | None, waits_for: Scores | None) -> None:
    """Run the page again when the store is another one, or at another version, than the page shows.

    Also when everybody's heard is there of the scores it waits for.
    """
    if _state(url) != seen or (waits_for is not None and waits_for.is_complete):
        st.rerun()


def _key(scores: Scores) -> Key:
    snapshot = scores.snapshot
    return snapshot.store_uuid, snapshot.version, snapshot.as_of


def _state(url: str) -> tuple[str, int] | None:
    """Identity and version of the store now, None where there is none to be read."""
    try:
        return _opened(url).state()
    except StoreError:
        return None


def _refuse(words: Words, url: str, error: RefgraphError) -> NoReturn:
    known = {"store_missing": "no_store", "store_busy": "busy_store", "store_newer": "newer_store"}
    sentence = words(known[error.code], url=url) if error.code in known else words("failed", why=str(error))
    st.html(f'<div class="rg-note">{text(sentence)}</div>')
    st.stop()
