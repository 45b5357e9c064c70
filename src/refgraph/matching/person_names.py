"""People's names read apart: words in both scripts, without forms of address, ready to compare."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from refgraph.matching.letters import HAN, folded, is_mandarin, is_syllable, sounds, word_key
from refgraph.matching.name_words import (
    COMPOUND_SURNAMES,
    HAN_HONORIFICS,
    HONORIFICS,
    NICKNAMES,
    PARTICLES,
    POSITIONS,
    SURNAME_READINGS,
    SURNAME_SHARES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_WORDS = 6
"""Words of a name that count."""

_BRACKETS = re.compile(r"[(\[{（【「](.*?)[)\]}）】」]")
_HAN_RUN = re.compile(rf"(?:{HAN.pattern}|·)+")
_LATIN_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_HONORARY = re.compile(r"\b(?:[dp]r?\.? ?)?h\. ?c\.(?: mult\.)?")
_PART_END = re.compile(r"[,;|/]|\s-+\s")
_QUOTED = re.compile('["“”„«»]([^"“”„«»]*)["“”„«»]')


@dataclass(frozen=True, slots=True)
class Word:
    """One part of a name."""

    keys: tuple[str, ...]
    """How it is written in folded Latin letters, or sounds in pinyin, the usual reading first."""
    han: str = ""
    """Its Chinese characters, '' for a Latin word."""

    @property
    def key(self) -> str:
        """The usual reading."""
        return self.keys[0]

    @property
    def is_initial(self) -> bool:
        """Whether only a first letter is given."""
        return len(self.key) == 1 and not self.han


@dataclass(frozen=True, slots=True)
class PersonName:
    """One way to read a person's name."""

    words: tuple[Word, ...]
    given_at: int | None
    """Which word is the given name; None where the order does not tell (pinyin)."""

    @property
    def is_chinese(self) -> bool:
        """Whether it is written in characters, or reads as pinyin with a Chinese surname."""
        return any(word.han for word in self.words) or self.given_at is None


@lru_cache(maxsize=65536)
def read_name(text: str) -> tuple[PersonName, ...]:
    """Read a name; one that is written in both scripts gives two. Empty for a text without a name in it."""
    plain = folded(text)
    bracketed = " ".join(_BRACKETS.findall(plain) + _QUOTED.findall(plain))
    plain = _HONORARY.sub(" ", plain)
    outside = _QUOTED.sub(" ", _BRACKETS.sub(" ", plain))
    names: list[PersonName] = []
    for part in (outside, bracketed):
        found = [_han_name(part), _latin_name(_HAN_RUN.sub(" ", part))]
        scripts = {bool(name.words[0].han) for name in names}
        names += [name for name in found if name and bool(name.words[0].han) not in scripts]
    return tuple(names)


def _han_name(text: str) -> PersonName | None:
    run = max(_HAN_RUN.findall(text), key=len, default="").strip("·")
    bare = _without_address(run)
    if not bare:
        return None
    parts = bare.split("·")[:MAX_WORDS] if "·" in bare else _surname_first(bare)
    words = tuple(
        _han_word(part, is_surname=i == 0 and "·" not in bare) for i, part in enumerate(parts) if part
    )
    return PersonName(words, given_at=0 if "·" in bare else 1)


def _without_address(run: str) -> str:
    for address in sorted(HAN_HONORIFICS, key=len, reverse=True):
        if run.endswith(address) and len(run) > len(address):
            return run[: -len(address)]
    return run


def _surname_first(name: str) -> list[str]:
    length = 2 if name[:2] in COMPOUND_SURNAMES else 1
    return [name[:length], name[length:]]


def _han_word(han: str, *, is_surname: bool) -> Word:
    readings = sounds(han)
    if is_surname:
        # Rare readings of frequent surnames (王 as yù) are nobody's name.
        special = SURNAME_READINGS.get(han)
        readings = (special, readings[0]) if special and special != readings[0] else readings[:1]
    return Word(readings, han)


def _latin_name(text: str) -> PersonName | None:
    before, *rest = _PART_END.split(text)
    after = next((part for part in rest if not _is_position(part)), "")
    first, last = _words(after), _words(before)
    if not first or not last:
        first, last = [], first or last
    ordered = [*first, *last]
    if not ordered:
        return None
    if first and last and all(is_mandarin(word) for word in ordered) and "".join(last) in SURNAME_SHARES:
        ordered = ["".join(first), "".join(last)]
    if all(is_mandarin(word) for word in ordered) and _has_surname(ordered):
        return PersonName(tuple(Word((word_key(word),)) for word in _chinese_parts(ordered)), given_at=None)
    return PersonName(tuple(Word((word_key(word),)) for word in ordered[:MAX_WORDS]), given_at=0)


def _is_position(text: str) -> bool:
    return all(word in POSITIONS for word in _LATIN_WORD.findall(text))


def _words(text: str) -> list[str]:
    """Words of a name without forms of address; a text of nothing else keeps none."""
    words = [word.replace("'", "") for word in _LATIN_WORD.findall(text)]
    named = [word for word in words if word not in HONORIFICS]
    kept = [word for word in named if word not in PARTICLES]
    return (kept or named)[:MAX_WORDS]


def _has_surname(words: Sequence[str]) -> bool:
    written = (*words, "".join(words[:2]), "".join(words[-2:]))
    return any(word in SURNAME_SHARES for word in written) or len(words) == 1 < len(_cut(words[0]))


def _chinese_parts(words: Sequence[str]) -> Sequence[str]:
    """Put the syllables of a pinyin name together to surname and given name, in either order as they stand."""
    if len(words) == 1:
        return _cut(words[0])
    if len(words) == 2:
        return words
    if "".join(words[:2]) in SURNAME_SHARES and len(words) > 2 and words[0] not in SURNAME_SHARES:
        return ["".join(words[:2]), "".join(words[2:])]
    first, last = (SURNAME_SHARES.get(word, 0.0) for word in (words[0], words[-1]))
    if last > first and not (first and len(words) == 2):
        return ["".join(words[:-1]), words[-1]]
    return [words[0], "".join(words[1:])]


def _cut(word: str) -> list[str]:
    """Cut a name written together after its surname: wangfang."""
    for length in range(len(word) - 1, 1, -1):
        surname, given = word[:length], word[length:]
        if surname in SURNAME_SHARES and is_mandarin(given) and (is_syllable(surname) or length > 4):
            return [surname, given]
    return [word]


def is_known(key: str) -> bool:
    """Whether a word is known to be a name, so that it is hardly another one mistyped."""
    return key in NICKNAMES or key in SURNAME_SHARES or is_mandarin(key)


@lru_cache(maxsize=65536)
def roots(key: str) -> frozenset[str]:
    """Names that a given name is a form of, itself among them."""
    return NICKNAMES.get(key, frozenset()) | {key}
