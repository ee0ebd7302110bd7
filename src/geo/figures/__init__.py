"""Print figures of the incident map by matplotlib, without a browser: PNG, SVG and PDF."""

from geo.figures.figure import CANVASES, figure_bytes, toll_chart_bytes
from geo.figures.sheet import Sheet

__all__ = ["CANVASES", "Sheet", "figure_bytes", "toll_chart_bytes"]
