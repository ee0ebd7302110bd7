"""Names as keys."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.gazetteer.names import (
    block,
    blocks,
    blocks_to_try,
    fold,
    key,
    latin,
    skeleton,
    without_article,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("كرمان", "کرمان"),  # Arabic and Persian kaf
        ("علي", "علی"),  # and yeh
        ("حماة", "حماه"),  # teh marbuta
        ("إدلب", "ادلب"),  # hamza
        ("می‌شهر", "میشهر"),  # zero-width non-joiner
        ("كَرْمَان", "كرمان"),  # vowel signs
        ("Хуҷанд", "Худжанд"),  # Tajik as Russian writes it
        ("Қӯрғонтеппа", "Кургонтеппа"),
        ("Ғазнӣ", "Газни"),
        ("Makhachkala’", "Makhachkala"),
        ("Al-Qāmišlī", "al qamisli"),
        ("ＫＥＲＭＡＮ", "Kerman"),
        ("İstanbul", "istanbul"),
        ("São José", "sao jose"),
        ("Łódź", "lodz"),
        ("Straße", "strasse"),
        ("a\u200fb", "ab"),
    ],
)
def test_names_written_alike_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), [("が", "か"), ("Kerman", "Kermen"), ("하", "파")])
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


@pytest.mark.parametrize(
    ("name", "bare"),
    [("al qamishli", "qamishli"), ("الرقه", "رقه"), ("ash shihr", "shihr"), ("alborz", "alborz")],
)
def test_an_article_falls_away(name: str, bare: str) -> None:
    assert without_article(name) == bare


def test_latin_letters_come_from_any_script() -> None:
    assert latin("克拉斯诺戈尔斯克") == "kelasinuogeersike"
    assert latin("Кисуму") == "kisumu"
    assert latin("آگرا").startswith("a")


def test_sounds_outlast_spelling() -> None:
    assert skeleton("mazaresharif") == skeleton("masarischarif")
    assert skeleton("kerman") != skeleton("tehran")


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_a_key_ignores_case_and_space(text: str) -> None:
    assert key(f"  {text} \n") == key(text)
    assert " " not in key(text)


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_is_folded_like_other_letters(text: str) -> None:
    assert fold(f"{text} é") == f"{fold(text)} e".strip()


@given(st.lists(st.tuples(st.text().map(key), st.sampled_from(["IR", "US", ""]))))
def test_blocks_are_found_column_by_column(pairs: list[tuple[str, str]]) -> None:
    found = [
        (place, block)
        for places, column in blocks([key for key, _ in pairs], [area for _, area in pairs])
        for place, block in zip(places, column, strict=True)
    ]
    assert sorted(found) == sorted(
        (place, block) for place, pair in enumerate(pairs) for block in blocks_of_one(*pair)
    )


def blocks_of_one(text: str, country: str) -> Iterator[int]:
    size = len(text)
    yield block(country, size, text[: size // 2])
    yield block(country, -size, text[size // 2 :])
    if text.isascii():
        yield block(country, 0, skeleton(text))


@given(st.text(max_size=40))
def test_a_latin_key_is_ascii(text: str) -> None:
    assert latin(text).isascii()


WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=12)


@given(
    WORDS, st.integers(0, 11), st.sampled_from("abcxyz"), st.sampled_from(["change", "drop", "add"])
)
def test_one_slip_leaves_a_block_in_common(word: str, at: int, letter: str, slip: str) -> None:
    at %= len(word)
    slips = {
        "change": word[:at] + letter + word[at + 1 :],
        "drop": word[:at] + word[at + 1 :],
        "add": word[:at] + letter + word[at:],
    }
    found = {block for _, column in blocks([word], ["IR"]) for block in column}
    assert found & blocks_to_try(slips[slip], "IR")
