"""What cannot be taken back is refused in a sentence."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from refgraph.errors import RefgraphError
from refgraph.service.lineage import above_itself
from refgraph.service.undoing import undo_import
from refgraph.store.sqlite.connection import connect
from tests.service.books import FileBooks
from tests.store.batches import rows

if TYPE_CHECKING:
    from pathlib import Path

    from tests.service.conftest import NewBooks


def test_an_undo_never_puts_an_account_above_itself(new_books: NewBooks) -> None:
    with new_books(accounts=[{"account_id": one} for one in "abc"]) as books:
        books.add(accounts=[{"account_id": "a", "parent_id": "b"}])
        books.add(accounts=[{"account_id": "a", "parent_id": "c"}])
        books.add(accounts=[{"account_id": "b", "parent_id": "a"}])
        with pytest.raises(
            RefgraphError, match=r"'folder-2' cannot be undone: account 'a' would stand below 'b'"
        ):
            undo_import(books, 3)
        undo_import(books, 4)
        undo_import(books, 3)
        assert books.cells("accounts", "a")[7] == "b"


def test_whoever_leads_back_to_itself_stands_above_itself(new_books: NewBooks) -> None:
    with new_books(accounts=[{"account_id": "a"}, {"account_id": "b", "parent_id": "a"}]) as books:
        (closing_row,) = rows(accounts=[{"account_id": "a", "parent_id": "b"}])["accounts"]
        assert above_itself(books, ["b", "a"], []) is None
        assert above_itself(books, ["b"], [closing_row]) == ["b", "a"]
        assert above_itself(books, ["nobody"], [closing_row]) is None


def test_rows_whose_writer_an_earlier_format_did_not_keep_are_not_taken_for_anybodys(tmp_path: Path) -> None:
    with FileBooks(tmp_path, people=[{"person_id": "ann"}]) as books:
        books.add(people=[{"person_id": "ann", "name": "Ann B"}])
        with closing(connect(next(tmp_path.glob("*.db")))) as db:
            db.execute("UPDATE history SET ver = NULL")
        with pytest.raises(RefgraphError, match=r"'folder-0' cannot be undone: version 2 changed"):
            undo_import(books, 1)
        undo_import(books, 2)
        with pytest.raises(
            RefgraphError, match=r"of an earlier format when version 2 changed rows, and whose they"
        ):
            undo_import(books, 1)
