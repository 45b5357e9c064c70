"""Readings: the weight and x of events by kind, from their value alone (design.md §3, table of evidence)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from refgraph.snapshot.snapshot import EventKind, Floats, Ints

if TYPE_CHECKING:
    from collections.abc import Callable

    from refgraph.model.params import Params

Reading = tuple[float | Floats, float | Floats]
"""Weight and x of some events, x from -1 to 1; NaN where an event is no evidence."""


def open_incident(value: Floats, days: Ints, params: Params) -> Reading:
    """Read the severity of incidents that have been open for `days`, as of which they weigh more and more."""
    felt = np.minimum(1.0, params.incident_open_start + days / params.incident_open_days)
    return params.incident_open_weight, -_severity(value, params) * felt


def closed_incident(value: Floats, params: Params) -> Reading:
    """Read the satisfaction with the handling; empty is handled well, and says nothing more."""
    badly = value < 0
    well = np.where(np.isnan(value), 0.0, value * params.incident_closed_well_factor)
    return (
        np.where(badly, params.incident_closed_badly_weight, params.incident_closed_well_weight),
        np.where(badly, value, well),
    )


def reference_surprise(expected: Floats, actual: Floats, params: Params) -> Reading:
    """Read the tones of judged reference calls: x = (actual - expected) / 2, 0 for a call that went as expected."""
    return params.reference_surprise_weight, (actual - expected) / 2.0


def _satisfaction(value: Floats, params: Params) -> Reading:
    return params.satisfaction_weight, value


def _survey(value: Floats, params: Params) -> Reading:
    return params.survey_weight, np.clip((value - params.survey_neutral) / params.survey_span, -1.0, 1.0)


def _order(_value: Floats, params: Params) -> Reading:
    return params.order_weight, params.order_value


def _delivery(value: Floats, params: Params) -> Reading:
    late = value < 0
    how_late = np.minimum(1.0, -value / params.delivery_late_days)
    on_time = np.where(np.isnan(value), np.nan, params.delivery_on_time_value)
    return (
        np.where(late, params.delivery_late_weight, params.delivery_on_time_weight),
        np.where(late, -how_late, on_time),
    )


def _contact(value: Floats, params: Params) -> Reading:
    return params.contact_weight, value


def _escalation(value: Floats, params: Params) -> Reading:
    return params.escalation_weight, -_severity(value, params)


def _stance(value: Floats, params: Params) -> Reading:
    return params.stance_weight, value


def _referral_made(_value: Floats, params: Params) -> Reading:
    return params.referral_made_weight, params.referral_made_value


def _referral_declined(_value: Floats, params: Params) -> Reading:
    return params.referral_declined_weight, params.referral_declined_value


def _deal_lost(_value: Floats, params: Params) -> Reading:
    return params.deal_lost_weight, params.deal_lost_value


def _severity(value: Floats, params: Params) -> Floats:
    return np.where(np.isnan(value), params.severity_default, value)


READINGS: dict[EventKind, Callable[[Floats, Params], Reading]] = {
    EventKind.MEETING: _contact,
    EventKind.CALL: _contact,
    EventKind.EMAIL: _contact,
    EventKind.VISIT: _contact,
    EventKind.THANKS: _contact,
    EventKind.SATISFACTION: _satisfaction,
    EventKind.SURVEY: _survey,
    EventKind.DEAL_WON: _order,
    EventKind.DEAL_LOST: _deal_lost,
    EventKind.DELIVERY: _delivery,
    EventKind.COMPLAINT_ESCALATED: _escalation,
    EventKind.REFERRAL_MADE: _referral_made,
    EventKind.REFERRAL_DECLINED: _referral_declined,
    EventKind.STANCE: _stance,
}
"""How the events are read that speak for themselves; orders, incidents and reference calls also depend on others."""
