"""Limits: a table that the environment can overrule, and what happens at its edges."""

import pytest

from geo.errors import BadValue, TooSlow
from geo.limits import LIMITS, Limit, limit
from geo.query.query import Query
from geo.store.store import Store
from samples import located


@pytest.mark.parametrize("known", LIMITS, ids=lambda known: str(known.name))
def test_the_environment_overrules_a_limit(known: Limit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(known.variable, raising=False)
    assert limit(known.name) == known.default
    monkeypatch.setenv(known.variable, "7")
    assert limit(known.name) == 7


@pytest.mark.parametrize("text", ["", "-1", "1.5", "many", "9" * 10])
def test_what_is_no_number_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_LIMIT_MARKS", text)
    with pytest.raises(BadValue, match="GEO_LIMIT_MARKS"):
        limit("marks")


def test_a_statement_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEO_LIMIT_SECONDS", "1")
    store = Store()
    with pytest.raises(TooSlow, match="longer than 1 s"):
        store._rows("select count(*) from range(1e7::bigint) a, range(1e7::bigint) b", {})
    store.add([located("A", (1.0, 2.0))])  # and the store goes on
    assert store.summary(Query()).matched == 1
