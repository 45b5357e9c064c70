"""One person as a vCard 3.0 (RFC 2426), which every address book takes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

import vobject

from refgraph.snapshot.home import home_accounts

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.snapshot.snapshot import Snapshot


def write_card(path: Path, snapshot: Snapshot, person: int) -> None:
    """Write the card of a person, by index."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(card_text(snapshot, person))


def card_text(snapshot: Snapshot, person: int) -> str:
    """Card of a person, by index: name, employer and title as of the day, e-mail, phone, as far as known.

    The name stands whole in FN, and in N as the given name, for which part is which nobody told us. The UID is the
    same in every export of the store, so that an address book updates the card it has.
    """
    people = snapshot.people
    card = vobject.vCard()
    card.add("n").value = vobject.vcard.Name(given=people.names[person])
    card.add("fn").value = people.names[person]
    card.add("uid").value = f"urn:uuid:{uuid5(NAMESPACE_URL, f'{snapshot.store_uuid}/{people.ids[person]}')}"
    for field, value in (
        *_work(snapshot, person),
        ("email", people.email[person]),
        ("tel", people.phone[person]),
    ):
        if value:
            card.add(field).value = [value] if field == "org" else value
    text: str = card.serialize()
    return text


def _work(snapshot: Snapshot, person: int) -> tuple[tuple[str, str], ...]:
    """Employer and title of the most senior current role."""
    home, roles = int(home_accounts(snapshot)[person]), snapshot.roles
    titles = [
        roles.title[row]
        for row in snapshot.roles_of(person)
        if roles.current[row] and roles.account[row] == home and roles.title[row]
    ]
    employer = snapshot.accounts.names[home] if home >= 0 else ""
    return ("org", employer), ("title", titles[-1] if titles else "")
