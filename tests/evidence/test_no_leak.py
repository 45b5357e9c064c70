"""No leak: whatever else had happened after a day, what is ranked on that day stays the same, bit by bit."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.evidence.backtest import ranked_by
from tests.evidence.moments import moment_of
from tests.evidence.worlds import random_event, random_history

if TYPE_CHECKING:
    from collections.abc import Callable

    from refgraph.evidence.moment import Moment
    from tests.facts import Cells

    Tables = dict[str, list[Cells]]
    Change = Callable[[np.random.Generator, Tables, str], None]

STATUSES = ("customer", "prospect", "lost", "partner")
numbers = st.integers(0, 2**32 - 1)
days = st.integers(0, 760).map(lambda n: (date(2024, 1, 1) + timedelta(days=n)).isoformat())
VALUES = (-1.0, 0.0, 1.0, 10.0, None)


def after(rng: np.random.Generator, day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=int(rng.integers(1, 800)))).isoformat()


def is_later(cell: object, day: str) -> bool:
    return cell is not None and str(cell) > day


def is_free(row: Cells, tables: Tables) -> bool:
    """Whether no earlier event points to this one: then all it says is its own."""
    return all(other.get("ref") != row["event_id"] for other in tables["events"])


def events_happen(rng: np.random.Generator, tables: Tables, day: str) -> None:
    for i in range(int(rng.integers(1, 10))):
        event = random_event(rng, tables, f"x{i}")
        tables["events"].append({**event, "date": after(rng, day)})


def events_do_not_happen(rng: np.random.Generator, tables: Tables, day: str) -> None:
    tables["events"] = [e for e in tables["events"] if not is_later(e["date"], day) or rng.random() < 0.5]


def events_happen_at_another_time_or_otherwise(rng: np.random.Generator, tables: Tables, day: str) -> None:
    for event in tables["events"]:
        if is_later(event["date"], day):
            other = random_event(rng, tables, str(event["event_id"]))
            event.update({**other, "date": after(rng, day)})


def events_are_judged_otherwise(rng: np.random.Generator, tables: Tables, day: str) -> None:
    for event in tables["events"]:
        if is_later(event["date"], day):
            event["value"] = VALUES[int(rng.integers(len(VALUES)))]
            event["ref"] = None


def people_come_and_go_later(rng: np.random.Generator, tables: Tables, day: str) -> None:
    for table in ("roles", "memberships"):
        tables[table] = [r for r in tables[table] if not is_later(r.get("from"), day) or rng.random() < 0.5]
        for row in tables[table]:
            # somebody who stays beyond the day leaves at another time, or never
            if row.get("to") is None or str(row["to"]) >= day:
                row["to"] = after(rng, day) if rng.random() < 0.5 else None
    _join_later(rng, tables, day)


def _join_later(rng: np.random.Generator, tables: Tables, day: str) -> None:
    for table, key in (("roles", "account_id"), ("memberships", "circle_id")):
        where = tables["accounts" if table == "roles" else "circles"]
        for row in tables["people"]:
            if rng.random() < 0.4:
                there = where[int(rng.integers(len(where)))][key]
                tables[table].append({"person_id": row["person_id"], key: there, "from": after(rng, day)})


def people_meet_later(rng: np.random.Generator, tables: Tables, day: str) -> None:
    tables["knows"] = [k for k in tables["knows"] if not is_later(k.get("since"), day) or rng.random() < 0.5]
    people = [str(row["person_id"]) for row in tables["people"]]
    for i in range(int(rng.integers(1, 6))):
        a, b = (str(person) for person in rng.choice(people, 2))
        tables["knows"].append({"person_a": a, "person_b": b, "kind": f"later {i}", "since": after(rng, day)})


def people_are_in_touch_later(rng: np.random.Generator, tables: Tables, day: str) -> None:
    for row in tables["knows"]:
        if row.get("last_contact") is None or is_later(row["last_contact"], day):
            row["last_contact"] = after(rng, day) if rng.random() < 0.5 else None


def stances_are_seen_later(rng: np.random.Generator, tables: Tables, day: str) -> None:
    for row in tables["roles"]:
        if "stance" not in row or is_later(row.get("stance_date"), day):
            row["stance"] = str(rng.choice(["supporter", "neutral", "opponent"]))
            row["stance_date"] = after(rng, day)


CHANGES: list[Change] = [
    events_happen,
    events_do_not_happen,
    events_happen_at_another_time_or_otherwise,
    events_are_judged_otherwise,
    people_come_and_go_later,
    people_meet_later,
    people_are_in_touch_later,
    stances_are_seen_later,
]


def changed(number: int, tables: Tables, day: str, changes: list[Change]) -> Tables:
    later, rng = deepcopy(tables), np.random.default_rng([number, 3])
    for change in changes:
        change(rng, later, day)
    return later


def ranked(moment: Moment) -> dict[str, dict[str, bytes]]:
    """Scores by name and account, bit by bit."""
    ids = [moment.snapshot.accounts.ids[account] for account in moment.candidates.account.tolist()]
    return {
        name: dict(zip(ids, (score.tobytes() for score in scores), strict=True))
        for name, scores in ranked_by(moment).items()
    }


some_changes = st.lists(st.sampled_from(CHANGES), min_size=1, max_size=4, unique=True)


@settings(max_examples=60)
@given(numbers, days, some_changes)
def test_what_happens_after_a_day_changes_nothing_that_is_ranked_on_it(
    number: int, day: str, changes: list[Change]
) -> None:
    tables = random_history(number)
    later = changed(number, tables, day, changes)
    assert ranked(moment_of(day, later)) == ranked(moment_of(day, tables))


@settings(max_examples=25)
@given(numbers, days, some_changes)
def test_with_stated_statuses_scores_are_those_of_the_accounts_that_are_candidates_in_both(
    number: int, day: str, changes: list[Change]
) -> None:
    """An account with any order is a prospect before its first, whatever it says of itself: so it may become one."""
    rng, tables = np.random.default_rng(number), random_history(number)
    for row in tables["accounts"]:
        row["status"] = str(rng.choice(STATUSES))
    before, after_all = (ranked(moment_of(day, t)) for t in (tables, changed(number, tables, day, changes)))
    for name in ("refgraph", "degree", "recency", "pagerank"):
        both = before[name].keys() & after_all[name].keys()
        assert {a: before[name][a] for a in both} == {a: after_all[name][a] for a in both}
