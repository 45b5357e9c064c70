"""Settings of all tests."""

import os

from hypothesis import settings

from refgraph.service.kernel_cache import forget_stale_kernels

settings.register_profile("local", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "local")
forget_stale_kernels()
