"""Zip and gzip, with what is dangerous in them refused before it is unpacked."""

from __future__ import annotations

import lzma
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from refgraph.sources.refusal import Refused
from refgraph.sources.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import BinaryIO

LARGEST = 256 << 20
"""Bytes that may be unpacked of one bundle: what is packed may be a bomb."""
LARGEST_PLAIN = 4 << 30
"""Bytes of a bundle that lies there as it is."""

_MOST_MEMBERS = 10_000
_RATIO = 200
"""Unpacked size per packed byte beyond which content of more than 4 MB is taken for a bomb."""
_RATIO_FROM = 4 << 20
_STEP = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"
_DRIVE = re.compile("[A-Za-z]:")
_ARCHIVES = (".zip", ".tar", ".tgz", ".7z", ".rar", ".bz2", ".xz", ".zst", ".jar")
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, struct.error, OSError,
    ValueError, RuntimeError, IndexError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Members:
    """What is in a zip."""

    wanted: Mapping[str, int]
    """Names of the members that stand for a table, with the bytes they unpack to."""
    ignored: tuple[str, ...]


def find_members(path: Path, table_of: Callable[[str], str | None]) -> Members:
    """Look a zip through without unpacking it.

    Raises `Refused` for paths that lead out, links, encryption, archives inside, bombs and damage.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _refuse_dangers(infos, path.name)
            wanted = {info.filename: info.file_size for info in infos if _is_wanted(info.filename, table_of)}
            _refuse_duplicates(info.filename for info in infos if info.filename in wanted)
    except BROKEN as error:
        raise damaged_zip(path.name, error) from error
    return Members(wanted, tuple(sorted(info.filename for info in infos if info.filename not in wanted)))


def read_members(
    path: Path, table_of: Callable[[str], str | None]
) -> tuple[list[tuple[str, bytes]], tuple[str, ...]]:
    """Read the members of a zip that are wanted, and name the others; raises as `find_members` does."""
    members = find_members(path, table_of)
    try:
        with zipfile.ZipFile(path) as archive:
            read = [(name, _read_member(archive, name, size)) for name, size in members.wanted.items()]
    except BROKEN as error:
        raise damaged_zip(path.name, error) from error
    return read, members.ignored


def _read_member(archive: zipfile.ZipFile, name: str, size: int) -> bytes:
    with archive.open(name) as member:
        data = member.read(size + 1)
    if len(data) != size:
        raise zipfile.BadZipFile(f"{name} is not as long as stated")
    return data


def check_archive(file: BinaryIO, name: str) -> None:
    """Refuse a zip for what `find_members` refuses one for, by its list of members; nothing is unpacked."""
    try:
        with zipfile.ZipFile(file) as archive:
            _refuse_dangers([info for info in archive.infolist() if not info.is_dir()], name)
    except BROKEN as error:
        raise damaged_zip(name, error) from error


def unpack_gzip(data: bytes, name: str, left: int) -> bytes:
    """Unpack gzip in memory; raises as `gunzip` does."""
    return b"".join(gunzip([data], name, left))


def damaged_zip(name: str, error: Exception) -> Refused:
    """Say that a zip cannot be read."""
    found = f"the zip archive is damaged ({shown(str(error))})"
    return Refused(name, "zip", found, "pack or download it again")


def gunzip(packed: Iterable[bytes], name: str, left: int) -> Iterator[bytes]:
    """Unpack gzip of one or several parts; raises `Refused` for damage, bombs and more than `left` bytes."""
    stream = _new_stream()
    size = taken = 0
    is_fresh = True
    try:
        for piece in packed:
            taken, rest = taken + len(piece), piece
            while rest := rest.lstrip(b"\x00") if is_fresh and size else rest:
                unpacked = stream.decompress(rest, _STEP)
                is_fresh, size = False, size + len(unpacked)
                rest = stream.unused_data if stream.eof else stream.unconsumed_tail
                _refuse_bomb(name, size, taken - len(rest), left)
                yield unpacked
                if stream.eof:
                    stream, is_fresh = _new_stream(), True
    except zlib.error as error:
        found = f"the gzip data are damaged ({error})"
        raise Refused(name, "gzip", found, "copy or export it again") from error
    if not is_fresh:
        raise Refused(name, "gzip", "the gzip data are cut short", "copy or export it again")


def _new_stream() -> zlib._Decompress:
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)


def _is_wanted(name: str, table_of: Callable[[str], str | None]) -> bool:
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith((".", "__MACOSX")) for part in parts)
    # An export has scores beside the facts, in files of the same names.
    is_scores = "scores" in parts[:-1]
    return not hidden and not is_scores and table_of(parts[-1]) is not None


def _refuse_dangers(infos: Iterable[zipfile.ZipInfo], name: str) -> None:
    size = count = 0
    for info in infos:
        member = f"{name} member '{shown(info.orig_filename)}'"
        if _leads_out(info.orig_filename):
            raise Refused(
                member, "path", "the path leads out of the archive, expected a plain name", "rename it"
            )
        if stat.S_ISLNK(info.external_attr >> 16):
            raise Refused(member, "link", "found a symbolic link, expected a file", "pack the file itself")
        if info.flag_bits & 1:
            raise Refused(member, "encrypted", "the member is encrypted", "pack it without a password")
        if info.filename.casefold().endswith(_ARCHIVES):
            raise Refused(member, "nested", "found a nested archive, expected files", "unpack it first")
        size, count = size + info.file_size, count + 1
        _refuse_bomb(member, info.file_size, info.compress_size, LARGEST)
        if size > LARGEST or count > _MOST_MEMBERS:
            raise Refused(name, "too_large", f"too large: more than {LARGEST >> 20} MB unpacked", "split it")


def _leads_out(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return "\\" in name or "\x00" in name or ".." in parts or parts[0] == "" or bool(_DRIVE.match(name))


def _refuse_duplicates(wanted: Iterable[str]) -> None:
    seen: set[str] = set()
    for member in wanted:
        name = member.rsplit("/", 1)[-1].casefold().removesuffix(".gz")
        if name in seen:
            raise Refused(member, "duplicate", "found a duplicate of the file in the zip", "keep one of them")
        seen.add(name)


def _refuse_bomb(name: str, size: int, packed: int, left: int) -> None:
    if size > left or (size > _RATIO_FROM and size > _RATIO * max(packed, 1)):
        found = f"too large: unpacks to more than {min(size, left) >> 20} MB from {packed} bytes"
        raise Refused(name, "too_large", found, "split it, or pack it again")
