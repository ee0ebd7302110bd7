"""Marks and figures that tests of figures vary."""

import io
from collections.abc import Callable, Iterable
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from PIL import Image

from geo.figures import Sheet, figure, figure_bytes
from geo.figures.drawing import Drawing
from geo.figures.sheet_text import SheetText
from geo.figures.tolls import toll_parts
from geo.figures.view import View
from geo.maps.marks.map_key import MapKey
from geo.mercator import Bounds
from geo.store.marks import Cell, Mark, Marks
from geo.words.captions import Caption
from geo.words.tolls.history import TollHistory

CAPTION = Caption(sentence="Nothing")
SCREEN = Sheet(dpi=96)


def mark(lon: float, lat: float, id_: str = "A", **properties: Any) -> Mark:
    """Return a mark as the store makes them, with some properties changed."""
    plain_mark: dict[str, Any] = {
        "id": id_,
        "record_type": "incident",
        "status": "claimed",
        "groups": [],
        "place": "Kerman",
        "killed": {"low": 1, "best": 10, "high": 20},
        "sites": 1,
        "site_name": None,
        "precision": "site",
        "radius_km": 0.3,
        "type_label": "attack",
    }
    return Mark(lon=lon, lat=lat, properties=plain_mark | properties)


def cell(lon: float, lat: float, count: int, **status: int) -> Cell:
    counts = status or {"claimed": count}
    bounds = Bounds(west=lon, south=lat, east=lon, north=lat)
    return Cell(lon=lon, lat=lat, count=count, killed=None, status=counts, bounds=bounds)


def answer(*marks: Mark, cells: tuple[Cell, ...] = (), **changes: Any) -> Marks:
    number = len({each.properties["id"] for each in marks}) + sum(c.count for c in cells)
    counts = {"claimed": number} if number else {}
    fields: dict[str, Any] = {
        "marks": marks,
        "cells": cells,
        "matched": number,
        "in_view": number,
        "legend": {"status": counts, "group": {}},
        "unplaced": {"country": 0, "none": 0},
    }
    return Marks(**fields | changes)


def always(marks: Marks) -> Callable[[Bounds, int], Marks]:
    return lambda _bounds, _zoom: marks


def made(
    marks: Marks, caption: Caption = CAPTION, sheet: Sheet = SCREEN, format_: str = "png"
) -> bytes:
    return figure_bytes(always(marks), None, caption, format=format_, sheet=sheet)


def drawn(
    marks: Marks,
    caption: Caption = CAPTION,
    sheet: Sheet = SCREEN,
    tolls: Iterable[TollHistory] = (),
    key: MapKey | None = None,
) -> Drawing:
    """Return the figure before it is written."""
    view = figure._view(always(marks), None, sheet)
    text, parts = SheetText.of(caption, sheet), toll_parts(tolls, sheet)
    drawing = figure._drawn(marks, view, text, sheet, key or MapKey(largest_toll=150), parts)
    FigureCanvasAgg(drawing.figure)
    return drawing


def texts(drawing: Drawing) -> list[str]:
    return [each.get_text() for each in drawing.figure.findobj(Text) if each.get_text()]


def color_at(image: Image.Image, view: View, lon: float, lat: float) -> Any:
    x, y = view.project(lon, lat)
    return image.getpixel((int(x * SCREEN.dots_per_pixel), int(y * SCREEN.dots_per_pixel)))


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")
