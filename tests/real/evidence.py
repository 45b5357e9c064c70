"""Write docs/evidence.md: what the backtest says of public histories, and how far it may be believed.

`.venv/bin/python -m tests.real.evidence docs/evidence.md [section …]` (or `make evidence`) makes all of it, about an
hour on one core; with sections named (`microfinance_dev`, `simulations`, …), only those are made anew.
"""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from refgraph.evidence.backtest import RNG, backtest
from refgraph.evidence.fitting import fit
from refgraph.evidence.shuffles import FalseAlarms, false_alarms
from refgraph.model.progress import silent
from refgraph.views.proof_verdict import compared
from refgraph.views.proof_wording import why
from tests.evidence import simulations
from tests.evidence.simulations import SIZES, rates_found_again, tried, world_of
from tests.real.evidence_tables import (
    factors_table,
    gained,
    kinds_lines,
    pooled_comparison,
    pooled_table,
    products_table,
    scores_table,
    table,
)
from tests.real.evidence_texts import FIRST_LINES, HISTORIES, LIMITS, SHUFFLES, SIMULATIONS
from tests.real.histories import PRODUCTS, imported, replays
from tests.real.swapped import NETWORKS, false_alarms_of_swaps

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from refgraph.evidence.backtest import Backtest
    from refgraph.evidence.fit import Fit
    from refgraph.evidence.replay import Replay

SHUFFLED = 1000
SWAPPED = 60
_MARK = "<!-- {} -->"


def section(name: str, folder: Path) -> list[str]:
    """What one history says."""
    made = replays(name, folder)
    began = time.perf_counter()
    found = [backtest(one, progress=silent) for one in made]
    seconds = time.perf_counter() - began
    learnt = fit(made, np.random.default_rng(RNG), silent)
    return [
        *HISTORIES[name],
        "",
        *(_one(made[0], found[0]) if len(found) == 1 else _several(found)),
        "",
        *_learnt(learnt),
        "",
        f"The backtest took {seconds:.0f} s.",
    ]


def _one(made: Replay, found: Backtest) -> list[str]:
    verdict = f"**Verdict: {_word(found)}.** {why(found, 'en')}"
    return [_periods(made, found), "", *scores_table(found), "", " ".join((verdict, *compared(found, "en")))]


def _several(found: Sequence[Backtest]) -> list[str]:
    return [
        *products_table(PRODUCTS, found),
        "",
        "Pooled:",
        "",
        *pooled_table(found),
        "",
        pooled_comparison(found),
    ]


def stable_lines(lines: Sequence[str]) -> list[str]:
    """Those that say the same on every machine; of the verdict the word, not the sentences after it."""
    kept = [line for line in lines if line and not line.startswith("The backtest took")]
    return [line.split("**")[1] if line.startswith("**Verdict") else line for line in kept]


def _word(found: Backtest) -> str:
    return found.verdict.word.replace("_", " ")


def _periods(made: Replay, found: Backtest) -> str:
    first, last = made.moments[0].snapshot.as_of, made.moments[-1].last_day
    periods = f"{found.periods} period{'s' if found.periods > 1 else ''}"
    return (
        f"{found.positives} first orders among {found.candidates:,} rankings of accounts ({found.share:.1%}),"
        f" {periods} of {made.horizon_days} days from {first} to {last}, {found.skipped} without an"
        f" order left out; {found.circles} circles, {found.redrawn:,} acquaintances redrawn in {len(found.rewired)} networks;"
        f" intervals: 95 % bootstrap over {found.drawn}."
    )


def _learnt(learnt: Fit) -> list[str]:
    chances = learnt.chances
    gain = chances.out_of_circle
    saved = f"{gained((gain.estimate, gain.low, gain.high), 4)} nats a ranking" if gain else "nothing"
    used = "in use" if chances.used else f"not shown ({chances.why.value.replace('_', ' ')})"
    return [
        "What a fit adds (`refgraph fit`):",
        "",
        *factors_table(chances),
        "",
        f"- probabilities made of them save {saved} over the circle's share of customers alone, in circles that were"
        f" not learnt from: {used}.",
        *kinds_lines(learnt),
    ]  # fmt: skip


def shuffles(folder: Path) -> list[str]:
    """How often chance is taken for evidence on the real networks."""
    rows = []
    for name in ("microfinance_dev", "br_farmers", "med_innovations"):
        (made,) = replays(name, folder)
        rows.append(
            (name, f"{SHUFFLED:,} deals of outcomes", *_alarms(false_alarms(made, SHUFFLED, _rng(), silent)))
        )
    for name in ("med_innovations", "br_farmers"):
        (made,), (columns,) = replays(name, folder), imported(name, folder)
        found = false_alarms_of_swaps(columns, made, SWAPPED)
        rows.append(
            (name, f"{SWAPPED} exchanges of whole account histories, {NETWORKS} networks", *_alarms(found))
        )
    return [*SHUFFLES, "", *table(("history", "shuffled", '"evidence"', "95 % interval"), rows)]


def _alarms(found: FalseAlarms) -> tuple[str, str]:
    low, high = found.interval or (0.0, 1.0)
    return f"{found.share:.1%}", f"{low:.1%} to {high:.1%}"


def simulated(_: Path) -> list[str]:
    """How often an effect that was put in is found."""
    rows = [("none", *tried(world_of(200, 0.0), simulations.NO_EFFECT).cells)]
    for won, multiplier in SIZES.items():
        rows.append((f"{multiplier:g}", *tried(world_of(won, multiplier), simulations.COUNTS[won]).cells))
    inside, count = rates_found_again(simulations.RATES)
    return [
        *SIMULATIONS,
        "",
        *table(("effect, as a multiple of the default", "first orders", "gain", "stated as shown", "\"evidence\"", "95 % interval"), rows),
        "",
        f"Rates of two kinds of ties, put in and fitted: {inside} of {count} ({inside / count:.1%}) of the multipliers lie in their"
        " 95 % intervals.",
    ]  # fmt: skip


def _rng() -> np.random.Generator:
    return np.random.default_rng(RNG)


SECTIONS: Mapping[str, Callable[[Path], list[str]]] = {
    **{name: (lambda folder, name=name: section(name, folder)) for name in HISTORIES},  # type: ignore[misc]
    "shuffles": shuffles,
    "simulations": simulated,
}


def written(text: str) -> dict[str, str]:
    """Sections of a document written before, by name."""
    parts = re.split(r"^<!-- (\w+) -->$", text, flags=re.MULTILINE)
    return {name: body.strip() for name, body in zip(parts[1::2], parts[2::2], strict=True)}


def main(target: Path, names: Sequence[str]) -> None:
    """Make sections, all of them where none is named, and write the document after each."""
    found = written(target.read_text(encoding="utf-8")) if target.exists() and names else {}
    for name in names or SECTIONS:
        sys.stderr.write(f"{name}\n")
        with TemporaryDirectory() as folder:
            found[name] = "\n".join(SECTIONS[name](Path(folder)))
        bodies = [f"{_MARK.format(one)}\n\n{found[one]}" for one in SECTIONS if one in found]
        target.write_text(
            "\n\n".join([*FIRST_LINES, *bodies, _MARK.format("limits"), *LIMITS]) + "\n", encoding="utf-8"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
