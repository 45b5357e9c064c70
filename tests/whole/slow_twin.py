"""The model once more, in plain Python over dicts, written from the formulas and not from the code under test."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.facts import Cells

FIRST, LAST = date(1, 1, 1), date(9999, 12, 31)
ROLE_WEIGHT = {
    "decider": 1.0,
    "approver": 0.8,
    "influencer": 0.7,
    "evaluator": 0.5,
    "user": 0.3,
    "gatekeeper": 0.3,
}
SHARE = {"C": 0.5, "M": 0.4}
STANCE = {"supporter": 1.0, "neutral": 0.0, "opponent": -1.0}


def day(cell: object, default: date) -> date:
    return date.fromisoformat(str(cell)) if cell else default


@dataclass
class Role:
    """A role begun by the day, its end as job moves left it."""

    person: str
    account: str
    start: date
    end: date
    row: Cells


class Twin:
    """Facts as of a day, and the scores that follow; every answer is computed from scratch."""

    def __init__(self, tables: dict[str, list[Cells]], as_of: date) -> None:
        self.as_of = as_of
        self.tables = {name: tables.get(name, []) for name in
                       ("accounts", "people", "roles", "circles", "memberships", "knows", "events")}  # fmt: skip
        self.people = sorted(str(p["person_id"]) for p in self.tables["people"])
        self.events = sorted(
            (e for e in self.tables["events"] if day(e["date"], FIRST) <= as_of),
            key=lambda e: (str(e["date"]), str(e["event_id"])),
        )
        self.roles = self._roles()
        self.opinion = {p: self._opinion(p) for p in self.people}
        self.rate = self._rates()
        self.heard = self._heard()

    def _roles(self) -> list[Role]:
        """Roles begun by the day; job moves applied."""
        roles = [
            Role(
                str(r["person_id"]),
                str(r["account_id"]),
                day(r.get("from"), FIRST),
                day(r.get("to"), LAST),
                r,
            )
            for r in self.tables["roles"]
            if day(r.get("from"), FIRST) <= self.as_of
        ]
        for e in self.events:
            when = day(e["date"], FIRST)
            who, where = str(e.get("person_id")), str(e.get("ref") or e.get("account_id"))
            here = [r for r in roles if (r.person, r.account) == (who, where) and r.start <= when <= r.end]
            if e["kind"] == "left_company":
                for r in here:
                    r.end = when
            if e["kind"] == "joined_company" and all(r.end == when for r in here):
                roles.append(Role(who, where, when, LAST, {}))
        return roles

    def held_on(self, when: date, account: object) -> Iterator[Role]:
        return (r for r in self.roles if r.account == account and r.start <= when <= r.end)

    def current_accounts(self, person: str) -> set[str]:
        return {
            r.account for r in self.roles
            if r.person == person and r.end >= self.as_of
        }  # fmt: skip

    def current_people(self, account: str) -> set[str]:
        return {r.person for r in self.held_on(self.as_of, account)}

    def status(self, account: str) -> str:
        row = next(a for a in self.tables["accounts"] if a["account_id"] == account)
        stated = str(row.get("status") or "prospect")
        orders = [
            day(e["date"], FIRST) for e in self.tables["events"]
            if e["kind"] == "deal_won" and e.get("account_id") == account
        ]  # fmt: skip
        if not orders:
            return stated
        past = [d for d in orders if d <= self.as_of]
        if not past:
            return "prospect"
        since = row.get("status_date")
        if stated in ("lost", "partner") and since and max(past) <= day(since, LAST) <= self.as_of:
            return stated
        return "customer"

    def _share(self, event: Cells, person: str) -> float:
        alone = event["kind"] == "stance" or str(event["kind"]).startswith("referral_")
        alone = alone or event["kind"] == "reference_call"
        if event.get("person_id") == person:
            return 1.0
        if alone or not event.get("account_id"):
            return 0.0
        held = self.held_on(day(event["date"], FIRST), event["account_id"])
        return max(
            (SHARE.get(str(r.row.get("seniority")), 0.2) for r in held if r.person == person), default=0
        )

    def _weigh(self, e: Cells) -> tuple[float, float, date | None, float] | None:
        """Weight, x, day of ageing (None: does not age), half-life; None for no evidence."""
        kind, v, when = e["kind"], e.get("value"), day(e["date"], FIRST)
        n = float(v) if v is not None else None
        if kind == "satisfaction" and n is not None:
            return 2, n, when, 1095
        if kind == "survey" and n is not None:
            return 2, max(-1, min(1, (n - 6) / 4)), when, 730
        if kind == "deal_won":
            first = next(
                o for o in self.events
                if o["kind"] == "deal_won" and o.get("account_id") == e.get("account_id")
            ) if e.get("account_id") else e  # fmt: skip
            return (1, 0.5, when, 1095) if first is e else (1.5, 0.7, when, 1095)
        if kind == "delivery" and n is not None:
            return (0.5, 0.5, when, 1095) if n >= 0 else (1, -min(1, -n / 35), when, 1095)
        if kind == "incident_opened":
            closings = [
                c for c in self.events if c["kind"] == "incident_closed" and c.get("ref") == e["event_id"]
            ]
            if not closings:
                severity = 0.5 if n is None else n
                return 2, -severity * min(1, 0.2 + (self.as_of - when).days / 45), None, 1095
            closed_on, well = day(closings[-1]["date"], FIRST), float(closings[-1].get("value") or 0)
            return (1, well * 0.5, closed_on, 1095) if well >= 0 else (2.5, well, closed_on, 1095)
        if kind == "complaint_escalated":
            return 3, -(0.5 if n is None else n), when, 1095
        if kind == "stance" and n is not None:
            return 3, n, when, 365
        if kind == "referral_made":
            return 3, 1, when, 1095
        if kind in ("referral_declined", "deal_lost"):
            return 0.5, -0.3, when, 1095
        if kind in ("meeting", "call", "email", "visit", "thanks") and n is not None:
            return 0.5, n, when, 1095
        return None

    def _surprise(self, e: Cells) -> tuple[float, float, date | None, float] | None:
        by = self._judgement(e) if e["kind"] == "reference_call" else None
        x = (float(by["value"] or 0) - float(e["value"] or 0)) / 2 if by else 0.0
        return (1, x, day(by["date"], FIRST), 1095) if by else None

    def _judgement(self, call: Cells) -> Cells | None:
        """The last satisfaction that says how a call went of which something was expected."""
        said = [
            e for e in self.events
            if e["kind"] == "satisfaction" and e.get("ref") == call["event_id"]
            and e["value"] is not None and str(e["date"]) >= str(call["date"])
        ]  # fmt: skip
        return said[-1] if said and call["value"] is not None and call["person_id"] else None

    def _willingness(self, person: str) -> float:
        good = total = 2.0
        for e in self.events:
            by = self._judgement(e) if e["kind"] == "reference_call" else None
            if by and e["person_id"] == person:
                decay = 2 ** (-(self.as_of - day(by["date"], FIRST)).days / 1095)
                missed = max(0.0, float(e["value"] or 0) - float(by["value"] or 0))
                good += decay * (1 - missed / 2)
                total += decay
        return good / total

    def _opinion(self, person: str) -> tuple[float, float]:
        r = s = 0.0
        pieces = [(self._surprise(e) or self._weigh(e), self._share(e, person)) for e in self.events]
        for role in self.roles:
            stance = STANCE.get(str(role.row.get("stance")))
            seen = role.row.get("stance_date") or role.row.get("from")
            if role.person == person and stance is not None and day(seen, FIRST) <= self.as_of:
                pieces.append(((3, stance, day(seen, FIRST) if seen else None, 365), 1.0))
        for piece, share in pieces:
            if piece:
                weight, x, since, half_life = piece
                w = weight * share * (2 ** (-(self.as_of - since).days / half_life) if since else 1)
                r += w * max(x, 0)
                s += w * max(-x, 0)
        return r / (r + s + 2), s / (r + s + 2)

    def _rates(self) -> dict[tuple[str, str], float]:
        rate: dict[tuple[str, str], float] = defaultdict(float)

        def both(a: str, b: str, value: float) -> None:
            if value > 0 and a != b:
                rate[a, b] += value
                rate[b, a] += value

        for k in self.tables["knows"]:
            if day(k.get("since"), FIRST) <= self.as_of:
                strength = k.get("strength")
                value = 3 * (0.5 if strength is None else float(strength))
                last = day(k.get("last_contact"), LAST)
                if last <= self.as_of:
                    value *= 2 ** (-(self.as_of - last).days / 365)
                if k.get("directed"):
                    rate[str(k["person_a"]), str(k["person_b"])] += value
                else:
                    both(str(k["person_a"]), str(k["person_b"]), value)
        lines = self._reporting_lines()
        for (a, b), _ in lines:
            both(a, b, 3)
        for account in {r.account for r in self.roles}:
            self._colleagues(account, {pair for pair, where in lines if where == account}, both)
        for circle in self.tables["circles"]:
            self._circle(circle, both)
        return rate

    def _reporting_lines(self) -> set[tuple[tuple[str, str], str]]:
        lines = set()
        for r in self.roles:
            if r.row.get("reports_to") and r.end >= self.as_of and r.row["reports_to"] != r.person:
                a, b = sorted([r.person, str(r.row["reports_to"])])
                lines.add(((a, b), r.account))
        return lines

    def _colleagues(self, account: str, reporting: set[tuple[str, str]], both) -> None:  # type: ignore[no-untyped-def]
        now = sorted(self.current_people(account))
        for a, b in combinations(now, 2):
            if (a, b) not in reporting:
                both(a, b, min(0.75, 9 / (len(now) - 1)))
        ended: dict[tuple[str, str], date] = {}
        for r, q in combinations([r for r in self.roles if r.account == account], 2):
            a, b = sorted([r.person, q.person])
            end = min(r.end, q.end)
            start = max(r.start, q.start)
            if a == b or (a in now and b in now) or end >= self.as_of:
                continue
            if (end - start).days >= 90:
                ended[a, b] = max(ended.get((a, b), FIRST), end)
        for (a, b), end in ended.items():
            both(a, b, 0.3 * 2 ** (-(self.as_of - end).days / 730))

    def _circle(self, circle: Cells, both) -> None:  # type: ignore[no-untyped-def]
        rows = [
            (str(m["person_id"]), self._attendance(m), day(m.get("from"), FIRST), day(m.get("to"), LAST))
            for m in self.tables["memberships"]
            if m["circle_id"] == circle["circle_id"] and day(m.get("from"), FIRST) <= self.as_of
        ]
        stated = circle.get("meetings_per_year")
        yearly = (
            {"social": 6, "alumni": 1}.get(str(circle.get("kind")), 4) if stated is None else float(stated)
        )
        meetings = min(yearly / 4, 9)

        def present(when: date) -> dict[str, float]:
            there: dict[str, float] = {}
            for p, attendance, start, end in rows:
                if start <= when <= end:
                    there[p] = max(there.get(p, 0.0), attendance)
            return there

        now = present(self.as_of)
        for a, b in combinations(sorted(now), 2):
            both(a, b, meetings * now[a] * now[b] / (len(now) - 1))
        ended: dict[tuple[str, str], date] = {}
        for r, q in combinations(rows, 2):
            a, b = sorted([r[0], q[0]])
            first = min(r[3], q[3])
            if a != b and not (a in now and b in now) and max(r[2], q[2]) <= first < self.as_of:
                ended[a, b] = max(ended.get((a, b), FIRST), first)
        for (a, b), first in ended.items():
            then = present(first)
            value = meetings * then[a] * then[b] / (len(then) - 1)
            both(a, b, value * 2 ** (-(self.as_of - first).days / 730))

    @staticmethod
    def _attendance(m: Cells) -> float:
        given = m.get("attendance")
        if given is not None:
            return float(given)
        return {"chair": 1.0, "organiser": 0.9}.get(str(m.get("role")), 0.5)

    def _heard(self) -> dict[str, tuple[float, float]]:
        into: dict[str, float] = defaultdict(float)
        out: dict[str, float] = defaultdict(float)
        for (u, v), value in self.rate.items():
            out[u] += value
            into[v] += value
        mix = {(u, v): value / math.sqrt(into[v] * out[u]) for (u, v), value in self.rate.items()}

        def total(which: int) -> dict[str, float]:
            said = {p: self.opinion[p][which] for p in self.people}
            volume = dict.fromkeys(self.people, 0.0)
            for depth in range(1, 5):
                reached = dict.fromkeys(self.people, 0.0)
                for (u, v), m in mix.items():
                    reached[v] += m * said[u]
                for p in self.people:
                    volume[p] += 0.85**depth * reached[p]
                said = {p: (1 - sum(self.opinion[p])) * reached[p] for p in self.people}
            return volume

        good, bad = total(0), total(1)
        return {p: (good[p], bad[p]) for p in self.people}

    def probability(self, u: str, v: str) -> float:
        return 1 - math.exp(-0.05 * self.rate.get((u, v), 0.0))

    def paths(self, start: str, end: str, carries: set[str]) -> list[tuple[float, list[str]]]:
        """Simple paths of at most three ties, each of at least 1e-4, best first."""
        found = []

        def walk(so_far: list[str], chance: float) -> None:
            for v in self.people:
                p = chance * self.probability(so_far[-1], v)
                if v in so_far or p < 1e-4:
                    continue
                if v == end:
                    found.append((p, [*so_far, v]))
                elif len(so_far) < 3 and v in carries:
                    walk([*so_far, v], p)

        walk([start], 1.0)
        return sorted(found, key=lambda path: (-round(path[0], 12), path[1]))

    def carriers(self) -> set[str]:
        opposed = {
            r.person for r in self.roles
            if r.end >= self.as_of and self._stance(r) == -1
        }  # fmt: skip
        return {
            p for p in self.people
            if p not in opposed and not (self.opinion[p][1] > max(self.opinion[p][0], 0.3 - 1e-15))
        }  # fmt: skip

    def _stance(self, role: Role) -> float | None:
        seen = role.row.get("stance_date") or role.row.get("from")
        return STANCE.get(str(role.row.get("stance"))) if day(seen, FIRST) <= self.as_of else None

    def answer(self, target: str) -> tuple[dict[str, float], dict[str, str]]:
        """Scores of openers and reasons of blocked ones, by person."""
        inside = self.current_people(target)
        rows: dict[str, float] = {}
        reasons: dict[str, str] = {}
        for p in self.people:
            customers = [a for a in self.current_accounts(p) if self.status(a) == "customer"]
            if customers and p not in inside:
                clean = self._reach_by_contact(p, inside & self.carriers(), self.carriers())
                if not clean and not self._reach_by_contact(p, inside, set(self.people)):
                    continue
                free = [a for a in customers if not self._has_incident(a)]
                reason = self._reason(p, is_clean=bool(clean), is_free=bool(free))
                if reason:
                    reasons[p] = reason
                else:
                    rows[p] = self._score(p, target, free, clean)
        return rows, reasons

    def _reach_by_contact(self, person: str, contacts: set[str], carries: set[str]) -> dict[str, float]:
        best = {contact: self.paths(person, contact, carries)[:5] for contact in contacts}
        return {c: 1 - math.prod(1 - chance for chance, _ in paths) for c, paths in best.items() if paths}

    def _score(self, person: str, target: str, free: list[str], reached: dict[str, float]) -> float:
        budget = (2 - len(self._asked(person, ("referral_asked", "reference_call"), 91))) / 2
        fit = max(self._congruency(a, target) for a in free)
        heard = max(reach * self._role_weight(contact, target) for contact, reach in reached.items())
        net = self.opinion[person][0] - self.opinion[person][1]
        return net * heard * fit * budget * self._willingness(person)

    def _reason(self, person: str, *, is_clean: bool, is_free: bool) -> str | None:
        row = next(p for p in self.tables["people"] if p["person_id"] == person)
        holds = {
            "no_consent": row.get("consent") == "no",
            "opponent_on_path": not is_clean,
            "open_incident": not is_free,
            "not_satisfied": self.opinion[person][0] <= self.opinion[person][1]
            or person not in self.carriers(),
            "declined_recently": bool(self._asked(person, ("referral_declined",), 180)),
            "asked_recently": bool(self._asked(person, ("referral_asked",), 60)),
            "budget_used": len(self._asked(person, ("referral_asked", "reference_call"), 91)) >= 2,
        }
        return next((reason for reason, is_so in holds.items() if is_so), None)

    def _asked(self, person: str, kinds: tuple[str, ...], days: int) -> list[Cells]:
        since = self.as_of - timedelta(days=days)
        return [
            e for e in self.events
            if e["kind"] in kinds and e.get("person_id") == person and day(e["date"], FIRST) > since
        ]  # fmt: skip

    def _has_incident(self, account: str) -> bool:
        closed = {e.get("ref") for e in self.events if e["kind"] == "incident_closed"}
        escalated = {e.get("ref") for e in self.events if e["kind"] == "complaint_escalated"}
        parents = {str(a["account_id"]): a.get("parent_id") for a in self.tables["accounts"]}
        for e in self.events:
            if e["kind"] == "incident_opened" and e["event_id"] not in closed and e.get("account_id"):
                at: object = e["account_id"]
                if at == account:
                    return True
                while e["event_id"] in escalated and parents[str(at)]:
                    at = parents[str(at)]
                    if at == account:
                        return True
        return False

    def _role_weight(self, person: str, account: str) -> float:
        held = (r for r in self.held_on(self.as_of, account) if r.person == person)
        return max(ROLE_WEIGHT.get(str(r.row.get("buying_role")), 0.5) for r in held)

    def _congruency(self, a: str, b: str) -> float:
        rows = {str(r["account_id"]): r for r in self.tables["accounts"]}
        x, y = rows[a], rows[b]
        known = [float(x[name] == y[name]) for name in ("industry", "region") if x.get(name) and y.get(name)]
        if x.get("size") and y.get("size"):
            known.append(max(0.0, 1 - abs(math.log10(float(x["size"]) / float(y["size"]))) / 2))  # type: ignore[arg-type]
        return 0.5 + 0.5 * sum(known) / len(known) if known else 0.75


def random_facts(number: int) -> dict[str, list[Cells]]:
    """A small random network with every kind of fact; the same for the same number."""
    rng = np.random.default_rng(number)
    people = [f"p{i}" for i in range(int(rng.integers(4, 9)))]
    accounts = [f"a{i}" for i in range(int(rng.integers(2, 5)))]
    circles = [f"c{i}" for i in range(int(rng.integers(1, 3)))]

    def some_day(chance: float = 1.0) -> str | None:
        if rng.random() >= chance:
            return None
        return (date(2023, 1, 1) + timedelta(days=int(rng.integers(0, 1200)))).isoformat()

    def one(options: list[str], empty: float = 0.3) -> str | None:
        return None if rng.random() < empty else str(rng.choice(options))

    def span() -> dict[str, str | None]:
        ends = sorted([some_day() or "", some_day() or ""])
        return {
            "from": ends[0] if rng.random() < 0.7 else None,
            "to": ends[1] if rng.random() < 0.4 else None,
        }

    values: dict[str, Callable[[], float | None]] = {
        "satisfaction": lambda: rng.uniform(-1, 1), "survey": lambda: float(rng.integers(0, 11)),
        "deal_won": lambda: 1000.0, "deal_lost": lambda: 500.0, "delivery": lambda: float(rng.integers(-50, 10)),
        "incident_opened": rng.random, "incident_closed": lambda: rng.uniform(-1, 1),
        "complaint_escalated": rng.random, "stance": lambda: float(rng.integers(-1, 2)),
        "referral_made": lambda: None, "referral_declined": lambda: None, "meeting": lambda: rng.uniform(-1, 1),
        "referral_asked": lambda: None, "reference_call": lambda: 0.5,
        "left_company": lambda: None, "joined_company": lambda: None,
    }  # fmt: skip
    events: list[Cells] = []
    for i in range(int(rng.integers(5, 30))):
        kind = str(rng.choice(list(values)))
        value = values[kind]()
        moves = kind in ("left_company", "joined_company")
        incidents = [str(e["event_id"]) for e in events if e["kind"] == "incident_opened"]
        names_incident = incidents and kind in ("incident_closed", "complaint_escalated")
        ref = str(rng.choice(accounts)) if moves else str(rng.choice(incidents)) if names_incident else None
        person = one(people, empty=0.0 if moves else 0.3)
        account = one(accounts, empty=0.3 if person else 0.0)
        events.append({
            "event_id": f"e{i:02}", "kind": kind, "date": some_day(), "person_id": person, "account_id": account,
            "value": None if value is None or rng.random() < 0.1 else float(value), "ref": ref,
        })  # fmt: skip
    events += recent_asks(rng, people)
    events += judgements(np.random.default_rng((number, 1)), events, people)
    roles: dict[tuple[str, str], Cells] = {
        (p, a): {
            "person_id": p, "account_id": a, "seniority": one(["C", "M", "S"]),
            "buying_role": one(list(ROLE_WEIGHT)), "stance": one(list(STANCE), 0.7), "stance_date": some_day(0.5),
            "reports_to": one(people, 0.7), **span(),
        }
        for p in people for a in accounts if rng.random() < 0.5
    }  # fmt: skip
    return {
        "accounts": [
            {"account_id": a, "industry": one(["press", "print"]), "region": one(["east", "west"]),
             "size": float(rng.integers(1, 1000)) if rng.random() < 0.7 else None,
             "status": one(["customer", "customer", "prospect", "lost", "partner"]), "status_date": some_day(0.5),
             "parent_id": accounts[i - 1] if i and rng.random() < 0.5 else None}
            for i, a in enumerate(accounts)
        ],
        "people": [{"person_id": p, "consent": one(["yes", "no"], 0.7)} for p in people],
        "roles": list(roles.values()),
        "circles": [
            {"circle_id": c, "kind": one(["industry", "social", "alumni"]),
             "meetings_per_year": float(rng.integers(0, 50)) if rng.random() < 0.5 else None}
            for c in circles
        ],
        "memberships": [
            {"person_id": p, "circle_id": c, "role": one(["chair", "organiser", "member"]),
             "attendance": float(rng.random()) if rng.random() < 0.5 else None, **span()}
            for p in people for c in circles if rng.random() < 0.7
        ],
        "knows": [
            {"person_a": a, "person_b": b, "kind": one(["friend", "classmate"]),
             "strength": float(rng.random()) if rng.random() < 0.7 else None, "since": some_day(0.5),
             "last_contact": some_day(0.6), "directed": bool(rng.random() < 0.3)}
            for a, b in combinations(people, 2) if rng.random() < 0.4
        ],
        "events": events,
    }  # fmt: skip


def recent_asks(rng: np.random.Generator, people: list[str]) -> list[Cells]:
    """Up to three asks or refusals of one person shortly before a day the tests look at."""
    if rng.random() < 0.5:
        return []
    person, until = str(rng.choice(people)), date(2025, 9, 15)
    return [
        {
            "event_id": f"f{i}",
            "kind": str(rng.choice(["referral_asked", "referral_declined"] + 4 * ["reference_call"])),
            "date": (until - timedelta(days=int(rng.integers(0, 200)))).isoformat(),
            "person_id": person,
            "account_id": None,
            "value": None,
            "ref": None,
        }
        for i in range(int(rng.integers(1, 4)))
    ]


def judgements(rng: np.random.Generator, events: list[Cells], people: list[str]) -> list[Cells]:
    """How most of the reference calls went, up to twice, a few before they took place; some get an expected tone."""
    found: list[Cells] = []
    for call in [e for e in events if e["kind"] == "reference_call"]:
        call["value"] = float(rng.uniform(-1, 1)) if rng.random() < 0.8 else call["value"]
        for _ in range(int(rng.integers(0, 3))):
            when = day(call["date"], FIRST) + timedelta(days=int(rng.integers(-5, 60)))
            found.append({
                "event_id": f"{'agz'[int(rng.integers(3))]}{len(found)}", "kind": "satisfaction", "date": when.isoformat(),
                "person_id": str(rng.choice(people)), "account_id": None,
                "value": float(rng.uniform(-1, 1)) if rng.random() < 0.9 else None, "ref": call["event_id"],
            })  # fmt: skip
    return found
