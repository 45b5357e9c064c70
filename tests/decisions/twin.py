"""Openers and targets once more, in plain Python over all simple paths, written from the definitions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx

from tests.decisions.network import graph_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from refgraph.scores.scores import Scores
    from tests.facts import Cells

ROLE_WEIGHT = {
    "decider": 1.0,
    "approver": 0.8,
    "influencer": 0.7,
    "evaluator": 0.5,
    "user": 0.3,
    "gatekeeper": 0.3,
}
WeighedPath = tuple[float, tuple[str, ...]]
"""Chance and the ids of the people, speaker first."""


@dataclass(frozen=True)
class TwinRow:
    """An opener with the product of its factors."""

    person: str
    account: str
    contact: str
    score: float
    paths: list[WeighedPath]


@dataclass(frozen=True)
class TwinBlocked:
    """A blocked one with the first reason that holds."""

    person: str
    reason: str
    weight: float
    path: WeighedPath


class Twin:
    """Facts as the tables give them, opinions and ties as the scores give them."""

    def __init__(self, scores: Scores, as_of: str, tables: dict[str, list[Cells]]) -> None:
        self.today = date.fromisoformat(as_of)
        self.tables = tables
        self.ids = scores.snapshot.people.ids
        self.graph = nx.relabel_nodes(graph_of(scores.ties), dict(enumerate(self.ids)))
        self.belief: dict[str, float] = dict(zip(self.ids, scores.opinion.belief.tolist(), strict=True))
        self.disbelief: dict[str, float] = dict(zip(self.ids, scores.opinion.disbelief.tolist(), strict=True))
        opposed = {str(r["person_id"]) for r in tables["roles"] if r.get("stance") == "opponent"}
        self.carriers = {
            p for p in self.ids
            if p not in opposed and not (self.disbelief[p] > self.belief[p] and self.disbelief[p] >= 0.3)
        }  # fmt: skip

    def people_at(self, account: str) -> list[str]:
        return sorted({str(r["person_id"]) for r in self.tables["roles"] if r["account_id"] == account})

    def accounts_of(self, person: str) -> list[str]:
        return sorted({str(r["account_id"]) for r in self.tables["roles"] if r["person_id"] == person})

    def account(self, account: str) -> Cells:
        return next(a for a in self.tables["accounts"] if a["account_id"] == account)

    def is_customer(self, account: str) -> bool:
        return self.account(account).get("status") == "customer"

    def chance(self, path: list[str]) -> float:
        chance = 1.0
        for a, b in pairwise(path):
            chance *= self.graph.edges[a, b]["chance"]
        return chance

    def paths(
        self, start: str, end: str, carriers: Collection[str], k: int | None = None
    ) -> list[WeighedPath]:
        """Simple paths of at most three ties and at least 1e-4 whose people between are all carriers."""
        found = []
        for path in nx.all_simple_paths(self.graph, start, end, cutoff=3):
            chance = self.chance(path)
            if round(chance, 12) >= 1e-4 and all(p in carriers for p in path[1:-1]):
                found.append((chance, tuple(path)))
        return sorted(found, key=lambda p: (-round(p[0], 12), p[1]))[:k]

    def net(self, person: str) -> float:
        return self.belief[person] - self.disbelief[person]

    def role_weight(self, contact: str, target: str) -> float:
        weights = (
            ROLE_WEIGHT.get(str(r.get("buying_role")), 0.5) for r in self.tables["roles"]
            if (r["person_id"], r["account_id"]) == (contact, target)
        )  # fmt: skip
        return max(weights)

    def congruency(self, a: str, b: str) -> float:
        x, y = self.account(a), self.account(b)
        known = [float(x[name] == y[name]) for name in ("industry", "region") if x.get(name) and y.get(name)]
        if x.get("size") and y.get("size"):
            known.append(max(0.0, 1 - abs(math.log10(float(x["size"] or 0) / float(y["size"] or 0))) / 2))
        return 0.5 + 0.5 * sum(known) / len(known) if known else 0.75

    def asked(self, person: str, kinds: Collection[str], days: int) -> int:
        """Events of some kinds about a person in the last so many days, today among them."""
        since = self.today - timedelta(days=days)
        return sum(
            1 for e in self.tables["events"]
            if e["kind"] in kinds and e.get("person_id") == person
            and since < date.fromisoformat(str(e["date"])) <= self.today
        )  # fmt: skip

    def willingness(self, person: str) -> float:
        """(2 + Σ decay · kept) / (2 + Σ decay) over his reference calls of which both tones are known."""
        good = total = 2.0
        for call in self.tables["events"]:
            if (call["kind"], call.get("person_id")) == ("reference_call", person):
                for judged_on, actual in self.judgements(call)[-1:]:
                    decay = 0.5 ** ((self.today - judged_on).days / 1095)
                    good += decay * (1 - max(0.0, float(call["value"] or 0) - actual) / 2)
                    total += decay
        return good / total

    def judgements(self, call: Cells) -> list[tuple[date, float]]:
        """Days and actual tones of a call of which something was expected, in their order."""
        said = sorted(
            (str(e["date"]), str(e["event_id"]), float(e["value"] or 0)) for e in self.tables["events"]
            if e["kind"] == "satisfaction" and e.get("ref") == call["event_id"] and e.get("value") is not None
            and str(call["date"]) <= str(e["date"]) <= self.today.isoformat()
        )  # fmt: skip
        if call.get("value") is None or str(call["date"]) > self.today.isoformat():
            return []
        return [(date.fromisoformat(when), tone) for when, _, tone in said]

    def has_incident(self, account: str) -> bool:
        events = self.tables["events"]
        closed = {e.get("ref") for e in events if e["kind"] == "incident_closed"}
        escalated = {e.get("ref") for e in events if e["kind"] == "complaint_escalated"}
        return any(
            e["account_id"] == account
            or (e["event_id"] in escalated and account in self.above(str(e["account_id"])))
            for e in events
            if e["kind"] == "incident_opened" and e["event_id"] not in closed
        )

    def above(self, account: str) -> list[str]:
        found: list[str] = []
        parent = self.account(account).get("parent_id")
        while parent and parent not in found:
            found.append(str(parent))
            parent = self.account(str(parent)).get("parent_id")
        return found

    def openers(
        self, target: str, people: Collection[str] | None = None
    ) -> tuple[list[TwinRow], list[TwinBlocked]]:
        rows: list[TwinRow] = []
        blocked: list[TwinBlocked] = []
        inside = self.people_at(target)
        for person in self.ids if people is None else people:
            customers = [a for a in self.accounts_of(person) if self.is_customer(a)]
            if customers and person not in inside:
                self._judge(person, customers, target, rows, blocked)
        return (
            sorted(rows, key=lambda r: (-round(r.score, 12), r.person)),
            sorted(blocked, key=lambda b: (-round(b.weight, 12), b.person)),
        )

    def _judge(
        self, person: str, customers: list[str], target: str, rows: list[TwinRow], blocked: list[TwinBlocked]
    ) -> None:
        inside = self.people_at(target)
        clean = {c: self.paths(person, c, self.carriers, 5) for c in inside if c in self.carriers}
        clean = {c: paths for c, paths in clean.items() if paths}
        over_bad = {c: self.paths(person, c, self.ids, 5) for c in inside}
        links = clean or {c: paths for c, paths in over_bad.items() if paths}
        if not links:
            return
        weight = {c: self.reach(paths) * self.role_weight(c, target) for c, paths in links.items()}
        free = [a for a in customers if not self.has_incident(a)]
        used = self.asked(person, ("referral_asked", "reference_call"), 91)
        reasons = {
            "no_consent": any(
                p["person_id"] == person and p.get("consent") == "no" for p in self.tables["people"]
            ),
            "opponent_on_path": not clean,
            "open_incident": not free,
            "not_satisfied": self.net(person) <= 0 or person not in self.carriers,
            "declined_recently": self.asked(person, ("referral_declined",), 180) > 0,
            "asked_recently": self.asked(person, ("referral_asked",), 60) > 0,
            "budget_used": used >= 2,
        }
        reason = next((name for name, holds in reasons.items() if holds), None)
        if reason:
            best = min(links, key=lambda c: (-round(weight[c], 12), c))
            blocked.append(TwinBlocked(person, reason, weight[best], links[best][0]))
            return
        score = {
            (c, a): self.net(person)
            * weight[c]
            * self.congruency(a, target)
            * (2 - used)
            / 2
            * self.willingness(person)
            for c in links
            for a in free
        }
        contact, account = min(score, key=lambda key: (-round(score[key], 12), key))
        rows.append(TwinRow(person, account, contact, score[contact, account], links[contact]))

    @staticmethod
    def reach(paths: list[WeighedPath]) -> float:
        return 1 - math.prod(1 - chance for chance, _ in paths)
