"""One parallel kernel at a time."""

from __future__ import annotations

from threading import Lock

one_at_a_time = Lock()
"""Held around every call of a parallel kernel, and around no more than that.

Where numba finds neither TBB nor OpenMP, two threads that start a parallel kernel at once end the process.
"""
