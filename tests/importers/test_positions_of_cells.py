"""Positions in one cell, in all the ways that people write them."""

import json
import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.importers.cells.degrees import angle_of_text
from geo.importers.cells.positions import (
    PairField,
    Point,
    PositionField,
    is_position,
    points_in,
    points_in_lon_lat,
    position_field_of,
)
from geo.importers.record import BadCell
from geo.importers.row import CellValue

HERAT = Point(62.2, 34.35, 2)
EWKB = struct.pack("<BII2d", 1, 0x20000001, 4326, 62.2, 34.35).hex().upper()
OF_UTM = struct.pack(">BII2d", 0, 0x20000001, 32641, 426_000.0, 3_801_000.0).hex()


def fault(cell: CellValue) -> BadCell:
    with pytest.raises(BadCell) as raised:
        points_in(cell)
    return raised.value


@pytest.mark.parametrize(
    "text",
    [
        *("34.35, 62.2", "34.35,62.2", "34.35; 62.2", "34.35 62.2", "34.35|62.2", "34.35/62.2"),
        *("(34.35, 62.2)", "[34.35, 62.2]", " 34.35 ,\t62.2 ", "34.35\n62.2", "+34.35, +62.2"),
        *("34,35; 62,2", "34,35 62,2", "34,35, 62,2", "۳۴٫۳۵، ۶۲٫۲", "34.35 62.2 980 5"),
        "34.35 62.2 980.5",
    ],
)
def test_the_field_says_the_order_of_two_numbers(text: str) -> None:
    assert points_in(text) == (HERAT,)
    assert points_in_lon_lat(text) == (Point(34.35, 62.2, 2),)


@pytest.mark.parametrize(
    "text",
    [
        *("34.35N 62.2E", "62.2E, 34.35N", "N34.35 E62.2", "N34.35E62.2", "34.35° N, 62.2° E"),
        *("34.35 north, 62.2 east", "lat: 34.35, lon: 62.2", "Longitude=62.2 Latitude=34.35"),
        *("{'lat': 34.35, 'lng': 62.2}", '{"latitude": "34.35", "longitude": "62.2", "alt": 1}'),
        *("POINT (62.2 34.35)", "Point Z(62.2 34.35 980)", "SRID=4326;POINT(62.2 34.35)"),
        *("MULTIPOINT (62.2 34.35)", "MULTIPOINT ((62.2 34.35))", EWKB, f"\\x{EWKB}"),
        '{"type": "Point", "coordinates": [62.2, 34.35, 980]}',
        '{"x": 62.2, "y": 34.35, "spatialReference": {"wkid": 4326}}',
    ],
)
def test_letters_names_and_geometries_say_their_order(text: str) -> None:
    assert points_in(text) == points_in_lon_lat(text) == (HERAT,)
    assert is_position(text)


@pytest.mark.parametrize(
    ("text", "lon", "lat", "decimals"),
    [
        ("34°21'N 62°12'E", 62.2, 34.35, 1),
        ("34°21′00″N, 62°12′00″E", 62.2, 34.35, 3),
        ("34 21 00 N 62 12 00 E", 62.2, 34.35, 3),
        ("34 21 00 62 12 00", 62.2, 34.35, 3),
        ("34°21.00'N 62°12.00'W", -62.2, 34.35, 3),
        ("34d21m00.0sS 62d12m00.0sE", 62.2, -34.35, 4),
        ("34:21:00N 062:12:00E", 62.2, 34.35, 3),
        ("34-21-00N 062-12-00E", 62.2, 34.35, 3),
        ("34, 62", 62.0, 34.0, 0),
    ],
)
def test_minutes_are_as_fine_as_they_are_written(
    text: str, lon: float, lat: float, decimals: int
) -> None:
    assert points_in(text) == (Point(lon, lat, decimals),)


@pytest.mark.parametrize(
    ("text", "decimals", "radius"),
    [
        ("18SUJ2348006470", 5, 1e-4),  # the Washington Monument
        ("18S UJ 2348 0647", 4, 3e-4),
        ("18suj2306", 2, 0.01),
        ("18SUJ20", 1, 0.1),
        ("18SUJ", 0, 1.0),
    ],
)
def test_a_square_of_mgrs_is_its_middle(text: str, decimals: int, radius: float) -> None:
    (point,) = points_in(text)
    assert point.decimals == decimals
    assert abs(point.lon - -77.03525) < radius
    assert abs(point.lat - 38.88947) < radius
    assert is_position(text) == (decimals >= 2)


@pytest.mark.parametrize(
    ("text", "lon", "lat"),  # eastings and northings of the middles, by pyproj 3.7 (EPSG:32639)
    [
        ("39SWV", 51.55263, 35.69265),  # 550 km, 3950 km
        ("39SWV34", 51.38663, 35.64821),  # 535 km, 3945 km
        ("39SWV3549", 51.39235, 35.68877),  # 535.5 km, 3949.5 km
        ("39SWV351495", 51.38847, 35.68923),  # 535.15 km, 3949.55 km
    ],
)
def test_a_square_is_read_as_its_middle(text: str, lon: float, lat: float) -> None:
    (point,) = points_in(text)
    assert (point.lon, point.lat) == pytest.approx((lon, lat), abs=2e-5)


def test_several_points_are_read_and_empty_ones_are_none() -> None:
    two = (Point(1.0, 2.0, 0), Point(3.0, 4.0, 0))
    assert points_in("MULTIPOINT ((1 2), (3 4))") == points_in("MULTIPOINT (1 2, 3 4)") == two
    assert points_in('{"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}') == two
    nowhere = struct.pack("<BI2d", 1, 1, float("nan"), float("nan")).hex()
    for text in ("POINT EMPTY", "MULTIPOINT EMPTY", nowhere, "", "?", "N/A", "unknown"):
        assert points_in(text) == ()


