"""Outlook: what two worlds look like to a lead, in a few numbers that can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.snapshot.snapshot import Status

if TYPE_CHECKING:
    from refgraph.decisions.opener_changes import OpenerChanges
    from refgraph.scores.scores import Scores
    from refgraph.scores.standing import Standings
    from refgraph.snapshot.snapshot import Bools, Floats


@dataclass(frozen=True, slots=True)
class Outlook:
    """One of two worlds in numbers."""

    customers: int
    """Accounts that are customers."""
    open_accounts: int
    """Prospects."""
    listeners: int
    """People with a current role at an account that is a prospect in both worlds; the same in both."""
    heard_positive: float
    """Sum of what the listeners have heard, 0 or more; a person's volume is about 0 to 1."""
    heard_negative: float
    heard_net: float
    """heard_positive - `negative_weight` * heard_negative."""
    reputation: float | None
    """Mean over the circles that have heard anything in both worlds, in [-1, 1]; None without one."""
    circles_at_critical_mass: int
    """Circles with at least `critical_mass` customers."""
    openers: int
    """People who can open at least one target; of the targets looked at alone, where there are many (`WhatIf.counts_all`)."""
    opportunities: int
    """Pairs of opener and target, likewise."""


def outlooks(
    worlds: tuple[Scores, Scores], names: tuple[Standings, Standings], found: OpenerChanges
) -> tuple[Outlook, Outlook]:
    """Numbers before and after; O(roles + circles)."""
    listeners, heard_in_both = _listeners(worlds), _heard_in_both(names)
    before, after = (
        _outlook(scores, standings, listeners, heard_in_both, (people, pairs))
        for scores, standings, people, pairs in zip(
            worlds, names, found.openers, found.opportunities, strict=True
        )
    )
    return before, after


def open_in_both(worlds: tuple[Scores, Scores]) -> Bools:
    """Whether each account is a prospect before and after, shape (a,)."""
    one, other = (scores.snapshot.accounts.status == Status.PROSPECT for scores in worlds)
    return np.asarray(one & other, np.bool_)


def _listeners(worlds: tuple[Scores, Scores]) -> Bools:
    roles = worlds[0].snapshot.roles
    listening = np.zeros(len(worlds[0].snapshot.people.ids), np.bool_)
    listening[roles.person[roles.current & open_in_both(worlds)[roles.account]]] = True
    return listening


def _heard_in_both(names: tuple[Standings, Standings]) -> Bools:
    return ~(np.isnan(names[0].reputation) | np.isnan(names[1].reputation))


def _outlook(
    scores: Scores, names: Standings, listeners: Bools, heard_in_both: Bools, openers: tuple[int, int]
) -> Outlook:
    status, heard = scores.snapshot.accounts.status, scores.heard
    return Outlook(
        customers=int((status == Status.CUSTOMER).sum()),
        open_accounts=int((status == Status.PROSPECT).sum()),
        listeners=int(listeners.sum()),
        heard_positive=float(heard.positive[listeners].sum()),
        heard_negative=float(heard.negative[listeners].sum()),
        heard_net=float(heard.net[listeners].sum()),
        reputation=_mean(names.reputation[heard_in_both]),
        circles_at_critical_mass=int((names.ours >= scores.params.critical_mass).sum()),
        openers=openers[0],
        opportunities=openers[1],
    )


def _mean(values: Floats) -> float | None:
    return float(values.mean()) if len(values) else None
