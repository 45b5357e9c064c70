"""Files a session was given, kept in a folder of their own until it ends or gets others."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING
from weakref import finalize

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.runtime.uploaded_file_manager import UploadedFile

_STATE = "data_upload"
_LONGEST = 60
"""Last characters of a file's name that are kept, its ending among them: no disk takes more than 255 bytes."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Uploaded files on disk."""

    digest: str
    """Digest of the files' names and of what the app knows each upload by."""
    path: Path
    """The one file, or the folder of several."""
    folder: _Folder
    """Where they are, and what is made of them."""

    @property
    def scratch(self) -> Path:
        """A place beside the files for what is made of them."""
        return self.folder.path / "made"


class _Folder:
    """A folder that is removed when nothing holds this any more."""

    def __init__(self) -> None:
        self.path = Path(mkdtemp(prefix="refgraph-upload-"))
        finalize(self, rmtree, self.path, ignore_errors=True)


def kept(files: Sequence[UploadedFile]) -> Upload:
    """Write the files to disk, once for the same uploads. Raises OSError where the disk refuses."""
    digest = hashlib.sha256(repr([(file.name, file.file_id) for file in files]).encode())
    former: Upload | None = st.session_state.get(_STATE)
    if former is not None and former.digest == digest.hexdigest():
        return former
    folder = _Folder()
    names = _names([file.name for file in files])
    # Its name is what an import of several files is told to come from.
    place = folder.path / "given" / f"{names[0]} + {len(names) - 1}"
    place.mkdir(parents=True)
    paths = [place / name for name in names]
    for path, file in zip(paths, files, strict=True):
        path.write_bytes(file.getbuffer())
    upload = Upload(digest.hexdigest(), paths[0] if len(paths) == 1 else place, folder)
    upload.scratch.mkdir()
    st.session_state[_STATE] = upload
    return upload


def forget() -> None:
    """Let go of the files of the session, and of what was made of them."""
    st.session_state.pop(_STATE, None)
    st.session_state.pop("data_preview", None)


def _names(given: Sequence[str]) -> list[str]:
    """File names without folders, whatever the browser said, each its own: none takes another's place."""
    names: list[str] = []
    for number, one in enumerate(given, 1):
        name = _name(one, number)
        while name.casefold() in map(str.casefold, names):
            name = f"{number}-{name}"
        names.append(name)
    return names


def _name(given: str, number: int) -> str:
    name = given.replace("\\", "/").rsplit("/", 1)[-1].replace("\0", "")
    return name[-_LONGEST:] if name.strip(". ") else f"upload-{number}"
