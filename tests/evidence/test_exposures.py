from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from refgraph.evidence.exposures import (
    EVIDENCE_KINDS,
    TIE_KINDS,
    beliefs_by_evidence_kind,
    by_evidence_kind,
    by_tie_kind,
)
from refgraph.model.params import Params
from tests.evidence.moments import moment_of, people_at_accounts
from tests.scores.contact_twin import twin_rates
from tests.scores.tie_world import random_facts
from tests.snapshot.bundles import AS_OF, bundle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.facts import Cells

numbers = st.integers(0, 2**32 - 1)
DAY = "2026-01-01"


def satisfied(person: int) -> Cells:
    return {
        "event_id": f"s{person}",
        "kind": "satisfaction",
        "date": DAY,
        "person_id": f"p{person}",
        "value": 1.0,
    }


def test_each_kind_of_tie_is_worked_out_by_hand() -> None:
    # p0 is satisfied today: belief 2 / (2 + 2) = .5, so what he says counts .05 · .5 = .025 a conversation
    tables = people_at_accounts(5)
    tables["roles"] += [
        {"person_id": "p0", "account_id": "a4"},
        {"person_id": "p2", "account_id": "a0", "reports_to": "p0"},
    ]
    tables["roles"][3]["from"] = "2025-01-01"
    tables["circles"] = [{"circle_id": "c"}]
    tables["memberships"] = [{"person_id": f"p{i}", "circle_id": "c", "attendance": 1.0} for i in (0, 3)]
    tables["knows"] = [{"person_a": "p0", "person_b": "p1", "strength": 1.0}]
    tables["events"] = [satisfied(0)]
    found = by_tie_kind(moment_of(DAY, tables))
    expected = np.zeros((5, 6))
    expected[1, 0] = 3 * 0.025  # p1 knows him with strength 1
    expected[2, 1] = 3 * 0.025  # p2 reports to him at a0, instead of being his colleague there
    expected[3, 4] = 1 * 0.025  # p3 meets him once a quarter
    expected[4, 2] = 0.75 * 0.025  # p4 is his colleague at a4
    expected[0, 1] = 3 * 0.025  # a0 hears him through p2; he himself hears nobody
    assert list(TIE_KINDS) == [
        "declared", "reporting_line", "same_account", "former_colleagues", "circle", "ended_circle"
    ]  # fmt: skip
    # a4 has p0 and p4, a0 has p0 and p2; p0 hears nothing
    assert found == pytest.approx(expected, abs=1e-12)


@given(numbers)
def test_all_kinds_together_are_the_rates_of_the_twin(number: int) -> None:
    tables = random_facts(number)
    tables["events"] = [satisfied(i) | {"person_id": f"p{i:02}"} for i in range(0, len(tables["people"]), 2)]
    moment = moment_of(DAY, tables)
    rates = twin_rates(moment.snapshot, moment.params, rings=False)
    heard = np.zeros(len(moment.snapshot.people.ids))
    for (speaker, listener), rate in rates.items():
        heard[listener] += moment.params.effect * rate * moment.opinion.belief[speaker]
    assert by_tie_kind(moment).sum(axis=1) == pytest.approx(moment.candidates.summed(heard), abs=1e-9)


@given(numbers)
def test_kinds_of_evidence_add_up_to_belief(number: int) -> None:
    moment = moment_of(AS_OF.isoformat(), bundle(np.random.default_rng(number)))
    found = beliefs_by_evidence_kind(moment)
    assert found.shape == (len(moment.snapshot.people.ids), len(EVIDENCE_KINDS))
    assert found.sum(axis=1) == pytest.approx(moment.opinion.belief, abs=1e-12)


@given(numbers)
def test_kinds_of_evidence_add_up_to_the_good_that_is_heard(number: int) -> None:
    moment = moment_of(AS_OF.isoformat(), bundle(np.random.default_rng(number)))
    assert by_evidence_kind(moment).sum(axis=1) == pytest.approx(
        moment.candidates.summed(moment.heard().positive), abs=1e-12
    )


def test_a_kinds_part_is_how_fast_heard_grows_with_its_weight() -> None:
    # p0: satisfied today (2) and a survey of 10 (2): belief 4 / 6, half of it from each
    tables = people_at_accounts(2)
    tables["knows"] = [{"person_a": "p0", "person_b": "p1"}]
    survey: Cells = {"event_id": "q", "kind": "survey", "date": DAY, "person_id": "p0", "value": 10.0}
    tables["events"] = [satisfied(0), survey]
    moment = moment_of(DAY, tables)
    said = beliefs_by_evidence_kind(moment)[0]
    by_kind = dict(zip(EVIDENCE_KINDS, said.tolist(), strict=True))
    assert {kind: part for kind, part in by_kind.items() if part} == pytest.approx(
        {"satisfaction": 1 / 3, "survey": 1 / 3}
    )


def test_no_candidate_has_no_exposure() -> None:
    moment = moment_of(DAY, {"people": [{"person_id": "p0"}]})
    assert by_tie_kind(moment).shape == (0, 6)
    assert by_evidence_kind(moment).shape == (0, 9)


@pytest.mark.parametrize("kinds", [TIE_KINDS, EVIDENCE_KINDS])
def test_each_parameter_of_a_kind_is_there(kinds: Mapping[str, tuple[str, ...]]) -> None:
    fields = [field for names in kinds.values() for field in names]
    assert len(set(fields)) == len(fields)
    for field in fields:
        assert getattr(Params(), field) > 0
