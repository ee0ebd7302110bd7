"""Well-known binary by its headers; nothing here is read as a geometry unless it is points."""

import struct
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import from_wkt, set_srid, to_wkb

from geo.formats.wkb import OTHER, WkbPoints, geometry_type, is_empty, points_from_wkb

POINT = struct.pack("<BIdd", 1, 1, 57.0, 30.0)
COLLECTION = struct.pack("<BII", 1, 7, 1)
MULTI = struct.pack("<BII", 1, 4, 1)


@pytest.mark.parametrize("flavor", ["iso", "extended"])
@pytest.mark.parametrize("byte_order", [0, 1])
@pytest.mark.parametrize(
    "wkt",
    [
        "POINT (1 2)",
        "POINT Z (1 2 3)",
        "POINT M (1 2 3)",
        "POINT ZM (1 2 3 4)",
        "MULTIPOINT ((1 2), (3 4))",
        "MULTIPOINT Z ((1 2 3), (3 4 5))",
        "MULTIPOINT M ((1 2 3), (3 4 5))",
        "MULTIPOINT ZM ((1 2 3 4), (3 4 5 6))",
        "MULTIPOINT EMPTY",
        "LINESTRING (1 2, 3 4)",
        "POLYGON ((0 0, 1 0, 1 1, 0 0))",
        "GEOMETRYCOLLECTION (POINT (1 2))",
    ],
)
def test_a_type_is_known_in_every_spelling(
    wkt: str, byte_order: int, flavor: Literal["iso", "extended"]
) -> None:
    shape = from_wkt(wkt)
    binary = to_wkb(shape, byte_order=byte_order, flavor=flavor)
    assert geometry_type(binary) == shape.geom_type


@pytest.mark.parametrize("byte_order", [0, 1])
@pytest.mark.parametrize(
    "wkt",
    [
        *("POINT EMPTY", "POINT Z EMPTY", "MULTIPOINT EMPTY", "LINESTRING EMPTY"),
        *("POLYGON EMPTY", "MULTIPOLYGON EMPTY", "GEOMETRYCOLLECTION EMPTY"),
    ],
)
def test_an_empty_geometry_is_known(wkt: str, byte_order: int) -> None:
    assert is_empty(to_wkb(from_wkt(wkt), byte_order=byte_order))


@pytest.mark.parametrize("wkt", ["POINT (1 2)", "MULTIPOINT ((0 0))", "LINESTRING (1 2, 3 4)"])
def test_a_geometry_with_a_position_is_not_empty(wkt: str) -> None:
    assert not is_empty(to_wkb(from_wkt(wkt)))


@pytest.mark.parametrize(
    "binary",
    [
        None,
        5,
        b"",
        b"\1",
        b"broken",
        POINT.hex(),  # which shapely would take too
        b"\2" + POINT[1:],
        MULTI[:-1],
        MULTI,
        MULTI + COLLECTION + POINT,
        MULTI + MULTI + POINT,
        struct.pack("<BII", 1, 4, 2) + POINT + COLLECTION + POINT,
        struct.pack("<BII", 1, 4, 0xFFFFFFFF) + POINT,
        struct.pack("<BIIdd", 1, 0x20000001, 3857, 1.0, 2.0),  # EWKB with a system of its own
    ],
)
def test_what_is_not_points_throughout_is_something_else(binary: object) -> None:
    assert geometry_type(binary) == OTHER


def test_the_type_of_nested_collections_is_that_of_the_first() -> None:
    count = 5_000
    assert geometry_type(COLLECTION * count + POINT) == "GeometryCollection"
    assert geometry_type(MULTI + COLLECTION * count + POINT) == OTHER


@given(st.binary(max_size=60))
def test_any_bytes_have_a_type_or_none(binary: bytes) -> None:
    assert geometry_type(binary)
    assert is_empty(binary) in (True, False)


@pytest.mark.parametrize("flavor", ["iso", "extended"])
@pytest.mark.parametrize("byte_order", [0, 1])
@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("POINT (57 30)", [(57, 30)]),
        ("POINT Z (57 30 5)", [(57, 30)]),
        ("POINT EMPTY", []),
        ("MULTIPOINT (57 30, 58 31)", [(57, 30), (58, 31)]),
        ("MULTIPOINT EMPTY", []),
        ("POLYGON ((0 0, 1 0, 1 1, 0 0))", []),
    ],
)
def test_points_are_those_that_shapely_writes(
    text: str,
    points: list[tuple[float, float]],
    byte_order: int,
    flavor: Literal["iso", "extended"],
) -> None:
    shape = from_wkt(text)
    binary = to_wkb(shape, byte_order=byte_order, flavor=flavor)
    assert points_from_wkb(binary) == WkbPoints(shape.geom_type, None, tuple(points))


def test_a_reference_system_is_that_of_postgis() -> None:
    binary = to_wkb(set_srid(from_wkt("MULTIPOINT (1 2, 3 4)"), 3857), include_srid=True)
    assert points_from_wkb(binary) == WkbPoints("MultiPoint", 3857, ((1, 2), (3, 4)))


@pytest.mark.parametrize(
    "binary", [b"", b"\1\1\0\0\0", b"\7\1\0\0\0", b"\1\4\0\0\0\xff\xff\xff\xff"]
)
def test_what_is_cut_short_is_refused(binary: bytes) -> None:
    with pytest.raises(ValueError, match="is not well-known binary"):
        points_from_wkb(binary)
