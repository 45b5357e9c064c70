"""The Week page."""

from refgraph.web.week_page import show

show()
