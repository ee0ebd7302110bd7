"""How land and its lines are drawn, in the browser and on paper; lengths are px of the screen."""

__all__ = ["BORDER", "COAST", "CUT", "DASHES", "SOUTH"]

COAST = 0.8  # width of its line …
BORDER = 1.0  # … and of a border's
DASHES = (4, 3)  # drawn and left out along a disputed line
CUT = (179.98, -85.0)  # degrees; beyond this longitude, or latitude, a ring follows a cut
SOUTH = -60.0  # degrees, at which a view that is chosen for a reader ends, except for marks beyond
