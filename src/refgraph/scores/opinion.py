"""Opinion: what each person thinks of us, from evidence (subjective logic; Jøsang & Ismail 2002, Jøsang 2016)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from refgraph.model.tables import EVENT_KINDS
from refgraph.scores.pieces import Pieces, pieces, shares

if TYPE_CHECKING:
    from refgraph.model.params import Params
    from refgraph.snapshot.snapshot import Floats, Snapshot


@dataclass(frozen=True, slots=True)
class Opinion:
    """Opinions by person index, shape (n,); belief + disbelief + uncertainty = 1."""

    belief: Floats
    disbelief: Floats

    @property
    def uncertainty(self) -> Floats:
        """1 - belief - disbelief, in [0, 1], shape (n,); 1 where nothing is known."""
        return 1.0 - self.belief - self.disbelief

    @property
    def net(self) -> Floats:
        """belief - disbelief, in (-1, 1), shape (n,)."""
        return self.belief - self.disbelief


@dataclass(frozen=True, slots=True)
class OpinionEvidence:
    """One piece of evidence behind one person's opinion; `weight * share * decay * value` went into it."""

    kind: str
    """An event kind; `incident_closed` for an incident that was, `stance` also for one from roles.csv."""
    ref: str
    """Event id, a closed incident's that of its closing; the account id for a stance from roles.csv."""
    day: int
    """Day the age runs from, of a reference call that of its judgement; ALWAYS for an undated stance."""
    value: float
    """x, from -1 to 1."""
    weight: float
    share: float
    decay: float
    """2^(-age / half-life), in (0, 1]."""


def opinions(snapshot: Snapshot, params: Params) -> Opinion:
    """Opinion of every person.

    r and s are the sums of weight * share * decay * |x| over the good and the bad evidence; belief is
    r / (r + s + W), disbelief s / (r + s + W), both in [0, 1). No evidence gives 0 and 0.
    """
    n = len(snapshot.people.ids)
    good, bad = np.zeros(n), np.zeros(n)
    found = pieces(snapshot, params)
    for part in shares(snapshot, params, found):
        says = part.share * (found.weight * found.decay * found.value)[part.piece]
        good += np.bincount(part.person, np.maximum(says, 0.0), minlength=n)
        bad += np.bincount(part.person, np.maximum(-says, 0.0), minlength=n)
    total = good + bad + params.prior_weight
    return Opinion(good / total, bad / total)


def opinion_evidence(snapshot: Snapshot, params: Params, person: int) -> list[OpinionEvidence]:
    """Evidence behind one person's opinion, strongest first (|weight * share * decay * value|), then by ref.

    A closed incident is one piece: kind, `ref` and `day` are those of its closing. A judged reference
    call is one piece, with its own id and the day of its judgement. Pieces with x = 0 are listed.
    """
    found = pieces(snapshot, params)
    evidence = [
        _evidence(snapshot, found, piece, share)
        for part in shares(snapshot, params, found, person=person)
        for piece, share in zip(part.piece.tolist(), part.share.tolist(), strict=True)
    ]
    return sorted(evidence, key=lambda e: (-round(abs(e.weight * e.share * e.decay * e.value), 12), e.ref))


def opinion_word(belief: float, disbelief: float, params: Params) -> str:
    """Name an opinion: `unknown` where uncertainty > .7, else `supporter`, `opponent` or `neutral` by net opinion.

    The bounds are those of `Params`; numbers are compared after rounding to 12 digits.
    """
    net = round(belief - disbelief, 12)
    if round(1.0 - belief - disbelief, 12) > params.unknown_uncertainty:
        return "unknown"
    if net >= params.supporter_net:
        return "supporter"
    return "opponent" if net <= params.opponent_net else "neutral"


def _evidence(snapshot: Snapshot, found: Pieces, piece: int, share: float) -> OpinionEvidence:
    event, role = int(found.event[piece]), int(found.role[piece])
    return OpinionEvidence(
        kind=EVENT_KINDS[found.kind[piece]],
        ref=snapshot.events.ids[event] if event >= 0 else snapshot.accounts.ids[snapshot.roles.account[role]],
        day=int(found.day[piece]),
        value=float(found.value[piece]),
        weight=float(found.weight[piece]),
        share=share,
        decay=float(found.decay[piece]),
    )
