"""Tables: the rows that the store loads, one an incident, a site, a label."""

import re
from datetime import date
from itertools import count
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.model.attribution import groups_of
from geo.model.incident import (
    Casualties,
    Incident,
    IncidentDate,
    IncidentType,
    Place,
    Range,
    Site,
)
from geo.query.filters import FILTERS
from geo.store.lists import list_from_text, text_from_list
from geo.store.tables import FACTS, MADE, SCHEMAS, rows_from_incidents, tables_from_incidents
from samples import curated, incident, located, statement, with_ledger
from strategies import incidents

TODAY = date(2030, 1, 1)


def row(found: Incident) -> dict[str, Any]:
    """Return an incident's one row."""
    (only,) = tables_from_incidents([found], as_of=TODAY)["incidents"].to_pylist()
    return dict(only)


def sites(found: Incident) -> list[dict[str, Any]]:
    return list(tables_from_incidents([found], as_of=TODAY)["sites"].to_pylist())


def labels(found: Incident) -> list[tuple[str, ...]]:
    table = tables_from_incidents([found], as_of=TODAY)["labels"]
    return [tuple(label.values()) for label in table.to_pylist()]


def killed(figures: Range | None) -> list[int | None]:
    found = row(incident(casualties=Casualties(killed=figures)))
    return [found[f"killed_{part}"] for part in ("low", "best", "high")]


def test_no_incidents_are_empty_tables_with_all_columns() -> None:
    tables = tables_from_incidents([], as_of=TODAY)
    for name, table in tables.items():
        read = duckdb.from_arrow(table)
        assert dict(zip(read.columns, map(str, read.dtypes), strict=True)) == SCHEMAS[name]
    assert tables.keys() == SCHEMAS.keys() - set(MADE)
    assert all(table.num_rows == 0 for table in tables.values())


def test_every_column_that_is_filtered_by_has_a_value() -> None:
    shared = {filter_.column for filter_ in FILTERS if filter_.table == "both"}
    (made,) = rows_from_incidents([incident()], as_of=TODAY)["incidents"]
    assert set(FACTS) < shared <= made.keys() == SCHEMAS["incidents"].keys()
    for name in ("incidents", "sites", "tallies"):
        assert shared <= SCHEMAS[name].keys()


def test_incidents_have_the_numbers_of_their_rows() -> None:
    found = [incident("A"), located("B", (1.0, 2.0))]
    tables = tables_from_incidents(found, as_of=TODAY, document=3, numbers=[7, 9])
    assert tables["incidents"]["document"].to_pylist() == [3, 3]
    assert tables["incidents"]["n"].to_pylist() == [7, 9]
    assert tables["sites"]["n"].to_pylist() == [9]


def test_a_plain_incident() -> None:
    found = row(incident())
    assert re.fullmatch("[0-9a-f]{16}", found.pop("credit"))
    assert found == {
        "n": 0,
        "id": "A",
        "document": 0,
        "known": date(2024, 3, 23),
        "since": None,
        "record_type": "incident",
        "country": None,
        "status": "unattributed",
        "groups": None,
        "types": None,
        "years": "2024",
        "first_day": date(2024, 3, 22),
        "last_day": date(2024, 3, 22),
        "search": "an attack",
        "search_place": "no place stated",
        "search_parties": None,
        "search_sources": "a report\na paper",
        "search_days": " 22 march 2024 2024-03-22 ",
        "search_tolls": None,
        "killed_low": None,
        "killed_best": None,
        "killed_high": None,
        "injured_low": None,
        "injured_best": None,
        "injured_high": None,
        "site_count": 0,
        "finest": "none",
        "drawn": False,
        "dataset": "tests",
        "newest_source": date(2024, 3, 23),
        "title": "An attack",
        "date_precision": "day",
        "reported": None,
        "place_name": None,
        "admin1": None,
        "admin2": None,
        "local_name": None,
        "killed_parts": None,
        "injured_parts": None,
        "status_by": None,
        "contested": False,
        "type_labels": None,
        "group_names": None,
        "said": None,
    }


def test_krasnogorsk() -> None:
    found = row(curated()["RU-2024-03-22-crocus"])
    assert found["country"] == "RU"
    assert list_from_text(found["groups"])[0] == "islamic-state"
    assert list_from_text(found["types"])[0] == "attack"
    assert found["killed_low"] <= found["killed_best"] <= found["killed_high"]
    assert found["contested"]
    assert "krasnogorsk" in found["search_place"]
    assert "красногорск" in found["search_place"]


@pytest.mark.parametrize(
    ("figures", "filled"),
    [
        (None, [None, None, None]),
        (Range(low=1, best=2, high=3), [1, 2, 3]),
        (Range(best=2), [2, 2, 2]),
        (Range(low=1), [1, 1, 1]),
        (Range(high=3), [3, 3, 3]),
        (Range(low=1, high=3), [1, 1, 3]),
        (Range(low=1, best=2), [1, 2, 2]),
        (Range(best=2, high=3), [2, 2, 3]),
        (Range(low=0), [0, 0, 0]),
    ],
)
def test_a_range_in_part_is_filled_from_its_nearest_figure(
    figures: Range | None, filled: list[int | None]
) -> None:
    assert killed(figures) == filled


@pytest.mark.parametrize(
    ("casualties", "parts"),
    [
        (None, None),  # nothing is said of them
        (Casualties(), None),  # empty ones are as if they were left out
        (Casualties(killed=Range(best=2)), "b"),
        (Casualties(killed=Range(low=1, high=2)), "lh"),
        (Casualties(killed=Range(low=0, best=0, high=0)), "lbh"),
    ],
)
def test_what_was_said_of_a_toll_is_kept(casualties: Casualties | None, parts: str | None) -> None:
    assert row(incident(casualties=casualties))["killed_parts"] == parts


