"""Exposures: how much good word of mouth reaches the candidates of a moment, by kind of tie and by kind of evidence.

Each is a hazard a quarter under the default parameters, so that a multiplier of 1 is the default. Hazards of independent
tries add up, over speakers and over the people of an account: an account is won once one of them is convinced. For small
chances effect · rate is p = 1 - exp(-effect · rate). Only good word of mouth is counted: hazards cannot be taken away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.scores.groups import account_groups, circle_groups
from refgraph.scores.heard import carry
from refgraph.scores.pieces import pieces, shares
from refgraph.scores.tie_parts import (
    declared,
    ended_circles,
    former_colleagues,
    reporting,
    reporting_lines,
)
from refgraph.snapshot.snapshot import EventKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from refgraph.evidence.moment import Moment
    from refgraph.scores.groups import Groups
    from refgraph.scores.tie_parts import Part
    from refgraph.snapshot.snapshot import Floats

TIE_KINDS: Mapping[str, tuple[str, ...]] = {
    "declared": ("declared_rate",),
    "reporting_line": ("reporting_rate",),
    "same_account": ("same_account_rate", "same_account_total"),
    "former_colleagues": ("former_colleague_rate",),
    "circle": ("circle_rate",),
    "ended_circle": ("ended_circle_rate",),
}
"""Parameters by kind of tie that are multiplied where the kind's rate is."""

EVIDENCE_KINDS: Mapping[str, tuple[str, ...]] = {
    "satisfaction": ("satisfaction_weight",),
    "survey": ("survey_weight",),
    "order": ("order_weight", "repeat_order_weight"),
    "delivery": ("delivery_on_time_weight",),
    "incident": ("incident_closed_well_weight",),
    "stance": ("stance_weight",),
    "referral": ("referral_made_weight",),
    "contact": ("contact_weight",),
    "reference": ("reference_surprise_weight",),
}
"""Parameters by kind of evidence that are multiplied where the kind's weight is. What is bad alone keeps its weight."""

_KIND_OF_EVENT = {
    EventKind.SATISFACTION: "satisfaction",
    EventKind.SURVEY: "survey",
    EventKind.DEAL_WON: "order",
    EventKind.DELIVERY: "delivery",
    EventKind.INCIDENT_CLOSED: "incident",
    EventKind.STANCE: "stance",
    EventKind.REFERRAL_MADE: "referral",
    EventKind.MEETING: "contact",
    EventKind.CALL: "contact",
    EventKind.EMAIL: "contact",
    EventKind.VISIT: "contact",
    EventKind.THANKS: "contact",
    EventKind.REFERENCE_CALL: "reference",
}


def by_tie_kind(moment: Moment) -> Floats:
    """Σ effect · rate · belief over speakers and the account's people, by `TIE_KINDS`; shape (m, 6), at least 0.

    As heard directly, without relays. Circles and accounts of any size cost O(members): their pairs are not formed.
    """
    snapshot, params = moment.snapshot, moment.params
    said = params.effect * moment.opinion.belief
    accounts, lines = account_groups(snapshot, params), reporting_lines(snapshot.roles)
    line = reporting(lines, accounts, params)
    # A line stands instead of the two's rate as colleagues, which `reporting` has taken off already.
    whole = _spoken(line, said, np.full(len(line.rate), params.reporting_rate))
    by_person = (
        _spoken_part(declared(snapshot, params), said),
        whole,
        _spoken_together(accounts, said) - (whole - _spoken_part(line, said)),
        _spoken_part(former_colleagues(snapshot, params), said),
        _spoken_together(circle_groups(snapshot, params), said),
        _spoken_part(ended_circles(snapshot, params), said),
    )
    return moment.candidates.summed(np.maximum(np.stack(by_person, axis=1), 0.0))


def by_evidence_kind(moment: Moment) -> Floats:
    """What each kind of good evidence adds to heard, summed over the account's people; shape (m, 9), at least 0.

    Belief is r / (r + s + W); a kind's part is its share of r. Heard is linear in what is said while r + s + W and the
    uncertainty of relayers stay: multipliers hold to first order around the defaults.
    """
    said = beliefs_by_evidence_kind(moment)
    reached = carry(moment.mixing, moment.opinion.uncertainty, moment.params, said)
    return moment.candidates.summed(reached)


def beliefs_by_evidence_kind(moment: Moment) -> Floats:
    """Part of everybody's belief by `EVIDENCE_KINDS`, shape (n, 9); adds up to belief but for kinds that are not there."""
    snapshot, params = moment.snapshot, moment.params
    n, kinds = len(snapshot.people.ids), list(EVIDENCE_KINDS)
    good = np.zeros((n, len(kinds)))
    found = pieces(snapshot, params)
    column = np.full(len(EventKind), -1)
    for kind, name in _KIND_OF_EVENT.items():
        column[kind] = kinds.index(name)
    for part in shares(snapshot, params, found):
        says = part.share * (found.weight * found.decay * found.value)[part.piece]
        at = column[found.kind[part.piece]]
        counts = (says > 0) & (at >= 0)
        np.add.at(good, (part.person[counts], at[counts]), says[counts])
    return good * (moment.opinion.uncertainty / params.prior_weight)[:, np.newaxis]


def _spoken_part(part: Part, said: Floats) -> Floats:
    return _spoken(part, said, part.rate)


def _spoken(part: Part, said: Floats, rate: Floats) -> Floats:
    """Σ rate · said of the speakers to each listener, shape (n,)."""
    total = np.bincount(part.listener, rate * said[part.speaker], minlength=len(said))
    return total.astype(np.float64)


def _spoken_together(groups: Groups, said: Floats) -> Floats:
    """Σ factor · attendance · attendance · said over the others in each group, shape (n,)."""
    own = groups.attendance * said[groups.member]
    spoken = np.bincount(groups.group, own, minlength=len(groups.factor))
    heard = groups.factor[groups.group] * groups.attendance * (spoken[groups.group] - own)
    return np.bincount(groups.member, heard, minlength=len(said)).astype(np.float64)
