"""vCard address books of version 2.1, 3.0 and 4.0.

| in the card | becomes |
|---|---|
| UID, else name and e-mail | the id, `vcard:…` |
| FN, else N, NICKNAME, e-mail | the name |
| EMAIL, TEL | the preferred one, else the first |
| ORG, TITLE or ROLE | an account and a role at it |
| CATEGORIES | circles, by name |
| KIND:group, MEMBER | a circle and its members |
| RELATED, X-ABRELATEDNAMES, X-SPOUSE … | ties to cards of the same import |

Pictures, sounds and keys are never read. Everything else is told as not imported.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from refgraph.model.tables import TABLES
from refgraph.sources.converted import Converted
from refgraph.sources.presets.components import CARDS, components_of
from refgraph.sources.presets.content_lines import ContentFault, Property, properties_of
from refgraph.sources.presets.files import held_file
from refgraph.sources.presets.vcard_ties import Members, put_ties
from refgraph.sources.text import Note, folded, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.sources.plan import ReadOptions
    from refgraph.sources.presets.files import SourceFile, SourceFiles

_READ = frozenset(
    {
        "VERSION", "FN", "N", "NICKNAME", "EMAIL", "TEL", "ORG", "TITLE", "ROLE", "CATEGORIES", "KIND", "UID", "REV",
        "LANG", "PRODID", "MEMBER", "RELATED", "X-ABLABEL", "X-ABRELATEDNAMES", "X-ABSHOWAS", "X-SPOUSE", "X-MANAGER",
        "X-ASSISTANT", "X-ADDRESSBOOKSERVER-KIND", "X-ADDRESSBOOKSERVER-MEMBER",
    }
)  # fmt: skip
_SYSTEM_CATEGORIES = frozenset({"mycontacts", "starred"})
_HAN = ("\u3400", "\u9fff")


@dataclass(frozen=True, slots=True)
class _Card:
    """The properties of one card, by name."""

    source: int
    properties: Sequence[Property]

    def all(self, *names: str) -> list[Property]:
        """Properties of these names, in order, without empty ones."""
        return [one for name in names for one in self.properties if one.name == name and one.value.strip()]

    def best(self, *names: str) -> str:
        """Text of the preferred property, else of the first; '' without one."""
        found = sorted(self.all(*names), key=_preference)
        return found[0].text() if found else ""


@dataclass(slots=True)
class _Book:
    """What is read of all files."""

    converted: Converted
    options: ReadOptions
    members: Members = field(default_factory=Members)
    left_out: Counter[str] = field(default_factory=Counter)
    shared: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    """Cells of accounts and circles by table and name: many cards name the same."""

    def put_named(self, table: str, source: int, name: str) -> str:
        """Put an account or circle that is known by its name alone, and give its id."""
        cells = self.shared.get((table, name))
        if cells is None:
            identifier = f"vcard:{folded(name)}" if name else ""
            cells = {TABLES[table].key[0]: identifier, "name": name}
            self.shared[table, name] = cells
        self.converted.put(table, source, cells)
        return cells[TABLES[table].key[0]]


def convert(files: SourceFiles, options: ReadOptions) -> Converted:
    """Read the cards; each counts as one. With `--whose` the cards are acquaintances of that person, of kind `vcard`.

    Raises `Refused` where the encoding is not certain and where a file has no card.
    """
    book = _Book(Converted(ignored=files.ignored), options)
    for file in files.files:
        _read(book, file)
    put_ties(book.converted, book.members)
    if book.left_out:
        listed = ", ".join(f"{shown(name)} ({count})" for name, count in sorted(book.left_out.items()))
        book.converted.told.append(f"not imported: {listed}")
    if options.whose is None:
        book.converted.told.append(
            "the cards do not say whose they are: no ties to the owner are made; name the person with --whose PERSON_ID"
        )
    return book.converted


def _read(book: _Book, file: SourceFile) -> None:
    converted = book.converted
    converted.read_as[file.name] = held_file(file.name, book.options)
    for number, card in enumerate(components_of(file, CARDS, book.options.encoding), 1):
        source = converted.source(file.name, number, card.raw)
        try:
            if card.fault:
                raise ContentFault(card.fault)
            properties = properties_of(card.raw, book.options.encoding)
        except ContentFault as fault:
            converted.remark(source, "", Note("card", str(fault), holds=True))
            continue
        _put_card(book, _Card(source, properties))


def _put_card(book: _Book, card: _Card) -> None:
    kind = card.best("KIND", "X-ADDRESSBOOKSERVER-KIND").casefold()
    organisation = _organisation(card)
    if kind == "group":
        _put_group(book, card)
    elif kind in ("org", "organization") or card.best("X-ABSHOWAS").casefold() == "company":
        book.put_named("accounts", card.source, organisation or _name(card))
    elif kind in ("location", "application", "device"):
        note = Note("kind", f"the card is no person but a {shown(kind)}; left out")
        book.converted.remark(card.source, "KIND", note, kind)
    else:
        _put_person(book, card, organisation)
    book.left_out.update(one.name for one in card.properties if one.name not in _READ)


def _put_person(book: _Book, card: _Card, organisation: str) -> None:
    name, email = _name(card) or organisation, card.best("EMAIL").removeprefix("mailto:")
    person = _identifier(card, name, email)
    phone = card.best("TEL").removeprefix("tel:")
    cells = {"person_id": person, "name": name, "email": email, "phone": phone, "language": card.best("LANG")}
    book.converted.put("people", card.source, {column: text for column, text in cells.items() if text})
    book.members.add_person(card.source, person, name, email, card.properties)
    for further in ("EMAIL", "TEL"):
        book.left_out[f"further {further}"] += max(0, len({one.text() for one in card.all(further)}) - 1)
    book.left_out = +book.left_out
    if organisation:
        account = book.put_named("accounts", card.source, organisation)
        role = {"person_id": person, "account_id": account, "title": card.best("TITLE", "ROLE")}
        book.converted.put("roles", card.source, role)
    for circle in {folded(name): name for one in card.all("CATEGORIES") for name in one.listed()}.values():
        if folded(circle).removeprefix("* ") not in _SYSTEM_CATEGORIES:
            identifier = book.put_named("circles", card.source, circle)
            member = {"person_id": person, "circle_id": identifier}
            book.converted.put("memberships", card.source, member)
    if book.options.whose:
        tie = {"person_a": book.options.whose, "person_b": person, "kind": "vcard"}
        book.converted.put("knows", card.source, tie)


def _put_group(book: _Book, card: _Card) -> None:
    name = _name(card)
    circle = _identifier(card, name, "")
    book.converted.put("circles", card.source, {"circle_id": circle, "name": name})
    uids = [one.text() for one in card.all("MEMBER", "X-ADDRESSBOOKSERVER-MEMBER")]
    book.members.add_group(card.source, circle, uids)


def _identifier(card: _Card, name: str, email: str) -> str:
    uid = plain_uid(card.best("UID"))
    by_name = " ".join(part for part in (folded(name), folded(email)) if part)
    return f"vcard:{uid or by_name}" if uid or by_name else ""


def plain_uid(text: str) -> str:
    """A UID, or a reference to one, without the scheme before a UUID; a UUID is in lower case."""
    plain = text.strip()
    if plain.casefold().startswith("urn:uuid:"):
        return plain[9:].casefold()
    is_uuid = len(plain) == 36 and plain.count("-") == 4
    return plain.casefold() if is_uuid else plain


def _name(card: _Card) -> str:
    full = card.best("FN")
    if full:
        return full
    for one in card.all("N"):
        family, given, middle, *_ = [*one.fields(), "", "", ""]
        mark = "" if _is_han(family + given) else " "
        name = (family + given) if not mark else mark.join(filter(None, (given, middle, family)))
        if name:
            return name
    return card.best("NICKNAME", "EMAIL")


def _is_han(text: str) -> bool:
    return bool(text) and all(_HAN[0] <= letter <= _HAN[1] for letter in text)


def _organisation(card: _Card) -> str:
    fields = next((one.fields() for one in card.all("ORG")), [])
    return next(filter(None, fields), "")


def _preference(one: Property) -> int:
    if "pref" in one.types():
        return 1
    told = next(iter(one.parameters.get("PREF", ())), "")
    return int(told) if told.isascii() and told.isdigit() and len(told) <= 3 else 101
