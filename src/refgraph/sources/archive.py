"""Zip and gzip, with what is dangerous in them refused before it is unpacked."""

from __future__ import annotations

import lzma
import re
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from refgraph.sources.refusal import Refused
from refgraph.sources.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LARGEST = 256 << 20
"""Bytes that may be unpacked of one bundle: what is packed may be a bomb."""
LARGEST_PLAIN = 4 << 30
"""Bytes of a bundle that lies there as it is."""

_MOST_MEMBERS = 10_000
_RATIO = 200
"""Unpacked size per packed byte beyond which content of more than 4 MB is taken for a bomb."""
_RATIO_FROM = 4 << 20
_STEP = 1 << 20
_DRIVE = re.compile("[A-Za-z]:")
_ARCHIVES = (".zip", ".tar", ".tgz", ".7z", ".rar", ".bz2", ".xz", ".zst", ".jar")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, struct.error, OSError,
    ValueError, RuntimeError, IndexError,
)  # fmt: skip


def read_members(
    path: Path, table_of: Callable[[str], str | None]
) -> tuple[list[tuple[str, bytes]], tuple[str, ...]]:
    """Read the members of a zip that stand for a table, and name the others.

    Nothing is written to disk. Raises `Refused` for paths that lead out, links, encryption, archives inside,
    bombs and damage.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _refuse_dangers(infos, path.name)
            wanted = [info for info in infos if _is_wanted(info.filename, table_of)]
            _refuse_duplicates(wanted)
            members = [(info.filename, _read_member(archive, info)) for info in wanted]
    except _BROKEN as error:
        found = f"the zip archive is damaged ({shown(str(error))})"
        raise Refused(path.name, "zip", found, "pack or download it again") from error
    taken = {info.filename for info in wanted}
    return members, tuple(sorted(info.filename for info in infos if info.filename not in taken))


def unpack_gzip(data: bytes, name: str, left: int) -> bytes:
    """Unpack gzip of one or several parts; raises `Refused` for damage, bombs and more than `left` bytes."""
    parts: list[bytes] = []
    size, rest = 0, data
    try:
        while rest:
            stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            while not stream.eof:
                part = stream.decompress(rest, _STEP)
                if not part and not stream.unconsumed_tail and not stream.eof:
                    raise Refused(name, "gzip", "the gzip data are cut short", "copy or export it again")
                parts.append(part)
                size, rest = size + len(part), stream.unconsumed_tail
                _refuse_bomb(name, size, len(data) - len(rest), left)
            rest = stream.unused_data.lstrip(b"\x00")
    except zlib.error as error:
        raise Refused(
            name, "gzip", f"the gzip data are damaged ({error})", "copy or export it again"
        ) from error
    return b"".join(parts)


def _is_wanted(name: str, table_of: Callable[[str], str | None]) -> bool:
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith((".", "__MACOSX")) for part in parts)
    return not hidden and table_of(parts[-1]) is not None


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


def _refuse_duplicates(wanted: Iterable[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for info in wanted:
        name = info.filename.rsplit("/", 1)[-1].casefold().removesuffix(".gz")
        if name in seen:
            raise Refused(
                info.filename, "duplicate", "found a duplicate of the file in the zip", "keep one of them"
            )
        seen.add(name)


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    with archive.open(info) as member:
        data = member.read(info.file_size + 1)
    if len(data) != info.file_size:
        raise zipfile.BadZipFile(f"{info.filename} is not as long as stated")
    return data


def _refuse_bomb(name: str, size: int, packed: int, left: int) -> None:
    if size > left or (size > _RATIO_FROM and size > _RATIO * max(packed, 1)):
        found = f"too large: unpacks to more than {min(size, left) >> 20} MB from {packed} bytes"
        raise Refused(name, "too_large", found, "split it, or pack it again")
