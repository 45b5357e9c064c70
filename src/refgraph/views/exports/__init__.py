"""Everything out again: one module a format (docs/exports.md)."""

from refgraph.views.exports.content import cell_text
from refgraph.views.exports.formats import FORMATS, export

__all__ = ["FORMATS", "cell_text", "export"]
