"""The formats an import knows beside its own folder: names, what each takes, and who reads them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files as package_files
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from refgraph.errors import BadOption
from refgraph.sources.presets.files import SourceFile, SourceFiles, open_files
from refgraph.sources.text import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from refgraph.model.batch import HeldFile
    from refgraph.sources.converted import Converted
    from refgraph.sources.plan import ReadOptions
    from refgraph.sources.presets.recognise import Recognised

_PACKAGE = "refgraph.sources.presets"
_CSV = (".csv", ".txt", ".tsv")
_TABLES = (*_CSV, ".xlsx", ".xlsm", ".xls")


@dataclass(frozen=True, slots=True)
class Preset:
    """One format."""

    about: str
    """What it is, in one line."""
    takes: str
    """What files it reads, in one line."""
    module: str
    """Module that reads it; '' for the folder format, `mapped` for a mapping file."""
    endings: tuple[str, ...] = _TABLES
    """Endings of the files looked for in a folder or zip."""


class Reader(Protocol):
    """A module that reads one format."""

    def convert(self, files: SourceFiles, options: ReadOptions) -> Converted:
        """Read the files; raises `Refused` where they cannot be read for certain."""
        ...


PRESETS: dict[str, Preset] = {
    "folder": Preset(
        "the import folder", "a folder, a zip of one, or one of its CSV files: accounts.csv, people.csv …", ""
    ),
    "linkedin": Preset(
        "LinkedIn connections",
        "Connections.csv, alone or inside LinkedIn's zip export; --whose ID for ties",
        "mapped",
    ),
    "salesforce": Preset(
        "Salesforce",
        "Account, Contact, Lead, Opportunity, OpportunityContactRole and User as CSV (Data Loader or reports)",
        "mapped",
    ),
    "hubspot": Preset("HubSpot", "exports of contacts, companies and deals as CSV or Excel", "mapped"),
    "google": Preset(
        "Google Contacts", "contacts.csv as Google Contacts exports it, current and old", "mapped"
    ),
    "chinese": Preset(
        "customer list in Chinese",
        "CSV or Excel with headers such as 客户名称, 联系人, 职位, 介绍人",
        "mapped",
    ),
    "excel": Preset(
        "Excel workbook",
        ".xlsx whose sheets are named like the tables, or hold any of the lists above",
        "excel",
        (".xlsx", ".xlsm", ".xls"),
    ),
    "vcard": Preset(
        "vCard address book", ".vcf files of version 2.1, 3.0 or 4.0", "vcard", (".vcf", ".vcard")
    ),
    "icalendar": Preset(
        "calendar", ".ics files; attendees only, never texts", "icalendar", (".ics", ".ical")
    ),
    "mbox": Preset("mail headers", ".mbox files; From, To and Date only", "mbox", (".mbox", ".mbx", ".eml")),
    "node-link": Preset("node-link JSON", ".json of networkx, with links or edges", "node_link", (".json",)),
    "neo4j-csv": Preset("Neo4j admin CSV", "node and relationship files with typed headers", "neo4j_csv"),
    "jsonl": Preset(
        "JSON lines", "one .jsonl a table, as the export writes it", "jsonl", (".jsonl", ".ndjson")
    ),
    "parquet": Preset("Parquet", "one .parquet a table, as the export writes it", "parquet", (".parquet",)),
}
"""By name, the folder format first."""


def convert(path: Path, options: ReadOptions) -> Converted:
    """Read files by the preset the options name: one of `PRESETS`, or the path of a mapping file.

    Raises `PathUnreadable`, `Refused` where the files cannot be read for certain, and `BadOption` for an unknown
    preset or a mapping file that makes no sense.
    """
    preset = PRESETS.get(options.preset)
    return convert_files(open_files(path, preset.endings if preset else _TABLES), options)


def convert_files(files: SourceFiles, options: ReadOptions) -> Converted:
    """Read files that are open already; raises as `convert` does."""
    preset = PRESETS.get(options.preset)
    if preset is None or preset.module == "mapped":
        from refgraph.sources.presets.mapped import convert_by
        from refgraph.sources.presets.mapping import mapping_named

        return convert_by(mapping_named(options.preset), files, options)
    if not preset.module:
        raise ValueError("the folder format is no preset")
    reader = cast("Reader", import_module(f"{_PACKAGE}.{preset.module}"))
    return reader.convert(files, options)


def convert_rows(read_as: HeldFile, raws: Sequence[str]) -> Converted:
    """Read the repaired text of held rows again, the way their file was read; rows count from 2 on, without header 1.

    Raises as `convert` does.
    """
    from refgraph.sources.plan import ReadOptions

    named = dict(read_as.options)
    options = ReadOptions(
        date_format=named.get("date_format"),
        decimal_comma=named.get("decimal") == "comma",
        preset=read_as.preset,
        whose=named.get("whose"),
    )
    lines = [read_as.header, *raws] if read_as.header else list(raws)
    data = "\n".join(lines).encode("utf-8", "surrogatepass")
    files = SourceFiles(read_as.file, [SourceFile(read_as.file, None, data)], is_single=True)
    text = named.get("mapping")
    return convert_files(files, options) if text is None else _by_kept_mapping(text, files, options)


def _by_kept_mapping(text: str, files: SourceFiles, options: ReadOptions) -> Converted:
    """Read files by the text of a mapping file that may be gone by now."""
    from refgraph.sources.presets.mapped import convert_by
    from refgraph.sources.presets.mapping_file import read_mapping

    path = Path(options.preset)
    return convert_by(read_mapping(text, path.name, path.stem), files, options)


def mapping_text(name: str) -> str:
    """Text of a preset's mapping file, to be copied and edited; raises `BadOption` for one without."""
    preset = PRESETS.get(name)
    if preset is None or preset.module != "mapped":
        known = ", ".join(mapped_presets())
        raise BadOption(f"'{shown(name)}' is no preset with a mapping file", f"name one of {known}")
    return (package_files(_PACKAGE) / "mappings" / f"{name}.toml").read_text(encoding="utf-8")


def mapped_presets() -> list[str]:
    """Names of the presets that are mapping files."""
    return [name for name, preset in PRESETS.items() if preset.module == "mapped"]


def is_mapping_file(name: str) -> bool:
    """Whether an option names a mapping file rather than a preset."""
    return name not in PRESETS and Path(name).suffix.casefold() == ".toml"


def recognise(path: Path, *, encoding: str | None = None) -> list[Recognised]:
    """Tell by content which presets read the files at a path, best first, without importing (`recognise.recognise`)."""
    from refgraph.sources.presets.recognise import recognise as look

    return look(path, encoding=encoding)


def mapping_from(choices: Mapping[str, str], *, about: str = "own columns") -> str:
    """Text of a mapping file from choices by source column (`form.mapping_from`)."""
    from refgraph.sources.presets.form import mapping_from as write

    return write(choices, about=about)
