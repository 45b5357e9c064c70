"""A process that reads some tables whole: `python -m refgraph.store.sqlite.column_process FILE TABLE…`.

Writes to stdout what `raw_pieces.write` writes. Python turns the cells of one table after the other; several
processes use several cores.
"""

from __future__ import annotations

import sys
from contextlib import closing
from importlib.abc import MetaPathFinder
from pathlib import Path

from refgraph.store.sqlite.connection import connect
from refgraph.store.sqlite.raw_columns import TEXTS, raw_table, raw_texts
from refgraph.store.sqlite.raw_pieces import state_within, write


class WithoutPandas(MetaPathFinder):
    """Arrow loads pandas to ask whether what it is given is of it, which takes longer than a small table."""

    def find_spec(self, name: str, *_: object) -> None:
        """Say that it is not there; raises ModuleNotFoundError."""
        if name == "pandas":
            raise ModuleNotFoundError(name)


def main(file: str, *tables: str) -> None:
    """Read the tables at one version of the store."""
    with closing(connect(Path(file))) as db:
        db.execute("BEGIN")
        state = state_within(db)
        for table in tables:
            write(sys.stdout.buffer, state, table, raw_texts(db) if table == TEXTS else raw_table(db, table))


if __name__ == "__main__":
    sys.meta_path.insert(0, WithoutPandas())
    main(*sys.argv[1:])
