"""A store's timelines, each compared with what plain Python counts day by day."""

from collections.abc import Sequence
from typing import Any, get_args

import pytest
from hypothesis import strategies as st

import timeline_oracle
from geo.errors import BadValue
from geo.model.incident import Incident
from geo.query.bins import UNITS
from geo.query.query import Query
from geo.query.timeline import By, Measure
from geo.store.store import Store
from store_checks import VIEWS

NUMBERS = ("exact", "spread", "low", "high")
ROUNDING = 1.1e-6  # halves are rounded to either side, and fractions are added in any order
SLUGS = ["front", "islamic-state", "isis-k", "nobody"]
SPANS = [(), (), ("2016", "2016-03"), ("2019-12-30", "2020-01-06"), ("2020-01-02", "2020-01-02")]
SERIES = st.lists(st.sampled_from(SLUGS), min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def specs(draw: st.DrawFn) -> dict[str, Any]:
    """Return all that can be asked of a timeline."""
    by = draw(st.sampled_from(get_args(By)))
    return {
        "unit": draw(st.sampled_from(list(UNITS))),
        "by": by,
        "measure": draw(st.sampled_from(get_args(Measure))),
        "series": draw(SERIES) if by == "group" else (),
        "bounds": draw(st.none() | VIEWS),
        "span": draw(st.sampled_from(SPANS)),
    }


def check_timeline(
    store: Store, found: Sequence[Incident], query: Query, spec: dict[str, Any]
) -> None:
    expected = timeline_oracle.timeline(found, query, **spec)
    if expected is None:
        with pytest.raises(BadValue, match="at most 2,000 are given"):
            store.timeline(query, **spec)
    else:
        assert near(store.timeline(query, **spec).to_json()) == expected


def near(answer: Any) -> Any:
    """Let each list of numbers equal one that differs by no more than what rounding may do."""
    if isinstance(answer, dict):
        return {
            name: pytest.approx(list(value), abs=ROUNDING) if name in NUMBERS else near(value)
            for name, value in answer.items()
        }
    return [near(each) for each in answer] if isinstance(answer, list) else answer
