"""Which tests share a worker when several run side by side, and in which order."""

from __future__ import annotations

import re

from xdist.scheduler import LoadScopeScheduling

# A long group that begins last leaves the other workers idle.
_LONGEST_FIRST = (
    "neo4j-",
    "tests/whole",
    "browser",
    "tests/faults",
    "tests/decisions",
    "tests/scores",
    "tests/sources",
)
_SERVER = re.compile(r"\[.*\b(neo4j-[\w.]*\d|neo4j-given)\b")


class Groups(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out whole groups: xdist's own marks of groups are without effect under pytest 9.2."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def group_of(nodeid: str) -> str:
    """The tests on one server, those in the browser, or those of one file: what they share is made once."""
    server = _SERVER.search(nodeid)
    if server:
        return server[1]
    return "browser" if nodeid.startswith("tests/browser/") else nodeid.partition("::")[0]


def turn_of(nodeid: str) -> int:
    """Place in the order in which groups are handed out, the longest first."""
    group = group_of(nodeid)
    return next(
        (turn for turn, name in enumerate(_LONGEST_FIRST) if group.startswith(name)), len(_LONGEST_FIRST)
    )
