"""Why a query finds nothing or leaves a record out: an oracle looks at each record."""

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given

import geo
from geo.atlas.atlas import Atlas
from geo.atlas.current import CurrentAtlas
from geo.atlas.options import ServeOptions
from geo.atlas.reasons.outside import excluding
from geo.atlas.reasons.unknown import MOST, unknown_values
from geo.atlas.reasons.ways_out import ways_out
from geo.query.query import Query
from geo.store.answers import summaries
from geo.words.notices.reasons import MORE_UNKNOWN, outside_line
from samples import CROCUS, DATA
from store_checks import queries

KERMAN = "IR-2024-01-03-kerman"
OPENED = CurrentAtlas(ServeOptions(paths=(DATA,))).atlas()
STORE = OPENED.store
FOUND = list(geo.load(DATA))


def query_of(text: str) -> Query:
    return Query.parse(parse_qsl(text))


def found(query: Query) -> set[str]:
    return {incident.id for incident in STORE.iter_incidents(query)}


@given(queries(FOUND))
def test_a_record_is_left_out_by_filters_that_do_not_match_it(query: Query) -> None:
    excluded = excluding(STORE, query, KERMAN)
    assert bool(excluded) == (KERMAN not in found(query))
    if excluded and not query.as_of:
        rest = query.without(*(name for part in excluded for name in part.active()))
        assert KERMAN in found(rest)
        assert all(KERMAN not in found(part) for part in excluded)


@given(queries(FOUND))
def test_each_way_out_finds_what_it_says(query: Query) -> None:
    out = ways_out(STORE, query)
    assert all(len(found(way.rest)) == way.matched > 0 for way in out)
    named = {str(way.part) for way in out}
    for part in query.parts():
        assert (str(part) in named) == bool(found(query.without(*part.active())))


def test_the_day_comes_first() -> None:
    query = query_of("country=RU&as_of=2018")
    assert excluding(STORE, query, KERMAN) == [Query(as_of="2018")]
    then = query_of("status=convictions&as_of=2024-03-23")
    assert excluding(STORE, then, CROCUS) == [Query(status=("convictions",))]
    assert not excluding(STORE, replace(then, as_of=None), CROCUS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("group=isisk", "claimed by or attributed to isisk. Nearest: ISIS-K"),
        ("group=nonsense", "Known: Islamic State (islamic-state) and ISIS-K"),
        ("country=XX", "no record in XX. Known: Iran (IR), Russia (RU) and Tajikistan (TJ)."),
        ("type=attak", "no record of type attak. Nearest: attack."),
        ("id=nobody", "No record has the id 'nobody': its address may be cut off"),
        ("dataset=Others", "no record in Others. Known: Incident Atlas."),
        ("attribution=a--b", " and 1 other."),
    ],
)
def test_a_value_that_no_record_has_is_said_with_those_that_are_known(text: str, said: str) -> None:
    (sentence,) = unknown_values(OPENED, query_of(text), is_empty=False)
    assert said in sentence


def test_a_period_a_text_and_a_box_are_said_where_nothing_matches() -> None:
    query = query_of("from=9999&q=atlantis&bbox=0,0,1,1&country=IR")
    assert unknown_values(OPENED, query, is_empty=False) == []
    period, text, box = unknown_values(OPENED, query, is_empty=True)
    assert period == "The open data have no record since 9999. They cover 2017–2024."
    assert "with the words “atlantis”" in text
    assert "between 0° E and 1° E" in box


def test_known_values_are_not_said(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert not unknown_values(OPENED, query_of("group=isis-k&country=IR&to=2016"), is_empty=False)
    path = tmp_path_factory.mktemp("empty") / "empty.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    empty: Atlas = CurrentAtlas(ServeOptions(paths=(path,))).atlas()
    assert not unknown_values(empty, query_of("group=nonsense"), is_empty=True)


def test_parts_are_the_filters_one_by_one() -> None:
    query = geo.Query(from_="2017", to="2024", country=("IR", "RU"), q="x")
    assert [str(part) for part in query.parts()] == [
        "from=2017&to=2024",
        "country=IR&country=RU",
        "q=x",
    ]
    assert geo.Query().parts() == []


def test_many_unknown_values_have_a_sentence_together() -> None:
    query = Query(group=tuple(f"x{number}" for number in range(100)))
    said = unknown_values(OPENED, query, is_empty=True)
    assert said[MOST:] == [MORE_UNKNOWN]
    assert unknown_values(OPENED, Query(group=query.group[:MOST]), is_empty=True) == said[:MOST]


def test_a_value_of_any_length_leaves_room_for_the_sentence() -> None:
    query = Query(group=("x" * 200,))
    (said,) = unknown_values(OPENED, query, is_empty=False)
    assert "x…. Known: " in said
    (excluded,) = excluding(STORE, query, KERMAN)
    assert max(map(len, [said, outside_line([excluded])])) < 500


def test_a_value_that_a_facet_does_not_list_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summaries, "MOST_LISTED", 1)
    opened: Atlas = CurrentAtlas(ServeOptions()).atlas()
    assert "group" in opened.summary.unlisted
    assert not unknown_values(opened, query_of("group=isis-k"), is_empty=False)
    assert unknown_values(opened, query_of("group=isis-x"), is_empty=False)
