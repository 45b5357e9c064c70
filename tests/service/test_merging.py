from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from refgraph.errors import BadOption, RefgraphError, StaleBase, UnknownId
from refgraph.model.arrow import ArrowCells, rows_of_cells
from refgraph.model.columns import Columns
from refgraph.model.progress import silent
from refgraph.model.tables import TABLES
from refgraph.service.importing import import_into
from refgraph.service.merged_rows import moved_references
from refgraph.service.merging import merge, merge_equal
from refgraph.service.undoing import undo_import
from refgraph.sources.plan import ReadOptions
from tests.bundle_files import newspapers
from tests.facts import columns, row_of
from tests.service.books import FileBooks

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.model.batch import Applied, Batch
    from refgraph.model.progress import Progress
    from tests.facts import Cells
    from tests.service.conftest import NewBooks

PEOPLE: list[Cells] = [
    {"person_id": "p1", "name": "王芳", "email": "w@a.com"},
    {"person_id": "p2", "name": "Wang Fang", "email": "w@b.com", "phone": "+86 1", "consent": "yes"},
    {"person_id": "p3", "name": "FANG WANG", "phone": "+86 2", "language": "zh"},
    {"person_id": "q", "name": "Anna Berg"},
]


def test_empty_cells_are_filled_in_the_order_given_and_own_cells_win(new_books: NewBooks) -> None:
    books = new_books(people=PEOPLE)
    done = merge(books, "people", "p1", ["p2", "p3"], by="li")
    assert (done.kept, done.merged, done.version) == ("p1", ("p2", "p3"), 2)
    assert books.cells("people", "p1") == ("p1", "王芳", "w@a.com", "+86 1", "zh", "yes")
    assert books.ids("people") == {"p1", "q"}
    assert books.aliases("people") == {"p2": "p1", "p3": "p1"}
    last = books.imports()[-1]
    assert (last.by, last.batch_id) == ("li", done.import_id)


def test_whoever_said_no_is_not_asked_after_a_merge_either(new_books: NewBooks) -> None:
    books = new_books(
        people=[{"person_id": "p1", "consent": "yes"}, {"person_id": "p2", "consent": "no"}],
    )
    merge(books, "people", "p1", ["p2"])
    assert books.cells("people", "p1")[-1] == "no"


def test_all_that_names_a_merged_person_names_the_kept_one(new_books: NewBooks) -> None:
    books = new_books(
        people=PEOPLE,
        accounts=[{"account_id": "a"}],
        circles=[{"circle_id": "c"}],
        roles=[
            {"person_id": "p2", "account_id": "a", "title": "Buyer"},
            {"person_id": "q", "account_id": "a", "reports_to": "p2"},
        ],
        memberships=[{"person_id": "p2", "circle_id": "c", "attendance": 0.5}],
        knows=[{"person_a": "q", "person_b": "p2", "directed": True, "strength": 0.4}],
        events=[{"event_id": "e", "kind": "call", "date": "2026-01-01", "person_id": "p2"}],
    )
    merge(books, "people", "p1", ["p2"])
    assert books.table("roles") == {
        row_of("roles", {"person_id": "p1", "account_id": "a", "title": "Buyer"}),
        row_of("roles", {"person_id": "q", "account_id": "a", "reports_to": "p1"}),
    }
    assert books.table("memberships") == {
        row_of("memberships", {"person_id": "p1", "circle_id": "c", "attendance": 0.5})
    }
    assert books.table("knows") == {
        row_of("knows", {"person_a": "q", "person_b": "p1", "directed": True, "strength": 0.4})
    }
    assert books.table("events") == {
        row_of("events", {"event_id": "e", "kind": "call", "date": "2026-01-01", "person_id": "p1"})
    }


