"""Exports edited at random: an import never crashes, loses no row, and leaves nothing pointing to nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.model.tables import TABLES
from tests.sources.memory import MemoryStore
from tests.sources.presets import test_chinese, test_google, test_hubspot, test_linkedin, test_salesforce
from tests.sources.presets.importing import plan
from tests.sources.reading import check_row_law

if TYPE_CHECKING:
    from collections.abc import Mapping

Export = dict[str, str]

EXPORTS: Mapping[str, Export] = {
    "linkedin": {"Connections.csv": test_linkedin.CONNECTIONS},
    "salesforce": {
        "Account.csv": test_salesforce.ACCOUNT,
        "Contact.csv": test_salesforce.CONTACT,
        "Opportunity.csv": test_salesforce.OPPORTUNITY,
        "OpportunityContactRole.csv": test_salesforce.CONTACT_ROLE,
    },
    "hubspot": {
        "contacts.csv": test_hubspot.CONTACTS,
        "companies.csv": test_hubspot.COMPANIES,
        "deals.csv": test_hubspot.DEALS,
    },
    "google": {"contacts.csv": test_google.NOW},
    "chinese": {"客户表.csv": test_chinese.LIST},
}
INSERTED = [
    '"',
    ",",
    ";",
    "\n",
    "\r",
    "\x00",
    "\ufeff",
    "=1+1",
    "1.0E+11",
    "9" * 40,
    "\u202e",
    " ",
    "王",
    "-",
    "\x1b[2J",
]


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, Export]:
    """A preset and its export with up to six edits."""
    preset = draw(st.sampled_from(sorted(EXPORTS)))
    files = {name: text.strip() for name, text in EXPORTS[preset].items()}
    for _ in range(draw(st.integers(1, 6))):
        name = draw(st.sampled_from(sorted(files)))
        files[name] = draw(edits(files[name]))
    return preset, files


def edits(text: str) -> st.SearchStrategy[str]:
    """One edit of a text: something put in, taken out, said twice or exchanged."""
    places = st.integers(0, max(len(text), 1))
    lines = text.split("\n")
    rows = st.integers(0, len(lines) - 1)
    return st.one_of(
        st.builds(lambda at, what: text[:at] + what + text[at:], places, st.sampled_from(INSERTED)),
        st.builds(lambda at, length: text[:at] + text[at + length :], places, st.integers(1, 30)),
        st.builds(lambda at: "\n".join([*lines[:at], lines[at], *lines[at:]]), rows),
        st.builds(
            lambda a, b: "\n".join(lines[b] if i == a else line for i, line in enumerate(lines)), rows, rows
        ),
    )


@settings(max_examples=100, deadline=None)
@given(edited())
def test_edited_exports_are_imported_or_refused_and_nothing_is_lost(export: tuple[str, Export]) -> None:
    preset, files = export
    store = MemoryStore()
    with tempfile.TemporaryDirectory() as scratch:
        for name, text in files.items():
            (Path(scratch) / name).write_bytes(text.encode())
        planned = plan(Path(scratch), preset, store)
        check_row_law(planned)
        assert (planned.outcome == "reject") == (planned.files == {})
        if planned.batch is None:
            return
        store.apply(planned.batch)
        assert_nothing_dangles(store)
        again = plan(Path(scratch), preset, store)
        assert again.batch is None, again.problems
        assert sum(count.imported for count in again.files.values()) == 0


def assert_nothing_dangles(store: MemoryStore) -> None:
    """Every id a row points to is there."""
    for name, table in TABLES.items():
        for at, column in enumerate(table.columns):
            if column.refers_to is not None:
                known = {key[0] for key in store.rows[column.refers_to]}
                assert {row[at] for row in store.rows[name].values()} - {None} <= known, (name, column.name)
