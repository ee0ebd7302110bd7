"""Phrases: the words of single filters, and of kinds of filters."""

import pytest

from geo.query.query import Query
from geo.query.summary import FacetValue
from geo.words.phrases import period_line, query_in_words


@pytest.mark.parametrize(
    ("query", "phrases"),
    [
        (Query(status=("claimed", "suspected")), ["status claimed or suspected"]),
        (Query(record=("incident", "context")), ["only incidents or context records"]),
        (Query(precision=("none", "site")), ["located to the site itself or without a position"]),
        (Query(from_="2017", to="2017"), ["in 2017"]),
        (Query(from_="2024-03", to="2024-03"), ["in March 2024"]),
        (Query(from_="2024-03-22", to="2024-03-22"), ["on 22 March 2024"]),
        (Query(dataset=("UCDP GED",), type=("attack",)), ["of type attack", "in UCDP GED"]),
        (Query(q="{} {lower} {0}"), ["with the words “{} {lower} {0}”"]),
        (Query(q='"Islamic State" 144'), ["with the words “Islamic State” and “144”"]),
        (Query(id=("{}",)), ["with the id {}"]),
    ],
)
def test_a_query_in_words(query: Query, phrases: list[str]) -> None:
    assert query_in_words(query) == phrases


def test_a_value_is_called_as_the_facets_call_it() -> None:
    facets = {"group": (FacetValue(value="isis-k", label="ISIS-K {}", count=0),)}
    query = Query(group=("isis-k", "front"))
    assert query_in_words(query, facets) == ["claimed by or attributed to ISIS-K {} or front"]


@pytest.mark.parametrize(
    ("since", "until", "line"),
    [
        (None, None, ""),
        ("2022", "2022", "2022"),
        ("2022-03", "2022-03", "March 2022"),
        ("2022-03", None, "Since March 2022"),
        (None, "2022-03-07", "Until 7 March 2022"),
        ("2021", "2022", "2021 – 2022"),
        ("2022", "2022-03", "2022 – March 2022"),
        ("2022-03", "2022-05", "March – May 2022"),
        ("2022-03", "2023-03", "March 2022 – March 2023"),
        ("2022-03-07", "2022-03-13", "7 – 13 March 2022"),
        ("2022-03-28", "2022-04-03", "28 March – 3 April 2022"),
    ],
)
def test_a_period_is_a_line(since: str | None, until: str | None, line: str) -> None:
    assert period_line(Query(from_=since, to=until)) == line
