"""Names of months and days of the week: in which languages, and that they do not clash."""

import pytest

from geo.importers.cells.dates.calendars import named_months
from geo.words.calendar_names import months_named, plain_name, weekdays_named


@pytest.mark.parametrize(
    ("name", "number"),
    [
        *(("January", 1), ("Sept", 9), ("sep", 9), ("Février", 2), ("fevrier", 2), ("März", 3)),
        *(("marzo", 3), ("março", 3), ("марта", 3), ("март", 3), ("березня", 3), ("Mart", 3)),
        *(("Agustus", 8), ("أغسطس", 8), ("اغسطس", 8), ("آب", 8), ("غشت", 8), ("اوت", 8)),
        *(("Ağustos", 8), ("KASIM", 11), ("Kasım", 11), ("मार्च", 3), ("marca", 3)),
    ],
)
def test_a_month_has_names_in_many_languages(name: str, number: int) -> None:
    assert months_named(plain_name(name)) == {number}


@pytest.mark.parametrize(
    ("name", "number"),
    [("Friday", 4), ("Fri", 4), ("vendredi", 4), ("Freitag", 4), ("пятница", 4), ("الجمعة", 4)],
)
def test_a_day_of_the_week_has_names_in_many_languages(name: str, number: int) -> None:
    assert weekdays_named(plain_name(name)) == {number}


def test_what_is_no_name_names_nothing() -> None:
    assert not months_named("monday")
    assert not weekdays_named("january")
    assert not weekdays_named("c")


# Each with names of months 1 to 12.
CALENDARS = (
    ("jalali", "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"),
    ("jalali", "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت"),
    (
        "islamic",
        "Muharram Safar Rabi_al-Awwal Rabi'_al-Thani Jumada_al-Ula Jumada_al-Akhirah Rajab Sha'ban"
        " Ramadan Shawwal Dhu_al-Qa'dah Dhu_al-Hijjah",
    ),
    (
        "islamic",
        "محرم صفر ربيع_الأول ربيع_الثاني جمادى_الأولى جمادى_الآخرة رجب شعبان رمضان شوال ذو_القعدة"
        " ذو_الحجة",
    ),
)


@pytest.mark.parametrize(("calendar", "names"), CALENDARS)
def test_months_of_several_calendars_are_told_apart(calendar: str, names: str) -> None:
    for number, name in enumerate(names.split(), start=1):
        assert named_months(plain_name(name.replace("_", " "))) == ((calendar, number),)
