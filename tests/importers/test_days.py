"""Dates as people write them: what is read, by which rule, and what is refused with what reason."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from effort import amount
from geo.importers.cells import days
from geo.importers.cells.date_columns import DateField, date_field_of, is_date
from geo.importers.cells.dates.plain import plain_date
from geo.importers.cells.dates.unknown import is_unknown
from geo.importers.cells.dates.when import (
    ABOUT,
    CONVERTED_ISLAMIC,
    CONVERTED_JALALI,
    EPOCH,
    GREGORIAN,
    NO_END,
    OTHER_ORDER,
    SHORT_YEAR,
    THIRD,
    WEEKDAY,
)
from geo.importers.record import BadCell
from geo.model.dates import MONTHS

EXAMPLES = amount(quick=100, thorough=5000)
DAYS = st.dates(date(1970, 1, 1), date(2068, 12, 31))
OPEN = DateField("date", ("date_dmy", "date_mdy"))
CALENDARS = DateField("date", ("date_jalali", "date_islamic"))


def refusal(text: str, field: str = "date") -> BadCell:
    with pytest.raises(BadCell) as caught:
        days.READERS[field](text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "words", "precision"),
    [
        ("7 May 2023", "2023-05-07", "day"),
        ("2023/05/07", "2023-05-07", "day"),
        ("2023.5.7", "2023-05-07", "day"),
        ("20230507", "2023-05-07", "day"),
        ("20230507T0930", "2023-05-07", "day"),
        ("20230507093000", "2023-05-07", "day"),
        ("2023-127", "2023-05-07", "day"),
        ("2023-W18-7", "2023-05-07", "day"),
        ("2023 May 7th", "2023-05-07", "day"),
        ("7th of May, 2023", "2023-05-07", "day"),
        ("May 7, 2023 at 9:30 pm", "2023-05-07", "day"),
        ("09:30 27/05/2023", "2023-05-27", "day"),
        ("27/05/2023 21:30-23:00", "2023-05-27", "day"),
        ("Sunday 7 May 2023", "2023-05-07", "day"),
        ("7 May 2023 (Sun)", "2023-05-07", "day"),
        ("Sun May 07 2023 21:30:00 GMT+0300 (Arabian Standard Time)", "2023-05-07", "day"),
        ("2023-05-07T23:30:00+04:30", "2023-05-07", "day"),
        ("7 mai 2023", "2023-05-07", "day"),
        ("1er août 2023", "2023-08-01", "day"),
        ("7. Dezember 2023", "2023-12-07", "day"),
        ("7 de diciembre de 2023", "2023-12-07", "day"),
        ("7 ديسمبر 2023", "2023-12-07", "day"),
        ("٧ كانون الأول ٢٠٢٣", "2023-12-07", "day"),
        ("۷ دسامبر ۲۰۲۳", "2023-12-07", "day"),
        ("7 декабря 2023 г.", "2023-12-07", "day"),
        ("7 Desember 2023", "2023-12-07", "day"),
        ("7 Aralık 2023", "2023-12-07", "day"),
        ("7 dezembro 2023", "2023-12-07", "day"),
        ("7 दिसंबर 2023", "2023-12-07", "day"),
        ("2023年12月7日", "2023-12-07", "day"),
        ("2023년 12월 7일", "2023-12-07", "day"),
        ("December 2023", "2023-12", "month"),
        ("12/2023", "2023-12", "month"),
        ("2023-12-uu", "2023-12", "month"),
        ("00/12/2023", "2023-12", "month"),
        ("2023-00-00", "2023", "year"),
        ("2023年12月", "2023-12", "month"),
        ("2023-W18", "2023-05-01 to 2023-05-07", "week"),
        ("week 18, 2023", "2023-05-01 to 2023-05-07", "week"),
        ("KW 18/2023", "2023-05-01 to 2023-05-07", "week"),
        ("2023-Q4", "2023-10-01 to 2023-12-31", "months"),
        ("2nd quarter of 2023", "2023-04-01 to 2023-06-30", "months"),
        ("H2 2023", "2023-07-01 to 2023-12-31", "months"),
        ("1990s", "1990-01-01 to 1999-12-31", "months"),
        ("199X", "1990-01-01 to 1999-12-31", "months"),
        ("7-9 May 2023", "2023-05-07 to 2023-05-09", "days"),
        ("7/8 May 2023", "2023-05-07 to 2023-05-08", "days"),
        ("7 or 8 May 2023", "2023-05-07 to 2023-05-08", "days"),
        ("7.-9. Mai 2023", "2023-05-07 to 2023-05-09", "days"),
        ("07.–09.05.2023", "2023-05-07 to 2023-05-09", "days"),
        ("May 7–9, 2023", "2023-05-07 to 2023-05-09", "days"),
        ("30 April to 2 May 2023", "2023-04-30 to 2023-05-02", "days"),
        ("du 30 avril au 2 mai 2023", "2023-04-30 to 2023-05-02", "days"),
        ("с 30 апреля по 2 мая 2023", "2023-04-30 to 2023-05-02", "days"),
        ("از ۷ تا ۹ مه ۲۰۲۳", "2023-05-07 to 2023-05-09", "days"),
        ("between 7 May 2023 and 9 May 2023", "2023-05-07 to 2023-05-09", "days"),
        ("2023-05-07/09", "2023-05-07 to 2023-05-09", "days"),
        ("2023-05-07 to 2023-05-09", "2023-05-07 to 2023-05-09", "days"),
        ("2023-05-07 08:00 - 2023-05-09 17:00", "2023-05-07 to 2023-05-09", "days"),
        ("30 December 2023 - 2 January 2024", "2023-12-30 to 2024-01-02", "days"),
        ("7 May 2023 - 7 May 2023", "2023-05-07", "day"),
        ("April-May 2023", "2023-04-01 to 2023-05-31", "months"),
        ("2022–2023", "2022-01-01 to 2023-12-31", "months"),
        ("03/04/2023 - 23/04/2023", "2023-04-03 to 2023-04-23", "days"),
        ("Mon, 03/04/2023", "2023-04-03", "day"),
    ],
)
def test_what_is_clear_is_read_at_its_own_precision(text: str, words: str, precision: str) -> None:
    when = days.partial_day(text)
    assert (when.words, when.precision) == (words, precision)


@pytest.mark.parametrize(
    ("text", "words", "doubts"),
    [
        ("7-May-23", "2023-05-07", (SHORT_YEAR,)),
        ("May-98", "1998-05", (SHORT_YEAR,)),
        ("27.5.23", "2023-05-27", (SHORT_YEAR,)),
        ("27/05/69", "1969-05-27", (SHORT_YEAR,)),
        ("27/05/68", "2068-05-27", (SHORT_YEAR,)),
        ("circa 1998", "1998", (ABOUT,)),
        ("c. May 1998", "1998-05", (ABOUT,)),
        ("около 1998", "1998", (ABOUT,)),
        ("1998~", "1998", (ABOUT,)),
        ("1998-05-07?", "1998-05-07", (ABOUT,)),
        ("early May 2023", "2023-05-01 to 2023-05-10", (THIRD,)),
        ("mid-May 2023", "2023-05-11 to 2023-05-20", (THIRD,)),
        ("fin février 2023", "2023-02-21 to 2023-02-28", (THIRD,)),
        ("late 2023", "2023-09-01 to 2023-12-31", (THIRD,)),
        ("Ende 2023", "2023-09-01 to 2023-12-31", (THIRD,)),
        ("2023-05-07/..", "2023-05-07", (NO_END,)),
        ("7 May 2023 - present", "2023-05-07", (NO_END,)),
        ("1683417600", "2023-05-07", (EPOCH,)),
        ("1683417600000", "2023-05-07", (EPOCH,)),
        ("-126230400000", "1966-01-01", (EPOCH,)),
        ("Monday 7 May 2023", "2023-05-07", (WEEKDAY,)),
        ("17 Ordibehesht 1402", "2023-05-07", (CONVERTED_JALALI,)),
        ("۱۷ اردیبهشت ۱۴۰۲", "2023-05-07", (CONVERTED_JALALI,)),
        ("17 Sawr 1402", "2023-05-07", (CONVERTED_JALALI,)),
        ("16 Shawwal 1444", "2023-05-06", (CONVERTED_ISLAMIC,)),
        ("١٦ شوال ١٤٤٤ هـ", "2023-05-06", (CONVERTED_ISLAMIC,)),
        ("1444/10/16 AH", "2023-05-06", (CONVERTED_ISLAMIC,)),
        ("5 Rabi al-Thani 1445", "2023-10-20", (CONVERTED_ISLAMIC,)),
    ],
)
def test_what_is_read_by_a_rule_is_warned_of(
    text: str, words: str, doubts: tuple[str, ...]
) -> None:
    when = days.partial_day(text)
    assert (when.words, when.doubts) == (words, doubts)


@pytest.mark.parametrize(
    ("text", "rule", "remedy"),
    [
        ("03/04/2023", "can be read in two ways", "2023-04-03 or 2023-03-04"),
        ("03-04-23", "can be read in two ways", "2023-04-03 or 2023-03-04 or 2003-04-23"),
        ("23-04-03", "can be read in two ways", "2003-04-23 or 2023-04-03"),
        ("1/2-3/4/2023", "can be read in two ways", "2023-02-01 to 2023-04-03"),
        ("listopad 2023", "can be read in two ways", "2023-10 or 2023-11: write one."),
        ("45053", "looks like the number of a day in Excel", "It would be 2023-05-07"),
        (
            "1402-02-17",
            "has a year of the Persian",
            "2023-05-07 as a Persian (solar) date or 1981-",
        ),
        (
            "۱۴۰۲/۰۲/۱۷",
            "has a year of the Persian",
            "map the column to date_jalali or date_islamic",
        ),
        (
            "1444-10-16",
            "has a year of the Persian",
            "2023-05-06 as an Islamic date: map the column",
        ),
        ("31/02/2023", "is not a day of the calendar", ""),
        ("2023-02-29", "is not a day of the calendar", ""),
        ("2023-W53", "is not a day of the calendar", ""),
        ("9 May 2023 - 7 May 2023", "ends before it begins", "on 2023-05-09 and end on 2023-05-07"),
        ("28 Dec - 2 Jan 2024", "ends before it begins", "on 2024-12-28 and end on 2024-01-02"),
        ("before May 2023", "says only before or after which day it was", ""),
        ("nach 2014", "says only before or after which day it was", ""),
        ("summer 2023", "is a season, which is not the same months everywhere", ""),
        ("202305", "has six digits, which can be a month or a day", ""),
        ("7 May", "has no year", ""),
        ("May 23", "has no year", ""),
        ("last week", "is not a date that can be read", ""),
        ("7 Foo 2023", "is not a date that can be read", ""),
        (" ".join(["Mon"] * 40), "is not a date that can be read", ""),
    ],
)
def test_what_is_refused_is_told_what_it_is(text: str, rule: str, remedy: str) -> None:
    error = refusal(text)
    assert error.rule.startswith(rule)
    assert remedy in error.remedy


@pytest.mark.parametrize(
    ("field", "text", "words", "doubts"),
    [
        ("date_jalali", "1402-02-17", "2023-05-07", (CONVERTED_JALALI,)),
        ("date_jalali", "۱۷/۰۲/۱۴۰۲", "2023-05-07", (CONVERTED_JALALI,)),
        ("date_jalali", "03/04/1402", "2023-06-24", (CONVERTED_JALALI,)),
        ("date_jalali", "1402-02", "2023-04-21 to 2023-05-21", (CONVERTED_JALALI,)),
        ("date_jalali", "1399", "2020-03-20 to 2021-03-20", (CONVERTED_JALALI,)),
        ("date_jalali", "2023-05-07", "2023-05-07", ()),
        ("date_jalali", "7/5/2023", "2023-05-07", (GREGORIAN,)),
        ("date_islamic", "1444-10-16", "2023-05-06", (CONVERTED_ISLAMIC,)),
        ("date_islamic", "16/10/1444", "2023-05-06", (CONVERTED_ISLAMIC,)),
        ("date_serial", "45053", "2023-05-07", ()),
        ("date_serial", "45053.75", "2023-05-07", ()),
        ("date_serial", "2023-05-07", "2023-05-07", ()),
        ("date_dmy", "03/04/2023", "2023-04-03", ()),
        ("date_mdy", "03/04/2023", "2023-03-04", ()),
        ("date_mdy", "23/04/2023", "2023-04-23", (OTHER_ORDER,)),
        ("date_dmy", "04/23/2023", "2023-04-23", (OTHER_ORDER,)),
        ("date_dmy", "23-04-03", "2003-04-23", (SHORT_YEAR,)),
    ],
)
def test_a_field_says_how_its_cells_are_read(
    field: str, text: str, words: str, doubts: tuple[str, ...]
) -> None:
    when = days.READERS[field](text)
    assert (when.words, when.doubts) == (words, doubts)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("1402-12-30", "date_jalali"),  # 1402 was no leap year
        ("1342-01-01", "date_islamic"),  # before Umm al-Qura was published
        ("1444-01-31", "date_islamic"),
    ],
)
def test_a_day_that_another_calendar_does_not_have_is_refused(text: str, field: str) -> None:
    assert refusal(text, field).rule == "is not a day of the calendar"


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ([], DateField("date")),
        (["2023-05-07", "May 2023", "7.5.2023", "5/5/2023"], DateField("date")),
        (["03/04/2023", "23/04/2023"], DateField("date_dmy")),
        (["03/04/2023", "04/23/2023"], DateField("date_mdy")),
        (["03/04/23", "23/04/23"], DateField("date_dmy")),
        (["03-04-2023 10:00", "23-04-2023 11:00"], DateField("date_dmy")),
        (["03/04/2023", "Wed, 05/04/2023"], DateField("date_dmy")),
        (["03/04/2023 - 05/04/2023", "22/04/2023 - 23/04/2023"], DateField("date_dmy")),
        (["03/04/2023"], OPEN),
        (["03/04/2023", "Unknown", "2023"], OPEN),
        (["23/04/2023", "04/23/2023"], OPEN),
        (["45053", "45054.5", "n/a"], DateField("date_serial")),
        ([45053, 45054.5], DateField("date_serial")),
        (["45053", "2023-05-07"], DateField("date")),
        (["1402-02-17", "1402/02/18"], CALENDARS),
        (["۱۴۰۲/۰۲/۱۷"], CALENDARS),
        (["1444-10-16"], CALENDARS),
        (["1402-02-17", "2023-05-07", "2023-05-08"], DateField("date")),
        ([datetime(2023, 5, 7, 10), date(2023, 5, 8)], DateField("date")),
    ],
)
def test_a_column_decides_how_its_cells_are_read(cells: list[str], found: DateField) -> None:
    assert date_field_of(cells) == found


@pytest.mark.parametrize(
    ("cell", "is_one"),
    [
        *((cell, True) for cell in ("2023-05-07", "03/04/2023", "May 2023", "1402-02-17")),
        *((cell, True) for cell in ("7 mai 2023", "20230507", "1683417600000", date(2023, 5, 7))),
        *((cell, False) for cell in ("2023", 2023, "45053", "12", "3-5", "1683417600", None, "")),
        *((cell, False) for cell in ("Unknown", "Kerman", "May", "30.28, 57.08", "+49 30 123456")),
        *((cell, False) for cell in (True, "12+", "192.168.2.1", "5 (2 children)", "20231407")),
    ],
)
def test_a_cell_looks_like_a_date_or_not(cell: object, is_one: bool) -> None:
    assert is_date(cell) == is_one  # type: ignore[arg-type]  # a cell is any of these


@pytest.mark.parametrize(
    ("text", "is_none"),
    [
        *((text, True) for text in ("Unknown", "N/A", "TBD", "not known", "-", "?", "00/00/????")),
        *((text, True) for text in ("inconnue", "date inconnue", "unbekannt", "sin fecha")),
        *((text, True) for text in ("غير معروف", "نامشخص", "неизвестно", "tidak diketahui")),
        *((text, True) for text in ("XX/XX/XXXX", "(unknown)", "Date: unknown", "????")),
        *(
            (text, False)
            for text in (
                "2023",
                "soon",
                "May",
                "0000",
                "yesterday",
                "00/05/2023",
                "0000-00-00",
                "x",
            )
        ),
    ],
)
def test_words_for_no_date(text: str, is_none: bool) -> None:
    assert is_unknown(text) == is_none


@settings(max_examples=EXAMPLES)
@given(DAYS, st.sampled_from(["{d} {name} {y}", "{name} {d}, {y}", "{y:04}-{m:02}-{d:02}"]))
def test_a_day_that_is_written_out_is_read_as_itself(day: date, form: str) -> None:
    name = MONTHS[day.month - 1]
    text = form.format(d=day.day, m=day.month, y=day.year, name=name)
    assert days.partial_day(text) == days.When(day, "day")
    assert days.partial_day(days.partial_day(text).text) == days.When(day, "day")


@settings(max_examples=EXAMPLES)
@given(DAYS, st.sampled_from("/- "), st.booleans())
def test_no_order_of_day_and_month_is_guessed(day: date, sign: str, is_short: bool) -> None:
    year = f"{day.year % 100:02}" if is_short else str(day.year)
    day_first = sign.join([f"{day.day:02}", f"{day.month:02}", year])
    month_first = sign.join([f"{day.month:02}", f"{day.day:02}", year])
    for text, field in ((day_first, "date_dmy"), (month_first, "date_mdy")):
        assert days.READERS[field](text).start == day
        try:
            assert days.partial_day(text).start == day
        except BadCell as error:
            assert str(day) in error.remedy  # noqa: PT017, it may be read, and rightly


@settings(max_examples=EXAMPLES)
@given(st.lists(st.tuples(st.integers(1, 31), st.integers(1, 12)), min_size=1, max_size=4))
def test_the_order_of_a_column_is_decided_symmetrically(pairs: list[tuple[int, int]]) -> None:
    mirror = {"date_dmy": "date_mdy", "date_mdy": "date_dmy", "date": "date"}
    one = date_field_of([f"{a}/{b}/2024" for a, b in pairs])
    other = date_field_of([f"{b}/{a}/2024" for a, b in pairs])
    assert (mirror[one.field], one.open) == (other.field, other.open)


@settings(max_examples=EXAMPLES)
@given(DAYS, DAYS)
def test_a_range_has_the_days_that_it_names(one: date, other: date) -> None:
    first, last = sorted([one, other])
    when = days.partial_day(f"{first} – {last}")
    assert (when.start, when.last) == (first, last)


@settings(max_examples=EXAMPLES)
@given(st.text(max_size=120))
def test_any_text_is_read_or_refused(text: str) -> None:
    is_date(text)
    is_unknown(text)
    assert plain_date(text) == plain_date(text).strip(" ,")


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-22 evening",
        "22 March 2024, early morning",
        "22 March 2024 in the afternoon",
        "22.03.2024 abends",
        "22.03.2024 ca. 10 Uhr",
        "22 mars 2024 vers 10 h",
        "22 марта 2024 вечером",
        "evening of 22 March 2024",
        "12 noon, 22 March 2024",
        "dawn on 22 March 2024",
    ],
)
def test_a_part_of_the_day_in_words_is_left_out(text: str) -> None:
    assert days.partial_day(text) == days.When(date(2024, 3, 22), "day")


def test_words_in_brackets_behind_a_date_are_left_out_with_a_warning() -> None:
    found = days.partial_day("March 2024 (exact day unknown)")
    assert (found.start, found.precision) == (date(2024, 3, 1), "month")
    assert found.doubts == ("has words in brackets behind it, which are left out",)
    assert days.partial_day("22 March 2024 [confirmed]").doubts == found.doubts
    with pytest.raises(BadCell):
        days.partial_day("22 March 2024 (or 23)")


def test_the_night_of_two_days_has_both() -> None:
    found = days.partial_day("night of 4-5 March 2024")
    assert (found.start, found.last) == (date(2024, 3, 4), date(2024, 3, 5))


@pytest.mark.parametrize(
    "time",
    [
        "T00:00",
        "T23:59:60Z",
        "T24:00",
        " 24:00:00",
        "T23:30:00+14:00",
        "T10:00-0330",
        " 1:05 pm",
        " 14h30",
        ", 22 uhr",
    ],
)
def test_a_time_that_a_clock_shows_is_left_out(time: str) -> None:
    assert days.partial_day(f"2024-03-22{time}").start == date(2024, 3, 22)


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-22T25:00",
        "2024-03-22 10:60",
        "2024-03-22T10:00:61",
        "2024-03-22T24:01",
        "2024-03-22T10:00+25:00",
        "2024-03-22 10:00-25:00",
        "22 March 2024 at 26:00",
        "22 March 2024, 14h75",
        "99:99 22 March 2024",
        "۲۰۲۴-۰۳-۲۲T۲۵:۰۰",
    ],
)
def test_a_time_that_no_clock_shows_makes_a_date_doubtful(text: str) -> None:
    said = refusal(text)
    assert (said.rule, said.remedy) == (
        "has a time of day that no clock shows",
        "Correct the time, or leave it out.",
    )


@pytest.mark.parametrize("text", ["22 March 2024, 25 uhr", "2024-03-22T10:00+99"])
def test_an_hour_that_no_day_has_makes_a_date_doubtful(text: str) -> None:
    refusal(text)
