"""The app in the browser: Streamlit pages over the service, in two languages."""
