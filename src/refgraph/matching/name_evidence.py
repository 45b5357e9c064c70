"""How much two people's names speak for one person, seen how frequent their words are."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import product
from math import log
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from refgraph.matching.letters import is_mandarin, is_syllable
from refgraph.matching.name_words import LETTER_SHARES, SURNAME_SHARES
from refgraph.matching.person_names import is_known, roots

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from refgraph.matching.person_names import PersonName, Word
    from refgraph.matching.rules import MatchRules

_LONG = 8
_PREFIX = 2
_READINGS = 4


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """What two names say."""

    weight: float
    """Log-odds, the prior left out."""
    kind: str
    """`same_name`, `same_sound`, `name_order`, `similar_name`, `part_of_name` or `other_name`."""
    is_given_conflict: bool = False
    """Whether the given names exclude each other."""


class NameFrequencies:
    """How many people have a word in their name."""

    def __init__(self, names: Iterable[Sequence[PersonName]], people: int, rules: MatchRules) -> None:
        self._rules = rules
        self._people = people
        self._sounds: Counter[str] = Counter()
        self._characters: Counter[str] = Counter()
        for readings in names:
            self._sounds.update({word.key for name in readings for word in name.words})
            self._characters.update({word.han for name in readings for word in name.words if word.han})

    def sound(self, key: str) -> float:
        """Share of people with a word of this key, the two that are compared left out."""
        return self._share(self._sounds[key], self._before(key))

    def characters(self, han: str, key: str) -> float:
        """The same for a word's Chinese characters."""
        return self._share(self._characters[han], self._before(key) / 3)

    def slip(self, key: str) -> float:
        """Share of people with a word that may be another one mistyped: small where nobody else is called so.

        Words known to be names have at least the share they have beforehand.
        """
        pseudo = self._rules.pseudo_people
        before = self._before(key) if is_known(key) else self._rules.slip
        return (max(self._sounds[key] - 1, 0) + pseudo * before) / (self._people + pseudo)

    def most(self, names: Sequence[PersonName]) -> float:
        """Most log-odds that any other name can give these."""
        return max((sum(self._most_of(word) for word in name.words) for name in names), default=0.0)

    def _most_of(self, word: Word) -> float:
        sound = max(-log(self.sound(key)) for key in word.keys)
        return max(sound, -log(self.characters(word.han, word.key))) if word.han else sound

    def _share(self, count: int, before: float) -> float:
        pseudo = self._rules.pseudo_people
        return (max(count - 2, 0) + pseudo * before) / (self._people + pseudo)

    def _before(self, key: str) -> float:
        if key in SURNAME_SHARES:
            return SURNAME_SHARES[key]
        if is_mandarin(key):
            return self._rules.short_sound if is_syllable(key) else self._rules.long_sound
        return self._rules.latin_word


def best_evidence(
    a: Sequence[PersonName], b: Sequence[PersonName], frequencies: NameFrequencies, rules: MatchRules
) -> NameEvidence:
    """Compare two people by those readings of their names that agree best; no name says nothing."""
    if not a or not b:
        return NameEvidence(0.0, "other_name")
    pairs = list(product(a, b))
    # Characters tell more than their sounds; where both have some, they decide.
    written = [(one, other) for one, other in pairs if one.words[0].han and other.words[0].han]
    found = [name_evidence(one, other, frequencies, rules) for one, other in written or pairs]
    return max(found, key=lambda evidence: evidence.weight)


def name_evidence(
    a: PersonName, b: PersonName, frequencies: NameFrequencies, rules: MatchRules
) -> NameEvidence:
    """Compare two names word by word, in any order."""
    matched, weight, kinds = _matched(a.words, b.words, frequencies, rules)
    if len(matched) < max(len(a.words), len(b.words)) or not {"same", "sound", "homophone"} & set(kinds):
        whole = _whole(a, b, frequencies)
        if whole is not None:
            return whole
        shifted = _shifted(a, b, frequencies, rules)
        if shifted is not None:
            return shifted
    if not matched:
        return NameEvidence(rules.all_differs, "other_name", is_given_conflict=True)
    left_a = [i for i in range(len(a.words)) if i not in matched]
    left_b = [j for j in range(len(b.words)) if j not in matched.values()]
    if left_a and left_b:
        return _conflict(a, b, left_a, left_b, weight, rules)
    weight += rules.extra_word * (len(left_a) + len(left_b))
    return NameEvidence(weight, _kind(kinds, is_partial=bool(left_a or left_b), a=a, b=b, matched=matched))


def _whole(a: PersonName, b: PersonName, frequencies: NameFrequencies) -> NameEvidence | None:
    """Compare Chinese names as heard, whatever the order and wherever their syllables are parted."""
    if not (a.is_chinese and b.is_chinese) or _both_han(a, b):
        return None
    if not _joined(a) & _joined(b):
        return None
    longer = a if len(a.words) >= len(b.words) else b
    return NameEvidence(-sum(log(frequencies.sound(word.key)) for word in longer.words), "same_sound")


