"""What `streamlit run app.py` serves. Streamlit finds `app` by reading: keep the call literal."""

import streamlit as st

from geo.launch import DASHBOARD, LIFESPAN, MIDDLEWARE, ROUTES

app = st.App(DASHBOARD, routes=ROUTES, middleware=MIDDLEWARE, lifespan=LIFESPAN)
