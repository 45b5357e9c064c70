"""Accounts and people in running HTML: their names as text, linked to their page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.views.account_people import title_at
from refgraph.web import state
from refgraph.web.markup import link, text

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Snapshot


def account_link(snapshot: Snapshot, account: int) -> str:
    """An account's name, linked to its page on the same day, in the same language."""
    return link(
        "account",
        text(snapshot.accounts.names[account]),
        account=snapshot.accounts.ids[account],
        lang=state.get("lang"),
        as_of=state.get("as_of"),
    )


def person_name(snapshot: Snapshot, person: int) -> str:
    """A person's name."""
    return text(snapshot.people.names[person])


def standing(snapshot: Snapshot, person: int, account: int) -> str:
    """A person's title at an account and the account's name."""
    title = text(title_at(snapshot, person, account))
    return " · ".join(part for part in (title, account_link(snapshot, account)) if part)


def accounts_of(snapshot: Snapshot, person: int) -> str:
    """Names of the accounts a person works at, linked."""
    return ", ".join(account_link(snapshot, account) for account in snapshot.current_accounts(person))
