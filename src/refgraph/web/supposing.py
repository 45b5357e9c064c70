"""What is supposed on the What-if page: kept in the address, changed by a search and a list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from refgraph.snapshot.change import Change, Lose, Resolve, TakeStance, Win, open_incidents
from refgraph.snapshot.snapshot import Stance, Status
from refgraph.views.terms import OPINIONS, term
from refgraph.views.whatif_wording import change_text
from refgraph.web import state
from refgraph.web.markup import label
from refgraph.web.search_box import search_box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.store.port import Hit
    from refgraph.web.store import Scene

T = TypeVar("T")
_STANCES = ("supporter", "neutral", "opponent")
_INCIDENTS = 200


@dataclass(frozen=True, slots=True)
class Supposed:
    """Changes by kind, as ids."""

    win: tuple[str, ...] = ()
    lose: tuple[str, ...] = ()
    resolve: tuple[str, ...] = ()
    stances: tuple[tuple[str, str], ...] = ()
    """(person id, `supporter`, `neutral` or `opponent`), one a person."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is supposed."""
        return not (self.win or self.lose or self.resolve or self.stances)


def supposed() -> Supposed:
    """Read what the address supposes; a stance that is none is left out."""
    stances: dict[str, str] = {}
    for entry in st.query_params.get_all("stance"):
        person, _, stance = entry.rpartition("=")
        if person and stance in _STANCES:
            stances[person] = stance
    return Supposed(_listed("win"), _listed("lose"), _listed("resolve"), tuple(stances.items()))


def show_choices(scene: Scene, now: Supposed) -> None:
    """A search that offers what may be supposed of the one found, open incidents, and the list of what is supposed."""
    words = scene.words
    search_box(scene, _remember)
    _offer(scene, now)
    incidents = _incidents(scene)
    others = tuple(key for key in now.resolve if key not in incidents)
    if incidents:
        st.session_state["supposed_solved"] = [key for key in now.resolve if key in incidents]
        st.multiselect(
            words("whatif_resolve"),
            list(incidents),
            format_func=incidents.__getitem__,
            key="supposed_solved",
            placeholder=words("whatif_resolve_hint"),
            on_change=lambda: _write(replace(now, resolve=(*others, *st.session_state["supposed_solved"]))),
        )
    _listing(scene, now, others)


def _listed(kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in st.query_params.get_all(kind) if key))


def _without(values: tuple[T, ...], one: T) -> tuple[T, ...]:
    return tuple(value for value in values if value != one)


def _write(now: Supposed) -> None:
    state.put_all("win", now.win)
    state.put_all("lose", now.lose)
    state.put_all("resolve", now.resolve)
    state.put_all("stance", [f"{person}={stance}" for person, stance in now.stances])


def _remember(hit: Hit) -> None:
    st.session_state["supposing"] = (hit.table, hit.id)


def _offer(scene: Scene, now: Supposed) -> None:
    """Buttons for what may be supposed of the account or person that was found last."""
    snapshot = scene.scores.snapshot
    table, key = st.session_state.get("supposing") or ("", "")
    if table == "accounts" and key in snapshot.account_index:
        name, offers = snapshot.accounts.names[snapshot.account(key)], [_account_offer(scene, now, key)]
    elif table == "people" and key in snapshot.person_index:
        name, offers = snapshot.people.names[snapshot.person(key)], _stance_offers(scene, now, key)
    else:
        return
    with st.container(border=True):
        st.markdown(label(name))
        with st.container(horizontal=True):
            for said, then in offers:
                st.button(said, key=f"offer:{said}", on_click=_take, args=(then,))


def _account_offer(scene: Scene, now: Supposed, key: str) -> tuple[str, Supposed]:
    """Lose a customer, win anybody else: the words, and what is supposed then."""
    snapshot = scene.scores.snapshot
    if snapshot.accounts.status[snapshot.account(key)] == Status.CUSTOMER:
        return scene.words("whatif_lose"), replace(now, lose=(*now.lose, key))
    return scene.words("whatif_win"), replace(now, win=(*now.win, key))


def _stance_offers(scene: Scene, now: Supposed, key: str) -> list[tuple[str, Supposed]]:
    words = scene.words
    others = tuple(pair for pair in now.stances if pair[0] != key)
    return [
        (
            words("whatif_stance", stance=term(OPINIONS, stance, words.language)),
            replace(now, stances=(*others, (key, stance))),
        )
        for stance in _STANCES
    ]


def _take(then: Supposed) -> None:
    st.session_state["supposing"] = None
    _write(then)


def _incidents(scene: Scene) -> dict[str, str]:
    """What each open incident is called, by event id; the newest where there are very many."""
    snapshot = scene.scores.snapshot
    rows = open_incidents(snapshot)[-_INCIDENTS:]
    names = {}
    for row in rows:
        key, note = snapshot.events.ids[row], snapshot.events.text[row]
        names[key] = ": ".join(
            filter(None, (change_text(Resolve(key), snapshot, scene.words.language), note))
        )
    return names


def _listing(scene: Scene, now: Supposed, incidents: Sequence[str]) -> None:
    """What is supposed, each with a button that takes it back; of incidents only some, others are chosen elsewhere.

    Also what the day does not know: it stands in the address and would else stay there.
    """
    words, snapshot = scene.words, scene.scores.snapshot
    listed: list[tuple[Change, Supposed]] = [
        *((Win(key), replace(now, win=_without(now.win, key))) for key in now.win),
        *((Lose(key), replace(now, lose=_without(now.lose, key))) for key in now.lose),
        *((Resolve(key), replace(now, resolve=_without(now.resolve, key))) for key in incidents),
        *(
            (
                TakeStance(key, Stance[stance.upper()]),
                replace(now, stances=_without(now.stances, (key, stance))),
            )
            for key, stance in now.stances
        ),
    ]
    if not listed:
        return
    with st.container(horizontal=True):
        for change, then in listed:
            st.button(
                label(change_text(change, snapshot, words.language)),
                key=f"take_back:{change}",
                icon=":material/close:",
                help=words("whatif_take_back"),
                on_click=_write,
                args=(then,),
            )
