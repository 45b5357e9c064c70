"""From what was told to the event log: job moves, numbers, references, and how people were seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from organisations import ACCOUNTS, OWNERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheets import Row

FIRST_DAY = "2023-10-01"

_HANDLED_BY = {"pujiang-suzhou": "zhou-lan"}
"""Rep who works an account other than its territory's: the bureau is served with its newspaper."""

_MOVES = ("left_company", "joined_company")
_TEXTS = {"left_company": "离职 / Has left", "joined_company": "入职 / Has started"}


def events_of_moves(roles: Sequence[Row]) -> list[Row]:
    """Events for the job changes of people outside the story that fall into the log's years."""
    found = []
    for before in roles:
        if "stance" in before or not before["to"] or before["to"] < FIRST_DAY:
            continue
        after = next(r for r in roles if r["person_id"] == before["person_id"] and not r["to"])
        for kind, role, day in (("left_company", before, "to"), ("joined_company", after, "from")):
            place = {"account": role["account"], "ref": role["account"], "person": role["person_id"]}
            found.append({"date": role[day], "kind": kind, "text": _TEXTS[kind], **place})
    return found


def numbered(told: Sequence[Row]) -> list[Row]:
    """Rows of events.csv by day, with ids like 'e20241202-1' and keys in `ref` replaced by ids."""
    ids: dict[str, str] = {}
    in_order = [dict(event) for event in sorted(told, key=lambda event: event["date"])]
    numbers: dict[str, int] = {}
    for event in in_order:
        day = event["date"].replace("-", "")
        numbers[day] = numbers.get(day, 0) + 1
        event["event_id"] = f"e{day}-{numbers[day]}"
        if event.get("key"):
            ids[event["key"]] = event["event_id"]
    return [_logged(event, ids) for event in in_order]


def _logged(event: Row, ids: dict[str, str]) -> Row:
    ref = event.get("ref", "")
    account = event["account"]
    territory = next(row["territory"] for row in ACCOUNTS if row["account_id"] == account)
    return event | {
        "account_id": account,
        "person_id": event["person"],
        "ref": ids[ref[1:]] if ref.startswith("@") else ref,
        "rep": "" if event["kind"] in _MOVES else _HANDLED_BY.get(account, OWNERS[territory]),
    }


def stances_by_role(roles: Sequence[Row], events: Sequence[Row]) -> dict[tuple[str, str], tuple[str, str]]:
    """Stance and its day by (person, account) of the people outside the story, from the last telling event."""
    outside = {(r["person_id"], r["account"]) for r in roles if "stance" not in r and not r["to"]}
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for event in events:
        role = (event["person_id"], event["account_id"])
        word = _stance(event)
        if role in outside and word and not (word == "neutral" and found.get(role, ("",))[0] == "supporter"):
            found[role] = (word, event["date"])
    return found


def _stance(event: Row) -> str:
    value = float(event.get("value") or 0)
    if event["kind"] == "satisfaction" and value >= 0.6:
        return "supporter"
    if event["kind"] == "stance" and value < 0:
        return "opponent"
    return "neutral" if event["kind"] in ("meeting", "visit") and value > 0 else ""
