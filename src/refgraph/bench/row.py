"""One row of the benchmark: a case on a graph, its figures, and the claim it is held to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import isnan
from statistics import mean, median
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.bench.case import Case, Claim
    from refgraph.bench.process import Sample


@dataclass(frozen=True, slots=True)
class Row:
    """Medians over the repetitions; None where there is nothing to say."""

    case: str
    title: str
    graph: str
    size: Mapping[str, int]
    """`people`, and `ties` of a graph."""
    repetitions: int
    cpu_s: float
    """Of all threads, of a whole repetition."""
    wall_s: float
    peak_mb: float
    """Greatest memory of the case's process, interpreter and data included; 10^6 bytes."""
    unit: str
    """What a repetition does several of."""
    unit_s: float
    """Wall seconds a unit."""
    peer: str | None
    peer_cpu_s: float | None
    """None where the peer does not tell."""
    peer_wall_s: float | None
    peer_unit_s: float | None
    ratio: float | None
    """unit_s / peer_unit_s: below 1 we are faster."""
    value: float | None
    """How good the answers are on average: people that chosen seeds reach; None where there is nothing to compare."""
    peer_value: float | None
    lag: float | None
    """peer_value / value: below 1 our answers are better."""
    target: Mapping[str, str | float] | None
    """`figure` and `at_most`, to be kept at full size."""
    met: bool | None
    """None where nothing is claimed, the size is below the full one (`Case.full`) or the peer is missing."""
    missing: str | None
    """Why the peer has no figures."""

    @classmethod
    def of(
        cls,
        case: Case,
        graph: str,
        size: Mapping[str, int],
        claim: Claim,
        own: Sequence[Sample],
        beside: Sequence[Sample],
        missing: str,
    ) -> Self:
        """Sum up the samples of a case and of the claim's peer."""
        figures, peers = _figures(own), _figures(beside)
        compared: dict[str, Any] = {
            "ratio": _quotient(figures["unit_s"], peers["unit_s"]),
            "lag": _quotient(peers["value"], figures["value"]),
        }
        measured = {**figures, **compared}[claim.figure]
        met = None
        if claim.at_most is not None and measured is not None and size["people"] >= case.full:
            met = measured <= claim.at_most
        return cls(
            case=case.name,
            title=case.title,
            graph=graph,
            size=size,
            repetitions=len(own),
            **figures,
            unit=case.unit,
            peer=claim.peer or None,
            **{f"peer_{name}": figure for name, figure in peers.items() if name != "peak_mb"},
            **compared,
            target=None if claim.at_most is None else {"figure": claim.figure, "at_most": claim.at_most},
            met=met,
            missing=missing or None,
        )

    def document(self) -> dict[str, object]:
        """The row for JSON."""
        return asdict(self)

    def line(self) -> str:
        """The row as one line, for who watches."""
        return "  ".join(filter(None, _cells(self)))


def _figures(samples: Sequence[Sample]) -> dict[str, Any]:
    """Medians of the samples, the greatest memory and the mean value; None where there is nothing to say."""
    values = [sample.value for sample in samples if sample.value is not None]
    cpu = [sample.cpu_s for sample in samples if not isnan(sample.cpu_s)]
    return {
        "cpu_s": median(cpu) if cpu else None,
        "wall_s": median(s.wall_s for s in samples) if samples else None,
        "unit_s": median(s.wall_s / s.units for s in samples) if samples else None,
        "peak_mb": max((s.peak_mb for s in samples), default=None),
        "value": mean(values) if values else None,
    }


def _quotient(part: float | None, whole: float | None) -> float | None:
    return part / whole if part and whole else None


def table(rows: Sequence[Row]) -> list[str]:
    """Lines for people, aligned; an empty cell where there is nothing to say."""
    head = (
        "case",
        "on",
        "people",
        "CPU s",
        "wall s",
        "MB",
        "peer",
        "a unit",
        "peer's",
        "ratio",
        "lag",
        "target",
        "",
    )
    cells = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(head))]
    return ["  ".join(text.ljust(w) for text, w in zip(line, widths, strict=True)).rstrip() for line in cells]


def _cells(row: Row) -> tuple[str, ...]:
    target = f"{_NAMES[str(row.target['figure'])]} ≤ {row.target['at_most']:.4g}" if row.target else ""
    return (
        row.title,
        row.graph.replace("_", " "),
        f"{row.size['people']:,}",
        f"{row.cpu_s:.3f}",
        f"{row.wall_s:.3f}",
        f"{row.peak_mb:.0f}",
        f"{row.peer}: {row.missing}" if row.missing else row.peer or "",
        f"{row.unit_s:.3g} s/{row.unit}" if row.peer else "",
        "" if row.peer_unit_s is None else f"{row.peer_unit_s:.3g} s",
        "" if row.ratio is None else f"{row.ratio:.2f}",
        "" if row.lag is None else f"{row.lag:.3f}",
        target,
        {True: "met", False: "MISSED", None: ""}[row.met],
    )


_NAMES = {"cpu_s": "CPU s", "wall_s": "wall s", "peak_mb": "MB", "ratio": "ratio", "lag": "lag"}
