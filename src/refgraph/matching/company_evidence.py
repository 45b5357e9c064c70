"""How much two companies' names speak for one company."""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import log
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from refgraph.matching.proposal import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from refgraph.matching.company_names import CompanyName
    from refgraph.matching.rules import MatchRules

_LONG = 9
_VERY_LONG = 16
_UNLIKE = frozenset({"other_name", "part_of_name", "acronym"})
_TYPED = 5
_SHORT_LATIN = 3
_SHORT_HAN = 1
_LEAST_ACRONYM = 3
_EXCLUDED = -20.0

Marks = tuple[frozenset[str] | None, ...]
"""Trades, numbers and places in a name; None where they do not count."""


class BrandFrequencies:
    """How many companies have a core, alone or with what else their names say."""

    def __init__(self, names: Iterable[Sequence[CompanyName]], rules: MatchRules) -> None:
        self._rules = rules
        self._holders: Counter[tuple[str, Marks]] = Counter()
        for readings in names:
            self._holders.update({(name.joined, marks) for name in readings for marks in _all_marks(name)})

    def share(self, a: CompanyName, b: CompanyName) -> float:
        """Share of companies with the core of either and all else the two names have in common; they themselves left out."""
        marks = tuple(
            one if one == other and one else None for one, other in zip(_marks(a), _marks(b), strict=True)
        )
        return max(self._share(name, marks) for name in (a, b))

    def _share(self, name: CompanyName, marks: Marks) -> float:
        rules = self._rules
        is_short = len(name.han) <= _SHORT_HAN if name.han else len(name.joined) <= _SHORT_LATIN
        before = rules.short_brand if is_short else rules.brand
        others = max(self._holders[name.joined, marks] - 2, 0)
        # Each further bearer makes it likelier that these two are sisters, not one.
        return float(before * (1 + others) ** 2)


def _marks(name: CompanyName) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    return name.trades, name.numbers, name.places


def _all_marks(name: CompanyName) -> Iterator[Marks]:
    """What a name says beside its core, with each part of it or without."""
    return product(*({mark, None} for mark in _marks(name)))


def best_company_evidence(
    a: Sequence[CompanyName], b: Sequence[CompanyName], frequencies: BrandFrequencies, rules: MatchRules
) -> list[Evidence]:
    """Compare two companies by those readings of their names that agree best."""
    found = [list(company_evidence(one, other, frequencies, rules)) for one, other in _comparable(a, b)]
    return max(
        found, key=lambda pieces: sum(piece.weight for piece in pieces), default=[Evidence(_EXCLUDED, "", "")]
    )


def _comparable(a: Sequence[CompanyName], b: Sequence[CompanyName]) -> list[tuple[CompanyName, CompanyName]]:
    """Pairs of readings: the characters alone where both have some, for they tell more than their sounds."""
    return [(one, other) for one, other in product(a, b) if one.han and other.han] or list(product(a, b))


def company_evidence(
    a: CompanyName, b: CompanyName, frequencies: BrandFrequencies, rules: MatchRules
) -> Iterator[Evidence]:
    """Compare two names: the core, the trades, numbers, branches and legal forms; places are not compared here."""
    core = _core(a, b, frequencies, rules)
    if core.kind in _UNLIKE and _is_misspelled(a, b):
        yield Evidence(-log(frequencies.share(a, b)) + rules.brand_typo, "similar_name", core.detail)
    else:
        yield core
        yield from _trades(a, b, rules)
    if a.numbers != b.numbers:
        is_conflict = bool(a.numbers and b.numbers)
        weight = rules.number_conflict if is_conflict else rules.number_missing
        yield Evidence(weight, "number_differs", ", ".join(sorted(a.numbers ^ b.numbers)))
    if a.is_branch != b.is_branch:
        yield Evidence(rules.branch, "branch", "")
    if a.legal and b.legal:
        is_one = bool(a.legal & b.legal) or "company" in a.legal | b.legal
        yield Evidence(
            rules.legal_equal if is_one else rules.legal_differs, "" if is_one else "legal_form", ""
        )


def _is_misspelled(a: CompanyName, b: CompanyName) -> bool:
    """Whether two Latin names are a typo apart as a whole, wherever it is: in a trade, or a space gone astray."""
    shortest = min(len(a.spelled), len(b.spelled))
    most = 2 if shortest >= _VERY_LONG else 1
    return shortest >= _LONG and OSA.distance(a.spelled, b.spelled, score_cutoff=most) <= most


def _trades(a: CompanyName, b: CompanyName, rules: MatchRules) -> Iterator[Evidence]:
    shared, ours, theirs = a.trades & b.trades, a.trades - b.trades, b.trades - a.trades
    if shared:
        yield Evidence(rules.trade_equal * min(len(shared), 2), "trade", ", ".join(sorted(shared)))
    if ours and theirs:
        yield Evidence(rules.trade_conflict, "trade_differs", ", ".join(sorted(ours | theirs)))
    elif ours or theirs:
        yield Evidence(rules.trade_missing * min(len(ours | theirs), 2), "", "")


def _core(a: CompanyName, b: CompanyName, frequencies: BrandFrequencies, rules: MatchRules) -> Evidence:
    one, other = a.joined, b.joined
    share = -log(min(frequencies.share(a, b), 1.0))
    detail = f"{a.han or ' '.join(a.core)}, {b.han or ' '.join(b.core)}"
    if (a.han and a.han == b.han) or (not (a.han or b.han) and sorted(a.core) == sorted(b.core)):
        return Evidence(share, "same_name", detail)
    if one == other:
        is_written_apart = not (a.han or b.han)
        kind = "same_name" if is_written_apart else "same_sound"
        return Evidence(share + (0.0 if is_written_apart else rules.brand_sound), kind, detail)
    if not (a.han and b.han) and _is_mistyped(
        one, other, is_same_trade=bool(a.trades) and a.trades == b.trades
    ):
        return Evidence(share + rules.brand_typo, "similar_name", detail)
    if _is_part(a, b) or _is_part(b, a):
        return Evidence(share + rules.brand_contained, "part_of_name", detail)
    if _is_acronym(a, b) or _is_acronym(b, a):
        return Evidence(share + rules.brand_acronym, "acronym", detail)
    return Evidence(_EXCLUDED, "other_name", detail)


def _is_mistyped(a: str, b: str, *, is_same_trade: bool) -> bool:
    shortest = min(len(a), len(b))
    most = 2 if shortest >= _LONG else 1
    return shortest >= _TYPED - is_same_trade and OSA.distance(a, b, score_cutoff=most) <= most


def _is_part(a: CompanyName, b: CompanyName) -> bool:
    """Whether all words (or the characters) of `a` are in `b`, at its beginning."""
    if a.han and b.han:
        return len(a.han) > 1 and b.han.startswith(a.han)
    return not (a.han or b.han) and b.core[: len(a.core)] == a.core


def _is_acronym(a: CompanyName, b: CompanyName) -> bool:
    return (
        len(a.joined) >= _LEAST_ACRONYM
        and not (a.han or b.han)
        and a.joined == "".join(word[0] for word in b.core)
    )
