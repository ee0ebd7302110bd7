"""The colours of paper: those of maps on light screens."""

__all__ = ["FAR_LAND", "INK", "LABEL", "LAND", "LINE", "PAPER", "REGION", "RIVER", "RULE", "WATER"]

from geo.maps.themes import LIGHT

LAND = LIGHT.land
WATER = LIGHT.water
FAR_LAND = LIGHT.far_land
LINE = LIGHT.line
REGION = LIGHT.region
RIVER = LIGHT.river
LABEL = LIGHT.label
INK = LIGHT.ink
PAPER = LIGHT.paper
RULE = LIGHT.rule
