"""Numbers with the signs of a language."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

import pytest
from babel.localedata import locale_identifiers
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import BadValue
from geo.words.counts import count_in_words
from geo.words.numbers import (
    NumberFormat,
    number_format,
    number_format_in_use,
    number_text,
    numbers_of,
)
from node import Node


def is_language(tag: str) -> bool:
    """Tell whether a tag has a language with a script or a country, and no variant."""
    return all(len(part) <= len("Latn") for part in tag.split("_"))


LANGUAGES = [tag.replace("_", "-") for tag in locale_identifiers() if is_language(tag)]
FORMATS = st.builds(
    NumberFormat,
    group=st.sampled_from([",", ".", "\u202f", "'", "$&"]),
    decimal=st.sampled_from([",", "."]),
    more=st.sampled_from([2, 3]),
)


def test_a_language_holds_within_its_block_and_its_thread() -> None:
    with numbers_of("de"):
        assert count_in_words(1_234, "row") == "1.234 rows"
        with numbers_of("fr"):
            assert number_text(1_234_567) == "1\u202f234\u202f567"
        assert number_text(0.5) == "0,5"
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(number_text, 1_234).result() == "1,234"
    assert number_text(1_234) == "1,234"


@pytest.mark.parametrize("text", ["xx", "german", "de_DE", "", "../en", "de-u-nu-arab", "d" * 99])
def test_a_language_that_is_not_known_is_refused_with_examples(text: str) -> None:
    with pytest.raises(BadValue, match="is not allowed: a language of Unicode CLDR"):
        number_format(text)
    with pytest.raises(BadValue), numbers_of(text):
        pass
    assert number_format_in_use() == NumberFormat()


@given(st.sampled_from(LANGUAGES), st.integers(10_000, 10**12))
def test_whole_numbers_are_those_of_babel(language: str, value: int) -> None:
    text = number_format(language).text(value)
    expected = format_decimal(value, locale=language.replace("-", "_"), numbering_system="latn")
    # Babel reads two apostrophes as quotes, and loses both.
    assert text == expected or text.replace("'", "") == expected.replace("'", "")


@given(FORMATS, st.integers(0, 10**9) | st.integers(0, 10**6).map(lambda tenths: tenths / 10))
def test_the_page_writes_numbers_as_the_server_does(
    js: Node, given_format: NumberFormat, value: float
) -> None:
    told = json.loads(json.dumps(asdict(given_format)))
    assert js("test:numbers", "written", told, value) == given_format.text(value)


@pytest.mark.parametrize(
    ("way", "value", "english", "german"),
    [
        ("megabytes", 12_340_000, "12.3 MB", "12,3 MB"),
        ("megabytes", 1_204_000_000, "1,204 MB", "1.204 MB"),
        ("rounded", 0.25, "0.3", "0,3"),
        ("rounded", 0.001, "less than 0.01", "less than 0,01"),
        ("rounded", 0, "0", "0"),
    ],
)
def test_sizes_and_shares_are_written_as_numbers_are(
    js: Node, way: str, value: float, english: str, german: str
) -> None:
    told = asdict(number_format("de"))
    assert js("test:numbers", "written", None, value, way) == english
    assert js("test:numbers", "written", told, value, way) == german
