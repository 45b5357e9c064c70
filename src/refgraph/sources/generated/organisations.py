"""Accounts and the reps who work them, drawn from numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.sources.generated import proportions as per
from refgraph.sources.generated.words import TRADES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Organisations:
    """Accounts by (trade, region), arrays of shape (a,), and how they are divided among reps."""

    trade: Ints
    """Position in `TRADES`, ascending."""
    region: Ints
    """Number of the region, ascending within a trade."""
    known: Ints
    """People known there, at least one; they add up to the people of the network."""
    size: Ints
    """Employees."""
    parent: Ints
    """Account above, of the same trade and without one of its own; -1 for none."""
    potential: Ints
    """Money of one opening."""
    territories: int
    """Number of territories, each of one rep, whose number it is."""

    @property
    def count(self) -> int:
        """Number of accounts."""
        return len(self.trade)

    @property
    def territory(self) -> Ints:
        """Number of the territory, which is that of its rep, shape (a,)."""
        return self.region // per.REGIONS_A_TERRITORY

    @property
    def first_person(self) -> Ints:
        """Index of the first person of each account, shape (a,)."""
        return np.cumsum(self.known) - self.known


def organisations(people: int, rng: np.random.Generator) -> Organisations:
    """Draw the accounts of so many `people` (at least 3)."""
    count = max(3, round(people / per.PEOPLE_AN_ACCOUNT))
    trade = np.sort(rng.choice(len(TRADES), count, p=[t.share for t in TRADES])).astype(np.int64)
    regions = max(1, round(count / per.ACCOUNTS_A_REGION))
    region = rng.integers(regions, size=count)
    region = region[np.lexsort((region, trade))]
    known = 1 + rng.multinomial(people - count, _shares(rng.gamma(4.0, size=count)))
    size = np.round(known * 20 * np.exp(rng.normal(0.8, 0.7, count))).astype(np.int64)
    return Organisations(
        trade=trade,
        region=region,
        known=known,
        size=size,
        parent=_parents(trade, rng),
        potential=np.round(size * 300 * np.exp(rng.normal(0.5, 0.5, count)), -3).astype(np.int64) + 5_000,
        territories=-(-regions // per.REGIONS_A_TERRITORY),
    )


def _shares(weights: Floats) -> Floats:
    shares: Floats = weights / weights.sum()
    return shares


def _parents(trade: Ints, rng: np.random.Generator) -> Ints:
    """Give a quarter of the accounts a parent among the others of their trade that come before them."""
    count = len(trade)
    has_parent = rng.random(count) < per.ACCOUNTS_WITH_PARENT
    first = np.searchsorted(trade, trade)
    heads_before: Ints = np.cumsum(~has_parent) - ~has_parent
    least = heads_before[first]
    drawn = least + np.floor(rng.random(count) * (heads_before - least)).astype(np.int64)
    heads = np.flatnonzero(~has_parent)
    found = has_parent & (heads_before > least)
    return np.where(found, heads[np.minimum(drawn, len(heads) - 1)], -1) if len(heads) else np.full(count, -1)
