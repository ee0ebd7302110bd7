"""Reading GeoPackages: broken rows are reported, and nothing in a file is run."""

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import geopandas
import pytest
from shapely import LineString, MultiPoint, Point, from_wkt, to_wkb

from geo.errors import UnreadableData
from geo.frames.frames import geopackage_bytes
from geo.importers import guess
from geo.intake.dataset import Dataset, load
from geo.model.flat_feature import REQUIRED
from geo.model.incident import Incident
from geo.model.tolls import Range
from samples import incident, located

VRT = """<OGRVRTDataSource><OGRVRTLayer name="incidents">
<SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"""
FOUND = [located("A", (57.0, 30.0)), located("B", (1.0, 2.0), (3.0, 4.0)), incident("C")]


def written(folder: Path, *found: Incident) -> Path:
    path = folder / "x.gpkg"
    path.write_bytes(geopackage_bytes(found or FOUND, date(2026, 4, 1), {}))
    return path


@contextmanager
def changing(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a file to change it; what a GeoPackage's own triggers call does nothing."""
    with closing(sqlite3.connect(path)) as connection:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            connection.create_function(name, 1, lambda _: 1)
        yield connection
        connection.commit()


def changed(folder: Path, *statements: str) -> Path:
    path = written(folder)
    with changing(path) as connection:
        for statement in statements:
            connection.execute(statement)
    return path


def ids(found: Dataset) -> list[str]:
    return [one.id for one in found]


# --- rows ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "field", "words"),
    [
        ("date = '{\"start\":'", "properties.date", "is not JSON text"),
        ("date = 'NaN'", "properties.date", "NaN is not a JSON number"),
        ("date = '[1]'", "properties.date", "dictionary"),
        ("place = x'ff'", "properties.place", "dictionary"),
        ("title = NULL", "properties.title", "it is required"),
        ("title = cast(x'41ff' as text)", "properties.title", "unicode"),
        ("title = x'07'", "properties.title", "string"),
        ("record_type = 'war'", "properties.record_type", "must be 'incident'"),
        ("geom = x'00'", "geometry", "must be a Point, a MultiPoint or null"),
        ("geom = 'POINT (1 2)'", "geometry", "must be a Point, a MultiPoint or null"),
        ("geom = x'4750000300000000ffff'", "geometry", "must be a Point, a MultiPoint or null"),
    ],
)
def test_a_broken_row_is_reported_and_the_rest_are_read(
    tmp_path: Path, cell: str, field: str, words: str
) -> None:
    found = load(changed(tmp_path, f"update incidents set {cell} where id = 'A'"))
    assert list(found) == FOUND[1:]
    assert [(finding.record, finding.field) for finding in found.findings] == [("A", field)]
    assert words in str(found.findings[0])


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        (LineString([(1, 2), (3, 4)]), "'LineString': must be a Point, a MultiPoint or null"),
        (from_wkt("MULTIPOINT ((1 2), EMPTY)"), "must be a Point, a MultiPoint or null"),
        (Point(1, 2, 3), "a position is [longitude, latitude]"),
        (Point(1, float("nan")), "must be degrees in -90…90"),
        (Point(1, 91), "must be degrees in -90…90"),
        (MultiPoint([(1, 2), (3, 4)]), "2 positions and 1 sites"),
    ],
)
def test_another_geometry_is_reported(tmp_path: Path, shape: Point, words: str) -> None:
    path = written(tmp_path)
    with changing(path) as connection:
        blob = b"GP\0\1\xe6\x10\0\0" + to_wkb(shape)
        connection.execute("update incidents set geom = ? where id = 'A'", [blob])
    found = load(path)
    assert ids(found) == ["B", "C"]
    assert words in str(found.findings[0])


@pytest.mark.parametrize(
    "shape", [Point(), MultiPoint(), LineString(), from_wkt("MULTIPOINT (EMPTY)")]
)
def test_an_empty_geometry_is_none(tmp_path: Path, shape: Point) -> None:
    path = written(tmp_path)
    with changing(path) as connection:
        blob = b"GP\0\x11\xe6\x10\0\0" + to_wkb(shape)
        connection.execute("update incidents set geom = ? where id = 'C'", [blob])
    assert list(load(path)) == FOUND


@pytest.mark.parametrize("code", [4, 7])
def test_nested_collections_are_reported(tmp_path: Path, code: int) -> None:
    """A part of a MultiPoint may be no collection either: GEOS would read it before it refuses."""
    nested = struct.pack("<BII", 1, 7, 1) * 100 + struct.pack("<BIdd", 1, 1, 1.0, 2.0)
    path = written(tmp_path)
    with changing(path) as connection:
        blob = b"GP\0\1\xe6\x10\0\0" + struct.pack("<BII", 1, code, 1) + nested
        connection.execute("update incidents set geom = ? where id = 'A'", [blob])
    found = load(path)
    assert ids(found) == ["B", "C"]
    assert "must be a Point, a MultiPoint or null" in str(found.findings[0])


