"""Companies' names read apart: the core, and what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from refgraph.matching.company_words import (
    BRANCH_WORDS,
    FILLERS,
    HAN_BRANCH_WORDS,
    HAN_LEGAL_FORMS,
    LEGAL_FORMS,
    NUMERALS,
    PLACES,
    TRADES,
)
from refgraph.matching.letters import HAN, folded, sounds, word_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LONGEST_PHRASE = 4
"""Words of the longest legal form or place."""
_WHOLE_FORMS = frozenset({"legal limited", "legal partnership", "legal public"})
"""Legal forms that end a name; `company` may stand within one."""
_DOT_IN_SHORT_FORM = re.compile(r"(?<=\b\w)\.(?=\w\b|\s|$|,)")
_NUMBER = re.compile(r"(?<![a-z\d])\d+(?![a-z\d])")
_WORD = re.compile(r"[^\W_]+")
_HAN_RUN = re.compile(f"{HAN.pattern}+")
_HAN_PLACE_END = re.compile("[省市区县州]$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class CompanyName:
    """One company's name, one script of it."""

    core: tuple[str, ...]
    """Words that tell it from others, as keys (`word_key`); of Chinese characters one, in pinyin."""
    han: str
    """The core's Chinese characters, '' for a Latin name."""
    trades: frozenset[str]
    """What it does, in one English word each."""
    spelled: str
    """All of a Latin name but legal forms and numbers, written together; '' for Chinese characters."""
    places: frozenset[str]
    numbers: frozenset[str]
    legal: frozenset[str]
    """Classes of its legal forms."""
    is_branch: bool
    is_place_first: bool
    """Whether a place stands at its beginning or after a comma, as in full names and addresses."""

    @property
    def joined(self) -> str:
        """The core written together."""
        return "".join(self.core)


@lru_cache(maxsize=65536)
def read_company(text: str) -> tuple[CompanyName, ...]:
    """Read a name; one that is written in both scripts gives two. Empty for a text without a name in it."""
    plain = folded(text)
    latin = _HAN_RUN.sub(" ", plain)
    names = (_latin(latin), _han("".join(_HAN_RUN.findall(plain))))
    found = [name for name in names if name is not None and name.core]
    numbers = frozenset(_NUMBER.findall(plain)).union(*(name.numbers for name in found))
    kept = found[1:] if len(found) == 2 and not _is_name(found[0]) else found
    return tuple(replace(name, numbers=numbers) for name in kept)


def _is_name(name: CompanyName) -> bool:
    """Whether Latin letters beside characters are a name of their own, not just (China), Ltd or a number."""
    return len(name.joined) > 1 and not name.joined.isdigit()


def _latin(text: str) -> CompanyName | None:
    text, tail = _without_address(text)
    spelled = _DOT_IN_SHORT_FORM.sub("", text).replace("'", "")
    words = [word for word in _WORD.findall(spelled) if word not in FILLERS]
    if not words:
        return None
    kinds = _places_behind(_kinds(words))
    core = [word for word, kind in kinds if kind == "core"]
    trades = {kind[6:] for _, kind in kinds if kind.startswith("trade ")}
    places = {kind[6:] for _, kind in kinds if kind.startswith("place ")}
    if not core:
        # A name made of common words alone (General Electric, Bank of China) is told by all of them together.
        core = sorted(trades | places) or [words[0]]
        trades, places = set(), set()
    return CompanyName(
        tuple(word_key(word) for word in core),
        "",
        frozenset(trades),
        "".join(word_key(word) for word, kind in kinds if kind[:5] not in ("legal", "numbe")).replace(
            " ", ""
        ),
        frozenset(places | tail),
        frozenset(kind[7:] for _, kind in kinds if kind.startswith("number ")),
        frozenset(kind[6:] for _, kind in kinds if kind.startswith("legal ")),
        any(kind == "branch" for _, kind in kinds),
        bool(tail) or kinds[0][1].startswith("place "),
    )


