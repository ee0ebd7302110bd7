"""Marks on a figure: their size, what is drawn as one, and that shapes tell them apart."""

import io
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figure_samples import (
    SCREEN,
    always,
    answer,
    cell,
    drawn,
    mark,
    opened,
    texts,
)
from geo.figures import Sheet, figure
from geo.figures.boxes import overlap
from geo.figures.drawing import Drawing
from geo.figures.marks import badges_of, discs_of
from geo.figures.shapes import strokes_of
from geo.figures.spots import abbreviated, cell_spots, spots_of
from geo.figures.view import view_of
from geo.maps.marks.map_key import MapKey
from geo.maps.symbols import STATUS_SYMBOLS
from geo.mercator import Bounds

VIEW = view_of(Bounds(west=0, south=0, east=40, north=30), 700, padded=False)
KEY = MapKey(largest_toll=150)


@pytest.mark.parametrize("code", STATUS_SYMBOLS)
def test_a_symbol_covers_as_much_as_a_circle(code: str) -> None:
    symbol = STATUS_SYMBOLS[code]
    if symbol.shape in ("cross", "plus"):
        return
    path = strokes_of(symbol, 0, 0, 20)[0].path
    (polygon,) = path.to_polygons(closed_only=False)
    (x, y), (x1, y1) = np.asarray(polygon)[:-1].T, np.asarray(polygon)[1:].T
    assert abs(np.sum(x * y1 - x1 * y)) / 2 == pytest.approx(math.pi * 100, rel=0.01)


def test_sites_of_one_incident_that_overlap_are_one_mark() -> None:
    sites = [mark(20, 20, sites=2), mark(20.1, 20, sites=2), mark(30, 20, "B")]
    spots = spots_of(sites, VIEW, KEY)
    assert [(spot.drawn, spot.killed, spot.is_stack) for spot in spots] == [
        (2, 10, False),
        (1, 10, False),
    ]


def test_incidents_on_one_spot_are_a_stack() -> None:
    spots = spots_of([mark(20, 20, id_) for id_ in "ABC"], VIEW, KEY)
    assert [(spot.ids, spot.r) for spot in spots] == [(("A", "B", "C"), 6.5)]


def test_stacks_whose_numbers_would_hide_each_other_are_one() -> None:
    far = 17 / VIEW.scale * 360
    spots = spots_of(
        [mark(20, 20, "A"), mark(20, 20, "B"), mark(20 + far, 20, "C"), mark(20 + far, 20, "D")],
        VIEW,
        KEY,
    )
    assert [len(spot.ids) for spot in spots] == [4]


def test_the_number_of_a_stack_hides_neither_another_nor_a_mark() -> None:
    far = 22 / VIEW.scale * 360
    marks = [mark(20, 20, "A"), mark(20, 20, "B"), mark(20 + far, 20, "C"), mark(20 + far, 20, "D")]
    spots = spots_of([*marks, mark(20 + far / 2, 21.2, "E")], VIEW, KEY)
    boxes = [figure._around(spot.x, spot.y, spot.r) for spot in spots]
    badges = badges_of(spots, boxes)
    assert [badge.text for badge in badges] == ["2", "2"]
    assert not overlap(badges[0].box, badges[1].box)
    [single] = [box for spot, box in zip(spots, boxes, strict=True) if not spot.is_stack]
    assert not [badge for badge in badges if overlap(badge.box, single)]
    usual = badges_of([spot for spot in spots if spot.is_stack], [])
    assert [badge for badge in usual if overlap(badge.box, single)]


def test_circles_that_would_hide_a_number_are_one() -> None:
    cells = [cell(20, 20, 30, claimed=20, attributed=10), cell(20.5, 20, 10)]
    [spot] = cell_spots(cells, VIEW)
    assert (spot.x, spot.y) == pytest.approx(VIEW.project(20.125, 20))
    assert (spot.count, spot.status) == (40, {"claimed": 30, "attributed": 10})
    assert len(cell_spots([cell(20, 20, 30), cell(25, 20, 10)], VIEW)) == 2


@given(st.integers(0, 10**9))
def test_a_count_is_written_in_four_letters_at_most(count: int) -> None:
    assert len(abbreviated(count)) <= 5
    assert abbreviated(min(count, 999)) == str(min(count, 999))


def test_a_disc_has_the_radius_of_its_place() -> None:
    drawing = drawn(answer(mark(20, 60, precision="admin1", radius_km=100)))
    view = figure._view(
        always(answer(mark(20, 60, precision="admin1", radius_km=100))), None, SCREEN
    )
    km = 1 / view.px_per_km(60)
    widths = {
        round(path.get_extents().width * km)
        for collection in drawing._axes.collections
        for path in collection.get_paths()
    }
    assert 200 in widths
    assert "place lies within" in texts(drawing)


@pytest.mark.parametrize(("precision", "km"), [("settlement", 5), ("site", 0.3)])
def test_a_point_has_a_disc_where_no_symbol_hides_it(precision: str, km: float) -> None:
    place = mark(20, 60, precision=precision, radius_km=km)
    for px, count in ((27.9, 0), (28.1, 1)):
        view = replace(VIEW, scale=VIEW.scale * px / km / VIEW.px_per_km(60))
        assert [round(r, 1) for _, _, r in discs_of([place], view, KEY)] == [px] * count


@pytest.mark.parametrize("code", STATUS_SYMBOLS)
def test_shapes_are_told_apart_in_grey(code: str) -> None:
    own = _grey(code)
    others = [_grey(other) for other in STATUS_SYMBOLS if other != code]
    assert min(np.mean(np.abs(own - other)) for other in others) > 0.02
    assert np.mean(own < 0.7) > 0.05


def _grey(code: str) -> Any:
    """Return a symbol as a grey print shows it, 0 to 1."""
    drawing = Drawing(Sheet(width_cm=6, dpi=300), 30)
    drawing.strokes(strokes_of(STATUS_SYMBOLS[code], 15, 15, 14))
    file = io.BytesIO()
    drawing.figure.savefig(file, format="png")
    side = round(30 * Sheet(dpi=300).dots_per_pixel)
    return np.asarray(opened(file.getvalue()).convert("L"))[:side, :side] / 255


def test_context_has_its_own_symbol() -> None:
    assert KEY.symbol_of({"record_type": "context", "status": "claimed"}).shape == "plus"
