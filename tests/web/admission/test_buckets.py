"""Buckets of tokens: how often each client may ask, and what remembering them takes."""

import pytest

from geo.web.admission import buckets
from geo.web.admission.buckets import Buckets


class Clock:
    """A clock that stands until it is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_fills_up_again_with_time() -> None:
    clock = Clock()
    found = Buckets(clock)
    assert [found.take("a", 3) for _ in range(4)] == [0, 0, 0, 20]
    clock.now = 10
    assert found.take("a", 3) == pytest.approx(10)
    clock.now = 20
    assert [found.take("a", 3) for _ in range(2)] == [0, 20]
    clock.now = 1_000
    assert [found.take("a", 3) for _ in range(4)] == [0, 0, 0, 20], "it holds a minute's, no more"


def test_clients_have_buckets_of_their_own() -> None:
    found = Buckets(Clock())
    assert [found.take(client, 1) for client in ("a", "a", "b", "b")] == [0, 60, 0, 60]


def test_those_that_asked_last_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buckets, "CLIENTS", 3)
    found = Buckets(Clock())
    for client in ("a", "b", "c", "a", "d"):
        found.take(client, 1)
    assert len(found) == 3
    assert found.take("a", 1) == 60
    assert found.take("b", 1) == 0, "it was forgotten"


def test_a_limit_of_none_lets_nobody_in() -> None:
    assert Buckets(Clock()).take("a", 0) == 60
