from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# In a process of its own: other tests call kernels too, with arguments that the product never gives them.
PROGRAM = """
import sys
from refgraph.decisions.best_openers import best_openers
from refgraph.decisions.openers import openers
from refgraph.decisions.targets import targets
from refgraph.scores.paths import best_paths
from refgraph.scores.reputation import reputations
from refgraph.scores.scores import score
from refgraph.scores.tie_evidence import tie_evidence
from refgraph.scores.warm import warm
import numpy as np
from tests.facts import snapshot_of
from tests.scores.growing import parted
from tests.whole.slow_twin import random_facts

def compiled():
    modules = [module for name, module in sys.modules.items() if name.startswith("refgraph.scores.")]
    kernels = {name: k for module in modules for name, k in vars(module).items() if hasattr(k, "py_func")}
    return {name: len(kernel.signatures) for name, kernel in kernels.items()}

warm()
warmed = compiled()
assert len(warmed) >= 6, warmed
for number in range(20):
    scores = score(snapshot_of("2025-09-15", **random_facts(number)))
    people = range(scores.ties.n)
    best_openers(scores, k=3)
    for account in range(len(scores.snapshot.accounts.ids)):
        openers(scores, account)
        targets(scores, scores.snapshot.current_people(account).tolist())
    for speaker in people:
        for listener in people:
            best_paths(scores.outward, scores.params, speaker, listener, k=3)
            tie_evidence(scores.snapshot, scores.params, speaker, listener)
    reputations(scores)
    scores.reach
    growing, parts = parted(random_facts(number), np.random.default_rng(number))
    scores = growing.whole()
    for part in parts:
        scores = growing.step(scores, part)
        scores.heard_by(np.arange(scores.ties.n, dtype=np.int32))
    scores.heard
assert compiled() == warmed, (warmed, compiled())
"""


@pytest.mark.skipif(bool(os.environ.get("NUMBA_DISABLE_JIT")), reason="nothing is compiled")
def test_after_warming_nothing_is_left_to_compile() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**os.environ, "NUMBA_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
