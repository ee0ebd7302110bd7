"""Print figures of the incident map by matplotlib, without a browser: PNG, SVG and PDF."""

from geo.figures.figure import FORMATS, figure_bytes
from geo.figures.sheet import Sheet

__all__ = ["FORMATS", "Sheet", "figure_bytes"]
