"""The script that Streamlit runs at every change; nothing else may lie in its folder."""

from geo.screen.dashboard import draw_dashboard

draw_dashboard()
