"""Places for a reader who types the beginning of a name, a name in any script, or a slip."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.gazetteer.search import find_places

SECONDS = 5.0  # the longest that an answer may take on a busy machine; most take some ms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kerm", ("Kerman", "IR", "settlement")),
        ("Kerman", ("Kerman", "IR", "admin1")),
        ("تهران", ("Tehran", "IR", "settlement")),
        ("Москва", ("Moscow", "RU", "settlement")),
        ("мос", ("Moscow", "RU", "settlement")),
        ("东京", ("Tokyo", "JP", "settlement")),
        ("iran", ("Iran", "IR", "country")),
        ("bavar", ("Bavaria", "DE", "admin1")),
        ("Paris, Texas", ("Paris", "US", "settlement")),
        ("Krasnogrsk", ("Krasnogorsk", "RU", "settlement")),
        ("san", ("Santiago", "CL", "settlement")),
    ],
)
def test_a_place_is_found(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in [(place.name, place.country, place.kind) for place in find_places(text, 8)]


@pytest.mark.parametrize(
    ("text", "first"),
    [("Kerman", "Kerman"), ("iran", "Iran"), ("paris", "Paris"), ("lag", "Lagos")],
)
def test_a_name_itself_comes_first_and_then_the_largest(text: str, first: str) -> None:
    assert find_places(text, 8)[0].name == first


def test_each_place_is_there_once_and_no_more_than_asked_for() -> None:
    found = find_places("san", 5)
    assert len({place.id for place in found}) == len(found) == 5


@pytest.mark.parametrize("text", ["s", "sa", "м", "x" * 100, "''\";--", "%", "(", "\u202e"])
def test_few_letters_and_odd_ones_are_answered_quickly(text: str) -> None:
    find_places("warm", 8)
    start = time.perf_counter()
    find_places(text, 8)
    assert time.perf_counter() - start < SECONDS


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=30))
def test_any_text_is_answered(text: str) -> None:
    assert len(find_places(text, 8)) <= 8
