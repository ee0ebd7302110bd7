"""The near ground of a figure: provinces and rivers where the view is near, else none."""

from typing import Any

from matplotlib.colors import to_hex

from geo.figures import Sheet
from geo.figures.base_map import draw_base_map
from geo.figures.boxes import Occupied
from geo.figures.drawing import Drawing
from geo.figures.place_names import letter_places
from geo.figures.theme import LINE, REGION, RIVER
from geo.figures.view import View, view_of
from geo.mercator import Bounds

NEAR = view_of(Bounds(west=34, south=45, east=39, north=48.5), 600, padded=False)
FAR = view_of(Bounds(west=0, south=10, east=90, north=65), 600, padded=False)


def lines_of(view: View) -> set[str]:
    """Return the colours of the lines of the base map."""
    drawing = Drawing(Sheet(dpi=96), view.height)
    draw_base_map(drawing, view, "control")
    edges: list[Any] = [each.get_edgecolor() for each in drawing._axes.collections]
    return {to_hex(color) for colors in edges for color in colors}


def names_of(view: View) -> set[str]:
    """Return the names of provinces that are written."""
    names = letter_places(view, Occupied(), [], [])
    return {"".join(name.lines) for name in names if name.kind == "region"}


def test_a_near_view_has_provinces_and_rivers() -> None:
    assert lines_of(NEAR) >= {LINE, REGION, RIVER}
    assert {name.replace("\N{HAIR SPACE}", "") for name in names_of(NEAR)} >= {"Zaporizhzhia"}


def test_a_far_view_has_none() -> None:
    assert LINE in lines_of(FAR)
    assert not lines_of(FAR) & {REGION, RIVER}
    assert not names_of(FAR)
