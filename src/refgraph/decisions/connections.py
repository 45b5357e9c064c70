"""Connections: the paths from customers' people to the people of other accounts, with and without bad carriers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.paths import paths_from, paths_to
from refgraph.snapshot.snapshot import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from refgraph.scores.paths import Found, Path
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Bools


@dataclass(frozen=True, slots=True)
class Connection:
    """The best paths from one person to one contact."""

    person: int
    contact: int
    reach: float
    """Chance that the word arrives along at least one of the paths, in (0, 1)."""
    is_clean: bool
    """Whether nobody on the paths, the contact included, is known to speak badly of us."""
    found: Found
    row: int
    """Where `found` has the paths."""

    @property
    def paths(self) -> tuple[Path, ...]:
        """Best first, one or more."""
        return self.found.paths(self.row)


def customers_people(scores: Scores) -> Bools:
    """Whether each person has a current role at a customer, shape (n,)."""
    snapshot = scores.snapshot
    roles = snapshot.roles
    standing = np.zeros(len(snapshot.people.ids), np.bool_)
    at_customer = roles.current & (snapshot.accounts.status[roles.account] == Status.CUSTOMER)
    standing[roles.person[at_customer]] = True
    return standing


def connections_to(scores: Scores, contact: int, wanted: Bools, can_carry: Bools) -> Iterator[Connection]:
    """Connections of every wanted person to a contact; those over bad carriers only where there is no clean one."""
    search = partial(paths_to, scores.inward, scores.params, contact, keep=scores.params.best_paths)
    return _clean_first(search, wanted & can_carry[contact], wanted, can_carry)


def connections_from(scores: Scores, person: int, wanted: Bools, can_carry: Bools) -> Iterator[Connection]:
    """Connections of a person to every wanted contact; those over bad carriers only where there is no clean one."""
    search = partial(paths_from, scores.outward, scores.params, person, keep=scores.params.best_paths)
    return _clean_first(search, wanted & can_carry, wanted, can_carry)


def _clean_first(
    search: Callable[[Bools, Bools], Found], cleanly: Bools, wanted: Bools, can_carry: Bools
) -> Iterator[Connection]:
    """Search among `cleanly` over good carriers, then for the wanted people that leaves over everybody."""
    clean = search(cleanly, can_carry)
    yield from _connections(clean, is_clean=True)
    if not can_carry.all():
        others = wanted.copy()
        others[clean.ends] = False
        yield from _connections(search(others, np.ones_like(can_carry)), is_clean=False)


def _connections(found: Found, *, is_clean: bool) -> Iterator[Connection]:
    for row, (end, reach) in enumerate(zip(found.ends.tolist(), found.reach.tolist(), strict=True)):
        person, contact = (end, found.start) if found.is_backward else (found.start, end)
        yield Connection(person, contact, reach, is_clean, found, row)
