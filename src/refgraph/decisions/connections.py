"""Connections: the paths from customers' people to the people of other accounts, with and without bad carriers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.paths import paths_from, paths_to
from refgraph.snapshot.snapshot import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.scores.paths import Path
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Bools


@dataclass(frozen=True, slots=True)
class Connection:
    """The best paths from one person to one contact."""

    person: int
    contact: int
    paths: tuple[Path, ...]
    """Best first, one or more."""
    is_clean: bool
    """Whether nobody on the paths, the contact included, is known to speak badly of us."""

    @property
    def reach(self) -> float:
        """Chance that the word arrives along at least one of the paths: 1 - product of (1 - p)."""
        return 1.0 - math.prod(1.0 - path.probability for path in self.paths)


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
    keep, params = scores.params.best_paths, scores.params
    everybody = np.ones_like(can_carry)
    clean = (
        paths_to(scores.inward, params, contact, wanted, can_carry, keep=keep) if can_carry[contact] else {}
    )
    for person, paths in clean.items():
        yield Connection(person, contact, tuple(paths), is_clean=True)
    if not can_carry.all():
        for person, paths in paths_to(scores.inward, params, contact, wanted, everybody, keep=keep).items():
            if person not in clean:
                yield Connection(person, contact, tuple(paths), is_clean=False)


def connections_from(scores: Scores, person: int, wanted: Bools, can_carry: Bools) -> Iterator[Connection]:
    """Connections of a person to every wanted contact; those over bad carriers only where there is no clean one."""
    keep, params = scores.params.best_paths, scores.params
    everybody = np.ones_like(can_carry)
    clean = paths_from(scores.outward, params, person, wanted & can_carry, can_carry, keep=keep)
    for contact, paths in clean.items():
        yield Connection(person, contact, tuple(paths), is_clean=True)
    if not can_carry.all():
        for contact, paths in paths_from(
            scores.outward, params, person, wanted, everybody, keep=keep
        ).items():
            if contact not in clean:
                yield Connection(person, contact, tuple(paths), is_clean=False)
