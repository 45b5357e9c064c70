"""The Evidence page."""

from refgraph.web.evidence_page import show

show()
