"""Coordinate systems by what files call them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import CRS

from geo.formats.crs import name_of_crs, other_crs

WORLD = ("OGC:CRS84", "EPSG:4326")
WKT: tuple[Any, ...] = ("WKT2_2019", "WKT2_2015", "WKT1_GDAL", "WKT1_ESRI")
OTHERS = ("EPSG:3857", "EPSG:32639", "EPSG:4258", "EPSG:4269", "ESRI:102100")


@pytest.mark.parametrize(
    "crs",
    [
        *("EPSG:4326", "epsg:4326", "EPSG::4326", "+init=epsg:4326", "4326", 4326),
        *("OGC:CRS84", "CRS84", "CRS:84", "WGS84", "WGS 84", "GCS_WGS_1984"),
        *(
            "urn:ogc:def:crs:OGC:1.3:CRS84",
            "urn:ogc:def:crs:OGC::CRS84",
            "urn:ogc:def:crs:OGC:2:84",
        ),
        *(
            "urn:ogc:def:crs:EPSG::4326",
            "urn:ogc:def:crs:EPSG:6.9:4326",
            "urn:x-ogc:def:crs:EPSG:4326",
        ),
        *(
            "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
            "https://www.opengis.net/def/crs/EPSG/0/4326",
        ),
        *("http://www.opengis.net/gml/srs/epsg.xml#4326", "https://epsg.io/4326"),
        *(
            "http://spatialreference.org/ref/epsg/4326/proj4/",
            "+proj=longlat +datum=WGS84 +no_defs",
        ),
        {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        {"type": "link", "properties": {"href": "https://epsg.io/4326.json", "type": "json"}},
        {"type": "EPSG", "properties": {"code": 4326}},
        {"type": "OGC", "properties": {"urn": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        {"id": {"authority": "EPSG", "code": "4326"}},
    ],
    ids=str,
)
def test_wgs_84_is_known_in_any_spelling(crs: Any) -> None:
    assert name_of_crs(crs)
    assert other_crs(crs) is None


@pytest.mark.parametrize("crs", WORLD)
def test_wgs_84_is_known_as_programs_describe_it(crs: str) -> None:
    found = CRS(crs)
    described = found.to_json_dict()
    without_code = {key: value for key, value in described.items() if key != "id"}
    for each in (described, without_code, *(found.to_wkt(version) for version in WKT)):
        assert other_crs(each) is None


@pytest.mark.parametrize("crs", OTHERS)
def test_others_are_named(crs: str) -> None:
    found = CRS(crs)
    assert other_crs(crs) == crs
    assert other_crs(found.to_json_dict()) == crs
    for version in WKT:
        assert (other_crs(found.to_wkt(version)) or "") in found.to_wkt(version)
        assert other_crs(found.to_wkt(version))


@pytest.mark.parametrize(
    "crs",
    [
        *("ESRI:4326", "OGC:4326", "84", "EPSG:43260", "here", "+proj=utm +zone=39 +datum=WGS84"),
        *("urn:ogc:def:crs,crs:EPSG::4326,crs:EPSG::5773", "+proj=longlat +datum=WGS84 +pm=paris"),
        *(True, 5.5, [], [4326], {"type": "name"}),
    ],
    ids=str,
)
def test_what_only_looks_like_it_is_another(crs: Any) -> None:
    assert other_crs(crs)


@pytest.mark.parametrize(
    "crs", [None, "", {}, {"type": None}, {"properties": None}, {"properties": {"name": None}}]
)
def test_nothing_has_no_name(crs: Any) -> None:
    assert name_of_crs(crs) is None
    assert other_crs(crs) is None


def test_a_long_name_is_cut() -> None:
    assert len(other_crs("x" * 500) or "") == 80


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner)
    )
)
def test_anything_has_a_name_or_none(crs: Any) -> None:
    assert json.dumps(other_crs(crs))
