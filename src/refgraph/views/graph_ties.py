"""What an edge between two people says of the tie between them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Bools, Ints


class TieFacts:
    """Looks up ties of one `Scores`, all of them quickly."""

    def __init__(self, scores: Scores) -> None:
        self._ties = scores.ties
        self._snapshot = scores.snapshot

    def between(self, speaker: int, listener: int) -> dict[str, str | float | bool]:
        """Give `probability`, `weight` (conversations a quarter) and `evidence` of a tie.

        Evidence names what holds as of the day, joined by `;`: `knows`, `reports_to`, `same_account`, `shared_circle`.
        Without a tie both numbers are 0 and nothing is named.
        """
        at = self._ties.find(speaker, listener)
        if at is None:
            return {"probability": 0.0, "weight": 0.0, "evidence": ""}
        return {
            "probability": float(self._ties.probability[at]),
            "weight": float(self._ties.rate[at]),
            "evidence": ";".join(self._evidence(speaker, listener)),
        }

    def _evidence(self, speaker: int, listener: int) -> list[str]:
        reporting = self._lines.get((speaker, listener), set()) | self._lines.get((listener, speaker), set())
        together = self._accounts.get(speaker, set()) & self._accounts.get(listener, set())
        holds = {
            "knows": (speaker, listener) in self._declared,
            "reports_to": bool(reporting),
            "same_account": bool(together - reporting),
            "shared_circle": bool(self._circles.get(speaker, set()) & self._circles.get(listener, set())),
        }
        return [name for name, it_does in holds.items() if it_does]

    @cached_property
    def _declared(self) -> set[tuple[int, int]]:
        knows = self._snapshot.knows
        there = ~(knows.strength == 0)
        forth = zip(knows.a[there].tolist(), knows.b[there].tolist(), strict=True)
        both = there & ~knows.directed
        return {*forth, *zip(knows.b[both].tolist(), knows.a[both].tolist(), strict=True)}

    @cached_property
    def _lines(self) -> dict[tuple[int, int], set[int]]:
        """Accounts by (person, manager)."""
        roles, found = self._snapshot.roles, dict[tuple[int, int], set[int]]()
        for row in np.flatnonzero(roles.current & (roles.reports_to >= 0)).tolist():
            pair = int(roles.person[row]), int(roles.reports_to[row])
            found.setdefault(pair, set()).add(int(roles.account[row]))
        return found

    @cached_property
    def _accounts(self) -> dict[int, set[int]]:
        roles = self._snapshot.roles
        return _places(roles.person, roles.account, roles.current)

    @cached_property
    def _circles(self) -> dict[int, set[int]]:
        members = self._snapshot.memberships
        return _places(members.person, members.circle, members.current)


def _places(person: Ints, place: Ints, current: Bools) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for who, where in zip(person[current].tolist(), place[current].tolist(), strict=True):
        found.setdefault(who, set()).add(where)
    return found
