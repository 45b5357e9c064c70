"""Every parameter of the model, in one frozen value: unit, default and where the default comes from.

Sources: [D] fitted or chosen on real data, [S] simulation, [L] literature, [G] a guess to be fitted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


def _frozen(**values: float) -> Mapping[str, float]:
    return MappingProxyType(values)


@dataclass(frozen=True, slots=True)
class Params:
    """Parameters of opinion, ties, heard, openers and circle reputation."""

    # opinion: weights of evidence, 1 = half the prior's weight
    prior_weight: float = 2.0
    """W of subjective logic (Jøsang 2016): evidence that weighs as much as knowing nothing. [L]"""
    satisfaction_weight: float = 2.0
    survey_weight: float = 2.0
    survey_neutral: float = 6.0
    """NPS answer that says nothing either way. [G]"""
    survey_span: float = 4.0
    order_weight: float = 1.0
    order_value: float = 0.5
    repeat_order_weight: float = 1.5
    repeat_order_value: float = 0.7
    delivery_on_time_weight: float = 0.5
    delivery_on_time_value: float = 0.5
    delivery_late_weight: float = 1.0
    delivery_late_days: float = 35.0
    """Days late at which a delivery is as bad as can be. [G]"""
    contact_weight: float = 0.5
    incident_open_weight: float = 2.0
    incident_open_start: float = 0.2
    incident_open_days: float = 45.0
    """Days an incident must stay open to count with its whole severity (less the start). [G]"""
    incident_closed_well_weight: float = 1.0
    incident_closed_well_factor: float = 0.5
    incident_closed_badly_weight: float = 2.5
    escalation_weight: float = 3.0
    severity_default: float = 0.5
    stance_weight: float = 3.0
    referral_made_weight: float = 3.0
    referral_made_value: float = 1.0
    referral_declined_weight: float = 0.5
    referral_declined_value: float = -0.3
    deal_lost_weight: float = 0.5
    deal_lost_value: float = -0.3
    experience_half_life_days: float = 1095.0
    """[D]"""
    survey_half_life_days: float = 730.0
    stance_half_life_days: float = 365.0
    share_by_seniority: Mapping[str, float] = field(default_factory=lambda: _frozen(C=0.5, M=0.4, S=0.2))
    """Share of an event's weight for colleagues of its person, by seniority; unknown counts as S. [G]"""
    # words for an opinion
    unknown_uncertainty: float = 0.7
    supporter_net: float = 0.3
    opponent_net: float = -0.2
    # ties: conversations a quarter
    declared_rate: float = 3.0
    """Conversations a quarter of a declared acquaintance of strength 1. [G]"""
    strength_default: float = 0.5
    declared_half_life_days: float = 365.0
    """[L,D]"""
    reporting_rate: float = 3.0
    """[D]"""
    same_account_rate: float = 0.75
    """[D]"""
    same_account_total: float = 9.0
    """Conversations a quarter a person has with all colleagues together. [D]"""
    former_colleague_rate: float = 0.3
    former_overlap_days: int = 90
    former_half_life_days: float = 730.0
    circle_meetings_cap: float = 9.0
    """Meetings a quarter beyond which more meetings add nothing. [D]"""
    meetings_per_year_default: float = 4.0
    meetings_per_year: Mapping[str, float] = field(default_factory=lambda: _frozen(social=6.0, alumni=1.0))
    """By kind of circle, where they differ from the default."""
    attendance: Mapping[str, float] = field(
        default_factory=lambda: _frozen(chair=1.0, organiser=0.9, member=0.5)
    )
    """By role in the circle, where no attendance is given; no role counts as member."""
    ended_circle_half_life_days: float = 730.0
    account_pairs_up_to: int = 1000
    """Current people up to which an account is taken pair by pair; beyond, a ring."""
    pairs_up_to: int = 200
    """Members up to which a circle is taken pair by pair in paths; beyond, a ring."""
    ring_neighbours: int = 100
    """Neighbours on each side of the ring."""
    effect: float = 0.05
    """Chance that one conversation carries the word and it counts. [G]"""
    # heard
    damping: float = 0.85
    """δ, kept at each relay. [D]"""
    depth: int = 4
    """Relays followed; 1 loses, 3 or more is flat. [D]"""
    negative_weight: float = 0.5
    """Weight of bad word of mouth in `net`. [L,D]"""
    certainty_half: float = 0.1
    """Volume heard at which certainty is one half."""
    # paths and openers
    max_hops: int = 3
    min_probability: float = 1e-4
    best_paths: int = 5
    """Paths whose chances are joined into an opener's reach. [S]"""
    blocking_disbelief: float = 0.3
    """From this disbelief on, where it is greater than belief, a person does not carry our word."""
    contact_role: Mapping[str, float] = field(
        default_factory=lambda: _frozen(
            decider=1.0, approver=0.8, influencer=0.7, evaluator=0.5, user=0.3, gatekeeper=0.3
        )
    )
    contact_role_default: float = 0.5
    congruency_floor: float = 0.5
    """Congruency of accounts that have nothing in common; from there it rises to 1. [G]"""
    congruency_size_span: float = 2.0
    """Powers of ten between two sizes at which they have nothing in common. [G]"""
    congruency_unknown: float = 0.75
    ask_budget: int = 2
    """Asks a quarter one person can take."""
    ask_window_days: int = 91
    asked_cooldown_days: int = 60
    declined_cooldown_days: int = 180
    # circle reputation
    resamples: int = 1000
    carriers: int = 5
    at_risk: int = 5

    def as_dict(self) -> dict[str, float | dict[str, float]]:
        """All parameters by name, mappings as plain dicts."""
        values = ((name, getattr(self, name)) for name in self.__dataclass_fields__)
        return {name: dict(v) if isinstance(v, Mapping) else v for name, v in values}
