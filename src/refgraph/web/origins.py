"""Where the facts on a page come from: file or folder, day of the import, who brought it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from refgraph.service.provenance import origins
from refgraph.snapshot.snapshot import ALWAYS, day_to_iso
from refgraph.web.markup import tag, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.tables import Key
    from refgraph.service.provenance import Origin
    from refgraph.service.workspace import Workspace
    from refgraph.store.port import Import
    from refgraph.web.store import Scene
    from refgraph.web.words import Words


def origin_texts(scene: Scene, table: str, keys: Sequence[Key]) -> Mapping[Key, str]:
    """Where rows come from as plain text, by key; rows the store has no more are left out."""
    nothing: Mapping[Key, Origin] = {}
    found = scene.asked(lambda: _origins(scene.key[:2], table, tuple(keys), scene.workspace), nothing)
    return {key: _said(scene.words, origin) for key, origin in found.items()}


@st.cache_resource(show_spinner=False, max_entries=256)
def _origins(
    key: tuple[str, int], table: str, keys: tuple[Key, ...], _workspace: Workspace
) -> Mapping[Key, Origin]:
    return origins(_workspace.store, table, keys, imports=_imports(key, _workspace))


@st.cache_resource(show_spinner=False, max_entries=4)
def _imports(key: tuple[str, int], _workspace: Workspace) -> Sequence[Import]:
    """List the imports once for a version of the store: a page asks several times, and there may be thousands."""
    return _workspace.store.imports()


def origin_note(scene: Scene, table: str, keys: Sequence[Key]) -> str:
    """One small line of HTML about where rows come from, each source once; '' where nothing is known."""
    said = dict.fromkeys(origin_texts(scene, table, keys).values())
    if not said:
        return ""
    line = f"{scene.words('origin')}: {'; '.join(said)}"
    return tag("div", text(line), kind="rg-muted rg-small", hint=scene.words("origin_help"))


def role_keys(scene: Scene, person: int, account: int | None = None) -> list[Key]:
    """Keys of a person's roles, those at one account where it is named."""
    snapshot = scene.scores.snapshot
    rows = [
        row
        for row in snapshot.roles_of(person)
        if account is None or int(snapshot.roles.account[row]) == account
    ]
    return [
        (
            snapshot.people.ids[person],
            snapshot.accounts.ids[int(snapshot.roles.account[row])],
            _day(snapshot.roles.start[row]),
        )
        for row in rows
    ]


def membership_keys(scene: Scene, person: int, circle: int) -> list[Key]:
    """Keys of a person's memberships of a circle."""
    snapshot = scene.scores.snapshot
    return [
        (snapshot.people.ids[person], snapshot.circles.ids[circle], _day(snapshot.memberships.start[row]))
        for row in snapshot.memberships_of(person)
        if int(snapshot.memberships.circle[row]) == circle
    ]


def knows_keys(scene: Scene, one: int, other: int) -> list[Key]:
    """Keys of the declared acquaintances of two people, in either direction."""
    snapshot = scene.scores.snapshot
    ids, knows = snapshot.people.ids, snapshot.knows
    there, back = (knows.a == one) & (knows.b == other), (knows.a == other) & (knows.b == one)
    return [
        (
            ids[knows.a[row]],
            ids[knows.b[row]],
            "true" if knows.directed[row] else "false",
            knows.kind[row],
        )
        for row in np.flatnonzero(there | back).tolist()
    ]


def _day(day: int) -> str:
    return "" if int(day) == ALWAYS else day_to_iso(int(day)) or ""


def _said(words: Words, origin: Origin) -> str:
    if origin.by:
        return words("origin_by", source=origin.source, day=origin.day, by=origin.by)
    return words("origin_nobody", source=origin.source, day=origin.day)
