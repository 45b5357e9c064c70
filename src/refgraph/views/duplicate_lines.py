"""Proposals, merges and undos as documents and as lines for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.views.plain import more, table
from refgraph.views.reasons import reason_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.matching.exact import EqualGroup
    from refgraph.matching.proposal import Proposal, Reason
    from refgraph.views.documents import Json

_SHORT = 60


def duplicates_document(proposals: Sequence[Proposal], k: int) -> Json:
    """Document of `refgraph duplicates`: the k most certain, and how many there are."""
    return {"rows": [_row(one) for one in proposals[:k]], "count": len(proposals)}


def _row(one: Proposal) -> Json:
    return {
        "table": one.table,
        "ids": list(one.ids),
        "names": list(one.names),
        "confidence": one.confidence,
        "reasons": [_reason(reason) for reason in one.reasons],
        "against": [_reason(reason) for reason in one.against],
    }


def _reason(reason: Reason) -> Json:
    return {"kind": reason.kind, "detail": reason.detail, "weight": reason.weight}


def duplicates_lines(proposals: Sequence[Proposal], k: int) -> list[str]:
    """Who may be one, most certain first, and how to merge them."""
    if not proposals:
        return ["Nobody looks like a duplicate."]
    lines = [line for one in proposals[:k] for line in _proposal_lines(one)]
    option = "" if proposals[0].table == "people" else f" --table {proposals[0].table}"
    cure = f"Nothing was merged. To merge: refgraph merge{option} {' '.join(proposals[0].ids)}"
    return [*lines, *more(len(proposals), k, how=f"-k {len(proposals)} lists all"), cure]


def _proposal_lines(one: Proposal) -> list[str]:
    people = [f"{entity_id} {name}" for entity_id, name in zip(one.ids, one.names, strict=True)]
    lines = [f"{one.confidence:.1%}  {'  =  '.join(people)}"]
    for sign, reasons in (("+", one.reasons), ("-", one.against)):
        lines += [f"    {sign} {_told(reason)}" for reason in reasons]
    return lines


def _told(reason: Reason) -> str:
    words = reason_name(reason.kind, "en")
    detail = reason.detail if len(reason.detail) <= _SHORT else reason.detail[: _SHORT - 1] + "…"
    return f"{words}: {detail}" if detail else words


def equal_lines(groups: Sequence[EqualGroup]) -> list[str]:
    """Who is one by an exact rule."""
    if not groups:
        return ["Nobody is equal by that rule."]
    rows = [[one.value, one.ids[0], ", ".join(one.ids[1:]), " = ".join(one.names)] for one in groups]
    return table(["equal", "kept", "merged into it", "names"], rows)


def equal_document(rule: str, groups: Sequence[EqualGroup], version: int, import_id: str | None) -> Json:
    """Document of `refgraph duplicates --merge-by`; `import_id` is null where nothing was written."""
    return {
        "rule": rule,
        "rows": [
            {"kept": one.ids[0], "merged": list(one.ids[1:]), "names": list(one.names), "value": one.value}
            for one in groups
        ],
        "version": version,
        "import_id": import_id,
    }
