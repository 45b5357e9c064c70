"""Carry all that a store has to another place, and prove that it arrived."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from refgraph.errors import StoreError
from refgraph.model.progress import silent
from refgraph.store.address import load_backend, open_backend
from refgraph.store.transfer import Tally

if TYPE_CHECKING:
    from refgraph.model.progress import Progress
    from refgraph.store.port import Store
    from refgraph.store.transfer import Content


def carry(store: Store, url: str, *, replace: bool = False, progress: Progress = silent) -> Tally:
    """Put a copy of a store, with an identity of its own, in place at an address; what it has.

    Then both are read, and compared: raises `StoreError` where they differ, and what `load_backend` raises.
    """
    tallies: list[Tally] = []

    def take(content: Content) -> Tally:
        # Where others wrote meanwhile it comes again: what stands there by then is the beginning of this copy.
        replaces = replace or bool(tallies)
        tallies.append(tally := Tally())
        load_backend(tally.counting(content, progress), url, replace=replaces)
        return tally

    carried = store.hand_over(take)
    with closing(open_backend(url)) as copy:
        differences = _differences(store, carried, copy, progress)
    if differences:
        raise StoreError(
            f"{url} is not what {store.url} is, they differ in {'; '.join(differences)}",
            "copy it again with --replace",
        )
    return carried


def _differences(store: Store, carried: Tally, copy: Store, progress: Progress) -> list[str]:
    found = carried.differences(copy.hand_over(lambda content: _tallied(content, progress)))
    digests = {carried.digest, copy.digest(), _digest_at(store, carried)}
    return found if len(digests) == 1 else [*found, "the digest of their rows"]


def _tallied(content: Content, progress: Progress) -> Tally:
    tally = Tally()
    for _ in tally.counting(content, progress, "compare").parts:
        pass
    return tally


def _digest_at(store: Store, carried: Tally) -> str:
    """Digest of a store as it reads it itself; of what was carried where others have written since."""
    digest = store.digest()
    return digest if store.version() == carried.version else carried.digest
