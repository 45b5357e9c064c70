"""The graph of the day as GraphML, with places as `x` and `y`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from refgraph.views.exports.places import places
from refgraph.views.exports.xml_graph import xml_safe
from refgraph.views.graph import to_networkx

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.views.exports.content import Content


def write_graphml(path: Path, content: Content) -> None:
    """Write the graph of `to_networkx`; what XML cannot hold is U+FFFD."""
    graph = xml_safe(to_networkx(content.scores))
    for node, (x, y) in places(graph).items():
        graph.nodes[node].update(x=x, y=y)
    nx.write_graphml(graph, path)
