"""Phrases taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteer.phrase import LONGEST, parse


@pytest.mark.parametrize(
    ("text", "core", "level"),
    [
        ("Peshawar town", "peshawar", "settlement"),
        ("Kota Bandung", "bandung", "settlement"),
        ("город Красногорск", "красногорск", "settlement"),
        ("شهر کرمان", "كرمان", "settlement"),
        ("шаҳри Душанбе", "душанбе", "settlement"),
        ("ciudad de Kerman", "kerman", "settlement"),
        ("莫斯科市", "莫斯科", "settlement"),
        ("Qaḑā’ Mandalī", "mandali", "admin2"),
        ("Kabupaten Poso", "poso", "admin2"),
        ("Uruan lga", "uruan", "admin2"),
        ("شهرستان بم", "بم", "admin2"),
        ("Idlib province", "idlib", "admin1"),
        ("province of Kerman", "kerman", "admin1"),
        ("Provinsi Nangarhar", "nangarhar", "admin1"),
        ("провинция Нангархар", "нангархар", "admin1"),
        ("استان کرمان", "كرمان", "admin1"),
        ("محافظة نينوى", "نينوي", "admin1"),
        ("вилояти Хатлон", "хатлон", "admin1"),
        ("Provinz Helmand", "helmand", "admin1"),
        ("Kabul airport", "kabul", "site"),
        ("Pankisi Gorge", "pankisi", "landform"),
        ("Tehran", "tehran", None),
    ],
)
def test_a_type_word_sets_the_level(text: str, core: str, level: str | None) -> None:
    phrase = parse(text)
    assert phrase is not None
    assert (phrase.core, phrase.level) == (core, level)


@pytest.mark.parametrize(
    ("text", "whole", "hints"),
    [
        ("Moscow, Idaho", "moscow", ("idaho",)),
        ("Kerman (Iran)", "kerman", ("Iran",)),
        ("Knox [Indiana]", "knox", ("Indiana",)),
        ("Krasnogorsk, near Moscow", "krasnogorsk", ("moscow",)),
        ("کرمان، ایران", "كرمان", ("ايران",)),
    ],
)
def test_text_next_to_a_name_is_a_hint(text: str, whole: str, hints: tuple[str, ...]) -> None:
    phrase = parse(text)
    assert phrase is not None
    assert (phrase.whole, phrase.hints) == (whole, hints)


@pytest.mark.parametrize(
    "text",
    [
        *("near Moscow", "dekat Moscow", "около Moscow", "قرب Moscow", "près de Moscow"),
        *("cerca de Moscow", "nahe Moscow", "10 km south of Moscow", "наздики Moscow"),
        "in der Nähe von Moscow",
    ],
)
def test_near_words_are_cut_off_and_kept_in_mind(text: str) -> None:
    phrase = parse(text)
    assert phrase is not None
    assert (phrase.whole, phrase.is_near) == ("moscow", True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\n\t",
        "12345",
        "😀😀",
        "%_*?",
        "\u200f\u200e",
        "\x00\x01",
        "a" * (LONGEST + 1),
        ",,,",
    ],
)
def test_what_cannot_name_a_place_is_not_a_phrase(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize("text", [",(Kerman)", ", , (Kerman), ", " ,(Kerman]"])
def test_a_name_may_stand_in_brackets_only(text: str) -> None:
    phrase = parse(text)
    assert phrase
    assert (phrase.whole, phrase.hints) == ("kerman", ())


@given(st.text() | st.text("(),[] a/K", max_size=12))
def test_no_text_breaks_the_parser(text: str) -> None:
    phrase = parse(text)
    assert phrase is None or phrase.core
