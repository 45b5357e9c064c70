"""The bare address: go on to the account page with what the address says."""

import streamlit as st

st.switch_page("pages/account.py", query_params=st.query_params.to_dict())
