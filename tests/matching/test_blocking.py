from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.matching.blocking import candidate_pairs, turned, without_one_letter
from refgraph.matching.grouping import grouped

KEYS = st.lists(st.sets(st.integers(0, 6), max_size=3), max_size=12)


@given(KEYS)
@settings(deadline=None, max_examples=50)
def test_records_are_paired_that_share_a_key(keys: list[set[int]]) -> None:
    expected = [(i, j) for i, j in combinations(range(len(keys)), 2) if keys[i] & keys[j]]
    assert candidate_pairs(keys, lambda _: (), fullest=99) == expected


def test_in_a_full_block_a_second_key_is_needed() -> None:
    keys = [["wang wei"]] * 5
    beside = [["a"], ["a"], ["b"], [], ["b"]]
    assert candidate_pairs(keys, lambda i: beside[i], fullest=4) == [(0, 1), (2, 4)]
    assert candidate_pairs(keys, lambda i: beside[i], fullest=1) == []


@given(st.text("abc", max_size=8), st.integers(0, 8))
def test_a_turned_text_is_the_same_from_wherever_it_begins(text: str, at: int) -> None:
    assert turned(text[at:] + text[:at]) == turned(text)


def test_texts_one_letter_apart_share_a_shorter_one() -> None:
    for typo in ("brg", "berrg", "borg", "ebrg"):
        shared = {"berg", *without_one_letter("berg")} & {typo, *without_one_letter(typo)}
        assert shared, typo


def test_pairs_become_a_group_where_all_across_are_likely_enough() -> None:
    pairs = [(0.9, 0, 1), (0.8, 1, 2)]
    (group,) = grouped(pairs, lambda _i, _j: 0.5, least=0.1)
    assert (group.members, group.confidence) == ([0, 1, 2], 0.8)
    (group,) = grouped(pairs, lambda _i, _j: 0.01, least=0.1)
    assert (group.members, group.confidence, group.links) == ([0, 1], 0.9, [(0, 1)])


def test_nobody_is_in_two_groups() -> None:
    pairs = [(0.9, 0, 1), (0.9, 2, 3), (0.85, 1, 2), (0.81, 0, 3)]
    groups = grouped(pairs, lambda _i, _j: 0.0, least=0.1)
    assert [group.members for group in groups] == [[0, 1], [2, 3]]
