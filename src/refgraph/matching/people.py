"""People who may be one."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

from refgraph.matching.blocking import candidate_pairs, turned, without_one_letter
from refgraph.matching.contacts import Email, Phone, read_email, read_phone
from refgraph.matching.email_evidence import email_evidence, phone_evidence
from refgraph.matching.jobs import Employment, Job
from refgraph.matching.name_evidence import NameFrequencies, best_evidence
from refgraph.matching.person_names import PersonName, read_name, roots
from refgraph.matching.proposal import Evidence

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

    from refgraph.matching.blocking import Pair
    from refgraph.matching.rules import MatchRules
    from refgraph.model.columns import Columns

_STRONG = frozenset({"email", "email_near", "email_name", "phone", "phone_suffix"})


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One person as it is compared."""

    id: str
    name: str
    names: tuple[PersonName, ...]
    email: Email | None
    phone: Phone | None
    jobs: Sequence[Job]
    circles: frozenset[str]
    filled: int
    """Cells and relations that are known of the person."""


class People:
    """All people, ready to be compared pair by pair."""

    def __init__(
        self, columns: Columns, rules: MatchRules, *, same: Mapping[str, str], roots: Mapping[str, str]
    ) -> None:
        """`same` gives the account that stands for a duplicate, `roots` the head of each account's group."""
        self._rules = rules
        count = len(columns.tables["people"]["person_id"])
        self._employment = Employment(columns.tables["roles"], count, same, roots, rules)
        self._circles = _memberships(columns)
        self.records = self._read(columns)
        self._count = max(count, rules.fewest_people)
        self._frequencies = NameFrequencies((r.names for r in self.records), count, rules)
        self._members = Counter(circle for r in self.records for circle in r.circles)
        self._addresses = Counter(r.email.address for r in self.records if r.email)
        self._numbers = Counter(r.phone.suffix or r.phone.digits for r in self.records if r.phone)
        self._tied = _tied(columns)
        self._most = [self._frequencies.most(record.names) for record in self.records]
        self._traces = [frozenset(_traces(record)) for record in self.records]

    def pairs(self) -> list[Pair]:
        """Pairs worth comparing, by index into `records`."""
        keys = (self._keys(record) for record in self.records)
        return candidate_pairs(keys, lambda i: _beside(self.records[i]), fullest=self._rules.fullest_block)

    def may_reach(self, i: int, j: int, log_odds: float) -> bool:
        """Whether a pair can come to some log-odds at all, told in a tenth of the time `evidence` takes."""
        if not self._traces[i].isdisjoint(self._traces[j]):
            return True
        rules = self._rules
        name = min(self._most[i], self._most[j])
        beside = rules.title_equal + rules.employer_sequence + rules.email_near
        if not (self.records[i].email and self.records[j].email):
            beside -= rules.email_near
        return log(rules.duplicates / self._count) + name + beside >= log_odds

    def evidence(self, i: int, j: int) -> list[Evidence]:
        """All evidence about a pair; its weights add up to the log-odds that the two are one."""
        a, b, rules = self.records[i], self.records[j], self._rules
        prior = log(rules.duplicates / self._count)
        name = best_evidence(a.names, b.names, self._frequencies, rules)
        email = email_evidence(
            a.email,
            b.email,
            a.names or b.names,
            self._addresses,
            rules,
            is_another=name.is_given_conflict,
        )
        phone = phone_evidence(a.phone, b.phone, self._numbers, rules)
        found = [
            Evidence(prior, "", ""),
            Evidence(name.weight, name.kind, f"{a.name}, {b.name}"),
            Evidence(*email, _told(a.email, b.email)),
            Evidence(*phone, a.phone.digits if a.phone else ""),
            *self._employment.evidence(a.jobs, b.jobs),
            self._shared_circles(a, b),
        ]
        return [*found, *self._exclusions(a, b, {one.kind for one in found})]

    def _exclusions(self, a: PersonRecord, b: PersonRecord, kinds: set[str]) -> Iterator[Evidence]:
        if "employer_differs" in kinds and "email_differs" in kinds and not kinds & _STRONG:
            yield Evidence(self._rules.two_lives, "two_lives", "")
        if b.id in self._tied.get(a.id, ()):
            yield Evidence(self._rules.tied, "know_each_other", "")

    def _shared_circles(self, a: PersonRecord, b: PersonRecord) -> Evidence:
        shared = a.circles & b.circles
        if not shared:
            return Evidence(0.0, "", "")
        weight = sum(max(log(0.5 * self._count / (self._members[one] + 10)), 0.0) for one in shared)
        return Evidence(min(weight, self._rules.circle_most), "circle", min(shared))

    def _read(self, columns: Columns) -> list[PersonRecord]:
        """Read everybody, by id."""
        cells = columns.tables["people"]
        rows = sorted(zip(*(cells[name] for name in cells), strict=True), key=lambda row: str(row[0]))
        return [self._record(str(row[0]), str(row[1] or ""), row[2:]) for row in rows]

    def _record(self, person: str, name: str, rest: Sequence[object]) -> PersonRecord:
        jobs, circles = self._employment.of.get(person, []), self._circles.get(person, frozenset())
        email, phone = rest[0], rest[1]
        return PersonRecord(
            person,
            name,
            read_name(name),
            read_email(None if email is None else str(email)),
            read_phone(None if phone is None else str(phone)),
            jobs,
            circles,
            sum(cell is not None for cell in rest) + len(jobs) + len(circles),
        )

    def _keys(self, record: PersonRecord) -> Iterator[Hashable]:
        """What two records of one person are expected to share at least one of."""
        if record.email:
            yield "address", record.email.address
            if record.email.is_personal:
                yield "local", record.email.local
                yield from (("typed", text) for text in without_one_letter(record.email.address))
        if record.phone:
            yield "phone", record.phone.suffix or record.phone.digits
        accounts = {job.account for job in record.jobs}
        for name in record.names:
            keys = [word.key for word in name.words]
            yield from _name_keys(keys)
            yield from ((account, form) for account in accounts for form in _forms(keys))


