"""Referrals that were made, among all who could have been named for the target."""

from __future__ import annotations

from datetime import date

import pytest

from refgraph.evidence.pairs import pairs
from refgraph.evidence.replay import replay
from refgraph.model.params import Params
from refgraph.model.progress import silent
from tests.facts import Cells, columns

ACCOUNTS = ("c1", "c2", "c3", "t1", "t2")


def event(key: str, kind: str, day: str, account: str, **cells: str | float) -> Cells:
    return {"event_id": key, "kind": kind, "date": day, "account_id": account, **cells}


def world(*events: Cells, roles: tuple[str, ...] = ACCOUNTS) -> dict[str, list[Cells]]:
    """Three content customers since day one; c1's and c2's people know t1's, c1's better; t1 orders later."""
    return {
        "accounts": [{"account_id": key} for key in ACCOUNTS],
        "people": [{"person_id": f"p-{key}"} for key in ACCOUNTS],
        "roles": [{"person_id": f"p-{key}", "account_id": key} for key in roles],
        "knows": [
            {"person_a": "p-c1", "person_b": "p-t1", "strength": 1.0},
            {"person_a": "p-c2", "person_b": "p-t1", "strength": 0.2},
            {"person_a": "p-c3", "person_b": "p-c2", "strength": 0.5},
        ],
        "events": [
            *(
                event(f"o-{key}", "deal_won", "2025-01-01", key, person_id=f"p-{key}")
                for key in ("c1", "c2", "c3")
            ),
            event("o-t1", "deal_won", "2025-02-01", "t1"),
            *events,
        ],
    }


def referral(by: str, target: str = "t1", day: str = "2025-01-20") -> Cells:
    return event(f"r-{by}-{target}", "referral_made", day, "c1", person_id=f"p-{by}", ref=target)


def measured(*events: Cells) -> tuple[int, int, int, dict[str, tuple[float | None, float]]]:
    found = pairs(
        replay(columns(**world(*events)), Params(), since=date(2025, 1, 1), progress=silent), progress=silent
    )
    scores = {name: (one.auc, one.hit_share) for name, one in found.measures.items()}
    return found.targets, found.referrals, found.unforeseen, scores


def test_who_opened_the_target_is_sought_among_all_people_at_customers() -> None:
    targets, referrals, unforeseen, scores = measured(referral("c1"))
    assert (targets, referrals, unforeseen) == (1, 1, 0)
    assert scores["refgraph"] == (1.0, 1.0)
    # c1 knows one, c2 two, c3 one: c1 is behind c2 and level with c3.
    assert scores["degree"] == (0.25, 1.0)
    assert scores["random"] == (0.5, 1.0)


def test_the_worst_named_opener_comes_last() -> None:
    *_, scores = measured(referral("c3"))
    assert scores["refgraph"][0] == 0.0


def test_referrals_by_people_at_no_customer_are_counted_apart() -> None:
    assert measured(referral("t2")) == (0, 0, 1, {})


@pytest.mark.parametrize("day", ["2025-01-01", "2025-06-01"])
def test_only_referrals_within_the_period_count(day: str) -> None:
    assert measured(referral("c1", day=day))[:3] == (0, 0, 0)


def test_where_everybody_opened_the_target_nothing_can_be_ranked() -> None:
    *_, scores = measured(*map(referral, ("c1", "c2", "c3")))
    assert scores["refgraph"] == (None, 1.0)
