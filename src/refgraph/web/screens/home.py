"""The bare address: go on to the account page with what the address says."""

import streamlit as st

from refgraph.web.routes import ACCOUNT

st.switch_page(ACCOUNT, query_params=st.query_params.to_dict())
