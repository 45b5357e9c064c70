"""Which of the texts in some files are of a format, and which are left aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.sources.archive import LARGEST
from refgraph.sources.presets.labels import Located, is_named, locate
from refgraph.sources.presets.texts import NamedText, texts_of
from refgraph.sources.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from refgraph.sources.plan import ReadOptions
    from refgraph.sources.presets.files import SourceFile, SourceFiles
    from refgraph.sources.presets.mapping import Mapping as Format

Chosen = list[tuple[NamedText, Located]]


def choose_texts(mapping: Format, files: SourceFiles, options: ReadOptions) -> tuple[Chosen, list[str]]:
    """Give the texts that are of the format with their headers, and the names of the others.

    Where files are named as a kind is, others that only look like that kind are left aside: in a whole export of
    Salesforce, Campaign.csv has the columns of an account. Raises `Refused` where a single file, or one named as a kind
    is, is not of it, and where nothing is.
    """
    _refuse_too_large(files)
    found: Chosen = []
    ignored: list[str] = []
    refused: Refused | None = None
    for file in files.files:
        try:
            located, others = _of_file(mapping, file, options)
        except Refused as error:
            if files.is_single or _is_named(file.name, mapping):
                raise
            refused = refused or error
            ignored.append(file.name)
            continue
        found += located
        ignored += others
    if refused and not found:
        raise refused
    kept = _named_first(found)
    kept_names = {text.name for text, _ in kept}
    return kept, sorted([*ignored, *(text.name for text, _ in found if text.name not in kept_names)])


def _refuse_too_large(files: SourceFiles) -> None:
    size = sum(file.size for file in files.files)
    if size > LARGEST:
        found = f"too large: {size >> 20} MB, expected at most {LARGEST >> 20} MB of exports at once"
        raise Refused(files.source, "too_large", found, "split it, or bring it in as an import folder")


def _of_file(mapping: Format, file: SourceFile, options: ReadOptions) -> tuple[Chosen, list[str]]:
    """The texts of one file; raises `Refused` where none is of the format."""
    located: Chosen = []
    others: list[str] = []
    refused: Refused | None = None
    for text in texts_of(file, options):
        try:
            located.append((text, locate(text.decoded.text, text.name, mapping)))
        except Refused as error:
            refused = refused or error
            others.append(text.name)
    if refused and not located:
        raise refused
    return located, others


def _is_named(name: str, mapping: Format) -> bool:
    return any(is_named(name, kind) for kind in mapping.files)


def _named_first(found: Sequence[tuple[NamedText, Located]]) -> Chosen:
    named = {located.kind.name for text, located in found if is_named(text.name, located.kind)}
    return [
        (text, located)
        for text, located in found
        if located.kind.name not in named or is_named(text.name, located.kind)
    ]
