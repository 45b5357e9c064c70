"""Where people work and worked, and what two people's employers say."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from math import log
from typing import TYPE_CHECKING

from refgraph.matching.letters import folded
from refgraph.matching.proposal import Evidence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.matching.rules import MatchRules
    from refgraph.model.tables import Cell

_FREQUENT_TITLE = 0.4
_PSEUDO_PEOPLE = 200.0


@dataclass(frozen=True, slots=True)
class Job:
    """One role."""

    account: str
    """Id of the account that stands for it and its proposed duplicates."""
    root: str
    """Id of the account at the head of its group of companies."""
    title: str
    """Folded, '' where none is known."""
    begin: str
    """ISO day, '' where open."""
    end: str


class Employment:
    """Everybody's jobs, and how many people an account or a title has."""

    def __init__(
        self,
        roles: Mapping[str, Sequence[Cell]],
        people: int,
        same: Mapping[str, str],
        roots: Mapping[str, str],
        rules: MatchRules,
    ) -> None:
        self._rules = rules
        self._people = people
        self.of: dict[str, list[Job]] = defaultdict(list)
        cells = (roles[name] for name in ("person_id", "account_id", "title", "from", "to"))
        for person, account, title, begin, end in zip(*cells, strict=True):
            known = same.get(str(account), str(account))
            job = Job(
                known, roots.get(known, known), folded(str(title or "")), str(begin or ""), str(end or "")
            )
            self.of[str(person)].append(job)
        for jobs in self.of.values():
            jobs.sort(key=lambda job: (job.account, job.begin, job.end, job.title))
        self._staff = Counter(account for jobs in self.of.values() for account in {j.account for j in jobs})
        self._titles = Counter(title for jobs in self.of.values() for title in {j.title for j in jobs})

    def evidence(self, a: Sequence[Job], b: Sequence[Job]) -> list[Evidence]:
        """What the employers and titles of two people say; nothing where one has none."""
        if not a or not b:
            return []
        return [self._employers(a, b), self._title(a, b)]

    def _employers(self, a: Sequence[Job], b: Sequence[Job]) -> Evidence:
        rules = self._rules
        shared = {job.account for job in a} & {job.account for job in b}
        if shared:
            account = min(shared, key=lambda one: (self._staff[one], one))
            share = (self._staff[account] + 1) / (self._people + _PSEUDO_PEOPLE)
            return Evidence(max(log(rules.same_employer / share), 0.0), "employer", account)
        if {job.root for job in a} & {job.root for job in b}:
            return Evidence(rules.related_employer, "employer_group", min(job.root for job in a))
        detail = f"{a[0].account}, {b[0].account}"
        if _in_sequence(a, b, rules.gap_days) or _in_sequence(b, a, rules.gap_days):
            return Evidence(rules.employer_sequence, "changed_job", detail)
        return Evidence(rules.employer_differs, "employer_differs", detail)

    def _title(self, a: Sequence[Job], b: Sequence[Job]) -> Evidence:
        rules = self._rules
        ours, theirs = ({job.title for job in jobs} - {""} for jobs in (a, b))
        if not ours or not theirs:
            return Evidence(0.0, "", "")
        shared = ours & theirs
        if not shared:
            return Evidence(rules.title_differs, "", "")
        title = min(shared, key=lambda one: (self._titles[one], one))
        share = self._titles[title] / max(len(self.of), 1)
        return Evidence(min(max(log(_FREQUENT_TITLE / share), 0.0), rules.title_equal), "title", title)


def _in_sequence(a: Sequence[Job], b: Sequence[Job], gap_days: int) -> bool:
    """Whether all jobs of `a` had ended when those of `b` began, the last of them not long before."""
    last_end = max((job.end or "9999-12-31") for job in a)
    first_begin = min((job.begin or "0001-01-01") for job in b)
    if last_end > first_begin or first_begin == "0001-01-01":
        return False
    return (date.fromisoformat(first_begin) - date.fromisoformat(last_end)).days <= gap_days
