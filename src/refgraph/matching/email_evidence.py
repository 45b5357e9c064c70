"""What two e-mail addresses or telephone numbers say about their holders."""

from __future__ import annotations

import re
from math import log2
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.matching.contacts import Email, Phone
    from refgraph.matching.person_names import PersonName
    from refgraph.matching.rules import MatchRules

_LEAST_TYPED = 8
_TELLING_DIGITS = 2
_NOT_LETTERS = re.compile(r"[^a-z]+")
_DIGITS = re.compile(r"\d+")


def email_evidence(
    a: Email | None,
    b: Email | None,
    names: Sequence[PersonName],
    holders: Mapping[str, int],
    rules: MatchRules,
    *,
    is_another: bool = False,
) -> tuple[float, str]:
    """Weight and kind of two addresses; `names` are those of one of the two, `holders` count people by address.

    With `is_another` their given names differ: then a letter that differs is no typo but the initial of another one.
    """
    if a is None or b is None or not (a.is_personal and b.is_personal):
        return 0.0, ""
    if a.address == b.address:
        return rules.email_equal - _shared(holders[a.address], rules), "email"
    if a.local == b.local:
        named = is_made_of(a.local, names)
        if not named:
            return rules.email_local_own, "email_name"
        has_digits = sum(char.isdigit() for char in a.local) >= _TELLING_DIGITS
        return (rules.email_local_digits, "email_name") if has_digits else (rules.email_local_named, "")
    if not is_another and _is_mistyped(a, b):
        return rules.email_near, "email_near"
    if a.domain == b.domain and not a.is_private:
        return rules.email_same_domain, "email_differs"
    if a.is_private != b.is_private:
        return rules.email_private, ""
    both_named = is_made_of(a.local, names) and is_made_of(b.local, names)
    return (rules.email_two_named if both_named else rules.email_differs), "email_differs"


def phone_evidence(
    a: Phone | None, b: Phone | None, holders: Mapping[str, int], rules: MatchRules
) -> tuple[float, str]:
    """Weight and kind of two numbers; `holders` count people by suffix. Two countries never agree."""
    if a is None or b is None or (a.extension and b.extension and a.extension != b.extension):
        return 0.0, ""
    if a.country and b.country:
        if (a.country, a.digits) == (b.country, b.digits):
            return rules.phone_equal - _shared(holders[a.suffix or a.digits], rules), "phone"
    elif a.digits == b.digits or (a.suffix and a.suffix == b.suffix):
        return rules.phone_suffix - _shared(holders[a.suffix or a.digits], rules), "phone_suffix"
    return rules.phone_differs, ""


def is_made_of(local: str, names: Sequence[PersonName]) -> bool:
    """Whether the part before the @ is made of somebody's name or its first letters."""
    letters = (
        _NOT_LETTERS.sub("", _DIGITS.sub("", local)).replace("ae", "a").replace("oe", "o").replace("ue", "u")
    )
    plain = _NOT_LETTERS.sub("", local)
    for name in names:
        keys = [word.key for word in name.words]
        longest = max(keys, key=len)
        initials = "".join(key[0] for key in keys)
        if any(len(key) > 1 and (key in letters or key in plain) for key in (longest, keys[0], keys[-1])):
            return True
        if plain in (initials, initials[::-1]):
            return True
    return False


def _shared(holders: int, rules: MatchRules) -> float:
    return rules.shared_line * log2(max(holders - 1, 1))


def _is_mistyped(a: Email, b: Email) -> bool:
    return (
        min(len(a.address), len(b.address)) >= _LEAST_TYPED
        and _DIGITS.findall(a.address) == _DIGITS.findall(b.address)
        and len(a.local) > 3
        and OSA.distance(a.address, b.address, score_cutoff=1) == 1
    )
