"""The app, for `streamlit run app.py`; `refgraph serve` runs the same."""

from refgraph.web.frame import run

run()
