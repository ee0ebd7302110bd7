"""Copies of the published datasets as people have them: old releases, subsets, other formats."""

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import geopandas
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from shapely.geometry import Point

import geo
from dataset_rows import ACLED, GED_ROWS, GTD
from geo.errors import UnreadableData
from geo.importers import guess, read
from geo.importers.registry import dataset_of_columns
from table_files import incidents_of, read_all, refused, warned, written_csv

ROWS: dict[str, Mapping[str, str]] = {"acled": ACLED, "gtd": GTD, "ucdp": GED_ROWS[0]}
NAMES = {"acled": "ACLED", "gtd": "GTD", "ucdp": "UCDP GED"}


def camel(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))


def written_geojson(path: Path, row: Mapping[str, Any], **around: Any) -> Path:
    at = {"type": "Point", "coordinates": [float(row["longitude"]), float(row["latitude"])]}
    properties = around | {
        name: value for name, value in row.items() if name not in ("latitude", "longitude")
    }
    feature = {"type": "Feature", "id": 5, "geometry": at, "properties": properties}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    path.write_text(text, "utf-8")
    return path


def written_xlsx(path: Path, row: Mapping[str, Any]) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in (list(row), list(row.values())):
        sheet.append(line)
    book.save(path)
    return path


def written_parquet(path: Path, row: Mapping[str, Any]) -> Path:
    pq.write_table(pa.table({name: [value] for name, value in row.items()}), path)
    return path


def written_json(path: Path, row: Mapping[str, Any]) -> Path:
    path.write_text(json.dumps({"status": 200, "data": [row]}), "utf-8")
    return path


FORMATS: dict[str, Callable[[Path, Mapping[str, Any]], Path]] = {
    "csv": written_csv,
    "geojson": written_geojson,
    "xlsx": written_xlsx,
    "parquet": written_parquet,
    "json": written_json,
}


@pytest.mark.parametrize("source", ROWS)
@pytest.mark.parametrize("ending", FORMATS)
def test_a_licence_survives_every_format(tmp_path: Path, source: str, ending: str) -> None:
    path = FORMATS[ending](tmp_path / f"mine.{ending}", ROWS[source])
    (found,) = incidents_of(read_all(source, path))
    (plain,) = incidents_of(read_all(source, written_csv(tmp_path / "plain.csv", ROWS[source])))
    assert found.origin.dataset == NAMES[source]
    assert found.origin.redistributable is (source == "ucdp")
    assert (found.id, found.positions, found.date) == (plain.id, plain.positions, plain.date)
    assert (guess(path).source, guess(path).is_fixed) == (source, True)


@pytest.mark.parametrize("source", ROWS)
@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("other", ["table", "geojson"])
def test_no_format_is_taken_for_rows_of_ones_own(
    tmp_path: Path, source: str, ending: str, other: str
) -> None:
    path = FORMATS[ending](tmp_path / f"mine.{ending}", ROWS[source])
    with pytest.raises(UnreadableData, match=f"import it as {source}"):
        read_all(other, path)
    with pytest.raises(UnreadableData, match=f"import it as {source}"):
        geo.load(path)


@pytest.mark.parametrize("source", ROWS)
def test_a_frame_keeps_the_licence_too(tmp_path: Path, source: str) -> None:
    row = ROWS[source]
    at = Point(float(row["longitude"]), float(row["latitude"]))
    frame = geopandas.GeoDataFrame([row], geometry=[at], crs=4326)
    with pytest.raises(UnreadableData, match=f"import it as {source}"):
        geo.incidents_from_geodataframe(frame)
    frame.to_file(tmp_path / "mine.gpkg")
    with pytest.raises(UnreadableData, match=f"import it as {source}"):
        geo.load(tmp_path / "mine.gpkg")


@pytest.mark.parametrize("source", ROWS)
@pytest.mark.parametrize(
    "respell",
    [
        str.upper,
        camel,
        lambda name: name.replace("_", " ").capitalize(),
        lambda name: name.replace("_", "."),
        lambda name: f"attributes/{name}",
        lambda name: f"events.{name}",
        lambda name: f" {name} ",
    ],
    ids=["UPPER", "Camel", "With spaces", "with.points", "nested/", "nested.", "spaced"],
)
def test_a_respelt_heading_is_the_same_column(
    tmp_path: Path, source: str, respell: Callable[[str], str]
) -> None:
    row = ROWS[source]
    (plain,) = incidents_of(read_all(source, written_csv(tmp_path / "a.csv", row)))
    path = written_csv(tmp_path / "b.csv", {respell(name): value for name, value in row.items()})
    (found,) = incidents_of(read_all(source, path))
    assert (found.id, found.date, found.place, found.types, found.actors, found.casualties) == (
        plain.id,
        plain.date,
        plain.place,
        plain.types,
        plain.actors,
        plain.casualties,
    )
    assert guess(path).source == source
    with pytest.raises(UnreadableData, match=f"import it as {source}"):
        read("table", path)


