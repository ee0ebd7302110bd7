"""Pieces: what the store keeps of a part says all that readers are told of it."""

from datetime import date

import pytest
from hypothesis import given, settings

from effort import amount
from geo.model.attribution import attribution_of, groups_of, status_of
from geo.model.incident import Actor, Incident, Place, Site, Source, Statements
from geo.query.folding import searched_text
from geo.query.query import Query
from geo.store.lists import list_from_text
from geo.store.pieces import (
    group_labels,
    newest_day,
    party_columns,
    place_columns,
    searched,
    site_columns,
    title_columns,
)
from geo.store.store import Store
from geo.words.detail import (
    date_in_words,
    place_in_words,
    precision_in_words,
    range_in_words,
    type_in_words,
)
from samples import statement, with_ledger
from strategies import incidents

TODAY = date(2030, 1, 1)


@given(incidents())
@settings(max_examples=amount(quick=25, thorough=1000))
def test_what_is_kept_says_what_the_incident_says(found: Incident) -> None:
    store = Store(TODAY)
    store.add([found])
    tolls, status = found.casualties, status_of(found, TODAY)
    killed, injured = (
        (range_in_words(t.killed), range_in_words(t.injured)) if (t := tolls) else ("", "")
    )
    (row,) = store.rows(Query())[1]
    assert (row.date, row.killed, row.injured) == (date_in_words(found.date), killed, injured)
    assert row.place_line == place_in_words(found.place, local=True)
    answer = store.page_rows(Query())
    (record,) = answer.records
    assert (record.date, record.killed, record.injured) == (row.date, killed, injured)
    assert (record.place, record.place_line) == (place_in_words(found.place), row.place_line)
    assert (record.status, record.status_label) == (status.code, status.label)
    assert record.contested == status.contested
    assert record.type_label == type_in_words(found)
    assert list_from_text(record.groups) == [group.id for group in groups_of(found, TODAY)]
    assert [site.precision_text for site in answer.sites] == [
        precision_in_words(site, found.place) for site in found.place.sites[: len(found.positions)]
    ]


@pytest.mark.parametrize(
    ("texts", "kept"),
    [
        ([], None),
        ([None, ""], None),
        (["Kermān", None, "BOMBS"], "kerman\nbombs"),
        (["\u200e"], ""),  # a mark that nobody sees is there, and is not searched by
    ],
)
def test_what_is_searched(texts: list[str | None], kept: str | None) -> None:
    assert searched(texts) == kept


@given(incidents())
@settings(max_examples=amount(quick=15, thorough=300))
def test_parts_are_folded_as_the_whole_is(found: Incident) -> None:
    texts = [found.title, found.summary, *(actor.name for actor in found.actors)]
    parts = [searched([text]) for text in texts if text]
    assert (
        "\n".join(filter(None, parts)).split()
        == searched_text("\n".join(filter(None, texts))).split()
    )


def test_a_title_is_searched_together_with_the_summary() -> None:
    columns = title_columns("\u202eRaid", "At NIGHT")
    assert columns == {"title": "Raid", "search": "raid\nat night"}


def test_a_place_is_searched_by_all_its_names() -> None:
    place = Place(
        name="Gorod",
        names={"ru": "Город"},
        country="RU",
        sites=(Site(name="Mall", precision="site"),),
    )
    assert place_columns(place) == {
        "country": "RU",
        "place_name": "Gorod",
        "admin1": None,
        "admin2": None,
        "local_name": "Город",
        "search_place": "gorod, russia\nгород\nmall",
    }


def test_a_status_names_its_court_with_day_and_basis() -> None:
    found = with_ledger(
        statement("f", "finding", "isis-k", "court", basis="Case 1", finds="committed")
    )
    columns = party_columns(attribution_of(found, TODAY))
    (finding,) = found.assertions
    assert columns["status"] == "convictions"
    assert list_from_text(columns["status_by"]) == [finding.by.name, finding.date, "Case 1"]
    assert list_from_text(columns["group_names"]) == ["Islamic State", "ISIS-K"]


def test_groups_of_one_name_are_named_twice() -> None:
    actors = tuple(Actor(id=id_, name="Front", kind="armed_group") for id_ in "ab")
    said = tuple(statement(id_, "claim", id_) for id_ in "ab")
    attribution = attribution_of(
        Statements(record_type="incident", actors=actors, assertions=said), TODAY
    )
    columns = party_columns(attribution)
    assert list_from_text(columns["group_names"]) == ["Front", "Front"]
    assert [label.value for label in group_labels(attribution.groups)] == ["a", "b"]


def test_a_site_of_a_country_is_not_drawn() -> None:
    assert site_columns(Site(precision="country")) == {
        "drawn": False,
        "site_name": None,
        "precision": "country",
        "radius_km": None,
    }


def test_the_newest_day_is_that_of_the_newest_source() -> None:
    sources = [
        Source(id=str(n), publisher="p", title="t", date=day)
        for n, day in enumerate(["2024-03", None, "2023-12-31"])
    ]
    assert newest_day(source.date for source in sources) == date(2024, 3, 1)
    assert newest_day([]) is None
