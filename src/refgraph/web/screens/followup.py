"""The Follow-up page."""

from refgraph.web.followup_page import show

show()
