"""Build the snapshot of a day from the store's columns."""

from __future__ import annotations

from datetime import date

from refgraph.model.columns import Columns
from refgraph.snapshot.snapshot import Snapshot


def build(columns: Columns, as_of: date) -> Snapshot:
    """Freeze what held as of a day."""
