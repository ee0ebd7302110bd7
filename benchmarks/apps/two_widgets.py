"""The floor: a bare Streamlit page with the two widgets that the others have, too."""

import streamlit as st

years = st.slider("Years", 1990, 2024, (1990, 2024))
groups = st.multiselect("Group", [f"Group {number:03}" for number in range(1, 301)])
st.text(f"{years} {groups}")
