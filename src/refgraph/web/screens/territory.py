"""The Territory page."""

from refgraph.web.territory_page import show

show()
