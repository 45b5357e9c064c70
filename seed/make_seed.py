"""Write the demo network as an import folder: python seed/make_seed.py [DIR] (this folder by default)."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import story_others
import story_pujiang
from background import acquaintances, all_roles, draw, memberships, person_of
from ledger import events_of_moves, numbered, stances_by_role
from lives import events_of
from organisations import ACCOUNTS, CIRCLES, INDUSTRIES, OWNERS, REPS
from sheets import Row, by_key
from story_people import MEMBERS, TIES
from titles import TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMNS = {
    "accounts": (
        *("account_id", "name", "industry", "region", "size", "status", "status_date"),
        *("parent_id", "territory", "owner", "potential"),
    ),
    "people": ("person_id", "name", "email", "phone", "language", "consent"),
    "roles": (
        *("person_id", "account_id", "title", "seniority", "buying_role", "stance", "stance_date"),
        *("reports_to", "from", "to"),
    ),
    "circles": ("circle_id", "name", "kind", "region", "meetings_per_year"),
    "memberships": ("person_id", "circle_id", "role", "attendance", "from", "to"),
    "knows": ("person_a", "person_b", "strength", "kind", "since", "last_contact", "directed"),
    "reps": ("rep_id", "name", "email", "role", "territories", "hours_per_week"),
    "events": (
        *("event_id", "kind", "date", "account_id", "person_id", "rep", "value", "margin", "ref", "text"),
    ),
}
"""Columns of the eight files, as they are written."""

_ENTITIES = ("accounts", "people", "circles", "reps", "events")

_TURNED = {
    "jiufeng-evening": ("lost", "2024-11-20"),
    "banxin-prepress": ("partner", "2024-05-22"),
}
"""Status and its day of the accounts whose orders do not tell."""

_ACQUAINTANCES = 150


def tables() -> dict[str, list[Row]]:
    """Rows of the eight files by table name, in the order in which they are written."""
    roles = all_roles()
    told = [*story_pujiang.EVENTS, *story_others.EVENTS, *events_of_moves(roles)]
    lived = [event for account in ACCOUNTS for event in events_of(account, roles)]
    events = numbered([*told, *lived])
    return {
        "accounts": [_account(row, events) for row in ACCOUNTS],
        "people": _people(roles),
        "roles": _roles(roles, events),
        "circles": CIRCLES,
        "memberships": [*MEMBERS, *memberships(roles)],
        "knows": [*TIES, *acquaintances(roles, _ACQUAINTANCES)],
        "reps": REPS,
        "events": events,
    }


def _account(row: Row, events: Sequence[Row]) -> Row:
    orders = [e["date"] for e in events if e["kind"] == "deal_won" and e["account_id"] == row["account_id"]]
    status, since = ("customer", min(orders)) if orders else ("prospect", "")
    status, since = _TURNED.get(row["account_id"], (status, since))
    derived = {"industry": INDUSTRIES[row["industry"]], "owner": OWNERS[row["territory"]]}
    return row | derived | {"status": status, "status_date": since}


def _people(roles: Sequence[Row]) -> list[Row]:
    latest: dict[str, Row] = {}
    for row in roles:
        known = latest.setdefault(row["person_id"], row)
        if row["from"] > known["from"]:
            latest[row["person_id"]] = row
    return [person_of(row, draw(f"person {key}")) for key, row in latest.items()]


def _roles(roles: Sequence[Row], events: Sequence[Row]) -> list[Row]:
    seen = stances_by_role(roles, events)
    return [_role(row, seen.get((row["person_id"], row["account"]), ("", ""))) for row in roles]


def _role(row: Row, seen: tuple[str, str]) -> Row:
    title = TITLES[row["title"]]
    stance, day = (row["stance"], row["stance_date"]) if "stance" in row else seen
    derived = {"account_id": row["account"], "title": title["text"], "seniority": title["seniority"]}
    buying = row.get("buying") or title["buying_role"]
    return row | derived | {"buying_role": buying, "stance": stance, "stance_date": day}


def write(folder: Path) -> dict[str, int]:
    """Write the eight files into a folder that exists; the number of rows by table.

    Raises ValueError for an id that stands for two entities.
    """
    counts = {}
    for table, rows in tables().items():
        if table in _ENTITIES:
            by_key(rows, COLUMNS[table][0])
        with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS[table], extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        counts[table] = len(rows)
    return counts


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    target.mkdir(parents=True, exist_ok=True)
    print(write(target))
