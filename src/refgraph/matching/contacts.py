"""E-mail addresses and telephone numbers made comparable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from refgraph.matching.letters import folded


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


ROLE_ADDRESSES: Final = _listed("""
info office sales contact kontakt mail email admin support service help hello team accounts accounting billing
invoice buchhaltung vertrieb verkauf einkauf purchasing procurement hr jobs careers marketing press media
reception zentrale sekretariat service kundenservice post webmaster postmaster noreply no-reply donotreply
root it enquiries enquiry secretariat commercial ventas compras administracion contacto contabilidad
amministrazione general
""")
"""Local parts that belong to a desk and not to a person."""

FREE_MAIL: Final = _listed("""
gmail.com googlemail.com yahoo.com hotmail.com outlook.com live.com msn.com icloud.com me.com mac.com aol.com
gmx.de gmx.net gmx.at gmx.ch gmx.com web.de t-online.de freenet.de posteo.de mailbox.org proton.me
protonmail.com qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com 139.com 189.cn
tom.com mail.ru yandex.ru orange.fr free.fr wanadoo.fr laposte.net libero.it virgilio.it naver.com hanmail.net
yahoo.co.uk yahoo.de yahoo.fr hotmail.co.uk hotmail.fr bluewin.ch zoho.com fastmail.com pm.me yandex.com
mail.com hey.com
""")
"""Domains whose addresses say nothing about an employer."""

_ADDRESS = re.compile(r"[^\s<>@\"(),;:]+@[^\s<>@\"(),;:]+\.[^\s<>@\"(),;:]+")
_DIGITS = re.compile(r"\D+")
_EXTENSION = re.compile(r"(?:ext\.?|x|durchwahl|转|分机|;ext=|#)\s*\d+\s*$", re.IGNORECASE)
SUFFIX_DIGITS: Final = 8
"""Last digits by which a number written without its country is found again."""


@dataclass(frozen=True, slots=True)
class Email:
    """One address."""

    address: str
    local: str
    """What stands before the @, without a +tag."""
    domain: str

    @property
    def is_personal(self) -> bool:
        """Whether it belongs to a person, not to a desk."""
        return self.local not in ROLE_ADDRESSES

    @property
    def is_private(self) -> bool:
        """Whether its domain says nothing about the employer."""
        return self.domain in FREE_MAIL


@dataclass(frozen=True, slots=True)
class Phone:
    """One telephone number."""

    digits: str
    """National significant number; for a number without a country what is written, without leading zeros."""
    country: str
    """Country calling code as written with + (or 00 before it), '' where none is written: never guessed."""
    extension: str

    @property
    def suffix(self) -> str:
        """The last digits, by which it is compared with numbers without a country; '' where there are too few."""
        return self.digits[-SUFFIX_DIGITS:] if len(self.digits) >= SUFFIX_DIGITS else ""

    @property
    def exact(self) -> tuple[str, str, str] | None:
        """What must be equal for two numbers to be the same for certain; None without a country."""
        return (self.country, self.digits, self.extension) if self.country else None


@lru_cache(maxsize=65536)
def read_email(text: str | None) -> Email | None:
    """Read the first address in a text; None where there is none. Case, width and a +tag do not matter."""
    found = _ADDRESS.search(folded(text)) if text else None
    if found is None:
        return None
    local, _, domain = found.group().rpartition("@")
    plain = local.removeprefix("mailto:").partition("+")[0] or local
    domain = domain.rstrip(".").removesuffix(">")
    return Email(f"{plain}@{domain}", plain, domain)


@lru_cache(maxsize=65536)
def read_phone(text: str | None) -> Phone | None:
    """Read a number; None for fewer than five digits."""
    if not text:
        return None
    plain = folded(text).removeprefix("tel:").strip()
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    if plain.startswith("+"):
        return _international(plain)
    extension = _EXTENSION.search(plain)
    digits = _DIGITS.sub("", plain[: extension.start()] if extension else plain).lstrip("0")
    return (
        Phone(digits, "", _DIGITS.sub("", extension.group()) if extension else "")
        if len(digits) >= 5
        else None
    )


def _international(plain: str) -> Phone | None:
    import phonenumbers

    try:
        read = phonenumbers.parse(plain)
    except phonenumbers.NumberParseException:
        digits = _DIGITS.sub("", plain)
        return Phone(digits, "", "") if len(digits) >= 5 else None
    digits = phonenumbers.national_significant_number(read)
    return Phone(digits, str(read.country_code), read.extension or "") if len(digits) >= 5 else None
