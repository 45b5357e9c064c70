"""Expected failures, one tree.

    RefgraphError            exit 1  something the user can put right; carries code, message and cure
    ├── UnknownId            exit 1  no account, person or circle of that id
    ├── BadOption            exit 2  an option's value makes no sense
    ├── PathUnreadable       exit 1  a file or folder to import is not there or cannot be read
    ├── BundleRejected       exit 4  an import that cannot be read for certain; nothing was imported
    ├── Unavailable          exit 1  what was to be measured is not there, or broke
    └── StoreError           exit 1
        ├── StoreMissing             no store at that place
        ├── StoreForeign             a file that is not a refgraph store
        ├── StoreNewer               a store written by a newer refgraph
        ├── StoreBusy                another process is writing; try again
        ├── StoreCorrupt             the file is damaged; stop and restore
        ├── StoreUnavailable         the folder or server cannot be reached or written
        ├── StaleBase                the store moved on since the batch was planned; plan again
        └── BatchConflict            the same batch id with other content

Programming mistakes are `ValueError` or `TypeError`; nobody catches those.
"""

from __future__ import annotations


class RefgraphError(Exception):
    """A failure with a stable `code`, one English sentence and the cure."""

    exit_code = 1
    code = "failed"

    def __init__(self, message: str, cure: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.cure = cure

    def __str__(self) -> str:
        """Give the message and the cure in one line."""
        return f"{self.message}; {self.cure}" if self.cure else self.message


class UnknownId(RefgraphError):
    """No entity of that id in the snapshot."""

    code = "unknown_id"


class BadOption(RefgraphError):
    """An option's value makes no sense."""

    exit_code = 2
    code = "bad_option"


class PathUnreadable(RefgraphError):
    """A file or folder to import is not there or cannot be read."""

    code = "unreadable"


class BundleRejected(RefgraphError):
    """A bundle that cannot be read for certain; nothing of it was imported."""

    exit_code = 4
    code = "rejected"


class Unavailable(RefgraphError):
    """What was to be measured is not there, or broke; the message says which."""

    code = "unavailable"


class StoreError(RefgraphError):
    """The store could not do what was asked."""

    code = "store"


class StoreMissing(StoreError):
    """There is no store at that place."""

    code = "store_missing"


class StoreForeign(StoreError):
    """The file is not a refgraph store."""

    code = "store_foreign"


class StoreNewer(StoreError):
    """The store was written by a newer refgraph."""

    code = "store_newer"


class StoreBusy(StoreError):
    """Another process holds the write lock; the same call may succeed later."""

    code = "store_busy"


class StoreCorrupt(StoreError):
    """The store's file is damaged; stop and restore a backup."""

    code = "store_corrupt"


class StoreUnavailable(StoreError):
    """The store's folder or server cannot be reached, read or written."""

    code = "store_unavailable"


class StaleBase(StoreError):
    """The store has a later version than the one the batch was planned on."""

    code = "stale_base"


class BatchConflict(StoreError):
    """A batch of this id was applied before, with other content."""

    code = "batch_conflict"
