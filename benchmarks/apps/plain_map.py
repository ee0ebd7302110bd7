"""What an analyst would write today: folium's MarkerCluster, shown by st_folium.

GEO_BENCH_TABLE names the table: latitude, longitude, title, date and group.
"""

import os

import folium
import pandas as pd
import streamlit as st
from folium.plugins import MarkerCluster
from streamlit_folium import st_folium


@st.cache_data
def read_table(path: str) -> pd.DataFrame:
    """Return the rows with a position, each with its year."""
    table = pd.read_csv(path, dtype={"date": str, "group": str})
    table["year"] = table["date"].str[:4].astype(int)
    return table.dropna(subset=["latitude", "longitude"])


incidents = read_table(os.environ["GEO_BENCH_TABLE"])
first, last = int(incidents["year"].min()), int(incidents["year"].max())
years = st.slider("Years", first, last, (first, last))
groups = st.multiselect("Group", sorted(incidents["group"].dropna().unique()))

shown = incidents[incidents["year"].between(*years)]
if groups:
    shown = shown[shown["group"].isin(groups)]

world = folium.Map([30, 40], zoom_start=2)
cluster = MarkerCluster().add_to(world)  # type: ignore[no-untyped-call]  # folium has no annotations
for row in shown.itertuples():
    folium.Marker([row.latitude, row.longitude], popup=str(row.title)).add_to(cluster)
st_folium(world, height=540, use_container_width=True)
