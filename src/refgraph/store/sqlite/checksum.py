"""A checksum over the rows of a table, kept up to date row by row.

SQLite's own check finds a broken structure, not a flipped bit inside a value.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import blake2b

from refgraph.model.tables import Row

_MODULUS = 2**62


def rows_sum(stored_rows: Iterable[Row]) -> int:
    """Add up the digests of rows as they are stored, `num` and `ver` included; the order does not matter."""
    return sum(map(_digest, stored_rows)) % _MODULUS


def moved(checksum: int, *, gone: Iterable[Row], come: Iterable[Row]) -> int:
    """Checksum of a table after rows have gone and others come."""
    return (checksum - rows_sum(gone) + rows_sum(come)) % _MODULUS


def _digest(stored_row: Row) -> int:
    return int.from_bytes(blake2b(json.dumps(stored_row).encode(), digest_size=8).digest())
