"""People and companies of several sources whose truth is known: duplicates as people write them, and traps."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING

from refgraph.model.columns import Columns, columns_of
from tests.facts import Cells, row_of
from tests.matching import pools
from tests.matching.drawn_companies import Company, company, other_name, trap
from tests.matching.drawn_people import Human, human
from tests.matching.draws import Draws

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np

    from refgraph.matching.proposal import Proposal


@dataclass(slots=True)
class Truth:
    """Rows, and of whom each id is."""

    rows: dict[str, list[Cells]] = field(default_factory=lambda: {"accounts": [], "people": [], "roles": []})
    numbers: dict[str, dict[str, int]] = field(default_factory=lambda: {"accounts": {}, "people": {}})
    """Number of the company or human being behind each id, by table."""

    @property
    def columns(self) -> Columns:
        """The store's content."""
        return columns_of({name: [row_of(name, cells) for cells in rows] for name, rows in self.rows.items()})

    def pairs(self, table: str) -> set[frozenset[str]]:
        """Pairs of ids that are one."""
        groups: dict[int, list[str]] = {}
        for one, number in self.numbers[table].items():
            groups.setdefault(number, []).append(one)
        return {frozenset(pair) for ids in groups.values() for pair in combinations(ids, 2)}


def precision_and_recall(proposed: Iterable[Proposal], truth: set[frozenset[str]]) -> tuple[float, float]:
    """Share of the proposed pairs that are true, share of the true pairs that are proposed."""
    found = {frozenset(pair) for one in proposed for pair in combinations(one.ids, 2)}
    return len(found & truth) / max(len(found), 1), len(found & truth) / max(len(truth), 1)


def truth(n: int, rng: np.random.Generator, *, share: float = 0.25) -> Truth:
    """Draw n human beings at n // 12 companies and their branches, a share of both twice, and traps."""
    drawing = _Drawing(Draws(rng), share)
    companies = drawing.companies(max(n // 12, 4))
    humans = drawing.humans(n, companies)
    drawing.relatives(humans)
    return drawing.truth


class _Drawing:
    def __init__(self, draws: Draws, share: float) -> None:
        self.draws, self.share = draws, share
        self.truth = Truth()
        self.twins: dict[str, str] = {}
        """Account by the account it is a duplicate of."""
        self.seen: set[tuple[str, str]] = set()

    def companies(self, count: int) -> list[Company]:
        kept = [self.add_company(one, one.full) for one in (company(i, self.draws) for i in range(count))]
        for one in kept:
            if self.draws.chance(self.share):
                self.twins[one.account] = self.add_company(one, other_name(one, self.draws)).account
        return [*kept, *self.traps(kept)]

    def traps(self, companies: Sequence[Company]) -> list[Company]:
        """Branches and namesakes; some branches stand below their head in the hierarchy."""
        made = []
        for number, one in enumerate(companies, len(companies)):
            if self.draws.chance(0.15):
                other = trap(one, number, self.draws)
                is_branch = other.place != one.place
                place = f" {other.place[0]}" if is_branch and not one.is_chinese else ""
                name = other.full if one.is_chinese else f"{one.core} {other.trade[0]}{place} {one.legal}"
                parent = one.account if is_branch and self.draws.chance(0.6) else None
                made.append(self.add_company(other, name, parent=parent))
        return made

    def add_company(self, one: Company, name: str, *, parent: str | None = None) -> Company:
        account = f"a{len(self.truth.rows['accounts']):05d}"
        cells: Cells = {"account_id": account, "name": name, "parent_id": parent}
        if self.draws.chance(0.6):
            cells["region"] = self.draws.pick(one.place)
        if self.draws.chance(0.5):
            cells["industry"] = one.trade[1]
        self.truth.rows["accounts"].append(cells)
        self.truth.numbers["accounts"][account] = one.number
        return replace(one, account=account)

    def humans(self, n: int, companies: Sequence[Company]) -> list[Human]:
        made = []
        for number in range(n):
            one = self.newcomer(number, companies)
            email = (
                one.private if self.draws.chance(0.15) else f"{one.local(self.draws)}@{one.company.domain}"
            )
            known = email if self.draws.chance(0.8) else None
            self.add_human(one, one.name(self.draws), known, one.phone, one.company.account, one.title)
            if self.draws.chance(self.share):
                self.duplicate(one, known, companies)
            made.append(one)
        return made

    def newcomer(self, number: int, companies: Sequence[Company]) -> Human:
        """Draw a person whose name nobody else at the company has, nor a name with the same first letter."""
        while True:
            place = int(len(companies) * self.draws.rng.random() ** 1.5)
            one = human(number, companies[place], self.draws)
            name = (one.surname.partition("-")[0] + one.given[0], one.company.core)
            if name not in self.seen:
                self.seen.add(name)
                return one

    def duplicate(self, one: Human, email: str | None, companies: Sequence[Company]) -> None:
        """The same human being as another source has them: in another job, or with cells missing."""
        draws = self.draws
        account: str | None = self.twins.get(one.company.account, one.company.account)
        phone = one.phone if draws.chance(0.6) else None
        if draws.chance(0.12):
            company = draws.pick(companies)
            account, phone = company.account, one.phone
            email = f"{one.local(draws)}@{company.domain}"
        elif draws.chance(0.3):
            email = None
        elif draws.chance(0.1):
            email = one.private
        if phone:
            phone = draws.pick(
                [phone, phone.replace(" ", ""), "00" + phone[1:].replace(" ", "-"), phone[3:].strip()]
            )
        title = one.title if draws.chance(0.5) else None
        self.add_human(
            one, one.other_name(draws), email, phone, account if draws.chance(0.9) else None, title
        )

    def add_human(
        self,
        one: Human,
        name: str,
        email: str | None,
        phone: str | None,
        account: str | None,
        title: str | None,
    ) -> None:
        person = f"p{len(self.truth.rows['people']):06d}"
        self.truth.rows["people"].append({"person_id": person, "name": name, "email": email, "phone": phone})
        self.truth.numbers["people"][person] = one.number
        if account:
            self.truth.rows["roles"].append({"person_id": person, "account_id": account, "title": title})

    def relatives(self, humans: Sequence[Human]) -> None:
        """Traps: people who share a surname and a telephone, some an employer too."""
        for number, one in enumerate(humans, len(humans)):
            if one.phone and self.draws.chance(0.03):
                pool = pools.GIVEN_CHARACTERS if one.is_chinese else pools.FIRST_NAMES
                given = self.draws.pick([name for name in pool if name != one.given])
                other = replace(one, number=number, given=given)
                account = one.company.account if self.draws.chance(0.5) else None
                title = self.draws.pick(pools.TITLES)
                self.add_human(other, other.name(self.draws), None, one.phone, account, title)
