"""Letters made comparable: width, case, accents, umlauts, Cyrillic; and which words sound like Mandarin."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

HAN = re.compile("[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_ACCENT = re.compile("[\u0300-\u036f]")
_OWN_LETTERS = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
    "’": "'", "‘": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "‧": "·", "•": "·", "・": "·",
})  # fmt: skip
_CYRILLIC = str.maketrans(dict(zip(
    "абвгдезийклмнопрстуфхцчшщъыьэюяёжієїґ",
    ["a", "b", "v", "g", "d", "e", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya", "e", "zh", "i", "e", "i", "g"],
    strict=True,
)))  # fmt: skip
_READINGS = 4
_TWO_LETTERS = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_SYLLABLE = (
    "(?:(?:[jqxyln]ue|[ln]ve|[ln]yue)|"
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|an|en|in|un|ai|ei|ui|ao|ou|iu|ie|ia|ua|uo|[aoeiuv])|[ln]yu|(?<![a-z])er)"
)
_MANDARIN = re.compile(f"{_SYLLABLE}{{1,3}}")
_LYU = re.compile("^([ln])yu")
_ONE_SYLLABLE = re.compile(_SYLLABLE)


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Fold width, case and accents, Cyrillic into Latin; runs of white space become one space."""
    wide = unicodedata.normalize("NFKC", text).casefold().translate(_OWN_LETTERS)
    bare = unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFD", wide)))
    return " ".join(bare.translate(_CYRILLIC).split())


@lru_cache(maxsize=65536)
def word_key(word: str) -> str:
    """Key of one folded word: ae, oe and ue are a, o and u (Mueller, Müller), but not in Mandarin (xue is not xu)."""
    if is_mandarin(word):
        return _LYU.sub(r"\1u", word).replace("v", "u")
    for two, one in _TWO_LETTERS:
        word = word.replace(two, one)
    return word


@lru_cache(maxsize=65536)
def is_mandarin(word: str) -> bool:
    """Whether a folded Latin word can be read as one to three syllables of pinyin."""
    return _MANDARIN.fullmatch(word) is not None


def is_syllable(word: str) -> bool:
    """Whether a folded Latin word can be one syllable of pinyin."""
    return _ONE_SYLLABLE.fullmatch(word) is not None


@lru_cache(maxsize=65536)
def sounds(han: str) -> tuple[str, ...]:
    """Readings of Chinese characters in pinyin written together, the usual one first; at most `_READINGS`."""
    from pypinyin import Style, lazy_pinyin, pinyin

    usual = "".join(lazy_pinyin(han)).replace("v", "u")
    found = [""]
    for readings in pinyin(han, style=Style.NORMAL, heteronym=True):
        found = [sofar + reading.replace("v", "u") for sofar in found for reading in dict.fromkeys(readings)][
            :8
        ]
    return tuple(dict.fromkeys([usual, *found]))[:8]
