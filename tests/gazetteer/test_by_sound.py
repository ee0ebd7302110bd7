"""A word in another script as a pattern of Latin spellings."""

import re

import pytest
from babel import Locale

from geo.gazetteer.likeness.by_sound import latin_pattern
from geo.query.folding import searched_text
from geo.query.search_terms import terms_of
from samples import curated

TEXT = "at crocus city hall; taliban and hamas in tehran, kerman"
# Names of languages in these languages: none of them is in the records. Share that may be found.
UNRELATED = {
    "ru": 0.0, "uk": 0.0, "el": 0.0, "ka": 0.0, "hy": 0.01, "ar": 0.01, "fa": 0.03, "he": 0.04,
    "hi": 0.03, "ja": 0.05, "ko": 0.05,
}  # fmt: skip


def found(word: str, text: str = TEXT) -> str | None:
    pattern = latin_pattern(searched_text(word))
    match = re.search(pattern, text) if pattern else None
    return re.sub("[^a-z]", "", match[0]) if match else None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("крокус Крокус крокусс Κρόκους კროკუს Կրոկուս كروكوس קרוקוס क्रोकस", "crocus"),
        ("クロクス くろくす 크로쿠스", "crocus"),
        ("Хамас Χαμάς حماس חמאס हमास ハマス 하마스", "hamas"),
        ("Թեհրան تهران طهران तेहरान テヘラン 테헤란", "tehran"),
        ("Керман کرمان کِرمان Κερμάν ケルマン", "kerman"),
        ("сити", "city"),
        ("طالبان Талибан", "taliban"),
    ],
)
def test_a_name_is_found_by_its_sounds(words: str, name: str) -> None:
    assert {word: found(word) for word in words.split()} == dict.fromkeys(words.split(), name)


def test_a_word_of_an_alphabet_may_go_on() -> None:
    assert found("кроку") == "crocu"
    assert found("крок") is None  # "crocodile"


@pytest.mark.parametrize(
    "word", ["crocus", "144", "дом", "يد", "北京", "語クロクス", "", "💣", "ـ"]
)
def test_what_sounds_do_not_decide_on(word: str) -> None:
    assert latin_pattern(searched_text(word)) == ""


@pytest.mark.parametrize("language", UNRELATED)
def test_other_words_are_not_found(language: str) -> None:
    names = [name.removesuffix("語") for name in Locale.parse(language).languages.values()]
    words = {term.text for name in names for term in terms_of(name) if not term.text.isascii()}
    text = searched_text("\n".join(f"{i.title}\n{i.summary}" for i in curated().values()))
    asked = [word for word in words if latin_pattern(word)]
    wrong = [word for word in asked if found(word, text)]
    assert len(asked) > 100
    assert len(wrong) <= UNRELATED[language] * len(asked), sorted(wrong)
