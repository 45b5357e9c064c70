"""Whatever bytes a file of these formats is made of: it is read, held or refused, and no row is lost."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.sources.presets.registry import PRESETS
from tests.sources.presets.importing import plan
from tests.sources.presets.test_icalendar import ANNA, BEA, WEEKLY, event
from tests.sources.presets.test_mbox import exchange
from tests.sources.presets.test_neo4j_csv import PEOPLE, WORKS_AT
from tests.sources.presets.test_vcard import APPLE, GOOGLE, OUTLOOK
from tests.sources.reading import check_row_law

if TYPE_CHECKING:
    from collections.abc import Callable

GRAPH = {
    "directed": False,
    "nodes": [{"id": "p", "name": "P"}, {"id": "a", "type": "account"}, {"id": "c", "type": "circle"}],
    "links": [{"source": "p", "target": "a"}, {"source": "p", "target": "c", "row": {"person_id": "p"}}],
}
SAMPLES = {
    "vcard": GOOGLE + APPLE + OUTLOOK,
    "icalendar": "\n".join(
        ["BEGIN:VCALENDAR", event(WEEKLY, BEA, ANNA), event(BEA, uid="2"), "END:VCALENDAR"]
    ),
    "mbox": "".join(exchange(4)),
    "node-link": json.dumps(GRAPH, indent=1),
    "neo4j-csv": PEOPLE.replace("    ", "").lstrip() + WORKS_AT.replace("    ", ""),
    "jsonl": '{"person_id": "p1", "name": "Anna"}\n{"table": "accounts", "account_id": "a", "name": "A"}\n',
}
JUNK = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\r", b"\n\n", b'"', b";", b":", b"=", b",", b"{", b"[", b"\\", b"\\ud800",
    b" ", b"BEGIN:VCARD\n", b"END:VCARD\n", b"BEGIN:VEVENT\n", b"END:VEVENT\n", b"From x\n", b"CHARSET=utf-7",
    b"ENCODING=QUOTED-PRINTABLE", b"=C3=", b"1e999", b"NaN", b"9" * 400, b":ID", b"\xe2\x80\xae", b"\x1b[31m",
)  # fmt: skip
Edit = tuple[float, int, bytes]
edits = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 30), st.sampled_from(JUNK)), max_size=8)


def edited(data: bytes, changes: list[Edit]) -> bytes:
    """Replace some bytes at some places by junk."""
    for share, length, junk in changes:
        at = int(share * len(data))
        data = data[:at] + junk + data[at + length :]
    return data


def check(path: Path, preset: str) -> None:
    planned = plan(path, preset)
    check_row_law(planned)
    assert planned.outcome != "reject" or (planned.problems[0].file and planned.problems[0].message)


@pytest.mark.parametrize("preset", SAMPLES)
def test_the_samples_are_read_as_they_are(tmp_path: Path, preset: str) -> None:
    path = tmp_path / f"people{PRESETS[preset].endings[0]}"
    path.write_bytes(SAMPLES[preset].encode())
    assert plan(path, preset).batch is not None


@pytest.mark.parametrize("preset", SAMPLES)
@settings(max_examples=35, deadline=None)
@given(changes=edits)
def test_an_edited_file_is_read_held_or_refused(preset: str, changes: list[Edit]) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / f"people{PRESETS[preset].endings[0]}"
        path.write_bytes(edited(SAMPLES[preset].encode(), changes))
        check(path, preset)


@pytest.mark.parametrize("preset", [*SAMPLES, "parquet"])
@pytest.mark.parametrize(
    "content",
    [
        lambda: b"",
        lambda: b"\n\n\n",
        lambda: b"\x00" * 100_000,
        lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100,
        lambda: b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>',
        lambda: b"BEGIN:VCARD\n" * 3_000,
        lambda: b"BEGIN:VEVENT\n" * 3_000,
        lambda: b"BEGIN:VCARD\nA;" + b"x=;" * 20_000 + b"\nEND:VCARD\n",
        lambda: b"BEGIN:VEVENT\nA" + b";x" * 20_000 + b'"\nEND:VEVENT\n',
        lambda: b"From x\n" * 5_000,
        lambda: b"From x\nFrom: " + b"=?utf-8?q?" * 5_000 + b"\n\n",
        lambda: b"a" * 5_000_000,
        lambda: b"[" * 1_000_000,
        lambda: b'{"a":' * 200_000,
        lambda: b"PAR1" + b"\x00" * 100 + b"\xff\xff\xff\x7fPAR1",
        lambda: b"," * 1_000_000,
        lambda: b'":ID",' * 1_000,
    ],
)
def test_a_hostile_file_ends_in_words(tmp_path: Path, preset: str, content: Callable[[], bytes]) -> None:
    path = tmp_path / f"people{PRESETS[preset].endings[0]}"
    path.write_bytes(content())
    check(path, preset)
