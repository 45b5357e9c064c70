from __future__ import annotations

from refgraph.snapshot.incidents import closings
from tests.facts import Cells, snapshot_of

ACCOUNTS: list[Cells] = [{"account_id": "A"}]


def event(event_id: str, kind: str, day: str, ref: str | None = None) -> Cells:
    return {"event_id": event_id, "kind": kind, "date": day, "account_id": "A", "ref": ref}


def closed_by(as_of: str, *events: Cells) -> dict[str, str]:
    snapshot = snapshot_of(as_of, accounts=ACCOUNTS, events=list(events))
    ids = snapshot.events.ids
    return {ids[row]: ids[by] for row, by in enumerate(closings(snapshot).tolist()) if by >= 0}


def test_an_incident_is_closed_by_the_event_that_names_it() -> None:
    opened = event("i", "incident_opened", "2025-01-01")
    other = event("k", "incident_opened", "2025-01-01")
    closed = event("c", "incident_closed", "2025-02-01", "i")
    assert closed_by("2025-02-01", opened, other, closed) == {"i": "c"}
    assert closed_by("2025-01-31", opened, other, closed) == {}


def test_of_several_closings_the_last_by_day_and_id_counts() -> None:
    opened = event("i", "incident_opened", "2025-01-01")
    closings_of_i = [
        event("z", "incident_closed", "2025-01-09", "i"),
        event("b", "incident_closed", "2025-02-01", "i"),
        event("a", "incident_closed", "2025-02-01", "i"),
    ]
    assert closed_by("2025-03-01", opened, *closings_of_i) == {"i": "b"}
    assert closed_by("2025-01-10", opened, *closings_of_i) == {"i": "z"}


def test_a_closing_that_names_no_opening_closes_nothing() -> None:
    visit = event("v", "visit", "2025-01-01")
    strays = [
        event("a", "incident_closed", "2025-02-01"),
        event("b", "incident_closed", "2025-02-01", "nowhere"),
        event("c", "incident_closed", "2025-02-01", "v"),
    ]
    assert closed_by("2025-03-01", visit, *strays) == {}
