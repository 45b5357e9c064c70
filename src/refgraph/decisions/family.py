"""The tree of accounts: what stands above one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from refgraph.snapshot.snapshot import Snapshot


def above(snapshot: Snapshot, account: int) -> list[int]:
    """Accounts above one, nearest first, each once and never itself, also where parents run in a circle."""
    parents = snapshot.accounts.parent
    found: list[int] = []
    at = int(parents[account])
    while at >= 0 and at != account and at not in found:
        found.append(at)
        at = int(parents[at])
    return found
