"""What a session is looking at: in the address where it can be shared, else in the session, ids and days alone."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from refgraph.service.today import today_utc
from refgraph.views.terms import LANGUAGES, Language

if TYPE_CHECKING:
    from refgraph.views.network_neighbours import Ref

_FIRST_DAY = date(1900, 1, 1)
_LAST_DAY = date(2100, 12, 31)
_TABLES = ("accounts", "people", "circles")


def get(name: str) -> str | None:
    """Value from the address, else from the session; None where neither has one."""
    value = st.query_params.get(name) or st.session_state.get(f"at_{name}")
    return str(value) if value else None


def put(name: str, value: str | None) -> None:
    """Keep a value in the session and show it in the address; None forgets it."""
    if value is None:
        st.session_state.pop(f"at_{name}", None)
        st.query_params.pop(name, None)
    else:
        st.session_state[f"at_{name}"] = value
        st.query_params[name] = value


def keep(*names: str) -> None:
    """Take over what the address says and complete it from the session, so that it can be shared and survives."""
    for name in names:
        value = get(name)
        if value is not None:
            st.session_state[f"at_{name}"] = value
            if st.query_params.get(name) != value:
                st.query_params[name] = value


def language() -> Language:
    """Language from the address, the session, `REFGRAPH_LANG`, then the browser; English for all others."""
    for wanted in (get("lang"), os.environ.get("REFGRAPH_LANG"), st.context.locale):
        for known in LANGUAGES:
            if wanted and wanted.lower().split("-")[0].split("_")[0] == known:
                return known
    return "en"


def as_of() -> date:
    """The day looked at; today where none is named or the named one is no day from 1900 to 2100."""
    try:
        day = date.fromisoformat(get("as_of") or "")
    except ValueError:
        return today_utc()
    return day if _FIRST_DAY <= day <= _LAST_DAY else today_utc()


def put_as_of(day: date) -> None:
    """Look at another day; today is not kept, so that tomorrow it is tomorrow."""
    put("as_of", None if day == today_utc() else day.isoformat())


def start() -> Ref | None:
    """Where the network starts, (table, id), None where nothing or nonsense is named."""
    table, _, key = (get("start") or "").partition(":")
    return (table, key) if table in _TABLES and key else None


def put_start(ref: Ref) -> None:
    """Start the network elsewhere; what was expanded and selected is forgotten."""
    put("start", ":".join(ref))
    st.session_state.pop("expanded", None)
    st.session_state.pop("selected", None)
