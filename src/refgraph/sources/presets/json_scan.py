"""The parts of a big JSON document one after the other, so that never the whole of it is taken apart at once."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from refgraph.sources.refusal import Refused
from refgraph.sources.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

LARGEST_PART = 1 << 20
"""Characters of one part."""

_WINDOW = 4096
"""Characters tried first for a part, then 16 times as many, so that no huge part is taken apart before it is refused."""
_CUT = 12
"""A word or escape that the end of a window cuts is shorter."""
_SPACE = re.compile(r"[ \t\r\n]*")
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One element of a list, or one value of an object."""

    path: Path
    """Names from the document down; elements of a list have the list's."""
    is_element: bool
    raw: str
    value: object


@dataclass(slots=True)
class JsonScan:
    """Walks a document that is an object."""

    text: str
    file: str
    lists: Collection[Path]
    """Lists whose elements are parts."""
    objects: Collection[Path]
    """Objects whose values are parts."""
    _at: int = 0
    _decode: Callable[[str, int], tuple[object, int]] = field(init=False)

    def __post_init__(self) -> None:
        """Make the decoder once."""
        self._decode = json.JSONDecoder(object_pairs_hook=unique_names).raw_decode

    def parts(self) -> Iterator[Part]:
        """Walk the parts in order.

        Raises `Refused` with the line for what is no JSON object, nested too deeply, or a part too large.
        """
        self._skip()
        yield from self._walk_object(())
        self._skip()
        if self._at != len(self.text):
            raise self._refused("found text after the end of the document")

    def _walk_object(self, path: Path) -> Iterator[Part]:
        self._take("{")
        seen: set[str] = set()
        while not self._ends("}", is_first=not seen):
            name = self._value()
            if not isinstance(name, str) or name in seen:
                raise self._refused("expected a name in quotes that comes once")
            seen.add(name)
            self._skip()
            self._take(":")
            yield from self._walk((*path, name))

    def _walk(self, path: Path) -> Iterator[Part]:
        self._skip()
        if path in self.objects and self.text.startswith("{", self._at):
            yield from self._walk_object(path)
        elif path in self.lists and self.text.startswith("[", self._at):
            yield from self._walk_list(path)
        else:
            yield self._part(path, is_element=False)

    def _walk_list(self, path: Path) -> Iterator[Part]:
        self._take("[")
        is_first = True
        while not self._ends("]", is_first=is_first):
            is_first = False
            yield self._part(path, is_element=True)

    def _part(self, path: Path, *, is_element: bool) -> Part:
        start = self._at
        value = self._value()
        if self._at - start > LARGEST_PART:
            raise self._too_large()
        return Part(path, is_element, self.text[start : self._at], value)

    def _value(self) -> object:
        size = _WINDOW
        while size <= 16 * LARGEST_PART:
            window = self.text[self._at : self._at + size]
            is_rest = self._at + len(window) == len(self.text)
            try:
                value, end = self._decode(window, 0)
            except RecursionError as error:
                raise self._refused("the document is nested too deeply", "nested") from error
            except json.JSONDecodeError as error:
                if is_rest or not _is_cut(error, len(window)):
                    self._at += error.pos
                    raise self._refused(f"found no JSON ({error.msg})") from error
            except ValueError as error:
                raise self._refused(f"found no JSON ({shown(str(error))})") from error
            else:
                # A number at the end of the window may go on after it.
                if end < len(window) or is_rest:
                    self._at += end
                    return value
            size *= 16
        raise self._too_large()

    def _ends(self, mark: str, *, is_first: bool) -> bool:
        """Step over the mark that ends a list or object, else over the comma before the next of its parts."""
        self._skip()
        if self.text.startswith(mark, self._at):
            self._at += 1
            return True
        if not is_first:
            self._take(",")
            self._skip()
        return False

    def _take(self, mark: str) -> None:
        if not self.text.startswith(mark, self._at):
            raise self._refused(f"found '{shown(self.text[self._at : self._at + 20])}', expected '{mark}'")
        self._at += 1

    def _skip(self) -> None:
        found = _SPACE.match(self.text, self._at)
        self._at = found.end() if found else self._at

    def _too_large(self) -> Refused:
        found = f"found a part of more than {LARGEST_PART} characters, too large"
        return self._refused(found, "too_large")

    def _refused(self, found: str, code: str = "json") -> Refused:
        line = self.text.count("\n", 0, self._at) + 1
        return Refused(self.file, code, f"{found} at character {self._at}", "export it again", row=line)


def _is_cut(error: json.JSONDecodeError, size: int) -> bool:
    return error.pos >= size - _CUT or error.msg.startswith("Unterminated string")


def unique_names(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Make an object of names and values; ValueError where a name comes twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found
