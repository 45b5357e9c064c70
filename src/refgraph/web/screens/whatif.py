"""The What-if page."""

from refgraph.web.whatif_page import show

show()
