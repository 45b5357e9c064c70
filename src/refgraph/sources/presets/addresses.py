"""E-mail addresses of mails and calendars as people: their names, whose they are, and which are nobody's."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from refgraph.sources.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from refgraph.sources.converted import Converted

LONGEST_ADDRESS = 254
"""Characters of an address (RFC 5321, 4.5.3.1.3, with erratum 1690)."""

_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\"\\]{1,64}@[^\s@<>()\[\],;:\"\\]+\.[^\s@<>()\[\],;:\"\\.]{2,63}")
_NOBODY = re.compile(
    r"(?:.*[-_.+])?(?:no-?_?\.?reply|do-?_?\.?not-?_?\.?reply|mailer-daemon|postmaster|bounces?|majordomo|listserv"
    r"|newsletters?|news|notifications?|alerts?|unsubscribe|subscribe|undisclosed-recipients|auto-?reply)(?:[-_.+=].*)?"
    r"|.*-(?:request|owner|bounces?|list)|(?:owner|list)-.*"
)
_LISTS = re.compile(
    r"(?:.*\.)?(?:googlegroups\.com|groups\.io|yahoogroups\.[a-z.]+|listserv\..*|lists?\..*|resource\.calendar\.google\.com"
    r"|group\.calendar\.google\.com|import\.calendar\.google\.com)"
)


def plain_address(text: str) -> str:
    """An address in lower case without `mailto:`; '' for what is none."""
    plain = re.sub(r"^mailto:", "", text.strip(), flags=re.IGNORECASE).strip("<> ").casefold()
    return plain if len(plain) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(plain) else ""


def is_nobody(address: str) -> bool:
    """Whether an address is a mailing list's, a calendar's or a machine's rather than a person's."""
    local, _, domain = address.partition("@")
    return _NOBODY.fullmatch(local) is not None or _LISTS.fullmatch(domain) is not None


def owner_of(whose: str) -> tuple[str, set[str]]:
    """Id and own addresses named by `--whose`: `ID`, or `ID=ADDRESS,ADDRESS`."""
    owner, mark, told = whose.rpartition("=")
    addresses = [plain_address(text) for text in told.split(",")]
    # What follows an = that belongs to the id itself is no address.
    return (owner, set(addresses)) if mark and owner and all(addresses) else (whose, set())


@dataclass(slots=True)
class Addressees:
    """The people behind addresses, and which of them is the person named by `--whose`."""

    whose: str | None = None
    """`ID`, or `ID=address,address` where the own addresses are named."""
    names: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """How often each name stands beside an address."""
    put_already: set[str] = field(default_factory=set)
    owner: str = field(init=False)
    own: set[str] = field(init=False)
    """The owner's addresses, as far as known."""

    def __post_init__(self) -> None:
        """Take the addresses of `whose` apart from the id."""
        self.owner, self.own = owner_of(self.whose or "")

    def meet(self, address: str, name: str) -> None:
        """Count a name beside an address; a name that is the address says nothing."""
        plain = " ".join(name.strip().strip("'\"").split())
        counts = self.names[address]
        if plain and plain_address(plain) != address:
            counts[plain] += 1

    def find_own(self, mentions: Counter[str], count: int) -> str:
        """Where `whose` names no address, take the one that more than half of `count` items mention; words for it.

        None is taken where another one is mentioned as often.
        """
        if not self.owner or self.own:
            return ""
        ranked = mentions.most_common(2)
        if not ranked or 2 * ranked[0][1] <= count or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return (
                f"no address stands out in what was read: none is taken for {shown(self.owner)}'s own; "
                f"name it with --whose {shown(self.owner)}=ADDRESS"
            )
        address, most = ranked[0]
        self.own = {address}
        return f"{shown(address)} stands in {most} of {count}: taken for {shown(self.owner)}'s own address"

    def person(self, address: str) -> str:
        """Id of the person behind an address: `mailto:ADDRESS`, or the owner."""
        return self.owner if address in self.own else f"mailto:{address}"

    def put(self, converted: Converted, source: int, addresses: Iterable[str]) -> None:
        """Put the people behind addresses, each once; the owner only where nobody else describes them."""
        for address in addresses:
            person = self.person(address)
            if person in self.put_already:
                continue
            self.put_already.add(person)
            cells = {"person_id": person, "name": self.name(address), "email": address}
            converted.put("people", source, cells, is_weak=address in self.own)

    def name(self, address: str) -> str:
        """The name most often beside an address, of equally many the longest; the address without one."""
        names = self.names.get(address)
        if not names:
            return address
        return max(names.items(), key=lambda item: (item[1], len(item[0]), item[0]))[0]
