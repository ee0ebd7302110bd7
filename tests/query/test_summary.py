"""The result of a query in numbers."""

import pytest

from geo.query.summary import FacetValue, Summary, Toll

NOBODY = Toll(low=0, best=0, high=0, unknown=0)


@pytest.mark.parametrize(
    ("attacks", "context", "matched"), [(0, 0, 0), (3, 0, 3), (0, 2, 2), (3, 2, 5)]
)
def test_attacks_and_context_are_what_matched(attacks: int, context: int, matched: int) -> None:
    summary = Summary(
        attacks=attacks,
        context=context,
        unlocated=0,
        years=None,
        killed=NOBODY,
        injured=NOBODY,
        credits=(),
        facets={},
    )
    assert summary.matched == matched


def test_a_value_of_a_facet_stands_alone_by_default() -> None:
    assert FacetValue(value="a", label="A", count=1).part_of is None
