"""Copy a whole store from one place to another, whichever backends keep them."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.errors import BadOption, StoreMissing, StoreNewer
from refgraph.model.progress import silent
from refgraph.model.tables import TABLES
from refgraph.service.place import open_port
from refgraph.store.address import are_one_place, require_place
from refgraph.store.carrying import carry
from refgraph.store.transfer import Kept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refgraph.model.progress import Progress
    from refgraph.store.port import Store


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that was compared with what it is of, and found equal."""

    source: str
    """Address it was copied from."""
    dest: str
    version: int
    digest: str
    """`Store.digest` of both."""
    counts: Mapping[str, int]
    """Rows by table."""
    imports: int
    held: int
    """Rows held back."""
    history: int
    """Former rows."""


def copy_store(source: str, dest: str, *, replace: bool = False, progress: Progress = silent) -> Copied:
    """Copy all of a store, history and held rows included, and compare both ends.

    The copy has an identity of its own. Raises `BadOption` where both addresses name one place, `StoreUnavailable`
    where there is a store already and `replace` is False, and `StoreError` where the copy is not equal.
    """
    for url in (source, dest):
        require_place(url)
    if are_one_place(source, dest):
        raise _one_place(source, dest)
    with closing(open_port(source)) as store:
        _refuse_itself(store, dest)
        carried = carry(store, dest, replace=replace, progress=progress)
    return Copied(
        source=source,
        dest=dest,
        version=carried.version,
        digest=carried.digest,
        counts={name: carried.counts[name] for name in TABLES},
        imports=carried.counts[Kept.BATCHES],
        held=carried.held,
        history=carried.counts[Kept.HISTORY],
    )


def _refuse_itself(store: Store, dest: str) -> None:
    """A server has many names: the same store there is the same place."""
    if dest.startswith("sqlite:") or store.url.startswith("sqlite:"):
        return
    try:
        with closing(open_port(dest)) as there:
            is_itself = there.state()[0] == store.state()[0]
    except (StoreMissing, StoreNewer):
        # What is there otherwise is judged by whoever writes to it.
        return
    if is_itself:
        raise _one_place(store.url, dest)


def _one_place(source: str, dest: str) -> BadOption:
    return BadOption(f"'{source}' and '{dest}' are one place", "name another one to copy to")
