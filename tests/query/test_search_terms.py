"""The words and phrases of a text that a reader searches for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.query.search_terms import terms_of, written_parts


def words(text: str) -> list[str]:
    return [term.text for term in terms_of(text)]


@pytest.mark.parametrize(
    "text",
    [
        '"Islamic State"',
        "“Islamic State”",
        "«Islamic State»",
        "»Islamic State«",
        "„Islamic State“",
        "„Islamic State”",
        "”Islamic State”",
        '" Islamic \n State, "',
    ],
)
def test_words_in_quotation_marks_are_a_phrase(text: str) -> None:
    assert [tuple(term) for term in terms_of(text)] == [("islamic state", True)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Crocus  hall crocus", ["crocus", "hall"]),
        ('"Islamic State', ["islamic", "state"]),  # not closed
        ('Kerman "Islamic State" 2024', ["kerman", "islamic state", "2024"]),
        ('"a", ("c d")', ["a", "c d"]),
        ('src="a b"', ['src="a', "b"]),  # within a word
        ("Kerman, (Iran)!", ["kerman", "iran"]),
        ("no. 1", ["no.", "1"]),
        ("1,370 1370 1,37", ["1370", "1,37"]),
        ("Al-Qā‘ida", ["al-qaida"]),
        ('""', []),
        ('" "', []),
        ("«», … ?!", []),
        ("💣", ["💣"]),
        ("", []),
    ],
)
def test_terms(text: str, found: list[str]) -> None:
    assert words(text) == found


def test_digits_only_are_a_number() -> None:
    assert [term.is_number for term in terms_of('144 ١٤٤ 2024-03 no1 "144"')] == [
        True,
        False,
        False,
    ]


def test_what_is_written_stays_as_it_is() -> None:
    parts = ["Concert  HALL", "Islamic State", "1,370"]
    assert written_parts("Concert  HALL «Islamic State» 1,370") == parts
    assert written_parts('"…" a "b') == ['a "b']


@given(st.text(max_size=40))
def test_a_term_is_one_by_itself(text: str) -> None:
    for term in terms_of(text):
        again = terms_of(f'"{term.text}"' if term.is_phrase else term.text)
        assert "".join(one.text for one in again).replace(" ", "") in term.text.replace(" ", "")


@given(st.text(max_size=40))
def test_what_is_written_has_the_terms(text: str) -> None:
    assert bool(terms_of(text)) <= bool(written_parts(text))
