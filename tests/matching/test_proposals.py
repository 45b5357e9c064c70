from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.matching.proposals import proposals
from refgraph.model.arrow import ArrowCells, rows_of_cells
from refgraph.model.columns import Columns, columns_of
from refgraph.model.tables import TABLES
from tests.facts import Cells, columns, row_of
from tests.matching.truth import precision_and_recall, truth

if TYPE_CHECKING:
    from refgraph.matching.proposal import Proposal

ACME: list[Cells] = [{"account_id": "acme", "name": "Acme"}, {"account_id": "other", "name": "Zenith"}]


def people(*cells: Cells, at: tuple[str | None, ...] = ()) -> Columns:
    """People p1, p2 … and the accounts they are at."""
    numbered: list[Cells] = [{"person_id": f"p{i}", **one} for i, one in enumerate(cells, 1)]
    roles: list[Cells] = [
        {"person_id": f"p{i}", "account_id": account} for i, account in enumerate(at, 1) if account
    ]
    return columns(people=numbered, accounts=ACME, roles=roles)


def kinds(proposal: Proposal) -> set[str]:
    return {reason.kind for reason in proposal.reasons}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("王芳", "Wang Fang"),
        ("王芳", "Fang Wang"),
        ("WANG, Fang", "王芳"),
        ("欧阳娜娜", "Nana Ou Yang"),
        ("Jürgen Müller", "Mueller, Juergen"),
        ("Anna Berg", "Dr. Anna Berg, CFO"),
        ("Katharina Hoffmann", "Kathrin Hoffmann"),
        ("Anna Bergström", "Anna Bergstrom"),
        ("Hoffmann Peter", "Peter Hofmann"),
        ("Robert Miller", "Bob Miller"),
        ("Anna Maria Berg", "Anna Berg"),
        ("Сергей Иванов", "Sergei Ivanov"),
        ("L. Wei", "李伟"),
        ("Rober tWagner", "Robert Wagner"),
        ("María García López", "Maria Garcia"),
    ],
)
def test_two_ways_to_write_a_name_at_one_employer_are_proposed(one: str, other: str) -> None:
    known = people({"name": one}, {"name": other}, at=("acme", "acme"))
    (found,) = proposals(known, table="people", at_least=0.7)
    assert found.ids == ("p1", "p2")
    assert found.names == (one, other)
    assert "employer" in kinds(found)
    assert 0.7 <= found.confidence < 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "王芳", "email": "wf@a.com"}, {"name": "Fang Wang", "email": "WF@a.com"}),
        ({"name": "Anna Berg", "email": "dragon88@a.com"}, {"name": "Anna Berg", "email": "dragon88@b.org"}),
        ({"name": "Anna Berg", "phone": "+49 170 1234567"}, {"name": "A. Berg", "phone": "0049170 1234567"}),
        ({"name": "Anna Berg", "phone": "+49 170 1234567"}, {"name": "Anna Berg", "phone": "0170/1234567"}),
        ({"name": "Anna Berg", "email": "berg@acme.com"}, {"name": "Anna Müller", "email": "berg@acme.com"}),
    ],
)
def test_an_address_or_a_number_beside_the_name_is_enough(one: Cells, other: Cells) -> None:
    (found,) = proposals(people(one, other), table="people")
    assert kinds(found) & {"email", "email_name", "phone", "phone_suffix"}


@pytest.mark.parametrize(
    ("one", "other", "at"),
    [
        # Namesakes: a frequent name, and nothing else.
        ({"name": "王伟"}, {"name": "Wang Wei"}, ()),
        ({"name": "王伟", "email": "w@a.com"}, {"name": "王伟", "email": "x@b.com"}, ("acme", "other")),
        ({"name": "王伟", "email": "wang.wei@a.com"}, {"name": "王伟", "email": "wang.wei@b.com"}, ("acme", "other")),
        # Families.
        ({"name": "Anna Berg", "phone": "+49 30 123456"}, {"name": "Peter Berg", "phone": "+49 30 123456"}, ("acme", "acme")),
        ({"name": "王芳", "phone": "+86 13800138000"}, {"name": "王丽", "phone": "+86 13800138000"}, ("acme", "acme")),
        # Colleagues whose names are one letter apart, both known to be names.
        ({"name": "Anna Berg"}, {"name": "Hanna Berg"}, ("acme", "acme")),
        ({"name": "Zhang Wei"}, {"name": "Zhang Lei"}, ("acme", "acme")),
        ({"name": "王伟", "email": "wang.wei@acme.com"}, {"name": "王伟", "email": "w.wang@acme.com"}, ("acme", "acme")),
        # Colleagues who share a desk's address and number.
        ({"name": "Anna Berg", "email": "info@a.com"}, {"name": "Lena Koch", "email": "info@a.com"}, ("acme", "acme")),
        ({"name": "Anna Berg", "phone": "+49 30 123456-1"}, {"name": "Lena Koch", "phone": "+49 30 1234561"}, ("acme", "acme")),
    ],
)  # fmt: skip
def test_others_are_not_proposed(one: Cells, other: Cells, at: tuple[str, ...]) -> None:
    assert proposals(people(one, other, at=at), table="people") == ()


