"""Answers that stop early, on networks with more candidates than rows: equal to judging everybody."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest

from refgraph.decisions.askable import askable
from refgraph.decisions.openers import Openers, openers
from refgraph.decisions.targets import Targets, targets
from tests.decisions.network import DEFAULTS, scores_of
from tests.decisions.random_world import AS_OF
from tests.decisions.twin import ROLE_WEIGHT, Twin

if TYPE_CHECKING:
    from refgraph.scores.scores import Scores
    from tests.facts import Cells


def town(number: int, n: int = 60) -> tuple[Scores, dict[str, list[Cells]]]:
    """So many people, most of them at one of eight customers; few distinct chances, so that many are equal."""
    rng = np.random.default_rng(number)
    people = [f"p{i:02}" for i in range(n)]
    accounts: list[Cells] = [
        {"account_id": f"a{i}", "status": "customer" if i < 8 else "prospect",
         "industry": str(rng.choice(["press", "print"])), "size": float(rng.integers(1, 3000))}
        for i in range(12)
    ]  # fmt: skip
    roles: list[Cells] = [
        {"person_id": p, "account_id": f"a{rng.integers(12)}", "buying_role": str(rng.choice(list(ROLE_WEIGHT))),
         "stance": "opponent" if rng.random() < 0.1 else None}
        for p in people
    ]  # fmt: skip
    events: list[Cells] = [
        {"event_id": f"e{i}", "kind": str(rng.choice(["referral_asked", "reference_call"])),
         "date": "2025-12-20", "person_id": str(rng.choice(people)), "value": 1.0}
        for i in range(12)
    ]  # fmt: skip
    events += [
        {"event_id": f"{kind}{i}", "kind": kind, "date": "2025-09-01", "person_id": p,
         "value": 1.0 if kind == "reference_call" else float(rng.choice([-1.0, 0.0, 0.5])), "ref": ref}
        for i, p in enumerate(rng.choice(people, n // 3).tolist())
        for kind, ref in (("reference_call", None), ("satisfaction", f"reference_call{i}"))
    ]  # fmt: skip
    events.append({"event_id": "i", "kind": "incident_opened", "date": "2025-12-01", "account_id": "a0"})
    chances = {
        (a, b): float(rng.choice([0.5, 0.2, 0.1, 0.02]))
        for a in people
        for b in people
        if a != b and rng.random() < 0.06
    }
    opinions = {
        p: (float(b), float(d)) for p, (b, d, _) in zip(people, rng.dirichlet((3, 1, 2), n), strict=True)
    }
    tables: dict[str, list[Cells]] = {
        "accounts": accounts,
        "people": [{"person_id": p} for p in people],
        "roles": roles,
        "events": events,
    }
    return scores_of(chances, opinions, DEFAULTS, AS_OF, **tables), tables


@pytest.mark.parametrize("number", range(4))
def test_the_first_rows_equal_the_first_of_the_enumeration(number: int) -> None:
    scores, tables = town(number)
    twin, ids = Twin(scores, AS_OF, tables), scores.snapshot.people.ids
    for target in ("a8", "a11"):
        rows, blocked = twin.openers(target)
        assert min(len(rows), len(blocked)) > 3
        answer = openers(scores, scores.snapshot.account(target), k=3)
        assert [ids[row.person] for row in answer.rows] == [row.person for row in rows[:3]]
        assert [row.score for row in answer.rows] == pytest.approx([row.score for row in rows[:3]], rel=1e-12)
        assert [(ids[row.person], row.reason) for row in answer.blocked] == [
            (row.person, row.reason) for row in blocked[:3]
        ]


@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("k", [0, 1, 4])
def test_a_short_answer_is_the_beginning_of_the_whole(number: int, k: int) -> None:
    scores, _ = town(number)
    n = len(scores.snapshot.people.ids)
    for target in range(len(scores.snapshot.accounts.ids)):
        whole, short = openers(scores, target, k=n), openers(scores, target, k=k)
        assert (short.rows, short.blocked) == (whole.rows[:k], whole.blocked[:k])
    people = scores.snapshot.current_people(3).tolist()
    every, first = targets(scores, people, k=n), targets(scores, people, k=k)
    assert (first.rows, first.blocked) == (every.rows[:k], every.blocked[:k])


def test_whoever_asks_at_the_same_time_gets_the_same_answers() -> None:
    alone, _ = town(1)
    accounts = range(len(alone.snapshot.accounts.ids))

    def ask(scores: Scores, account: int) -> tuple[Openers, Targets]:
        people = scores.snapshot.current_people(account).tolist()
        return openers(scores, account), targets(scores, people)

    expected = [ask(alone, account) for account in accounts]
    shared, _ = town(1)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda account: ask(shared, account), [*accounts] * 4))
    assert found == expected * 4


def test_what_the_rules_know_is_looked_up_once() -> None:
    scores, _ = town(2)
    assert askable(scores) is askable(scores)


def test_who_may_be_asked_is_who_no_rule_but_the_path_forbids() -> None:
    scores, _ = town(3)
    known, n = askable(scores), len(scores.snapshot.people.ids)
    open_people = {
        row.person for a in range(12) for row in openers(scores, a, k=n).rows
    }  # fmt: skip
    forbidden = {
        row.person
        for a in range(12)
        for row in openers(scores, a, k=n).blocked
        if row.reason != "opponent_on_path"
    }
    assert not known.may_not[sorted(open_people)].any()
    assert known.may_not[sorted(forbidden)].all()
    assert (known.worth > 0).tolist() == (known.at_customer & ~known.may_not).tolist()
