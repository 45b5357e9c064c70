"""The Data page."""

from refgraph.web.data_page import show

show()
