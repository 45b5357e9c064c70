"""The formats an import knows, and their mapping files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from refgraph.errors import RefgraphError
from refgraph.sources.presets.form import mapping_from
from refgraph.sources.presets.recognise import recognise
from refgraph.sources.presets.registry import PRESETS, mapping_text
from refgraph.sources.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from refgraph.sources.presets.recognise import Recognised


def known_presets() -> list[tuple[str, str]]:
    """List the presets with what each takes, the neutral folder first."""
    return [(name, preset.takes) for name, preset in PRESETS.items()]


def preset_names() -> list[str]:
    """Names of the presets, the neutral folder first."""
    return list(PRESETS)


def looks_like(path: Path, *, encoding: str | None = None) -> list[Recognised]:
    """Tell which presets read the files at a path, best first; nothing where they cannot be read at all.

    Why they cannot be read is the preview's to say.
    """
    try:
        return recognise(path, encoding=encoding)
    except Refused:
        return []


def own_mapping(choices: Mapping[str, str]) -> str:
    """Text of a mapping file from `table.column` by column of a list (`form.mapping_from`)."""
    return mapping_from(choices)


def copy_mapping(name: str, path: Path) -> None:
    """Write a preset's mapping file to a new file.

    Raises `RefgraphError` for an unknown preset, one without a mapping, and where the file cannot be written.
    """
    text = mapping_text(name)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise RefgraphError(f"{path} exists already", "name a new file") from error
    except OSError as error:
        raise RefgraphError(f"cannot write {path}: {error.strerror}", "name a file you may write") from error
