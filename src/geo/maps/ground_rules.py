"""How land and its lines are drawn, in the browser and on paper; lengths are px of the screen."""

__all__ = [
    "BORDER",
    "COAST",
    "CUT",
    "DASHES",
    "FINEST_FROM",
    "GLOBE",
    "GLOBE_BOX",
    "GLOBE_FROM",
    "GLOBE_WIDEST",
    "NEAR_FROM",
    "NEAR_OVERLAP",
    "NEAR_SCALE",
    "REGION_LINE",
    "SHORE",
    "SOUTH",
]

COAST = 0.8  # width of its line …
BORDER = 1.0  # … and of a border's
REGION_LINE = 0.8  # … and of one between provinces
SHORE = 0.6  # … and of a lake's
DASHES = (4, 3)  # drawn and left out along a disputed line
CUT = (179.98, -85.0)  # degrees; beyond this longitude, or latitude, a ring follows a cut
SOUTH = -60.0  # degrees, at which a view that is chosen for a reader ends, except for marks beyond

# The near ground: what shows where a map is near. Its files have whole steps, with polygons that
# reach over the edge of their cell.
NEAR_FROM = 5  # zoom, of its first level …
FINEST_FROM = 7  # … and from which coast and borders are those of 1:10 million
NEAR_SCALE = 1000  # steps in a degree
NEAR_OVERLAP = 20  # steps

# The small globe that shows where a near view lies.
GLOBE = 78  # across
GLOBE_BOX = 3  # half of the smallest box on it that stands for the view
GLOBE_WIDEST = 60.0  # degrees of longitude; a wider view shows by itself where it lies
GLOBE_FROM = 480  # width of a map that has room for it