def _without_address(text: str) -> tuple[str, set[str]]:
    """Part a name from the place after its last comma; what may be a legal form or a trade is left in the name."""
    before, comma, after = text.rpartition(",")
    words = _WORD.findall(after)
    phrase = " ".join(words)
    known = (
        phrase in LEGAL_FORMS or phrase in TRADES or any(w in LEGAL_FORMS or w in BRANCH_WORDS for w in words)
    )
    if not (comma and _WORD.search(before)) or not words or known:
        return text, set()
    return before, {PLACES.get(phrase, phrase)}


def _kinds(words: Sequence[str]) -> list[tuple[str, str]]:
    """Say of each word or phrase what it is; the first word is never a legal form."""
    kinds: list[tuple[str, str]] = []
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            kind = _kind(phrase, is_first=at == 0)
            if kind or length == 1:
                kinds.append((phrase, kind or "core"))
                at += length
                break
    return kinds


def _places_behind(kinds: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Take words behind a legal form, which nobody knows, for the place of a branch: `Berg Foods GmbH Olpe`."""
    at = next((at for at, (_, kind) in enumerate(kinds) if kind in _WHOLE_FORMS), len(kinds))
    behind = ((word, f"place {word}" if kind == "core" else kind) for word, kind in kinds[at:])
    return [*kinds[:at], *behind]


def _kind(phrase: str, *, is_first: bool) -> str:
    if phrase in LEGAL_FORMS and not is_first:
        return f"legal {LEGAL_FORMS[phrase]}"
    if phrase in PLACES:
        return f"place {PLACES[phrase]}"
    if phrase in TRADES:
        return f"trade {TRADES[phrase]}"
    if phrase in BRANCH_WORDS and not is_first:
        return "branch"
    if not is_first and (phrase in NUMERALS or phrase.isdigit()):
        return f"number {NUMERALS.get(phrase, phrase)}"
    return ""


def _han(text: str) -> CompanyName | None:
    if not text:
        return None
    rest, branch = _taken(text, dict.fromkeys(HAN_BRANCH_WORDS, "branch"))
    rest, legal = _ended(rest)
    rest, places = _taken(rest, _HAN_PLACES)
    rest, trades = _taken(rest, _HAN_TRADES)
    rest, numbers = _taken(rest, _HAN_NUMERALS)
    core = rest.strip("省市区县州") or rest
    words: tuple[str, ...] = (sounds(core)[0],)
    if len(core) < 2 or core in TRADES or core in PLACES:
        words = tuple(
            sorted(trades | places | {word for word in (TRADES.get(core), PLACES.get(core)) if word})
        )
        core, trades, places = "" if words else _without(text, legal), set(), set()
    return CompanyName(
        words or (sounds(core)[0],),
        core,
        frozenset(trades),
        "",
        frozenset(places),
        frozenset(numbers),
        frozenset(legal),
        bool(branch),
        bool(places),
    )


def _ended(text: str) -> tuple[str, set[str]]:
    """Take a legal form off the end."""
    for form, legal in _HAN_FORMS:
        if text.endswith(form) and len(text) > len(form):
            return text[: -len(form)], {legal}
    return text, set()


def _without(text: str, legal: set[str]) -> str:
    return _ended(text)[0] if legal else text


def _taken(text: str, words: Mapping[str, str]) -> tuple[str, set[str]]:
    """Take all of the words out of a text, longer ones first."""
    found = set()
    for word, meaning in words.items():
        if word in text and text != word:
            text = text.replace(word, "")
            found.add(meaning)
    return text, found


def _han_words(words: Mapping[str, str]) -> dict[str, str]:
    han = {word: meaning for word, meaning in words.items() if HAN.match(word)}
    return dict(sorted(han.items(), key=lambda item: -len(item[0])))


_HAN_FORMS = sorted(HAN_LEGAL_FORMS, key=lambda form: -len(form[0]))
_HAN_PLACES = _han_words(PLACES)
_HAN_TRADES = _han_words(TRADES)
_HAN_NUMERALS = {word: number for word, number in _han_words(NUMERALS).items() if len(word) > 1}


def place_of(region: str) -> str:
    """One name for a region as it stands in a cell: that of `PLACES`, else in folded letters or pinyin."""
    plain = folded(region)
    if plain in PLACES:
        return PLACES[plain]
    bare = _HAN_PLACE_END.sub("", plain)
    if bare in PLACES:
        return PLACES[bare]
    return sounds(bare)[0] if HAN.search(bare) else plain
