"""Compiled kernels on disk: kept as long as no kernel's source is newer."""

from __future__ import annotations

from pathlib import Path

import refgraph.scores


def forget_stale_kernels(folder: Path | None = None) -> int:
    """Delete what numba kept beside the sources of `scores` (or of a folder) before the newest of them was written.

    numba looks at a kernel's own file alone: a kernel that calls a changed one of another file would go on with what
    it was compiled with. Returns how many files went. A folder that cannot be written to is left as it is.
    """
    sources = folder or Path(refgraph.scores.__file__).parent
    newest = max((path.stat().st_mtime_ns for path in sources.glob("*.py")), default=0)
    gone = 0
    for kept in (sources / "__pycache__").glob("*.nb[ic]"):
        try:
            if kept.stat().st_mtime_ns < newest:
                kept.unlink()
                gone += 1
        except OSError:  # another process deleted it, or may not be ours to delete
            continue
    return gone
