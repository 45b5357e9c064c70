"""After an order: be there, keep the promise, thank supporters, visit opponents, meet the senior people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from refgraph.decisions.followups.history import CONTACTS, ORDERS, TALKS, VISITS
from refgraph.decisions.followups.need import Need
from refgraph.snapshot.snapshot import EventKind, Seniority, Stance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from refgraph.decisions.followups.history import History

_ACTIONS = (
    "thank_supporter", "visit_opponent", "meet_senior", "attend_installation", "ask_date", "confirm_delivery",
    "explain_delay",
)  # fmt: skip
_THANKS = frozenset((EventKind.THANKS,))
_STEPS = frozenset((EventKind.INSTALL_START, EventKind.INSTALL_DONE, EventKind.DELIVERY))


@dataclass(frozen=True, slots=True)
class Order:
    """One order with what came after it."""

    row: int
    account: int
    person: int
    """-1 for none."""
    day: int
    steps: dict[int, int] = field(default_factory=dict)
    """Row of the latest install_start, install_done and delivery that name the order, by event kind."""

    @property
    def is_done(self) -> bool:
        """Whether it was delivered or installed."""
        return EventKind.INSTALL_DONE in self.steps or EventKind.DELIVERY in self.steps

    @property
    def last_step(self) -> int:
        """Row of the end of the installation, else of the delivery, else of the order; of the order while it is installed."""
        if EventKind.INSTALL_DONE in self.steps:
            return self.steps[EventKind.INSTALL_DONE]
        if EventKind.INSTALL_START in self.steps:
            return self.row
        return self.steps.get(EventKind.DELIVERY, self.row)


def order_needs(history: History, in_trouble: frozenset[int]) -> Iterator[Need]:
    """What the orders of customers call for: after each its people, its installation, its delivery.

    Where an incident is open (`in_trouble`), who is an opponent by opinion alone is left to the incident's rule.
    """
    for order in _orders(history):
        yield from _installation(history, order)
        yield from _delay(history, order)
        yield from _people(history, order, by_opinion=order.account not in in_trouble)


def _orders(history: History) -> list[Order]:
    """Orders of customers with a step, or themselves, recent enough to call for anything."""
    events = history.snapshot.events
    days = max(history.window(action) for action in _ACTIONS)
    found: dict[int, Order] = {}
    for row in history.recent(ORDERS, days, history.customers):
        found[row] = _order(history, row)
    for step in history.recent(_STEPS, days, history.everywhere):
        row = history.snapshot.event_index.get(events.ref[step], -1)
        if _is_a_customers_order(history, row):
            found.setdefault(row, _order(history, row)).steps[int(events.kind[step])] = step
    return [found[row] for row in sorted(found)]


def _is_a_customers_order(history: History, row: int) -> bool:
    if row < 0 or history.snapshot.events.kind[row] != EventKind.DEAL_WON:
        return False
    return bool(history.place[row] >= 0 and history.customers[history.place[row]])


def _order(history: History, row: int) -> Order:
    return Order(row, int(history.place[row]), history.event_person(row), history.event_day(row))


def _installation(history: History, order: Order) -> Iterator[Need]:
    """Be there while it is installed; ask for the day while nothing is known of one."""
    start = order.steps.get(EventKind.INSTALL_START)
    if order.is_done:
        return
    if start is not None:
        since = history.event_day(start)
        if not history.at_account(order.account, VISITS, since):
            yield _need(history, "attend_installation", order, since, (start, order.row))
        return
    if not history.at_account(order.account, CONTACTS, order.day + 1):
        yield _need(history, "ask_date", order, order.day, (order.row,))
    asked_from = order.day + history.lead("confirm_delivery")
    if history.day >= asked_from and not history.at_account(order.account, TALKS, asked_from):
        yield _need(history, "confirm_delivery", order, order.day, (order.row,))


def _delay(history: History, order: Order) -> Iterator[Need]:
    """Explain a late delivery, to the person of the delivery or else of the order."""
    row = order.steps.get(EventKind.DELIVERY)
    if row is None or not history.snapshot.events.value[row] < 0:
        return
    day = history.event_day(row)
    if history.at_account(order.account, CONTACTS, day):
        return
    days = -float(history.snapshot.events.value[row])
    yield _need(history, "explain_delay", order, day, (row, order.row), days=days)


def _people(history: History, order: Order, *, by_opinion: bool) -> Iterator[Need]:
    """Supporters to thank, opponents to visit, senior people to meet; at most some of each, weightiest first."""
    roles = _ranked(history, order.account)
    to_meet = [role for role in roles if _is_to_meet(history, role)]
    chosen = {
        "thank_supporter": _to_thank(history, order, [role for role in roles if role not in to_meet]),
        "visit_opponent": [
            role for role in roles if _is_to_visit(history, order, role, by_opinion=by_opinion)
        ],
        "meet_senior": to_meet,
    }
    because = (order.row,) if order.last_step == order.row else (order.last_step, order.row)
    for action, roles in chosen.items():
        for role in roles[: history.params.followup_people]:
            yield _about_person(history, action, order, role, because)


def _to_thank(history: History, order: Order, roles: list[int]) -> list[int]:
    thanks = history.at_account(order.account, _THANKS, order.day)
    if any(history.event_person(row) < 0 for row in thanks):
        return []
    thanked = {history.event_person(row) for row in thanks}
    return [
        role
        for role in roles
        if int(history.snapshot.roles.person[role]) not in thanked and _is_to_thank(history, order, role)
    ]


def _is_to_thank(history: History, order: Order, role: int) -> bool:
    """Whether somebody ordered and is no opponent, or is a supporter who had to do with us by then."""
    stance, person = history.stances.code[role], int(history.snapshot.roles.person[role])
    if person == order.person:
        return bool(stance != Stance.OPPONENT)
    if stance != Stance.SUPPORTER:
        return False
    by = history.event_day(order.last_step)
    seen = history.seen_day(role)
    touched = history.with_person(person, CONTACTS, by - history.params.known_contact_days)
    took_part = any(history.event_person(step) == person for step in order.steps.values())
    return (
        took_part or (seen is not None and seen <= by) or any(history.event_day(row) <= by for row in touched)
    )


def _is_to_visit(history: History, order: Order, role: int, *, by_opinion: bool) -> bool:
    """Whether somebody is an opponent whom nobody visited on a later day."""
    if history.stances.code[role] != Stance.OPPONENT:
        return False
    person = int(history.snapshot.roles.person[role])
    known = by_opinion or history.seen_day(role) is not None
    return known and not history.with_person(person, VISITS, order.day + 1)


def _is_to_meet(history: History, role: int) -> bool:
    return _is_senior(history, role) and not history.ever_met[history.snapshot.roles.person[role]]


def _is_senior(history: History, role: int) -> bool:
    """Whether a role is in top management or decides."""
    roles = history.snapshot.roles
    return bool(roles.seniority[role] == Seniority.C) or roles.buying_role[role] == "decider"


def _ranked(history: History, account: int) -> list[int]:
    """Current roles at an account, one a person, by weight of buying role, seniority and id."""
    roles = history.snapshot.roles
    order = sorted(
        history.roles_at.of(account).tolist(),
        key=lambda role: (-history.role_weight[role], -int(roles.seniority[role]), int(roles.person[role])),
    )
    first: dict[int, int] = {}
    for role in order:
        first.setdefault(int(roles.person[role]), role)
    return list(first.values())


def _about_person(history: History, action: str, order: Order, role: int, because: tuple[int, ...]) -> Need:
    anchor = history.event_day(because[0])
    seen = int(history.stances.event[role])
    listed = int(history.stances.role[role])
    about_stance = action != "meet_senior"
    return Need(
        action, order.account, int(history.snapshot.roles.person[role]), anchor,
        anchor + history.lead(action),
        events=because + ((seen,) if about_stance and seen >= 0 else ()),
        roles=(role,) if not about_stance else (listed,) if listed >= 0 else (),
        facts={"order": history.iso(order.day), "since": history.iso(anchor)},
    )  # fmt: skip


def _need(
    history: History, action: str, order: Order, anchor: int, because: tuple[int, ...], **facts: float
) -> Need:
    person = history.event_person(because[0])
    told: dict[str, str | float] = {"order": history.iso(order.day), "since": history.iso(anchor), **facts}
    due = anchor + history.lead(action)
    whom = history.still_there(person if person >= 0 else order.person, order.account)
    return Need(action, order.account, whom, anchor, due, because, (), told)