def test_each_position_is_a_row() -> None:
    two = located("A", (-180.0, 0.0), (180.0, 90.0))
    assert [(s["site"], s["lon"], s["lat"], s["x"], s["y"], s["drawn"]) for s in sites(two)] == [
        (0, -180.0, 0.0, 0, 1 << 23, True),
        (1, 180.0, 90.0, (1 << 24) - 1, 0, True),
    ]
    assert row(two)["site_count"] == 2


def test_a_site_without_position_has_no_row() -> None:
    found = incident(place=Place(sites=(Site(precision="settlement"),)))
    assert sites(found) == []
    assert (row(found)["site_count"], row(found)["drawn"]) == (0, False)


@pytest.mark.parametrize(
    ("precision", "radius", "drawn"),
    [
        ("site", 0.3, True),
        ("settlement", 5.0, True),
        ("near_settlement", 25.0, True),
        ("admin2", 40.0, True),
        ("admin1", 150.0, True),
        ("fuzzy", 150.0, True),
        ("capital_as_actor", None, True),
        ("country", None, False),
        ("international", None, False),
        ("unknown", None, False),
    ],
)
def test_what_is_coarse_is_not_drawn(precision: Any, radius: float | None, drawn: bool) -> None:
    found = located("A", (1.0, 2.0), precision=precision, record_type="context")
    (site,) = sites(found)
    assert (site["precision"], site["radius_km"], site["drawn"]) == (precision, radius, drawn)
    assert row(found)["drawn"] is drawn


def test_an_incident_is_drawn_if_one_site_is() -> None:
    place = Place(sites=(Site(precision="country"), Site(precision="site")))
    found = incident(place=place, positions=((1.0, 2.0), (3.0, 4.0)))
    assert row(found)["drawn"]
    assert [site["drawn"] for site in sites(found)] == [False, True]


def test_labels_are_of_datasets_groups_and_types() -> None:
    types = (IncidentType(scheme="atlas", code="attack", label="Attack"),)
    found = with_ledger(statement("c", "claim", "isis-k"), types=types)
    assert labels(found) == [
        ("dataset", "tests", "tests", None),
        ("group", "islamic-state", "Islamic State", None),
        ("group", "isis-k", "ISIS-K", "islamic-state"),
        ("speaker", "media", "news media", None),
        ("type", "attack", "Attack", None),
    ]


def test_search_holds_names_in_every_language_without_marks() -> None:
    place = Place(name="Kermān", names={"fa": "کرمان"}, country="IR", admin1="Kerman Province")
    found = row(incident(place=place, summary="Two BOMBS."))
    assert found["search"] == "an attack\ntwo bombs."
    assert found["search_place"] == "kerman, kerman province, iran\nكرمان"


def test_a_place_keeps_its_local_name() -> None:
    found = row(curated()["IR-2024-01-03-kerman"])
    assert (found["place_name"], found["admin1"], found["country"], found["local_name"]) == (
        "Kerman",
        "Kerman Province",
        "IR",
        "کرمان",
    )
    assert row(curated()["RU-2024-03-22-crocus"])["local_name"] == "Красногорск"


def test_names_from_right_to_left_are_kept_as_they_are() -> None:
    place = Place(name="כיכר (2)", country="IL", sites=(Site(name="שער", precision="site"),))
    found = incident(title="\u202eRaid", place=place, positions=((35.0, 31.5),))
    words = row(found)
    assert (words["title"], words["place_name"]) == ("Raid", "כיכר (2)")
    assert sites(found)[0]["site_name"] == "\u2068שער\u2069"
    assert (words["search"], words["search_place"]) == ("raid", "כיכר (2), israel\nשער")


@given(st.lists(incidents(), max_size=3))
@settings(max_examples=15)
def test_a_row_has_the_number_and_the_groups_of_its_incident(several: list[Incident]) -> None:
    tables = tables_from_incidents(several, as_of=TODAY)
    rows = tables["incidents"].to_pylist()
    groups = [text_from_list(group.id for group in groups_of(i, TODAY)) for i in several]
    assert [r["groups"] for r in rows] == groups
    assert tables["sites"].num_rows == sum(len(i.positions) for i in several)
    assert [r["n"] for r in rows] == list(range(len(several)))


def test_a_site_is_filtered_by_what_its_incident_is() -> None:
    found = [incident("A"), located("B", (1.0, 2.0)), located("C", (3.0, 4.0), (5.0, 6.0))]
    tables = tables_from_incidents(found, as_of=TODAY, numbers=count(5))
    rows = {row["n"]: row for row in tables["incidents"].to_pylist()}
    sites = tables["sites"].to_pylist()
    assert [site["n"] for site in sites] == [6, 7, 7]
    shared = rows[6].keys() & sites[0].keys()
    assert {"status", "groups", "first_day", "killed_best", "site_count"} < shared
    assert all(site[name] == rows[site["n"]][name] for site in sites for name in shared - {"drawn"})


def test_years_and_codes_are_each_a_text_of_several() -> None:
    when = IncidentDate(start=date(2022, 12, 30), end=date(2024, 1, 2), precision="days")
    types = tuple(IncidentType(scheme=s, code="attack", label="x") for s in "ab")
    found = row(incident("A", date=when, types=types))
    assert list_from_text(found["years"]) == ["2022", "2023", "2024"]
    assert found["types"] == "attack"
