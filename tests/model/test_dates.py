"""Partial dates: what they cover, their words, what is refused."""

from datetime import date, datetime

import pytest
from hypothesis import given

from geo.errors import BadValue
from geo.model import dates
from strategies import days, partial_dates

COVER = [
    ("2024", date(2024, 1, 1), date(2024, 12, 31), "2024"),
    ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
    ("2023-02", date(2023, 2, 1), date(2023, 2, 28), "February 2023"),
    ("1900-02", date(1900, 2, 1), date(1900, 2, 28), "February 1900"),
    ("2024-12", date(2024, 12, 1), date(2024, 12, 31), "December 2024"),
    ("2024-03-22", date(2024, 3, 22), date(2024, 3, 22), "22 March 2024"),
    ("2024-03-02", date(2024, 3, 2), date(2024, 3, 2), "2 March 2024"),
    ("0001", date(1, 1, 1), date(1, 12, 31), "1"),
    ("9999-12-31", date(9999, 12, 31), date(9999, 12, 31), "31 December 9999"),
]
REFUSED = [
    *("", "24", "20x4", "2024-", "2024-3", "2024-03-2", "2024-3-22", "2024/03", "20240322"),
    *("2024-00", "2024-13", "2024-03-00", "2024-02-30", "2023-02-29", "0000", "-2024", "+2024"),
    *("2024-03-22T00:00", " 2024", "2024 ", "2024\n", "2024-03-22\n", "٢٠٢٤", "2024-03-22-01"),
]


@pytest.mark.parametrize(("text", "first", "last", "_words"), COVER)
def test_covers_its_days(text: str, first: date, last: date, _words: str) -> None:
    assert dates.first_day(text) == first
    assert dates.last_day(text) == last


@pytest.mark.parametrize(("text", "_first", "_last", "words"), COVER)
def test_words_are_not_more_exact_than_the_date(
    text: str, _first: date, _last: date, words: str
) -> None:
    assert dates.in_words(text) == words


@pytest.mark.parametrize("text", REFUSED)
def test_refuses_what_is_not_a_date(text: str) -> None:
    for read in (dates.first_day, dates.last_day, dates.in_words, dates.parse_day):
        with pytest.raises(BadValue):
            read(text)


def test_names_the_value_and_the_form_of_a_bad_date() -> None:
    allowed = "a year, month or day as 2024, 2024-03 or 2024-03-22"
    with pytest.raises(BadValue) as form:
        dates.first_day("20x4")
    assert str(form.value) == f"date='20x4' is not allowed: {allowed}"
    with pytest.raises(BadValue) as calendar:
        dates.first_day("2024-02-30")
    assert calendar.value.allowed == f"{allowed}, and a day of the calendar"


def test_parse_day_reads_a_day() -> None:
    assert dates.parse_day("2024-03-22") == date(2024, 3, 22)
    assert dates.parse_day(date(2024, 3, 22)) == date(2024, 3, 22)


@pytest.mark.parametrize("value", ["2024", "2024-03", 20240322, None, datetime(2024, 3, 22, 5)])
def test_parse_day_refuses_what_is_not_a_whole_day(value: object) -> None:
    with pytest.raises(BadValue) as error:
        dates.parse_day(value)
    assert error.value.allowed == "a day of the calendar as 2024-03-22"


@given(partial_dates())
def test_a_partial_date_begins_before_it_ends(text: str) -> None:
    first, last = dates.first_day(text), dates.last_day(text)
    assert first <= last
    assert first.isoformat().startswith(text)
    assert last.isoformat().startswith(text)


@given(days())
def test_a_day_covers_itself(day: date) -> None:
    text = day.isoformat()
    assert dates.first_day(text) == dates.last_day(text) == dates.parse_day(text) == day