def _shifted(
    a: PersonName, b: PersonName, frequencies: NameFrequencies, rules: MatchRules
) -> NameEvidence | None:
    """Compare Latin names written together, for a space that has gone astray: Anna Berg, Ann aBerg, Annaberg."""
    one, other = ("".join(word.key for word in name.words) for name in (a, b))
    is_short = min(len(one), len(other)) < _LONG or any(
        word.is_initial or word.han for word in (*a.words, *b.words)
    )
    if is_short or OSA.distance(one, other, score_cutoff=1) > 1 or one[0] != other[0]:
        return None
    weight = min(-sum(log(frequencies.sound(word.key)) for word in name.words) for name in (a, b))
    return NameEvidence(weight + log(rules.typo), "similar_name")


def _both_han(a: PersonName, b: PersonName) -> bool:
    return bool(a.words[0].han and b.words[0].han)


def _joined(name: PersonName) -> set[str]:
    """The words written together, begun at each of them."""
    turned = [name.words[i:] + name.words[:i] for i in range(len(name.words))]
    most = _READINGS if len(name.words) == 2 else 1
    return {"".join(keys) for words in turned for keys in product(*(word.keys[:most] for word in words))}


def _matched(
    a: Sequence[Word], b: Sequence[Word], frequencies: NameFrequencies, rules: MatchRules
) -> tuple[dict[int, int], float, list[str]]:
    """Pair the words off, the pair that weighs most first; partners by word of `a`, total weight and kinds."""
    options = []
    for (i, one), (j, other) in product(enumerate(a), enumerate(b)):
        found = _word_evidence(one, other, frequencies, rules)
        if found is not None:
            options.append((-found[0], abs(i - j), i, j, found[1]))
    matched: dict[int, int] = {}
    weight, kinds = 0.0, []
    for against, _, i, j, kind in sorted(options):
        if i not in matched and j not in matched.values():
            matched[i] = j
            weight -= against
            kinds.append(kind)
    return matched, weight, kinds


def _word_evidence(
    a: Word, b: Word, frequencies: NameFrequencies, rules: MatchRules
) -> tuple[float, str] | None:
    """Weight and kind of two words that may be the same; None for two that are not."""
    if a.han and a.han == b.han:
        return -log(frequencies.characters(a.han, a.key)), "same"
    shared = next((key for key in a.keys if key in b.keys), None)
    if shared is not None and not a.is_initial:
        sound = -log(frequencies.sound(shared))
        return (sound + log(rules.homophone), "homophone") if a.han and b.han else (sound, _script(a, b))
    if a.is_initial or b.is_initial:
        is_same = any(x[0] == y[0] for x in a.keys for y in b.keys)
        return (-log(LETTER_SHARES) + log(rules.initial), "initial") if is_same else None
    if a.han or b.han:
        return _typo(a, b, frequencies, rules) if not (a.han and b.han) else None
    common = -log(max(frequencies.sound(a.key), frequencies.sound(b.key)))
    if roots(a.key) & roots(b.key) or _is_short(a.key, b.key):
        return common + log(rules.nickname), "nickname"
    return _typo(a, b, frequencies, rules)


def _script(a: Word, b: Word) -> str:
    return "same" if bool(a.han) == bool(b.han) else "sound"


def _is_short(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    return _PREFIX <= len(short) < len(long) and long.startswith(short) and not is_mandarin(long)


def _typo(a: Word, b: Word, frequencies: NameFrequencies, rules: MatchRules) -> tuple[float, str] | None:
    one, other = a.key, b.key
    shortest = min(len(one), len(other))
    most = 2 if shortest >= _LONG else 1
    if shortest < 3 or OSA.distance(one, other, score_cutoff=most) > most:
        return None
    share = min(frequencies.slip(one), frequencies.slip(other))
    return log(rules.typo / rules.typo_variants) - log(share), "typo"


def _conflict(
    a: PersonName,
    b: PersonName,
    left_a: Sequence[int],
    left_b: Sequence[int],
    weight: float,
    rules: MatchRules,
) -> NameEvidence:
    """Each name has a word the other lacks."""
    differs_in_surname = (
        a.given_at is not None
        and b.given_at is not None
        and a.given_at not in left_a
        and b.given_at not in left_b
    )
    if differs_in_surname and not a.is_chinese:
        return NameEvidence(weight + rules.surname_differs, "part_of_name")
    return NameEvidence(
        min(weight, rules.surname_most) + rules.given_differs, "other_name", is_given_conflict=True
    )


def _kind(
    kinds: Sequence[str], *, is_partial: bool, a: PersonName, b: PersonName, matched: dict[int, int]
) -> str:
    if {"typo", "homophone", "nickname", "initial"} & set(kinds):
        return "similar_name"
    if is_partial:
        return "part_of_name"
    if "sound" in kinds:
        return "same_sound"
    in_order = all(i == j for i, j in matched.items())
    return "same_name" if in_order or a.given_at != b.given_at else "name_order"