def test_two_who_know_each_other_are_two() -> None:
    both: list[Cells] = [{"person_id": "p1", "name": "Anna Berg"}, {"person_id": "p2", "name": "Anna Berg"}]
    roles: list[Cells] = [{"person_id": p, "account_id": "acme"} for p in ("p1", "p2")]
    assert proposals(columns(people=both, accounts=ACME, roles=roles), table="people")
    tied = columns(people=both, accounts=ACME, roles=roles, knows=[{"person_a": "p1", "person_b": "p2"}])
    assert proposals(tied, table="people") == ()


def test_who_is_known_to_be_distinct_is_not_proposed_again() -> None:
    known = people({"name": "王芳"}, {"name": "Wang Fang"}, at=("acme", "acme"))
    assert proposals(known, table="people", distinct=[("p2", "p1")]) == ()


def test_a_person_in_three_sources_is_one_proposal_that_keeps_the_fullest() -> None:
    (found,) = proposals(
        people(
            {"name": "Anna Berg", "email": "anna@acme.com"},
            {"name": "Berg, Anna", "email": "anna@acme.com", "phone": "+49 170 1234567"},
            {"name": "A. Berg", "phone": "+49 170 1234567"},
        ),
        table="people",
    )
    assert found.ids == ("p2", "p1", "p3")


def test_colleagues_at_an_account_entered_twice_are_at_one_employer() -> None:
    accounts: list[Cells] = [
        {"account_id": "a", "name": "北京星北电子有限公司"},
        {"account_id": "b", "name": "Beijing Xingbei Electronics Co., Ltd."},
    ]
    found = proposals(
        columns(
            people=[{"person_id": "p1", "name": "张晓云"}, {"person_id": "p2", "name": "Xiaoyun Zhang"}],
            accounts=accounts,
            roles=[{"person_id": "p1", "account_id": "a"}, {"person_id": "p2", "account_id": "b"}],
        ),
        table="people",
    )
    assert [one.ids for one in found] == [("p1", "p2")]


def companies(*cells: Cells) -> tuple[Proposal, ...]:
    numbered: list[Cells] = [{"account_id": f"a{i}", **one} for i, one in enumerate(cells, 1)]
    return proposals(columns(accounts=numbered), table="accounts", at_least=0.7)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siemens AG", "Siemens Aktiengesellschaft"),
        ("华为技术有限公司", "Huawei Technologies Co., Ltd."),
        ("上海新华印务有限公司", "新华印务（上海）股份有限公司"),
        ("Müller Maschinenbau GmbH & Co. KG", "MUELLER MASCHINENBAU"),
        ("Norstomar Logistics Ltd", "Norstmar Logistik Ltd."),
        ("Bank of China", "中国银行"),
        ("Golden Pacific Logistics GmbH", "Golden Pacific Logistics, Austin"),
        ("东溪晨报 Dongxi Morning Post 43", "东溪晨报43有限公司"),
        ("Baixi Press 363", "Baixi Prels 363"),
    ],
)
def test_two_ways_to_write_a_company_are_proposed(one: str, other: str) -> None:
    (found,) = companies({"name": one}, {"name": other})
    assert found.ids == ("a1", "a2")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "上海新华印务有限公司"}, {"name": "北京新华印务有限公司"}),
        ({"name": "Acme Logistics GmbH"}, {"name": "Acme Pharma GmbH"}),
        ({"name": "Acme Plant 2"}, {"name": "Acme Plant 3"}),
        ({"name": "Acme GmbH"}, {"name": "Acme Wien GmbH", "parent_id": "a1"}),
        ({"name": "Acme GmbH", "region": "Berlin"}, {"name": "Acme Wien GmbH"}),
        ({"name": "新华印务"}, {"name": "新华印务上海分公司"}),
        ({"name": "Deutsche Bank"}, {"name": "Deutsche Telekom"}),
        ({"name": "Acme"}, {"name": "Zenith"}),
        ({"name": "竹岭书坊 Zhuling Books 580"}, {"name": "竹岭书坊 Zhuling Books 584"}),
        ({"name": "月浦晚讯 Yuepu Evening News"}, {"name": "月浦晨报 Yuepu Morning Post"}),
        ({"name": "???"}, {"name": "!!!"}),
    ],
)
def test_branches_sisters_and_others_are_not_proposed(one: Cells, other: Cells) -> None:
    assert companies(one, other) == ()


