"""The surroundings of one entity, by indexed queries from each entity walked through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import apsw

from refgraph.errors import UnknownId
from refgraph.store.port import Ego, EgoEdge, EgoNode
from refgraph.store.sqlite.schema import LAYOUTS, NAMED, sql

Node = tuple[str, str]
"""(table, id)"""

_WHAT = {"accounts": "account", "people": "person", "circles": "circle"}
_CURRENT = '"from" <= :day AND ("to" IS NULL OR "to" >= :day)'
_RELATIONS = (
    (
        "people", "person_a", "people", "person_b", "knows", "knows", "coalesce(strength, 0.5)",
        "(since IS NULL OR since <= :day)",
    ),
    ("people", "person_id", "accounts", "account_id", "works_at", "roles", "1.0", _CURRENT),
    ("people", "person_id", "circles", "circle_id", "member_of", "memberships", "coalesce(attendance, 0.5)", _CURRENT),
    ("people", "person_id", "people", "reports_to", "reports_to", "roles", "1.0", _CURRENT),
    ("accounts", "parent_id", "accounts", "account_id", "parent_of", "accounts", "1.0", "1"),
)  # fmt: skip
"""Source table and column, target table and column, relation, where it is stored, strength, condition."""
