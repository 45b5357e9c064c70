from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from refgraph.evidence.factors import FACTORS, factors, ranked_within
from tests.evidence.moments import moment_of, people_at_accounts

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Floats
    from tests.facts import Cells

DAY = "2026-01-01"


def named(found: Floats) -> dict[str, list[float]]:
    return dict(zip(FACTORS, found.T.tolist(), strict=True))


def customer(person: int) -> list[Cells]:
    common: Cells = {"date": "2025-12-31", "account_id": f"a{person}", "person_id": f"p{person}"}
    return [
        {"event_id": f"w{person}", "kind": "deal_won", **common},
        {"event_id": f"s{person}", "kind": "satisfaction", "value": 1.0, **common},
    ]


def test_circle_degree_and_word_of_mouth_are_those_of_the_day() -> None:
    # c: customer a0, prospects a1 (knows p0), a2, a3; d: a4, a5 (knows two in its circle)
    tables = people_at_accounts(6)
    tables["circles"] = [{"circle_id": "c"}, {"circle_id": "d"}]
    tables["memberships"] = [{"person_id": f"p{i}", "circle_id": "c" if i < 4 else "d"} for i in range(6)]
    tables["knows"] = [{"person_a": a, "person_b": b} for a, b in (("p0", "p1"), ("p4", "p5"), ("p3", "p5"))]
    tables["events"] = customer(0)
    found = named(factors(moment_of(DAY, tables)))
    assert found["circle_rate"] == pytest.approx([0.25, 0.25, 0.25, 0.0, 0.0])
    assert found["degree"] == pytest.approx([math.log(2), 0.0, math.log(2), math.log(2), math.log(3)])
    # of a1, a2, a3 a1 hears most, then a3, whose word from c is shared with fewer; a5 hears of it through p3
    assert found["word_of_mouth"][0] == pytest.approx(5 / 6)
    assert sorted(found["word_of_mouth"][:3]) == pytest.approx([1 / 6, 3 / 6, 5 / 6])
    assert found["word_of_mouth"][3:] == pytest.approx([1 / 4, 3 / 4])


def test_likeness_is_weighted_by_what_each_customer_contributes() -> None:
    # a2 hears a0 (strength 1) and a1 (strength .5) by acquaintance alone
    tables = people_at_accounts(4)
    for account, industry, region, size in zip(
        tables["accounts"],
        ("paper", "steel", "paper", ""),
        ("", "north", "north", ""),
        (10.0, None, 1000.0, 5.0),
        strict=True,
    ):
        account |= {"industry": industry or None, "region": region or None, "size": size}
    tables["knows"] = [
        {"person_a": "p0", "person_b": "p2", "strength": 1.0, "directed": True},
        {"person_a": "p1", "person_b": "p2", "strength": 0.5, "directed": True},
    ]
    tables["events"] = customer(0) + customer(1)
    moment = moment_of(DAY, tables)
    found = named(factors(moment))
    # In of p2 is 4.5, Out of p0 3, of p1 1.5: parts 3 / √13.5 and 1.5 / √6.75 of equal beliefs
    one, other = 3 / math.sqrt(13.5), 1.5 / math.sqrt(6.75)
    assert found["same_industry"][0] == pytest.approx(one / (one + other))
    assert found["same_region"][0] == pytest.approx(1.0)  # a0's region is not known
    # log10 of sizes: 3 against the middle of [1, 1.25), over 2 powers of ten
    assert found["size_closeness"][0] == pytest.approx(1 - (3 - 1.125) / 2)
    assert all(math.isnan(found[name][1]) for name in ("same_industry", "same_region", "size_closeness"))


def test_without_attributes_likeness_is_not_known() -> None:
    tables = people_at_accounts(2)
    tables["knows"] = [{"person_a": "p0", "person_b": "p1"}]
    tables["events"] = customer(0)
    assert np.isnan(factors(moment_of(DAY, tables))[:, 3:]).all()


@given(st.lists(st.tuples(st.integers(-1, 3), st.integers(0, 4)), min_size=1, max_size=30))
def test_ranks_equal_those_counted_one_by_one(cases: list[tuple[int, int]]) -> None:
    group, score = np.array([g for g, _ in cases], np.int32), np.array([s for _, s in cases], float)
    for at, rank in enumerate(ranked_within(score, group).tolist()):
        there = score[group == group[at]]
        expected = ((there < score[at]).sum() + (there == score[at]).sum() / 2) / len(there)
        assert rank == pytest.approx(expected)
