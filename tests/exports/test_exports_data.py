"""GeoJSON, GeoParquet and GeoPackage: nothing is lost, and programs that are not ours read them."""

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import geopandas
import pyogrio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from command_line import run
from effort import amount
from geo.atlas.opening import open_atlas
from geo.atlas.options import ServeOptions
from geo.errors import UnreadableData
from geo.exports import export_bytes
from geo.exports.about import about
from geo.exports.selection import Selection, select
from geo.frames.gis_row import row_from_incident
from geo.intake.dataset import load
from geo.intake.run import import_file
from geo.model.attribution import feature_with_status, without_derived
from geo.model.flat_feature import COLUMNS, NESTED, TEXTS
from geo.model.incident import Casualties, Incident, IncidentDate, Place, Range, Site
from geo.model.schema import schema_findings
from geo.store.store import Store
from samples import HOSTILE, curated, id_from, incident, located, statement, with_ledger
from strategies import incidents

FORMATS = ("geojson", "parquet", "gpkg")
AS_OF = date(2026, 4, 1)
NOTHING = select(Store(AS_OF))
PARTS = ("low", "best", "high")
LONG = "long — " * 60_000

several = st.lists(incidents(), max_size=4, unique_by=lambda found: found.id)
every_format = pytest.mark.parametrize("format_", FORMATS)


def selection_of(found: Sequence[Incident]) -> Selection:
    return replace(NOTHING, incidents=lambda: iter(found))


def exported(folder: Path, format_: str, found: Sequence[Incident]) -> Path:
    path = folder / f"x.{format_}"
    path.write_bytes(export_bytes(selection_of(found), format_))
    return path


def frame_of(path: Path) -> Any:
    """Return what geopandas reads, which has GDAL read what is no Parquet."""
    return geopandas.read_parquet(path) if path.suffix == ".parquet" else geopandas.read_file(path)


# --- nothing is lost -------------------------------------------------------------------------


@every_format
@given(found=several)
@settings(max_examples=amount(quick=12, thorough=100), deadline=None)
def test_what_was_exported_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, format_: str, found: list[Incident]
) -> None:
    loaded = load(exported(tmp_path_factory.mktemp("x"), format_, found))
    assert (list(loaded), loaded.findings) == (found, ())


@every_format
def test_a_store_is_exported_newest_first_with_the_sources_own_rows(
    tmp_path: Path, format_: str
) -> None:
    raw = replace(incident().origin, raw={"row": ["1", None, {"a": 2.5}]})
    old = located("B", (180.0, -90.0), date=IncidentDate(start=date(1999, 1, 1), precision="day"))
    store = Store(AS_OF)
    store.add([old, incident("A", origin=raw)])
    path = tmp_path / f"x.{format_}"
    path.write_bytes(export_bytes(select(store), format_))
    assert list(load(path)) == [incident("A", origin=raw), old]
    path.write_bytes(export_bytes(select(store, raw=False), format_))
    assert [found.origin.raw for found in load(path)] == [{}, {}]


@every_format
def test_texts_stay_as_they_are(tmp_path: Path, format_: str) -> None:
    texts = [*HOSTILE, LONG, "nul\0nul", "\0", "None", "nan", "NULL", "\x01\x7f\ufffe", " a "]
    raw = replace(incident().origin, raw={text[:50]: text for text in texts})
    found = [
        incident(f"I{n}", title=text, summary=text, place=Place(name=text), origin=raw)
        for n, text in enumerate(texts)
    ]
    found += [incident(id_) for id_ in dict.fromkeys(map(id_from, HOSTILE)) if id_]
    loaded = load(exported(tmp_path, format_, found))
    assert (list(loaded), loaded.findings) == (found, ())


@every_format
def test_places_of_one_member_of_several_and_of_none(tmp_path: Path, format_: str) -> None:
    found = [located("A", (-180.0, 90.0)), located("B", (1.5, 2.25), (180.0, -0.1)), incident("C")]
    path = exported(tmp_path, format_, found)
    assert list(load(path)) == found
    shapes = frame_of(path).geometry
    assert shapes.iloc[0].bounds == (-180, 90, -180, 90)
    assert shapes.iloc[1].bounds == (1.5, -0.1, 180, 2.25)
    assert shapes.iloc[2] is None


@every_format
def test_a_position_that_was_taken_is_taken_again(tmp_path: Path, format_: str) -> None:
    """Importers of datasets keep a position that looks swapped, as its publisher gives it."""
    swapped = located("A", (30.28, 57.08), place=Place(country="IR"))
    assert list(load(exported(tmp_path, format_, [swapped]))) == [swapped]


@every_format
def test_the_same_records_and_day_are_the_same_bytes(tmp_path: Path, format_: str) -> None:
    found = list(curated().values())
    one, other = (export_bytes(selection_of(found), format_) for _ in range(2))
    assert one == other
    assert one != export_bytes(replace(selection_of(found), as_of=date(2026, 4, 2)), format_)


