"""Names that are like a text."""

import pytest

from geo.gazetteer.likeness.alike import names_like
from geo.gazetteer.likeness.transcription import (
    WRITINGS,
    letters_of,
    names_that_sound_like,
    sounds_of,
)
from geo.gazetteer.names import key, script_of


@pytest.mark.parametrize(
    ("text", "script", "name"),
    [
        ("斯特拉斯堡", "chinese", "strasbourg"),
        ("哈特福德", "chinese", "hatfod"),  # English names lose an "r" before a consonant
        ("نورثهامبتون", "arabic", "northampton"),
        ("فالنسيا", "arabic", "valensia"),  # "v" is written as "f"
        ("پیتسبورگ", "arabic", "pitsbork"),
    ],
)
def test_a_name_has_the_sounds_that_its_writing_keeps(text: str, script: str, name: str) -> None:
    assert sounds_of(letters_of(text, script), script) == sounds_of(name, script)


@pytest.mark.parametrize("script", list(WRITINGS))
def test_sounds_of_lines_are_those_of_each_line(script: str) -> None:
    names = ["marrakesh", "schwerin", "llangollen", "pittsburgh", "xalapa"]
    together = sounds_of("\n".join(names), script)
    assert together.split("\n") == [sounds_of(name, script) for name in names]


def test_names_by_ear_are_those_of_the_country() -> None:
    assert "whitstable" in dict(names_that_sound_like("惠特斯特布尔", "chinese", "GB"))
    assert "whitstable" not in dict(names_that_sound_like("惠特斯特布尔", "chinese", "DE"))


@pytest.mark.parametrize(("text", "country"), [("奥托", "US"), ("لامبا", "")])
def test_a_few_consonants_are_not_enough_to_go_by(text: str, country: str) -> None:
    assert not list(names_that_sound_like(text, script_of(text), country))


def test_a_misspelt_name_and_its_likeness() -> None:
    (found,) = (like for like in names_like("wolfenbuttel", "DE") if like.likeness == 1)
    assert (found.name, found.method) == (key("Wolfenbüttel"), "similar name")
