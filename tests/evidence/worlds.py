"""Random histories: relations as in `tests.scores.tie_world`, and events that somebody is judged or won by."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from tests.scores.tie_world import random_facts

if TYPE_CHECKING:
    from tests.facts import Cells

FIRST_DAY, DAYS = date(2024, 1, 1), 760
"""Days on which something may happen."""
# A value a kind can have; None is an empty cell.
_VALUES: dict[str, tuple[float | None, ...]] = {
    "satisfaction": (-1.0, 0.5, 1.0, None),
    "survey": (0.0, 6.0, 10.0),
    "deal_won": (1000.0, None),
    "deal_lost": (None,),
    "delivery": (-20.0, 0.0, 3.0),
    "meeting": (0.5, None),
    "incident_opened": (0.3, 1.0),
    "incident_closed": (1.0, -1.0),
    "complaint_escalated": (0.8,),
    "referral_made": (None,),
    "referral_declined": (None,),
    "reference_call": (0.5,),
    "left_company": (None,),
    "joined_company": (None,),
    "stance": (-1.0, 0.0, 1.0),
}
KINDS = tuple(_VALUES)


def random_history(number: int) -> dict[str, list[Cells]]:
    """Facts of 3 to 12 people, most with an account of their own, and up to 40 events; no account has a status.

    The same for the same number.
    """
    rng = np.random.default_rng([number, 2])
    facts = random_facts(number)
    for row in facts["people"]:
        if rng.random() < 0.6:
            account = f"b{row['person_id']}"
            facts["accounts"].append({"account_id": account})
            facts["roles"].append({"person_id": row["person_id"], "account_id": account})
    for row in facts["accounts"]:
        row["status"] = None
    for row in facts["knows"]:
        row["since"] = _maybe_day(rng)
    facts["events"] = [random_event(rng, facts, f"e{i:02}") for i in range(int(rng.integers(5, 40)))]
    return facts


def random_event(rng: np.random.Generator, facts: dict[str, list[Cells]], event_id: str) -> Cells:
    """An event of any kind on any day, at an account, of a person, or both."""
    kind = str(rng.choice(KINDS))
    account = str(rng.choice([str(row["account_id"]) for row in facts["accounts"]]))
    person = str(rng.choice([str(row["person_id"]) for row in facts["people"]]))
    has_both = kind in ("left_company", "joined_company") or rng.random() < 0.6
    only_person = not has_both and kind != "deal_won" and rng.random() < 0.5
    ref = f"e{int(rng.integers(40)):02}" if rng.random() < 0.5 else None
    return {
        "event_id": event_id,
        "kind": kind,
        "date": random_day(rng),
        "account_id": None if only_person else account,
        "person_id": person if has_both or only_person else None,
        "value": _VALUES[kind][int(rng.integers(len(_VALUES[kind])))],
        "ref": account if kind.endswith("_company") else ref,
    }


def random_day(rng: np.random.Generator) -> str:
    return (FIRST_DAY + timedelta(days=int(rng.integers(0, DAYS)))).isoformat()


def _maybe_day(rng: np.random.Generator) -> str | None:
    return random_day(rng) if rng.random() < 0.5 else None
