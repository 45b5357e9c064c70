"""Chances of a first order, as a JSON document and as lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.views.documents import Json, number
from refgraph.views.plain import more, table
from refgraph.views.proof_wording import FACTORS
from refgraph.views.terms import term

if TYPE_CHECKING:
    from refgraph.evidence.chances_now import ChancesNow
    from refgraph.snapshot.snapshot import Snapshot

NOTHING = (
    "no chances may be told: no fit in force does better than the circle rates alone; refgraph fit tries one,"
    " refgraph score ranks without"
)


def chances_document(
    snapshot: Snapshot, found: ChancesNow | None, *, horizon_days: int | None, fit: int | None, k: int
) -> Json:
    """Document of `refgraph chances`: the first `k` rows, none where nothing may be told."""
    ids = snapshot.accounts.ids
    return {
        "as_of": snapshot.as_of.isoformat(),
        "version": snapshot.version,
        "fit": fit,
        "horizon_days": horizon_days,
        "why": None if found else NOTHING,
        "rows": [
            {
                "account_id": ids[account],
                "chance": chance,
                "factors": dict(zip(found.names, map(number, row), strict=True)),
            }
            for account, chance, row in _rows(found, k)
        ]
        if found
        else [],
    }


def chances_lines(
    snapshot: Snapshot, found: ChancesNow | None, *, horizon_days: int | None, k: int
) -> list[str]:
    """The first `k` accounts with their chance and the factors behind it."""
    if found is None:
        return [NOTHING]
    names = snapshot.accounts.names
    rows = [
        [snapshot.accounts.ids[account], names[account], f"{chance:.1%}", *(f"{value:.2f}" for value in row)]
        for account, chance, row in _rows(found, k)
    ]
    header = [
        "account",
        "name",
        f"first order in {horizon_days} days",
        *(term(FACTORS, n, "en") for n in found.names),
    ]
    return [*table(header, rows), *more(len(found.account), len(rows)), f"as of {snapshot.as_of}"]


def _rows(found: ChancesNow, k: int) -> list[tuple[int, float, list[float]]]:
    columns = found.account[:k].tolist(), found.chance[:k].tolist(), found.factors[:k].tolist()
    return list(zip(*columns, strict=True))
