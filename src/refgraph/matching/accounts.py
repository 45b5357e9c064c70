"""Companies that may be one."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from refgraph.matching.blocking import candidate_pairs, without_one_letter
from refgraph.matching.company_evidence import BrandFrequencies, best_company_evidence
from refgraph.matching.company_names import CompanyName, place_of, read_company
from refgraph.matching.company_words import PLACES, WIDE_PLACES
from refgraph.matching.contacts import read_email, read_phone
from refgraph.matching.letters import folded
from refgraph.matching.proposal import Evidence

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from refgraph.matching.blocking import Pair
    from refgraph.matching.rules import MatchRules
    from refgraph.model.columns import Columns
    from refgraph.model.tables import Cell

_NEAR_SIZES = log(2)
_FAR_SIZES = log(10)
_PEOPLE_COUNTED = 2
_OWN_DOMAIN = 3
"""A domain that people of more accounts have is a group's or a provider's."""


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """One account as it is compared."""

    id: str
    name: str
    names: tuple[CompanyName, ...]
    places: frozenset[str]
    """Places in its name."""
    region: str
    """Its region (`place_of`), '' where none is known."""
    industry: str
    size: float | None
    parent: str | None
    domains: frozenset[str]
    """Domains of its people's addresses, those that say something about an employer."""
    contacts: frozenset[str]
    """Its people's addresses and numbers."""
    filled: int


class Accounts:
    """All accounts, ready to be compared pair by pair."""

    def __init__(self, columns: Columns, rules: MatchRules) -> None:
        self._rules = rules
        self._domains, self._contacts, self._staff = _people_of(columns)
        self.records = self._read(columns)
        self._count = max(len(self.records), rules.fewest_accounts)
        self._brands = BrandFrequencies((r.names for r in self.records), rules)
        self._domain_holders = Counter(domain for r in self.records for domain in r.domains)
        self._regions = Counter(r.region for r in self.records)
        self._parents = {r.id: r.parent for r in self.records if r.parent}

    def pairs(self) -> list[Pair]:
        """Pairs worth comparing, by index into `records`."""
        keys = (self._keys(record) for record in self.records)
        return candidate_pairs(keys, lambda i: _beside(self.records[i]), fullest=self._rules.fullest_block)

    def may_reach(self, _i: int, _j: int, _log_odds: float) -> bool:
        """Whether a pair can come to some log-odds at all: every pair of companies is worth a look."""
        return True

    def heads(self) -> dict[str, str]:
        """Give the head of each account's group of companies."""
        return {record.id: self._above(record.id)[-1] for record in self.records}

    def evidence(self, i: int, j: int) -> list[Evidence]:
        """All evidence about a pair; its weights add up to the log-odds that the two are one."""
        a, b, rules = self.records[i], self.records[j], self._rules
        return [
            Evidence(log(rules.duplicates / self._count), "", ""),
            *best_company_evidence(a.names, b.names, self._brands, rules),
            *self._where(a, b),
            *self._figures(a, b),
            *self._family(a, b),
        ]

    def _where(self, a: AccountRecord, b: AccountRecord) -> tuple[Evidence, Evidence, Evidence]:
        place, region, domain = self._place(a, b), self._region(a, b), self._domain(a, b)
        if place.weight <= self._rules.place_after_missing:
            most = self._rules.domain_beside_place
            region = region._replace(weight=min(region.weight, most))
            domain = domain._replace(weight=min(domain.weight, most))
        return place, region, domain

    def _place(self, a: AccountRecord, b: AccountRecord) -> Evidence:
        """Compare places in the names, a region standing in for one that is not there."""
        rules = self._rules
        if not a.places and not b.places:
            return Evidence(0.0, "", "")
        detail = ", ".join(sorted(a.places | b.places))
        if a.places & b.places and (a.places ^ b.places) - WIDE_PLACES:
            # The branch in Shenzhen of a company in Shanghai, which is named before it.
            return Evidence(rules.place_after_missing, "place_differs", detail)
        if a.places and b.places:
            if a.places & b.places or a.places <= {b.region} or b.places <= {a.region}:
                return Evidence(rules.place_equal, "place", detail)
            return Evidence(rules.place_conflict, "place_differs", detail)
        named, region = (a, b.region) if a.places else (b, a.region)
        if region in named.places:
            return Evidence(rules.place_equal / 2, "place", detail)
        if region and region in PLACES.values():
            return Evidence(rules.place_region_differs, "place_differs", f"{detail}, {region}")
        is_first = any(name.is_place_first for name in named.names)
        return Evidence(rules.place_before_missing if is_first else rules.place_after_missing, "", "")

    def _region(self, a: AccountRecord, b: AccountRecord) -> Evidence:
        if not a.region or not b.region:
            return Evidence(0.0, "", "")
        if a.region != b.region:
            return Evidence(self._rules.region_differs, "region_differs", f"{a.region}, {b.region}")
        share = self._regions[a.region] / len(self.records)
        return Evidence(min(-log(share), self._rules.region_equal), "region", a.region)

    def _domain(self, a: AccountRecord, b: AccountRecord) -> Evidence:
        if not a.domains or not b.domains:
            return Evidence(0.0, "", "")
        shared = a.domains & b.domains
        if not shared:
            detail = f"{min(a.domains)}, {min(b.domains)}"
            return Evidence(self._rules.domain_differs, "domain_differs", detail)
        domain = min(shared, key=lambda one: (self._domain_holders[one], one))
        many = log(max(self._domain_holders[domain] - 1, 1))
        return Evidence(max(self._rules.domain_equal - 2 * many, 0.0), "domain", domain)

    def _figures(self, a: AccountRecord, b: AccountRecord) -> Iterator[Evidence]:
        rules = self._rules
        if a.industry and b.industry:
            is_equal = a.industry == b.industry
            yield Evidence(rules.industry_equal if is_equal else rules.industry_differs, "industry" if is_equal else "", a.industry)  # fmt: skip
        if a.size and b.size and a.size > 0 and b.size > 0:
            apart = abs(log(a.size / b.size))
            if apart <= _NEAR_SIZES:
                yield Evidence(rules.size_near, "", "")
            elif apart > _FAR_SIZES:
                yield Evidence(rules.size_far, "size_differs", f"{a.size:g}, {b.size:g}")

    def _family(self, a: AccountRecord, b: AccountRecord) -> Iterator[Evidence]:
        """Compare parents and people. A parent and what is below it are never one."""
        rules = self._rules
        if a.id in self._above(b.id)[1:] or b.id in self._above(a.id)[1:]:
            yield Evidence(-100.0, "parent", f"{a.id}, {b.id}")
        elif a.parent is not None and a.parent == b.parent:
            yield Evidence(rules.siblings, "same_parent", a.parent)
        shared = sorted(a.contacts & b.contacts)
        if shared:
            yield Evidence(
                rules.shared_people * min(len(shared), _PEOPLE_COUNTED), "people", ", ".join(shared[:2])
            )

    def _above(self, account: str) -> list[str]:
        """The account and those above it, the nearest first; a circle ends where it began."""
        line = [account]
        while (parent := self._parents.get(line[-1])) is not None and parent not in line:
            line.append(parent)
        return line

    def _read(self, columns: Columns) -> list[AccountRecord]:
        """Read all accounts, by id."""
        cells = columns.tables["accounts"]
        rows = sorted(zip(*cells.values(), strict=True), key=lambda row: str(row[0]))
        return [self._record(dict(zip(cells, row, strict=True))) for row in rows]

    def _record(self, cells: Mapping[str, Cell]) -> AccountRecord:
        account, name = str(cells["account_id"]), str(cells["name"] or "")
        readings = read_company(name)
        size, parent = cells["size"], cells["parent_id"]
        return AccountRecord(
            account,
            name,
            readings,
            frozenset(place for reading in readings for place in reading.places),
            place_of(str(cells["region"])) if cells["region"] else "",
            folded(str(cells["industry"] or "")),
            size if isinstance(size, float) else None,
            None if parent is None else str(parent),
            frozenset(self._domains.get(account, ())),
            frozenset(self._contacts.get(account, ())),
            sum(cell is not None for cell in cells.values()) + self._staff[account],
        )

    def _keys(self, record: AccountRecord) -> Iterator[Hashable]:
        for domain in record.domains:
            yield "domain", domain
        for name in record.names:
            yield "core", name.joined
            yield "first", name.core[0]
            if name.han:
                yield "han", name.han[:2]
            if len(name.core) > 2:
                yield "core", "".join(word[0] for word in name.core)
            if len(name.spelled) >= 9:
                yield "spelled", name.spelled
                yield from (("spelled", shorter) for shorter in without_one_letter(name.spelled))
            if len(name.joined) >= 4:
                yield "near", name.joined
                yield from (("near", shorter) for shorter in without_one_letter(name.joined))


