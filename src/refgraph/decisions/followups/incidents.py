"""Incidents: service handles them; the rep steps in when the next sale is at stake, and must when top management cares."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from refgraph.decisions.family import above
from refgraph.decisions.followups.history import CONTACTS
from refgraph.decisions.followups.need import Ageing, Need
from refgraph.decisions.followups.rhythm import repeat_due
from refgraph.snapshot.incidents import closings
from refgraph.snapshot.snapshot import EventKind, Seniority

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.decisions.followups.history import History

_REFERRALS = frozenset((EventKind.REFERRAL_ASKED, EventKind.REFERRAL_MADE))


@dataclass(frozen=True, slots=True)
class Incident:
    """One open incident."""

    row: int
    account: int
    escalations: tuple[int, ...]
    """Rows of the complaints that reached top management, latest first."""


class Incidents:
    """The open incidents of a history, and what is at stake where they are open."""

    def __init__(self, history: History) -> None:
        self.history = history

    @cached_property
    def open(self) -> list[Incident]:
        """Incidents without a closing, by (day, event id); those without an account and person are left out."""
        events = self.history.snapshot.events
        is_open = (events.kind == EventKind.INCIDENT_OPENED) & (closings(self.history.snapshot) < 0)
        escalations = self._escalations()
        return [
            Incident(row, int(self.history.place[row]), tuple(escalations[row][::-1]))
            for row in np.flatnonzero(is_open & (self.history.place >= 0)).tolist()
        ]

    @cached_property
    def accounts(self) -> frozenset[int]:
        """Accounts with an open incident."""
        return frozenset(incident.account for incident in self.open)

    @cached_property
    def competitors(self) -> dict[int, int]:
        """Row of the latest competitor seen at each account while it puts a sale at stake."""
        history = self.history
        rows = history.recent(
            frozenset((EventKind.COMPETITOR_SEEN,)), history.params.stake_days, history.everywhere
        )
        return {int(history.place[row]): row for row in rows}

    @cached_property
    def competitors_below(self) -> dict[int, int]:
        """Row of the latest competitor seen at an account right below each account."""
        parent = self.history.snapshot.accounts.parent
        return {
            int(parent[at]): row for at, row in sorted(self.competitors.items(), key=lambda pair: pair[1])
        }

    @cached_property
    def referrals(self) -> dict[int, int]:
        """Row of the latest open referral by people of each account, or to it.

        One is closed when the same person declined it, that day or later; it stays open for everybody else asked.
        """
        found: dict[int, int] = {}
        for row in self._open_referrals():
            target = self.history.snapshot.account_index.get(self.history.snapshot.events.ref[row], -1)
            found |= dict.fromkeys({int(self.history.place[row]), target} - {-1}, row)
        return found

    def _open_referrals(self) -> list[int]:
        """Rows of the latest open referral of each person about each account, ascending."""
        history, events = self.history, self.history.snapshot.events
        kinds = _REFERRALS | {EventKind.REFERRAL_DECLINED}
        rows = history.recent(kinds, history.params.stake_days, history.everywhere)
        is_open: dict[tuple[int, str], int] = {}
        # Rows of one day stand by id, which says nothing about what came first: an answer comes last.
        for row in sorted(rows, key=lambda row: (events.day[row], events.kind[row] not in _REFERRALS)):
            about = int(events.person[row]), events.ref[row]
            if events.kind[row] in _REFERRALS:
                is_open[about] = row
            else:
                is_open.pop(about, None)
        return sorted(is_open.values())

    def _escalations(self) -> dict[int, list[int]]:
        """Rows of escalated complaints by the row of the incident they name."""
        events = self.history.snapshot.events
        found: dict[int, list[int]] = defaultdict(list)
        for row in np.flatnonzero(events.kind == EventKind.COMPLAINT_ESCALATED).tolist():
            found[self.history.snapshot.event_index.get(events.ref[row], -1)].append(row)
        return found


def incident_needs(incidents: Incidents) -> Iterator[Need]:
    """One need for each open incident, as pressing as the rule says; it comes back after each contact until closed."""
    history = incidents.history
    for incident in incidents.open:
        higher = above(history.snapshot, incident.account) if incident.escalations else []
        if any(history.wanted[account] for account in (incident.account, *higher)):
            yield _need(incidents, incident, tuple(higher))


def closing_needs(history: History) -> Iterator[Need]:
    """Visit after an incident was closed and ask whether it holds, unless somebody was in touch since."""
    events, index = history.snapshot.events, history.snapshot.event_index
    action = "visit_after_incident"
    closed_by = closings(history.snapshot)
    for row in history.recent(
        frozenset((EventKind.INCIDENT_CLOSED,)), history.window(action), history.everywhere
    ):
        opened = index.get(events.ref[row], -1)
        if opened < 0 or closed_by[opened] != row or not history.looks_at(int(history.place[opened])):
            continue
        day, account = history.event_day(row), int(history.place[opened])
        if not history.at_account(account, CONTACTS | {EventKind.SATISFACTION}, day + 1):
            named = history.event_person(row if history.event_person(row) >= 0 else opened)
            person = history.still_there(named, account)
            facts: dict[str, str | float] = {
                "opened": history.iso(history.event_day(opened)), "since": history.iso(day),
            }  # fmt: skip
            yield Need(action, account, person, day, day + history.lead(action), (row, opened), (), facts)


def _need(incidents: Incidents, incident: Incident, higher: tuple[int, ...]) -> Need:
    history = incidents.history
    stakes, because = _stakes(incidents, incident, higher)
    must = bool(incident.escalations) or _senior_cares(history, incident)
    action = "step_in_must" if must else "step_in" if stakes else "watch_incident"
    first = incident.escalations[0] if incident.escalations else incident.row
    anchor = history.event_day(first)
    touch = _last_touch(history, (incident.account, *higher), anchor)
    facts = _told(history, incident, touch) | stakes
    return Need(
        action, incident.account, history.still_there(history.event_person(first), incident.account), anchor,
        anchor + history.lead(action) if touch is None
        else history.event_day(touch) + history.params.incident_rhythm_days,
        events=tuple(dict.fromkeys((first, incident.row, *because, *(() if touch is None else (touch,))))),
        facts=facts, ageing=Ageing.PRESSES, overseers=higher,
    )  # fmt: skip


def _last_touch(history: History, accounts: tuple[int, ...], since: int) -> int | None:
    rows = [row for account in accounts for row in history.at_account(account, CONTACTS, since)]
    return max(rows, default=None)


def _told(history: History, incident: Incident, touch: int | None) -> dict[str, str | float]:
    facts: dict[str, str | float] = {"opened": history.iso(history.event_day(incident.row))}
    if incident.escalations:
        facts["escalated"] = history.iso(history.event_day(incident.escalations[0]))
    if touch is not None:
        facts["touched"] = history.iso(history.event_day(touch))
    return facts


def _stakes(
    incidents: Incidents, incident: Incident, higher: tuple[int, ...]
) -> tuple[dict[str, str | float], list[int]]:
    """What puts the next sale at stake, by name, and the rows of events that say so."""
    history = incidents.history
    facts: dict[str, str | float] = {}
    because = []
    competitor = _competitor(incidents, incident)
    if competitor is not None:
        facts["competitor"] = history.iso(history.event_day(competitor))
        because.append(competitor)
    if incident.account in incidents.referrals:
        because.append(incidents.referrals[incident.account])
        facts["referral"] = history.iso(history.event_day(because[-1]))
    due = repeat_due(history, incident.account)
    if due is not None and due.due <= history.day + history.params.followup_horizon_days:
        facts["repeat_order"] = history.iso(due.due)
    severity = _severity(history, incident.row)
    if severity >= history.params.incident_severe:
        facts["severity"] = severity
    return facts, because


def _competitor(incidents: Incidents, incident: Incident) -> int | None:
    """Row of the latest competitor seen at the account, above it, or right below it."""
    family = (incident.account, *above(incidents.history.snapshot, incident.account))
    seen = [incidents.competitors[account] for account in family if account in incidents.competitors]
    below = incidents.competitors_below.get(incident.account)
    return max(seen if below is None else [*seen, below], default=None)


def _severity(history: History, row: int) -> float:
    value = float(history.snapshot.events.value[row])
    return history.params.severity_default if np.isnan(value) else value


def _senior_cares(history: History, incident: Incident) -> bool:
    """Whether the incident's person is in top management at the account or above it."""
    roles, person = history.snapshot.roles, history.event_person(incident.row)
    if person < 0:
        return False
    family = {incident.account, *above(history.snapshot, incident.account)}
    return any(
        roles.current[row] and roles.seniority[row] == Seniority.C and int(roles.account[row]) in family
        for row in history.roles_of.of(person)
    )
