"""What one asks of a network by commands, chosen from what is in it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from refgraph.model.tables import TABLES
from refgraph.store.address import open_backend
from tests.store.batches import table_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refgraph.model.tables import Row

Question = tuple[str, ...]


def questions(url: str, day: str) -> list[Question]:
    """Questions about a store as of a day and the one a year before; the same for equal rows."""
    with closing(open_backend(url)) as store:
        columns = store.snapshot()
    rows = {name: table_rows(columns, name) for name in TABLES}
    before = f"{int(day[:4]) - 1}{day[4:]}"
    return [
        *of_the_store(rows),
        *of_scores(day),
        ("score", "--as-of", before),
        *of_accounts(rows, day),
        *of_reps(rows, day),
        *of_changes(rows, day),
    ]


def of_the_store(rows: dict[str, list[Row]]) -> Iterator[Question]:
    """What is in it and where it came from."""
    yield from (("status",), ("imports",), ("held",), ("verify",), ("duplicates",))
    yield ("duplicates", "--table", "accounts")
    for name in ("people", "accounts", "circles", "reps"):
        for row in spread(rows[name], 3):
            yield "source", "--table", name, str(row[0])
    for row in spread([*rows["people"], *rows["accounts"], *rows["circles"]], 8):
        words = str(row[1]).split()
        yield "search", words[-1]
        yield "search", words[0][:2]
        yield "search", str(row[0])


def of_scores(day: str) -> Iterator[Question]:
    """What everybody thinks and has heard on a day."""
    for entity in ("people", "accounts", "circles"):
        yield "score", "--entity", entity, "--as-of", day
    yield "circles", "--as-of", day
    yield "followup", "--as-of", day


def of_accounts(rows: dict[str, list[Row]], day: str) -> Iterator[Question]:
    """Who opens some accounts, and the ways between some people."""
    for row in spread(rows["accounts"], 4):
        yield "openers", str(row[0]), "--as-of", day
        yield "targets", str(row[0]), "--as-of", day
    people = [str(row[0]) for row in spread(rows["people"], 4)]
    for one, other in zip(people[::2], people[1::2], strict=False):
        yield "path", one, other, "--as-of", day
        yield "targets", one, "--as-of", day


def of_reps(rows: dict[str, list[Row]], day: str) -> Iterator[Question]:
    """What to do and which accounts to win."""
    for row in spread(rows["reps"], 3):
        yield "followup", "--rep", str(row[0]), "--as-of", day
        yield "plan", "week", "--rep", str(row[0]), "--from", day
    for objective in ("spread", "concentrate"):
        yield "plan", "territory", "--budget", "4", "--objective", objective, "--as-of", day
    territory = TABLES["accounts"].index("territory")
    for named in sorted({str(row[territory]) for row in rows["accounts"] if row[territory]})[:1]:
        yield (
            "plan",
            "territory",
            "--budget",
            "2",
            "--objective",
            "spread",
            "--territory",
            named,
            "--as-of",
            day,
        )


def of_changes(rows: dict[str, list[Row]], day: str) -> Iterator[Question]:
    """What would be under a change."""
    for row in spread(rows["accounts"], 1):
        yield "whatif", "--win", str(row[0]), "--as-of", day
        yield "whatif", "--lose", str(row[0]), "--as-of", day
    for row in spread(rows["people"], 1):
        yield "whatif", "--stance", f"{row[0]}=opponent", "--as-of", day


def spread(rows: Sequence[Row], count: int) -> list[Row]:
    """Some rows from the first to the last."""
    step = max(1, len(rows) // count)
    return list(rows[::step][:count])
