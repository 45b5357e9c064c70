"""The rules of roles and job moves, read aloud: plain Python on ISO texts, '' before every day and '9' after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from tests.facts import Cells
    from tests.snapshot.bundles import Bundle


@dataclass
class HeldRole:
    person: str
    account: str
    first: str
    last: str
    seniority: str
    stance: str
    stance_date: str

    def on(self, day: str) -> bool:
        return self.first <= day <= self.last


def held_roles(found: Bundle, as_of: date) -> list[HeldRole]:
    """Roles that began by the day, with left_company and joined_company applied."""
    today = as_of.isoformat()
    held = [role for role in map(as_stated, found.get("roles", [])) if role.first <= today]
    for event in sorted(
        found.get("events", []), key=lambda cells: (str(cells["date"]), str(cells["event_id"]))
    ):
        person, day = event.get("person_id"), str(event["date"])
        account = event.get("ref") or event.get("account_id")
        is_move = event["kind"] in ("left_company", "joined_company") and day <= today
        if not is_move or person is None or account is None:
            continue
        there = [role for role in held if (role.person, role.account) == (person, account) and role.on(day)]
        if event["kind"] == "left_company":
            for role in there:
                role.last = day
        elif all(role.last == day for role in there):
            held.append(HeldRole(str(person), str(account), day, "9", "", "", ""))
    return held


def as_stated(cells: Cells) -> HeldRole:
    """The role as roles.csv has it."""
    return HeldRole(
        str(cells["person_id"]),
        str(cells["account_id"]),
        str(cells.get("from") or ""),
        str(cells.get("to") or "9"),
        str(cells.get("seniority") or ""),
        str(cells.get("stance") or ""),
        str(cells.get("stance_date") or ""),
    )
