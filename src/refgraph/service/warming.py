"""Compile ahead of use."""

from __future__ import annotations

from refgraph.scores.warm import warm
from refgraph.service.kernel_cache import forget_stale_kernels


def warm_up() -> None:
    """Compile and cache every kernel; half a minute the first time, a second or two afterwards."""
    forget_stale_kernels()
    warm()
