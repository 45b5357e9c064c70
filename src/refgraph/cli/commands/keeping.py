"""Look whether a store is as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from refgraph.cli.options import progress, settings, with_settings

if TYPE_CHECKING:
    from refgraph.service.verifying import Verification
    from refgraph.store.port import Import, Look


@click.command()
@with_settings
def verify() -> int:
    """Check every page and every row of the store against the sums they were written with.

    Exit code 1 when something is damaged: what, and what to do, stands in the answer.
    """
    from refgraph.service.verifying import verify_store

    here = settings()
    progress("looking at every page and row")
    found = verify_store(here.store)
    here.answer(lambda: _document(found), lambda: _lines(found))
    return 0 if found.is_sound else 1


def _document(found: Verification) -> dict[str, object]:
    look = found.look
    document: dict[str, object] = {
        "store": found.url,
        "version": look.version if look else None,
        "sound": found.is_sound,
        "findings": list(found.findings),
        "digest": look.digest if look else None,
        "imports": [_import(look, one) for one in look.imports] if look else [],
        "remarks": list(found.remarks),
    }
    if not found.is_sound:
        # What every command that fails says, for readers that look for nothing else.
        document["error"] = {"code": "store_corrupt", "message": found.message, "cure": found.cure}
    return document


def _import(look: Look, one: Import) -> dict[str, object]:
    left = look.left.get(one.version)
    return {
        "import_id": one.batch_id,
        "version": one.version,
        "source": one.source,
        "applied_at": one.applied_at,
        "by": one.by or None,
        "digest": one.digest,
        "rows": left.rows if left else 0,
        "sound": left.is_sound if left else True,
    }


def _lines(found: Verification) -> list[str]:
    lines = [f"damaged: {finding}" for finding in found.findings]
    lines += [f"note: {remark}" for remark in found.remarks]
    if not found.is_sound:
        return [*lines, f"{found.url} is damaged; {found.cure}"]
    assert found.look is not None
    said = f"version {found.look.version}, {len(found.look.imports)} imports, digest {found.look.digest}"
    return [*lines, f"{found.url} is sound: {said}"]
