"""What a spreadsheet would run: marked on its way out, and whole on its way in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bad_inputs import of
from geo.formats.formulas import escaped, unescaped

FORMULAS = [entry["input"] for entry in of("formulas") if isinstance(entry["input"], str)]
SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
UNSEEN = " \t\r\n\x00\x7f\xa0\u200b\u200e\u2066\ufeff"
TEXTS = st.text() | st.builds(
    "".join, st.tuples(st.text(st.sampled_from(UNSEEN)), st.text(st.sampled_from(SIGNS + "'a")))
)


def seen(text: str) -> str:
    """Return what is left where a program drops what nobody sees."""
    return text.lstrip(UNSEEN + " ")


@given(TEXTS)
def test_no_text_that_is_marked_is_a_formula(text: str) -> None:
    assert not seen(escaped(text)).startswith(tuple(SIGNS))
    assert escaped(text) in (text, f"'{text}")
    if not text.startswith(("\t", "\r", "\n", "'")) and text[:1].isprintable() and text[:1] != " ":
        assert (escaped(text) == text) == (text[:1] not in tuple(SIGNS))


@pytest.mark.parametrize("text", FORMULAS)
def test_every_kind_of_formula_is_marked(text: str) -> None:
    assert escaped(text) == f"'{text}"


@given(TEXTS)
def test_the_mark_is_taken_off_again(text: str) -> None:
    assert unescaped(escaped(text)) == text


@pytest.mark.parametrize("text", ["a=1", "1+1", " a", "\u20132", "", " ", "A - B", "\u200ba"])
def test_other_texts_stay(text: str) -> None:
    assert escaped(text) == text


@pytest.mark.parametrize("name", ["'s-Hertogenbosch", "'Ubayd", "'tis", "'", "’Ain"])
def test_an_apostrophe_of_somebody_elses_table_stays(name: str) -> None:
    assert unescaped(name) == name
    assert unescaped(escaped(name)) == name