SHAPEFILE = {
    "acled": "event_id_c event_date time_preci event_type sub_event_ actor1 assoc_acto inter1"
    " actor2 assoc_ac_1 inter2 country admin1 location latitude longitude geo_precis fatalities",
    "ucdp": "id type_of_vi side_a side_b where_prec where_coor latitude longitude country"
    " date_prec date_start date_end best low high",
    "gtd": "eventid iyear imonth iday country_tx provstate city latitude longitude specificit"
    " gname nkill nwound",
}


@pytest.mark.parametrize(("source", "header"), SHAPEFILE.items())
def test_names_that_a_shapefile_cuts_are_known(tmp_path: Path, source: str, header: str) -> None:
    names = {
        "event_id_c": "event_id_cnty",
        "sub_event_": "sub_event_type",
        "assoc_acto": "assoc_actor_1",
        "assoc_ac_1": "assoc_actor_2",
        "geo_precis": "geo_precision",
        "time_preci": "time_precision",
        "type_of_vi": "type_of_violence",
        "where_coor": "where_coordinates",
        "country_tx": "country_txt",
        "specificit": "specificity",
    }
    row = {name: ROWS[source][names.get(name, name)] for name in header.split()}
    path = written_csv(tmp_path / "layer.csv", row)
    (found,) = incidents_of(read_all(source, path))
    (plain,) = incidents_of(read_all(source, written_csv(tmp_path / "a.csv", ROWS[source])))
    assert (found.id, found.date, found.precision) == (plain.id, plain.date, plain.precision)
    assert (found.place.name, found.place.country) == (plain.place.name, plain.place.country)
    assert [actor.name for actor in found.actors] == [actor.name for actor in plain.actors]
    assert guess(path).source == source


@pytest.mark.parametrize(
    ("source", "header"),
    [
        ("acled", "event_date event_type sub_event_type country latitude longitude fatalities"),
        ("acled", "event_date actor1 event_type fatalities latitude longitude"),
        ("acled", "date disorder_type event_type country fatalities"),
        ("acled", "EVENT_DATE INTER1 INTER2 COUNTRY FATALITIES"),
        ("acled", "GWNO EVENT_DATE EVENT_TYPE COUNTRY FATALITIES"),
        ("ucdp", "year type_of_violence side_a side_b country best latitude longitude"),
        ("ucdp", "date_start date_end side_a side_b country best"),
        ("ucdp", "id date_start latitude longitude where_coordinates best"),
        ("ucdp", "conflict_name type_of_violence date_start best deaths_civilians country"),
        ("ucdp", "date_start deaths_a deaths_b country"),
        ("gtd", "iyear country_txt city latitude longitude nkill"),
        ("gtd", "date country_txt gname nkill"),
        ("gtd", "Year Month Day Country attacktype1_txt"),
    ],
)
def test_columns_that_people_keep_tell_the_dataset(source: str, header: str) -> None:
    assert dataset_of_columns(header.split()) == source


@pytest.mark.parametrize(
    "header",
    [
        "date place country killed injured group type",
        "Date,Type of violence,Latitude,Longitude,Age".replace(",", "|"),
        "id event_date event_type location latitude longitude fatalities notes",
        "year country best low high",
        "start_date conflict_name side_a side_b",
        "dyad_name side_a side_b year type_of_conflict location",
        "date actor target event_type fatalities",
        "year month day country killed wounded group",
    ],
)
def test_columns_that_others_have_too_tell_none(header: str) -> None:
    names = header.split("|") if "|" in header else header.split()
    assert dataset_of_columns(names) is None


@pytest.mark.parametrize(
    ("source", "column", "values"),
    [
        ("acled", "Kind", ["Battles", "Explosions/Remote violence", "Protests"]),
        ("acled", "what", ["Armed clash", "Air/drone strike", "Armed clash"]),
        ("acled", "type", ["Riots/Protests", "Remote violence"]),
        ("gtd", "Attack", ["Armed Assault", "Bombing/Explosion", "Unknown"]),
        (None, "Kind", ["Battles", "Protests", "Riots"]),
        (None, "Kind", ["Explosions/Remote violence", "Ambush"]),
        (None, "Attack", ["Bombing", "Armed Assault"]),
    ],
)
def test_the_codes_of_a_dataset_tell_it_under_any_name(
    source: str | None, column: str, values: list[str]
) -> None:
    header = ["Date", "Year", "Country", "City", "Latitude", "Longitude", "Location", column]
    assert dataset_of_columns(header, {column: values}) == source
    assert dataset_of_columns(["Date", "Place", column], {column: values}) is None


