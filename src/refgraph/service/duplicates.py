"""What may be the same in a store, minus what somebody said is not."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from refgraph.errors import BadOption, UnknownId
from refgraph.matching.proposals import proposals
from refgraph.model.batch import Batch
from refgraph.model.digests import text_digest
from refgraph.service.retrying import retried

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.matching.proposal import Proposal
    from refgraph.model.batch import Applied
    from refgraph.store.port import Store


def likely_duplicates(store: Store, table: str, *, at_least: float | None = None) -> tuple[Proposal, ...]:
    """Propose entities of `people` or `accounts` that may be one (`matching.proposals`), most certain first.

    Pairs said to be two are not proposed, under whatever id they go by since.
    """
    aliases = store.aliases(table)
    said = {tuple(aliases.get(one, one) for one in pair) for pair in store.distinct(table)}
    return proposals(store.snapshot(), table=table, at_least=at_least, distinct=[(a, b) for a, b in said])


def not_the_same(store: Store, table: str, ids: Sequence[str], *, by: str = "") -> Applied:
    """Remember that entities are all different ones, so that they are proposed no more; an undo takes it back.

    Raises `UnknownId` for an id the table lacks, `BadOption` for fewer than two, `StaleBase` when others wrote five
    times meanwhile.
    """
    if len(set(ids)) < 2:
        raise BadOption("there is nothing to tell apart", "name two different ids")
    known = store.known(table, [(one,) for one in ids])
    for one in ids:
        if (one,) not in known:
            raise UnknownId(
                f"there is nothing with the id '{one}' in {table}", "look it up: refgraph search NAME"
            )
    pairs = list(combinations(sorted(set(ids)), 2))

    def attempt() -> Applied:
        base = store.version()
        batch_id = "distinct-" + text_digest([table, pairs, base])[:16]
        return store.apply(
            Batch(batch_id, f"not the same: {table}", base, {}, distinct={table: pairs}, by=by)
        )

    return retried(attempt)
