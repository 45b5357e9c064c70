from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from refgraph.sources.presets.json_scan import JsonScan

values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4)),
    max_leaves=20,
)  # fmt: skip
documents = st.fixed_dictionaries(
    {"nodes": st.lists(values, max_size=5), "graph": st.dictionaries(st.text(), values, max_size=3)},
    optional={"other": values, "links": values},
)


@settings(max_examples=50, deadline=None)
@given(documents, st.sampled_from([None, 1]), st.booleans())
def test_the_parts_of_a_document_are_what_json_reads(
    document: dict[str, object], indent: int | None, ensure_ascii: bool
) -> None:
    text = json.dumps(document, indent=indent, ensure_ascii=ensure_ascii)
    parts = list(JsonScan(text, "g.json", {("nodes",)}, {("graph",)}).parts())
    assert [part.value for part in parts if part.is_element] == document["nodes"]
    assert all(json.loads(part.raw) == part.value for part in parts)
    graph = {part.path[1]: part.value for part in parts if len(part.path) == 2}
    assert graph == document["graph"]


def test_a_number_longer_than_a_window_is_whole() -> None:
    number = "0." + "1" * 5000
    (part,) = JsonScan(f'{{"a": {number}, "nodes": []}}', "g.json", {("nodes",)}, ()).parts()
    assert part.raw == number
