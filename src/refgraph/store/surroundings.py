"""What stands around one entity, as `Store.ego` gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class EgoNode:
    """An entity near another one."""

    table: str
    id: str
    name: str
    hops: int
    """Relations between this entity and the start; the start has 0."""


@dataclass(frozen=True, slots=True)
class EgoEdge:
    """A relation between two entities of an ego network."""

    source: tuple[str, str]
    """(table, id)"""
    target: tuple[str, str]
    relation: str
    """`knows`, `works_at`, `member_of`, `reports_to` or `parent_of`."""
    strength: float
    """The declared strength (.5 where none), a membership's attendance (.5 where none), else 1."""


@dataclass(frozen=True, slots=True)
class Ego:
    """The surroundings of one entity: nodes by (hops, -strength of the best edge to them, id)."""

    nodes: Sequence[EgoNode]
    edges: Sequence[EgoEdge]
    truncated: bool
    """Whether `limit` cut nodes off."""