def test_rows_that_share_an_id_are_all_refused(tmp_path: Path) -> None:
    found = load(changed(tmp_path, "update incidents set id = 'C' where id = 'A'"))
    assert ids(found) == ["B"]
    assert {finding.record for finding in found.findings} == {"C"}


def test_a_row_without_id_is_named_by_its_number(tmp_path: Path) -> None:
    (finding,) = load(changed(tmp_path, "update incidents set id = NULL where id = 'B'")).findings
    assert (finding.record, finding.field) == ("feature 2", "properties.id")


def test_derived_columns_and_those_of_others_are_not_read(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        "update incidents set status = 'convictions', groups = 'x', killed_best = 9",
        "alter table incidents add column note text default 'seen'",
        "alter table incidents drop column summary",
        "alter table incidents rename to elsewhere",
        "update gpkg_contents set table_name = 'elsewhere'",
        "update gpkg_geometry_columns set table_name = 'elsewhere'",
    )
    assert list(load(path)) == FOUND


@pytest.mark.parametrize("crs", ["OGC:CRS84", "EPSG:4326"])
def test_what_geopandas_saved_again_is_read(tmp_path: Path, crs: str) -> None:
    frame = geopandas.read_file(written(tmp_path)).to_crs(crs)
    path = tmp_path / "again.gpkg"
    frame.to_file(path, layer="iran")
    assert list(load(path)) == FOUND


# --- files -----------------------------------------------------------------------------------


def test_a_file_that_is_missing_or_a_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnreadableData, match=r"none\.gpkg does not exist"):
        load(tmp_path / "none.gpkg")
    (tmp_path / "folder.gpkg").mkdir()
    with pytest.raises(UnreadableData, match=r"folder\.gpkg is a folder"):
        load(tmp_path / "folder.gpkg")


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "is not a GeoPackage, despite its name"),
        (b"GP", "is not a GeoPackage, despite its name"),
        (VRT.encode(), "is an XML file: save"),
        (b"SQLite format 3\0" + bytes(100), "is an SQLite database: save"),
    ],
)
def test_what_is_not_a_geopackage_is_not_opened(tmp_path: Path, content: bytes, rule: str) -> None:
    path = tmp_path / "x.gpkg"
    path.write_bytes(content)
    with pytest.raises(UnreadableData, match=rule):
        load(path)


@pytest.mark.parametrize("size", [100, 4096, 30_000, 80_000])
def test_a_truncated_file_is_said(tmp_path: Path, size: int) -> None:
    path = written(tmp_path)
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(UnreadableData, match="is damaged or truncated"):
        load(path)


def others(folder: Path, **layers: str) -> Path:
    """Write layers of a program that knows nothing of ours: name=name of the column of days."""
    path = folder / "theirs.gpkg"
    for layer, column in layers.items():
        shapes = [Point(57.08, 30.28), None, LineString([(1, 2), (3, 4)])]
        rows = {"id": [1, 2, 3], column: ["2024-01-03"] * 3, "deaths": [94, None, 0]}
        geopandas.GeoDataFrame(rows, geometry=shapes, crs="EPSG:4326").to_file(path, layer=layer)
    return path


def test_a_layer_of_another_program_is_a_table(tmp_path: Path) -> None:
    found = load(others(tmp_path, events="day"))
    assert ids(found) == ["theirs-1", "theirs-2"]
    assert [one.positions for one in found] == [((57.08, 30.28),), ()]
    assert found[0].casualties
    assert found[0].casualties.killed == Range(best=94)
    assert found[1].casualties is None
    assert [finding.field for finding in found.findings] == ["geometry"]
    assert [column.name for column in found.survey.columns] == ["id", "day", "deaths"]


def test_several_layers_of_others_are_named(tmp_path: Path) -> None:
    words = r"has 2 layers \(one, two\): keep only one, or read one with geopandas\.read_file"
    with pytest.raises(UnreadableData, match=words):
        load(others(tmp_path, one="day", two="day"))


def test_a_layer_that_names_no_system_of_coordinates_is_refused(tmp_path: Path) -> None:
    path = others(tmp_path, events="day")
    with changing(path) as connection:
        connection.execute("update gpkg_geometry_columns set srs_id = 0")
    with pytest.raises(UnreadableData, match="does not name the coordinate system of its layer"):
        load(path)


def test_a_number_of_one_s_own_for_wgs_84_is_known_by_its_definition(tmp_path: Path) -> None:
    path = written(tmp_path)
    with changing(path) as connection:
        columns = "srs_name, 7, organization, organization_coordsys_id, definition, description"
        connection.execute(
            f"insert into gpkg_spatial_ref_sys select {columns} from gpkg_spatial_ref_sys"
            " where srs_id = 4326"
        )
        connection.execute("update gpkg_geometry_columns set srs_id = 7")
    assert list(load(path)) == FOUND
    with changing(path) as connection:
        connection.execute("delete from gpkg_spatial_ref_sys where srs_id = 7")
    with pytest.raises(UnreadableData, match="layer incidents in SRS 7, not in WGS 84"):
        load(path)


