"""Make a network of any size, and measure what the questions cost on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from refgraph.cli.options import IsoDay, PathText, progress, settings, with_settings

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

_FEWEST = 10
_MOST = 10_000_000
_QUICK = 100_000
_FULL = 1_000_000
_SMALLEST_BENCH = 100
_RNG = click.option(
    "--rng",
    "number",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="Number all draws come from.",
)


@click.command()
@click.argument("path", type=PathText())
@click.option("--people", type=click.IntRange(_FEWEST, _MOST), required=True, help="How many people.")
@_RNG
@click.option("--until", type=IsoDay(), help="Last day of the events; today (UTC) if not named.")
@with_settings
def generate(path: Path, people: int, number: int, until: date | None) -> None:
    """Write a made-up network of the demo's shape as an import folder; the same options give the same bytes."""
    from refgraph.service.generating import generate as write
    from refgraph.service.today import today_utc

    here, today = settings(), today_utc()
    last = until or today
    rows = write(path, people, number, until=last, today=today, say=progress)
    document: dict[str, object] = {
        "path": str(path), "people": people, "rng": number, "until": last.isoformat(), "rows": rows
    }  # fmt: skip
    counts = ", ".join(f"{count} {name}" for name, count in rows.items())
    here.answer(lambda: document, lambda: [f"wrote {path}, days until {last}: {counts}"])


@click.command()
@click.option("--peers", is_flag=True, help="Measure peers beside us, taking turns.")
@click.option(
    "--people", type=click.IntRange(_SMALLEST_BENCH, _MOST), default=_QUICK, show_default=True, help="Size."
)
@click.option(
    "--full", is_flag=True, help="1,000,000 people and 10,000,000 ties: the size that targets are for."
)
@_RNG
@click.option("--only", multiple=True, metavar="CASE", help="Measure this case; may be given several times.")
@click.option(
    "--repetitions",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    help="At most; medians are shown.",
)
@click.option(
    "--peer-python",
    type=PathText(),
    envvar="REFGRAPH_PEER_PYTHON",
    help="Python in which the peers are installed.",
)
@click.option(
    "--neo4j",
    "server",
    metavar="URL",
    default="",
    help="Empty database of a Neo4j server, to be filled and measured too.",
)
@click.option("--opim", type=PathText(), envvar="REFGRAPH_OPIM", help="Program of OPIM 1.1.")
@click.option("--subsim", type=PathText(), envvar="REFGRAPH_SUBSIM", help="Program of SUBSIM.")
@with_settings
def bench(
    *,
    peers: bool,
    people: int,
    full: bool,
    number: int,
    only: tuple[str, ...],
    repetitions: int,
    peer_python: Path | None,
    server: str,
    opim: Path | None,
    subsim: Path | None,
) -> None:
    """Measure what each question costs, on made-up graphs and a made-up network."""
    from refgraph.bench.machine import machine
    from refgraph.bench.row import table
    from refgraph.bench.run import Wishes
    from refgraph.bench.run import bench as measure
    from refgraph.service.today import today_utc

    here = settings()
    programs = {"OPIM-C": opim, "SUBSIM": subsim}
    wishes = Wishes(
        people=_FULL if full else people,
        number=number,
        day=today_utc(),
        with_peers=peers,
        peer_python=peer_python,
        programs={name: file for name, file in programs.items() if file},
        server=server,
        only=only,
        most_repetitions=repetitions,
    )
    rows = measure(wishes, progress)
    document: dict[str, object] = {
        "machine": machine(), "people": wishes.people, "rng": number, "rows": [row.document() for row in rows]
    }  # fmt: skip
    here.answer(lambda: document, lambda: table(rows))
