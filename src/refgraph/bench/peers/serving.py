"""Run one peer: `python serving.py MODULE FOLDER`; one JSON line when ready, one for each line of stdin."""

from __future__ import annotations

import json
import os
import sys
import time
from importlib import import_module
from pathlib import Path


def serve(module: str, folder: Path) -> None:
    """Prepare, warm up once and time a repetition for every line of stdin."""
    # Peers print progress on stdout, where our answers go.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    try:
        run = import_module(module).prepared(folder)
    except ImportError as error:
        print(json.dumps({"missing": str(error)}), file=answers, flush=True)
        return
    run()
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for _ in sys.stdin:
        cpu, wall = time.process_time(), time.perf_counter()
        units = run()
        sample = {
            "cpu_s": time.process_time() - cpu, "wall_s": time.perf_counter() - wall, "units": units
        }  # fmt: skip
        print(json.dumps(sample), file=answers, flush=True)


if __name__ == "__main__":
    serve(sys.argv[1], Path(sys.argv[2]))
