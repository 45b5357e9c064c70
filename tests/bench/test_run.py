from __future__ import annotations

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from refgraph.bench.binaries import OPIM, SUBSIM, Binary
from refgraph.bench.case import FULL, Case, Claim, Outcome
from refgraph.bench.cases import CASES, case_named
from refgraph.bench.graphs import power_law
from refgraph.bench.machine import machine
from refgraph.bench.place import save
from refgraph.bench.process import Sample, Worker
from refgraph.bench.row import Row, table
from refgraph.bench.run import MODULES, Wishes, bench
from refgraph.errors import BadOption, RefgraphError, Unavailable

DAY = date(2026, 10, 30)
CASE = Case("walk", "a walk", ("power_law",), lambda place, graph: Outcome, (), unit="step")
COUNTING = "import json, sys\nprint('{\"ready\": true}', flush=True)\n" + (
    "for i, _ in enumerate(sys.stdin):\n"
    "    print(json.dumps({'wall_s': i + 1.0, 'cpu_s': 0.5, 'units': 2}), flush=True)\n"
)


def row(claim: Claim, people: int, peer: list[Sample], missing: str = "") -> Row:
    """Own walls of 2, 4 and 9 seconds for 2 steps each: medians 4 s and 2 s a step."""
    own = [Sample(wall, wall + 1.0, 2, peak_mb=wall * 10) for wall in (4.0, 2.0, 9.0)]
    return Row.of(CASE, "power_law", {"people": people}, claim, own, peer, missing)


def test_figures_are_medians_and_the_peak_is_the_greatest() -> None:
    found = row(Claim("wall_s", 5.0), FULL, [])
    assert (found.wall_s, found.cpu_s, found.peak_mb, found.unit_s, found.repetitions) == (
        4.0,
        5.0,
        90.0,
        2.0,
        3,
    )
    assert (found.peer, found.peer_wall_s, found.ratio, found.missing) == (None, None, None, None)
    assert (found.target, found.met) == ({"figure": "wall_s", "at_most": 5.0}, True)


def test_a_ratio_compares_seconds_a_unit() -> None:
    """The peer takes 30 s for 3 steps, 10 s a step: ours is 2 / 10."""
    peer = [Sample(30.0, 30.0, 3)]
    found = row(Claim("ratio", 0.1, "other"), FULL, peer)
    assert (found.ratio, found.peer_wall_s, found.peer_unit_s, found.met) == (0.2, 30.0, 10.0, False)
    assert row(Claim("ratio", 0.2, "other"), FULL, peer).met is True
    assert row(Claim("ratio", None, "other"), FULL, peer).met is None


def test_a_lag_compares_how_good_the_answers_are() -> None:
    """Ours reach 100 and 90, theirs 96.9: 96.9 / 95 = 1.02."""
    claim, theirs = Claim("lag", 1.02, "other"), [Sample(1.0, 1.0, 1, value=96.9)]
    own = [Sample(1.0, 1.0, 1, value=value) for value in (100.0, 90.0)]
    found = Row.of(CASE, "power_law", {"people": FULL}, claim, own, theirs, "")
    assert (found.value, found.peer_value, found.met) == (95.0, 96.9, True)
    assert found.lag == pytest.approx(1.02, abs=1e-12)
    assert row(claim, FULL, theirs).lag is None


def test_nothing_is_judged_below_full_size_or_without_the_peer() -> None:
    assert row(Claim("wall_s", 0.1), FULL - 1, []).met is None
    alone = row(Claim("ratio", 0.1, "other"), FULL, [], "not installed: no module")
    assert (alone.met, alone.ratio, alone.missing) == (None, None, "not installed: no module")


def test_the_table_is_aligned_and_says_what_was_missed() -> None:
    lines = table([row(Claim("peak_mb", 80.0), FULL, []), row(Claim("ratio", 0.9, "other"), 10, [], "away")])
    assert lines[0].split()[:4] == ["case", "on", "people", "CPU"]
    assert lines[1].endswith("MB ≤ 80      MISSED")
    assert "other: away" in lines[2]
    assert lines[2].index("power law") == lines[1].index("power law") == lines[0].index("on ")


def test_every_case_has_its_own_name_and_every_peer_a_module() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))
    assert [case_named(name).name for name in names] == names
    peers = {claim.peer for case in CASES for claim in case.claims} - {""}
    assert peers == {*MODULES, OPIM.name, SUBSIM.name}
    folder = Path(str(sys.modules["refgraph.bench.run"].__file__)).parent / "peers"
    assert all((folder / f"{module}.py").is_file() for module in MODULES.values())
    with pytest.raises(ValueError, match="there is no case 'walk'"):
        case_named("walk")


def test_a_worker_times_one_repetition_at_a_time() -> None:
    worker = Worker.ready([sys.executable, "-c", COUNTING])
    assert [worker.once().wall_s for _ in range(3)] == [1.0, 2.0, 3.0]
    worker.close()


