"""A query as SQL: exact conditions, and no value in them."""

import re
from datetime import date
from typing import Any

import pytest

from geo.mercator import Bounds
from geo.query.filters import FILTERS
from geo.query.query import Query
from geo.query.search_terms import terms_of
from geo.store.where import bounds_condition, where_of
from samples import FILTER_VALUES, HOSTILE

FULL = Query.parse(FILTER_VALUES.items())


PLAIN = "a 1 a1 россия тегеран"  # a word, numbers, a country, a place, sounds


@pytest.mark.parametrize("text", [text for text in HOSTILE if terms_of(text)])
def test_no_value_enters_the_sql(text: str) -> None:
    query, plain = (Query(q=q, type=(q,), id=(q,)) for q in (text.strip(), PLAIN))
    where, other = where_of(query), where_of(plain)
    assert where.sql == other.sql
    assert where.of_incident
    assert shape_of(where.of_incident) <= shape_of(other.of_incident)
    assert {name.partition("_")[0].rstrip("0123456789") for name in where.params} == {
        "type",
        "id",
        "q",
    }
    assert where.params["type"] == where.params["id"] == [text.strip()]


def shape_of(sql: str | None) -> set[str]:
    """Return the words of a condition, with one name for all parameters of `q`."""
    return set(re.findall(r"[\w$]+", re.sub(r"\$q[0-9a-z_]+", "$q", sql or "")))


TEXTS = ("search", "search_place", "search_parties", "search_sources")


def in_any(name: str) -> str:
    """Return how a word is looked for in each text of a record."""
    return f"({' or '.join(f'contains({text}, ${name})' for text in TEXTS)})"


def whole_in_any(name: str) -> str:
    """Return how a number is."""
    texts = [
        f"contains({text}, ${name}) and regexp_matches({text}, ${name}_whole)"
        for text in (*TEXTS, "id")
    ]
    lines = [f"contains({line}, ${name}_line)" for line in ("search_days", "search_tolls")]
    return f"({' or '.join([*texts, *lines])})"


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
    assert (where.sql, where.params) == condition
    assert (where.of_incident, where.of_site) == (None, None)


BOX = Bounds.parse("1,2,3,4")
IN_BOX = "(lon between $w0 and $e0 and lat between $s0 and $n0)"


@pytest.mark.parametrize(
    ("query", "sql", "of_incident", "of_site"),
    [
        (
            Query(q="Kermān 22", id=("A",)),
            "true",
            f"{in_any('q0')} and {whole_in_any('q1')} and id = any($id)",
            None,
        ),
        (Query(bbox=BOX), "true", None, IN_BOX),
        (Query(to="2024", id=("A",)), "first_day <= $to", "id = any($id)", None),
        (Query(to="2024", q="a", bbox=BOX), "first_day <= $to", in_any("q0"), IN_BOX),
    ],
)
def test_what_only_one_table_has_stands_by_itself(
    query: Query, sql: str, of_incident: str | None, of_site: str | None
) -> None:
    where = where_of(query)
    assert (where.sql, where.of_incident, where.of_site) == (sql, of_incident, of_site)
    assert where.box == query.bbox


def test_the_values_of_all_statements_are_together() -> None:
    assert where_of(Query(to="2024", q="Kermān 22", bbox=BOX)).params == {
        "to": date(2024, 12, 31),
        "q0": "kerman",
        "q1": "22",
        "q1_whole": r"(^|\D)22(\D|$)",
        "q1_line": " 22 ",
        "w0": 1,
        "s0": 2,
        "e0": 3,
        "n0": 4,
    }


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
