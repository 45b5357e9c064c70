"""Connections: the paths from customers' people to the people of other accounts, with and without bad carriers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.paths import paths_from, paths_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from refgraph.scores.paths import Found, Path
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Bools, Floats, Ints


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


@dataclass(frozen=True, slots=True)
class Connections:
    """Many connections; arrays of shape (c,) as in `Connection`."""

    person: Ints
    contact: Ints
    reach: Floats
    is_clean: Bools
    searches: tuple[Found, ...]
    search: NDArray[np.int64]
    """Which of the searches found it."""
    row: NDArray[np.int64]

    def __len__(self) -> int:
        """Count them."""
        return len(self.person)

    def __iter__(self) -> Iterator[Connection]:
        """Go through them."""
        return (self[at] for at in range(len(self)))

    def __getitem__(self, at: int) -> Connection:
        """One of them."""
        return Connection(
            int(self.person[at]),
            int(self.contact[at]),
            float(self.reach[at]),
            bool(self.is_clean[at]),
            self.searches[self.search[at]],
            int(self.row[at]),
        )


def connections_to(scores: Scores, contacts: Sequence[int], wanted: Bools, can_carry: Bools) -> Connections:
    """Connections of every wanted person to the contacts.

    Those over bad carriers only of people who have no clean one to any of the contacts.
    """
    search = partial(paths_to, scores.inward, scores.params, keep=scores.params.best_paths)
    clean = [search(contact, wanted, can_carry) for contact in contacts if can_carry[contact]]
    if can_carry.all():
        return _joined(clean, [])
    left = wanted.copy()
    for found in clean:
        left[found.ends] = False
    everybody = np.ones_like(can_carry)
    bad = [
        search(contact, left, can_carry, over_bad=True)
        if can_carry[contact]
        else search(contact, left, everybody)
        for contact in contacts
    ]
    return _joined(clean, bad)


def connections_from(scores: Scores, people: Sequence[int], wanted: Bools, can_carry: Bools) -> Connections:
    """Connections of people to every wanted contact.

    Those over bad carriers only to contacts to which the person has no clean one.
    """
    search = partial(paths_from, scores.outward, scores.params, keep=scores.params.best_paths)
    clean = [search(person, wanted & can_carry, can_carry) for person in people]
    if can_carry.all():
        return _joined(clean, [])
    everybody, bad = np.ones_like(can_carry), []
    for person, found in zip(people, clean, strict=True):
        left = wanted.copy()
        left[found.ends] = False
        bad.append(search(person, left, everybody))
    return _joined(clean, bad)


def _joined(clean: list[Found], bad: list[Found]) -> Connections:
    searches = (*clean, *bad)
    counts = [len(found.ends) for found in searches]
    start = np.repeat(np.array([found.start for found in searches], np.int32), counts)
    ends = np.concatenate([np.empty(0, np.int32), *(found.ends for found in searches)])
    is_backward = bool(searches) and searches[0].is_backward
    return Connections(
        person=ends if is_backward else start,
        contact=start if is_backward else ends,
        reach=np.concatenate([np.empty(0), *(found.reach for found in searches)]),
        is_clean=np.repeat(np.arange(len(searches)) < len(clean), counts),
        searches=searches,
        search=np.repeat(np.arange(len(searches)), counts),
        row=np.concatenate([np.empty(0, np.int64), *(np.arange(count) for count in counts)]),
    )