def test_a_worker_that_is_not_there_or_breaks_says_why() -> None:
    with pytest.raises(Unavailable, match="/no/where: No such file or directory"):
        Worker.ready(["/no/where"])
    with pytest.raises(Unavailable, match="ended with 1: ValueError: broken"):
        Worker.ready([sys.executable, "-c", "raise ValueError('broken')"])
    absent = 'print(\'{"missing": "No module named x"}\')'
    with pytest.raises(Unavailable, match="not installed: No module named x"):
        Worker.ready([sys.executable, "-c", absent])
    worker = Worker.ready([sys.executable, "-c", "print('{\"ready\": true}', flush=True); input(); 1 / 0"])
    with pytest.raises(Unavailable, match="ended with 1: ZeroDivisionError"):
        worker.once()


def program(folder: Path, *, formats: bool = True, says: str) -> Path:
    """A stand-in for OPIM: writes the formatted graph when asked to, and prints as it does."""
    file = folder / "program"
    file.write_text(
        "#!/bin/sh\n"
        'case "$*" in *-func=0*|*format*) '
        + ("touch graph.vec.rvs.graph; exit 1;;\n" if formats else "exit 1;;\n")
        + f'*) echo "$@" > asked; printf "{says}";;\nesac\n'
    )
    file.chmod(0o755)
    return file


@pytest.mark.parametrize("which", [OPIM, SUBSIM], ids=lambda p: p.name)
def test_a_program_is_given_the_graph_as_text_and_read_by_its_lines(tmp_path: Path, which: object) -> None:
    assert which in (OPIM, SUBSIM)
    chosen = OPIM if which is OPIM else SUBSIM
    graph = power_law(40, np.random.default_rng(1))
    save(graph, tmp_path / "g")
    binary = Binary(
        chosen,
        program(tmp_path, says=r"  |Time (sec): 0.25\n  |#RR sets: 500\n  |Influence: 12441.8\n"),
        tmp_path / "g",
    )
    sample = binary.once()
    assert (sample.wall_s, sample.units, sample.value) == (0.25, 500, 12441.8)
    folder = tmp_path / "g" / chosen.name.lower()
    first, *lines = (folder / "graph").read_text(encoding="ascii").splitlines()
    assert first == "40 400"
    speaker = np.repeat(np.arange(40), np.diff(graph.indptr))
    assert lines == [f"{u} {v}" for u, v in zip(speaker.tolist(), graph.indices.tolist(), strict=True)]
    assert "-seedsize=50 -eps=0.1" in (folder / "asked").read_text()


def test_a_program_that_does_not_work_says_why(tmp_path: Path) -> None:
    save(power_law(40, np.random.default_rng(1)), tmp_path / "g")
    with pytest.raises(Unavailable, match="/no/where: No such file or directory"):
        Binary(OPIM, Path("/no/where"), tmp_path / "g")
    with pytest.raises(Unavailable, match="did not format the graph"):
        Binary(OPIM, program(tmp_path, formats=False, says=""), tmp_path / "g")
    silent = Binary(OPIM, program(tmp_path, says="hello"), tmp_path / "g")
    with pytest.raises(Unavailable, match="printed no time and no RR sets"):
        silent.once()


def test_the_machine_is_named() -> None:
    found = machine()
    assert set(found) == {"processor", "cores", "system", "python", "libraries"}
    assert isinstance(found["cores"], int)


def test_a_tiny_run_measures_us_and_says_which_peers_are_missing() -> None:
    said: list[str] = []
    wishes = Wishes(200, 1, DAY, with_peers=True, only=("seeds", "followup"), most_repetitions=1)
    rows = bench(wishes, said.append)
    assert [(r.case, r.graph, r.peer) for r in rows] == [
        *(
            ("seeds", graph, peer)
            for graph in ("barabasi_albert", "power_law")
            for peer in (None, "OPIM-C", "OPIM-C", "SUBSIM")
        ),
        ("followup", "network", None),
    ]
    assert [r.missing for r in rows if r.peer] == ["its program was not named"] * 6
    assert all(r.wall_s > 0 and r.peak_mb > 10 and r.met is None for r in rows)
    assert rows[0].size == {"people": 200, "ties": 2_000}
    assert "importing" in said


def test_a_case_there_is_not_is_wrong_usage() -> None:
    with pytest.raises(BadOption, match="there is no case 'walk'; the cases are heard, pull_pass"):
        bench(Wishes(200, 1, DAY, only=("walk",)), lambda _: None)


def test_a_case_that_breaks_is_one_sentence_with_a_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interpreter that runs the cases is not there."""
    monkeypatch.setattr(sys, "executable", "/no/where")
    with pytest.raises(RefgraphError) as caught:
        bench(Wishes(200, 1, DAY, only=("seeds",)), lambda _: None)
    assert (caught.value.exit_code, caught.value.code) == (1, "unavailable")
    assert str(caught.value) == (
        "case 'seeds' could not be measured: /no/where: No such file or directory; "
        "measure fewer people if memory ran out, or the other cases with --only"
    )


def test_memory_is_a_processs_own_and_not_that_of_who_started_it() -> None:
    """We hold 400 MB more than the child does."""
    held = np.ones(50_000_000)
    script = "from refgraph.bench.worker import peak_mb; print(peak_mb())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert 20 < float(done.stdout) < held.nbytes / 1e6


def test_the_documentation_names_every_case() -> None:
    text = (Path(__file__).parents[2] / "docs" / "bench.md").read_text(encoding="utf-8")
    table_rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    assert re.findall(r"`(\w+)`", " ".join(table_rows)) == [case.name for case in CASES]
