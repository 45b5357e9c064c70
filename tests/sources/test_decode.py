from __future__ import annotations

import codecs
import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.errors import BadOption
from refgraph.sources.decode import check_encoding, decode
from refgraph.sources.refusal import Refused

TEXT = "person_id,name\np1,王芳 Zoë\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_with_and_without_a_mark_is_usual(encoding: str) -> None:
    decoded = decode(TEXT.encode(encoding), "people.csv", None)
    assert (decoded.text, decoded.is_unusual) == (TEXT, False)


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_utf16_with_a_mark_is_read_as_unusual(mark: bytes) -> None:
    name = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    decoded = decode(mark + TEXT.encode(name), "people.csv", None)
    assert (decoded.text, decoded.is_unusual) == (TEXT, True)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32", "gb18030", "gbk"])
def test_a_named_encoding_is_followed(encoding: str) -> None:
    text = TEXT.replace("ë", "e")
    assert decode(text.encode(encoding), "people.csv", encoding).text == text


def test_valid_utf8_stays_utf8_where_another_encoding_is_named() -> None:
    for named in ("gb18030", "cp1252", "utf-16-le"):
        assert decode(TEXT.encode(), "accounts.csv", named).text == TEXT
    assert decode(b"account_id,name\n", "accounts.csv", "utf-16-le").text == "account_id,name\n"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_refused_with_a_candidate(encoding: str) -> None:
    with pytest.raises(Refused, match=f"--encoding {encoding}"):
        decode(b"person_id,name\r\np1,Anna\r\n".decode().encode(encoding), "people.csv", None)


def test_a_wrong_byte_is_told_with_its_row_offset_and_candidates() -> None:
    data = b'person_id,name\np1,"two\nlines"\np2,Zo' + b"\xeb\n"
    with pytest.raises(Refused) as refused:
        decode(data, "people.csv", None)
    message = str(refused.value)
    assert "people.csv row 3: the encoding is not utf-8: byte 0xeb at byte offset 35" in message
    assert "cp1252 ('p2,Zoë')" in message


def test_a_named_encoding_that_does_not_fit_is_refused() -> None:
    with pytest.raises(Refused, match="the encoding is not ascii: byte 0xe7"):
        decode(b"\xe7,\xff", "people.csv", "ascii")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"), (b"\xef\xbb\xbf \r\n", "empty"), (b"\x89PNG\r\n\x1a\n", "not_text"), (b"%PDF-1.7", "not_text"),
        (b"PK\x03\x04..[Content_Types].xml", "xlsx"), (b"PK\x03\x04 people.csv", "zip"),
        (b"person_id,name\n" + b"\x00" * 4096, "nul"), (b"\x01\x02\x03\x04" * 10, "not_text"),
        (b"<!DOCTYPE html><html>", "html"), (b" <table><tr>", "html"), (b"<?xml version='1.0'?>", "unsupported"),
        (b'[{"person_id":"p1"}]', "header"), (b'{"a":1}', "header"), (b"\xff\xfe\x00\x00p\x00\x00\x00", "encoding"),
        (b"\xff\xfep", "encoding"), (b"\xed\xa0\x80", "encoding"),
    ],
)  # fmt: skip
def test_other_content_is_refused_by_what_it_is(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        decode(data, "people.csv", None)
    assert refused.value.problem.code == code
    assert refused.value.cure


def test_xml_with_a_declaration_says_that_it_is_never_read() -> None:
    with pytest.raises(Refused, match="declares a DTD or an entity, which is never read"):
        decode(b"<?xml version='1.0'?><!DOCTYPE x>", "people.csv", None)


@pytest.mark.parametrize(
    "name", ["klingon", "", "rot13", "base64", "idna", "unicode_escape", "utf-7", "a\x00b"]
)
def test_a_name_that_is_no_encoding_of_files_is_a_wrong_option(name: str) -> None:
    with pytest.raises(BadOption, match="unknown encoding"):
        check_encoding(name)


def test_names_of_encodings_are_accepted_in_any_writing() -> None:
    for name in ("GB18030", "windows-1252", "latin1", "UTF-8", "Shift_JIS"):
        check_encoding(name)


@settings(deadline=None, max_examples=300)
@given(
    st.binary(max_size=60), st.sampled_from([None, "gb18030", "cp1252", "utf-16-le", "utf-32", "iso2022_jp"])
)
def test_any_bytes_are_text_or_refused(data: bytes, named: str | None) -> None:
    try:
        text = decode(data, "people.csv", named).text
    except Refused as refused:
        text = refused.message
    assert text


def test_gzip_that_was_packed_twice_is_refused_as_nested() -> None:
    with pytest.raises(Refused) as refused:
        decode(gzip.compress(TEXT.encode()), "people.csv", None)
    assert refused.value.problem.code == "nested"
    assert refused.value.problem.message == (
        "people.csv: found gzip nested in gzip, expected CSV text; unpack it"
    )