def test_reasons_say_what_agrees_and_what_does_not() -> None:
    (found,) = proposals(
        people(
            {"name": "Anna Berg", "email": "anna@acme.com"},
            {"name": "Anna Berg", "email": "anna@acme.com"},
            at=("acme", "other"),
        ),
        table="people",
    )
    assert [(one.kind, one.detail) for one in found.reasons] == [
        ("email", "anna@acme.com"),
        ("same_name", "Anna Berg, Anna Berg"),
    ]
    assert [(one.kind, one.detail, one.weight) for one in found.against] == [
        ("employer_differs", "acme, other", -1.5)
    ]


def test_no_rows_and_one_row_propose_nothing() -> None:
    assert proposals(columns(), table="people") == ()
    assert proposals(columns(), table="accounts") == ()
    assert proposals(people({"name": "Anna Berg"}), table="people") == ()


def test_only_people_and_accounts_are_compared() -> None:
    with pytest.raises(ValueError, match="found table 'circles', expected people or accounts"):
        proposals(columns(), table="circles")


HOSTILE = [
    "",
    " ",
    "\u202e",
    "=1+1",
    "<b>",
    "'",
    "·",
    "，",
    "𠀀𠀁",
    "a" * 2000,
    "王" * 500,
    "()",
    "..",
    "ﷺ",
    "\0",
]


@given(st.lists(st.sampled_from([*HOSTILE, "王芳", "Anna Berg"]), max_size=6))
@settings(deadline=None, max_examples=40)
def test_hostile_names_propose_or_do_not_but_never_fail(names: list[str]) -> None:
    cells: list[Cells] = [{"name": name or "-", "email": name, "phone": name} for name in names]
    for one in proposals(people(*cells), table="people"):
        assert 0 < one.confidence < 1
    places: list[Cells] = [{"name": name or "-", "region": name} for name in names]
    companies(*places)


@pytest.mark.parametrize("table", ["people", "accounts"])
@pytest.mark.parametrize("rng", [21, 22, 23])
def test_proposals_are_right_and_find_nearly_all(table: str, rng: int) -> None:
    known = truth(1200, np.random.default_rng(rng))
    precision, recall = precision_and_recall(proposals(known.columns, table=table), known.pairs(table))
    assert precision >= 0.95
    assert recall >= 0.85


@pytest.mark.parametrize("table", ["people", "accounts"])
def test_the_order_of_rows_and_how_they_are_kept_do_not_matter(table: str) -> None:
    rng = np.random.default_rng(5)
    known = truth(400, rng)
    shuffled = columns_of(
        {
            name: [row_of(name, rows[at]) for at in rng.permutation(len(rows))]
            for name, rows in known.rows.items()
        }
    )
    once = proposals(known.columns, table=table)
    assert once
    assert proposals(shuffled, table=table) == once
    laid = {
        name: dict(zip(cells, map(ArrowCells, rows_of_cells(TABLES[name], cells).arrays), strict=True))
        for name, cells in known.columns.tables.items()
    }
    assert proposals(Columns("", 0, laid), table=table) == once
    assert list(once) == sorted(once, key=lambda one: (-one.confidence, one.ids))
    ids = [entity_id for one in once for entity_id in one.ids]
    assert len(ids) == len(set(ids))
