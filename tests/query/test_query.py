"""Queries and their addresses: one is the other, and every parameter refuses what it must."""

from datetime import date
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from geo.errors import BadValue, UnknownParameter
from geo.mercator import Bounds
from geo.model.attribution import STATUSES
from geo.model.precision import PRECISIONS
from geo.query.filters import FILTERS
from geo.query.labels import STATEMENT_LABELS
from geo.query.query import Query
from geo.query.search_terms import terms_of
from geo.query.values import MAX_TEXT, MOST_VALUES
from samples import HOSTILE
from strategies import SLUGS, partial_dates

NAMES = (  # noqa: SIM905, it reads as an address
    "from to group record type country status precision statement speaker attribution accused"
    " disputed q bbox id dataset as_of"
).split()
PERIOD = "a year, month or day as 2024, 2024-03 or 2024-03-22"
SLUG = "a slug such as islamic-state"
PAIR = "two slugs such as iran--islamic-state"
UNORDERED_PAIR = "two slugs in the order of the alphabet such as russia--ukraine"
PAIRS = st.tuples(st.sampled_from(SLUGS), st.sampled_from(SLUGS))
RECORD = "one of incident, aggregate, context"
STATUS = f"one of {', '.join(STATUSES)}"
TEXT = "a text of 1 to 200 characters"
COUNTRY = "an ISO 3166-1 alpha-2 code such as IR"

FULL = Query(
    from_="2017",
    to="2024-03",
    group=("islamic-state", "isis-k"),
    record=("incident", "context"),
    type=("attack",),
    country=("IR", "RU"),
    status=("claimed",),
    precision=("site", "none"),
    statement=("denial",),
    speaker=("iran", "anonymous"),
    attribution=("iran--islamic-state",),
    accused=("ukraine",),
    disputed=("russia--ukraine",),
    q="Kermān hall",
    bbox=Bounds(west=170, south=-10, east=-170, north=10.5),
    id=("A", "B"),
    dataset=("UCDP GED", "tests"),
    as_of="2024-03-23",
)
ADDRESS = (
    "from=2017&to=2024-03&group=islamic-state&group=isis-k&record=incident&record=context"
    "&type=attack&country=IR&country=RU&status=claimed&precision=site&precision=none"
    "&statement=denial&speaker=iran&speaker=anonymous&attribution=iran--islamic-state"
    "&accused=ukraine&disputed=russia--ukraine&q=Kerm%C4%81n+hall"
    "&bbox=170%2C-10%2C-170%2C10.5&id=A&id=B&dataset=UCDP+GED&dataset=tests&as_of=2024-03-23"
)


def texts() -> st.SearchStrategy[str]:
    given_texts = st.text(min_size=1, max_size=20) | st.sampled_from(HOSTILE)
    return given_texts.map(str.strip).filter(bool)


def some(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, max_size=3, unique=True).map(tuple)