def _beside(record: AccountRecord) -> Iterator[Hashable]:
    if record.region:
        yield "region", record.region
    for domain in record.domains:
        yield "domain", domain
    for place in record.places:
        yield "region", place
    for name in record.names:
        yield "whole", name.joined, name.trades


def _people_of(columns: Columns) -> tuple[dict[str, set[str]], dict[str, set[str]], Counter[str]]:
    """Collect by account: its people's domains, their addresses and numbers, and how many roles it has."""
    reach = _contacts(columns)
    domains: dict[str, set[str]] = defaultdict(set)
    contacts: dict[str, set[str]] = defaultdict(set)
    staff: Counter[str] = Counter()
    cells = columns.tables["roles"]
    roles = [(str(p), str(a)) for p, a in zip(cells["person_id"], cells["account_id"], strict=True)]
    accounts_of = Counter(person for person, _ in set(roles))
    for person, account in roles:
        staff[account] += 1
        # Whoever has worked at two accounts would make them look alike by being one person at both.
        domain, own = reach.get(person, ("", ())) if accounts_of[person] == 1 else ("", ())
        contacts[account].update(own)
        if domain:
            domains[account].add(domain)
    return domains, contacts, staff


def _contacts(columns: Columns) -> dict[str, tuple[str, Sequence[str]]]:
    """Domain of the employer ('' where unknown) and personal addresses and numbers, by person."""
    cells = columns.tables["people"]
    reach: dict[str, tuple[str, Sequence[str]]] = {}
    for person, email_text, phone_text in zip(
        cells["person_id"], cells["email"], cells["phone"], strict=True
    ):
        email = read_email(None if email_text is None else str(email_text))
        phone = read_phone(None if phone_text is None else str(phone_text))
        own = [email.address] if email and email.is_personal else []
        own += [f"+{phone.country}{phone.digits}"] if phone and phone.country else []
        reach[str(person)] = (email.domain if email and not email.is_private else "", own)
    return reach
