"""Askable: who may be asked for a favour, whatever the target, as arrays over all people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from refgraph.decisions.asks import AskLog, ask_log
from refgraph.decisions.carriers import carriers
from refgraph.decisions.incidents import incidents_in_the_way
from refgraph.decisions.willingness import CallLog, call_log
from refgraph.snapshot.snapshot import Consent, EventKind, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Bools, Floats, Snapshot

_NAME = "askable"


@dataclass(frozen=True, slots=True)
class Askable:
    """What the rules know of everybody; arrays have shape (n,)."""

    at_customer: Bools
    """Whether the person has a current role at a customer: the others open nothing."""
    can_carry: Bools
    """Whether the person can carry our word."""
    may_not: Bools
    """Whether a rule other than the way the word takes forbids to ask: consent, incidents, satisfaction, patience."""
    worth: Floats
    """Net opinion · ask budget left · willingness, in (0, 1]; 0 for who is at no customer or may not be asked."""
    used: NDArray[np.int64]
    """Asks inside the budget's window."""
    asks: AskLog
    willingness: Floats
    """In (0, 1]; 1 for who has no judged reference call."""
    calls: CallLog
    incidents: dict[int, int]
    """Event row of the incident in the way, by account."""


def askable(scores: Scores) -> Askable:
    """Look up what the rules need once for all answers from these scores, O(people + roles + events) in numpy.

    Safe to call from several threads: all get the same.
    """
    if _NAME not in scores.kept:
        scores.kept.setdefault(_NAME, _looked_up(scores))
    return cast("Askable", scores.kept[_NAME])


def _looked_up(scores: Scores) -> Askable:
    snapshot, params, n = scores.snapshot, scores.params, len(scores.snapshot.people.ids)
    asks, incidents = ask_log(snapshot, params), incidents_in_the_way(snapshot)
    (at_customer, is_free), net = _standing(snapshot, incidents), scores.opinion.net
    can_carry = carriers(snapshot, scores.opinion, params)
    used = asks.used(n)
    may_not = (snapshot.people.consent == Consent.NO) | ~is_free
    may_not |= ~can_carry | (np.round(net, 12) <= 0) | (used >= params.ask_budget)
    may_not[asks.since(EventKind.REFERRAL_DECLINED, snapshot.day - params.declined_cooldown_days)] = True
    may_not[asks.since(EventKind.REFERRAL_ASKED, snapshot.day - params.asked_cooldown_days)] = True
    left, calls = (params.ask_budget - used) / max(1, params.ask_budget), call_log(snapshot, params)
    willingness = calls.willingness(n, params)
    worth = np.where(at_customer & ~may_not, net * left * willingness, 0.0)
    return Askable(at_customer, can_carry, may_not, worth, used, asks, willingness, calls, incidents)


def _standing(snapshot: Snapshot, incidents: Iterable[int]) -> tuple[Bools, Bools]:
    """Whether each person has a current role at a customer, and at one without an incident in the way, shape (n,)."""
    roles, is_customer = snapshot.roles, snapshot.accounts.status == Status.CUSTOMER
    is_free = is_customer.copy()
    is_free[list(incidents)] = False
    rows = np.flatnonzero(roles.current & is_customer[roles.account])
    person, account = roles.person[rows], roles.account[rows]
    stands, freely = (np.zeros(len(snapshot.people.ids), np.bool_) for _ in range(2))
    stands[person] = True
    freely[person[is_free[account]]] = True
    return stands, freely
