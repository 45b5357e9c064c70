"""Commands run in this process, and what they tell once the place and the moment are left out of it."""

from __future__ import annotations

import json
import re
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from typing import Any

from refgraph.cli.main import run

OF_THE_PLACE = ("store_uuid", "applied_at", "seconds", "backend")
"""What a document says of the store and the moment and not of what it holds."""
_ONE_OFF = re.compile(r"\b(discard)-[0-9a-f]+")
"""Ids of imports that are drawn, not computed from what is brought in."""


def tell(url: str, *arguments: object) -> tuple[int, Any]:
    """Run a command on a store; its exit code and document, without what is `OF_THE_PLACE`."""
    out = StringIO()
    with redirect_stdout(out), redirect_stderr(StringIO()):
        code = run([*map(str, arguments), "--json", "--store", url])
    return code, placeless(json.loads(out.getvalue()), url)


def placeless(told: Any, url: str) -> Any:
    """A document without what is `OF_THE_PLACE`, and with STORE for the address."""
    if isinstance(told, dict):
        return {
            placeless(name, url): placeless(value, url)
            for name, value in told.items()
            if name not in OF_THE_PLACE
        }
    if isinstance(told, list):
        return [placeless(value, url) for value in told]
    return _ONE_OFF.sub(r"\1", told.replace(url, "STORE")) if isinstance(told, str) else told


def differences(one: Any, other: Any, at: str = "") -> list[str]:
    """Where two documents are not equal up to 1e-12, each with what stands there."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [found for name in one for found in differences(one[name], other[name], f"{at}.{name}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = zip(one, other, strict=True)
        return [found for i, (a, b) in enumerate(pairs) for found in differences(a, b, f"{at}[{i}]")]
    if isinstance(one, float) and isinstance(other, float):
        return [] if abs(one - other) <= 1e-12 * max(1.0, abs(one)) else [f"{at}: {one} and {other}"]
    return [] if type(one) is type(other) and one == other else [f"{at}: {one!r} and {other!r}"]
