"""The colours of paper: those of the light theme in assets/symbols.js."""

__all__ = ["INK", "LABEL", "LAND", "LINE", "PAPER", "WATER"]

LAND = "#f4f3ef"
WATER = "#dbe5ea"
LINE = "#b9bec4"
LABEL = "#5b6168"
INK = "#1d2125"
PAPER = "#ffffff"
