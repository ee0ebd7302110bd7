"""Print figures of the incident map by matplotlib, without a browser: PNG, SVG and PDF."""

from geo.figures.figure import figure_bytes, timeline_bytes, toll_chart_bytes
from geo.figures.files.canvases import CANVASES
from geo.figures.sheet import Sheet
from geo.figures.time.chart import TimelineChart

__all__ = [
    "CANVASES",
    "Sheet",
    "TimelineChart",
    "figure_bytes",
    "timeline_bytes",
    "toll_chart_bytes",
]
