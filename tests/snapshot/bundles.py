"""Small random networks as cells, with dates before and after a day; and what only comes later."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from refgraph.model.tables import (
    BUYING_ROLES,
    EVENT_KINDS,
    MEMBER_ROLES,
    SENIORITIES,
    STANCES,
    STATUSES,
    TABLES,
    Cell,
)
from tests.facts import Cells, row_of

if TYPE_CHECKING:
    import numpy as np

Bundle = dict[str, list[Cells]]
AS_OF = date(2025, 6, 1)
PEOPLE = ("p-a", "p-B", "p-c", "张伟", "p-10", "p-9")
ACCOUNTS = ("a-1", "A-2", "报社", "a-10")
CIRCLES = ("c-1", "c-2")


class Draws:
    """Random cells; days lie between `first` and `last` days after the as-of day."""

    def __init__(self, rng: np.random.Generator, first: int, last: int) -> None:
        self.rng = rng
        self.first = first
        self.last = last

    def of(self, *choices: Cell) -> Cell:
        return choices[int(self.rng.integers(len(choices)))]

    def day(self) -> str:
        return (AS_OF + timedelta(days=int(self.rng.integers(self.first, self.last + 1)))).isoformat()

    def span(self) -> Cells:
        """A beginning and an end in order; the beginning is open only where days may be early."""
        first, last = sorted([self.day(), self.day()])
        return {"from": None if self.first < 0 and self.of(True, False) else first, "to": self.of(last, None)}


def bundle(rng: np.random.Generator) -> Bundle:
    """A network whose relations and events lie on both sides of AS_OF."""
    draws = Draws(rng, -900, 300)
    accounts: list[Cells] = [
        {
            "account_id": key,
            "status": draws.of(None, *STATUSES),
            "status_date": draws.of(None, draws.day()),
            "parent_id": draws.of(None, ACCOUNTS[0]) if key != ACCOUNTS[0] else None,
            "size": draws.of(None, 10.0, 2000.0),
        }
        for key in rng.permutation(ACCOUNTS).tolist()
    ]
    people: list[Cells] = [
        {"person_id": key, "consent": draws.of(None, "yes", "no")} for key in rng.permutation(PEOPLE).tolist()
    ]
    circles: list[Cells] = [{"circle_id": key, "kind": draws.of(None, "social")} for key in CIRCLES]
    return {
        "accounts": accounts,
        "people": people,
        "circles": circles,
        **relations(draws),
        "events": events(draws, 30, prefix="e"),
    }


def relations(draws: Draws) -> Bundle:
    """Roles, memberships and acquaintances with distinct keys."""
    return {
        "roles": distinct("roles", [role(draws) for _ in range(9)]),
        "memberships": distinct("memberships", [membership(draws) for _ in range(8)]),
        "knows": distinct("knows", [acquaintance(draws) for _ in range(6)]),
    }


def role(draws: Draws) -> Cells:
    return {
        "person_id": draws.of(*PEOPLE),
        "account_id": draws.of(*ACCOUNTS),
        "title": draws.of(None, "IT director"),
        "seniority": draws.of(None, *SENIORITIES),
        "buying_role": draws.of(None, *BUYING_ROLES),
        "stance": draws.of(None, *STANCES),
        "stance_date": draws.of(None, draws.day()),
        "reports_to": draws.of(None, *PEOPLE),
        **draws.span(),
    }


def membership(draws: Draws) -> Cells:
    return {
        "person_id": draws.of(*PEOPLE),
        "circle_id": draws.of(*CIRCLES),
        "role": draws.of(None, *MEMBER_ROLES),
        "attendance": draws.of(None, 0.0, 0.7),
        **draws.span(),
    }


def acquaintance(draws: Draws) -> Cells:
    return {
        "person_a": draws.of(*PEOPLE[:3]),
        "person_b": draws.of(*PEOPLE[3:]),
        "strength": draws.of(None, 0.3),
        "kind": draws.of(None, "friend"),
        "since": draws.day() if draws.first > 0 else draws.of(None, draws.day()),
        "last_contact": draws.of(None, draws.day()),
        "directed": draws.of(True, False),
    }


def distinct(table: str, rows: list[Cells]) -> list[Cells]:
    """Keep one row a key."""
    return list({TABLES[table].key_of(row_of(table, cells)): cells for cells in rows}.values())


def events(draws: Draws, count: int, *, prefix: str) -> list[Cells]:
    """Events of all kinds, some of them incidents and calls that others close, escalate or judge."""
    found: list[Cells] = []
    for number in range(count):
        kind = draws.of(
            *EVENT_KINDS, "incident_opened", "incident_closed", "incident_closed", "deal_won",
            "reference_call", "satisfaction", "satisfaction", "satisfaction",
        )  # fmt: skip
        person, account = draws.of(*PEOPLE, None), draws.of(*ACCOUNTS, None)
        found.append({
            "event_id": f"{prefix}-{number}",
            "kind": kind,
            "date": draws.day(),
            "person_id": person,
            "account_id": account if person is not None else draws.of(*ACCOUNTS),
            "value": value(draws, str(kind)),
            "ref": ref(draws, str(kind)),
        })  # fmt: skip
    calls = [cells["event_id"] for cells in found if cells["kind"] == "reference_call"]
    for cells in found:
        if cells["kind"] == "satisfaction":
            cells["ref"] = draws.of(None, *calls, *calls)
    return found


def value(draws: Draws, kind: str) -> Cell:
    match kind:
        case "survey":
            return draws.of(None, 0.0, 3.0, 6.0, 9.0, 10.0)
        case "delivery":
            return draws.of(None, -70.0, -7.0, 0.0, 2.0)
        case "deal_won" | "deal_lost":
            return draws.of(None, 12000.0)
        case "incident_opened" | "complaint_escalated" | "competitor_seen":
            return draws.of(None, 0.0, 0.3, 1.0)
        case "stance":
            return draws.of(None, -1.0, 0.0, 1.0)
        case _:
            return draws.of(None, -1.0, -0.4, 0.0, 0.6, 1.0)


def ref(draws: Draws, kind: str) -> Cell:
    if kind in ("incident_closed", "complaint_escalated"):
        return draws.of(None, *(f"e-{number}" for number in range(30)))
    if kind in ("left_company", "joined_company"):
        return draws.of(None, None, *ACCOUNTS)
    return None


def later(rng: np.random.Generator, *, with_first_orders: bool) -> Bundle:
    """Facts dated after AS_OF, of every table that has dates; `with_first_orders` lets orders be among them."""
    draws = Draws(rng, 1, 500)
    drawn = events(draws, 20, prefix="later")
    return {
        **relations(draws),
        "events": [event for event in drawn if with_first_orders or event["kind"] != "deal_won"],
    }


def joined(first: Bundle, second: Bundle) -> Bundle:
    """Rows of both; rows of the first stand where both have a key."""
    return {
        table: distinct(table, second.get(table, []) + first.get(table, [])) for table in {**first, **second}
    }
