"""A compiled loop as the Python it was written in."""

from __future__ import annotations

from typing import Any


def interpreted(kernel: Any) -> Any:
    """The Python function behind a kernel; the kernel itself where nothing is compiled (NUMBA_DISABLE_JIT)."""
    return getattr(kernel, "py_func", kernel)
