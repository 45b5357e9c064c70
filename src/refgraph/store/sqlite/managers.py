"""Managers named before the store knew them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import apsw


def know_managers(db: apsw.Connection) -> None:
    """Put numbers in place of the ids of managers whom the store knows by now."""
    # In the index texts come behind all numbers.
    named = db.execute("SELECT DISTINCT reports_to FROM roles WHERE reports_to >= ''").fetchall()
    for (manager,) in named:
        num = db.execute("SELECT num FROM people WHERE person_id = ?", (manager,)).get
        if num is not None:
            db.execute("UPDATE roles SET reports_to = ? WHERE reports_to = ?", (num, manager))