@st.composite
def boxes(draw: st.DrawFn) -> Bounds:
    lon, lat = st.floats(-180, 180), st.floats(-90, 90)
    south, north = sorted((draw(lat), draw(lat)))
    return Bounds(west=draw(lon), south=south, east=draw(lon), north=north)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Return queries that an address can hold."""
    since, until = sorted((draw(partial_dates()), draw(partial_dates())))
    return Query(
        from_=draw(st.sampled_from([None, since])),
        to=draw(st.sampled_from([None, until])),
        group=draw(some(st.sampled_from(SLUGS))),
        record=draw(some(st.sampled_from(["incident", "aggregate", "context"]))),
        type=draw(some(texts())),
        country=draw(some(st.sampled_from(["IR", "RU", "XK"]))),
        status=draw(some(st.sampled_from(list(STATUSES)))),
        precision=draw(some(st.sampled_from([*PRECISIONS, "none"]))),
        statement=draw(some(st.sampled_from(list(STATEMENT_LABELS)))),
        speaker=draw(some(st.sampled_from(SLUGS))),
        attribution=draw(some(PAIRS.map("--".join))),
        accused=draw(some(st.sampled_from(SLUGS))),
        disputed=draw(some(PAIRS.map(sorted).map("--".join))),
        q=draw(st.none() | texts().filter(terms_of)),
        bbox=draw(st.none() | boxes()),
        id=draw(some(texts())),
        as_of=draw(st.none() | partial_dates()),
    )


def refusal(*pairs: tuple[str, str]) -> BadValue:
    with pytest.raises(BadValue) as error:
        Query.parse(pairs)
    return error.value


@given(queries())
@example(FULL)
@example(Query())
def test_address_and_query_are_one(query: Query) -> None:
    assert Query.parse(parse_qsl(str(query), keep_blank_values=True)) == query
    assert Query.parse(query.params()) == query
    assert Query.parse_leniently(query.params()) == (query, [])


@given(queries())
@settings(max_examples=40)
def test_an_address_is_plain_text(query: Query) -> None:
    assert str(query).isascii()
    assert not set(str(query)) & set(" <>\"'`{}\\")


def test_a_full_address() -> None:
    assert str(FULL) == ADDRESS
    assert str(Query()) == ""
    assert FULL.active() == NAMES
    assert Query(q="a").active() == ["q"]


def test_the_table_has_every_parameter() -> None:
    assert [row.name for row in FILTERS] == NAMES
    repeatable = {row.name for row in FILTERS if row.repeatable}
    assert repeatable == {
        "group",
        "record",
        "type",
        "country",
        "status",
        "precision",
        "statement",
        "speaker",
        "attribution",
        "accused",
        "disputed",
        "id",
        "dataset",
    }
    assert all(row.allowed for row in FILTERS)


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_can_be_left_out(name: str) -> None:
    without = FULL.without(name)
    assert without.active() == [other for other in NAMES if other != name]
    assert Query.parse(without.params()) == without


def test_without_leaves_the_rest() -> None:
    assert FULL.without(*NAMES) == Query()
    assert FULL.without() == FULL
    assert Query(from_="2017", to="2018").without("from", "to") == Query()


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("from", "20x4", PERIOD),
        ("from", "", PERIOD),
        ("from", "2024\n", PERIOD),
        ("from", "2024-02-30", f"{PERIOD}, and a day of the calendar"),
        ("to", "2024-13", f"{PERIOD}, and a day of the calendar"),
        ("to", "March", PERIOD),
        ("group", "Islamic State", SLUG),
        ("group", "", SLUG),
        ("group", "a--b", SLUG),
        ("group", "a\n", SLUG),
        ("speaker", "Iran", SLUG),
        ("accused", "iran--israel", SLUG),
        ("attribution", "iran", PAIR),
        ("attribution", "iran-islamic-state", PAIR),
        ("attribution", "iran--", PAIR),
        ("attribution", "iran--israel--front", PAIR),
        ("attribution", "iran---israel", PAIR),
        ("disputed", "russia", UNORDERED_PAIR),
        ("disputed", "Russia--Ukraine", UNORDERED_PAIR),
        ("record", "attack", RECORD),
        ("record", "", RECORD),
        ("status", "Claimed", STATUS),
        ("type", "", TEXT),
        ("type", "x" * (MAX_TEXT + 1), TEXT),
        ("q", "  ", TEXT),
        ("q", '""', "a text with a letter or a digit"),
        ("q", "«»…?!", "a text with a letter or a digit"),
        ("q", "x" * (MAX_TEXT + 1), TEXT),
        ("id", "", TEXT),
        ("country", "Iran", COUNTRY),
        ("country", "I1", COUNTRY),
        ("country", "", COUNTRY),
        ("country", "ß", COUNTRY),
        ("as_of", "yesterday", PERIOD),
        ("as_of", "", PERIOD),
        ("as_of", "0000-12-31", f"{PERIOD}, and a day of the calendar"),
        ("as_of", "2023-02-29", f"{PERIOD}, and a day of the calendar"),
        ("bbox", "1,2,3", "four numbers: west,south,east,north"),
        ("bbox", "200,0,1,1", "west is a number of degrees in -180…180"),
        ("bbox", "0,5,1,4", "south ≤ north"),
    ],
)
def test_a_bad_value_is_refused(name: str, value: str, allowed: str) -> None:
    error = refusal((name, value))
    assert (error.parameter, error.allowed) == (name, allowed)


def test_a_long_text_is_cut_in_its_error() -> None:
    assert refusal(("q", "x" * 10_000)).value == "x" * MAX_TEXT


@pytest.mark.parametrize("name", ["form", "From", "", "limit", "from_", "select", "__class__"])
def test_an_unknown_parameter_is_refused(name: str) -> None:
    error = refusal((name, "2024"))
    assert isinstance(error, UnknownParameter)
    assert error.parameter == name
    assert error.allowed == f"known parameters are {', '.join(NAMES)}"


@pytest.mark.parametrize("name", ["from", "to", "q", "bbox", "as_of"])
def test_one_value_only(name: str) -> None:
    values = {"from": "2020", "to": "2020", "q": "a", "bbox": "0,0,1,1", "as_of": "2020"}
    value = values[name]
    error = refusal((name, value), (name, value))
    assert (error.parameter, error.allowed) == (name, "one value only")


def test_a_value_given_twice_counts_once() -> None:
    query = Query.parse([("group", "isis-k"), ("group", "a"), ("group", "isis-k")])
    assert query.group == ("isis-k", "a")


def test_values_are_tidied() -> None:
    query = Query.parse([("country", "ir"), ("q", " Kerman "), ("id", " A ")])
    assert (query.country, query.q, query.id) == (("IR",), "Kerman", ("A",))
    either = Query.parse([("disputed", "ukraine--russia"), ("disputed", "russia--ukraine")])
    assert either.disputed == ("russia--ukraine",)


@pytest.mark.parametrize(
    ("since", "until"), [("2024", "2024"), ("2024-06", "2024"), ("2024", "2024-01-01")]
)
def test_a_period_may_begin_within_its_end(since: str, until: str) -> None:
    assert Query(from_=since, to=until).active() == ["from", "to"]


def test_a_period_does_not_end_before_it_begins() -> None:
    error = refusal(("from", "2024-03"), ("to", "2024-02"))
    assert str(error) == "from='2024-03' is not allowed: a date before to=2024-02"


@pytest.mark.parametrize(
    ("as_of", "day"),
    [
        (None, None),
        ("2024-03-23", date(2024, 3, 23)),
        ("2024-02", date(2024, 2, 29)),
        ("2023", date(2023, 12, 31)),
        ("0001", date(1, 12, 31)),
        ("9999", date.max),
    ],
)
def test_a_partial_day_means_its_last_day(as_of: str | None, day: date | None) -> None:
    assert Query(as_of=as_of).day == day


def test_parse_raises_the_first_fault() -> None:
    assert refusal(("form", "1"), ("q", "")).parameter == "form"
    assert refusal(("q", ""), ("form", "1")).parameter == "q"


def test_lenient_parsing_keeps_what_is_right() -> None:
    query, faults = Query.parse_leniently(
        [("form", "1"), ("q", "a"), ("q", "b"), ("status", "no"), ("status", "claimed")]
    )
    assert query == Query(q="a", status=("claimed",))
    assert [fault.parameter for fault in faults] == ["form", "q", "status"]


@pytest.mark.parametrize(
    ("values", "parameter"),
    [
        ({"from_": "20x4"}, "from"),
        ({"to": "2024-13"}, "to"),
        ({"from_": "2024", "to": "2023"}, "from"),
        ({"group": ("Islamic State",)}, "group"),
        ({"group": "isis-k"}, "group"),
        ({"group": ["isis-k"]}, "group"),
        ({"country": "IR"}, "country"),
        ({"country": ("ir",)}, "country"),
        ({"country": ("Iran",)}, "country"),
        ({"record": ("attack",)}, "record"),
        ({"disputed": ("ukraine--russia",)}, "disputed"),
        ({"attribution": ("iran",)}, "attribution"),
        ({"status": ("guilty",)}, "status"),
        ({"status": ""}, "status"),
        ({"q": " x "}, "q"),
        ({"q": "x" * 201}, "q"),
        ({"id": "A"}, "id"),
        ({"type": ("",)}, "type"),
    ],
)
def test_no_bad_query_can_be_made(values: dict[str, Any], parameter: str) -> None:
    with pytest.raises(BadValue) as error:
        Query(**values)
    assert error.value.parameter == parameter


def test_lenient_parsing_keeps_the_end_of_an_impossible_period() -> None:
    query, faults = Query.parse_leniently([("from", "2024"), ("to", "2023"), ("q", "a")])
    assert query == Query(to="2023", q="a")
    assert [fault.parameter for fault in faults] == ["from"]


@given(st.lists(st.tuples(st.sampled_from([*NAMES, "x"]), st.text(max_size=8))))
def test_lenient_parsing_never_fails(pairs: list[tuple[str, str]]) -> None:
    query, faults = Query.parse_leniently(pairs)
    assert Query.parse(query.params()) == query
    assert {fault.parameter for fault in faults} <= {*NAMES, "x"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("adjudicated", "convictions"),
        ("claimed_and_corroborated", "claimed_and_attributed"),
    ],
)
def test_an_old_address_asks_for_the_new_status(old: str, new: str) -> None:
    assert Query.parse([("status", old)]) == Query(status=(new,))
    assert Query.parse([("status", old), ("status", new)]) == Query(status=(new,))


# --- how much of it ------------------------------------------------------------------------------

MANY = tuple(f"g{number}" for number in range(MOST_VALUES + 1))


@pytest.mark.parametrize("same", [False, True])
def test_a_parameter_has_at_most_so_many_values(same: bool) -> None:
    values = ("isis-k",) * len(MANY) if same else MANY
    fault = refusal(*(("group", value) for value in values))
    assert (fault.parameter, fault.value) == ("group", "101 values")
    assert fault.allowed == "at most 100 values of one parameter"
    query, faults = Query.parse_leniently([*(("group", v) for v in values), ("q", "hall")])
    assert query == Query(group=tuple(dict.fromkeys(values[:MOST_VALUES])), q="hall")
    assert [each.parameter for each in faults] == ["group"]


def test_as_many_values_are_an_address() -> None:
    query = Query(group=MANY[:MOST_VALUES], id=MANY[1:])
    assert Query.parse(query.params()) == query


def test_a_query_has_an_address_always() -> None:
    with pytest.raises(BadValue, match="at most 100 values of one parameter"):
        Query(group=MANY)


@pytest.mark.parametrize(
    ("name", "longest"),
    [
        ("group", "a" * 200),
        ("speaker", "a-" * 99 + "bc"),
        ("accused", "a" * 200),
        ("attribution", f"{'a' * 200}--{'b' * 200}"),
        ("disputed", f"{'a' * 200}--{'b' * 200}"),
    ],
)
def test_a_slug_has_a_length(name: str, longest: str) -> None:
    assert Query.parse([(name, longest)]).params() == [(name, longest)]
    fault = refusal((name, f"{longest}x"))
    assert fault.value == longest
    assert fault.allowed.endswith(f", of at most {len(longest)} characters")
