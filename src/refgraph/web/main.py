"""What `streamlit run` runs."""

from refgraph.web.frame import run

run()
