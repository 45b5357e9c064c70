"""Every parameter of the model, in one frozen value: unit, default and where the default comes from.

Sources: [D] fitted or chosen on real data, [S] simulation, [L] literature, [G] a guess to be fitted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

QUARTER_DAYS = 91
"""Days of a quarter: what rates are for, and how long one looks what came of a ranking."""


def _frozen(**values: float) -> Mapping[str, float]:
    return MappingProxyType(values)


@dataclass(frozen=True, slots=True)
class Params:
    """Parameters of opinion, ties, heard, openers, spread, plans and circle reputation."""

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
    reference_surprise_weight: float = 1.0
    """Of a judged reference call, whose x is (actual - expected tone) / 2. [G]"""
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
    circle_rate: float = 1.0
    """Conversations a meeting that a member who never misses one has with all others together."""
    ended_circle_rate: float = 1.0
    """The same of a circle that two are no longer in together, at the day it ended."""
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
    # spread
    horizon_quarters: float = 1.0
    """Quarters a word has to spread in: a tie's chance over h quarters is 1 - exp(-effect * rate * h)."""
    spread_confidence: float = 0.999
    """Chance that both bounds of a spread hold."""
    spread_accuracy: float = 0.1
    """ε: sampling ends once the plan adds at least 1 - 1/e - ε of what any plan adds, as bounded (Tang 2018)."""
    spread_sets: int = 1 << 21
    """Reverse-reachable sets a plan draws at most: some seconds at a million people."""
    exact_spread_ties: int = 20
    """Directed ties of 0 < p < 1 up to which a spread is enumerated."""
    # territory plan
    critical_mass: int = 4
    """Customer accounts from which word of mouth in a circle sustains itself (Moore). [L]"""
    # follow-up
    followup_horizon_days: int = 30
    """Days ahead of which what falls due is listed."""
    followup_age_days: Mapping[str, float] = field(
        default_factory=lambda: _frozen(
            thank_supporter=60, attend_installation=60, ask_date=60, confirm_delivery=60, explain_delay=60,
            report_back=60, visit_after_incident=90, welcome_newcomer=90, meet_senior=120,
        )
    )  # fmt: skip
    """Days after its due day at which what was not done is given up, by action; open incidents and silence are not. [G]"""
    followup_age_days_default: int = 180
    followup_lead_days: Mapping[str, float] = field(
        default_factory=lambda: _frozen(
            thank_supporter=7, visit_opponent=14, meet_senior=21, attend_installation=0, ask_date=7,
            confirm_delivery=45, explain_delay=3, watch_incident=7, step_in=3, step_in_must=2,
            visit_after_incident=14, ask_what_went_wrong=7, competitor_near=7, champion_left=14,
            follow_champion=21, welcome_newcomer=30, report_back=7, break_silence=90, single_contact=60,
        )
    )  # fmt: skip
    """Days from what calls for an action to the day it is due, by action. [G]"""
    followup_weight: Mapping[str, float] = field(
        default_factory=lambda: _frozen(
            step_in_must=1.0, step_in=0.9, attend_installation=0.9, ask_what_went_wrong=0.85,
            thank_supporter=0.85, explain_delay=0.8, visit_opponent=0.8, visit_after_incident=0.8,
            report_back=0.8, champion_left=0.8, competitor_near=0.8, meet_senior=0.75, follow_champion=0.7,
            welcome_newcomer=0.65, repeat_order_due=0.65, watch_incident=0.6, ask_date=0.5,
            confirm_delivery=0.5, break_silence=0.45, single_contact=0.4,
        )
    )  # fmt: skip
    """How much an action counts in its priority, in (0, 1]. [G]"""
    followup_calm: float = 0.7
    """Threat where neither an incident is open nor a competitor near; both make 1. [G]"""
    followup_people: int = 3
    """People of an account named for one action after one order."""
    followup_background: int = 5
    """Rows of `break_silence` and of `single_contact` for one owner's accounts at most, each."""
    incident_rhythm_days: int = 7
    """Days from one contact about an open incident to the next. [G]"""
    incident_severe: float = 0.7
    """Severity from which the next sale is at stake. [G]"""
    incidents_traced: int = 32
    """Incidents of an answer for which the listeners are looked up, the most pressing first."""
    incident_listeners: int = 5
    """Listeners named for one incident."""
    stake_days: int = 180
    """Days for which a competitor seen, or a referral, puts the next sale at stake. [G]"""
    competitor_near_days: int = 60
    influential_role: float = 0.7
    """Weight of the buying role from which a person who leaves was a champion. [G]"""
    newcomer_days: int = 120
    known_contact_days: int = 365
    """Days for which a person we were in touch with counts as a contact of ours."""
    repeat_interval_min_days: int = 30
    """Median interval of orders below which nobody needs to be reminded."""
    detractor_survey: float = 6.0
    """Survey answer up to which we ask what went wrong (NPS). [L]"""
    small_order: float = 0.5
    """A repeat order is small up to this share of the account's first. [G]"""
    # week plan
    ask_hours: float = 1.0
    """Hours one ask takes: prepare, talk, thank. [G]"""
    hours_per_week_default: float = 6.0
    open_asks_per_target: int = 2
    """Unanswered asks a target may have at a time, those of earlier weeks among them."""
    asks_per_person_a_week: int = 1
    """A second one would fall into the cool-down of the first."""
    asks_per_account_a_week: int = 2
    """Asks a week to all people of one customer together. [G]"""
    # circle reputation
    resamples: int = 1000
    carriers: int = 5
    at_risk: int = 5

    def __post_init__(self) -> None:
        """Raise ValueError for what no score is defined for."""
        for name in ("max_hops", "best_paths", "ask_budget", "open_asks_per_target", "critical_mass"):
            if getattr(self, name) < 1:
                raise ValueError(f"found {name} = {getattr(self, name)}, expected at least 1")
        for name in ("prior_weight", "effect", "ask_hours", "horizon_quarters", "min_probability"):
            if not getattr(self, name) > 0:
                raise ValueError(f"found {name} = {getattr(self, name)}, expected more than 0")
        if not 0 < self.spread_confidence < 1:
            raise ValueError(f"found spread_confidence = {self.spread_confidence}, expected between 0 and 1")

    def as_dict(self) -> dict[str, float | dict[str, float]]:
        """All parameters by name, mappings as plain dicts."""
        values = ((name, getattr(self, name)) for name in self.__dataclass_fields__)
        return {name: dict(v) if isinstance(v, Mapping) else v for name, v in values}
