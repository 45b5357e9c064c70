"""People of known truth, each as several sources write them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pypinyin import lazy_pinyin

from tests.matching import pools

if TYPE_CHECKING:
    from tests.matching.drawn_companies import Company
    from tests.matching.draws import Draws


@dataclass(frozen=True, slots=True)
class Human:
    """A person as they are."""

    number: int
    surname: str
    given: str
    is_chinese: bool
    phone: str | None
    company: Company
    title: str
    private: str
    """A private address."""

    def local(self, draws: Draws) -> str:
        """What an employer puts before the @."""
        last, first = (pools.plain("".join(lazy_pinyin(part))).lower() for part in (self.surname, self.given))
        return draws.pick([
            f"{first}.{last}", f"{first[0]}.{last}", f"{first}{last}", f"{last}.{first}", f"{last}{first[0]}",
        ])  # fmt: skip

    def name(self, draws: Draws) -> str:
        """Write the name as the first source does."""
        if not self.is_chinese:
            return f"{self.given} {self.surname}"
        return self.surname + self.given if draws.chance(0.7) else self.latin(draws)

    def latin(self, draws: Draws) -> str:
        """Write a Chinese name in pinyin, in either order."""
        parts = ["".join(lazy_pinyin(part)).capitalize() for part in (self.surname, self.given)]
        return " ".join(parts if draws.chance(0.5) else parts[::-1])

    def other_name(self, draws: Draws) -> str:
        """Write the name as another source does."""
        return self._other_chinese(draws) if self.is_chinese else self._other_western(draws)

    def _other_chinese(self, draws: Draws) -> str:
        latin, written = self.latin(draws), self.surname + self.given
        surname, syllables = (
            "".join(lazy_pinyin(self.surname)).upper(),
            "-".join(lazy_pinyin(self.given)).title(),
        )
        address = draws.pick(["先生", "女士", "经理", "总"])
        return draws.pick([
            *[latin] * 4, f"{surname}, {syllables}", f"{surname} {syllables}", written + address, draws.typo(latin),
            written, written,
        ])  # fmt: skip

    def _other_western(self, draws: Draws) -> str:
        plain = f"{self.given} {self.surname}"
        before, after = (
            draws.pick(["Dr. ", "Prof. Dr. ", "Mr. ", "Frau "]),
            draws.pick(["", ", MBA", ", CFO"]),
        )
        wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in plain)
        return draws.pick([
            f"{self.surname}, {self.given}", f"{self.surname} {self.given}", draws.typo(plain), draws.typo(plain),
            before + plain + after, f"{self.given} {draws.pick(pools.FIRST_NAMES)[0]}. {self.surname}",
            f"{self.given[0]}. {self.surname}", pools.spelled(plain), wide, plain.upper(), plain,
            f"{pools.SHORT.get(self.given, self.given)} {self.surname}",
        ])  # fmt: skip


def human(number: int, company: Company, draws: Draws) -> Human:
    """Draw a person who works at a company."""
    is_chinese = draws.chance(0.9 if company.is_chinese else 0.08)
    if is_chinese:
        surname = str(draws.rng.choice(pools.CHINESE_SURNAMES, p=pools.SURNAME_WEIGHTS))
        given = "".join(draws.pick(pools.GIVEN_CHARACTERS) for _ in range(1 if draws.chance(0.25) else 2))
        phone = f"+86 1{draws.rng.integers(30, 99)} {draws.digits(4)} {draws.digits(4)}"
    else:
        surname = pools.LAST_NAMES[min(int(draws.rng.exponential(40)), len(pools.LAST_NAMES) - 1)]
        surname += f"-{draws.pick(pools.LAST_NAMES)}" if draws.chance(0.05) else ""
        given = draws.pick(pools.FIRST_NAMES)
        phone = f"+49 1{draws.rng.integers(50, 79)} {draws.digits(8)}"
    private = f"{draws.pick(pools.WORDS)}{draws.digits(3)}@{draws.pick(pools.FREE)}"
    held = phone if draws.chance(0.7) else None
    return Human(number, surname, given, is_chinese, held, company, draws.pick(pools.TITLES), private)