def test_gdal_is_left_as_it_was() -> None:
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2001-01-01T00:00:00Z"})
    try:
        export_bytes(selection_of([incident()]), "gpkg")
        assert pyogrio.get_gdal_config_option("OGR_CURRENT_DATE") == "2001-01-01T00:00:00Z"
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


@every_format
def test_without_records_it_is_a_file_without_rows(tmp_path: Path, format_: str) -> None:
    path = exported(tmp_path, format_, [])
    assert (len(load(path)), load(path).findings) == (0, ())
    assert len(frame_of(path)) == 0


# --- other programs --------------------------------------------------------------------------


def sample() -> list[Incident]:
    """Return a record of which all is known, one of which nothing is, and some that bite."""
    tolls = Casualties(killed=Range(low=2, high=4), injured=Range(best=0))
    known = with_ledger(
        statement("S1", "claim", "isis-k", "armed_group"),
        id_="K",
        date=IncidentDate(start=date(2024, 2, 1), precision="month"),
        place=Place(country="IR", sites=(Site(precision="settlement"),)),
        positions=((57.0, 30.0),),
        casualties=tolls,
        summary="A summary.",
    )
    unknown = incident("U", date=IncidentDate(precision="unknown", reported="2024-03"))
    hostile = [incident(f"H{n}", title=text) for n, text in enumerate(HOSTILE)]
    return [known, unknown, *hostile]


STYLED = {
    "status": "claimed",
    "groups": "islamic-state; isis-k",
    "date_start": date(2024, 2, 1),
    "date_end": date(2024, 2, 29),
    "country": "IR",
    "precision": "settlement",
    "radius_km": 5.0,
    "killed_low": 2,
    "killed_best": None,
    "killed_high": 4,
    "injured_low": None,
    "injured_best": 0,
    "injured_high": None,
}


def test_the_columns_are_the_model_s_and_derived_ones_of_other_names() -> None:
    model = {field.name for field in fields(Incident)}
    assert {*TEXTS, *NESTED, "positions"} == model
    assert set(COLUMNS) == model - {"positions"} | set(STYLED)


@pytest.mark.parametrize(
    ("sites", "precision", "radius"),
    [
        ([], "none", None),
        ([Site(precision="site")], "site", 0.3),
        ([Site(precision="site", radius_km=2.0), Site(precision="site")], "site", 2.0),
        ([Site(precision="site"), Site(precision="admin1")], "admin1", 150),
        ([Site(precision="country"), Site(precision="site")], "country", None),
        ([Site(precision="site"), Site(precision="country", radius_km=9.0)], "country", None),
        ([Site(precision="site"), Site(precision="unknown")], "unknown", None),
    ],
)
def test_a_row_is_as_exact_as_its_least_exact_place(
    sites: list[Site], precision: str, radius: float | None
) -> None:
    place, positions = Place(sites=tuple(sites)), tuple((57.0, 30.0) for _ in sites)
    row = row_from_incident(incident("A", place=place, positions=positions), AS_OF)
    assert (row["precision"], row["radius_km"]) == (precision, radius)


def test_places_without_positions_have_no_precision() -> None:
    row = row_from_incident(incident("A", place=Place(sites=(Site(precision="site"),))), AS_OF)
    assert (row["precision"], row["radius_km"]) == ("none", None)


def test_duckdb_reads_the_parquet(tmp_path: Path) -> None:
    path = exported(tmp_path, "parquet", sample())
    asked = duckdb.connect()
    columns = ", ".join(STYLED)
    found = asked.sql(f"select {columns} from '{path}' where id = 'K'").fetchall()
    assert found == [tuple(STYLED.values())]
    types = dict(
        asked.sql(f"select column_name, column_type from (describe from '{path}')").fetchall()
    )
    assert {types[name] for name in ("date_start", "date_end")} == {"DATE"}
    assert {types[f"{of}_{part}"] for of in ("killed", "injured") for part in PARTS} == {"BIGINT"}
    assert types["geometry"].startswith("GEOMETRY('OGC:CRS84')")
    sql = f"select date->>'precision', assertions->0->>'says' from '{path}' where id = 'K'"
    assert asked.sql(sql).fetchall() == [("month", "It says so.")]
    titles = asked.sql(f"select title from '{path}' where id like 'H%'").fetchall()
    assert [title for (title,) in titles] == HOSTILE
    undated = asked.sql(f"select date_start, date_end, groups from '{path}' where id = 'U'")
    assert undated.fetchall() == [(None, None, None)]


def test_the_parquet_says_what_it_is(tmp_path: Path) -> None:
    path = exported(tmp_path, "parquet", sample())
    file = parquet.ParquetFile(path)
    geo = json.loads(file.schema_arrow.metadata[b"geo"])
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    assert geo["columns"]["geometry"]["encoding"] == "WKB"
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    assert json.loads(file.schema_arrow.metadata[b"about"]) == about(NOTHING)


