"""Text in cells: what must not be there, what is suspicious, and how to show it safely."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_SHOWN_LENGTH = 60
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\uf8ff"
    "\U000e0000-\U0010ffff]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LINE_END = re.compile("[\r\n]")
_MOJIBAKE = re.compile("\ufffd|[\u00c2\u00c3][\x80-\xbf]|\u00e2\u20ac")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028\u2029\u2060-\u2065\u206a-\u206f"
    "\u3164\ufeff\uffa0\ufdd0-\ufdef\ufff0-\ufffb\ufffe\uffff\ue000-\uf8ff\U000e0000-\U000e00ff"
    "\U000e01f0-\U000e0fff\U000f0000-\U0010ffff]"
    "|[0-9A-Za-z\u00c0-\u024f\u4e00-\u9fff][\u200c\u200d]|[\u200c\u200d][0-9A-Za-z\u00c0-\u024f\u4e00-\u9fff]"
)
"""Joiners (U+200C, U+200D) are part of emoji, Persian and Indic words, so only those beside Latin or Han count."""
_HIDDEN_IN_IDS = re.compile(
    "[\xad\u034f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]\S")
_URL = re.compile(r"\s*(https?|ftp|file|javascript|vbscript|data):", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_CONFUSABLE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo",
)
_MARKS_IN_A_ROW = 4
SHEET_ERROR = re.compile(
    r"#(REF!|VALUE!|N/A|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|BUSY!|BLOCKED!|CONNECT!|GETTING_DATA|#+)"
)


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say about a cell or a row."""

    code: str
    text: str
    """Found, expected and cure, without the place."""
    holds: bool = False
    """Whether the row is held back; otherwise it is a warning."""


def shown(text: str, *, at_most: int = _SHOWN_LENGTH) -> str:
    """Make text safe to print: at most so many characters, control, invisible and direction characters escaped."""
    cut = text if len(text) <= at_most else f"{text[:at_most]}…"
    return _UNSAFE.sub(lambda match: match.group().encode("unicode_escape", "surrogatepass").decode(), cut)


def forbidden(text: str, *, line_ends: bool) -> Note | None:
    """Find characters no cell may hold: NUL, control characters, line ends where not allowed; tabs are."""
    if "\x00" in text:
        return Note(
            "nul", f"found '{shown(text)}' with a NUL byte, expected text; remove the NUL", holds=True
        )
    found = _CONTROL.search(text)
    if found is None and not line_ends:
        found = _LINE_END.search(text.strip())
    if found is None:
        return None
    name = f"U+{ord(found.group()):04X}"
    return Note(
        "control_character",
        f"found a control character ({name}), expected printable text; remove it",
        holds=True,
    )


def suspicions(text: str) -> list[Note]:
    """List what makes text suspicious without making it wrong; empty for ASCII."""
    if text.isascii():
        return []
    notes = []
    if _MOJIBAKE.search(text):
        notes.append(
            Note("mojibake", f"found mojibake in '{shown(text)}': characters were damaged before the export")
        )
    if _BIDI.search(text):
        notes.append(Note("bidi", f"found a bidi control in '{shown(text)}', which reorders what is seen"))
    if _INVISIBLE.search(text):
        notes.append(Note("invisible", f"found an invisible or private character in '{shown(text)}'"))
    if _piles_marks(text):
        notes.append(Note("combining", f"found {_MARKS_IN_A_ROW} or more combining marks in a row"))
    if mixes_scripts(text):
        notes.append(
            Note("confusable", f"found confusable letters of two scripts in one word of '{shown(text)}'")
        )
    return notes


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet would run the text as a formula."""
    return _FORMULA.match(text) is not None


def is_url(text: str) -> bool:
    """Whether the text begins as a web address or a script address does."""
    return _URL.match(text) is not None


def without_hidden(text: str) -> str:
    """Remove the characters of an id that nobody sees."""
    return text if text.isascii() else _HIDDEN_IN_IDS.sub("", text)


def composed(text: str) -> str:
    """Write text in its composed form, of usual width, with single spaces."""
    return " ".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).split())


def folded(text: str) -> str:
    """Reduce text to what tells it apart by eye: width, composition, case and spaces do not count."""
    return composed(text).casefold()


def look_alike(text: str) -> str:
    """Reduce text further: Cyrillic and Greek letters that look Latin count as Latin."""
    return composed(text).translate(_CONFUSABLE).casefold()


def mixes_scripts(text: str) -> bool:
    """Whether one word mixes Latin with Cyrillic or Greek letters."""
    return any(len({_script(letter) for letter in word} - {""}) > 1 for word in _WORD.findall(text))


def _script(letter: str) -> str:
    if letter < "\u0370":
        return "Latin"
    if letter < "\u0400":
        return "Greek"
    return "Cyrillic" if letter < "\u0530" else ""


def _piles_marks(text: str) -> bool:
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks >= _MARKS_IN_A_ROW:
            return True
    return False
