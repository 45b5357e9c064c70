"""Which tests share a worker when several run side by side, in which order, and on which version of a server.

REFGRAPH_TEST_BOTH=1 runs every test on both versions; usual is one of the two where only the server's answers count.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from typing import TYPE_CHECKING
from zlib import crc32

from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BOTH = bool(os.environ.get("REFGRAPH_TEST_BOTH"))
"""Whether every test on a server runs on each version."""
# What a store promises, and what differs between versions.
_ON_EACH = ("tests/store/", "tests/neo4j/", "tests/test_sharing.py")
# Large data that either version carries alike.
_BUT = ("tests/neo4j/test_carrying.py::test_the_clubs_of_nashville",)
# Their tests ask one server that was filled for all of them.
_TOGETHER = ("tests/backends/test_answers.py",)
# A long group that begins last leaves the other workers idle.
_LONGEST_FIRST = (
    "neo4j-",
    "browser",
    "tests/faults",
    "tests/decisions",
    "tests/scores",
    "tests/whole",
    "tests/sources",
)
_SERVER = re.compile(r"\[.*\b(neo4j-[\w.]*\d|neo4j-given)\b")


class Groups(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out whole groups: xdist's own marks of groups are without effect under pytest 9.2."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def group_of(nodeid: str) -> str:
    """The tests on one server, those in the browser, or those of one file: what they share is made once."""
    return server_in(nodeid) or (
        "browser" if nodeid.startswith("tests/browser/") else nodeid.partition("::")[0]
    )


def server_in(nodeid: str) -> str:
    """The server a test's name tells it runs on, such as `neo4j-5.26`; empty without one."""
    server = _SERVER.search(nodeid)
    return server[1] if server else ""


def turn_of(nodeid: str) -> int:
    """Place in the order in which groups are handed out, the longest first."""
    group = group_of(nodeid)
    return next(
        (turn for turn, name in enumerate(_LONGEST_FIRST) if group.startswith(name)), len(_LONGEST_FIRST)
    )


def on_one_version(nodeids: Iterable[str]) -> set[str]:
    """Of tests that differ in the version of the server alone the one that their name chooses, always the same."""
    kept: set[str] = set()
    alike: dict[str, list[str]] = defaultdict(list)
    for nodeid in nodeids:
        server = server_in(nodeid)
        if not server or (nodeid.startswith(_ON_EACH) and not nodeid.startswith(_BUT)):
            kept.add(nodeid)
        else:
            alike[nodeid.replace(server, "")].append(nodeid)
    return kept | {_chosen(name, sorted(those)) for name, those in alike.items()}


def _chosen(name: str, those: Sequence[str]) -> str:
    file = name.partition("::")[0]
    return those[crc32((file if file in _TOGETHER else name).encode()) % len(those)]
