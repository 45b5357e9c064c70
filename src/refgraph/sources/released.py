"""Rows that were held once and are not any longer: the import at hand brings them in, or holds them for another reason."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.lookup import Lookup
    from refgraph.sources.held import HeldRows
    from refgraph.sources.sheet import Sheet


def released_keys(
    sheets: Mapping[str, Sheet], held: HeldRows, lookup: Lookup, repaired: Sequence[str] = ()
) -> Sequence[str]:
    """Keys of rows the store still holds whose file and text are those of a row that is decided otherwise now.

    `repaired` are further keys to let go of unless they are held again.
    """
    known = lookup.held_keys()
    if not known:
        return ()
    waiting: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in lookup.held_rows():
        waiting[row.file][row.raw].append(row.key)
    repeated = [row for row in held if row.raw in waiting.get(row.file, {})]
    found = {key for row in repeated for key in waiting[row.file][row.raw]} | known.intersection(repaired)
    for sheet in sheets.values():
        texts = waiting.get(sheet.file)
        if texts:
            found.update(key for raw in _standing(sheet, set(texts)) for key in texts[raw])
    return sorted(found - {row.key for row in repeated})


def _standing(sheet: Sheet, texts: set[str]) -> set[str]:
    """Texts among these that are a row's which was not held."""
    lengths = [len(text.encode("utf-8", "surrogatepass")) for text in texts]
    indices = np.flatnonzero(np.isin(sheet.lengths, lengths) & ~sheet.is_held)
    return texts.intersection(sheet.texts(indices)) if len(indices) else set()
