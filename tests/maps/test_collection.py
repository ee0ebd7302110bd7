"""What a page tells of its own records is what plain Python tells of them."""

import json
import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import timeline_oracle
from effort import amount
from geo.exports.carried.page_data import page_data
from geo.mercator import Bounds
from geo.model.incident import Incident, IncidentDate
from geo.query.query import Query
from geo.store.store import Store
from node import Node
from samples import WORLD, incident
from strategies import incidents
from timeline_checks import near

CALENDAR = "sources/collection/calendar"
FIRST = date(1970, 1, 1).toordinal()
GROUPS = ("islamic-state", "isis-k", "ukraine", "group-2")
some = st.lists(incidents(), max_size=4, unique_by=lambda each: each.id)


def carried(found: Sequence[Incident]) -> dict[str, Any]:
    """Return what a page carries of records, as JavaScript reads it."""
    store = Store()
    store.add(found)
    data: dict[str, Any] = json.loads(json.dumps(page_data(store.page_rows(Query()))))
    return data | {"details": None}


# --- days ----------------------------------------------------------------------------------------


@given(st.dates(max_value=date(9998, 12, 31)), st.sampled_from(list(timeline_oracle.NAMES)))
def test_a_day_lies_in_the_same_bin(js: Node, day: date, unit: str) -> None:
    name, first, following = js("test:adapters", "binOf", day.toordinal() - FIRST, unit)
    begin, end = (date.fromordinal(FIRST + each) for each in (first, following - 1))
    of_day = timeline_oracle.NAMES[unit]
    assert name == of_day(day) == of_day(begin) == of_day(end)
    assert begin == date.min or of_day(begin - timedelta(1)) != name
    assert of_day(end + timedelta(1)) != name


# --- timelines -----------------------------------------------------------------------------------

bounds = st.none() | st.sampled_from([WORLD, Bounds(west=170, south=-50, east=60, north=60)])
specs = st.fixed_dictionaries(
    {
        "unit": st.just("year"),
        "by": st.just("status"),
        "measure": st.sampled_from(["records", "killed"]),
        "bounds": bounds,
    }
) | st.fixed_dictionaries(
    {"unit": st.just("year"), "by": st.just("group"), "series": st.just(GROUPS), "bounds": bounds}
)
queries = st.sampled_from(["", "record=context", "from=2010&to=2019", "status=claimed&to=1990"])


@settings(max_examples=amount(quick=25, thorough=1000))
@given(some, specs, queries)
def test_a_page_has_the_timeline_of_its_records(
    js: Node, found: list[Incident], spec: dict[str, Any], query: str
) -> None:
    expected = timeline_oracle.timeline(found, Query.parse(parse_qsl(query)), **spec)
    assert near(timeline_of(js, found, query, spec)) == expected


spans = st.tuples(
    st.dates(date(2019, 12, 1), date(2022, 1, 31)), st.sampled_from([0, 0, 1, 6, 30, 31, 366])
)


@settings(max_examples=amount(quick=25, thorough=500))
@given(st.lists(spans, max_size=8), st.sampled_from(list(timeline_oracle.NAMES)))
def test_records_of_some_days_are_shared_out(
    js: Node, found: list[tuple[date, int]], unit: str
) -> None:
    of_days = [
        incident(str(n), date=IncidentDate(start=day, end=day + timedelta(more), precision="days"))
        for n, (day, more) in enumerate(found)
    ]
    expected = timeline_oracle.timeline(of_days, Query(), unit=unit)
    assert near(timeline_of(js, of_days, "", {"unit": unit})) == expected


days_of_spans = st.dates(date(2019, 12, 1), date(2022, 1, 31))


@settings(max_examples=amount(quick=40, thorough=500))
@given(
    st.lists(spans, max_size=8),
    st.sampled_from(list(timeline_oracle.NAMES)),
    st.sampled_from(["records", "killed"]),
    st.tuples(days_of_spans, days_of_spans).map(sorted),
)
def test_a_span_has_all_of_its_bins_and_no_others(
    js: Node, found: list[tuple[date, int]], unit: str, measure: str, span: list[date]
) -> None:
    of_days = [
        incident(str(n), date=IncidentDate(start=day, end=day + timedelta(more), precision="days"))
        for n, (day, more) in enumerate(found)
    ]
    of_days.append(incident("undated", date=IncidentDate(precision="unknown")))
    asked: dict[str, Any] = {
        "unit": unit,
        "measure": measure,
        "span": [day.isoformat() for day in span],
    }
    expected = timeline_oracle.timeline(of_days, Query(), **asked)
    assert near(timeline_of(js, of_days, "", asked)) == expected


def timeline_of(js: Node, found: Sequence[Incident], query: str, spec: dict[str, Any]) -> Any:
    box = spec.get("bounds")
    told = spec | {"bounds": box.as_tuple() if box else None}
    return js("test:adapters", "timeline", carried(found), query, told)


def test_a_date_of_a_month_is_spread_over_its_weeks(js: Node) -> None:
    found = [incident("a", date=IncidentDate(start=date(2024, 3, 1), precision="month"))]
    answer = timeline_of(js, found, "", {"unit": "week"})
    assert (answer["first"], answer["bins"]) == ("2024-02-26", 5)
    assert answer["series"][0]["exact"] == [0] * 5
    assert answer["series"][0]["spread"] == [0.096774, *[0.225806] * 4]


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        ({"unit": "day"}, "makes 36,891 bins, and 2,000 are the most"),
        ({"unit": "decade"}, "unit='decade' is not allowed: one of year, month, week, day"),
        ({"unit": "year", "by": "x"}, "by='x' is not allowed: one of status, group"),
        ({"unit": "year", "measure": "x"}, "measure='x' is not allowed: one of records, killed"),
    ],
)
def test_a_timeline_that_cannot_be_told_is_refused(
    js: Node, spec: dict[str, Any], sentence: str
) -> None:
    found = [dated("a", date(1923, 1, 1)), dated("b", date(2024, 1, 1))]
    with pytest.raises(AssertionError, match=re.escape(sentence)):
        timeline_of(js, found, "", spec)


def dated(id_: str, day: date) -> Incident:
    return incident(id_, date=IncidentDate(start=day, precision="day"))
