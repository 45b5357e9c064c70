"""All cases by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.bench.evidence_cases import EVIDENCE_CASES
from refgraph.bench.graph_cases import GRAPH_CASES
from refgraph.bench.network_cases import NETWORK_CASES
from refgraph.bench.server_cases import SERVER_CASES

if TYPE_CHECKING:
    from refgraph.bench.case import Case

CASES: tuple[Case, ...] = (*GRAPH_CASES, *NETWORK_CASES, *EVIDENCE_CASES, *SERVER_CASES)
"""In the order of the table; the import comes before what reads its store."""


def case_named(name: str) -> Case:
    """The case of a name; ValueError for one there is not."""
    for case in CASES:
        if case.name == name:
            return case
    raise ValueError(f"there is no case '{name}'")
