"""Seats: the groups of people that a spread starts from and that it counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from refgraph.snapshot.snapshot import Bools, Ints, Snapshot


@dataclass(frozen=True, slots=True)
class Seats:
    """People of each group, in CSR form.

    Seeding a group activates all its people; a group is reached when one of its people is. A group without people
    reaches itself and is reached by nobody else. A person may sit in several groups, or in none.
    """

    indptr: NDArray[np.int64]
    """Shape (g + 1,)."""
    person: Ints
    """People of each group, distinct, ascending."""

    @classmethod
    def one_each(cls, n: int) -> Seats:
        """Every one of n people a group of his own, by person index."""
        return cls(np.arange(n + 1, dtype=np.int64), np.arange(n, dtype=np.int32))

    @classmethod
    def of_accounts(cls, snapshot: Snapshot) -> Seats:
        """The distinct people with a current role at each account, by account index."""
        return cls(*snapshot.people_of_accounts)

    @property
    def groups(self) -> int:
        """Number of groups."""
        return len(self.indptr) - 1

    def people_of(self, group: int) -> Ints:
        """People of one group, ascending."""
        return self.person[self.indptr[group] : self.indptr[group + 1]]

    def people_in(self, groups: Bools) -> Bools:
        """Whether each person up to the last seated one sits in one of `groups`, shape (g,)."""
        sits = np.zeros(int(self.person.max(initial=-1)) + 1, np.bool_)
        sits[self.person[np.repeat(groups, np.diff(self.indptr))]] = True
        return sits

    def groups_by_person(self, n: int, wanted: Bools) -> tuple[NDArray[np.int64], Ints]:
        """The wanted groups of each of n people, ascending: shapes (n + 1,) and (seats in wanted groups,)."""
        group = np.repeat(np.arange(self.groups, dtype=np.int32), np.diff(self.indptr))
        kept = wanted[group]
        person, group = self.person[kept], group[kept]
        order = np.argsort(person, kind="stable")
        return _starts(person, n), group[order]


def _starts(row: Ints, rows: int) -> NDArray[np.int64]:
    """Where each row begins, shape (rows + 1,), once the entries stand in the order of their rows."""
    return np.concatenate(([0], np.cumsum(np.bincount(row, minlength=rows)))).astype(np.int64)
