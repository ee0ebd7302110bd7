"""The app for `streamlit run app.py`, which finds `app` in the source: keep the call literal."""

import streamlit as st

from geo.launch import DASHBOARD, app_parts

app = st.App(DASHBOARD, **app_parts())
