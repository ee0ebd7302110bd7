"""Columns whose values decide how they are read: one clear cell settles the others."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from geo.importers import guess, read
from geo.importers.tables.surveying import SAMPLED
from geo.intake.run import import_file
from geo.model.incident import Incident
from geo.query.query import Query
from geo.store.store import Store


def written(folder: Path, header: str, rows: Sequence[str]) -> Path:
    path = folder / "own.csv"
    path.write_text("\n".join((header, *rows)), "utf-8")
    return path


def imported(path: Path, source: str = "table") -> list[Incident]:
    store = path.with_suffix(".duckdb")
    import_file(source, path, store, geocode=False)
    opened = Store()
    opened.attach(store)
    return sorted(opened.iter_incidents(Query()), key=lambda each: each.origin.record_id or "")


def starts(incidents: Iterable[Incident | None]) -> list[str]:
    return [str(each.date.start) for each in incidents if each]


@pytest.mark.parametrize(
    ("clear", "field", "first"),
    [("22/03/2024", "date_dmy", "2024-04-03"), ("03/22/2024", "date_mdy", "2024-03-04")],
)
@pytest.mark.parametrize("above", [0, 1, SAMPLED + 5])
def test_one_clear_date_decides_for_all(
    clear: str, field: str, first: str, above: int, tmp_path: Path
) -> None:
    rows = ["03/04/2024,A"] * (above + 1) + [f"{clear},B"]
    found = read("table", written(tmp_path, "date,place", rows))
    assert found.survey.fields[field] == "date"
    made = starts(row.incident for row in found)
    assert (len(made), {*made}) == (above + 2, {first, "2024-03-22"})


def test_where_no_date_decides_it_is_asked(tmp_path: Path) -> None:
    found = guess(written(tmp_path, "date,place", ["03/04/2024,A", "05/06/2024,B"]))
    (question,) = found.survey.questions
    assert question == ("date", ("date_dmy", "date_mdy"))


def test_dates_that_contradict_each_other_are_asked_about(tmp_path: Path) -> None:
    path = written(tmp_path, "date,place", ["22/03/2024,A", "03/22/2024,B", "03/04/2024,C"])
    assert read("table", path).survey.questions


def test_a_mapped_column_is_as_it_was_mapped(tmp_path: Path) -> None:
    path = written(tmp_path, "when,place", ["03/04/2024,A", "05/06/2024,B"])
    found = read("table", path, mapping={"When": "date_mdy"})
    assert not found.survey.questions
    assert found.survey.fields["date_mdy"] == "when"


def test_a_record_that_is_opened_is_read_as_it_was_decided(tmp_path: Path) -> None:
    rows = ["1,03/04/2024,A,34.5 69.2", "2,22/03/2024,B,34.6 69.3"]
    found = imported(written(tmp_path, "id,date,place,spot", rows))
    assert starts(found) == ["2024-04-03", "2024-03-22"]
    assert [each.positions for each in found] == [((69.2, 34.5),), ((69.3, 34.6),)]


def test_properties_of_features_decide_too(tmp_path: Path) -> None:
    path = tmp_path / "own.geojson"
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [69, 34]},
            "properties": {"id": str(n), "date": day, "place": "A"},
        }
        for n, day in enumerate(("03/04/2024", "22/03/2024"))
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    assert starts(imported(path, "geojson")) == ["2024-04-03", "2024-03-22"]


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (["34.5 69.2", "34.6 69.3"], "position"),
        (["34.5 69.2", "134.6 69.3"], "position_lon_lat"),
        (["POINT (69.2 34.5)"], "position"),
    ],
)
def test_a_column_of_positions_is_found_by_its_values(
    cells: list[str], field: str, tmp_path: Path
) -> None:
    for header in ("date,location", "date,whatever"):
        path = written(tmp_path, header, [f"2024-03-22,{cell}" for cell in cells])
        assert read("table", path).survey.fields[field] == header.removeprefix("date,")


def test_where_the_degrees_have_columns_no_other_is_taken(tmp_path: Path) -> None:
    path = written(tmp_path, "date,lat,lon,corner", ["2024-03-22,34.5,69.2,34.4 69.1"])
    survey = read("table", path).survey
    assert [column.name for column in survey.conspicuous] == ["corner"]


def test_the_other_days_of_a_table_are_in_the_order_of_its_dates(tmp_path: Path) -> None:
    header = "date,date_end,reported,source,source_date,place"
    rows = ["03/04/2024,05/04/2024,06/04/2024,A,07/04/2024,K", "22/04/2024,,,,,L"]
    row, _ = read("table", written(tmp_path, header, rows))
    assert row.incident
    assert (str(row.incident.date.start), str(row.incident.date.end)) == (
        "2024-04-03",
        "2024-04-05",
    )
    assert row.incident.date.reported == "2024-04-06"
    assert row.incident.sources[-1].date == "2024-04-07"
