"""The Network page."""

from refgraph.web.network_page import show

show()