def test_all_that_names_a_merged_account_names_the_kept_one(new_books: NewBooks) -> None:
    day = "2026-01-01"
    books = new_books(
        people=PEOPLE,
        accounts=[{"account_id": "a"}, {"account_id": "b"}, {"account_id": "c", "parent_id": "b"}],
        roles=[{"person_id": "q", "account_id": "b"}],
        events=[
            {"event_id": "e1", "kind": "deal_won", "date": day, "account_id": "b", "ref": "b"},
            {"event_id": "e2", "kind": "referral_asked", "date": day, "person_id": "q", "ref": "b"},
            {"event_id": "e3", "kind": "left_company", "date": day, "person_id": "q", "ref": "b"},
        ],
    )
    merge(books, "accounts", "a", ["b"])
    assert books.table("accounts") == {
        row_of("accounts", {"account_id": "a"}),
        row_of("accounts", {"account_id": "c", "parent_id": "a"}),
    }
    assert books.table("roles") == {row_of("roles", {"person_id": "q", "account_id": "a"})}
    refs = {row[0]: row[8] for row in books.table("events")}
    # The ref of an order names an event, which only happens to be called like the account.
    assert refs == {"e1": "b", "e2": "a", "e3": "a"}


def test_relations_that_come_to_have_one_key_are_folded_by_the_folders_rule(new_books: NewBooks) -> None:
    books = new_books(
        people=PEOPLE,
        circles=[{"circle_id": "c"}],
        memberships=[
            {"person_id": "p1", "circle_id": "c", "role": "member", "attendance": 0.9},
            {"person_id": "p2", "circle_id": "c", "role": "chair", "attendance": 0.2},
        ],
        knows=[
            {"person_a": "p1", "person_b": "q", "strength": 0.3, "last_contact": "2025-01-01"},
            {"person_a": "p2", "person_b": "q", "strength": 0.8},
        ],
    )
    merge(books, "people", "p1", ["p2"])
    assert books.table("memberships") == {
        row_of("memberships", {"person_id": "p1", "circle_id": "c", "role": "chair", "attendance": 0.9})
    }
    assert books.table("knows") == {
        row_of("knows", {"person_a": "p1", "person_b": "q", "strength": 0.8, "last_contact": "2025-01-01"})
    }


def test_a_tie_with_oneself_falls_away_and_nobody_reports_to_himself(new_books: NewBooks) -> None:
    books = new_books(
        people=PEOPLE,
        accounts=[{"account_id": "a"}],
        roles=[{"person_id": "p1", "account_id": "a", "reports_to": "p2"}],
        knows=[{"person_a": "p1", "person_b": "p2", "strength": 1.0}],
    )
    merge(books, "people", "p1", ["p2"])
    assert books.table("knows") == set()
    assert books.table("roles") == {row_of("roles", {"person_id": "p1", "account_id": "a"})}


def test_undirected_ties_stay_in_order_of_their_ids(new_books: NewBooks) -> None:
    books = new_books(people=PEOPLE, knows=[{"person_a": "p3", "person_b": "q"}])
    merge(books, "people", "q", ["p3", "p1"])
    assert books.table("knows") == set()
    books = new_books(people=PEOPLE, knows=[{"person_a": "p1", "person_b": "p3"}])
    merge(books, "people", "q", ["p1"])
    assert books.table("knows") == {row_of("knows", {"person_a": "p3", "person_b": "q"})}


def test_a_merged_id_never_points_to_another_merged_one(new_books: NewBooks) -> None:
    books = new_books(people=PEOPLE)
    merge(books, "people", "p2", ["p3"])
    merge(books, "people", "p1", ["p2"])
    assert books.aliases("people") == {"p3": "p1", "p2": "p1"}


def test_a_status_day_is_taken_only_with_its_status(new_books: NewBooks) -> None:
    day = "2025-05-05"
    books = new_books(
        accounts=[
            {"account_id": "a", "status": "customer"},
            {"account_id": "b", "status": "lost", "status_date": day},
            {"account_id": "c"},
        ],
    )
    merge(books, "accounts", "a", ["b"])
    assert row_of("accounts", {"account_id": "a", "status": "customer"}) in books.table("accounts")
    books = new_books(
        accounts=[{"account_id": "a"}, {"account_id": "b", "status": "lost", "status_date": day}],
    )
    merge(books, "accounts", "a", ["b"])
    assert books.table("accounts") == {
        row_of("accounts", {"account_id": "a", "status": "lost", "status_date": day})
    }


def test_an_account_is_merged_with_the_one_right_above_it(new_books: NewBooks) -> None:
    books = new_books(
        accounts=[
            {"account_id": "top"},
            {"account_id": "head", "parent_id": "top"},
            {"account_id": "branch", "parent_id": "head"},
        ],
    )
    merge(books, "accounts", "branch", ["head"])
    assert row_of("accounts", {"account_id": "branch", "parent_id": "top"}) in books.table("accounts")


