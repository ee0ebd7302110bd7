"""Places that the words of a search name in any language."""

import pytest

from geo.gazetteer.likeness import other_names
from geo.gazetteer.likeness.other_names import NamedPlace, places_named


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("москва", NamedPlace("RU", "moscow")),
        ("moskau", NamedPlace("RU", "moscow")),
        ("모스크바", NamedPlace("RU", "moscow")),
        ("莫斯科", NamedPlace("RU", "moscow")),
        ("كرمان", NamedPlace("IR", "kerman")),
        ("иран", NamedPlace("IR")),
        ("ايران", NamedPlace("IR")),
        ("allemagne", NamedPlace("DE")),
        ("саудовская аравия", NamedPlace("SA")),
        ("서울", NamedPlace("KR", "seoul")),
    ],
)
def test_a_place_has_its_names_of_all_languages(words: str, place: NamedPlace) -> None:
    assert place in places_named(words)


@pytest.mark.parametrize(
    "words", ["island", "park", "hall", "killed", "the", "bus", "iran", "b", "of", ""]
)
def test_words_of_english_name_no_other_place(words: str) -> None:
    assert places_named(words) == ()


def test_no_index_is_built_for_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other_names, "is_built", lambda: False)
    assert places_named("москва") == ()
