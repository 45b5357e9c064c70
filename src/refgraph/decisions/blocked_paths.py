"""Blocked paths: the better way beside an open one that runs over somebody who does not carry our word."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.paths import paths_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refgraph.decisions.rows import Opener
    from refgraph.scores.paths import Path
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Bools


def with_blocked_paths(scores: Scores, rows: Sequence[Opener], can_carry: Bools) -> tuple[Opener, ...]:
    """The same rows with their `blocked_path`: one search for each contact of each target."""
    if can_carry.all():
        return tuple(rows)
    found: dict[tuple[int, int], Path] = {}
    for target, some in _by_target(rows).items():
        for path in _over_bad(scores, target, some, can_carry):
            key = target, path.people[0]
            found[key] = min(path, found.get(key, path), key=_path_order)
    return tuple(_with(row, found.get((row.target, row.person)), can_carry) for row in rows)


def _by_target(rows: Sequence[Opener]) -> dict[int, list[Opener]]:
    grouped: dict[int, list[Opener]] = defaultdict(list)
    for row in rows:
        grouped[row.target].append(row)
    return grouped


def _over_bad(scores: Scores, target: int, rows: Sequence[Opener], can_carry: Bools) -> Iterator[Path]:
    """The best path over a bad carrier from each row's person to each contact, if it may beat one of the open ones."""
    wanted = np.zeros_like(can_carry)
    wanted[[row.person for row in rows]] = True
    least = min(row.path.probability for row in rows)
    for contact in scores.snapshot.current_people(target).tolist():
        over_bad = bool(can_carry[contact])
        carries = can_carry if over_bad else np.ones_like(can_carry)
        found = paths_to(
            scores.inward, scores.params, contact, wanted, carries, keep=1, over_bad=over_bad, least=least
        )
        yield from (found.paths(row)[0] for row in range(len(found.ends)))


def _with(row: Opener, path: Path | None, can_carry: Bools) -> Opener:
    if path is None or round(path.probability, 12) <= round(row.path.probability, 12):
        return row
    in_the_way = next(person for person in path.people[1:] if not can_carry[person])
    return replace(row, blocked_path=path, blocked_by=in_the_way)


def _path_order(path: Path) -> tuple[float, tuple[int, ...]]:
    return -round(path.probability, 12), path.people
