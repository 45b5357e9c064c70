"""Traps of real lists: branches that share everything with their head, colleagues who share all but the first name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.matching.company_names import read_company
from refgraph.matching.proposals import proposals
from tests.facts import columns

if TYPE_CHECKING:
    from tests.facts import Cells


def proposed(table: str, **tables: list[Cells]) -> list[tuple[str, ...]]:
    return [tuple(sorted(one.ids)) for one in proposals(columns(**tables), table=table)]


def staffed(name: str, domain: str) -> dict[str, list[Cells]]:
    """A company and another of this name, each with somebody at one domain."""
    head: Cells = {"account_id": "a", "name": "Falkenberg Foods GmbH", "industry": "food"}
    if not name.isascii():
        head["name"] = "上海恒通软件有限责任公司"
    return {
        "accounts": [head, {"account_id": "b", "name": name, "industry": "food"}],
        "people": [
            {"person_id": f"p{one}", "name": full, "email": f"{one}@{domain}"}
            for one, full in (("omar", "Omar Haddad"), ("ida", "Ida Holm"))
        ],
        "roles": [{"person_id": "pomar", "account_id": "a"}, {"person_id": "pida", "account_id": "b"}],
    }


@pytest.mark.parametrize(
    "name",
    [
        "Falkenberg Foods GmbH Leeds",
        "Falkenberg Foods GmbH Olpe",
        "Falkenberg Foods Munich",
        "上海恒通软件有限责任公司深圳分公司",
    ],
)
def test_a_branch_is_not_its_head_though_they_share_domain_and_trade(name: str) -> None:
    assert proposed("accounts", **staffed(name, "falkenberg.test")) == []


@pytest.mark.parametrize(
    "name", ["Falkenberg Foods", "FALKENBERG FOODS GMBH", "Falkenberg Foods GmbH & Co. KG"]
)
def test_another_writing_of_the_name_is_the_same_company(name: str) -> None:
    assert proposed("accounts", **staffed(name, "falkenberg.test")) == [("a", "b")]


def test_a_country_beside_a_town_tells_nothing_apart() -> None:
    accounts: list[Cells] = [
        {"account_id": "a", "name": "Munich Falkenberg Foods GmbH"},
        {"account_id": "b", "name": "Munich Falkenberg Foods GmbH Germany"},
    ]
    assert proposed("accounts", accounts=accounts) == [("a", "b")]


def test_what_nobody_knows_behind_a_legal_form_is_a_place_and_no_part_of_the_name() -> None:
    (branch,) = read_company("Berg Foods GmbH Olpe")
    (kept,) = read_company("Berg Foods GmbH & Co. KG")
    (company,) = read_company("Ford Motor Company Fund")
    assert (branch.core, set(branch.places)) == (("berg",), {"olpe"})
    assert (kept.core, kept.places) == (("berg",), frozenset())
    assert (company.core, company.places) == (("ford", "motor", "fund"), frozenset())


def test_an_initial_in_an_address_is_no_typo() -> None:
    people: list[Cells] = [
        {
            "person_id": "p1",
            "name": "Yuki Ashworth",
            "email": "yashworth@fjord.test",
            "phone": "+1 529 315 7588",
        },
        {
            "person_id": "p2",
            "name": "Kate Ashworth",
            "email": "kashworth@fjord.test",
            "phone": "+1 529 315 7588",
        },
    ]
    roles: list[Cells] = [{"person_id": one, "account_id": "a"} for one in ("p1", "p2")]
    assert (
        proposed("people", people=people, roles=roles, accounts=[{"account_id": "a", "name": "Fjord"}]) == []
    )
    people[1] |= {"name": "Yuki Ashworth", "email": "yasworth@fjord.test", "phone": None}
    assert proposed(
        "people", people=people, roles=roles, accounts=[{"account_id": "a", "name": "Fjord"}]
    ) == [("p1", "p2")]


@pytest.mark.parametrize(
    ("long", "short"), [("Oliver", "Ollie"), ("Charlotte", "Charlie"), ("Katarzyna", "Kasia")]
)
def test_a_short_form_of_a_given_name_is_the_same_person_on_the_same_line(long: str, short: str) -> None:
    people: list[Cells] = [
        {"person_id": "p1", "name": f"{long} Sinclair", "phone": "+39 459 477 808"},
        {"person_id": "p2", "name": f"{short} Sinclair", "phone": "+39 459 477 808"},
    ]
    assert proposed("people", people=people) == [("p1", "p2")]
