"""Kept answers: each question is answered once, also in many threads, and the oldest go first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from geo.store.kept import Kept

READERS = 8


def never() -> str:
    raise AssertionError("asked again")


def test_a_question_is_answered_once() -> None:
    kept = Kept[str, str](most=2)
    assert kept.get("a", lambda: "A") == "A"
    assert kept.get("a", never) == "A"


def test_those_who_ask_at_the_same_time_wait_for_one_answer() -> None:
    kept = Kept[str, str](most=2)
    is_asked, may_answer = Event(), Event()

    def slow() -> str:
        is_asked.set()
        may_answer.wait()
        return "A"

    with ThreadPoolExecutor(READERS) as threads:
        first = threads.submit(kept.get, "a", slow)
        is_asked.wait()
        others = [threads.submit(kept.get, "a", never) for _ in range(READERS - 1)]
        other = threads.submit(kept.get, "b", lambda: "B")
        may_answer.set()
        assert {each.result() for each in (first, *others)} == {"A"}
        assert other.result() == "B"


def fail() -> str:
    raise ValueError("no answer")


def test_an_error_is_told_and_not_kept() -> None:
    kept = Kept[str, str](most=2)
    with pytest.raises(ValueError, match="no answer"):
        kept.get("a", fail)
    assert kept.get("a", lambda: "A") == "A"


def test_an_error_is_told_to_all_who_wait() -> None:
    kept = Kept[str, str](most=2)
    is_asked, may_answer = Event(), Event()

    def slow() -> str:
        is_asked.set()
        may_answer.wait()
        return fail()

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(kept.get, "a", slow)
        is_asked.wait()
        waiting = kept._answers["a"]
        may_answer.set()
        for each in (first, waiting):
            assert isinstance(each.exception(), ValueError)


@pytest.mark.parametrize(
    ("asked", "left"),
    [("abc", "bc"), ("abac", "ac"), ("aabb", "ab")],
)
def test_what_was_not_asked_for_longest_goes_first(asked: str, left: str) -> None:
    kept = Kept[str, str](most=2)
    for question in asked:
        kept.get(question, question.upper)
    assert [kept.get(question, never) for question in left] == list(left.upper())
    for gone in set(asked) - set(left):
        assert kept.get(gone, lambda: "made again") == "made again"


@pytest.mark.parametrize(
    ("answers", "left"),
    [(["aaa", "b"], ["b"]), (["aaaa"], []), (["a", "b", "c"], ["a", "b", "c"])],
)
def test_the_size_of_all_together_is_bounded(answers: list[str], left: list[str]) -> None:
    kept = Kept[str, str](most=3, size_of=len)
    for answer in answers:
        made: Callable[[], str] = answer.strip
        assert kept.get(answer, made) == answer
    assert [kept.get(answer, never) for answer in left] == left
    for gone in set(answers) - set(left):
        assert kept.get(gone, lambda: "") == ""


def test_what_is_known_is_given_and_not_made() -> None:
    kept = Kept[str, str](most=2)
    assert kept.known("a") is None
    kept.get("a", "A".lower)
    kept.get("b", "B".lower)
    assert kept.known("a") == "a"  # which is as good as asking for it
    kept.get("c", "C".lower)
    assert (kept.known("a"), kept.known("b"), kept.known("c")) == ("a", None, "c")


def test_nobody_waits_for_what_is_being_made() -> None:
    kept, seen = Kept[str, str](most=2), list[str | None]()

    def made() -> str:
        seen.append(kept.known("a"))
        return "made"

    assert kept.get("a", made) == "made"
    assert (seen, kept.known("a")) == ([None], "made")
