"""Digests of rows that do not depend on their order, and are the same in every store."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from refgraph.model.tables import Row

MODULUS = 2**128


def row_digest(row: Row) -> int:
    """Digest of one row's cells, in [0, `MODULUS`)."""
    # `ascii` writes a row the same way under every version of Python, in a fifth of the time JSON takes.
    return int.from_bytes(hashlib.blake2b(ascii(row).encode(), digest_size=16).digest(), "big")


def rows_sum(rows: Iterable[Row]) -> int:
    """Add up the digests of rows, modulo `MODULUS`; a row that goes is subtracted again."""
    return sum(map(row_digest, rows)) % MODULUS


def keys_sum(keys: Iterable[str]) -> int:
    """Add up keys that are digests themselves (hexadecimal), modulo `MODULUS`."""
    return sum(int(key, 16) for key in keys) % MODULUS


def digest_of_sums(sums: Mapping[str, tuple[int, int]]) -> str:
    """Digest of a content, from the number of rows and their `rows_sum` by table; empty tables do not count."""
    return text_digest(
        sorted([name, count, f"{total:032x}"] for name, (count, total) in sums.items() if count)
    )


def content_digest(tables: Mapping[str, Iterable[Row]]) -> str:
    """Digest of rows by table name: two stores with equal rows have equal digests."""
    sums = {}
    for name, rows in tables.items():
        listed = list(rows)
        sums[name] = len(listed), rows_sum(listed)
    return digest_of_sums(sums)


def text_digest(value: object) -> str:
    """Digest of what JSON can say."""
    return hashlib.sha256(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
