"""How names are found, whatever the database: normal forms, pinyin, initials, and what comes first.

Both sides are folded alike: NFKC (full-width letters are letters), case, and accents on Latin, Greek and Cyrillic
letters. Each Chinese, Japanese or Korean character is a word of its own, so that a run of any length is a phrase.
A name is read as a row of units, one a Chinese character (its pinyin, every reading) and one a Latin word.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NAMED = ("accounts", "people", "circles")
"""Tables found by name; what else is equal comes in this order."""
MAX_READINGS = 16
"""Readings kept of one name; of longer lists the usual one and those that differ from it in one character."""
MAX_UNITS = 40
MAX_JOINED = 8
"""Letters kept of units written together from within a name; whether a longer text goes on so, the name tells."""
MAX_WHOLE = 11
"""Letters kept of a whole name likewise."""
WHOLE, INITIALS = "\x80", "\x81"
"""Before the words that stand for a whole name, and for the initials of all its units; no unit has such characters."""
MORE = "\x82"
"""Behind a whole name that goes on, with what is no letter or digit or beyond `MAX_WHOLE`."""

_IDEOGRAPH = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_HAN = re.compile(f"[{_IDEOGRAPH}]")
_CJK = re.compile(f"[{_IDEOGRAPH}\u3040-\u30ff\u31f0-\u31ff\uac00-\ud7af]")
_UNIT = re.compile(rf"{_CJK.pattern}|(?:(?!{_CJK.pattern})[^\W_])+")
_BEGINNING = re.compile(r"[^\W_]*")
_ACCENT = re.compile("[\u0300-\u036f]")
_UMLAUT = ("v", "u", "yu")
"""What is typed for ü, which the pinyin dictionary writes as v."""

Reading = tuple[str, ...]


def fold(text: str) -> str:
    """Fold width, case and accents; runs of white space become one space."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    bare = unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", folded)))
    return " ".join(bare.replace("\0", " ").split())


def compact(text: str) -> str:
    """Fold a text and take out its white space."""
    return fold(text).replace(" ", "")


def units_of(folded: str) -> list[str]:
    """Words of a folded text: each Chinese, Japanese or Korean character, and each run of other letters and digits."""
    return _UNIT.findall(folded)


def is_run(folded: str) -> bool:
    """Whether a text is characters alone that are words each, so that a name with it in it has it as a phrase."""
    return bool(folded) and all(map(_CJK.match, folded))


def whole_word(compacted: str) -> str:
    """The word that stands for a name as `compact` gives it, or for as much of its beginning as is kept."""
    beginning = _BEGINNING.match(compacted)
    head = beginning.group()[:MAX_WHOLE] if beginning else ""
    return WHOLE + head + (MORE if len(head) < len(compacted) else "")


def name_words(name: str) -> list[str]:
    """List what a name is found by, each once: words without white space or punctuation of ASCII.

    Its units and their pinyin, the units written together from each one on, likewise their initials; and with
    `WHOLE` before them the whole name and its readings, with `INITIALS` the initials of all units. A single letter
    stands for nothing that the unit does not. At most `MAX_READINGS` readings and `MAX_UNITS` units of them count.
    """
    plain = fold(name)
    units = units_of(plain)
    readings = _readings(units[:MAX_UNITS])
    words = dict.fromkeys(units)
    words[whole_word(plain.replace(" ", ""))] = None
    for reading in readings:
        words |= dict.fromkeys(reading)
        words[whole_word("".join(reading))] = None
        initials = "".join(unit[0] for unit in reading)
        if len(initials) > 1:
            words[INITIALS + initials] = None
        for i in range(1, len(reading) - 1):
            words["".join(reading[i:])[:MAX_JOINED]] = None
            words[initials[i : i + MAX_JOINED]] = None
    return list(words)


def has_phrase(name: str, phrase: Sequence[str]) -> bool:
    """Whether units of a name, or of one way to pronounce it, follow each other as in a phrase; the last may go on.

    A phrase of one unit may also be several written together, or initials.
    """
    units = units_of(fold(name))
    readings = _readings(units[:MAX_UNITS])
    sounds = _unique(unit for reading in readings for unit in reading)
    if _follow(units, phrase) or _follow(sounds, phrase):
        return True
    return len(phrase) == 1 and any(_goes_on(reading, phrase[0]) for reading in readings)


def likeness(name: str, whole: str) -> int:
    """How a name is like a text as `compact` gives it: 0 for the name itself, 1 for its beginning, else 2.

    Any reading of the name counts, and for a beginning the initials.
    """
    compacted = compact(name)
    readings = _readings(units_of(fold(name))[:MAX_UNITS])
    lines = [compacted, *map("".join, readings)]
    if whole in lines:
        return 0
    initials = ("".join(unit[0] for unit in reading) for reading in readings)
    return 1 if any(line.startswith(whole) for line in (*lines, *initials)) else 2


def _goes_on(reading: Reading, text: str) -> bool:
    """Whether a text begins what the units of a reading are, written together from one of them on, or their initials."""
    joined = ["".join(reading[i:]) for i in range(len(reading))]
    initials = "".join(unit[0] for unit in reading)
    return any(line.startswith(text) for line in joined) or text in initials


def _follow(units: Sequence[str], phrase: Sequence[str]) -> bool:
    *exact, last = phrase
    return any(
        list(units[i : i + len(exact)]) == exact and units[i + len(exact)].startswith(last)
        for i in range(len(units) - len(exact))
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


def _unique(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