@pytest.mark.parametrize(("keep", "other"), [("branch", "top"), ("top", "branch")])
def test_accounts_that_would_stand_above_themselves_are_not_merged(
    new_books: NewBooks, keep: str, other: str
) -> None:
    books = new_books(
        accounts=[
            {"account_id": "top"},
            {"account_id": "head", "parent_id": "top"},
            {"account_id": "branch", "parent_id": "head"},
        ],
    )
    with pytest.raises(RefgraphError, match=f"account '{keep}' and its others stand above and below 'head'"):
        merge(books, "accounts", keep, [other])
    assert books.version() == 1


def test_what_cannot_be_merged_is_refused_with_the_reason(new_books: NewBooks) -> None:
    books = new_books(people=PEOPLE)
    with pytest.raises(UnknownId, match="there is no person 'x'; look it up: refgraph search NAME"):
        merge(books, "people", "p1", ["x"])
    with pytest.raises(BadOption, match="'p1' is given twice"):
        merge(books, "people", "p1", ["p1"])
    with pytest.raises(BadOption, match="there is nothing to merge"):
        merge(books, "people", "p1", [])
    with pytest.raises(ValueError, match="circles is none of"):
        merge(books, "circles", "p1", ["p2"])
    merge(books, "people", "p1", ["p2"])
    with pytest.raises(UnknownId, match="person 'p2' was merged into 'p1' before"):
        merge(books, "people", "p3", ["p2"])


class Crowded(FileBooks):
    """A store that somebody else writes to before each of the first batches."""

    def __init__(self, folder: Path, writes: int, **tables: list[Cells]) -> None:
        self.writes = 0
        super().__init__(folder, **tables)
        self.writes = writes

    def apply(self, batch: Batch, *, progress: Progress = silent) -> Applied:
        if self.writes:
            writes, self.writes = self.writes - 1, 0
            self.add(people=[{"person_id": f"new{self.version()}"}])
            self.writes = writes
        return super().apply(batch, progress=progress)


def test_a_merge_is_planned_again_when_others_wrote_meanwhile(tmp_path: Path) -> None:
    assert merge(Crowded(tmp_path, 2, people=PEOPLE), "people", "p1", ["p2"]).version == 4
    with pytest.raises(StaleBase, match="others keep writing"):
        merge(Crowded(tmp_path, 9, people=PEOPLE), "people", "p1", ["p2"])


FULL: dict[str, list[Cells]] = {
    "people": PEOPLE,
    "accounts": [{"account_id": "a"}, {"account_id": "b", "parent_id": "a"}],
    "circles": [{"circle_id": "c"}],
    "roles": [
        {"person_id": "p1", "account_id": "a", "reports_to": "p2"},
        {"person_id": "p2", "account_id": "a", "title": "Buyer"},
        {"person_id": "q", "account_id": "b", "reports_to": "p3"},
    ],
    "memberships": [
        {"person_id": "p1", "circle_id": "c", "attendance": 0.1},
        {"person_id": "p3", "circle_id": "c", "attendance": 0.7},
    ],
    "knows": [
        {"person_a": "p1", "person_b": "p2", "strength": 1.0},
        {"person_a": "q", "person_b": "p3", "strength": 0.2},
        {"person_a": "q", "person_b": "p1", "strength": 0.1},
    ],
    "events": [{"event_id": "e", "kind": "call", "date": "2026-01-01", "person_id": "p3"}],
}


def test_undoing_a_merge_brings_back_exactly_what_was_there(new_books: NewBooks) -> None:
    books = new_books(**FULL)
    before = books.digest()
    done = merge(books, "people", "p1", ["p2", "p3"])
    assert books.digest() != before
    undone = undo_import(books, done.version, by="li")
    assert (undone.undone, undone.version) == (done.import_id, 3)
    assert books.digest() == before
    assert books.aliases("people") == {}
    last = books.imports()[-1]
    assert (last.undoes, last.by) == (done.version, "li")


