"""The Account page."""

from refgraph.web.account_page import show

show()
