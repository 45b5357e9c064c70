"""Companies of known truth, each as several sources write it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pypinyin import lazy_pinyin

from tests.matching import pools

if TYPE_CHECKING:
    from tests.matching.draws import Draws


@dataclass(frozen=True, slots=True)
class Company:
    """A company as it is."""

    number: int
    place: tuple[str, str]
    core: str
    """Chinese characters, or Latin letters."""
    trade: tuple[str, str]
    """In Chinese and English, or in German and English."""
    legal: str
    domain: str
    is_chinese: bool
    account: str = ""
    """Id of the row that stands for it."""

    @property
    def full(self) -> str:
        """Its name in full."""
        if self.is_chinese:
            return f"{self.place[0]}{self.core}{self.trade[0]}{self.legal}"
        return f"{self.core} {self.trade[0]} {self.legal}"


def company(number: int, draws: Draws) -> Company:
    """Draw a company, Chinese or German."""
    if draws.chance(0.5):
        core = draws.pick(pools.CORE_CHARACTERS) + draws.pick(pools.CORE_CHARACTERS)
        domain = "".join(lazy_pinyin(core)) + draws.pick([".com.cn", ".cn", ".com"])
        place, trade = draws.pick(pools.CHINESE_PLACES), draws.pick(pools.CHINESE_TRADES)
        return Company(number, place, core, trade, draws.pick(pools.CHINESE_LEGAL), domain, is_chinese=True)
    core = draws.pick(pools.CORE_STARTS) + draws.pick(pools.CORE_MIDDLES) + draws.pick(pools.CORE_ENDS)
    if draws.chance(0.25):
        core = draws.pick(pools.LAST_NAMES)
    place, trade = draws.pick(pools.WESTERN_PLACES), draws.pick(pools.WESTERN_TRADES)
    domain = (
        pools.plain(core).lower() + draws.pick(["", f"-{trade[1].lower()}"]) + draws.pick([".de", ".com"])
    )
    return Company(number, place, core, trade, draws.pick(pools.WESTERN_LEGAL), domain, is_chinese=False)


def other_name(one: Company, draws: Draws) -> str:
    """Write a company's name as another source does."""
    return _other_chinese(one, draws) if one.is_chinese else _other_western(one, draws)


def _other_chinese(one: Company, draws: Draws) -> str:
    latin = "".join(lazy_pinyin(one.core)).capitalize()
    return draws.pick([
        f"{one.place[1]} {latin} {one.trade[1]} Co., Ltd.",
        f"{latin} {one.trade[1]}",
        f"{one.core}{one.trade[0]}",
        f"{one.core}{one.trade[0]}（{one.place[0]}）{one.legal}",
        f"{one.place[0]}市{one.core}{one.trade[0]}{draws.pick(pools.CHINESE_LEGAL)}",
    ])  # fmt: skip


def _other_western(one: Company, draws: Draws) -> str:
    return draws.pick([
        f"{one.core} {one.trade[1]}",
        f"{one.core} {one.trade[1]} {draws.pick(pools.WESTERN_LEGAL)}".upper(),
        f"{draws.typo(one.core)} {one.trade[0]} {one.legal}",
        f"{pools.plain(one.core)} {one.trade[0]}, {pools.SPELLED.get(one.legal, one.legal)}",
        f"{one.core} {one.trade[0]}, {one.place[0]}",
        one.core,
    ])  # fmt: skip


def trap(one: Company, number: int, draws: Draws) -> Company:
    """Draw another company that looks like one: its branch in the next city, or its namesake in another trade."""
    places = pools.CHINESE_PLACES if one.is_chinese else pools.WESTERN_PLACES
    trades = pools.CHINESE_TRADES if one.is_chinese else pools.WESTERN_TRADES
    if draws.chance(0.3):
        trade = trades[(trades.index(one.trade) + 1) % len(trades)]
        return replace(one, number=number, trade=trade, domain=f"x{one.domain}")
    place = places[(places.index(one.place) + 1) % len(places)]
    return replace(one, number=number, place=place)
