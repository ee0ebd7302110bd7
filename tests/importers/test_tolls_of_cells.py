"""Tolls as people write them: never a figure that is not there."""

import math
import re
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.importers.cells.digits import ascii_digits
from geo.importers.cells.number_words import number_from_words
from geo.importers.cells.tolls import Toll, is_toll, toll
from geo.importers.record import BadCell
from geo.importers.row import CellValue


@pytest.mark.parametrize(
    ("text", "low", "best", "high"),
    [
        *((text, 31, None, None) for text in ("31+", "at least 31", "≥31", "> 31", "31 or more")),
        *((text, 31, None, None) for text in ("More than 31", "au moins 31", "не менее 31")),
        *((text, None, None, 31) for text in ("up to 31", "< 31", "fewer than 31", "31 at most")),
        *((text, None, 31, None) for text in ("~31", "about 31", "approx. 31", "c. 31", "31?")),
        *((text, 4, None, 6) for text in ("4-6", "4–6", "4 to 6", "between 4 and 6", "4 or 6")),
        *((text, 4, None, 6) for text in ("about 4-6", "four to six", "۴ تا ۶", "4 - 6 people")),
        *((text, None, 8, None) for text in ("8 (incl. 3 children)", "8, some of them badly")),
        *((text, None, 8, None) for text in ("8 soldiers", "8[2]", "8*", "8 dead (2 later)")),
    ],
)
def test_words_around_a_figure_are_kept(
    text: str, low: int | None, best: int | None, high: int | None
) -> None:
    found = toll(f" {text} ")
    assert found
    assert found[:4] == (low, best, high, text)
    assert is_toll(text) == (text not in ("8, some of them badly", "8[2]", "8*"))


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        *((text, 1234) for text in ("1234", "1 234", "1\u202f234", "1\u00a0234", "1'234", "1’234")),
        *((text, 1234) for text in ("1234.0", "1234,0", "۱۲۳۴", "١٢٣٤", "۱٬۲۳۴", 1234, 1234.0)),
        *((text, 2345678) for text in ("2,345,678", "2.345.678", "2 345 678")),
        *((text, 21) for text in ("twenty-one", "Twenty one", "21", "+21")),
        *((text, 305) for text in ("three hundred and five", "305")),
        *((text, 0) for text in ("0", "0.0")),
    ],
)
def test_a_number_in_any_spelling_is_the_same(cell: CellValue, number: int) -> None:
    assert toll(cell) == Toll(best=number)


@pytest.mark.parametrize("text", ["zero", "nil", "Nobody", "no casualties", "No deaths"])
def test_nobody_is_zero_and_says_so(text: str) -> None:
    doubt = "says that nobody was, which is read as 0"
    assert toll(text) == Toll(best=0, words=text, doubt=doubt)


def test_a_comma_between_thousands_is_read_with_a_doubt() -> None:
    found = toll("1,234")
    assert found
    assert (found.best, found.doubt[:35]) == (1234, "has a comma before three digits, wh")
    assert toll("1,234,567") == Toll(best=1_234_567)


@pytest.mark.parametrize("cell", ["", "-", "–", "N/A", "n.a.", "?", "Unknown", "TBC", math.nan])
def test_what_is_not_known_is_not_zero(cell: CellValue) -> None:
    assert toll(cell) is None
    assert not is_toll(cell)


@pytest.mark.parametrize(
    ("cell", "rule", "remedy"),
    [
        ("3+2", "can be read in several ways", "12+ or 3-5"),
        ("17 + 3", "can be read in several ways", "12+"),
        ("5, 3", "can be read in several ways", "12+"),
        ("8 (+2)", "can be read in several ways", "12+"),
        ("at least 3-5", "can be read in several ways", "12+"),
        ("12%", "can be read in several ways", "12+"),
        ("9-7", "is a range whose first figure is the larger", "Correct"),
        ("dozens", "has no figure", "origin.raw"),
        ("several", "has no figure", "3-5"),
        ("none", "may mean that nobody was", "Write 0"),
        ("None reported", "may mean that nobody was", "leave it empty"),
        ("-99", "is negative: codes for what is not known are", "not known"),
        (-1, "is negative", "not known"),
        ("–5", "is negative", "not known"),
        ("5-Mar", "is a date", "3-5 or 5-3"),
        ("Dec-10", "is a date", "10-12 or 12-10"),
        ("5 May", "is a date", "5-5:"),
        (date(2024, 3, 5), "is a date", "3-5 or 5-3"),
        ("2024-03-05 00:00:00", "is a date", "3-5"),
        ("1.000", "has a mark that may separate thousands", "Write 1000, or 1"),
        ("4.5", "people are counted in whole numbers", "whole"),
        ("2 hundred", "has a word that multiplies", "all digits"),
        ("1.5 million", "has a word that multiplies", "all digits"),
        ("5k", "has a word that multiplies", "all digits"),
        ("12 wounded", "speaks of another toll", "column"),
        ("no injuries", "speaks of another toll", "column"),
        (True, "must be a number", "digits"),
    ],
)
def test_what_is_not_certain_is_left_out_with_a_reason(
    cell: CellValue, rule: str, remedy: str
) -> None:
    with pytest.raises(BadCell) as raised:
        toll(cell)
    assert raised.value.rule.startswith(rule)
    assert remedy in raised.value.remedy