def test_undoing_an_undo_merges_again(new_books: NewBooks) -> None:
    books = new_books(**FULL)
    done = merge(books, "people", "p1", ["p2", "p3"])
    merged = books.digest()
    undone = undo_import(books, done.import_id)
    undo_import(books, undone.import_id)
    assert books.digest() == merged
    assert books.aliases("people") == {"p2": "p1", "p3": "p1"}


def test_undoing_the_last_of_two_merges_lets_the_first_stand(new_books: NewBooks) -> None:
    books = new_books(people=PEOPLE)
    merge(books, "people", "p2", ["p3"])
    last = merge(books, "people", "p1", ["p2"])
    undo_import(books, last.import_id)
    assert books.aliases("people") == {"p3": "p2"}


def test_an_import_is_undone_by_its_version_as_well(new_books: NewBooks) -> None:
    books = new_books(people=PEOPLE)
    books.add(people=[{"person_id": "new"}])
    assert undo_import(books, "2").undone == "folder-1"
    assert "new" not in books.ids("people")


def test_what_cannot_be_undone_is_refused_with_the_reason(new_books: NewBooks) -> None:
    books = new_books(people=PEOPLE)
    with pytest.raises(UnknownId, match="there is no import 'x'; list them: refgraph imports"):
        undo_import(books, "x")
    books.add(people=[{"person_id": "p1", "name": "Wang Fang"}])
    with pytest.raises(RefgraphError, match="import 'folder-0' cannot be undone: version 2 changed or refer"):
        undo_import(books, "folder-0")
    undo_import(books, 2)
    with pytest.raises(RefgraphError, match="import 'folder-1' was undone already, by version 3"):
        undo_import(books, 2)


def test_an_exact_rule_merges_in_one_batch_and_is_undone_as_one(new_books: NewBooks) -> None:
    books = new_books(
        people=[
            {"person_id": "p1", "email": "a@x.com"},
            {"person_id": "p2", "email": "A@x.com", "phone": "+1 212 555 0100"},
            {"person_id": "p3", "email": "b@x.com"},
            {"person_id": "p4", "email": "b@x.com"},
            {"person_id": "p5", "email": "info@x.com"},
            {"person_id": "p6", "email": "info@x.com"},
        ],
    )
    before = books.digest()
    asked = merge_equal(books, "email", dry_run=True)
    assert [group.ids for group in asked.groups] == [("p2", "p1"), ("p3", "p4")]
    assert (asked.import_id, asked.version, books.version()) == (None, 1, 1)
    done = merge_equal(books, "email", by="li")
    assert (done.groups, done.version) == (asked.groups, 2)
    assert books.ids("people") == {"p2", "p3", "p5", "p6"}
    again = merge_equal(books, "email")
    assert (again.groups, again.import_id, again.version) == ((), None, 2)
    assert done.import_id is not None
    undo_import(books, done.import_id)
    assert books.digest() == before


@pytest.mark.parametrize("table", ["people", "accounts"])
def test_columns_kept_as_arrays_give_the_same_changes(table: str) -> None:
    listed = columns(**FULL)
    arrays = {
        name: dict(zip(cells, map(ArrowCells, rows_of_cells(TABLES[name], cells).arrays), strict=True))
        for name, cells in listed.tables.items()
    }
    into = {"p2": "p1", "p3": "p1"} if table == "people" else {"b": "a"}
    changes = moved_references(listed, table, into)
    assert changes.upserts
    assert moved_references(Columns("", 0, arrays), table, into) == changes


def test_a_merged_store_is_sound(new_books: NewBooks) -> None:
    books = new_books(**FULL)
    done = merge(books, "people", "p1", ["p2", "p3"])
    assert books.check() == []
    assert [former.reason for former in books.history("people", ("p2",))] == ["deleted"]
    undo_import(books, done.import_id)
    assert books.check() == []


def test_importing_the_same_folder_again_keeps_a_merge(tmp_path: Path, new_books: NewBooks) -> None:
    folder = newspapers(tmp_path / "bundle")
    books = new_books()
    import_into(books, folder, options=ReadOptions(), today=date(2026, 1, 2))
    keep, other = sorted(books.ids("people"))
    merge(books, "people", keep, [other])
    merged = books.digest()
    import_into(books, folder, options=ReadOptions(), today=date(2026, 1, 2))
    assert books.ids("people") == {keep}
    assert {row[0] for row in books.table("roles")} == {keep}
    assert books.digest() == merged
