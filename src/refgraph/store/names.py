"""How names are found, whatever the database: normal forms, pinyin, initials, and what comes first.

Both sides are folded alike: NFKC (full-width letters are letters), case, and accents on Latin, Greek and Cyrillic
letters. Each Chinese, Japanese or Korean character is a word of its own, so that a run of any length is a phrase.
A name is read as a row of units, one a Chinese character (its pinyin, every reading) and one a Latin word.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_READINGS = 16
"""Readings kept of one name; of longer lists the usual one and those that differ from it in one character."""
MAX_UNITS = 40
MAX_JOINED = 24
"""Letters kept of units written together: nobody types more before the name is found."""

_IDEOGRAPH = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HAN = re.compile(f"[{_IDEOGRAPH}]")
_CJK = re.compile(f"[{_IDEOGRAPH}\u3040-\u30ff\u31f0-\u31ff\uac00-\ud7af]")
_UNIT = re.compile(rf"{_CJK.pattern}|(?:(?!{_CJK.pattern})[^\W_])+")
_ACCENT = re.compile("[\u0300-\u036f]")
_UMLAUT = ("v", "u", "yu")
"""What is typed for ü, which the pinyin dictionary writes as v."""

Reading = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameForms:
    """What is indexed of one entity; each text is folded."""

    plain: str
    """The name, words separated by one space."""
    words: str
    """The same with spaces around each Chinese, Japanese or Korean character."""
    sounds: str
    """Pinyin syllables and Latin words, one by one and written together from each of them on."""
    initials: str
    """First letters of the units, from each of them on."""
    whole: str
    """The name and its readings without spaces, each on a line of its own between line feeds."""
    whole_initials: str
    """Initials of the whole name likewise."""


def fold(text: str) -> str:
    """Fold width, case and accents; runs of white space become one space."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    bare = unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", folded)))
    return " ".join(bare.replace("\0", " ").split())


def compact(text: str) -> str:
    """Fold a text and take out its white space."""
    return fold(text).replace(" ", "")


def spaced(folded: str) -> str:
    """Put spaces around each Chinese, Japanese or Korean character of a folded text."""
    return " ".join(_CJK.sub(r" \g<0> ", folded).split())


def has_word(text: str) -> bool:
    """Whether a text has a letter or digit that a word index can know."""
    return any(unicodedata.category(char)[0] in "LN" for char in text)


def name_forms(name: str) -> NameForms:
    """Work out all forms of a name; at most `MAX_READINGS` readings and `MAX_UNITS` units count."""
    plain = fold(name)
    units = _UNIT.findall(plain)[:MAX_UNITS]
    readings = _readings(units)
    return NameForms(
        plain=plain,
        words=spaced(plain),
        sounds=" ".join(_unique([*_syllables(readings), *_joined(readings)])),
        initials=" ".join(_unique(_joined(map(_initials, readings)))),
        whole=_lines([plain.replace(" ", ""), *map("".join, readings)]),
        whole_initials=_lines("".join(_initials(reading)) for reading in readings),
    )


def _readings(units: Sequence[str]) -> list[Reading]:
    """Ways to pronounce the units, the usual one first."""
    choices = [_syllables_of(unit) for unit in units]
    total = 1
    for choice in choices:
        total *= len(choice)
    if total <= MAX_READINGS:
        return list(product(*choices))
    usual = _usual(units)
    others = (
        (*usual[:i], other, *usual[i + 1 :])
        for i, choice in enumerate(choices)
        for other in choice
        if other != usual[i]
    )
    return [usual, *islice(others, MAX_READINGS - 1)]


@lru_cache(maxsize=32768)
def _syllables_of(unit: str) -> tuple[str, ...]:
    """All readings of a Chinese character, the most frequent first; any other unit is its own reading."""
    if not _HAN.fullmatch(unit):
        return (unit,)
    # Loading the pinyin dictionary takes 0.2 s, which commands that write nothing need not pay.
    from pypinyin import Style, pinyin

    found: list[str] = pinyin(unit, style=Style.NORMAL, heteronym=True)[0]
    return tuple(_unique(variant for syllable in found for variant in _typed(syllable)))


def _typed(syllable: str) -> list[str]:
    return [syllable.replace("v", letters) for letters in _UMLAUT] if "v" in syllable else [syllable]


def _usual(units: Sequence[str]) -> Reading:
    """The reading a phrase dictionary chooses (重庆 is chong qing, not zhong qing)."""
    from pypinyin import lazy_pinyin

    # A text, not a list: of a list each item would be taken for a word that is not cut up into phrases.
    read = [
        sound for run in _runs(units) for sound in (lazy_pinyin("".join(run)) if _HAN.match(run[0]) else run)
    ]
    # Unusual characters may read as one piece with their neighbours; then the first reading of each stands.
    return tuple(read) if len(read) == len(units) else tuple(_syllables_of(unit)[0] for unit in units)


def _runs(units: Sequence[str]) -> list[list[str]]:
    runs: list[list[str]] = []
    for unit in units:
        if runs and _HAN.fullmatch(unit) and _HAN.fullmatch(runs[-1][-1]):
            runs[-1].append(unit)
        else:
            runs.append([unit])
    return runs


def _syllables(readings: Iterable[Reading]) -> list[str]:
    return [unit for reading in readings for unit in reading]


def _joined(readings: Iterable[Reading]) -> list[str]:
    """The units written together, from each one on: a beginning of one of them is a run of whole units."""
    return ["".join(reading[i:])[:MAX_JOINED] for reading in readings for i in range(len(reading))]


def _initials(reading: Reading) -> Reading:
    return tuple(unit[0] for unit in reading)


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _lines(texts: Iterable[str]) -> str:
    return "\n" + "".join(f"{text}\n" for text in _unique(texts) if text)
