"""The demo network as the tests read it: texts by column, and rows of cells for a snapshot."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from pathlib import Path

from refgraph.model.columns import Columns, columns_of
from refgraph.model.tables import TABLES, Cell, Kind
from refgraph.scores.scores import Scores, score
from refgraph.snapshot.build import build
from tests.facts import Cells, row_of

SEED = Path(__file__).resolve().parents[2] / "seed"
TODAY = "2026-11-25"
"""The day from which the network is looked at."""

Texts = dict[str, str]

_NUMBERS = (Kind.NUMBER, Kind.SHARE, Kind.MONEY)


@cache
def read(table: str) -> list[Texts]:
    """Rows of one file as texts by column."""
    with (SEED / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_id(table: str) -> dict[str, Texts]:
    """Rows of one file by their id."""
    return {row[TABLES[table].key[0]]: row for row in read(table)}


def cells_of(table: str, texts: Texts) -> Cells:
    """Cells of one row; empty ones are left out."""
    kinds = {column.name: column.kind for column in TABLES[table].columns}
    return {name: _cell(kinds[name], text) for name, text in texts.items() if text}


def _cell(kind: Kind, text: str) -> Cell:
    if kind is Kind.FLAG:
        return text == "true"
    return float(text) if kind in _NUMBERS else text


def columns(*more_events: Cells) -> Columns:
    """Give the whole network as columns, with further events."""
    rows = {table: [row_of(table, cells_of(table, texts)) for texts in read(table)] for table in TABLES}
    rows["events"] += [row_of("events", cells) for cells in more_events]
    return columns_of(rows)


@cache
def scores_of(as_of: str = TODAY) -> Scores:
    """Scores of the network as of a day."""
    return score(build(columns(), date.fromisoformat(as_of)))


def scores_with(*more_events: Cells, as_of: str = TODAY) -> Scores:
    """Scores as of a day with further events in the log."""
    return score(build(columns(*more_events), date.fromisoformat(as_of)))
