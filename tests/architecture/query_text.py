"""Finds query text that might be made from values: it may be made while a module is loaded, when there are none."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CONSTANT = re.compile(r"_?[A-Z][A-Z0-9_]*")
_DOORS = {
    ".run": 0,
    ".run_within": 1,
    ".ask": 0,
    "ask": 0,
    "._ask": 0,
    ".settled_ask": 0,
    "._run": 0,
    ".do": 0,
}
"""What sends a query to the server, methods with a point, each with the place of its text; more have a `query`."""
_ITEMS = {"items", "values", "get"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Finding:
    """A line that a query must not be made or sent by."""

    line: int
    said: str


def findings(source: str) -> list[Finding]:
    """What is against the rule in a module: one finding a line, by line."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
    holders = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and _has_query(node)}
    doors = dict(_DOORS)
    for function in filter(_takes_query, functions):
        names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
        is_method = names[0] == "self"
        doors["." * is_method + function.name] = names.index("query") - is_method
    inside = {node for outer in functions for node in _functions(outer) if node is not outer}
    found = [
        finding for function in functions if function not in inside for finding in _sent(function, doors)
    ]
    asked = {_called(call) for function in functions for call in _calls(function)}
    found += [
        finding for function in functions if function.name in asked for finding in _filled(function, holders)
    ]
    return sorted(found, key=lambda finding: finding.line)


def _sent(function: Function, doors: dict[str, int]) -> Iterator[Finding]:
    for call in _calls(function):
        at = doors.get(_called(call))
        if at is not None and len(call.args) > at and not _is_fixed(call.args[at], function):
            yield Finding(call.lineno, f"sends a query that is no constant: {ast.unparse(call.args[at])}")


def _functions(function: Function) -> Iterator[Function]:
    """A function and those within it, which see its names."""
    return (node for node in ast.walk(function) if isinstance(node, Function))


def _calls(function: Function) -> Iterator[ast.Call]:
    return (node for node in ast.walk(function) if isinstance(node, ast.Call))


def _filled(function: Function, holders: set[str]) -> Iterator[Finding]:
    """Classes with a `query` that a function fills, though it is called while there are values."""
    for call in _calls(function):
        if _called(call) in holders:
            yield Finding(call.lineno, f"keeps a query while there are values: {ast.unparse(call)}")


def _has_query(holder: ast.ClassDef) -> bool:
    return any(
        isinstance(part, ast.AnnAssign) and ast.unparse(part.target) == "query" for part in holder.body
    )


def _takes_query(function: Function) -> bool:
    return any(argument.arg == "query" for argument in (*function.args.posonlyargs, *function.args.args))


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return f".{call.func.attr}"
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _is_fixed(text: ast.expr, function: Function) -> bool:
    """Whether a query is a constant of a module, one of a table of such, or handed on as it was given."""
    match text:
        case ast.Name(id=name) if _CONSTANT.fullmatch(name):
            return not _bound(function, name)
        case ast.Name(id=name):
            bound = _bound(function, name)
            # Whoever gives a query to this function is looked at in turn.
            is_given = name == "query" and any(map(_takes_query, _functions(function)))
            return (bool(bound) or is_given) and all(_is_fixed(value, function) for value in bound)
        case ast.Attribute(value=holder, attr=name):
            # A field `query` is filled while the module is loaded (`_filled`).
            return name == "query" or bool(_CONSTANT.fullmatch(name)) or _is_fixed(holder, function)
        case ast.Call(func=ast.Name(id="Query"), args=[wrapped, *_]):
            return _is_fixed(wrapped, function)
        case ast.Subscript(value=table):
            return _is_fixed(table, function)
        case ast.Call(func=ast.Attribute(value=table, attr=name)) if name in _ITEMS:
            return _is_fixed(table, function)
        case ast.IfExp(body=one, orelse=other):
            return _is_fixed(one, function) and _is_fixed(other, function)
    return False


def _bound(function: Function, name: str) -> list[ast.expr]:
    """What a local name is taken from."""
    found: list[ast.expr] = []
    for node in ast.walk(function):
        pairs: Sequence[tuple[ast.expr, ast.expr]] = ()
        if isinstance(node, ast.Assign):
            pairs = [(target, node.value) for target in node.targets]
        elif isinstance(node, ast.For | ast.comprehension):
            pairs = [(node.target, node.iter)]
        elif isinstance(node, ast.NamedExpr):
            pairs = [(node.target, node.value)]
        found += [value for target, value in pairs if _names(target, name)]
    return found


def _names(target: ast.expr, name: str) -> bool:
    return any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(target))
