"""Public data beside the checkout: where it is absent its tests are skipped, but never in CI."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[1] / "../shared/data"

if os.environ.get("CI") and not DATA.exists():
    raise FileNotFoundError(f"CI needs {DATA}")

needs_shared_data = pytest.mark.skipif(not DATA.exists(), reason="../shared/data is not beside this checkout")