def test_geopandas_reads_the_parquet_and_keeps_whole_numbers(tmp_path: Path) -> None:
    frame = geopandas.read_parquet(exported(tmp_path, "parquet", sample()))
    assert frame.crs == "OGC:CRS84"
    assert {str(frame.dtypes[f"killed_{part}"]) for part in PARTS} == {"Int64"}
    assert frame["killed_high"].iloc[0] == 4
    assert frame["date_end"].iloc[0] == date(2024, 2, 29)
    assert [shape and shape.geom_type for shape in frame.geometry[:2]] == ["Point", None]


def test_gdal_reads_the_geopackage(tmp_path: Path) -> None:
    path = exported(tmp_path, "gpkg", sample())
    assert pyogrio.list_layers(path).tolist() == [["incidents", "MultiPoint"]]
    info = pyogrio.read_info(path)
    kinds = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert list(kinds) == list(COLUMNS)
    assert {kinds[f"killed_{part}"] for part in PARTS} == {"OFTInteger64"}
    assert kinds["date_start"] == kinds["date_end"] == "OFTDate"
    assert (info["crs"], info["geometry_name"]) == ("EPSG:4326", "geom")
    assert about(NOTHING).items() <= info["layer_metadata"].items()
    table = pyogrio.read_arrow(path)[1].to_pylist()
    assert {name: table[0][name] for name in STYLED} == STYLED
    assert [row["title"] for row in table[2:]] == HOSTILE
    frame = geopandas.read_file(path)
    assert [shape and shape.wkt for shape in frame.geometry[:2]] == ["MULTIPOINT ((57 30))", None]


def test_sqlite_reads_the_geopackage(tmp_path: Path) -> None:
    path = exported(tmp_path, "gpkg", sample())
    with closing(sqlite3.connect(path)) as asked:
        sql = "select title, date->>'precision', killed_best, typeof(killed_high) from incidents"
        assert asked.execute(sql).fetchone() == ("An attack", "month", None, "integer")
        (day,) = asked.execute("select last_change from gpkg_contents").fetchone()
        assert day.startswith(AS_OF.isoformat())


def test_gdal_reads_the_geojson(tmp_path: Path) -> None:
    path = exported(tmp_path, "geojson", sample())
    frame = geopandas.read_file(path)
    assert frame.crs == "EPSG:4326"
    assert frame["title"].tolist()[2:] == HOSTILE
    assert frame.geometry.iloc[0].wkt == "POINT (57 30)"
    assert frame["groups"].iloc[0].tolist() == ["islamic-state", "isis-k"]


def test_the_geojson_is_a_feature_collection_with_a_feature_a_line(tmp_path: Path) -> None:
    """RFC 7946: no crs; foreign members may stand beside."""
    found = sample()
    text = exported(tmp_path, "geojson", found).read_text("utf-8")
    document = json.loads(text)
    assert document.keys() == {"type", "about", "features"}
    assert (document["type"], document["about"]) == ("FeatureCollection", about(NOTHING))
    lines = [json.loads(line.removesuffix(",")) for line in text.split("\n")[1:-2]]
    assert lines == document["features"] == [feature_with_status(one, AS_OF) for one in found]
    for feature in lines:
        assert list(schema_findings("x", without_derived(feature))) == []


# --- on the command line ---------------------------------------------------------------------


@every_format
def test_a_file_is_exported_validated_served_and_exported_again(
    tmp_path: Path, format_: str
) -> None:
    path, again = tmp_path / f"x.{format_}", tmp_path / "again.geojson"
    assert ": 5 records, " in run("export", "--from", "2022", "--country", "IR", "-o", path).output
    assert f"x.{format_}: 5 valid records, 0 findings" in run("validate", path).output
    opened = open_atlas(ServeOptions(paths=(path,)))
    assert (opened.summary.matched, opened.findings) == (5, ())
    assert ": 5 records, " in run("export", path, "-o", again).output
    assert list(load(again)) == list(load(path))


def test_a_title_is_for_other_formats(tmp_path: Path) -> None:
    result = run("export", "-o", tmp_path / "x.gpkg", "--title", "Iran")
    assert "title='Iran' is not allowed: only with the formats html" in result.output
    assert list(tmp_path.iterdir()) == []


def test_the_geojson_is_imported(tmp_path: Path) -> None:
    path, store = exported(tmp_path, "geojson", list(curated().values())), tmp_path / "s.duckdb"
    report = import_file("geojson", path, store, geocode=False)
    assert (report.imported, report.read) == (11, 11)


@pytest.mark.parametrize(
    ("source", "format_", "words"),
    [
        ("geojson", "gpkg", "is a GeoPackage: save its layer as GeoJSON or CSV"),
        ("table", "gpkg", "is a GeoPackage: save its layer as GeoJSON or CSV"),
        (
            "table",
            "parquet",
            "holds whole records: geo serve opens it, and geo export makes GeoJSON",
        ),
    ],
)
def test_what_is_not_imported_says_what_to_do(
    tmp_path: Path, source: str, format_: str, words: str
) -> None:
    path = exported(tmp_path, format_, [incident()])
    with pytest.raises(UnreadableData, match=words):
        import_file(source, path, tmp_path / "s.duckdb")