def test_a_table_with_the_codes_of_a_dataset_is_refused(tmp_path: Path) -> None:
    row = {"Date": "2023-04-01", "Country": "Mali", "Location": "Gao", "Fatalities": "1"}
    row |= {"Admin1": "Gao", "Notes": "x", "Kind": "Explosions/Remote violence"}
    path = written_csv(tmp_path / "own.csv", row)
    with pytest.raises(UnreadableData, match="import it as acled"):
        read("table", path)
    assert guess(path).source == "acled"


KEPT = {
    "date_start": "2014-05-01",
    "country": "Syria",
    "side_a": "Government of Syria",
    "side_b": "IS",
    "best": "5",
}


def test_a_subset_of_ucdp_is_taken_with_what_it_has(tmp_path: Path) -> None:
    rows = read_all("ucdp", written_csv(tmp_path / "kept.csv", KEPT, KEPT | {"side_b": "FSA"}))
    found, other = incidents_of(rows)
    assert (found.title, found.id[:5]) == ("Event: Syria", "ucdp-")
    assert found.id != other.id
    assert (str(found.date.first), found.date.precision) == ("2014-05-01", "day")
    assert found.casualties
    assert found.casualties.killed
    assert found.casualties.killed.best == 5
    assert found.assertions[0].says == (
        "Involved: Government of Syria and IS. Which side attacked is not coded."
    )
    assert {field for field, _ in warned(rows)} == {
        "id",
        "type_of_violence",
        "where_prec",
        "date_prec",
        "date_end",
    }


@pytest.mark.parametrize("source", ["acled", "ucdp"])
def test_a_subset_with_years_only_has_years(tmp_path: Path, source: str) -> None:
    kept = {
        "acled": {"year": "2019", "event_type": "Battles", "sub_event_type": "Armed clash"},
        "ucdp": {"year": "2019", "type_of_violence": "1", "side_a": "A", "side_b": "B"},
    }[source]
    path = written_csv(tmp_path / "kept.csv", kept)
    (found,) = incidents_of(read_all(source, path))
    assert (str(found.date.first), found.date.precision) == ("2019-01-01", "year")
    bad = read_all(source, written_csv(tmp_path / "bad.csv", kept | {"year": "soon"}))
    assert refused(bad) == [("year", "is not a year")]


def test_the_whole_date_of_a_copy_of_gtd_counts(tmp_path: Path) -> None:
    kept = {"Date": "2016-03-05", "gname": "The Band", "nkill": "2", "country_txt": "Iraq"}
    (found,) = incidents_of(read_all("gtd", written_csv(tmp_path / "kept.csv", kept)))
    assert (str(found.date.first), found.date.precision) == ("2016-03-05", "day")


def test_a_table_of_ones_own_is_not_one_of_ucdp(tmp_path: Path) -> None:
    path = written_csv(tmp_path / "own.csv", {"year": "2020", "date": "2020-01-01", "best": "3"})
    with pytest.raises(UnreadableData, match="import it as table"):
        read("ucdp", path)


def test_the_best_figures_of_old_releases_are_known(tmp_path: Path) -> None:
    row = {
        {"best": "best_est", "low": "low_est", "high": "high_est"}.get(name, name): value
        for name, value in GED_ROWS[0].items()
    }
    (found,) = incidents_of(read_all("ucdp", written_csv(tmp_path / "ged50.csv", row)))
    (plain,) = incidents_of(read_all("ucdp", written_csv(tmp_path / "ged231.csv", GED_ROWS[0])))
    assert found.casualties == plain.casualties
    assert found.casualties


OLD = {
    "GWNO": "615",
    "EVENT_ID_CNTY": "9RUR",
    "EVENT_DATE": "18/04/2001",
    "YEAR": "2001",
    "TIME_PRECISION": "1",
    "EVENT_TYPE": "Violence against civilians",
    "ACTOR1": "Police Forces of Ruritania (1999-)",
    "ALLY_ACTOR_1": "",
    "INTER1": "1",
    "ACTOR2": "Civilians (Ruritania)",
    "INTER2": "7",
    "COUNTRY": "Algeria",
    "LOCATION": "Zenda",
    "LATITUDE": "36.6",
    "LONGITUDE": "4.1",
    "GEO_PRECISION": "1",
    "FATALITIES": "1",
}


