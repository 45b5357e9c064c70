from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scores.spread_world import INTERPRETED

# In a process of its own: other tests call kernels too, with arguments that the product never gives them.
PROGRAM = """
import sys
import numpy as np
from refgraph.scores.scores import score
from refgraph.scores.seats import Seats
from refgraph.scores.spread import best_seeds, simulate
from refgraph.scores.warm import warm
from tests.facts import snapshot_of
from tests.whole.slow_twin import random_facts

def compiled():
    modules = [module for name, module in sys.modules.items() if name.startswith("refgraph.scores.")]
    kernels = {name: k for module in modules for name, k in vars(module).items() if hasattr(k, "py_func")}
    return {name: len(kernel.signatures) for name, kernel in kernels.items()}

warm()
warmed = compiled()
assert {"draw_sets", "greedy_cover", "cascades", "all_sets", "best_choice"} <= set(warmed), warmed
rng = np.random.default_rng(0)
for number in range(8):
    scores = score(snapshot_of("2025-09-15", **random_facts(number)))
    seats = Seats.of_accounts(scores.snapshot)
    ours = scores.snapshot.accounts.status == 1
    for exact_ties in (0, 20):
        best_seeds(
            scores.inward, seats, k=2, candidates=~ours, active=ours, counted=~ours, accuracy=0.1,
            confidence=0.999, rng=rng, max_sets=64, exact_ties=exact_ties,
        )
    for counted in (None, ours):
        simulate(scores.outward, range(scores.ties.n), seats, draws=2, rng=rng, counted=counted)
    simulate(scores.outward, [0], None, draws=2, rng=rng)
assert compiled() == warmed, (warmed, compiled())
"""


@pytest.mark.skipif(INTERPRETED, reason="nothing is compiled")
def test_after_warming_no_spread_has_to_compile() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "NUMBA_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
