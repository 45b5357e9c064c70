"""Valid bundles, and random damage to them, as files suffer it on their way through spreadsheets, mails and disks."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from random import Random

Files = dict[str, bytes]
"""Content by file name."""

_NAMES = [
    "Anna Berg",
    "Li Wei",
    "王芳",
    "Zoë Martin",
    "O'Neil, Pat",
    'Bo "the Pump" Lee',
    "Søren Dahl",
    "张伟",
]
_ODD_CELLS = [
    "", " ", "N/A", "-", "=1+1", "#REF!", "1E+15", "03/04/2025", "2099-01-01", "2024年3月5日", "1.234,56", "1,234.56",
    "50%", "$5", "nan", "\u202eevil", "p\u200b01", "Ａｎｎａ　Ｂｅｒｇ", "a\x07b", "x" * 1200, "P01", "p01 ", "yes",
    "<b>x</b>", "http://x.example", "a\nb", 'say "hi"', "\ufeffp01", "Аnna", "Zoe\u0308 Martin", "p99",
]  # fmt: skip
_ENCODINGS = ["utf-8-sig", "utf-16", "utf-16-le", "gb18030", "cp1252", "latin-1", "utf-32", "shift_jis"]


def valid_bundle(rng: Random) -> Files:
    """A small bundle without a fault: three or all eight files, ids of one table used by the others."""
    people, accounts, circles = (rng.randint(2, 12) for _ in range(3))
    p = [f"p{i:02d}" for i in range(people)]
    a = [f"a{i:02d}" for i in range(accounts)]
    c = [f"c{i:02d}" for i in range(circles)]
    tables = {
        "accounts": [["account_id", "name", "status", "parent_id", "territory", "owner"]]
        + [[one, rng.choice(_NAMES), rng.choice(["customer", "", "lost"]), a[i - 1] if i % 3 == 2 else "", "East", "r1"]
           for i, one in enumerate(a)],
        "people": [["person_id", "name", "email", "consent"]]
        + [[one, rng.choice(_NAMES), f"{one}@x.example", rng.choice(["", "yes", "no"])] for one in p],
        "roles": [["person_id", "account_id", "title", "from"]]
        + [[one, rng.choice(a), "CFO", _day(rng)] for one in p],
        "circles": [["circle_id", "name", "kind"]] + [[one, rng.choice(_NAMES), "social"] for one in c],
        "memberships": [["person_id", "circle_id", "attendance"]]
        + [[one, rng.choice(c), f"0.{rng.randint(0, 99):02d}"] for one in p],
        "knows": [["person_a", "person_b", "strength", "directed"]]
        + [[one, p[i - 1], "0.5", rng.choice(["", "true"])] for i, one in enumerate(p) if i],
        "reps": [["rep_id", "name", "territories"], ["r1", "Rep", "East;West"]],
        "events": [["event_id", "kind", "date", "account_id", "person_id", "value", "text"]]
        + [[f"e{i}", rng.choice(["meeting", "call", "deal_won"]), _day(rng), rng.choice(a), rng.choice(p), "0.5", "ok, \n \"so\""]
           for i in range(rng.randint(1, 10))],
    }  # fmt: skip
    if rng.random() < 0.6:
        tables = {
            name: tables[name] for name in ("people", "accounts", rng.choice(["roles", "knows", "events"]))
        }
    return {f"{name}.csv": written(rows, ",", rng.choice(["\r\n", "\n"])) for name, rows in tables.items()}


def _day(rng: Random) -> str:
    return f"20{rng.randint(10, 24)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


def written(rows: list[list[str]], delimiter: str, line_end: str) -> bytes:
    """Rows as CSV in UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return out.getvalue().encode()


def damaged(files: Files, rng: Random) -> Files:
    """Damage one file, seldom two, once, seldom twice."""
    edited = dict(files)
    for name in rng.sample(sorted(edited), rng.choice([1, 1, 1, 2])):
        for _ in range(rng.choice([1, 1, 1, 2])):
            edited[name] = rng.choice(_EDITS)(edited[name], rng)
    if rng.random() < 0.05:
        del edited[rng.choice(sorted(edited))]
    return edited


