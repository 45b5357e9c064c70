"""Which formats there are, and the writing of a store in one of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from refgraph.model.progress import silent
from refgraph.views.exports.content import Content
from refgraph.views.exports.csv_folder import write_csv
from refgraph.views.exports.whole import whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from refgraph.model.columns import Columns
    from refgraph.model.progress import Progress
    from refgraph.scores.scores import Scores

    Write = Callable[[Path, Content], None]


@dataclass(frozen=True, slots=True)
class Format:
    """How a whole store is written in one format."""

    module: str
    """Module of this package that writes it, loaded when it is wanted."""
    function: str
    suffix: str
    """Ending of the file's name; '' for a folder."""
    is_lossless: bool
    """Whether an import gives back the same rows."""

    def writer(self) -> Write:
        """Load what writes it."""
        write: Write = getattr(import_module(f"refgraph.views.exports.{self.module}"), self.function)
        return write


STORE_FORMATS: Mapping[str, Format] = {
    "csv": Format("csv_folder", "write_csv", "", is_lossless=True),
    "jsonl": Format("jsonl", "write_jsonl", "", is_lossless=True),
    "parquet": Format("parquet", "write_parquet", "", is_lossless=True),
    "xlsx": Format("workbook", "write_workbook", ".xlsx", is_lossless=True),
    "graphml": Format("graphml", "write_graphml", ".graphml", is_lossless=False),
    "gexf": Format("gexf", "write_gexf", ".gexf", is_lossless=False),
    "node-link": Format("node_link", "write_node_link", ".json", is_lossless=True),
    "cypher": Format("cypher", "write_cypher", ".cypher", is_lossless=False),
    "neo4j-csv": Format("neo4j_csv", "write_neo4j_csv", "", is_lossless=True),
}
"""Formats of a whole store."""
FORMATS = tuple(STORE_FORMATS)


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote."""

    version: int
    """Store version of all that was written."""
    files: tuple[str, ...]
    """Names relative to the path, `/` between folders, sorted; of a single file its name."""
    digest: str | None = None
    """Digest of the rows, which an import of a lossless format gives again; None for the others."""


def export(
    path: Path,
    file_format: str,
    columns: Columns,
    scores: Scores,
    *,
    formula_safe: bool = False,
    progress: Progress = silent,
) -> Exported:
    """Write a folder or one file, whole or not at all; refuses a path that exists with `RefgraphError`.

    `formula_safe` is for csv alone (ValueError): what a spreadsheet would run is made harmless.
    """
    if formula_safe and file_format != "csv":
        raise ValueError(f"{file_format} has no form that is safe from formulas, only csv has")
    chosen = STORE_FORMATS[file_format]
    write = chosen.writer()
    if formula_safe:
        write = partial(write_csv, formula_safe=True)
    content = Content(columns, scores, progress)
    with whole(path) as place:
        write(place, content)
        files = names_of(place)
    return Exported(columns.version, files, content.digest() if chosen.is_lossless else None)


def names_of(place: Path) -> tuple[str, ...]:
    """Names of the files of an export, as `Exported.files`."""
    if not place.is_dir():
        return (place.name,)
    return tuple(sorted(f.relative_to(place).as_posix() for f in place.rglob("*") if f.is_file()))
