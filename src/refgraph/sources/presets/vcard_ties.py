"""Ties and memberships between cards: who is named by UID, by e-mail or by name in another one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from refgraph.sources.text import Note, folded, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from refgraph.sources.converted import Converted
    from refgraph.sources.presets.content_lines import Property

_RELATIONS = frozenset(
    {
        "contact", "acquaintance", "friend", "met", "co-worker", "colleague", "co-resident", "neighbor", "child", "parent",
        "sibling", "spouse", "kin", "muse", "crush", "date", "sweetheart", "agent", "emergency",
    }
)  # fmt: skip
"""RELATED types of RFC 6350, section 6.6.6, without `me`."""
_NAMED = {"X-SPOUSE": "spouse", "X-MANAGER": "manager", "X-ASSISTANT": "assistant"}
_LONGEST_KIND = 100


@dataclass(slots=True)
class Members:
    """People and groups of all cards, and what points from one to another."""

    by_uid: dict[str, str] = field(default_factory=dict)
    by_email: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, str] = field(default_factory=dict)
    """People by e-mail and by name; '' where several have it."""
    related: list[tuple[int, str, str, str]] = field(default_factory=list)
    """Source row, person, kind of tie and whom it is with."""
    groups: list[tuple[int, str, Sequence[str]]] = field(default_factory=list)
    """Source row, circle and its members."""

    def add_person(
        self, source: int, person: str, name: str, email: str, properties: Sequence[Property]
    ) -> None:
        """Add the person of a card."""
        self.by_uid[person.removeprefix("vcard:")] = person
        _note(self.by_name, folded(name), person)
        emails = {folded(one.text()) for one in properties if one.name == "EMAIL"}
        for address in filter(None, {folded(email), *emails}):
            _note(self.by_email, address, person)
        self.related += [(source, person, kind, whom) for kind, whom in _related(properties)]

    def add_group(self, source: int, circle: str, uids: Sequence[str]) -> None:
        """Add the card of a group."""
        self.groups.append((source, circle, uids))

    def find(self, text: str) -> str | None:
        """Person a text names: a UID, an e-mail or a whole name that only one card has."""
        plain = text.strip()
        is_urn = plain.casefold().startswith("urn:uuid:")
        uid = plain[9:].casefold() if is_urn else plain
        found = self.by_uid.get(uid) or self.by_uid.get(uid.casefold())
        if found:
            return found
        key = folded(plain.removeprefix("mailto:"))
        return self.by_email.get(key) or self.by_name.get(key) or None


def _note(index: dict[str, str], key: str, person: str) -> None:
    index[key] = person if index.get(key, person) == person else ""


def put_ties(converted: Converted, members: Members) -> None:
    """Put memberships of groups and ties of related people; whom no card or several are about is warned of."""
    for source, circle, uids in members.groups:
        for uid in uids:
            person = members.find(uid)
            if person is None:
                _warn(converted, source, "MEMBER", "member", uid)
            else:
                converted.put("memberships", source, {"person_id": person, "circle_id": circle})
    for source, person, kind, whom in members.related:
        other = members.find(whom)
        if other is None or other == person:
            _warn(converted, source, "RELATED", "related person", whom)
        else:
            converted.put("knows", source, {"person_a": person, "person_b": other, "kind": kind})


def _warn(converted: Converted, source: int, column: str, what: str, text: str) -> None:
    found = f"{what} '{shown(text)}' is not the one person of a card here; left out"
    converted.remark(source, column, Note("unknown_person", found), text)


def _related(properties: Sequence[Property]) -> Iterator[tuple[str, str]]:
    """Give (kind, whom) of each relation; Apple tells the kind in the X-ABLABEL of the same group."""
    labels = {one.group: one.text() for one in properties if one.name == "X-ABLABEL" and one.group}
    for one in properties:
        if not one.value.strip():
            continue
        if one.name == "RELATED" and "me" not in one.types():
            kinds = sorted(one.types() & _RELATIONS)
            yield (kinds[0] if kinds else "related"), one.text()
        elif one.name == "X-ABRELATEDNAMES":
            label = labels.get(one.group, "").removeprefix("_$!<").removesuffix(">!$_")
            yield folded(label)[:_LONGEST_KIND] or "related", one.text()
        elif one.name in _NAMED:
            yield _NAMED[one.name], one.text()
