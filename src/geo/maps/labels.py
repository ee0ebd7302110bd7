"""The names of the base map: countries, large towns, and other towns by zoom and cell."""

__all__ = ["LabelRow", "cells_in", "countries", "large_towns", "towns_in"]

import json
import math
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from geo.maps.templates import ASSETS
from geo.mercator import Bounds

FOLDER = ASSETS / "basemap"

LabelRow = Sequence[Any]  # name, local name, lon, lat, rank, and of a town whether it is a capital


def countries() -> list[LabelRow]:
    """Return the rows of countries."""
    rows: list[LabelRow] = _labels()["countries"]
    return rows


def large_towns() -> list[LabelRow]:
    """Return the rows of capitals and large towns, the largest first."""
    rows: list[LabelRow] = _labels()["towns"]
    return rows


def towns_in(bounds: Bounds, zoom: float) -> Iterator[LabelRow]:
    """Yield the rows of large towns, and of others that a map of the bounds may name at a zoom."""
    yield from large_towns()
    for level in _labels()["levels"]:
        if zoom >= level["zoom"]:
            for cell in cells_in(bounds, level["degrees"]):
                if cell in level["cells"]:
                    yield from _towns(f"{level['zoom']}/{cell}")


def cells_in(bounds: Bounds, degrees: int) -> Iterator[str]:
    """Yield the south-west corners of the cells of some degrees that the bounds touch."""
    for box in bounds.split():
        west, south, east, north = (math.floor(side / degrees) for side in box.as_tuple())
        for column in range(west, east + 1):
            for row in range(south, north + 1):
                yield f"{column * degrees}_{row * degrees}"


@cache
def _labels() -> dict[str, Any]:
    labels: dict[str, Any] = json.loads((FOLDER / "labels.json").read_text("utf-8"))
    levels = [{**level, "cells": frozenset(level["cells"])} for level in labels["levels"]]
    return {**labels, "levels": levels}


@cache
def _towns(path: str) -> list[LabelRow]:
    rows: list[LabelRow] = json.loads((FOLDER / "towns" / f"{path}.json").read_text("utf-8"))
    return rows