def test_another_system_of_coordinates_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.gpkg"
    frame = geopandas.read_file(written(tmp_path)).to_crs("EPSG:3857")
    path.unlink()
    frame.to_file(path, layer="incidents")
    with pytest.raises(
        UnreadableData, match=r"layer incidents in WGS 84 / Pseudo-Mercator, not in WGS 84. Save"
    ):
        load(path)


def test_two_layers_of_incidents_are_one_too_many(tmp_path: Path) -> None:
    path = written(tmp_path)
    geopandas.read_file(path).to_file(path, layer="copy")
    with pytest.raises(UnreadableData, match="has 2 layers of incidents: keep only one"):
        load(path)


def test_the_dashboard_takes_none_and_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UnreadableData, match=r"is a GeoPackage: save its layer as GeoJSON or CSV"):
        guess(written(tmp_path))


NO_LAYER = r"has no layer that is a plain table|table of its layers is|malformed database schema"
VIEW = "create view incidents as select * from elsewhere"
WRITABLE = "pragma writable_schema = on"
LYING = "update sqlite_master set type = 'table', rootpage = 5 where name = 'incidents'"
MOVED = "alter table incidents rename to elsewhere"


@pytest.mark.parametrize(
    "statements",
    [
        [MOVED, VIEW],
        [MOVED, f"create virtual table incidents using fts4({', '.join(sorted(REQUIRED))})"],
        [MOVED, VIEW, WRITABLE, LYING],
        ["alter table gpkg_contents rename to c", "create view gpkg_contents as select * from c"],
    ],
    ids=["view", "virtual table", "view that says it is a table", "view of the contents"],
)
def test_what_could_run_code_is_not_a_layer(tmp_path: Path, statements: list[str]) -> None:
    path = written(tmp_path)
    with changing(path) as connection:
        # Renamed as it stands, whatever refers to it.
        connection.execute("pragma legacy_alter_table = on")
        for statement in statements:
            connection.execute(statement)
    with pytest.raises(UnreadableData, match=NO_LAYER):
        load(path)


COMPUTED = "generated always as (title || title) virtual"


@pytest.mark.parametrize(
    ("statements", "words"),
    [
        (
            [
                f"alter table incidents add column made blob {COMPUTED}",
                "update gpkg_geometry_columns set column_name = 'made'",
            ],
            "has no stored column 'made' for the geometry of incidents",
        ),
        (
            ["update gpkg_geometry_columns set column_name = 'none'"],
            "has no stored column 'none' for the geometry of incidents",
        ),
        (
            [
                "alter table gpkg_spatial_ref_sys rename column definition to it",
                "alter table gpkg_spatial_ref_sys add column definition text"
                " generated always as (it || it) virtual",
            ],
            "the table of its layers is missing",
        ),
    ],
    ids=["geometry", "no geometry", "table of the format"],
)
def test_a_computed_column_is_never_read(tmp_path: Path, statements: list[str], words: str) -> None:
    path = written(tmp_path)
    with changing(path) as connection:
        connection.execute("pragma legacy_alter_table = on")
        connection.execute("drop view if exists st_spatial_ref_sys")
        for statement in statements:
            connection.execute(statement)
    with pytest.raises(UnreadableData, match=words):
        load(path)


def test_a_computed_title_is_no_title(tmp_path: Path) -> None:
    found = load(
        changed(
            tmp_path,
            "alter table incidents drop column title",
            f"alter table incidents add column title text {COMPUTED.replace('title', 'id')}",
        )
    )
    assert list(found) == []
    assert {(one.field, one.rule) for one in found.findings} == {
        ("properties.title", "it is required")
    }


def test_computed_columns_of_others_are_not_computed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also not where one has the name of the number of a row."""
    monkeypatch.setenv("GEO_LIMIT_FILE_BLOB", "1")
    path = changed(
        tmp_path,
        "alter table incidents add column exact text generated always as (zeroblob(2e6)) virtual",
        "alter table incidents add column rowid text generated always as (zeroblob(2e6)) virtual",
    )
    assert list(load(path)) == FOUND


def test_a_cell_beyond_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = changed(
        tmp_path, f"update incidents set summary = '{'x' * ((1 << 20) + 1)}' where id = 'A'"
    )
    assert ids(load(path)) == ["A", "B", "C"]
    monkeypatch.setenv("GEO_LIMIT_FILE_BLOB", "1")
    with pytest.raises(UnreadableData, match="has a cell of more than 1 MB: shorten it"):
        load(path)


def test_layers_beyond_the_limit_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path)
    monkeypatch.setenv("GEO_LIMIT_FILE_LAYERS", "0")
    with pytest.raises(UnreadableData, match="has more than 0 layers"):
        load(path)


def test_reading_runs_no_trigger_and_writes_nothing(tmp_path: Path) -> None:
    path = changed(
        tmp_path,
        "create trigger t after update on incidents begin select load_extension('x'); end",
    )
    before = path.read_bytes()
    assert list(load(path)) == FOUND
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["x.gpkg"]