@pytest.mark.parametrize(
    ("text", "rule", "remedy"),
    [
        ("34,62", "can be read as one number or as two", "34; 62"),
        ("62.2,34.35,980", "has three numbers between commas", "position_lon_lat"),
        ("137.2, 35.1", "must be degrees in -90…90", "position_lon_lat"),
        ("426000, 3801000", "looks like metres of a projection", "WGS 84"),
        ("POINT (426000 3801000)", "looks like metres of a projection", "WGS 84"),
        (OF_UTM, "is not in WGS 84", "EPSG:32641"),
        ("SRID=3857;POINT(1 2)", "is not in WGS 84", "EPSG:3857"),
        ('{"x": 1, "y": 2, "spatialReference": {"wkid": 102100}}', "is not in WGS 84", "102100"),
        ("POLYGON ((1 2, 3 4, 5 6, 1 2))", "is a geometry that is not a point", "a Polygon"),
        ('{"type": "LineString", "coordinates": []}', "is a geometry that is not a", "LineString"),
        ("POINT (1)", "is a geometry that cannot be read", "POINT (10.7603 34.7406)"),
        ("34.35N 62.2O", "has the letter O", "east in German"),
        ("-34.35S, 62.2E", "says the hemisphere twice", "only one"),
        ("34°75'N 62°12'E", "has minutes or seconds of 60 or more", "34°44'26\"N"),
        ("34.35N, 62.2N", "has two letters for the same degrees", "E or W"),
        ("41SMT123", "is a square of MGRS with an odd number of digits", "as many"),
        ("99XXX11", "is not a square of MGRS", "degrees"),
        ("Herat", "is not a position that can be read", "POINT"),
        ("34,35,62,2", "is not a position that can be read", "POINT"),
        (34.35, "is one value, and a position has two degrees", "POINT"),
    ],
)
def test_what_is_refused_says_what_it_is(text: CellValue, rule: str, remedy: str) -> None:
    found = fault(text)
    assert found.rule.startswith(rule)
    assert remedy in found.remedy


@pytest.mark.parametrize("text", ["4 8.8", "-4 8,8", "48 51", " 7\N{NO-BREAK SPACE}30 ", "٤ ٨.٨"])
def test_two_numbers_may_be_degrees_with_minutes_or_a_point_that_was_lost(text: str) -> None:
    with pytest.raises(BadCell, match="has two numbers and does not say of what"):
        angle_of_text(text)


@pytest.mark.parametrize("text", ["4 8.8 N", "N 4 8.8", "4°8.8'", "4° 8.8", "4:8.8", "4 8 48"])
def test_a_letter_a_mark_or_seconds_say_that_they_are_minutes(text: str) -> None:
    assert round(angle_of_text(text).degrees, 6) == 4.146667


@pytest.mark.parametrize(
    "text", ["12", "3-5", "1,234", "34, 62", "5/3", "2024-03-22", "Herat", "41SMT", "N/A", "1 234"]
)
def test_other_cells_do_not_look_like_positions(text: str) -> None:
    assert not is_position(text)


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (["34.35, 62.2", "POINT (1 2)"], "position"),
        (["34.35, 62.2", "35.1, 137.2"], "position"),
        (["62.2, 34.35", "137.2, 35.1", "N/A"], "position_lon_lat"),
        (["POINT (137.2 35.1)"], "position"),
        (["Herat", "Kabul", "34.35, 62.2"], None),
        ([], None),
    ],
)
def test_a_degree_that_cannot_be_of_latitude_decides(
    cells: list[str], field: PairField | None
) -> None:
    found = position_field_of(cells)
    assert found == (field and PositionField(field))


@pytest.mark.parametrize(
    "cells",
    [
        ["35.1, 137.2", "137.2, 35.1"],
        ["16.27, -0.04"] * 3 + ["16.3, 0.1", "91.4, 0.2"],  # 19.4, with a slip
        ["16.27, -0.04", "91.4, 0.2"] * 2 + ["15.1, 170.2"],
    ],
)
def test_a_few_degrees_that_cannot_be_of_latitude_leave_it_open(cells: list[str]) -> None:
    both: tuple[PairField, ...] = ("position", "position_lon_lat")
    assert position_field_of(cells) == PositionField("position", both)


def test_one_slip_among_clear_positions_decides_nothing() -> None:
    cells = ["35.1, 137.2", "36.2, 138.1", "35.8, 139.7", "35.0, 135.7", "137.2, 35.1"]
    assert position_field_of(cells) == PositionField("position")


@given(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from([", ", "; ", " | ", " ", "/"]))
def test_two_numbers_are_read_as_they_are_written(lat: float, lon: float, between: str) -> None:
    lat, lon = round(lat, 4), round(lon, 4)
    (point,) = points_in(f"{lat:.4f}{between}{lon:.4f}")
    assert (point.lat, point.lon) == (lat, lon)
    assert points_in(json.dumps({"type": "Point", "coordinates": [lon, lat]})) == (point,)
    assert points_in(f"POINT ({lon:.4f} {lat:.4f})") == (point,)


@given(st.text(max_size=40) | st.from_regex(r"[NSEWO0-9 .,;:°'\"-]{1,30}", fullmatch=True))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(BadCell):
        for point in points_in(text):
            assert -180 <= point.lon <= 180
            assert -90 <= point.lat <= 90