def test_the_column_says_which_toll_it_is() -> None:
    assert toll("12 wounded", "injured")
    nobody = toll("no injuries", "injured")
    assert nobody
    assert (nobody.best, nobody.doubt) == (0, "says that nobody was, which is read as 0")


@pytest.mark.parametrize("cell", ["12 Main Street", "2024", "123456", "Unit 5", "5-Mar", "POINT"])
def test_other_cells_do_not_look_like_tolls(cell: str) -> None:
    assert not is_toll(cell)


def test_many_marks_of_notes_are_read_at_once() -> None:
    found = toll("12" + "*" * 60)
    assert found
    assert found.best == 12
    with pytest.raises(BadCell):
        toll("1.234" + "*" * 60 + " e")  # each mark by itself, and in no other way


AROUND = ("", "at least ", "~", "+", "-", " to ", " (", ")", " killed", ", ", "dozens", ".", "?")


@given(
    st.lists(st.sampled_from(AROUND) | st.integers(0, 9999).map(str), min_size=1, max_size=5),
    st.text(max_size=5),
)
def test_a_figure_stands_in_the_cell_and_a_note_is_the_cell(parts: list[str], rest: str) -> None:
    text = "".join(parts) + rest
    found = None
    with suppress(BadCell):
        found = toll(text)
    if found is None:
        return
    written = re.sub(r"(?<=\d)[ ',](?=\d{3})", "", ascii_digits(text))
    known = [figure for figure in found[:3] if figure is not None]
    assert known == sorted(known)
    assert all(str(figure) in written for figure in known)
    assert found.words in (None, text.strip())


@given(st.integers(0, 999))
def test_words_of_a_number_are_read_back(number: int) -> None:
    assert number_from_words(in_words(number)) == number


def in_words(number: int) -> str:
    small = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    small += " fifteen sixteen seventeen eighteen nineteen"
    tens = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
    if number >= 100:
        rest = f" and {in_words(number % 100)}" if number % 100 else ""
        return f"{in_words(number // 100)} hundred{rest}"
    if number < 20:
        return small.split()[number]
    return tens[number // 10 - 2] + (f"-{in_words(number % 10)}" if number % 10 else "")


@pytest.mark.parametrize(
    "text",
    [
        "3 civilians, 2 soldiers",
        "3 civilians, 2 soldiers and a driver",
        "4 men; 1 woman",
        "7 villagers, 2 guards, 1 driver",
        "2 dead, 3 more",
    ],
)
def test_figures_that_may_have_to_be_added_are_left_out(text: str) -> None:
    with pytest.raises(BadCell, match="has several figures, which may be parts of a sum"):
        toll(text)


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("3 dead, 5 injured", 3),
        ("12 killed, 3 of them children", 12),
        ("12 people, including 3 children", 12),
        ("5 morts, dont 2 enfants", 5),
        ("9 Tote, darunter 2 Kinder", 9),
        ("5 (3 civilians, 2 soldiers)", 5),
        ("3 killed, among them the mayor", 3),
    ],
)
def test_figures_that_are_parts_of_the_first_are_none_to_be_added(text: str, best: int) -> None:
    found = toll(text)
    assert found
    assert found.best == best


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("en az 3", 3, None),
        ("en fazla 5", None, 5),
        ("pelo menos 3", 3, None),
        ("свыше 20", 20, None),
        ("понад 20", 20, None),
    ],
)
def test_bounds_in_more_languages(text: str, low: int | None, high: int | None) -> None:
    found = toll(text)
    assert found
    assert (found.low, found.best, found.high) == (low, None, high)


@pytest.mark.parametrize(
    "text",
    [
        *("3 families", "at least 3 houses", "3 cows", "3 times", "3 per day", "3 familles"),
        *("3 Häuser", "3 casas", "3 семьи", "3 rumah", "۳ خانواده"),
    ],
)
def test_what_is_not_people_is_left_out(text: str) -> None:
    with pytest.raises(BadCell, match="counts something else than people"):
        toll(text)


@pytest.mark.parametrize(
    "text", ["3 family members", "3 (1 house)", "3 villagers", "3 shopkeepers"]
)
def test_people_are_counted_whatever_they_are(text: str) -> None:
    found = toll(text)
    assert found
    assert found.best == 3