def lay_out(files: Files, folder: Path, rng: Random) -> Path:
    """Write a bundle as a folder, now and then with a gzipped file, or as a zip, now and then damaged."""
    folder.mkdir()
    kind = rng.random()
    if kind < 0.85:
        for name, data in files.items():
            is_packed = rng.random() < 0.03
            content = _scratched(gzip.compress(data, mtime=0), rng) if is_packed else data
            (folder / (f"{name}.gz" if is_packed else name)).write_bytes(content)
        return folder
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(f"export/{name}"), data)
    path = folder / "bundle.zip"
    path.write_bytes(_scratched(out.getvalue(), rng))
    return path


def _scratched(data: bytes, rng: Random) -> bytes:
    return _flip(data, rng) if rng.random() < 0.5 else data


def _flip(data: bytes, rng: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.randint(1, 4) if changed else 0):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _cut(data: bytes, rng: Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _insert(data: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(data) + 1)
    what = [
        b'"',
        b'""',
        b"\x00",
        b"\r",
        b"\n",
        b",",
        b";",
        b"\t",
        b"\xff",
        b"\xef\xbb\xbf",
        b" ",
        b"sep=;\n",
        b"\x00" * 20,
    ]
    return data[:at] + rng.choice(what) * rng.randint(1, 2) + data[at:]


def _lines(data: bytes, rng: Random) -> bytes:
    lines = data.splitlines(keepends=True) or [b""]
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    match rng.randrange(5):
        case 0:
            lines.insert(one, lines[other])
        case 1:
            lines[one], lines[other] = lines[other], lines[one]
        case 2:
            del lines[one]
        case 3:
            lines[one:one] = [b"\n", b",,\n", b" , \r\n"][: rng.randint(1, 3)]
        case _:
            lines[one] = lines[one].rstrip(b"\r\n") + rng.choice([b",", b",x,y", b"\r", b""])
    return b"".join(lines)


def _cells(data: bytes, rng: Random) -> bytes:
    rows = _parsed(data)
    for _ in range(rng.randint(1, 4) if rows else 0):
        row = rows[rng.randrange(len(rows))]
        if row:
            row[rng.randrange(len(row))] = rng.choice([*_ODD_CELLS, rng.choice(rng.choice(rows) or [""])])
    return written(rows, ",", "\r\n")


def _columns(data: bytes, rng: Random) -> bytes:
    rows = _parsed(data)
    width = max(map(len, rows), default=0)
    if not width:
        return data
    at, kind = rng.randrange(width), rng.randrange(4)
    for number, row in enumerate(rows):
        if kind == 0:
            row.insert(at, "extra" if number == 0 else rng.choice(["", "v", " "]))
        elif kind == 1 and at < len(row):
            row.append(row.pop(at))
        elif kind == 2 and at < len(row):
            del row[at]
        elif number == 0 and at < len(row):
            row[at] = rng.choice(
                [row[at].upper(), f" {row[at]} ", "姓名", "x", row[at].replace("_", " "), row[0]]
            )
    return written(rows, rng.choice([",", ",", ";", "\t", "|"]), rng.choice(["\r\n", "\n"]))


def _encoding(data: bytes, rng: Random) -> bytes:
    return data.decode("utf-8", "replace").encode(rng.choice(_ENCODINGS), "replace")


def _line_ends(data: bytes, rng: Random) -> bytes:
    return data.replace(b"\r\n", b"\n").replace(
        b"\n", rng.choice([b"\r", b"\r\n", b"\n", b"\n\n", b"\r\r\n"])
    )


def _quotes(data: bytes, rng: Random) -> bytes:
    rows = _parsed(data)
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    text = out.getvalue()
    at = rng.randrange(len(text) + 1)
    return (text if rng.random() < 0.3 else text[:at] + rng.choice(['"', ""]) + text[at + 1 :]).encode()


def _parsed(data: bytes) -> list[list[str]]:
    text = data.decode("utf-8", "replace").replace("\x00", "")
    return [line.split(",") for line in text.replace("\r\n", "\n").split("\n")[:-1]]


_EDITS: list[Callable[[bytes, Random], bytes]] = [
    _flip, _cut, _insert, _lines, _lines, _cells, _cells, _cells, _columns, _encoding, _line_ends, _quotes,
]  # fmt: skip
