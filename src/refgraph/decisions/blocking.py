"""Blocking: why a person who could open an account may not be asked now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from refgraph.decisions.askable import Askable, askable
from refgraph.snapshot.snapshot import Consent, day_to_iso

if TYPE_CHECKING:
    from refgraph.scores.scores import Scores
    from refgraph.snapshot.snapshot import Bools

Facts = dict[str, str | float]
Reason = tuple[str, Facts]


@dataclass(frozen=True)
class Rules:
    """The blocking rules as of a snapshot's day; what they need of everybody is looked up once."""

    scores: Scores

    @cached_property
    def known(self) -> Askable:
        """What the rules know of everybody."""
        return askable(self.scores)

    @property
    def incidents(self) -> dict[int, int]:
        """Event row of the incident in the way, by account."""
        return self.known.incidents

    def asks_used(self, person: int) -> int:
        """Asks of a person inside the budget's window."""
        return int(self.known.used[person])

    @property
    def can_carry(self) -> Bools:
        """Whether each person can carry our word, shape (n,)."""
        return self.known.can_carry

    def net(self, person: int) -> float:
        """Net opinion of a person."""
        opinion = self.scores.opinion
        return float(opinion.belief[person] - opinion.disbelief[person])

    def consent(self, person: int) -> Reason | None:
        """`no_consent`, for who does not want to be asked."""
        refused = self.scores.snapshot.people.consent[person] == Consent.NO
        return ("no_consent", {}) if refused else None

    def incident(self, account: int) -> Reason | None:
        """`open_incident`, at the account or escalated from below it."""
        snapshot = self.scores.snapshot
        if account not in self.incidents:
            return None
        row = self.incidents[account]
        where = snapshot.accounts.ids[snapshot.events.account[row]]
        facts: Facts = {"event": snapshot.events.ids[row], "date": self._iso(row), "account": where}
        return "open_incident", facts

    def satisfaction(self, person: int) -> Reason | None:
        """`not_satisfied`: a net opinion (rounded to 12 digits) not above 0, or who cannot carry our word at all.

        Knowing nothing is not satisfaction.
        """
        net, opinion = self.net(person), self.scores.opinion
        if round(net, 12) > 0 and self.can_carry[person]:
            return None
        belief, disbelief = (float(of[person]) for of in (opinion.belief, opinion.disbelief))
        return "not_satisfied", {"net": net, "disbelief": disbelief, "uncertainty": 1.0 - belief - disbelief}

    def patience(self, person: int) -> Reason | None:
        """`declined_recently`, `asked_recently` or `budget_used`: the first that holds."""
        params, asks = self.scores.params, self.known.asks.of(person)
        return (
            self._recent("declined_recently", asks.declined, params.declined_cooldown_days)
            or self._recent("asked_recently", asks.asked, params.asked_cooldown_days)
            or self._budget(asks.budgeted)
        )

    def _recent(self, reason: str, rows: list[int], cooldown_days: int) -> Reason | None:
        snapshot = self.scores.snapshot
        if not rows or snapshot.events.day[rows[-1]] <= snapshot.day - cooldown_days:
            return None
        until = day_to_iso(int(snapshot.events.day[rows[-1]]) + cooldown_days) or ""
        facts: Facts = {"event": snapshot.events.ids[rows[-1]], "date": self._iso(rows[-1]), "until": until}
        return reason, facts

    def _budget(self, rows: list[int]) -> Reason | None:
        params, events = self.scores.params, self.scores.snapshot.events
        if len(rows) < params.ask_budget:
            return None
        # The budget is free again once the ask that fills it, counted from the latest, leaves the window.
        until = day_to_iso(int(events.day[rows[-params.ask_budget]]) + params.ask_window_days) or ""
        return "budget_used", {"used": float(len(rows)), "until": until}

    def _iso(self, row: int) -> str:
        return day_to_iso(int(self.scores.snapshot.events.day[row])) or ""
