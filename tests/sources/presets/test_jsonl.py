from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from refgraph.sources.plan import ReadOptions
from refgraph.sources.presets.registry import convert
from refgraph.sources.refusal import Refused
from tests.sources.memory import MemoryStore
from tests.sources.presets.importing import cells, codes, ids, imported, plan, problems

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder


def test_the_file_or_the_line_names_the_table(tmp_path: Path) -> None:
    store = MemoryStore()
    people = '{"person_id": "p1", "name": "Anna", "consent": null}\n\n{"person_id": 17, "name": "Bea", "email": ""}\n'
    knows = '{"table": "knows", "person_a": "17", "person_b": "p1", "strength": 0.25, "directed": true}'
    planned = imported(write(tmp_path / "j", people=people, other=knows), "jsonl", store)
    assert cells(store, "people") == [
        {"person_id": "17", "name": "Bea"},
        {"person_id": "p1", "name": "Anna"},
    ]
    assert cells(store, "knows") == [{"person_a": "17", "person_b": "p1", "strength": 0.25, "directed": True}]
    assert (planned.files["people.jsonl"].read, planned.files["people.jsonl"].blank) == (3, 1)


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ('{"person_id": "p2", "name": 2.5}', "type", "found a number (2.5), wrong type, expected a text"),
        ('{"person_id": true, "name": "x"}', "type", "found a flag (True), wrong type, expected a text"),
        ('{"person_id": 1' + "0" * 40 + ', "name": "x"}', "range", "more than 30 digits"),
        ('{"name": "x"}', "missing_id", "missing id"),
        ('{"person_id": "p1", "name": "Other"}', "duplicate_id", "different content in rows 1, 2"),
        ('{"person_id": "p2", "person_id": "p3", "name": "x"}', "json", "a name stands twice in one object"),
        ("[1]", "json", "found a list, expected an object"),
        ("{", "json", "found no JSON object"),
        ("[" * 100_000, "nested", "found JSON nested too deeply"),
        ('{"table": "ghosts"}', "unknown_table", "unknown table 'ghosts', expected one of accounts"),
        ('{"table": ["people"]}', "unknown_table", "unknown table '['people']'"),
        ('{"person_id": "p2", "name": "' + "x" * 1_100_000 + '"}', "too_long", "a line of more than 1048576"),
        ('{"person_id": "p2", "name": "\\ud800"}', "encoding", "half a character"),
        ('{"person_id": "p2", "name": "a\\u0000b"}', "nul", "NUL"),
    ],
)
def test_a_line_that_makes_no_sense_is_held(tmp_path: Path, line: str, code: str, words: str) -> None:
    given = write(tmp_path / "j", people=f'{{"person_id": "p1", "name": "Anna"}}\n{line}\n')
    planned = imported(given, "jsonl", MemoryStore())
    assert set(codes(planned, "held")) == {code}
    assert words in problems(planned, "held")[-1]
    assert planned.files["people.jsonl"].read == 2


@pytest.mark.parametrize("value", ["NaN", "Infinity", "1e999", '"much"', "true", "[0.5]"])
def test_a_number_that_is_none_is_held(tmp_path: Path, value: str) -> None:
    people = '{"person_id": "a", "name": "A"}\n{"person_id": "b", "name": "B"}'
    knows = f'{{"person_a": "a", "person_b": "b", "strength": {value}}}'
    planned = plan(write(tmp_path / "j", people=people, knows=knows), "jsonl")
    assert planned.files["knows.jsonl"].held == 1


def test_numbers_are_certain_whatever_separates_decimals_in_texts(tmp_path: Path) -> None:
    line = '{"account_id": "a", "name": "A", "size": 1.234, "potential": "1.234,5"}'
    planned = plan(write(tmp_path / "j", accounts=line), "jsonl", decimal_comma=True)
    assert planned.batch is not None
    (row,) = planned.batch.upserts["accounts"]
    assert (row[4], row[10]) == (1.234, 1234.5)


def test_unknown_columns_are_listed_with_their_count(tmp_path: Path) -> None:
    line = '{"person_id": "p1", "name": "Anna", "shoe": 38, "hat": null}'
    planned = plan(write(tmp_path / "j", people=line), "jsonl")
    assert problems(planned, "warning") == [
        "people.jsonl: unknown column 'hat': its 1 values are not imported",
        "people.jsonl: unknown column 'shoe': its 1 values are not imported",
    ]


def test_a_line_without_a_table_is_held(tmp_path: Path) -> None:
    planned = plan(write(tmp_path / "j", stuff='{"person_id": "p1"}'), "jsonl")
    assert 'the line names no table, expected "table" to be one of accounts' in problems(planned, "held")[0]


def test_bytes_in_no_known_encoding_refuse_the_file(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    path.write_bytes(
        '{"person_id": "p1", "name": "A"}\n{"person_id": "p2", "name": "李"}\n'.encode("gb18030")
    )
    with pytest.raises(Refused, match="row 2: the encoding is not UTF-8: byte 0xc0; save the file as UTF-8"):
        convert(path, ReadOptions(preset="jsonl"))
    converted = convert(path, ReadOptions("gb18030", preset="jsonl"))
    assert converted.tables["people"][1].cells["name"] == "李"


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    store = MemoryStore()
    given = write(tmp_path / "j", people='{"person_id": "p1", "name": "Anna"}')
    imported(given, "jsonl", store)
    assert imported(given, "jsonl", store).batch is None
    assert ids(store, "people") == ["p1"]
