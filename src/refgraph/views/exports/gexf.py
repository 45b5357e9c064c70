"""The graph of the day as GEXF, which Gephi shows at once: labels, places and colours by opinion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx

from refgraph.views.exports.places import places
from refgraph.views.exports.xml_graph import xml_safe
from refgraph.views.graph import to_networkx
from refgraph.views.network_colours import colour_of

if TYPE_CHECKING:
    from pathlib import Path

    from refgraph.views.exports.content import Content

_TABLES = {"account": "accounts", "person": "people", "circle": "circles"}


def write_gexf(path: Path, content: Content) -> None:
    """Write the graph of `to_networkx`; what XML cannot hold is U+FFFD."""
    graph = xml_safe(to_networkx(content.scores))
    for node, place in places(graph).items():
        facts = graph.nodes[node]
        facts.update(label=facts["name"], viz=_look(facts, place))
    nx.write_gexf(graph, path)


def _look(facts: dict[str, Any], place: tuple[float, float]) -> dict[str, object]:
    colour = colour_of(facts.get("opinion", ""), _TABLES[facts["type"]]).removeprefix("#")
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return {
        "position": {"x": place[0], "y": place[1], "z": 0.0},
        "color": {"r": red, "g": green, "b": blue, "a": 1.0},
    }
