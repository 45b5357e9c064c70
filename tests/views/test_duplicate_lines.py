from __future__ import annotations

import numpy as np

from refgraph.matching.exact import EqualGroup
from refgraph.matching.proposal import Proposal, Reason
from refgraph.matching.proposals import proposals
from refgraph.views.duplicate_lines import duplicates_document, duplicates_lines, equal_lines
from refgraph.views.reasons import REASONS
from tests.matching.truth import truth

PROPOSAL = Proposal(
    "accounts",
    ("a1", "a2"),
    ("Acme", "Acme GmbH"),
    0.9312,
    (Reason("same_name", "acme, acme", 10.8), Reason("people", "", 1.5)),
    (Reason("region_differs", "berlin, vienna", -2.5),),
)


def test_a_proposal_is_told_with_what_speaks_for_and_against_it() -> None:
    assert duplicates_lines([PROPOSAL], 50) == [
        "93.1%  a1 Acme  =  a2 Acme GmbH",
        "    + same name: acme, acme",
        "    + the same people",
        "    - different regions: berlin, vienna",
        "Nothing was merged. To merge: refgraph merge --table accounts a1 a2",
    ]


def test_of_many_the_most_certain_are_shown_and_the_others_counted() -> None:
    assert duplicates_document([PROPOSAL] * 3, 2)["count"] == 3
    assert duplicates_lines([PROPOSAL] * 3, 2)[-2] == "… and 1 more; -k 3 lists all"


def test_equal_people_are_told_with_who_is_kept() -> None:
    assert equal_lines([]) == ["Nobody is equal by that rule."]
    told = equal_lines([EqualGroup(("p1", "p2"), ("Anna", "Ann"), "a@x.com")])
    assert told[1].split() == ["a@x.com", "p1", "p2", "Anna", "=", "Ann"]


def test_every_kind_of_reason_has_words() -> None:
    known = truth(600, np.random.default_rng(3)).columns
    told = [one for table in ("people", "accounts") for one in proposals(known, table=table, at_least=0.01)]
    kinds = {reason.kind for one in told for reason in (*one.reasons, *one.against)}
    assert kinds <= set(REASONS)