def types_of(path: Path) -> list[str]:
    (found,) = incidents_of(read_all("acled", path))
    return [found.record_type, found.types[0].code]


@pytest.mark.parametrize(
    ("event_type", "inter1", "deaths", "record_type", "type_"),
    [
        ("Battle-No change of territory", "2", "0", "incident", "clash"),
        ("Battle-Government regains territory", "1", "0", "incident", "clash"),
        ("Battle-Non-state actors overtake territory", "2", "0", "incident", "clash"),
        ("Remote violence", "2", "3", "incident", "attack"),
        ("VIOLENCE AGAINST CIVILIANS", "1", "1", "incident", "attack"),
        ("RIots/Protests", "5", "0", "incident", "riot"),
        ("Riots/Protests", "6", "0", "context", "protest"),
        ("Riots/Protests", "6", "2", "incident", "protest"),
        ("Riots/Protests", "", "0", "incident", "other"),
        ("Strategic development", "2", "0", "context", "development"),
        ("Headquarters or base established", "2", "0", "context", "development"),
        ("Non-violent transfer of territory", "2", "0", "context", "development"),
        ("Non-violent transfer of territory", "2", "1", "incident", "development"),
    ],
)
def test_event_types_until_2018(
    tmp_path: Path, event_type: str, inter1: str, deaths: str, record_type: str, type_: str
) -> None:
    row = OLD | {"EVENT_TYPE": event_type, "INTER1": inter1, "FATALITIES": deaths}
    assert types_of(written_csv(tmp_path / "old.csv", row)) == [record_type, type_]


def test_an_empty_sub_event_type_says_nothing_of_a_protest(tmp_path: Path) -> None:
    row = ACLED | {"event_type": "Protests", "sub_event_type": "", "fatalities": "0"}
    assert types_of(written_csv(tmp_path / "new.csv", row)) == ["incident", "protest"]


def days_of(path: Path, source: str, **options: Any) -> list[str]:
    return [str(found.date.first) for found in incidents_of(read_all(source, path, **options))]


def test_one_date_settles_the_order_of_all_others(tmp_path: Path) -> None:
    rows = [OLD | {"EVENT_ID_CNTY": str(n), "EVENT_DATE": f"{n}/04/2001"} for n in (3, 4, 18)]
    path = written_csv(tmp_path / "old.csv", *rows)
    assert days_of(path, "acled") == ["2001-04-03", "2001-04-04", "2001-04-18"]
    found = read("acled", path)
    assert found.mapping == {"EVENT_DATE": "date_dmy"}
    assert found.stored_as("acled").mapping == {"EVENT_DATE": "date_dmy"}


def test_dates_of_which_none_settles_the_order_are_asked_about(tmp_path: Path) -> None:
    path = written_csv(tmp_path / "old.csv", OLD | {"EVENT_DATE": "3/4/2001"})
    assert refused(read_all("acled", path)) == [("EVENT_DATE", "can be read in two ways")]
    (question,) = read("acled", path).survey.questions
    assert question == ("EVENT_DATE", ("date_dmy", "date_mdy"))
    assert days_of(path, "acled", mapping={"EVENT_DATE": "date_dmy"}) == ["2001-04-03"]
    assert days_of(path, "acled", mapping={"EVENT_DATE": "date_mdy"}) == ["2001-03-04"]


def test_the_end_is_read_in_the_order_of_the_start(tmp_path: Path) -> None:
    row = GED_ROWS[0] | {"date_start": "5/28/2014", "date_end": "6/1/2014", "date_prec": "2"}
    (found,) = incidents_of(
        read_all("ucdp", written_csv(tmp_path / "x.csv", row | {"year": "2014"}))
    )
    assert (str(found.date.first), str(found.date.last)) == ("2014-05-28", "2014-06-01")


def test_a_feature_that_is_no_point_is_refused(tmp_path: Path) -> None:
    path = written_geojson(tmp_path / "mine.geojson", ACLED)
    whole = json.loads(path.read_text("utf-8"))
    whole["features"][0]["geometry"] = {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}
    path.write_text(json.dumps(whole), "utf-8")
    assert refused(read_all("acled", path)) == [("", "must be a Feature with a Point or null")]
    whole["features"][0]["geometry"] = None
    path.write_text(json.dumps(whole), "utf-8")
    (found,) = incidents_of(read_all("acled", path))
    assert found.positions == ()


def test_a_candidate_file_of_any_size_is_known_without_a_header(tmp_path: Path) -> None:
    path = tmp_path / "GEDEvent_v24_0_2.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(GED_ROWS[0].values())
    assert guess(path).source == "ucdp"
    with pytest.raises(UnreadableData, match="import it as ucdp"):
        read("table", path)
