"""A graph whose every text XML can hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

import networkx as nx

if TYPE_CHECKING:
    from refgraph.views.graph import MultiDirected

_T = TypeVar("_T")

# What XML 1.0 cannot hold in any form (section 2.2): such characters are shown as U+FFFD.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_safe(graph: MultiDirected) -> MultiDirected:
    """Copy a graph with `xml_text` of all its texts, ids among them."""
    safe: MultiDirected = nx.MultiDiGraph(**_safe_facts(graph.graph))
    for node, facts in graph.nodes(data=True):
        safe.add_node(xml_text(node), **_safe_facts(facts))
    for a, b, key, facts in graph.edges(keys=True, data=True):
        safe.add_edge(xml_text(a), xml_text(b), key=xml_text(key), **_safe_facts(facts))
    return safe


def _safe_facts(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: xml_text(value) for name, value in facts.items()}


def xml_text(value: _T) -> _T:
    """Replace what XML cannot hold by U+FFFD in a text; any other value comes back as it is."""
    return _NOT_XML.sub("\ufffd", value) if isinstance(value, str) else value  # type: ignore[return-value]
