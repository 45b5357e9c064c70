"""What no import plans is refused, and the rest is brought to the form it is read back in."""

from __future__ import annotations

import math

import pytest

from refgraph.model.batch import Batch
from refgraph.model.tables import ACCOUNTS, KNOWS, ROLES, TABLES
from refgraph.store.rowcheck import check_tables, checked, is_unicode, may_be_blank, storable, table_of
from tests.facts import row_of


def test_tables_are_known_by_name() -> None:
    assert table_of("events") is TABLES["events"]
    expected = "there is no table 'tie', expected one of accounts, people, reps, circles, roles, memberships, knows, events"
    with pytest.raises(ValueError, match=f"^{expected}$"):
        table_of("tie")


@pytest.mark.parametrize("part", ["superseded", "deletes", "aliases", "distinct"])
def test_a_batch_names_tables_that_there_are(part: str) -> None:
    with pytest.raises(ValueError, match="there is no table 'tie'"):
        check_tables(Batch("b", "folder", 0, {}, **{part: {"tie": ()}}))  # type: ignore[arg-type]


def test_only_entities_are_merged() -> None:
    check_tables(Batch("b", "folder", 0, {}, aliases={"people": {"ann": "bob"}}))
    with pytest.raises(ValueError, match=r"^rows of knows have no id that could stand for another$"):
        check_tables(Batch("b", "folder", 0, {}, aliases={"knows": {"ann": "bob"}}))


def test_a_fit_is_a_text_that_can_be_kept() -> None:
    check_tables(Batch("b", "fit", 0, {}, fit='{"名": "𠮷"}'))
    with pytest.raises(ValueError, match=r"^the fit holds half a character, which no store can keep$"):
        check_tables(Batch("b", "fit", 0, {}, fit="\ud842"))


def test_rows_that_are_read_back_alike_are_given_back_themselves() -> None:
    rows = [row_of("accounts", {"account_id": "acme", "size": 1.5})]
    assert checked(ACCOUNTS, rows) is rows


def test_numbers_become_floats_and_minus_zero_zero() -> None:
    rows = [
        row_of("accounts", {"account_id": f"a{i}", "size": size}) for i, size in enumerate([3, -0.0, None])
    ]
    sizes = [row[ACCOUNTS.index("size")] for row in checked(ACCOUNTS, rows)]
    assert sizes == [3.0, 0.0, None]
    assert [type(size) for size in sizes] == [float, float, type(None)]
    assert math.copysign(1.0, float(str(sizes[1]))) == 1.0


def test_a_blank_cell_of_a_key_is_none_and_of_no_key_stays() -> None:
    given = row_of("knows", {"person_a": "ann", "person_b": "bob", "kind": ""})
    assert checked(KNOWS, [given]) == [row_of("knows", {"person_a": "ann", "person_b": "bob"})]
    role = row_of("roles", {"person_id": "ann", "account_id": "acme", "title": ""})
    assert checked(ROLES, [role]) == [role]
    blank = {
        (name, column.name)
        for name, table in TABLES.items()
        for column in table.columns
        if may_be_blank(table, column)
    }
    assert blank == {("roles", "from"), ("memberships", "from"), ("knows", "kind")}


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"size": "3"}, "accounts.size holds a cell of the wrong type"),
        ({"size": True}, "accounts.size holds a cell of the wrong type"),
        ({"region": 3.0}, "accounts.region holds a cell of the wrong type"),
        ({"size": math.inf}, "accounts.size holds a number that is not finite"),
        ({"potential": math.nan}, "accounts.potential holds a number that is not finite"),
    ],
)
def test_cells_of_another_type_are_refused(cells: dict[str, object], message: str) -> None:
    row = row_of("accounts", {"account_id": "acme", **cells})  # type: ignore[dict-item]
    with pytest.raises(ValueError, match=f"^{message}$"):
        checked(ACCOUNTS, [row])


def test_a_row_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a row of accounts has not 11 cells$"):
        checked(ACCOUNTS, [("acme", "Acme")])


def test_lone_surrogates_are_kept_as_escapes() -> None:
    assert is_unicode("李明朗")
    assert not is_unicode("caf\udce9")
    assert storable("caf\udce9") == "caf\\udce9"
    assert storable("李明朗") == "李明朗"
