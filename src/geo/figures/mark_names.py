"""The names of marks, each written next to its mark while they are few.

The rules are those of assets/drawing/mark_names.js.
"""

__all__ = ["letter_marks"]

from collections.abc import Sequence

from geo.figures.boxes import Box, Occupied
from geo.figures.lettering import Name, is_inside, width_of_name
from geo.figures.spots import Spot, is_context
from geo.figures.typesetting import plain
from geo.figures.view import View
from geo.maps.mark_rules import NAME_HALF_HEIGHT, NAME_OFFSETS
from geo.maps.name_rules import LABEL_LENGTH, LABEL_LIMIT, NAME_KINDS, SITE_ZOOM


def letter_marks(spots: Sequence[Spot], view: View, occupied: Occupied) -> list[Name]:
    """Write the place of each mark next to it; one that finds no space is left out."""
    if len(spots) > LABEL_LIMIT:
        return []
    names = []
    for spot in spots:
        text = _name_of(spot, view.zoom)
        width = width_of_name([text], NAME_KINDS["mark"]) if text else 0.0
        boxes = [box for box in _boxes_around(spot, width) if is_inside(box, view)]
        box = next((box for box in boxes if occupied.is_free(box, (0, 0))), None)
        if text and box:
            occupied.add([box])
            names.append(Name(kind="mark", lines=(text,), box=box, x=spot.x, y=spot.y))
    return names


def _name_of(spot: Spot, zoom: float) -> str:
    """Return the name of a mark; a stack has one only if all its records share it."""
    names = {_town(member, zoom) for member in spot.members or (spot,)}
    return names.pop() if len(names) == 1 else ""


def _town(spot: Spot, zoom: float) -> str:
    properties = spot.properties
    is_close = zoom >= SITE_ZOOM and properties["precision"] == "site"
    site = properties["site_name"] if is_close or properties["sites"] > spot.drawn else None
    town = plain(site or (properties["place"] or "").split(",")[0])
    if is_context(properties):
        town = f"{town}: {plain(properties['type_label'] or '')}".strip(": ")
    return town if len(town) <= LABEL_LENGTH else f"{town[: LABEL_LENGTH - 1]}…"


def _boxes_around(spot: Spot, width: float) -> list[Box]:
    """Return the boxes right, left, below and above a mark."""
    kind = "stack" if spot.is_stack else "unknown" if spot.killed is None else "known"
    gap = spot.r + NAME_OFFSETS[kind]
    x, y = spot.x, spot.y
    middles = [(x + gap, y), (x - gap - width, y)]
    middles += [(x - width / 2, y + gap + 6), (x - width / 2, y - gap - 6)]
    half = NAME_HALF_HEIGHT
    return [(left, middle - half, left + width, middle + half) for left, middle in middles]
