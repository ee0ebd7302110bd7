"""A query as SQL: exact conditions, and no value in them."""

from datetime import date
from typing import Any

import pytest

from geo.mercator import Bounds
from geo.query.filters import FILTERS
from geo.query.query import Query
from geo.store.where import bounds_condition, where_of
from samples import FILTER_VALUES, HOSTILE

FULL = Query.parse(FILTER_VALUES.items())


@pytest.mark.parametrize("text", HOSTILE)
def test_no_value_enters_the_sql(text: str) -> None:
    query, plain = (Query(q=q, type=(q,), id=(q,)) for q in (text.strip(), "a"))
    where, other = where_of(query), where_of(plain)
    bound = {f"${name}{end}" for name in where.params for end in (")", "))")}
    assert where.sql == other.sql
    assert where.found
    assert set(where.found.split()) <= set((other.found or "").split()) | bound
    assert set(where.params) - {f"q{i}" for i in range(99)} == {"type", "id"}
    assert where.params["type"] == where.params["id"] == [text.strip()]


def in_any(name: str) -> str:
    """Return how a word is looked for in each text of a record."""
    return (
        f"(contains(search, ${name}) or contains(search_place, ${name})"
        f" or contains(search_parties, ${name}))"
    )


@pytest.mark.parametrize(
    ("query", "condition"),
    [
        (Query(), ("true", {})),
        (
            Query(country=("IR",), status=("claimed",)),
            (
                "country = any($country) and status = any($status)",
                {"country": ["IR"], "status": ["claimed"]},
            ),
        ),
        (
            Query(group=("a", "b")),
            (
                "list_has_any(string_split(groups, chr(30) || chr(31)), $group)",
                {"group": ["a", "b"]},
            ),
        ),
        (Query(to="2024"), ("first_day <= $to", {"to": date(2024, 12, 31)})),
    ],
)
def test_a_condition(query: Query, condition: tuple[str, dict[str, Any]]) -> None:
    where = where_of(query)
    assert (where.sql, where.params, where.found) == (*condition, None)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (
            Query(q="Kermān 22", id=("A",)),
            (
                f"select n from incidents where {in_any('q0')} and {in_any('q1')}"
                " and id = any($id)",
                {"q0": "kerman", "q1": "22", "id": ["A"]},
            ),
        ),
        (
            Query(q="a", bbox=Bounds.parse("1,2,3,4")),
            (
                f"select n from incidents where {in_any('q0')} intersect "
                "select n from sites where (lon between $w0 and $e0 and lat between $s0 and $n0)",
                {"q0": "a", "w0": 1, "s0": 2, "e0": 3, "n0": 4},
            ),
        ),
    ],
)
def test_what_is_found_first(query: Query, found: tuple[str, dict[str, Any]]) -> None:
    where = where_of(query)
    assert (where.sql, where.found, where.params) == ("true", *found)


def test_what_is_found_first_is_not_asked_of_every_row() -> None:
    where = where_of(Query(to="2024", id=("A",)))
    assert where.sql == "first_day <= $to"
    assert where.found == "select n from incidents where id = any($id)"
    assert where.params == {"to": date(2024, 12, 31), "id": ["A"]}


def test_filters_keep_their_parameters_when_others_go() -> None:
    params = where_of(FULL).params
    for filter_ in FILTERS:
        fewer = where_of(FULL.without(filter_.name)).params
        assert fewer.items() <= params.items()
        assert len(fewer) < len(params)


def test_a_box_over_the_antimeridian_is_two_conditions() -> None:
    sql, params = bounds_condition(Bounds(west=170, south=-10, east=-170, north=10), "v_")
    assert sql == (
        "(lon between $v_w0 and $v_e0 and lat between $v_s0 and $v_n0"
        " or lon between $v_w1 and $v_e1 and lat between $v_s1 and $v_n1)"
    )
    assert [params[f"v_{side}"] for side in ("w0", "e0", "w1", "e1")] == [170, 180, -180, -170]