def _name_keys(keys: Sequence[str]) -> Iterator[Hashable]:
    plain = turned("".join(min(roots(key)) for key in keys))
    yield "name", plain
    if len(keys) > 2:
        yield "name", turned("".join(min(roots(key)) for key in (keys[0], keys[-1])))
    text = " ".join(sorted(keys))
    if len(text) > 5:
        yield "near", text
        yield from (("near", shorter) for shorter in without_one_letter(text))


def _forms(keys: Iterable[str]) -> set[str]:
    """Words and first letters by which a colleague's name is found again."""
    return {form for key in keys for form in (*roots(key), key[:4])}


def _beside(record: PersonRecord) -> Iterator[Hashable]:
    """What must agree as well where a name, an address or a number is very frequent."""
    if record.email:
        yield "address", record.email.address
        yield "local", record.email.local
    if record.phone:
        yield "phone", record.phone.suffix or record.phone.digits
    for job in record.jobs:
        yield "account", job.account
    for circle in record.circles:
        yield "circle", circle
    for name in record.names:
        yield "name", turned("".join(word.key for word in name.words))


def _traces(record: PersonRecord) -> Iterator[Hashable]:
    """Whatever may speak for a pair beside the name and the title, where it is equal."""
    if record.email:
        yield "local", record.email.local
    if record.phone:
        yield "phone", record.phone.suffix or record.phone.digits
    for job in record.jobs:
        yield "account", job.account
        yield "root", job.root
    for circle in record.circles:
        yield "circle", circle


def _told(a: Email | None, b: Email | None) -> str:
    addresses = dict.fromkeys(email.address for email in (a, b) if email)
    return ", ".join(addresses)


def _memberships(columns: Columns) -> dict[str, frozenset[str]]:
    cells = columns.tables["memberships"]
    circles: dict[str, set[str]] = defaultdict(set)
    for person, circle in zip(cells["person_id"], cells["circle_id"], strict=True):
        circles[str(person)].add(str(circle))
    return {person: frozenset(own) for person, own in circles.items()}


def _tied(columns: Columns) -> dict[str, set[str]]:
    """Pairs who know each other or report to one another, both ways."""
    tied: dict[str, set[str]] = defaultdict(set)
    knows, roles = columns.tables["knows"], columns.tables["roles"]
    for ends in (
        zip(knows["person_a"], knows["person_b"], strict=True),
        zip(roles["person_id"], roles["reports_to"], strict=True),
    ):
        for one, other in ends:
            if other is not None and one != other:
                tied[str(one)].add(str(other))
                tied[str(other)].add(str(one))
    return tied
