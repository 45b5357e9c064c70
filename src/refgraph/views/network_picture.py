"""A picture of the surroundings of an entity, built with pyvis: nodes, edges and options as plain JSON data."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyvis.network import Network

from refgraph.views.network_colours import colour_of
from refgraph.views.terms import ENTITIES, LANGUAGES, RELATIONS, Language, status_name, term, word_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.views.network_layout import Place
    from refgraph.views.network_neighbours import Link, Ref
    from refgraph.views.network_surroundings import Node, Surroundings

_INK = "#1f2937"
_EDGE_LENGTH_PX = (110.0, 130.0)
_LABEL_CHARACTERS = 34
_SMALLEST_LABEL_PX = 7
"""Smaller ones are left out until one zooms in; the tooltip has the name."""
_SHAPES = {"accounts": "square", "people": "dot", "circles": "hexagon"}
_SIZES = {"accounts": 14, "people": 11, "circles": 12}
_START_LARGER_BY = 8
_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "tooltipDelay": 200, "multiselect": False, "zoomSpeed": 0.6},
    "nodes": {
        "borderWidth": 2,
        "borderWidthSelected": 4,
        "font": {"size": 13, "multi": False, "strokeWidth": 4},
        "scaling": {"label": {"drawThreshold": _SMALLEST_LABEL_PX}},
    },
    "edges": {"smooth": False, "selectionWidth": 3, "hoverWidth": 1, "font": {"multi": False}},
}
_EDGE_LOOKS: dict[str, dict[str, object]] = {
    "works_at": {"color": "#9aa5b5", "width": 1.5, "dashes": False, "arrows": ""},
    "member_of": {"color": "#b7a9dd", "width": 1.5, "dashes": [2, 5], "arrows": ""},
    "knows": {"color": "#4d8bc9", "width": 1.0, "dashes": False, "arrows": ""},
    "reports_to": {"color": "#9aa5b5", "width": 1.2, "dashes": [7, 4], "arrows": "to"},
    "parent_of": {"color": "#5d6b7e", "width": 3.0, "dashes": False, "arrows": ""},
    "tie": {"color": "#4d8bc9", "width": 1.0, "dashes": False, "arrows": ""},
}
_CHANCE = ("chance", "可能")
_BILINGUAL = re.compile(r"([^\x00-\x7f]\S*) ([\x20-\x7e\u00c0-\u024f]+)")


@dataclass(frozen=True, slots=True)
class Picture:
    """What the component draws."""

    payload: dict[str, Any]
    """`revision` (digest of the rest), `layout`, `label`, `nodes`, `edges`, `options`; JSON values alone."""

    @property
    def revision(self) -> str:
        """Digest of everything drawn."""
        return str(self.payload["revision"])


def picture(
    around: Surroundings, places: Mapping[Ref, Place], words: Sequence[str], *, language: Language
) -> Picture:
    """Draw the surroundings: `places` in edge lengths, `words` of `colour_words` by node.

    Pictures with the same start keep the places of the nodes they share. All texts are plain.
    """
    network = Network(directed=True)
    network.set_options(json.dumps(_OPTIONS))
    for node, word in zip(around.nodes, words, strict=True):
        look = _node_look(node, places[node.ref], word, language, is_start=node.ref == around.start)
        network.add_node(node_id(node.ref), **look)
    names = {node.ref: node.name for node in around.nodes}
    for link in around.edges:
        ends = node_id(link.source), node_id(link.target)
        network.add_edge(
            *ends, id=edge_id(link), title=_edge_title(link, names, language), **_edge_look(link)
        )
    nodes, edges, _, _, _, options = network.get_network_data()
    content = {
        "layout": node_id(around.start),
        "label": names[around.start],
        "nodes": nodes,
        "edges": edges,
        "options": json.loads(options),
    }
    return Picture({"revision": _digest(content), **content})


def node_id(ref: Ref) -> str:
    """Id of a node in the picture."""
    return json.dumps(ref, ensure_ascii=False)


def edge_id(link: Link) -> str:
    """Id of an edge in the picture."""
    return json.dumps([link.relation, *link.source, *link.target], ensure_ascii=False)


def ref_of(picture_id: str) -> tuple[str, ...] | None:
    """What an id of a picture stands for: (table, id), or (relation, table, id, table, id); None for nonsense."""
    try:
        parts = json.loads(picture_id)
    except ValueError:
        return None
    is_texts = isinstance(parts, list) and all(isinstance(part, str) for part in parts)
    return tuple(parts) if is_texts and len(parts) in (2, 5) else None


def short_name(name: str, language: Language) -> str:
    """Name for a map: of a Chinese name with its Latin spelling the part of the language, cut where it is long."""
    both = _BILINGUAL.fullmatch(name)
    part = both.group(1 if language == "zh" else 2) if both else name
    return part if len(part) <= _LABEL_CHARACTERS else part[: _LABEL_CHARACTERS - 1] + "…"


def _node_look(
    node: Node, place: Place, word: str, language: Language, *, is_start: bool
) -> dict[str, object]:
    table = node.ref[0]
    colour = colour_of(word, table)
    look = {"background": colour, "border": _INK if is_start else colour}
    return {
        "label": short_name(node.name, language),
        "title": "\n".join([node.name, _caption(table, word, language)]),
        "shape": _SHAPES[table],
        "size": _SIZES[table] + (_START_LARGER_BY if is_start else 0),
        "color": {**look, "highlight": {"background": colour, "border": _INK}, "hover": look},
        "x": round(place[0] * _EDGE_LENGTH_PX[0], 1),
        "y": round(place[1] * _EDGE_LENGTH_PX[1], 1),
        "physics": False,
        "widthConstraint": {"maximum": 150},
    }


def _caption(table: str, word: str, language: Language) -> str:
    kind = term(ENTITIES, table, language)
    if not word:
        return kind
    named = word_name(word, language)
    return f"{kind} · {status_name(word, language) if named == word else named}"


def _edge_look(link: Link) -> dict[str, object]:
    look = dict(_EDGE_LOOKS[link.relation])
    if link.relation == "knows":
        look["width"] = round(1.0 + 3.0 * link.strength, 2)
    if link.relation == "tie":
        look["width"] = round(1.0 + 12.0 * link.strength, 2)
    return look


def _edge_title(link: Link, names: dict[Ref, str], language: Language) -> str:
    chance = f"{_CHANCE[LANGUAGES.index(language)]} {link.strength:.1%}" if link.relation == "tie" else ""
    said = " · ".join(part for part in (term(RELATIONS, link.relation, language), chance) if part)
    return f"{names[link.source]} → {names[link.target]}\n{said}"


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
