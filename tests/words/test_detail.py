"""One incident in words: no more exact than it is known, no claim worded as a fact."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from geo.formats.bidi import balanced
from geo.model.assertion import Speaker
from geo.model.incident import (
    Casualties,
    Incident,
    IncidentDate,
    IncidentType,
    Link,
    Place,
    Range,
    Site,
)
from geo.words.countries import LocalName
from geo.words.detail import (
    date_in_words,
    detail_of,
    place_in_words,
    precision_in_words,
    range_in_words,
    type_in_words,
)
from geo.words.references import Reference
from geo.words.tolls.chart import drawn_histories
from geo.words.tolls.figures import figures_of
from samples import curated, incident, located, statement, with_ledger
from strategies import incidents
from tolls import report, with_reports

SPEAKER = Speaker(name="The Front", kind="armed_group")
REFERENCE = Reference(label="A paper, A report, 23 March 2024", url=None, publisher="A paper")
RICH = Place(name="Kerman", country="IR", admin1="Kerman Province", admin2="Kerman County")
BARE = Place()
HEBREW = "כיכר 12 (צפון)"


def when(precision: Any, start: str | None, end: str | None = None, **fields: Any) -> IncidentDate:
    first, last = (date.fromisoformat(day) if day else None for day in (start, end))
    return IncidentDate(precision=precision, start=first, end=last, **fields)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (when("day", "2024-03-22"), "22 March 2024"),
        (when("day", "2024-03-22", "2024-03-22"), "22 March 2024"),
        (when("day", "2024-03-22", "2024-03-24"), "22–24 March 2024"),
        (when("days", "2024-03-22", "2024-03-24"), "22–24 March 2024, exact day unknown"),
        (when("days", "2024-03-30", "2024-04-02"), "30 March – 2 April 2024, exact day unknown"),
        (
            when("days", "2023-12-30", "2024-01-02"),
            "30 December 2023 – 2 January 2024, exact day unknown",
        ),
        (when("week", "2024-03-22"), "22–28 March 2024, exact day unknown"),
        (when("month", "2024-03-01"), "March 2024, day unknown"),
        (when("year", "2024-01-01"), "2024, day unknown"),
        (
            when("months", "2024-03-01", "2024-05-31"),
            "1 March – 31 May 2024, exact day unknown",
        ),
        (when("unknown", None, reported="2024-03"), "date unknown, reported March 2024"),
        (when("unknown", None, reported="2024-03-22"), "date unknown, reported 22 March 2024"),
    ],
)
def test_a_date_is_said_no_more_exactly_than_known(value: IncidentDate, words: str) -> None:
    assert date_in_words(value) == words


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (when("day", "2024-03-22"), "2024-03-22"),
        (when("days", "2024-03-22", "2024-03-22"), "2024-03-22"),
        (when("month", "2024-03-01"), "2024-03"),
        (when("year", "0987-01-01"), "0987"),
        (when("week", "2024-03-22"), ""),
        (when("days", "2024-03-22", "2024-03-23"), ""),
        (when("unknown", None, reported="2024-03"), ""),
    ],
)
def test_a_day_month_or_year_is_given_to_programs_too(value: IncidentDate, day: str) -> None:
    assert detail_of(incident(date=value)).day == day


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (BARE, "no place stated"),
        (Place(country="IR"), "Iran"),
        (Place(name="Kerman", country="IR"), "Kerman, Iran"),
        (RICH, "Kerman, Kerman Province, Iran"),
        (Place(name="Moscow", admin1="Moscow"), "Moscow"),
        (Place(name="Iran", country="IR"), "Iran"),
        (Place(name="x", country="QX"), "x, QX"),
    ],
)
def test_a_place_is_named_from_the_smallest_to_the_country(place: Place, words: str) -> None:
    assert place_in_words(place) == words


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (BARE, "no place stated"),
        (RICH, "Kerman, Kerman Province, Iran"),
        (replace(RICH, names={"fa": "کرمان"}), "Kerman · \u2068کرمان\u2069, Kerman Province, Iran"),
        (Place(country="RU", names={"ru": "Россия"}), "Russia · Россия"),
    ],
)
def test_a_local_name_stands_beside_what_it_names(place: Place, words: str) -> None:
    assert place_in_words(place, local=True) == words


def test_what_runs_from_right_to_left_is_isolated_within_a_line() -> None:
    place = Place(name=HEBREW, admin1=HEBREW + "!", admin2=HEBREW, country="IL")
    isolate = f"\u2068{HEBREW}\u2069"
    assert place_in_words(place) == f"{isolate}, \u2068{HEBREW}!\u2069, Israel"
    district = precision_in_words(Site(precision="admin2"), place)
    assert district == f"somewhere in {isolate}, ± 40 km"
    types = (IncidentType(scheme="x", code="x", label=HEBREW),) * 2
    assert type_in_words(incident(types=types)) == f"{isolate}, {isolate}"


def test_stray_controls_are_left_out_of_lines_of_their_own() -> None:
    record = with_ledger(statement("c", "claim", "front", says="\u202eIt says so.\u2069"))
    found = detail_of(replace(record, title="\u202eRaid", summary="\u2067Two bombs"))
    assert (found.title, found.summary) == ("Raid", "Two bombs")
    assert found.ledger[0].says == "It says so."


@pytest.mark.parametrize(
    ("precision", "rich", "bare"),
    [
        ("site", "the site itself", "the site itself"),
        ("settlement", "somewhere in the town, ± 5 km", "somewhere in the town, ± 5 km"),
        ("near_settlement", "near the town, ± 25 km", "near the town, ± 25 km"),
        ("admin2", "somewhere in Kerman County, ± 40 km", "somewhere in the district, ± 40 km"),
        ("admin1", "somewhere in Kerman Province, ± 150 km", "somewhere in the province, ± 150 km"),
        (
            "fuzzy",
            "the area is only roughly known, ± 150 km",
            "the area is only roughly known, ± 150 km",
        ),
        ("country", "somewhere in Iran", "somewhere in the country"),
        (
            "international",
            "international waters or air space",
            "international waters or air space",
        ),
        (
            "capital_as_actor",
            "the capital stands for its government; the place is not stated",
            "the capital stands for its government; the place is not stated",
        ),
        ("unknown", "place unknown", "place unknown"),
    ],
)
def test_a_site_says_how_exactly_it_is_known(precision: Any, rich: str, bare: str) -> None:
    site = Site(precision=precision)
    assert precision_in_words(site, RICH) == rich
    assert precision_in_words(site, BARE) == bare


def test_a_radius_of_its_own_is_said() -> None:
    site = Site(precision="settlement", radius_km=2.5)
    assert precision_in_words(site, BARE) == "somewhere in the town, ± 2.5 km"


def test_no_radius_is_said_of_a_country() -> None:
    assert (
        precision_in_words(Site(precision="country", radius_km=800.0), RICH) == "somewhere in Iran"
    )


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (None, "unknown"),
        (Range(low=0, best=0, high=0), "0"),
        (Range(best=95), "95"),
        (Range(low=95, best=95, high=95), "95"),
        (Range(low=94, best=95, high=103), "94–103 (best 95)"),
        (Range(low=94, high=103), "94–103"),
        (Range(low=1000, best=1200, high=12000), "1,000–12,000 (best 1,200)"),
        (Range(low=0, high=1), "0–1"),
        (Range(low=3), "at least 3"),
        (Range(high=3), "at most 3"),
        (Range(low=3, best=5), "at least 3 (best 5)"),
        (Range(best=5, high=9), "at most 9 (best 5)"),
    ],
)
def test_a_range_is_said_with_its_best_figure(figures: Range | None, words: str) -> None:
    assert range_in_words(figures) == words


def test_a_record_has_its_figures_and_their_histories() -> None:
    of = with_reports(report(4, "2024-03-22"), report(5, "2024-03-23"))
    detail = detail_of(of)
    assert detail.figures == figures_of(of)
    assert detail.histories == drawn_histories(of)
    assert detail.histories[0].chart


def test_unknown_tolls_are_not_zero() -> None:
    for tolls in (None, Casualties()):
        detail = detail_of(incident(casualties=tolls))
        assert (detail.killed, detail.injured, detail.attackers_killed) == ("unknown",) * 3
    assert detail_of(incident(casualties=Casualties(perpetrators_killed=0))).attackers_killed == "0"


def test_several_types_are_listed() -> None:
    types = tuple(IncidentType(scheme="x", code=code, label=code) for code in ("attack", "arson"))
    assert type_in_words(incident(types=types)) == "attack, arson"
    assert type_in_words(incident()) == ""


def test_related_records_are_named_with_their_relation() -> None:
    links = (Link(rel="led_to", id="B"), Link(rel="see_also", id="C"))
    assert detail_of(incident(links=links)).related == (("led to", "B"), ("see also", "C"))


def test_each_other_spelling_of_the_place_is_given_once() -> None:
    names = {"en": "Tehran", "fa": "تهران", "ru": "Тегеран", "bg": "Тегеран"}
    place = Place(name="Tehran", names=names)
    assert detail_of(incident(place=place)).other_names == {"fa": "تهران", "ru": "Тегеран"}
    at_home = detail_of(incident(place=replace(place, country="IR")))
    assert at_home.place_local == LocalName(language="fa", text="تهران", direction="rtl")
    assert at_home.other_names == {"ru": "Тегеран"}


def test_sites_are_named_by_themselves_or_their_place() -> None:
    place = Place(name="Kerman", sites=())
    named = Place(name="Kerman", sites=(Site(name="A square", precision="site"),))
    assert detail_of(located("A", (1.0, 2.0), place=place)).sites == ("Kerman: the site itself",)
    assert detail_of(located("A", (1.0, 2.0))).sites == ("place: the site itself",)
    assert detail_of(incident(place=named)).sites == ("A square: the site itself",)


def test_the_detail_of_krasnogorsk_follows_the_day() -> None:
    record = curated()["RU-2024-03-22-crocus"]
    before, after = (detail_of(record, date(2026, 3, day)) for day in (11, 12))
    assert (before.status_code, after.status_code) == ("claimed_and_attributed", "convictions")
    assert before.contested
    assert after.contested
    assert after.date == "22 March 2024"
    assert after.place.endswith("Russia")
    assert after.place_local == LocalName(language="ru", text="Красногорск", direction="ltr")
    assert after.other_names["uk"] == "Красногорськ"
    assert after.licence == f"{record.origin.dataset}, {record.origin.licence}"
    assert len(after.ledger) == len(record.assertions)
    assert len(after.sources) == len(record.sources)


@given(incidents())
@settings(max_examples=20)
def test_every_incident_can_be_told(found: Incident) -> None:
    detail = detail_of(found)
    assert (detail.id, detail.title) == (found.id, balanced(found.title))
    assert all((detail.date, detail.place, detail.killed, detail.status, detail.licence))
    assert len(detail.ledger) == len(found.assertions)
    assert all(reference.url is None for reference in detail.sources)
