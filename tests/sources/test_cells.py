from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.model.tables import (
    ACCOUNTS,
    CIRCLES,
    EVENTS,
    KNOWS,
    MEMBERSHIPS,
    PEOPLE,
    ROLES,
    TABLES,
    Cell,
    Table,
)
from refgraph.sources.cells import CellRules, Reading, read_cell, reader_of

RULES = CellRules(date(2025, 11, 25))


def cell(table: Table, column: str, text: str) -> Reading:
    """Read one cell."""
    return read_cell(table.columns[table.index(column)], text, RULES)


def told(reading: Reading) -> list[str]:
    """Codes of the notes, held ones with an exclamation mark."""
    return [note.code + "!" * note.holds for note in reading.notes]


@pytest.mark.parametrize(
    ("table", "column", "text", "value"),
    [
        (PEOPLE, "person_id", "00042", "00042"), (PEOPLE, "person_id", "p 9/2?4&x=1#y%00", "p 9/2?4&x=1#y%00"),
        (PEOPLE, "name", "Null", "Null"), (PEOPLE, "name", "王芳", "王芳"), (PEOPLE, "name", "# Heading", "# Heading"),
        (PEOPLE, "name", "👩‍🚀 Ana", "👩‍🚀 Ana"), (PEOPLE, "phone", "+86 21 5555 0000", "+86 21 5555 0000"),
        (PEOPLE, "phone", "-", "-"), (PEOPLE, "email", "a.b+c@x.example", "a.b+c@x.example"),
        (PEOPLE, "consent", "NO", "no"), (ROLES, "seniority", "c", "C"), (ROLES, "buying_role", "Decider", "decider"),
        (ROLES, "from", "2099-01-01", "2099-01-01"), (CIRCLES, "kind", "User Group", "user_group"),
        (MEMBERSHIPS, "attendance", "0.4", 0.4), (KNOWS, "directed", "TRUE", True), (KNOWS, "directed", "否", False),
        (EVENTS, "kind", "deal-won", "deal_won"), (EVENTS, "value", "-3", -3.0),
        (EVENTS, "text", "line 1\nline 2\r\n", "line 1\nline 2\r\n"), (EVENTS, "text", "- a list", "- a list"),
        (ACCOUNTS, "region", "NA", "NA"), (ACCOUNTS, "potential", "1e18", 1e18), (ACCOUNTS, "name", " ", None),
    ],
)  # fmt: skip
def test_good_cells_are_typed_without_a_note(table: Table, column: str, text: str, value: Cell) -> None:
    assert cell(table, column, text) == Reading(value)


@pytest.mark.parametrize(
    ("table", "column", "text", "value", "code"),
    [
        (PEOPLE, "person_id", "\u00a0p917\t", "p917", "spaces"), (PEOPLE, "person_id", "p9\u200b", "p9", "invisible"),
        (PEOPLE, "name", " Anna ", "Anna", "spaces"), (PEOPLE, "name", "=1+1", "=1+1", "formula"),
        (PEOPLE, "name", "\t=1+1", "\t=1+1", "formula"), (PEOPLE, "name", "＝1", "＝1", "formula"),
        (PEOPLE, "name", "M\ufffdller", "M\ufffdller", "mojibake"), (PEOPLE, "name", "ZoÃ«", "ZoÃ«", "mojibake"),
        (PEOPLE, "name", "a\u202eb", "a\u202eb", "bidi"), (PEOPLE, "name", "Kim\U000e0061", "Kim\U000e0061", "invisible"),
        (PEOPLE, "name", "A\u200dB", "A\u200dB", "invisible"), (PEOPLE, "name", "Аnna", "Аnna", "confusable"),
        (PEOPLE, "name", "e\u0301\u0301\u0301\u0301", "e\u0301\u0301\u0301\u0301", "combining"),
        (PEOPLE, "email", "nobody", "nobody", "email"), (PEOPLE, "email", "a@b.c; d@e.f", "a@b.c; d@e.f", "email"),
        (PEOPLE, "email", "javascript:alert(1)", "javascript:alert(1)", "url"),
        (ACCOUNTS, "status", "Kunde", None, "unknown_status"), (CIRCLES, "kind", "cult", None, "unknown_kind"),
        (EVENTS, "kind", "telepathy", "telepathy", "unknown_kind"), (EVENTS, "value", "N/A", None, "empty_value"),
        (EVENTS, "value", "无", None, "empty_value"), (MEMBERSHIPS, "attendance", "90%", 0.9, "percent"),
        (ROLES, "stance", "friend", None, "unknown_stance"), (ROLES, "from", "-", None, "empty_value"),
    ],
)  # fmt: skip
def test_odd_cells_are_kept_with_a_warning(
    table: Table, column: str, text: str, value: Cell, code: str
) -> None:
    reading = cell(table, column, text)
    assert (reading.cell, told(reading)) == (value, [code])


@pytest.mark.parametrize(
    ("table", "column", "text", "code"),
    [
        (PEOPLE, "person_id", "1.23457E+14", "scientific"), (PEOPLE, "person_id", "x" * 1001, "too_long"),
        (PEOPLE, "name", "y" * 1001, "too_long"), (EVENTS, "text", "n" * 50_001, "too_long"),
        (PEOPLE, "name", "a\x00b", "nul"), (PEOPLE, "name", "a\x07", "control_character"),
        (PEOPLE, "name", "a\x85b", "control_character"), (PEOPLE, "name", "a\nb", "control_character"),
        (EVENTS, "text", "a\x1cb", "control_character"), (PEOPLE, "name", "#N/A", "spreadsheet_error"),
        (EVENTS, "value", "####", "spreadsheet_error"), (PEOPLE, "consent", "maybe", "unknown_consent"),
        (KNOWS, "directed", "perhaps", "flag"), (KNOWS, "strength", "1.7", "range"), (KNOWS, "strength", "85", "range"),
        (KNOWS, "strength", "120%", "range"), (ACCOUNTS, "potential", "-1", "range"), (ACCOUNTS, "size", "-1", "range"),
        (KNOWS, "since", "2099-01-01", "future"), (ROLES, "stance_date", "2099-01-01", "future"),
        (ACCOUNTS, "potential", "€5", "currency"), (EVENTS, "kind", "k" * 2000, "too_long"),
    ],
)  # fmt: skip
def test_bad_cells_hold_the_row(table: Table, column: str, text: str, code: str) -> None:
    reading = cell(table, column, text)
    assert (reading.cell, told(reading)) == (None, [code + "!"])


def test_the_longest_texts_allowed_are_read() -> None:
    assert cell(PEOPLE, "person_id", "x" * 1000).cell == "x" * 1000
    assert cell(EVENTS, "text", "n" * 50_000).cell == "n" * 50_000


def test_a_nul_is_named_before_anything_else() -> None:
    assert "NUL" in cell(PEOPLE, "name", "=a\x00b").notes[0].text


_WORDS = st.text("aZ09 éÃ©王._-@:/+#=&()\u200b\u202e\t", min_size=1, max_size=12)


@settings(deadline=None, max_examples=500)
@given(_WORDS)
def test_the_quick_way_and_the_careful_way_agree(text: str) -> None:
    for table in TABLES.values():
        for column in table.columns:
            if reader_of(column, RULES).is_clean(text):
                assert read_cell(column, text, RULES) == Reading(text)
