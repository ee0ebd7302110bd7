"""GeoDataFrames of somebody's own, and ours as geopandas gives them back."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas
import pyarrow
import pytest
from pyarrow import parquet
from shapely import LineString, MultiPoint, Point, from_wkt

import geo
from geo.errors import BadValue, UnreadableData
from geo.importers import read
from geo.intake.dataset import load
from geo.intake.geodataframe import incidents_from_geodataframe
from geo.model.incident import Incident
from geo.model.tolls import Range
from samples import curated, incident, located

KERMAN = Point(57.07879, 30.28321)
RULE = "must be a Feature with a Point, a MultiPoint or null"


def frame(shapes: Any = (KERMAN,), crs: Any = 4326, **columns: Any) -> Any:
    days = {"tag": pandas.to_datetime(["2024-01-03"] * len(shapes))}
    return geopandas.GeoDataFrame(days | columns, geometry=list(shapes), crs=crs)


def one(found: geo.Dataset) -> Incident:
    assert found.findings == ()
    (only,) = found
    return only


def test_columns_are_found_by_name_or_as_they_are_said() -> None:
    given = frame(tote=[94], title=["Kerman bombings"], country=["Iran"])
    found = one(incidents_from_geodataframe(given, date="tag", killed="tote"))
    assert (found.title, found.place.country) == ("Kerman bombings", "IR")
    assert (found.date.start, found.date.precision) == (date(2024, 1, 3), "day")
    assert found.casualties
    assert found.casualties.killed == Range(best=94)
    assert found.positions == ((57.07879, 30.28321),)
    assert found.origin.dataset == "GeoDataFrame"


def test_a_frame_is_called_as_it_is_said() -> None:
    given = frame(id=[7])
    assert one(incidents_from_geodataframe(given, date="tag", dataset="Field notes")).id == (
        "field-notes-7"
    )


def test_columns_that_are_not_used_are_named() -> None:
    found = incidents_from_geodataframe(frame(colour=["red"]), date="tag")
    assert [column.name for column in found.survey.unused] == ["colour"]


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:32640", "ESRI:54009"])
def test_a_projected_frame_is_converted(crs: str) -> None:
    given = frame().to_crs(crs)
    assert one(incidents_from_geodataframe(given, date="tag")).positions == ((57.07879, 30.28321),)
    assert given.crs == crs


def test_several_points_are_one_record() -> None:
    given = frame([MultiPoint([(51.4, 35.7), (51.3, 35.5)])])
    found = one(incidents_from_geodataframe(given, date="tag"))
    assert found.positions == ((51.4, 35.7), (51.3, 35.5))


def test_other_geometries_are_refused_row_by_row() -> None:
    shapes = [KERMAN, LineString([(1, 2), (3, 4)]), from_wkt("MULTIPOINT ((1 2), EMPTY)")]
    found = incidents_from_geodataframe(frame(shapes, id=[1, 2, 3]), date="tag")
    assert [each.id for each in found] == ["geodataframe-1"]
    assert [(each.record, each.rule) for each in found.findings] == [
        ("2 (feature 2)", RULE),
        ("3 (feature 3)", RULE),
    ]


@pytest.mark.parametrize("shape", [None, Point(), MultiPoint(), LineString()])
def test_a_row_without_a_position_is_kept(shape: Any) -> None:
    assert one(incidents_from_geodataframe(frame([shape]), date="tag")).positions == ()


@pytest.mark.parametrize("missing", [None, np.nan, pandas.NA, pandas.NaT, ""])
def test_what_is_missing_is_unknown(missing: Any) -> None:
    given = frame(
        tote=pandas.Series([missing], dtype=object), admin1=pandas.Series([missing], dtype=object)
    )
    found = one(incidents_from_geodataframe(given, date="tag", killed="tote"))
    assert (found.casualties, found.place.admin1) == (None, None)


@pytest.mark.parametrize(
    ("days", "start", "precision"),
    [
        (pandas.to_datetime(["2024-01-03"]), date(2024, 1, 3), "day"),
        (pandas.to_datetime(["2024-01-03T23:30+03:30"]), date(2024, 1, 3), "day"),
        (pandas.Series([date(2024, 1, 3)], dtype=object), date(2024, 1, 3), "day"),
        (pandas.PeriodIndex(["2024-01"], freq="M"), date(2024, 1, 1), "month"),
        ([2024], date(2024, 1, 1), "year"),
    ],
)
def test_timestamps_are_days(days: Any, start: date, precision: str) -> None:
    found = one(incidents_from_geodataframe(frame(when=days).drop(columns="tag"), date="when"))
    assert (found.date.start, found.date.precision) == (start, precision)


def test_whole_numbers_with_gaps_are_counts() -> None:
    given = frame([KERMAN] * 3, tote=[94, None, 0])
    found = incidents_from_geodataframe(given, date="tag", killed="tote")
    tolls = [each.casualties and each.casualties.killed for each in found]
    assert tolls == [Range(best=94), None, Range(best=0)]


def test_the_row_is_kept_in_values_that_json_has() -> None:
    nested = {"a": np.array([1, 2]), "b": np.float64("nan"), "c": (True, {"d": pandas.NaT})}
    other = geopandas.GeoSeries([Point(1, 2)], crs=4326)
    found = one(incidents_from_geodataframe(frame(more=[nested], other=other), date="tag"))
    assert found.origin.raw["properties"] == {
        "tag": "2024-01-03",
        "more": {"a": [1, 2], "b": None, "c": [True, {"d": None}]},
        "other": "POINT (1 2)",
    }
    store = geo.Store()
    store.add([found])
    assert store.incident(found.id) == found


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (frame(crs=None), r"frame\.crs=None .*set it, such as frame\.set_crs\(4326\)"),
        (pandas.DataFrame({"date": ["2024"]}), "frame='DataFrame' .*points_from_xy"),
        (geopandas.GeoDataFrame({"date": ["2024"]}), "choose its column with frame.set_geometry"),
        ("frame.gpkg", "frame='str' .*only a GeoDataFrame"),
    ],
)
def test_a_frame_without_a_place_on_earth_is_refused(given: Any, words: str) -> None:
    with pytest.raises(BadValue, match=words):
        incidents_from_geodataframe(given)


def test_without_any_position_no_system_of_coordinates_is_needed() -> None:
    assert len(incidents_from_geodataframe(frame([None], crs=None), date="tag")) == 1


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"date": "day"}, "date='day' is not allowed: a column of the frame: tag, tote$"),
        ({"wann": "tag"}, "wann='tag' is not allowed: known fields are id, record_type"),
        ({"date": "tag", "reported": "tag"}, "a column that no other field has"),
    ],
)
def test_a_column_or_field_that_is_none_is_said(columns: dict[str, Any], words: str) -> None:
    with pytest.raises(BadValue, match=words):
        incidents_from_geodataframe(frame(tote=[1]), **columns)


# --- our own ---------------------------------------------------------------------------------


FOUND = [*curated().values(), located("A", (1.0, 2.0), (3.0, 4.0)), incident("B")]


def saved(folder: Path, suffix: str, **changes: Any) -> Path:
    path = folder / f"x.{suffix}"
    given = geo.geodataframe_from_incidents(FOUND).assign(**changes)
    if suffix == "parquet":
        given.to_parquet(path)
    else:
        given.to_file(path)
    return path


@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "parquet"])
def test_our_own_frame_read_again_by_geopandas_is_the_same(tmp_path: Path, suffix: str) -> None:
    path = saved(tmp_path, suffix)
    read = geopandas.read_parquet(path) if suffix == "parquet" else geopandas.read_file(path)
    for given in (read, read.assign(note="seen"), read.to_crs("EPSG:3857")):
        found = incidents_from_geodataframe(given)
        assert (list(found), found.findings) == (FOUND, ())


def test_a_row_of_our_own_with_a_fault_is_told_and_the_rest_are_read() -> None:
    given = geo.geodataframe_from_incidents(FOUND)
    given.loc[0, "title"] = None
    found = incidents_from_geodataframe(given)
    assert list(found) == FOUND[1:]
    (finding,) = found.findings
    assert (finding.record, finding.field) == (FOUND[0].id, "properties.title")


def test_columns_that_are_said_make_a_table_of_our_own_frame_too() -> None:
    given = geo.geodataframe_from_incidents([located("A", (57.0, 30.0))]).assign(tag="2024-01-03")
    assert one(incidents_from_geodataframe(given, date="tag")).id == "geodataframe-A"


# --- files -----------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["geojson", "gpkg"])
def test_a_frame_of_one_s_own_is_loaded_from_its_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"notes.{suffix}"
    frame([KERMAN, Point()], id=[1, 2], deaths=[94, None]).rename(columns={"tag": "date"}).to_file(
        path
    )
    found = load(path)
    assert found.findings == ()
    assert [each.id for each in found] == ["notes-1", "notes-2"]
    assert [each.positions for each in found] == [((57.07879, 30.28321),), ()]
    assert [each.date.start for each in found] == [date(2024, 1, 3)] * 2
    assert [each.casualties and each.casualties.killed for each in found] == [Range(best=94), None]


@pytest.mark.parametrize("name", ["geometry", "geom", "where"])
def test_geoparquet_of_one_s_own_is_loaded_with_its_positions(tmp_path: Path, name: str) -> None:
    path = tmp_path / "notes.parquet"
    given = frame([KERMAN, None, MultiPoint([(51.4, 35.7), (51.3, 35.5)])], id=[1, 2, 3])
    columns = {"tag": "date", "geometry": name}
    given.rename(columns=columns).set_geometry(name).to_parquet(path)
    found = load(path)
    assert found.findings == ()
    assert [each.positions for each in found] == [
        ((57.07879, 30.28321),),
        (),
        ((51.4, 35.7), (51.3, 35.5)),
    ]


@pytest.mark.parametrize(
    ("crs", "words"),
    [
        ("EPSG:4267", "has positions in EPSG:4267, not in WGS 84"),
        ("EPSG:32640", "has positions in EPSG:32640, not in WGS 84"),
        (None, "does not name the coordinate system of its positions"),
    ],
)
def test_geoparquet_in_another_system_is_refused_by_name(
    tmp_path: Path, crs: str | None, words: str
) -> None:
    """Degrees of NAD27 are up to 200 m off, and nothing in the numbers shows it."""
    path = tmp_path / "notes.parquet"
    frame(crs=crs).rename(columns={"tag": "date"}).to_parquet(path)
    for opened in (load, partial(read, "table")):
        with pytest.raises(UnreadableData, match=words):
            opened(path)


@pytest.mark.parametrize(
    "geo_", [b"{", b"[]", b'{"columns": 7}', b'{"primary_column": "x", "columns": {}}']
)
def test_metadata_that_say_nothing_are_left_out(tmp_path: Path, geo_: bytes) -> None:
    path = tmp_path / "notes.parquet"
    table = pyarrow.table({"date": ["2024-01-03"]}).replace_schema_metadata({"geo": geo_})
    parquet.write_table(table, path)
    assert len(load(path)) == 1
