from __future__ import annotations

import pytest

from refgraph.matching.exact import equal_groups
from tests.facts import Cells, columns


def ids(rule: str, *cells: Cells) -> list[tuple[str, ...]]:
    numbered: list[Cells] = [{"person_id": f"p{i}", **one} for i, one in enumerate(cells, 1)]
    return [group.ids for group in equal_groups(columns(people=numbered), rule)]


def test_equal_addresses_are_one_but_desks_are_not() -> None:
    cells: list[Cells] = [{"email": "Anna@a.com"}, {"email": "anna@a.com "}, {"email": "info@a.com"}]
    assert ids("email", *cells, {"email": "info@a.com"}, {"email": "ann@a.com"}, {}) == [("p1", "p2")]


def test_equal_numbers_are_one_where_the_country_is_written() -> None:
    cells: list[Cells] = [{"phone": "+49 30 123456"}, {"phone": "0049 (0)30 123456"}, {"phone": "030 123456"}]
    assert ids("phone", *cells, {"phone": "+49 30 123457"}, {"phone": "030 123456"}) == [("p1", "p2")]


def test_extensions_tell_colleagues_apart() -> None:
    assert ids("phone", {"phone": "+1 212 555 0100 ext. 5"}, {"phone": "+1 212 555 0100 ext. 6"}) == []


def test_name_and_address_must_both_be_equal_in_any_order_of_words() -> None:
    cells: list[Cells] = [
        {"name": "Anna Berg", "email": "b@a.com"},
        {"name": "BERG, Anna", "email": "b@a.com"},
        {"name": "Peter Berg", "email": "b@a.com"},
        {"name": "Anna Berg", "email": "c@a.com"},
    ]
    assert ids("email+name", *cells) == [("p1", "p2")]


def test_the_one_of_whom_most_is_known_is_kept() -> None:
    given: list[Cells] = [
        {"person_id": "p1", "email": "a@a.com"},
        {"person_id": "p2", "email": "a@a.com"},
        {"person_id": "p3", "email": "a@a.com", "phone": "1"},
    ]
    known = columns(
        people=given,
        accounts=[{"account_id": "a"}, {"account_id": "b"}],
        roles=[{"person_id": "p2", "account_id": "a"}, {"person_id": "p2", "account_id": "b"}],
    )
    (group,) = equal_groups(known, "email")
    assert (group.ids, group.value) == (("p2", "p3", "p1"), "a@a.com")


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(ValueError, match="found rule 'name', expected one of"):
        equal_groups(columns(), "name")
