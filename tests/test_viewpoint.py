"""Viewpoints: to and from the text of a link, and the bounds of what is seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import BadValue
from geo.mercator import MAX_LATITUDE, Bounds
from geo.viewpoint import Viewpoint


@given(
    lat=st.floats(-MAX_LATITUDE, MAX_LATITUDE),
    lon=st.floats(-180, 180),
    zoom=st.floats(0, 18),
)
def test_the_text_of_a_viewpoint_reads_back_to_a_pixel_or_two(
    lat: float, lon: float, zoom: float
) -> None:
    given_ = Viewpoint(lon=lon, lat=lat, zoom=zoom)
    again = Viewpoint.parse(str(given_))
    assert again.zoom == pytest.approx(zoom, abs=0.006)
    pixels = 256 * 2**zoom / 360
    assert abs(again.lon - lon) * pixels < 2.4  # the fourth digit rounds 2.33 px away at zoom 16
    assert str(again) == str(given_)


def test_it_is_written_as_people_write_positions() -> None:
    assert str(Viewpoint(lon=51.4, lat=35.0, zoom=6)) == "35,51.4,6"
    assert str(Viewpoint(lon=-0.0, lat=-12.345678, zoom=4.25)) == "-12.346,0,4.25"


@pytest.mark.parametrize(
    "text",
    [
        *("", "35", "35,51", "35,51,6,1", "x,51,6", "137.2,35,6", "35,181,6", "35,51,19"),
        *("nan,1,2", "1_0,1_0,1", "٣٥,٥١,٦"),
    ],
)
def test_what_is_not_a_viewpoint_is_refused_with_its_form(text: str) -> None:
    with pytest.raises(BadValue, match="latitude,longitude,zoom"):
        Viewpoint.parse(text)


def test_the_bounds_are_what_so_many_pixels_show() -> None:
    seen = Viewpoint(lon=0, lat=0, zoom=2).bounds(512, 256)
    assert seen.as_tuple() == pytest.approx((-90, -40.9799, 90, 40.9799), abs=1e-4)


def test_the_bounds_end_at_the_world_and_cross_the_antimeridian() -> None:
    assert Viewpoint(lon=0, lat=0, zoom=0).bounds(800, 600).as_tuple() == pytest.approx(
        (-180, -85.0511, 180, 85.0511), abs=1e-4
    )
    assert Viewpoint(lon=179, lat=0, zoom=6).bounds(800, 400).crosses_antimeridian


def test_a_view_of_bounds_over_the_antimeridian_lies_around_it() -> None:
    view = Viewpoint.over(Bounds(west=178, south=-18, east=-172, north=-14), 512, 512)
    assert (view.lon, view.lat) == pytest.approx((-177, -16), abs=0.1)
    assert view.zoom > 5
