"""What a text that somebody searches for asks of an index of names, whatever the index; and what is found first.

The index knows each entity by its `names.name_words`. A text asks it for clauses: a name must have a word of each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from refgraph.store.names import (
    INITIALS,
    MAX_JOINED,
    MORE,
    compact,
    fold,
    has_phrase,
    is_run,
    likeness,
    units_of,
    whole_word,
)
from refgraph.store.port import Hit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_WORDS = 16
"""Words of a text that the index is asked for; longer texts are looked for as they stand."""
Entry = tuple[str, str, str]
"""Table, id and name of an entity."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the index; it has no white space and no punctuation of ASCII."""

    word: str
    is_beginning: bool
    """Whether words that go on count too."""


Clause = tuple[Term, ...]
"""Terms of which one is enough."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a text asks for; an entity whose id is `exact_id` is found anyhow, first of all."""

    exact_id: str
    plain: str
    """The text folded (`names.fold`): what a folded name, or an id that is `exact_id`, is scanned for."""
    clauses: tuple[Clause, ...]
    """All must hold; none where the index cannot help."""
    phrases: tuple[tuple[str, ...], ...]
    """Words of several units, or of one long one: the index may find names that do not have them (`has_phrases`)."""
    run: str
    """Where it stands in a folded name, the name has the phrases; '' where that cannot be told so."""
    sure: tuple[Clause, ...]
    """A name that all of these hold for has the phrases; none where the index cannot tell."""
    whole: str
    """The text as `names.compact` gives it, which names are likened to (`rank`)."""
    exact: Term
    """A name that has it is the text: rank 0, unless `needs_names`."""
    begins: Clause
    """A name that has one begins as the text: rank 1, unless `needs_names`."""

    @property
    def needs_names(self) -> bool:
        """Whether the index knows too little of names this long: of those it has as `exact` or `begins`, `rank` tells."""
        return MORE in self.exact.word


class Index(Protocol):
    """Names of one version of the store; entries come by (rank, name, id, place of the table in `names.NAMED`)."""

    def by_words(self, sought: Sought, limit: int) -> Sequence[Entry]:
        """Entities whose names have all clauses and phrases, and those of the very id; at most `limit`."""
        ...

    def within(self, sought: Sought, limit: int) -> Sequence[Entry]:
        """Entities whose folded names have the text in them, and those of the very id; at most `limit`."""
        ...

    def details(self, entries: Sequence[Entry]) -> Iterable[str]:
        """`Hit.detail` of each entry, in their order."""
        ...


def search(index: Index, text: str, *, limit: int) -> list[Hit]:
    """Find entities by name or exact id, as `Store.search` says."""
    sought = sought_by(text)
    if sought is None or limit < 1:
        return []
    found = list(index.by_words(sought, limit)) if sought.clauses else []
    # A run of characters that are words each lies in no name that the index does not have for it.
    if len(found) < limit and not (sought.clauses and is_run(sought.plain)):
        # What lies within names is asked for with those again that are found already.
        there = set(found)
        found += [entry for entry in index.within(sought, limit + len(found)) if entry not in there]
    shown = found[:limit]
    return [Hit(*entry, detail) for entry, detail in zip(shown, index.details(shown), strict=True)]


def sought_by(text: str) -> Sought | None:
    """What a text asks for; None for a blank one."""
    text = text.encode("utf-8", "replace").decode()
    plain = fold(text)
    if not plain:
        return None
    words = [tuple(units) for word in plain.split() if (units := units_of(word))]
    phrases = tuple(units for units in words if len(units) > 1 or len(units[0]) > MAX_JOINED)
    run = "".join(phrases[0]) if len(phrases) == 1 else ""
    is_long = all(len(units) == 1 for units in phrases)
    whole = compact(text)
    word = whole_word(whole)
    initials = [Term(INITIALS + whole, is_beginning=True)] if whole.isalnum() else []
    return Sought(
        exact_id=text.strip(),
        plain=plain,
        clauses=tuple(clause for units in words for clause in _clauses(units)) if len(words) <= MAX_WORDS else (),
        phrases=phrases,
        run=run if is_run(run) else "",
        sure=tuple((Term(units[0], is_beginning=True),) for units in phrases) if is_long else (),
        whole=whole,
        exact=Term(word, is_beginning=False),
        begins=(Term(word, is_beginning=True), *initials),
    )  # fmt: skip


def rank(sought: Sought, entity_id: str, name: str) -> int:
    """0 for what is the text, by id or name, 1 for a name that begins with it, else 2."""
    return 0 if entity_id == sought.exact_id else likeness(name, sought.whole)


def has_phrases(name: str, phrases: Iterable[Sequence[str]]) -> bool:
    """Whether a name has each phrase."""
    return all(has_phrase(name, phrase) for phrase in phrases)


def _clauses(units: Sequence[str]) -> list[Clause]:
    """What a word asks for, as a beginning: all units of several, the last of which may go on."""
    *exact, last = units
    beginning = Term(last, is_beginning=True)
    if exact:
        return [*((Term(unit, is_beginning=False),) for unit in exact), (beginning,)]
    joined = [Term(last[:MAX_JOINED], is_beginning=False)] if len(last) > MAX_JOINED else []
    others = (Term(whole_word(last), is_beginning=True), Term(INITIALS + last, is_beginning=True))
    return [(beginning, *joined, *others)]
