"""Rows without a country in an import: columns, records, facets and reports say the same."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from geo.importers.checks import country_outlines
from geo.intake.build import build_directory
from geo.intake.run import ReadingWay, import_file
from geo.query.query import Query
from geo.store import tables
from geo.store.store import Store
from table_files import written_csv

RULE = "country: none is given: the outline that holds the position says which"
WAY = ReadingWay(source="table", mapping={}, geocode=False)
# Positions by what is decided of each, with a place for each that two rows have in common.
WHERE = {
    "IR": (57.0834, 30.2839),
    "RU": (37.33, 55.82),
    "": (60.0, 20.0),
}


def file_of(folder: Path, name: str = "rows.csv") -> Path:
    """Write 60 rows: some state a country, some have none, some are odd; places recur."""
    rows = []
    for number in range(60):
        (lon, lat), stated = [*WHERE.values()][number % 3], ("", " ", "Iraq", "Ruritania")
        rows.append(
            {
                "id": str(number),
                "date": "2024-01-03",
                "place": f"Place {number % 4}",
                "country": stated[number % 4],
                "position": "" if number % 10 else f"MULTIPOINT ({lon} {lat}, {lon} {lat})",
                "latitude": str(lat) if number % 10 else "",
                "longitude": str(lon) if number % 10 else "",
                "precision": ("city", "country")[number % 7 == 0],
            }
        )
    return written_csv(folder / name, *rows)


def expected() -> dict[str, tuple[str | None, str | None]]:
    found: dict[str, tuple[str | None, str | None]] = {}
    for number in range(60):
        if number % 4 == 2:
            found[str(number)] = ("IQ", None)
        elif number % 4 == 3 or number % 7 == 0 or number % 3 == 2:
            found[str(number)] = (None, None)
        else:
            found[str(number)] = ([*WHERE][number % 3], "outline")
    return found


@pytest.fixture(params=["columns", "rows"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "rows":  # a column that only the whole record tells: all go one by one
        monkeypatch.setitem(tables.FACTS, "another", lambda incident: incident.title)
    return str(request.param)


def store_of(path: Path) -> Store:
    store = Store()
    store.attach(path)
    return store


def countries_of(store: Store) -> dict[str, tuple[str | None, str | None]]:
    places = {each.id.rpartition("-")[2]: each.place for each in store.iter_incidents(Query())}
    return {id_: (place.country, place.country_method) for id_, place in places.items()}


@pytest.mark.usefixtures("way")
def test_columns_records_and_facets_agree(tmp_path: Path) -> None:
    report = import_file("table", file_of(tmp_path), tmp_path / "store.duckdb")
    store = store_of(tmp_path / "store.duckdb")
    found = countries_of(store)
    assert found == expected()
    summary = store.summary(Query())
    counted = {value.value: value.count for value in summary.facets["country"]}
    assert counted == Counter(country for country, _ in found.values() if country)
    assert counted["RU"] > 0
    derived = sum(method is not None for _, method in found.values())
    assert 10 < derived < 30
    assert report.warnings.counts()[RULE] == derived


def test_a_directory_has_the_same(tmp_path: Path) -> None:
    build_directory([file_of(tmp_path)], tmp_path / "out", WAY)
    assert countries_of(store_of(tmp_path / "out")) == expected()


def test_the_report_says_the_first_of_a_kind(tmp_path: Path) -> None:
    report = import_file("table", file_of(tmp_path), tmp_path / "store.duckdb")
    (said,) = [str(each) for each in report.warnings if each.kind == RULE]
    assert "× country: none is given: the outline that holds the position says which" in said
    assert "(line 3: Russia (RU))" in said


def test_an_import_in_which_each_row_has_a_country_asks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(country_outlines, "_countries", lambda _: pytest.fail("it was asked"))
    row = {"date": "2024-01-03", "place": "Kerman", "country": "Iran"}
    path = written_csv(
        tmp_path / "rows.csv",
        *(row | {"latitude": str(lat), "longitude": "57.1"} for lat in np.arange(28.0, 33.0, 0.5)),
    )
    report = import_file("table", path, tmp_path / "store.duckdb")
    assert report.imported == 10
