"""The table of filters: each row is whole, and none contradicts the store or another row."""

import inspect
from string import Formatter
from typing import get_args

import pytest

from geo.query.facets import FACETS, YEAR
from geo.query.filters import FILTERS, Filter, Kind, Tally
from geo.query.query import Query
from geo.store.tables import SCHEMAS
from geo.store.tallies import DEEP_KEYS, KEYS


@pytest.fixture(params=FILTERS, ids=lambda filter_: str(filter_.name))
def filter_(request: pytest.FixtureRequest) -> Filter:
    """Give each row."""
    found: Filter = request.param
    return found


def test_a_row_is_a_field_of_the_query_with_nothing_as_its_default(filter_: Filter) -> None:
    parameter = inspect.signature(Query).parameters[filter_.field]
    assert parameter.default == (() if filter_.repeatable else None)
    assert filter_.name == filter_.field.rstrip("_")


def test_a_row_says_what_it_allows_and_matches(filter_: Filter) -> None:
    assert filter_.allowed
    assert filter_.matches.startswith(("records ", "that record"))
    fields = {field for _, field, _, _ in Formatter().parse(filter_.phrase) if field is not None}
    assert len(fields) == 1
    assert fields <= {"", "lower"}


def test_a_column_is_in_the_tables_of_its_row(filter_: Filter) -> None:
    tables = ("incidents", "sites", "tallies") if filter_.table == "both" else (filter_.table,)
    for table in tables:
        assert not filter_.column or filter_.column in SCHEMAS[table]


def test_a_tally_counts_by_the_columns_that_name_it(filter_: Filter) -> None:
    keys = {**KEYS, **DEEP_KEYS}
    assert {tally for tally in keys if filter_.column in keys[tally]} == set(filter_.tallies)
    assert set(filter_.tallies) <= set(get_args(Tally))


def test_a_filter_with_a_widget_has_a_facet(filter_: Filter) -> None:
    assert filter_.has_facet or not filter_.widget


def test_a_filter_with_fixed_labels_has_one_for_each_value_that_it_allows(filter_: Filter) -> None:
    if not isinstance(filter_.labels, str):
        assert filter_.allowed == ", ".join(filter_.labels)


def test_a_saying_is_of_values_that_are_allowed(filter_: Filter) -> None:
    for values, saying in filter_.sayings:
        assert [filter_.parse(value) for value in values] == [*values]
        assert saying


def test_facets_are_those_of_the_filters_and_the_years() -> None:
    assert [*FACETS] == [f.name for f in FILTERS if f.has_facet] + [YEAR]
    assert FACETS[YEAR].filters == ("from", "to")


def test_every_kind_is_used() -> None:
    assert {filter_.kind for filter_ in FILTERS} == set(get_args(Kind))
