from __future__ import annotations

import pytest

from refgraph.matching.contacts import read_email, read_phone
from refgraph.matching.email_evidence import is_made_of
from refgraph.matching.person_names import read_name


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Anna.Berg@Acme.COM ", "anna.berg@acme.com"),
        ("Anna <anna+news@acme.com>", "anna@acme.com"),
        ("ａｎｎａ＠ａｃｍｅ．ｃｏｍ", "anna@acme.com"),
        ("mailto:anna@acme.com", "anna@acme.com"),
    ],
)
def test_addresses_are_read_without_case_width_and_tags(text: str, address: str) -> None:
    email = read_email(text)
    assert email is not None
    assert email.address == address


@pytest.mark.parametrize("text", [None, "", "none", "a@b", "@acme.com"])
def test_what_is_no_address_is_none(text: str | None) -> None:
    assert read_email(text) is None


def test_addresses_of_desks_and_private_ones_are_told() -> None:
    desk, private = read_email("info@acme.com"), read_email("anna@gmx.de")
    assert desk is not None
    assert private is not None
    assert (desk.is_personal, desk.is_private) == (False, False)
    assert (private.is_personal, private.is_private) == (True, True)


@pytest.mark.parametrize("text", ["+49 (0)30 123456", "0049-30-123456", "tel:+4930123456", "＋49 30 123456"])
def test_numbers_with_a_country_are_one_however_written(text: str) -> None:
    phone = read_phone(text)
    assert phone is not None
    assert phone.exact == ("49", "30123456", "")


def test_a_country_is_never_guessed() -> None:
    phone = read_phone("030 123456")
    assert phone is not None
    assert (phone.country, phone.digits, phone.exact) == ("", "30123456", None)


def test_extensions_are_part_of_a_number() -> None:
    one, other = read_phone("+1 212 555 0100 ext. 5"), read_phone("+1 212 555 0100 ext. 6")
    assert one is not None
    assert other is not None
    assert one.exact == ("1", "2125550100", "5")
    assert one.exact != other.exact


@pytest.mark.parametrize("text", [None, "", "n/a", "123", "+", "+0", "00"])
def test_what_is_no_number_is_none(text: str | None) -> None:
    assert read_phone(text) is None


def test_addresses_made_of_a_name_are_told() -> None:
    names = read_name("Jürgen Müller")
    assert is_made_of("j.mueller", names)
    assert is_made_of("mullerj", names)
    assert is_made_of("jm", names)
    assert not is_made_of("dragon88", names)
