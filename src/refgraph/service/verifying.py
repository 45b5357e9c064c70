"""Look whether a store is as it was written: what `refgraph verify` reports."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from refgraph.errors import StoreCorrupt
from refgraph.service.place import open_port, store_url
from refgraph.store.address import damage, remarks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.store.port import Look, Store

_CURE = "stop working on it and restore a backup: refgraph restore BACKUP --replace"


@dataclass(frozen=True, slots=True)
class Verification:
    """What a look at a whole store found."""

    url: str
    findings: Sequence[str]
    """One sentence a damage; empty for a sound store."""
    look: Look | None
    """None where the damage hides the imports."""
    remarks: Sequence[str] = ()
    """What is out of the ordinary, but no damage."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    @property
    def message(self) -> str:
        """The findings as one sentence, '' for a sound store."""
        if self.is_sound:
            return ""
        more = f"; {len(self.findings) - 1} more findings" if len(self.findings) > 1 else ""
        return f"{self.url} is damaged: {self.findings[0]}{more}"

    @property
    def cure(self) -> str:
        """What to do, '' for a sound store; names what to import again where there is no backup."""
        return "" if self.is_sound else _CURE + self._without_backup()

    def _without_backup(self) -> str:
        if self.look is None:
            return ""
        left = self.look.left
        touched = [
            one.source for one in self.look.imports if (of := left.get(one.version)) and not of.is_sound
        ]
        if touched:
            return f"; without one, import again into a new store what is damaged: {', '.join(touched)}"
        if not left:
            return ""
        return (
            "; without one: every row is whole, export them (--format csv) and import that into a new store"
        )


def verify_store(url: str | None) -> Verification:
    """Look at every page and every row of a store, all at one version.

    A store too damaged to be opened is a finding; raises `StoreError` for a place where no store of this version is.
    """
    address = store_url(url)
    try:
        with closing(open_port(address)) as store:
            return _looked_at(store)
    except StoreCorrupt as error:
        return Verification(address, damage(address) or [error.message], None)


def _looked_at(store: Store) -> Verification:
    look = store.look()
    return Verification(store.url, look.findings, look, remarks(store.url))
