"""What a page shows stands in its address, so that it can be shared and the browser's back leads back.

The session remembers what was looked at last, for the way from one page to the other: ids and days alone.
"""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from refgraph.service.today import today_utc
from refgraph.views.terms import LANGUAGES, Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.views.network_neighbours import Ref

_FIRST_DAY = date(1900, 1, 1)
_LAST_DAY = date(2100, 12, 31)
_TABLES = ("accounts", "people", "circles")


def get(name: str) -> str | None:
    """Value from the address; None where it has none."""
    return st.query_params.get(name) or None


def put(name: str, value: str | None) -> None:
    """Show a value in the address; None takes it out."""
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = value


def put_all(name: str, values: Sequence[str]) -> None:
    """Show several values of one name in the address; none takes it out."""
    if values:
        st.query_params[name] = list(values)
    else:
        st.query_params.pop(name, None)


def address(
    *, account: str | None = None, start: Ref | None = None, rep: str | None = None
) -> dict[str, str]:
    """Parameters of a page's address: the language and the day as they are, and what to show there."""
    shown = {
        "lang": get("lang"), "as_of": get("as_of"), "account": account, "rep": rep,
        "start": _start_text(start) if start else None,
    }  # fmt: skip
    return {name: value for name, value in shown.items() if value is not None}


def follow(page: str) -> None:
    """Remember what a page shows: `account` the account, none for the list of all; `network` where it starts.

    Another account becomes the network's start. Around another start nothing is expanded or selected yet.
    """
    memory = st.session_state
    if page == "account" and memory.get("last_account") != get("account"):
        memory["last_account"] = get("account")
        memory["last_start"] = None
    if page == "network" and memory.get("last_start") != start():
        memory["last_start"] = start()
        memory["expanded"], memory["selected"] = [], None


def last_rep() -> str | None:
    """The rep in the address, else the one looked at last; None for all."""
    if get("rep"):
        st.session_state["last_rep"] = get("rep")
    found: str | None = st.session_state.get("last_rep")
    return found


def put_rep(rep_id: str | None) -> None:
    """Look at what one rep is to do; None for all."""
    st.session_state["last_rep"] = rep_id
    put("rep", rep_id)


def last_account() -> str | None:
    """Account looked at last; None where the list of all was."""
    found: str | None = st.session_state.get("last_account")
    return found


def last_start() -> Ref | None:
    """Where the network started last, or the account where another one was looked at since; None without both."""
    account = last_account()
    found: Ref | None = st.session_state.get("last_start")
    return found or (("accounts", account) if account else None)


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
    """Where the network starts, (table, id): as the address says, else the account looked at last."""
    table, _, key = (get("start") or "").partition(":")
    if table in _TABLES and key:
        return table, key
    account = last_account()
    return ("accounts", account) if account else None


def put_start(ref: Ref) -> None:
    """Start the network elsewhere."""
    put("start", _start_text(ref))


def _start_text(ref: Ref) -> str:
    return ":".join(ref)
